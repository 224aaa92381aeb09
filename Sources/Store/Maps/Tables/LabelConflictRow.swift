/// A pair of copies that have different labels (table `label_conflicts`): at least one of the two
/// labels is wrong.
///
/// Exact copies come before near copies. Pairs that are only near in the vectors are not listed.
public struct LabelConflictRow: TableRow {
    /// Row index of the first copy on the map.
    public var first: Int
    /// Row index of the second copy.
    public var second: Int
    /// Path of the first copy.
    public var firstPath: String
    /// Label of the first copy.
    public var firstLabel: String
    /// Path of the second copy.
    public var secondPath: String
    /// Label of the second copy; never equal to `firstLabel`.
    public var secondLabel: String
    /// The evidence that the two are copies.
    public var kind: DuplicateRow.Kind
    /// Cosine similarity of the two rows, -1...1.
    public var cosine: Double

    public init(
        first: Int = -1, second: Int = -1, firstPath: String = "", firstLabel: String = "",
        secondPath: String = "", secondLabel: String = "", kind: DuplicateRow.Kind = .near,
        cosine: Double = .nan
    ) {
        self.first = first
        self.second = second
        self.firstPath = firstPath
        self.firstLabel = firstLabel
        self.secondPath = secondPath
        self.secondLabel = secondLabel
        self.kind = kind
        self.cosine = cosine
    }

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [
            .integers("first", \.first), .integers("second", \.second),
            .texts("first_path", \.firstPath), .texts("first_label", \.firstLabel),
            .texts("second_path", \.secondPath), .texts("second_label", \.secondLabel),
            .choices("kind", \.kind), .reals("cosine", \.cosine),
        ]
    }
}
