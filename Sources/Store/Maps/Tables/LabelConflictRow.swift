/// Copies that have different labels.
public struct LabelConflictRow: TableRow {
    /// Rows of the map.
    public var first: Int
    public var second: Int
    public var firstPath: String
    public var firstLabel: String
    public var secondPath: String
    public var secondLabel: String
    public var kind: DuplicateRow.Kind
    /// Of the rows, -1...1.
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
            .texts("kind", \.kindText), .reals("cosine", \.cosine),
        ]
    }

    private var kindText: String {
        get { kind.rawValue }
        set { kind = DuplicateRow.Kind(rawValue: newValue) ?? .near }
    }
}
