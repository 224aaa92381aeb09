/// What one layer's rows (of one kind of token) say about a data set; a field is nil where it
/// cannot be computed: without labels, with rows that are all equal, beside no other layer.
public struct LayerProfile: Sendable, Equatable {
    /// The place of the layer in the order in which layers were read, from 0.
    public var layer: Int
    /// Rows of the layer.
    public var rows: Int
    /// Rows whose neighbours were looked at: all, or a sample.
    public var queries: Int
    /// Rows over which layers were aligned (CKA): all, or a sample.
    public var alignedRows: Int
    /// Share of labelled rows whose nearest neighbours vote for their label, 0...1; see
    /// `voteAccuracy`.
    public var accuracy: Double?
    /// Half the width of its 95 % interval; nil when every row was looked at.
    public var accuracyMargin: Double?
    /// Mean silhouette of the labels by cosine distance over all labelled rows, -1...1.
    public var silhouette: Double?
    /// Mean share of a row's nearest neighbours that it also has in the layer before, 0...1.
    public var overlap: Double?
    /// Half the width of its 95 % interval; nil when every row was looked at.
    public var overlapMargin: Double?
    /// Linear CKA with the layer before, 0...1.
    public var ckaWithPrevious: Double?
    /// Linear CKA with the last layer, 0...1.
    public var ckaWithLast: Double?
    /// Intrinsic dimension by TwoNN, positive, without copies.
    public var intrinsicDimension: Double?
    /// Rows that the dimension was estimated from.
    public var dimensionRows: Int?
}
