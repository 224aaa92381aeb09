public import Dense

/// The standard deviation of a layout's first column at the start, in units of the map; small, so
/// that points are free to pass one another (openTSNE 1.0.4 starts with the same).
private let startDeviation = 1e-4

/// The first two principal scores of each point as a layout to start from, `[n, 2]`.
///
/// Both columns are multiplied by `1e-4 / deviation of the first`. Normal numbers of deviation
/// 1e-6, drawn by `seed`, keep points with equal scores apart, as in openTSNE. Scores whose first
/// column does not vary give `randomLayout`.
///
/// - Parameter scores: `[n, components]`, of which the first two are used; with a single component
///   the second coordinate is the random part alone. No component is a programming error.
public func initialLayout(
    fromPrincipalScores scores: Matrix<Float>, seed: UInt64 = 0
) -> Matrix<Double> {
    let n = scores.rows
    precondition(scores.columns >= 1, "an initial layout needs a column of scores")
    let used = min(2, scores.columns)
    let first = (0..<n).map { Double(scores[$0, 0]) }
    guard let least = first.min(), let most = first.max(), least < most else {
        return randomLayout(count: n, seed: seed)
    }
    let mean = first.reduce(0, +) / Double(n)
    let variance = first.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(n)
    let scale = startDeviation / variance.squareRoot()
    var generator = CounterGenerator(seed: seed)
    var layout = Matrix<Double>(rows: n, columns: 2, repeating: 0)
    for row in 0..<n {
        for c in 0..<2 {
            let score = c < used ? scale * Double(scores[row, c]) : 0
            layout[row, c] = score + 0.01 * startDeviation * generator.normal()
        }
    }
    return layout
}

/// A finished map as a layout to start from: scaled to a deviation of 1e-4 along its first axis, as
/// openTSNE starts, so that early exaggeration can still move groups past each other, `[n, 2]`.
public func initialLayout(from map: Matrix<Float>) -> Matrix<Double> {
    var squares = 0.0
    for row in 0..<map.rows { squares += Double(map[row, 0]) * Double(map[row, 0]) }
    let deviation = max((squares / Double(map.rows)).squareRoot(), 1e-30)
    return Matrix(
        rows: map.rows, columns: 2,
        elements: map.elements.map { startDeviation * Double($0) / deviation })
}

/// Independent normal numbers of standard deviation 1e-4, `[count, 2]`; equal seeds give equal
/// layouts.
public func randomLayout(count: Int, seed: UInt64) -> Matrix<Double> {
    var generator = CounterGenerator(seed: seed)
    return Matrix(
        rows: count, columns: 2,
        elements: (0..<2 * count).map { _ in startDeviation * generator.normal() })
}
