/// Measures of one layer, for one kind of token. A measure is nil if it cannot be computed: without
/// labels, for rows that are all equal, or without another layer.
public struct LayerProfile: Sendable, Equatable {
    /// Index of the layer in the order of reading, from 0.
    public var layer: Int
    /// Number of rows of the layer.
    public var rows: Int
    /// Number of rows whose neighbours were searched: all, or a sample.
    public var queries: Int
    /// Number of rows that CKA was computed from: all, or a sample.
    public var alignedRows: Int
    /// Share of labelled rows whose nearest neighbours vote for their label, 0...1; see
    /// `voteAccuracy`.
    public var accuracy: Double?
    /// Half the width of the 95 % interval of `accuracy`; nil if no sample was taken.
    public var accuracyMargin: Double?
    /// Mean silhouette of the labels by cosine distance over all labelled rows, -1...1.
    public var silhouette: Double?
    /// Mean share of a row's nearest neighbours that it also has in the layer before, 0...1.
    public var overlap: Double?
    /// Half the width of the 95 % interval of `overlap`; nil if no sample was taken.
    public var overlapMargin: Double?
    /// Linear CKA with the layer before, 0...1.
    public var ckaWithPrevious: Double?
    /// Linear CKA with the last layer, 0...1.
    public var ckaWithLast: Double?
    /// Intrinsic dimension by TwoNN, above 0, estimated without copies.
    public var intrinsicDimension: Double?
    /// Rows that the dimension was estimated from.
    public var dimensionRows: Int?
}
