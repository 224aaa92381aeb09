/// How new a placed row is compared with the rows of the finished map (columns of `obs`).
public struct NoveltyRow: TableRow {
    /// Share of the map's rows that are nearer to their own neighbours than this row is to the map,
    /// 0...1. 0 for a copy of a row of the map.
    ///
    /// Of new rows drawn from the same distribution, about 1 % have a novelty above 0.99.
    public var novelty: Double
    /// Mean distance to the 5 nearest rows of the map, copies counted once.
    public var neighborDistance: Double
    /// Distance to the nearest row of the map.
    public var nearestDistance: Double
    /// Path or name of that row.
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
