/// A row by its distance from the others. The farthest come first.
public struct OutlierRow: TableRow {
    /// Row of the map.
    public var row: Int
    public var path: String
    /// To the 10th neighbour.
    public var distance: Double
    /// Share of the rows at this distance or less, 0...100.
    public var percentile: Double

    public init(
        row: Int = -1, path: String = "", distance: Double = .nan, percentile: Double = .nan
    ) {
        self.row = row
        self.path = path
        self.distance = distance
        self.percentile = percentile
    }

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [
            .integers("row", \.row), .texts("path", \.path), .reals("distance", \.distance),
            .reals("percentile", \.percentile),
        ]
    }
}
