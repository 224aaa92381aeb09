/// Quality of the map of one layer, where several layers have one.
public struct LayerMapRow: TableRow {
    public var layer: String
    public var klDivergence: Double
    /// Share of the 10 nearest rows that are among the 10 nearest points, 0...1.
    public var recall: Double
    /// Of the 5 nearest points, 0...1.
    public var trustworthiness: Double
    /// Spearman's correlation of the distances between rows and between points.
    public var distanceCorrelation: Double

    public init(
        layer: String = "", klDivergence: Double = .nan, recall: Double = .nan,
        trustworthiness: Double = .nan, distanceCorrelation: Double = .nan
    ) {
        self.layer = layer
        self.klDivergence = klDivergence
        self.recall = recall
        self.trustworthiness = trustworthiness
        self.distanceCorrelation = distanceCorrelation
    }

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [
            .texts("layer", \.layer), .reals("kl_divergence", \.klDivergence),
            .reals("recall", \.recall), .reals("trustworthiness", \.trustworthiness),
            .reals("distance_correlation", \.distanceCorrelation).when(.mayBeMissing),
        ]
    }
}
