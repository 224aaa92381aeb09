/// One measure of the quality card: the value for the map, and for what it is compared with.
///
/// A value that does not exist, such as the KL divergence of random positions, is NaN.
public struct QualityRow: TableRow {
    /// Name of the measure, such as "neighbour recall@10".
    public var name: String
    /// Value for the map, measured against the stored rows.
    public var map: Double
    /// Half of the 95 % interval of `map`; 0 if all rows were measured.
    public var interval: Double
    /// Value for the map, measured against the PCA scores that t-SNE was computed from.
    public var mapAgainstScores: Double
    /// Value for the first two principal components as a map.
    public var firstComponents: Double
    /// Value for random positions: what the measure gives by chance.
    public var random: Double

    public init(
        name: String, map: Double, interval: Double, mapAgainstScores: Double,
        firstComponents: Double, random: Double
    ) {
        self.name = name
        self.map = map
        self.interval = interval
        self.mapAgainstScores = mapAgainstScores
        self.firstComponents = firstComponents
        self.random = random
    }

    public static var unknown: Self {
        Self(
            name: "", map: .nan, interval: 0, mapAgainstScores: .nan, firstComponents: .nan,
            random: .nan)
    }
    public static var columns: [TableColumn<Self>] {
        [
            .texts("measure", \.name), .reals("map", \.map), .reals("interval", \.interval),
            .reals("map_against_scores", \.mapAgainstScores),
            .reals("first_components", \.firstComponents), .reals("random", \.random),
        ]
    }
}
