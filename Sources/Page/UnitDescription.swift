internal import Store
internal import Tokens

/// A unit of the model, as the page shows it.
struct UnitDescription: Encodable {
    var name: String
    var label: String
    @OrNull var auroc: Double?
    @OrNull var low: Double?
    @OrNull var high: Double?
    var active: Double
    var words: String
    var correlated: String
    /// Row, patch, and the place of the patch in the square of the thumbnail: left, top, width and
    /// height, 0...1.
    var patches: [[Double]]

    /// The most selective units of a map of images, or none.
    static func units(of map: PageMap) -> [UnitDescription] {
        let reduction = map.reduction
        guard let neurons = reduction.neurons, reduction.rows.patches == nil else { return [] }
        return neurons.shown.map { unit in
            UnitDescription(
                name: unit.name, label: unit.label, auroc: finite(unit.auroc),
                low: finite(unit.aurocLow), high: finite(unit.aurocHigh),
                active: finite(unit.active) ?? 0, words: unit.words,
                correlated: unit.correlated,
                patches: unit.patches.prefix([NeuronRow].shownPatches).compactMap {
                    place(of: $0, in: reduction, map.rowCount)
                })
        }
    }

    /// A patch with its place; nil for one that the map does not have.
    private static func place(
        of patch: NeuronRow.Patch, in reduction: Reduction, _ rows: Int
    ) -> [Double]? {
        let grid = reduction.model.grid
        guard patch.row < rows, (0..<grid.count).contains(patch.patch) else { return nil }
        let area =
            reduction.pictures.indices.contains(patch.row)
            ? reduction.pictures[patch.row] : PictureArea(all: grid)
        let line = grid.row(of: patch.patch) - area.rows.lowerBound
        let column = grid.column(of: patch.patch) - area.columns.lowerBound
        // The picture is fitted into the square.
        let side = 1 / Double(max(area.rows.count, area.columns.count))
        let left = (1 - side * Double(area.columns.count)) / 2 + side * Double(column)
        let top = (1 - side * Double(area.rows.count)) / 2 + side * Double(line)
        return [Double(patch.row), Double(patch.patch)]
            + [left, top, side, side].map { ($0 * 1e4).rounded() / 1e4 }
    }
}
