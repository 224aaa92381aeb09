/// A row with its distance from the other rows (table `outliers`). The farthest rows come first;
/// the table has at most 10,000 of them.
///
/// The score is the distance to the 10th nearest neighbour (Ramaswamy et al. 2000,
/// doi:10.1145/342009.335437). It is a ranking without a threshold.
public struct OutlierRow: TableRow {
    /// Row index on the map.
    public var row: Int
    /// Path or name of the row.
    public var path: String
    /// Euclidean distance to the 10th nearest neighbour, between rows of length 1.
    public var distance: Double
    /// Percentage of all rows whose distance is this large or smaller, 0...100.
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
