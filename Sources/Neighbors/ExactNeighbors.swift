public import Dense

/// The `k` nearest rows to each row of `points` `[n, columns]` by Euclidean distance, itself left
/// out; `1 <= k <= n - 1`, finite numbers.
///
/// Row `i` of the result `[n, n]` lists them nearest first, equal distances by index, with the
/// distances (not squared) as values. Candidates come from single-precision products with rigorous
/// error bounds (`DistanceBound`), distances and order from double precision. Time grows with n² ·
/// columns.
public func exactNeighbors(of points: Matrix<Float>, count k: Int) -> SparseMatrix {
    let n = points.rows
    precondition(k >= 1 && k <= n - 1, "\(k) neighbours among \(n) points")
    return nearest(
        of: points, among: PackedPoints(points, frame: ScanFrame(points)), count: k,
        excluded: Array(0..<n), limits: nil)
}

/// The `k` nearest rows of `points` `[n, columns]` to each of `queries` `[m, columns]`, found and
/// ordered as by `exactNeighbors`; `1 <= k <= n`. The result is `[m, n]`. Shapes that do not fit
/// are programming errors.
///
/// - Parameter excluded: `[m]`: a row of `points` that is no neighbour of the query, such as
///   itself, or -1; nil when all rows count. With it, `k <= n - 1`.
public func nearestRows(
    of queries: Matrix<Float>, among points: Matrix<Float>, count k: Int,
    excluded: [Int]? = nil
) -> SparseMatrix {
    nearestRows(
        of: queries, among: PreparedPoints(points), count: k,
        excluded: excluded)
}

/// `nearestRows` among points that were prepared before, for many searches among the same ones.
///
/// - Parameter within: `[m]`: squared distances beyond which no row is wanted; lists are shorter
///   then. nil or infinite for no limit.
public func nearestRows(
    of queries: Matrix<Float>, among prepared: PreparedPoints, count k: Int,
    excluded: [Int]? = nil, within limits: [Double]? = nil
) -> SparseMatrix {
    let points = prepared.packed.points
    let n = points.rows
    precondition(
        k >= 1 && k <= (excluded == nil ? n : n - 1),
        "\(k) neighbours among \(n) points\(excluded == nil ? "" : " but one")")
    precondition(
        queries.columns == points.columns,
        "queries of \(queries.columns) columns among points of \(points.columns)")
    precondition(
        excluded == nil || excluded?.count == queries.rows,
        "\(excluded?.count ?? 0) exclusions for \(queries.rows) queries")
    precondition(
        limits == nil || limits?.count == queries.rows,
        "\(limits?.count ?? 0) limits for \(queries.rows) queries")
    return nearest(
        of: queries, among: prepared.packed, count: k,
        excluded: excluded ?? [Int](repeating: -1, count: queries.rows), limits: limits)
}

/// Points that are packed for the scan once, and searched many times.
public struct PreparedPoints: Sendable {
    let packed: PackedPoints

    private init(_ points: Matrix<Float>, _ frame: ScanFrame) {
        packed = PackedPoints(points, frame: frame)
    }

    /// Any points, `[n, columns]`.
    public init(_ points: Matrix<Float>) { self.init(points, ScanFrame(points)) }

    /// Rows of length 1, `[n, columns]`; queries are of about that length.
    public init(unitRows points: Matrix<Float>) {
        self.init(points, ScanFrame(unitRowsOf: points.columns))
    }

    /// The rows, `[n, columns]`.
    public var rows: Matrix<Float> { packed.points }
}

/// Looks pieces of queries up a batch at a time and writes them down, so that only the compact
/// result and one batch are in memory.
private func nearest(
    of queries: Matrix<Float>, among packed: PackedPoints, count k: Int, excluded: [Int],
    limits: [Double]?
) -> SparseMatrix {
    let pieceRows = NearestPiece.rows(for: queries.rows)
    let batchRows = 128 * pieceRows
    var graph = GraphBuilder(rows: queries.rows, columns: packed.points.rows, count: k)
    for start in stride(from: 0, to: queries.rows, by: batchRows) {
        let end = min(queries.rows, start + batchRows)
        let pieces = parallelMap((end - start + pieceRows - 1) / pieceRows) { piece in
            let first = start + piece * pieceRows
            let range = first..<min(end, first + pieceRows)
            var state = NearestPiece(
                queries, range: range, frame: packed.frame, count: k,
                excluded: Array(excluded[range]), limits: limits.map { Array($0[range]) })
            state.add(packed, firstRow: 0, queries: queries)
            return state.nearest
        }
        for piece in pieces { graph.append(piece) }
    }
    return graph.finish()
}

/// Collects the rows of a neighbour graph `[rows, columns]`, in order.
struct GraphBuilder {
    private let rowCount: Int
    private let columnCount: Int
    private var offsets: [Int] = [0]
    private var columns: [Int32] = []
    private var values: [Float] = []

    /// An empty graph, with room for `count` entries per row; more than 2^31 - 1 columns are a
    /// programming error.
    init(rows: Int, columns: Int, count: Int) {
        precondition(columns <= Int(Int32.max), "\(columns) points are more than \(Int32.max)")
        rowCount = rows
        columnCount = columns
        offsets.reserveCapacity(rows + 1)
        self.columns.reserveCapacity(rows * count)
        values.reserveCapacity(rows * count)
    }

    /// Appends rows of neighbours, whose distances are rounded to single precision.
    mutating func append(_ rows: [[Neighbor]]) {
        for row in rows {
            for neighbor in row {
                columns.append(Int32(neighbor.index))
                values.append(Float(neighbor.squaredDistance.squareRoot()))
            }
            offsets.append(columns.count)
        }
    }

    /// The graph; as many rows as announced must have been appended.
    consuming func finish() -> SparseMatrix {
        SparseMatrix(
            rowCount: rowCount, columnCount: columnCount, offsets: offsets, columns: columns,
            values: values)
    }
}
