internal import Dense
internal import Neighbors
internal import TSNE

/// The rows of single cells, read from the results of `lists`.
final class CellRows {
    private let run: StageRun
    private let groups: CellGroups
    /// Results that are open.
    private var lists: [Int: PartReader] = [:]

    /// A cell's rows; equal ones are searched once.
    struct Cell {
        /// Their numbers, ascending.
        let rows: [UInt32]
        /// Which of them are equal.
        let unique: UniqueRows
        /// The different rows of length 1, `[unique, columns]`, ready to be searched.
        let points: PreparedPoints
        /// The nearest cells of each different row, `[unique, probes]`.
        let probes: Matrix<UInt32>
        /// Numbers of the rows that are equal to each different one, ascending, `[unique][copies]`.
        let copies: [[UInt32]]
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
        let rows = try part.read("rows", UInt32(0), range)
        let units = try part.vectors(run.plan.input, rows: range).unitRows
        let unique = UniqueRows(units)
        var copies = [[UInt32]](repeating: [], count: unique.first.count)
        for (row, place) in zip(rows, unique.place) { copies[place].append(row) }
        let probes = Matrix(
            rows: range.count, columns: try part.section("probes").shape[1],
            elements: try part.read("probes", UInt32(0), rows: range))
        return Cell(
            rows: rows, unique: unique,
            points: PreparedPoints(
                unitRows: unique.isTrivial ? units : units.rows(unique.first)),
            probes: unique.isTrivial ? probes : probes.rows(unique.first), copies: copies)
    }

    private func part(_ group: Int) throws -> PartReader {
        if let part = lists[group] { return part }
        if lists.count >= Self.mostFiles { lists = [:] }
        let part = try run.part(.lists, group)
        lists[group] = part
        return part
    }
}
