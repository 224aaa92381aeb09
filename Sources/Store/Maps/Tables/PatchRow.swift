// MARK: - Columns of the rows

/// Where a patch of the map is cut from.
public struct PatchRow: TableRow {
    /// Row of the image in the parent file.
    public var image: Int
    /// Place on the grid, from the top left.
    public var gridRow: Int
    public var gridColumn: Int
    /// The object on which it lies, "background", or "" where the image has no objects.
    public var object: String
    /// Rollout after the last block, class token to patch; NaN where the parent has none.
    public var attention: Double

    public init(
        image: Int = -1, gridRow: Int = -1, gridColumn: Int = -1, object: String = "",
        attention: Double = .nan
    ) {
        self.image = image
        self.gridRow = gridRow
        self.gridColumn = gridColumn
        self.object = object
        self.attention = attention
    }

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [
            .integers("image", \.image), .integers("grid_row", \.gridRow),
            .integers("grid_column", \.gridColumn),
            .texts("object", \.object).when(.whereKnown),
            .reals("attention", \.attention).when(.whereKnown),
        ]
    }
}
