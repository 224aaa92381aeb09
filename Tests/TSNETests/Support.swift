import Dense
import TSNE

/// Rows around `clusters` random centres, cluster after cluster in turn, `[count, columns]`.
func clusteredRows(
    count: Int, columns: Int, clusters: Int, seed: UInt64, spread: Double = 1
) -> Matrix<Float> {
    var generator = CounterGenerator(seed: seed)
    let centers = (0..<clusters * columns).map { _ in 3 * generator.normal() }
    var values: [Float] = []
    for row in 0..<count {
        for c in 0..<columns {
            values.append(
                Float(centers[row % clusters * columns + c] + spread * generator.normal()))
        }
    }
    return Matrix(rows: count, columns: columns, elements: values)
}

/// The first two principal scores, `[n, 2]`.
func principalScores(_ rows: Matrix<Float>) -> Matrix<Float> {
    let (n, d) = (rows.rows, rows.columns)
    var mean = [Double](repeating: 0, count: d)
    for i in 0..<n {
        for c in 0..<d { mean[c] += Double(rows.elements[i * d + c]) / Double(n) }
    }
    let centered = rows.elements.indices.map { Double(rows.elements[$0]) - mean[$0 % d] }
    var gram = [Double](repeating: 0, count: d * d)
    var span = gram.mutableSpan
    addGram(MatrixView(centered, rows: n, columns: d), to: &span)
    let pairs = try? leadingEigenpairs(of: Matrix(rows: d, columns: d, elements: gram), count: 2)
    guard let vectors = pairs?.vectors else { return Matrix(rows: n, columns: 2, repeating: 0) }
    var scores = Matrix<Float>(rows: n, columns: 2, repeating: 0)
    for i in 0..<n {
        for k in 0..<2 {
            var sum = 0.0
            for c in 0..<d { sum += centered[i * d + c] * vectors[k, c] }
            scores[i, k] = Float(sum)
        }
    }
    return scores
}
