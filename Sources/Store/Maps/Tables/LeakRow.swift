/// A pair of copies in two splits of the data set, such as "train" and "test" (table `leaks`).
public struct LeakRow: TableRow {
    /// Path of the first copy.
    public var firstPath: String
    /// Split of the first copy.
    public var firstSplit: String
    /// Path of the second copy.
    public var secondPath: String
    /// Split of the second copy; never equal to `firstSplit`.
    public var secondSplit: String
    /// Cosine similarity of the two rows, -1...1.
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
