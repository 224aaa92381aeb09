/// What one token of a layer knows of the labels, and how the layer relates to the others.
public struct LayerProfileRow: TableRow {
    public var layer: String
    /// "class" or "mean".
    public var token: String
    /// Rows that were measured.
    public var rows: Int
    /// Share of the rows whose label their 20 nearest neighbours give, 0...1; NaN without labels.
    public var accuracy: Double
    /// Half of its 95 % interval.
    public var accuracyMargin: Double
    /// Mean silhouette by label, -1...1; NaN without labels.
    public var silhouette: Double
    /// Share of the 10 nearest neighbours in common with the previous layer, 0...1.
    public var overlap: Double
    public var overlapMargin: Double
    /// Linear centred kernel alignment with the previous and with the last layer, 0...1.
    public var ckaPrevious: Double
    public var ckaLast: Double
    /// Two-nearest-neighbours estimate.
    public var intrinsicDimension: Double
    /// Rows that the estimate is made from.
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
