/// A point of the finished map in which other rows were placed.
public struct ReferenceRow: TableRow {
    public var x: Double
    public var y: Double
    /// "" without a label.
    public var label: String

    public init(x: Double = .nan, y: Double = .nan, label: String = "") {
        self.x = x
        self.y = y
        self.label = label
    }

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [.reals("x", \.x), .reals("y", \.y), .texts("label", \.label).when(.mayBeMissing)]
    }
}
