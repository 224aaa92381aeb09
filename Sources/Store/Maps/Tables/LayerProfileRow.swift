/// How well one token of a layer separates the labels, and how the layer relates to other layers
/// (table `layer_profile`).
///
/// The measures are those of rows in the order of the file, copies excluded where they would
/// distort a measure. A measure that cannot be computed is NaN: accuracy and silhouette without
/// labels, overlap and `ckaPrevious` for the first layer.
public struct LayerProfileRow: TableRow {
    /// The layer, as in `LayerName.text`.
    public var layer: String
    /// "class" or "mean": the class token, or the mean of the patch tokens.
    public var token: String
    /// Number of rows whose neighbours were searched: all, or a sample.
    public var rows: Int
    /// Share of the labelled rows whose label is predicted by their 20 nearest neighbours, 0...1
    /// (weighted k-NN accuracy).
    public var accuracy: Double
    /// Half of the 95 % interval of `accuracy`; NaN if all rows were measured.
    public var accuracyMargin: Double
    /// Mean silhouette of the labels by cosine distance, -1...1.
    public var silhouette: Double
    /// Mean share of a row's 10 nearest neighbours that are also its neighbours at the previous
    /// layer, 0...1.
    public var overlap: Double
    /// Half of the 95 % interval of `overlap`; NaN if all rows were measured.
    public var overlapMargin: Double
    /// Linear centred kernel alignment (CKA; Kornblith et al. 2019, arXiv 1905.00414) with the
    /// previous layer, 0...1.
    public var ckaPrevious: Double
    /// Linear CKA with the last layer, 0...1.
    public var ckaLast: Double
    /// Intrinsic dimension by TwoNN (Facco et al. 2017, doi:10.1038/s41598-017-11873-y), above 0.
    public var intrinsicDimension: Double
    /// Number of rows of which the dimension was estimated: those that are not copies.
    public var dimensionRows: Int

    public init(
        layer: String = "", token: String = "", rows: Int = 0, accuracy: Double = .nan,
        accuracyMargin: Double = .nan, silhouette: Double = .nan, overlap: Double = .nan,
        overlapMargin: Double = .nan, ckaPrevious: Double = .nan, ckaLast: Double = .nan,
        intrinsicDimension: Double = .nan, dimensionRows: Int = 0
    ) {
        self.layer = layer
        self.token = token
        self.rows = rows
        self.accuracy = accuracy
        self.accuracyMargin = accuracyMargin
        self.silhouette = silhouette
        self.overlap = overlap
        self.overlapMargin = overlapMargin
        self.ckaPrevious = ckaPrevious
        self.ckaLast = ckaLast
        self.intrinsicDimension = intrinsicDimension
        self.dimensionRows = dimensionRows
    }

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [
            .texts("layer", \.layer), .texts("token", \.token), .integers("rows", \.rows),
            .reals("accuracy", \.accuracy), .reals("accuracy_margin", \.accuracyMargin),
            .reals("silhouette", \.silhouette), .reals("overlap", \.overlap),
            .reals("overlap_margin", \.overlapMargin), .reals("cka_previous", \.ckaPrevious),
            .reals("cka_last", \.ckaLast), .reals("intrinsic_dimension", \.intrinsicDimension),
            .integers("dimension_rows", \.dimensionRows).when(.mayBeMissing),
        ]
    }
}
