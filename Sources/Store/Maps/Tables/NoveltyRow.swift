/// How new a row is to the finished map in which it was placed.
public struct NoveltyRow: TableRow {
    /// Share of the map's rows that are nearer to their neighbours, 0...1; 0 for a copy.
    public var novelty: Double
    /// Mean distance to the nearest rows of the map.
    public var neighborDistance: Double
    /// Distance to the nearest row of the map, and its path.
    public var nearestDistance: Double
    public var nearestPath: String

    public init(
        novelty: Double = .nan, neighborDistance: Double = .nan, nearestDistance: Double = .nan,
        nearestPath: String = ""
    ) {
        self.novelty = novelty
        self.neighborDistance = neighborDistance
        self.nearestDistance = nearestDistance
        self.nearestPath = nearestPath
    }

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [
            .reals("novelty", \.novelty),
            .reals("neighbor_distance", \.neighborDistance).when(.mayBeMissing),
            .reals("nearest_distance", \.nearestDistance).when(.mayBeMissing),
            .texts("nearest_path", \.nearestPath).when(.mayBeMissing),
        ]
    }
}
