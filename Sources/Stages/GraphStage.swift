internal import Console
internal import Dense
internal import Foundation
internal import Neighbors

/// Stage `graph`: the nearest rows of each row, exactly among the rows of its nearest cells.
/// Distances are those of rows of length 1.
final class GraphStage: StageComputation {
    private let run: StageRun
    private let groups: CellGroups
    private let cells: CellRows
    /// The exact neighbours of the check rows, by row.
    private let checks: [UInt32: (farthest: Float, count: Int)]
    private var recalls: [Double] = []
    private var rows = 0

    init(_ run: StageRun) throws {
        self.run = run
        let assign = try run.joined(.assign)
        groups = try CellGroups(assign)
        cells = CellRows(run, groups: groups)
        let count = run.plan.settings.neighbors
        let distances = try assign.read("check_distances", Float(0))
        var checks: [UInt32: (farthest: Float, count: Int)] = [:]
        for (place, row) in try assign.read("check_ids", UInt32(0)).enumerated() {
            let list = distances[place * count..<(place + 1) * count].filter(\.isFinite)
            checks[row] = (list.last ?? 0, list.count)
        }
        self.checks = checks
    }

    func compute(_ piece: Int, _ writer: PartWriter) throws {
        let range = groups.cells(ofGroup: piece)
        var rows: [UInt32] = []
        var elements: [Float] = []
        // The rows of the group that search in each cell.
        var queries: [Int: [Int]] = [:]
        for number in range {
            let cell = try cells.cell(number)
            for row in cell.rows.indices {
                for probe in cell.probes.row(row) {
                    queries[Int(probe), default: []].append(rows.count + row)
                }
            }
            rows += cell.rows
            elements += cell.points.rows.elements
        }
        let units = Matrix(
            rows: rows.count, columns: run.plan.input.columns, elements: elements)
        var nearest = [[Neighbor]](repeating: [], count: rows.count)
        // The group's own cells first: their rows bound how far those of others may lie. Each cell
        // is read once.
        let others = queries.keys.filter { !range.contains($0) }.sorted()
        for number in Array(range) + others {
            try search(cells.cell(number), queries[number] ?? [], rows, units, &nearest)
            if let code = Interruption.exitCode {
                throw Failure(code, "interrupted; finished pieces stay.")
            }
        }
        var lists = NearestLists(count: run.plan.settings.neighbors)
        lists.append(nearest)
        try writer.add("rows", rows)
        try writer.add(lists, as: "neighbor")
    }

    /// Adds the nearest rows of a cell to the lists of some rows of the group.
    ///
    /// - Parameters:
    ///   - places: Places of these rows among all rows of the group.
    ///   - rows: Numbers of the rows of the group, with the rows of length 1, `[rows, columns]`.
    private func search(
        _ cell: CellRows.Cell, _ places: [Int], _ rows: [UInt32], _ units: Matrix<Float>,
        _ nearest: inout [[Neighbor]]
    ) {
        let count = run.plan.settings.neighbors
        // A row that is in the cell is no neighbour of its own, so that one row more is found.
        let wanted = min(count + 1, cell.rows.count)
        if places.isEmpty || wanted == 0 { return }
        let graph = nearestRows(
            of: units.rows(places), among: cell.points, count: wanted,
            within: places.map { nearest[$0].limit(count) })
        for (query, place) in places.enumerated() {
            for entry in graph.entries(ofRow: query) {
                let row = cell.rows[Int(graph.columns[entry])]
                if row == rows[place] { continue }
                nearest[place].append(Neighbor(row: row, distance: graph.values[entry]))
            }
            nearest[place].keepNearest(count)
        }
    }

    func add(_ piece: Int, _ part: PartReader) throws {
        let count = run.plan.settings.neighbors
        let ids = try part.read("rows", UInt32(0))
        rows += ids.count
        for (place, row) in ids.enumerated() {
            guard let check = checks[row], check.count > 0 else { continue }
            let found = try part.read(
                "neighbor_distances", Float(0), place * count..<(place + 1) * count)
            let right = found.count { $0 <= check.farthest }
            recalls.append(Double(min(right, check.count)) / Double(check.count))
        }
    }

    func finish(_ writer: PartWriter) throws -> [String] {
        let count = recalls.count
        let recall = recalls.reduce(0, +) / Double(max(1, count))
        let variance =
            recalls.reduce(0) { $0 + ($1 - recall) * ($1 - recall) } / Double(max(1, count - 1))
        let margin = 1.96 * (variance / Double(max(1, count))).squareRoot()
        try writer.add("recall", [recall, margin])
        return [
            "graph    \(run.plan.settings.neighbors) neighbours of \(counted(rows, "row")); recall "
                + String(format: "%.4f +- %.4f", recall, margin)
                + " (\(counted(count, "row")) searched exactly)"
        ]
    }
}
