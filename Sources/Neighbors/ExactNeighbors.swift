public import Dense

/// The `k` nearest rows to each row of `points` `[n, columns]` by Euclidean distance, itself left
/// out; `1 <= k <= n - 1`.
///
/// Row `i` of the result `[n, n]` lists them nearest first, equal distances by index, with the
/// distances (not squared) as values. Candidates come from single-precision products with
/// rigorous error bounds, distances and order from double precision.
public func exactNeighbors(of points: Matrix<Float>, count k: Int) -> SparseMatrix {
    let n = points.rows
    precondition(k >= 1 && k <= n - 1, "\(k) neighbours among \(n) points")
    let nearest = BoundedProducts(points).nearest(to: Array(0..<n), count: k)
    var columns: [Int32] = []
    var values: [Float] = []
    columns.reserveCapacity(n * k)
    values.reserveCapacity(n * k)
    for row in nearest {
        for neighbor in row {
            columns.append(Int32(neighbor.index))
            values.append(Float(neighbor.squaredDistance.squareRoot()))
        }
    }
    return SparseMatrix(
        rowCount: n, columnCount: n, offsets: (0...n).map { $0 * k }, columns: columns,
        values: values)
}
