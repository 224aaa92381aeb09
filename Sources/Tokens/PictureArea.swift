/// The patches of a grid that show the picture, a rectangle. The others are the border with which
/// `--pad` fills up the model's input, and are left out of means, measures, search and figures.
public struct PictureArea: Sendable, Hashable {
    /// Rows of patches.
    public let rows: Range<Int>
    /// Columns of patches.
    public let columns: Range<Int>

    public init(rows: Range<Int>, columns: Range<Int>) {
        self.rows = rows
        self.columns = columns
    }

    /// All patches of a grid.
    public init(all grid: PatchGrid) {
        self.init(rows: 0..<grid.rows, columns: 0..<grid.columns)
    }

    /// The patches of which a picture covers at least half along both axes; where it is too thin
    /// for that, those along its length.
    ///
    /// - Parameters:
    ///   - rows: the picture's rows of pixels in the input, at least one.
    ///   - columns: its columns of pixels.
    public init(rows: Range<Int>, columns: Range<Int>, of grid: PatchGrid) {
        self.init(
            rows: Self.covered(by: rows, count: grid.rows, patch: grid.patch),
            columns: Self.covered(by: columns, count: grid.columns, patch: grid.patch))
    }

    private static func covered(by pixels: Range<Int>, count: Int, patch: Int) -> Range<Int> {
        func pixelsOf(_ cell: Int) -> Int {
            pixels.clamped(to: cell * patch..<(cell + 1) * patch).count
        }
        let cells = (0..<count).filter { 2 * pixelsOf($0) >= patch }
        if let first = cells.first, let last = cells.last { return first..<last + 1 }
        let most = (0..<count).max { (pixelsOf($0), $1) < (pixelsOf($1), $0) } ?? 0
        return most..<most + 1
    }

    /// Number of patches.
    public var count: Int { rows.count * columns.count }

    /// Whether a patch of `grid` shows the picture.
    public func contains(_ index: Int, in grid: PatchGrid) -> Bool {
        rows.contains(grid.row(of: index)) && columns.contains(grid.column(of: index))
    }

    /// The patches in ascending order.
    public func indices(in grid: PatchGrid) -> [Int] {
        rows.flatMap { row in columns.map { row * grid.columns + $0 } }
    }

    /// The patches by themselves, as a grid of their own.
    public func grid(patch: Int) -> PatchGrid {
        PatchGrid(rows: rows.count, columns: columns.count, patch: patch)
    }

    /// The number in that grid of a patch of the whole `grid`, which must be in the area.
    public func place(of index: Int, in grid: PatchGrid) -> Int {
        precondition(contains(index, in: grid), "patch \(index) is of the border")
        return (grid.row(of: index) - rows.lowerBound) * columns.count + grid.column(of: index)
            - columns.lowerBound
    }

    /// The values of its patches among those of a whole grid, `[count]`.
    public func pick<Value>(_ values: [Value], in grid: PatchGrid) -> [Value] {
        count == grid.count ? values : indices(in: grid).map { values[$0] }
    }

    /// Whether it has all patches of a grid.
    public func isWhole(of grid: PatchGrid) -> Bool { count == grid.count }
}
