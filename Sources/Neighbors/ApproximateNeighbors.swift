public import Dense

/// The settings of an approximate neighbour search; see `approximateNeighbors`. More links and
/// candidates find more of the true neighbours, and take longer and more memory.
public struct ApproximateSettings: Sendable, Equatable {
    /// Links of a row in hnswlib's graph (its M), at least 2; twice as many on the lowest level.
    public var links: Int
    /// Candidates that a new row's links are chosen among, at least `links` (its ef_construction).
    public var constructionBreadth: Int
    /// Candidates that neighbours are chosen among (its ef); at least `count + 1` are taken. More
    /// find more of the true neighbours and take longer. nil: twice the count, 60 at least.
    public var searchBreadth: Int?
    /// The seed of the order in which rows are inserted, and of their levels.
    public var seed: UInt64

    /// Wraps settings; `approximateNeighbors` checks their ranges.
    public init(
        links: Int = 16, constructionBreadth: Int = 100, searchBreadth: Int? = nil,
        seed: UInt64 = 0
    ) {
        self.links = links
        self.constructionBreadth = constructionBreadth
        self.searchBreadth = searchBreadth
        self.seed = seed
    }

    /// The number of candidates of a search for `count` neighbours, at least `count + 1`.
    public func breadth(count: Int) -> Int {
        max(count + 1, searchBreadth ?? max(60, 2 * count))
    }
}

/// The reason why there is no neighbour graph.
public enum NeighborsError: Error, CustomStringConvertible {
    /// The graph of `rows` rows with `columns` numbers found no memory for about `bytes` bytes.
    case outOfMemory(rows: Int, columns: Int, bytes: Int)

    /// A sentence with the size and what to do.
    public var description: String {
        switch self {
        case .outOfMemory(let rows, let columns, let bytes):
            return "The approximate neighbour graph of \(rows) x \(columns) numbers needs about "
                + "\(bytes >> 20) MiB of memory, which the system refused; use fewer rows, or "
                + "exact neighbours."
        }
    }
}

/// Nearly the `k` nearest rows to each row of `points` `[n, columns]` by Euclidean distance, itself
/// left out, as `exactNeighbors` gives them: `[n, n]`, `k` entries per row, by (exact distance,
/// index). A few of them may be missed and replaced by the next nearest; `sampledRecall` measures
/// how many.
///
/// Candidates come from hnswlib's hierarchical graph (Malkov and Yashunin 2018, arXiv 1603.09320).
/// The result depends on the settings and not on the number of threads. A row for which the graph
/// offers fewer than `k` is looked up exactly. Time grows about with n log n; `neighborsMemory`
/// gives the memory.
///
/// - Parameter k: `1 <= k <= n - 1`; others, and settings out of their range, are programming
///   errors.
/// - Throws: `NeighborsError.outOfMemory`.
public func approximateNeighbors(
    of points: Matrix<Float>, count k: Int, settings: ApproximateSettings = ApproximateSettings()
) throws -> SparseMatrix {
    let n = points.rows
    precondition(k >= 1 && k <= n - 1, "\(k) neighbours among \(n) points")
    precondition(
        settings.links >= 2 && settings.constructionBreadth >= settings.links,
        "\(settings.links) links among \(settings.constructionBreadth) candidates")
    let need = neighborsMemory(method: .hnsw, rows: n, columns: points.columns, count: k)
    let failure = NeighborsError.outOfMemory(rows: n, columns: points.columns, bytes: need)
    guard let index = HNSW(points, settings: settings) else { throw failure }
    let breadth = min(n, settings.breadth(count: k))
    var columns = [Int32](repeating: 0, count: n * k)
    var values = [Float](repeating: 0, count: n * k)
    let (pieceRows, batchRows) = (64, 8192)
    for start in stride(from: 0, to: n, by: batchRows) {
        // Rows that follow one another here meet the same part of the graph.
        let batch = index.localOrder[start..<min(n, start + batchRows)].map(Int.init)
        let pieces = parallelMap((batch.count + pieceRows - 1) / pieceRows) {
            piece -> [[Neighbor]]? in
            var found: [[Neighbor]] = []
            for row in batch[piece * pieceRows..<min(batch.count, (piece + 1) * pieceRows)] {
                guard let candidates = index.candidates(ofRow: row, breadth: breadth) else {
                    return nil
                }
                found.append(nearest(to: row, among: candidates, of: points, count: k))
            }
            return found
        }
        var rows: [[Neighbor]] = []
        for piece in pieces {
            guard let piece else { throw failure }
            rows += piece
        }
        complete(&rows, indices: batch, of: points, count: k)
        for (row, neighbors) in zip(batch, rows) {
            for (place, neighbor) in neighbors.enumerated() {
                columns[row * k + place] = Int32(neighbor.index)
                values[row * k + place] = Float(neighbor.squaredDistance.squareRoot())
            }
        }
    }
    return SparseMatrix(
        rowCount: n, columnCount: n, offsets: (0...n).map { $0 * k }, columns: columns,
        values: values)
}

/// The `k` nearest of some candidates by exact distance, nearest first; fewer where there are fewer
/// candidates.
private func nearest(
    to row: Int, among candidates: [Int32], of points: Matrix<Float>, count k: Int
) -> [Neighbor] {
    let squares = squaredDistances(
        fromRow: row, of: points, to: ArraySlice(candidates), of: points)
    var all = zip(candidates, squares).map {
        Neighbor(index: Int($0), squaredDistance: $1)
    }
    all.sort()
    if all.count > k { all.removeLast(all.count - k) }
    return all
}

/// Gives rows with fewer than `k` neighbours the exact ones. `indices` `[rows]` are the rows' own
/// indices.
private func complete(
    _ rows: inout [[Neighbor]], indices: [Int], of points: Matrix<Float>, count k: Int
) {
    let short = rows.indices.filter { rows[$0].count < k }
    if short.isEmpty { return }
    let incomplete = short.map { indices[$0] }
    var search = StreamedNeighbors(queries: points.rows(incomplete), count: k, excluded: incomplete)
    search.add(points, firstRow: 0)
    for (place, row) in zip(short, search.nearest) { rows[place] = row }
}
