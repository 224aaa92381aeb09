internal import Dense
internal import Neighbors

/// The rows of single cells, read from the results of `lists`.
final class CellRows {
    private let run: StageRun
    private let groups: CellGroups
    /// Results that are open.
    private var lists: [Int: PartReader] = [:]

    /// A cell's rows.
    struct Cell {
        /// Their numbers, ascending.
        let rows: [UInt32]
        /// The rows of length 1, `[rows, columns]`, ready to be searched.
        let points: PreparedPoints
        /// The rows of length 1, `[rows, columns]`.
        var units: Matrix<Float> { points.rows }
        /// The nearest cells of each row, `[rows, probes]`.
        let probes: Matrix<UInt32>

    }

    /// Files of lists that are kept open.
    private static let mostFiles = 64

    init(_ run: StageRun, groups: CellGroups) { (self.run, self.groups) = (run, groups) }

    /// The rows of a cell.
    func cell(_ cell: Int) throws -> Cell {
        let group = groups.group(ofCell: cell)
        let part = try part(group)
        let place = cell - groups.cells(ofGroup: group).lowerBound
        let offsets = try part.read("offsets", Int64(0), place..<place + 2).map { Int($0) }
        let range = offsets[0]..<max(offsets[0], offsets[1])
        return Cell(
            rows: try part.read("rows", UInt32(0), range),
            points: PreparedPoints(
                unitRows: try part.vectors(run.plan.input, rows: range).unitRows),
            probes: Matrix(
                rows: range.count, columns: try part.section("probes").shape[1],
                elements: try part.read("probes", UInt32(0), rows: range)))
    }

    private func part(_ group: Int) throws -> PartReader {
        if let part = lists[group] { return part }
        if lists.count >= Self.mostFiles { lists = [:] }
        let part = try run.part(.lists, group)
        lists[group] = part
        return part
    }
}
