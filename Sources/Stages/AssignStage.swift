internal import Console
internal import Dense
internal import Foundation
internal import Neighbors

/// Stage `assign`: the cell of each row. A piece holds its rows in the order of the cells, with
/// their vectors, so that later stages read a cell's rows together.
///
/// On the way each piece searches the nearest rows of the check rows, exactly: joined, they tell
/// the recall of the graph.
final class AssignStage: StageComputation {
    private let run: StageRun
    private let assigner: CellAssigner
    /// Cells in which the neighbours of a row are searched.
    private let probes: Int
    /// Row numbers of the check rows, ascending, and their rows of length 1.
    private let checkRows: [UInt32]
    private let checks: Matrix<Float>
    private var counts: [Int64]
    private var inertia = 0.0
    private var nearest: NearestLists

    init(_ run: StageRun) throws {
        self.run = run
        let centroids = try run.joined(.centroids)
        let shape = try centroids.section("centroids").shape
        assigner = CellAssigner(
            Matrix(
                rows: shape[0], columns: run.plan.input.columns,
                elements: try centroids.read("centroids", Float(0))))
        counts = [Int64](repeating: 0, count: shape[0])
        probes = min(run.plan.settings.probes, shape[0])
        let sample = try run.joined(.sample)
        let rows = try sample.read("rows", UInt32(0))
        let places = try run.samplePlaces(run.plan.settings.checkRows)
        checkRows = places.map { rows[$0] }
        var elements: [Float] = []
        for place in places {
            elements += try sample.vectors(run.plan.input, rows: place..<place + 1).unitRows
                .elements
        }
        checks = Matrix(rows: places.count, columns: run.plan.input.columns, elements: elements)
        nearest = NearestLists(count: run.plan.settings.neighbors)
    }

    func compute(_ piece: Int, _ writer: PartWriter) throws {
        let range = run.plan.rows(ofPiece: piece)
        // Of each row the nearest cells, its own first.
        var near: [Int32] = []
        var squares: [Float] = []
        var blocks: [VectorBlock] = []
        var search = StreamedNeighbors(
            queries: checks, count: nearest.count,
            excluded: checkRows.map { range.contains(Int($0)) ? Int($0) - range.lowerBound : -1 })
        try run.rows.forEachBlock(range) { rows, block in
            let unit = block.unitRows
            let found = assigner.cells(of: unit, count: probes)
            near += found.cells
            squares += found.squares
            search.add(unit, firstRow: rows.lowerBound - range.lowerBound)
            blocks.append(block)
        }
        let cells = range.indices.map { near[($0 - range.lowerBound) * probes] }
        let order = cells.indices.sorted { (cells[$0], $0) < (cells[$1], $1) }
        var present: [(cell: UInt32, count: UInt32)] = []
        for place in order {
            let cell = UInt32(cells[place])
            if present.last?.cell == cell {
                present[present.count - 1].count += 1
            } else {
                present.append((cell, 1))
            }
        }
        try writer.add("cells", present.map(\.cell))
        try writer.add("counts", present.map(\.count))
        try writer.add("rows", order.map { UInt32(range.lowerBound + $0) })
        try writer.add("distances", order.map { squares[$0].squareRoot() })
        try writer.add(
            "probes",
            order.flatMap { near[$0 * probes..<($0 + 1) * probes].map { UInt32($0) } },
            shape: [range.count, probes])
        try writer.beginVectors(run.plan.input, rows: range.count)
        for place in order {
            let block = blocks[place / StageRows.blockRows]
            try writer.append(block, rows: [place % StageRows.blockRows])
        }
        writer.end()
        var lists = NearestLists(count: nearest.count)
        lists.append(search.graph(rows: range.count)) { UInt32(range.lowerBound + $0) }
        try writer.add(lists, as: "check")
    }

    func add(_ piece: Int, _ part: PartReader) throws {
        let cells = try part.read("cells", UInt32(0))
        for (cell, count) in zip(cells, try part.read("counts", UInt32(0))) {
            guard counts.indices.contains(Int(cell)) else {
                throw PartReader.damaged(part.path, "cell \(cell) of \(counts.count)")
            }
            counts[Int(cell)] += Int64(count)
        }
        for distance in try part.read("distances", Float(0)) {
            inertia += Double(distance) * Double(distance)
        }
        nearest.unite(
            try part.read("check_rows", UInt32(0)), try part.read("check_distances", Float(0)))
    }

    func finish(_ writer: PartWriter) throws -> [String] {
        try writer.add("counts", counts)
        let groups = CellGroups(counts: counts, rows: run.plan.settings.groupRows)
        try writer.add("groups", groups.starts.map { Int64($0) })
        try writer.add("check_ids", checkRows)
        try writer.add(nearest, as: "check")
        let rows = Double(run.plan.input.rows)
        return [
            "assign   \(counted(run.plan.input.rows, "row")) to \(counts.count) cells of "
                + "\(counts.min() ?? 0) to \(counts.max() ?? 0) rows; mean squared distance "
                + String(format: "%.4f", inertia / rows)
        ]
    }
}

extension PartWriter {
    /// Writes lists as the sections `NAME_rows` and `NAME_distances`, `[rows, count]`.
    func add(_ lists: NearestLists, as name: String) throws {
        let shape = [lists.rows.count / lists.count, lists.count]
        try add("\(name)_rows", lists.rows, shape: shape)
        try add("\(name)_distances", lists.distances, shape: shape)
    }
}
