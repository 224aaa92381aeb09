public import Dense

/// The nearest rows to some queries among rows that come block by block, for rows that do not fit
/// the memory.
///
/// The result is that of `nearestRows` over all blocks together, whatever their size and order.
public struct StreamedNeighbors: Sendable {
    /// The rows that neighbours are looked for, `[m, columns]`.
    public let queries: Matrix<Float>
    /// The number of neighbours that are kept for each query.
    public let count: Int
    private let frame: ScanFrame
    private var pieces: [NearestPiece]

    /// A search that has seen no rows yet.
    ///
    /// - Parameters:
    ///   - queries: `[m, columns]`, finite.
    ///   - count: how many of the nearest rows are kept for each, at least 1.
    ///   - excluded: `[m]`: the index of a row that is no neighbour of the query, such as itself,
    ///     or -1; nil when all rows count.
    public init(queries: Matrix<Float>, count: Int, excluded: [Int]? = nil) {
        precondition(count >= 1, "\(count) neighbours")
        precondition(
            excluded == nil || excluded?.count == queries.rows,
            "\(excluded?.count ?? 0) exclusions for \(queries.rows) queries")
        self.queries = queries
        self.count = count
        let frame = ScanFrame(queries)
        self.frame = frame
        let excluded = excluded ?? [Int](repeating: -1, count: queries.rows)
        let pieceRows = NearestPiece.rows(for: queries.rows)
        pieces = stride(from: 0, to: queries.rows, by: pieceRows).map { first in
            let range = first..<min(queries.rows, first + pieceRows)
            return NearestPiece(
                queries, range: range, frame: frame, count: count,
                excluded: Array(excluded[range]))
        }
    }

    /// Compares more rows `[rows, columns]`, which have the indices from `firstRow` on, with all
    /// queries, on several threads.
    public mutating func add(_ block: Matrix<Float>, firstRow: Int) {
        precondition(
            block.columns == queries.columns,
            "a block of \(block.columns) columns for queries of \(queries.columns)")
        if block.rows == 0 { return }
        let packed = PackedPoints(block, frame: frame)
        let (before, queries) = (pieces, queries)
        pieces = parallelMap(before.count) { piece in
            var state = before[piece]
            state.add(packed, firstRow: firstRow, queries: queries)
            return state
        }
    }

    /// The neighbours found, `[m, rows]`, nearest first with their distances, `rows` being the
    /// number of all rows; a query has fewer than `count` only where fewer rows came.
    public func graph(rows: Int) -> SparseMatrix {
        var graph = GraphBuilder(rows: queries.rows, columns: rows, count: count)
        for piece in pieces { graph.append(piece.nearest) }
        return graph.finish()
    }

    /// `[queries][at most count]`, nearest first.
    var nearest: [[Neighbor]] { pieces.flatMap(\.nearest) }
}
