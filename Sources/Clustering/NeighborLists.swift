internal import Dense

/// Some neighbours of each row with their exact squared distances.
struct NeighborLists: Sendable {
    /// `[rows + 1]`, see `SparseMatrix`.
    private let offsets: [Int]
    /// `[entries]`: the neighbours, row after row.
    private let columns: [Int32]
    /// `[entries]`: their squared distances, in double precision.
    private let squaredDistances: [Double]
    /// `[rows]`: no row that is not listed is nearer, as a squared distance; 0 where nothing is
    /// known, infinite where every row is listed.
    let reach: [Double]

    /// Lists of which nothing is known: no entries, and a reach of 0.
    init(rows: Int) {
        offsets = [Int](repeating: 0, count: rows + 1)
        columns = []
        squaredDistances = []
        reach = [Double](repeating: 0, count: rows)
    }

    /// Lists from a neighbour graph `[rows, rows]`, nearest first; its distances are computed again
    /// in double precision.
    ///
    /// - Parameter isExact: whether rows that are not listed are truly no nearer than the last that
    ///   is.
    init(_ graph: SparseMatrix, of rows: BoundedRows, isExact: Bool) {
        let n = rows.rows.rows
        let squaredDistances = exactSquaredDistances(graph, rows)
        let reach = (0..<n).map { row -> Double in
            let entries = graph.entries(ofRow: row)
            if entries.count >= n - 1 { return .infinity }
            if !isExact || entries.isEmpty { return 0 }
            // The graph was ordered by distances that may have been rounded to single precision.
            return (1 - 1e-6) * (entries.map { squaredDistances[$0] }.max() ?? 0)
        }
        self.init(graph, squaredDistances: squaredDistances, reach: reach)
    }

    /// Lists from a graph `[rows, rows]` whose `reach` is known.
    init(_ graph: SparseMatrix, of rows: BoundedRows, reach: [Double]) {
        self.init(graph, squaredDistances: exactSquaredDistances(graph, rows), reach: reach)
    }

    private init(_ graph: SparseMatrix, squaredDistances: [Double], reach: [Double]) {
        offsets = graph.offsets
        columns = graph.columns
        self.squaredDistances = squaredDistances
        self.reach = reach
    }

    /// The squared distance of a row's `count`-th listed neighbour; the last one's where the list
    /// is shorter, 0 where it is empty.
    func squaredCore(_ row: Int, _ count: Int) -> Double {
        let sorted = squaredDistances[offsets[row]..<offsets[row + 1]].sorted()
        return sorted.isEmpty ? 0 : sorted[min(count, sorted.count) - 1]
    }

    /// A row's least listed edge to another component; `.none` where it lists no row of one.
    func least(
        _ row: Int, _ components: [Int32], _ squaredCores: [Double]
    ) -> ReachabilityEdge {
        var least = ReachabilityEdge.none
        let component = components[row]
        for entry in offsets[row]..<offsets[row + 1] {
            let other = Int(columns[entry])
            if components[other] == component { continue }
            let edge = ReachabilityEdge(
                row, other, squaredDistance: squaredDistances[entry],
                squaredCores: squaredCores.span)
            if edge < least { least = edge }
        }
        return least
    }
}

/// The squared distance of each entry of a graph, in double precision, `[entries]`.
private func exactSquaredDistances(_ graph: SparseMatrix, _ rows: BoundedRows) -> [Double] {
    let n = graph.rowCount
    let pieceRows = 512
    let parts = parallelMap((n + pieceRows - 1) / pieceRows) { piece -> [Double] in
        var distances: [Double] = []
        for row in piece * pieceRows..<min(n, (piece + 1) * pieceRows) {
            for entry in graph.entries(ofRow: row) {
                distances.append(rows.squaredDistance(row, Int(graph.columns[entry])))
            }
        }
        return distances
    }
    return parts.flatMap { $0 }
}
