import Dense

/// `count` numbers of a seed's sequence.
func uniform(_ seed: UInt64, _ count: Int) -> [Double] {
    var generator = CounterGenerator(seed: seed)
    return (0..<count).map { _ in generator.uniform() }
}

/// The rows of `Scripts/golden_profile.py` around the centre of their label, and their labels;
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
