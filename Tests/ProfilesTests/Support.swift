import Dense

@testable import Profiles

/// `count` numbers of a seed's sequence.
func uniform(_ seed: UInt64, _ count: Int) -> [Double] {
    var generator = CounterGenerator(seed: seed)
    return (0..<count).map { _ in generator.uniform() }
}

/// The rows of `Scripts/goldens/profiles.py` around the centre of their label, and their labels;
/// every 17th row has none.
func rowsOf(
    seed: UInt64, _ n: Int, _ d: Int, classes: Int, spread: Double
) -> (rows: Matrix<Float>, labels: [Int32]) {
    let centres = uniform(seed, classes * d)
    let noise = uniform(seed + 1, n * d)
    let elements = (0..<n * d).map { i in
        Float((centres[i / d % classes * d + i % d] - 0.5) + spread * (noise[i] - 0.5))
    }
    let labels = (0..<n).map { $0 % 17 == 16 ? Int32(-1) : Int32($0 % classes) }
    return (Matrix(rows: n, columns: d, elements: elements), labels)
}

/// The referee of every neighbour search: all distances in double precision, sorted.
func plainNeighbors(
    _ points: Matrix<Float>, _ queries: [Int], _ count: Int
) -> SparseMatrix {
    var columns: [Int32] = []
    var values: [Float] = []
    for query in queries {
        let own = points.row(query)
        let all = (0..<points.rows).filter { $0 != query }.map { other in
            (
                zip(own, points.row(other)).reduce(0.0) {
                    $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
                }, other
            )
        }
        for (square, other) in all.sorted(by: { $0 < $1 }).prefix(count) {
            columns.append(Int32(other))
            values.append(Float(square.squareRoot()))
        }
    }
    return SparseMatrix(
        rowCount: queries.count, columnCount: points.rows,
        offsets: (0...queries.count).map { $0 * count }, columns: columns, values: values)
}

/// The referee of the silhouette: all cosine distances.
func plainSilhouette(_ rows: Matrix<Float>, labels: [Int32]) -> Double {
    let unit = (0..<rows.rows).map { row -> [Double] in
        let values = rows.row(row).map(Double.init)
        let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return values.map { $0 / length }
    }
    let labelled = labels.indices.filter { labels[$0] >= 0 }
    let count = Int(labels.max() ?? 0) + 1
    var total = 0.0
    for row in labelled {
        var sums = [Double](repeating: 0, count: count)
        var sizes = [Int](repeating: 0, count: count)
        for other in labelled where other != row {
            let product = zip(unit[row], unit[other]).reduce(0) { $0 + $1.0 * $1.1 }
            sums[Int(labels[other])] += 1 - product
            sizes[Int(labels[other])] += 1
        }
        let own = Int(labels[row])
        if sizes[own] == 0 { continue }
        let means = (0..<count).map {
            sizes[$0] > 0 && $0 != own ? sums[$0] / Double(sizes[$0]) : .infinity
        }
        let (a, b) = (sums[own] / Double(sizes[own]), means.min() ?? 0)
        total += (b - a) / max(a, b)
    }
    return total / Double(labelled.count)
}

/// The silhouette of labels `[n]` of rows `[n, width]` that are all at hand.
func cosineSilhouette(_ rows: Matrix<Float>, labels: [Int32]) -> Double? {
    guard var silhouette = CosineSilhouette(labels: labels, width: rows.columns) else { return nil }
    silhouette.add(rows, firstRow: 0)
    silhouette.measure(rows, firstRow: 0)
    return silhouette.mean
}
