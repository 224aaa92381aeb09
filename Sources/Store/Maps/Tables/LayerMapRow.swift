/// Quality of the map of one layer, in a file with maps of several layers (table `maps`).
///
/// `QualityRow` has the same measures for the main map, with what they are compared with.
public struct LayerMapRow: TableRow {
    /// The layer, as in `LayerName.text`: "11", "final".
    public var layer: String
    /// Kullback-Leibler divergence of the layout, 0 or more; see `MapParameters.klNormalization`.
    public var klDivergence: Double
    /// Mean share of the 10 nearest rows that are among the 10 nearest points on the map, 0...1.
    public var recall: Double
    /// Trustworthiness of the 5 nearest points on the map (Venna and Kaski 2001), at most 1.
    public var trustworthiness: Double
    /// Spearman's correlation between distances of rows and distances on the map, -1...1.
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
