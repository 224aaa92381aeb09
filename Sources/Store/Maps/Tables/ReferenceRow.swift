/// A point of the finished map into which other rows were placed (table `reference`).
public struct ReferenceRow: TableRow {
    /// Horizontal coordinate, in the units of the finished map.
    public var x: Double
    /// Vertical coordinate, in the units of the finished map.
    public var y: Double
    /// Label of the row; "" without a label.
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
