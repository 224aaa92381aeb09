internal import Console
internal import Dense
internal import Foundation
internal import Neighbors
internal import TSNE

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
        let own = try range.map { try cells.cell($0) }
        // The different rows of the group, and those among them that search in each cell.
        var elements: [Float] = []
        var queries: [Int: [Int]] = [:]
        var starts = [0]
        for cell in own {
            for row in 0..<cell.probes.rows {
                for probe in cell.probes.row(row) {
                    queries[Int(probe), default: []].append(starts[starts.count - 1] + row)
                }
            }
            elements += cell.points.rows.elements
            starts.append(starts[starts.count - 1] + cell.probes.rows)
        }
        let units = Matrix(
            rows: starts[range.count], columns: run.plan.input.columns, elements: elements)
        var nearest = [[Neighbor]](repeating: [], count: units.rows)
        // The group's own cells first: their rows bound how far those of others may lie. Each cell
        // is read once.
        for (place, number) in range.enumerated() {
            try search(own[place], queries[number] ?? [], units, &nearest)
        }
        for number in queries.keys.filter({ !range.contains($0) }).sorted() {
            try search(cells.cell(number), queries[number] ?? [], units, &nearest)
        }
        var lists = NearestLists(count: run.plan.settings.neighbors)
        for (place, cell) in own.enumerated() {
            // A row is no neighbour of its own.
            let found = zip(cell.rows, cell.unique.place).map { row, unique in
                nearest[starts[place] + unique].filter { $0.row != row }
            }
            lists.append(found.map { Array($0.prefix(run.plan.settings.neighbors)) })
        }
        try writer.add("rows", own.flatMap(\.rows))
        try writer.add(lists, as: "neighbor")
    }

    /// Adds the nearest rows of a cell to the lists of some different rows of the group, which hold
    /// one row more than is wanted, since a row finds itself.
    ///
    /// - Parameter places: Places of these rows in `units`.
    private func search(
        _ cell: CellRows.Cell, _ places: [Int], _ units: Matrix<Float>,
        _ nearest: inout [[Neighbor]]
    ) throws {
        let count = run.plan.settings.neighbors + 1
        let wanted = min(count, cell.copies.count)
        if wanted == 0 { return }
        for start in stride(from: 0, to: places.count, by: Self.batchRows) {
            let batch = Array(places[start..<min(places.count, start + Self.batchRows)])
            let graph = nearestRows(
                of: units.rows(batch), among: cell.points, count: wanted,
                within: batch.map { nearest[$0].limit(count) })
            for (query, place) in batch.enumerated() {
                for entry in graph.entries(ofRow: query) {
                    let distance = graph.values[entry]
                    nearest[place] += cell.copies[Int(graph.columns[entry])].prefix(count)
                        .map { Neighbor(row: $0, distance: distance) }
                }
                nearest[place].keepNearest(count)
            }
            if let code = Interruption.exitCode {
                throw Failure(code, "interrupted; finished pieces stay.")
            }
        }
    }

    /// Rows that search in a cell together.
    private static let batchRows = 2048

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
