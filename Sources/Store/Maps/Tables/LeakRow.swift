/// Copies on both sides of a split of the data set.
public struct LeakRow: TableRow {
    public var firstPath: String
    public var firstSplit: String
    public var secondPath: String
    public var secondSplit: String
    /// Of the rows, -1...1.
    public var cosine: Double

    public init(
        firstPath: String = "", firstSplit: String = "", secondPath: String = "",
        secondSplit: String = "", cosine: Double = .nan
    ) {
        self.firstPath = firstPath
        self.firstSplit = firstSplit
        self.secondPath = secondPath
        self.secondSplit = secondSplit
        self.cosine = cosine
    }

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [
            .texts("first_path", \.firstPath), .texts("first_split", \.firstSplit),
            .texts("second_path", \.secondPath), .texts("second_split", \.secondSplit),
            .reals("cosine", \.cosine),
        ]
    }
}
