internal import CHNSW
internal import Dense
internal import Foundation

/// hnswlib's graph over some rows, built by any number of threads with the same result.
///
/// Rows are inserted in batches of a fixed size: each row of a batch is searched for in the graph
/// as it was before the batch, and compared with the rows of the batch before it. A sample comes
/// first, in an order drawn by a seed (rows sorted by class would leave the graph's parts poorly
/// joined), then the others, neighbourhood by neighbourhood: they meet what is still in the caches.
@safe
final class HNSW: @unchecked Sendable {
    /// hnswlib's graph, owned by this object.
    private let graph: OpaquePointer
    /// `[rows]`: the row of each element.
    private let rowOfElement: [Int32]
    /// `[rows]`: the element of each row.
    private let elementOfRow: [Int32]
    /// `[rows]`: the rows, neighbourhood by neighbourhood.
    let localOrder: [Int32]

    /// The rows of a batch of insertions.
    private static let batchRows = 512
    /// The rows of one piece of parallel work.
    private static let pieceRows = 16
    /// One row of so many is inserted before the others.
    private static let sampledShare = 16

    /// Builds the graph of `points` `[n, columns]`; nil when memory runs out.
    init?(_ points: Matrix<Float>, settings: ApproximateSettings) {
        let n = points.rows
        let created = unsafe hnsw_create(
            points.columns, n, settings.links, settings.constructionBreadth)
        guard let created = unsafe created else { return nil }
        unsafe graph = created
        var generator = CounterGenerator(seed: settings.seed)
        var order = Array(0..<Int32(n))
        for last in stride(from: n - 1, to: 0, by: -1) {
            order.swapAt(last, generator.below(last + 1))
        }
        let groups = Self.neighborhoods(points, sample: order)
        localOrder = order.sorted { (groups[Int($0)], $0) < (groups[Int($1)], $1) }
        let first = n / Self.sampledShare
        order =
            order[..<first]
            + order[first...].sorted { groups[Int($0)] < groups[Int($1)] }
        rowOfElement = order
        var inverse = [Int32](repeating: 0, count: n)
        for (element, row) in order.enumerated() { inverse[Int(row)] = Int32(element) }
        elementOfRow = inverse
        let factor = 1 / log(Double(settings.links))
        for start in stride(from: 0, to: n, by: Self.batchRows) {
            let elements = start..<min(n, start + Self.batchRows)
            let levels = elements.map { _ in
                Int32(min(30, -log(1 - generator.uniform()) * factor))
            }
            if !insert(points.rows(order[elements].map(Int.init)), levels) { return nil }
        }
    }

    deinit { unsafe hnsw_destroy(graph) }

    /// The nearest of the first of `sample`, about the root of their number, to each row, `[rows]`.
    private static func neighborhoods(_ points: Matrix<Float>, sample: [Int32]) -> [Int32] {
        let count = max(1, Int(Double(points.rows).squareRoot()))
        let centers = points.rows(sample.prefix(count).map(Int.init))
        return nearestRows(of: points, among: centers, count: 1).columns
    }

    /// Inserts a batch of rows with their levels; false when memory runs out.
    private func insert(_ rows: Matrix<Float>, _ levels: [Int32]) -> Bool {
        guard unsafe hnsw_begin_batch(graph, rows.elements, levels, rows.rows) == 0 else {
            return false
        }
        let found = Self.inPieces(rows.rows) { unsafe hnsw_find_links(self.graph, $0, $1) }
        let groups = found ? unsafe hnsw_group_links(graph) : -1
        if groups < 0 { return false }
        if !Self.inPieces(groups, { unsafe hnsw_add_links(self.graph, $0, $1) }) { return false }
        unsafe hnsw_end_batch(graph)
        return true
    }

    /// Runs `body(first, end)` for pieces of the numbers below `count`; false where one of them
    /// fails.
    private static func inPieces(_ count: Int, _ body: (Int, Int) -> Int32) -> Bool {
        parallelMap((count + pieceRows - 1) / pieceRows) { piece in
            body(piece * pieceRows, min(count, (piece + 1) * pieceRows))
        }.allSatisfy { $0 == 0 }
    }

    /// Up to `breadth` rows near a row, itself left out, in no order; nil when memory runs out.
    func candidates(ofRow row: Int, breadth: Int) -> [Int32]? {
        var found = [Int32](repeating: 0, count: breadth)
        let count = unsafe hnsw_search(graph, Int(elementOfRow[row]), breadth, &found)
        if count < 0 { return nil }
        return found[..<count].compactMap { element in
            let other = rowOfElement[Int(element)]
            return other == row ? nil : other
        }
    }
}
