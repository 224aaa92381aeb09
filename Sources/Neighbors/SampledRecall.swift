public import Dense

/// The mean share of the exact nearest rows that a neighbour graph `[n, n]` lists, 0...1, over
/// `sample` of its rows drawn by `seed` (all of them when there are no more), with the margin of a
/// sample; NaN for a graph without entries.
///
/// A row's neighbours in the graph count as right where they are no farther than the last of as
/// many exact ones, so that equal distances are no mistakes.
///
/// - Parameter points: `[n, columns]`.
public func sampledRecall(
    of graph: SparseMatrix, points: Matrix<Float>, sample: Int = 1_000, seed: UInt64
) -> Estimate {
    let n = points.rows
    precondition(graph.rowCount == n, "a graph of \(graph.rowCount) rows for \(n) points")
    precondition(sample >= 1, "a sample of \(sample) rows")
    var generator = CounterGenerator(seed: seed)
    let rows = generator.sample(sample, below: n).filter { !graph.entries(ofRow: $0).isEmpty }
    let longest = rows.map { graph.entries(ofRow: $0).count }.max() ?? 0
    if longest == 0 { return Estimate(value: .nan, margin: nil) }
    let exact = nearestRows(
        of: points.rows(rows), among: points, count: longest, excluded: rows)
    let recalls = rows.enumerated().map { place, row -> Double in
        let entries = graph.entries(ofRow: row)
        let last = exact.values[exact.entries(ofRow: place).lowerBound + entries.count - 1]
        return Double(graph.values[entries].count { $0 <= last }) / Double(entries.count)
    }
    return Estimate(recalls, of: n) ?? Estimate(value: .nan, margin: nil)
}
