/// One measure of the quality card, for the map and for what it is compared with.
public struct QualityRow: TableRow {
    /// Such as "neighbour recall@10".
    public var name: String
    /// Against the stored rows.
    public var map: Double
    /// Half of the 95 % interval when it was sampled, else 0.
    public var interval: Double
    /// Of the map, against the PCA scores.
    public var mapAgainstScores: Double
    /// Of PCA's first two components.
    public var firstComponents: Double
    /// Of random places.
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
