internal import Console
internal import Dense
internal import Findings
internal import Foundation
internal import Neighbors
internal import PCA
internal import TSNE

/// Stage `map`: the position of every row on the map of the sample, as `reduce --place` finds it,
/// and its novelty.
///
/// A row's novelty is the share of the map's rows whose mean distance to their five nearest rows of
/// the map, in the components, is smaller than its own; 0 to 1.
final class MapStage: StageComputation {
    private let run: StageRun
    private let components: PrincipalComponents
    /// Rows of the map, ascending, their scores and positions.
    private let rows: [UInt32]
    private let points: PreparedPoints
    private let layout: Matrix<Float>
    private let scale: NoveltyScale
    /// Pieces that were added.
    private var pieces = 0

    /// Neighbours whose mean distance counts.
    private static let noveltyNeighbors = 5
    /// Rows of the map that form the scale.
    private static let scaleRows = 5000
    /// Above this novelty a row is counted.
    private static let noveltyLimit = 0.99

    init(_ run: StageRun) throws {
        self.run = run
        components = try run.components()
        let stored = try run.joined(.layout)
        rows = try stored.read("rows", UInt32(0))
        let shape = try stored.section("scores").shape
        let scores = Matrix(
            rows: shape[0], columns: shape[1], elements: try stored.read("scores", Float(0)))
        points = PreparedPoints(scores)
        layout = Matrix(
            rows: rows.count, columns: 2, elements: try stored.read("positions", Float(0)))
        let count = min(rows.count, Self.scaleRows)
        let all = rows.count
        let chosen = (0..<count).map { $0 * all / count }
        let near = nearestRows(
            of: scores.rows(chosen), among: points,
            count: min(Self.noveltyNeighbors, rows.count - 1), excluded: chosen)
        scale = NoveltyScale(
            (0..<chosen.count).map { Self.meanDistance(near, $0, Self.noveltyNeighbors) })
    }

    /// Mean distance of the first entries of a row.
    private static func meanDistance(_ graph: SparseMatrix, _ row: Int, _ count: Int) -> Double {
        let entries = graph.entries(ofRow: row).prefix(count)
        return entries.reduce(0) { $0 + Double(graph.values[$1]) } / Double(max(1, entries.count))
    }

    func compute(_ piece: Int, _ writer: PartWriter) throws {
        let range = run.plan.rows(ofPiece: piece)
        let options = PlacementOptions()
        let count = min(rows.count - 1, neighborCount(perplexity: options.perplexity))
        var elements: [Float] = []
        try run.rows.forEachBlock(range) { _, vectors in
            elements +=
                components.scores(of: vectors, normalization: run.plan.normalization)
                .elements
        }
        // A row of the map has its position, and is no neighbour of its own.
        let own = range.map { place(of: $0) ?? -1 }
        let near = nearestRows(
            of: Matrix(
                rows: range.count, columns: components.variances.count, elements: elements),
            among: points, count: count, excluded: own)
        let placed = TSNE.place(neighbors: near, on: layout, options: options) { _ in
            Interruption.exitCode == nil
        }
        if let code = Interruption.exitCode {
            throw Failure(code, "interrupted; finished pieces stay.")
        }
        var positions: [Float] = []
        var novelty: [Float] = []
        for (row, own) in own.enumerated() {
            positions += own < 0 ? placed.row(row) : layout.row(own)
            let distance = Self.meanDistance(near, row, Self.noveltyNeighbors)
            novelty.append(Float(scale.novelty(distance)))
        }
        try writer.add("positions", positions, shape: [range.count, 2])
        try writer.add("novelty", novelty)
    }

    /// The place of a row of the store among the rows of the map.
    private func place(of row: Int) -> Int? {
        var (low, high) = (0, rows.count)
        while low < high {
            let middle = (low + high) / 2
            if Int(rows[middle]) < row { low = middle + 1 } else { high = middle }
        }
        return low < rows.count && Int(rows[low]) == row ? low : nil
    }

    func add(_ piece: Int, _ part: PartReader) throws { pieces += 1 }

    /// The pieces, opened one at a time: there may be more than a process may have open.
    private func forEachPart(_ body: (Int, PartReader) throws -> Void) throws {
        for piece in 0..<pieces { try body(piece, try PartReader(run.folder.part(.map, piece))) }
    }

    func finish(_ writer: PartWriter) throws -> [String] {
        let count = run.plan.input.rows
        try writer.begin("positions", of: Float.self, shape: [count, 2])
        try forEachPart { try writer.append($1.read("positions", Float(0))) }
        writer.end()
        try writer.begin("novelty", of: Float.self, shape: [count])
        var novel = 0
        try forEachPart { _, part in
            let novelty = try part.read("novelty", Float(0))
            novel += novelty.count { Double($0) > Self.noveltyLimit }
            try writer.append(novelty)
        }
        writer.end()
        let (recall, rows) = try recall()
        try writer.add("recall", [recall])
        return [
            "map      \(counted(count, "row")); of the \(run.plan.settings.neighbors) nearest rows "
                + String(format: "%.4f", recall) + " are among as many nearest on the map "
                + "(\(counted(rows, "row")) checked); \(counted(novel, "row")) of novelty above "
                + rounded(Self.noveltyLimit)
        ]
    }

    /// The mean share of the check rows' exact neighbours that are among as many nearest points of
    /// the map, and the number of check rows.
    private func recall() throws -> (Double, Int) {
        let assign = try run.joined(.assign)
        let ids = try assign.read("check_ids", UInt32(0))
        let count = run.plan.settings.neighbors
        let wanted = try assign.read("check_rows", UInt32(0))
        var elements: [Float] = []
        // The check rows ascend.
        try forEachPart { piece, part in
            let range = run.plan.rows(ofPiece: piece)
            let positions = try part.read("positions", Float(0))
            for id in ids where range.contains(Int(id)) {
                let place = 2 * (Int(id) - range.lowerBound)
                elements += positions[place..<place + 2]
            }
        }
        var nearest = NearestLists(count: count)
        try forEachPart { piece, part in
            let range = run.plan.rows(ofPiece: piece)
            var search = StreamedNeighbors(
                queries: Matrix(rows: ids.count, columns: 2, elements: elements), count: count,
                excluded: ids.map { range.contains(Int($0)) ? Int($0) - range.lowerBound : -1 })
            search.add(
                Matrix(
                    rows: range.count, columns: 2, elements: try part.read("positions", Float(0))),
                firstRow: 0)
            var found = NearestLists(count: count)
            found.append(search.graph(rows: range.count)) { UInt32(range.lowerBound + $0) }
            nearest.unite(found.rows, found.distances)
        }
        var sum = 0.0
        for check in ids.indices {
            let list = check * count..<(check + 1) * count
            let exact = Set(wanted[list]).subtracting([NearestLists.none])
            let hits = nearest.rows[list].count { exact.contains($0) }
            sum += exact.isEmpty ? 0 : Double(hits) / Double(exact.count)
        }
        return (sum / Double(max(1, ids.count)), ids.count)
    }
}
