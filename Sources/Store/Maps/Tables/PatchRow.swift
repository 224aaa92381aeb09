// MARK: - Columns of the rows

/// Which patch a row of a map of patches is (columns of `obs`).
public struct PatchRow: TableRow {
    /// Row index of the image in the parent file.
    public var image: Int
    /// Row of the patch on the patch grid, 0 at the top.
    public var gridRow: Int
    /// Column of the patch on the patch grid, 0 at the left.
    public var gridColumn: Int
    /// Name of the object that the patch lies on, "background", or "" if the image has no mask.
    public var object: String
    /// Attention rollout after the last block, from the image to this patch, 0...1. NaN if
    /// the parent file has no attention.
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
