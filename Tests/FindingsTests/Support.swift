import Dense

/// `count` numbers of a seed's sequence.
func uniform(_ seed: UInt64, _ count: Int) -> [Double] {
    var generator = CounterGenerator(seed: seed)
    return (0..<count).map { _ in generator.uniform() }
}

/// The rows of `Scripts/goldens/profiles.py` around the centre of their label, and their labels;
/// every 17th row has none.
func rowsOf(
    seed: UInt64, _ n: Int, _ d: Int, classes: Int, spread: Double
) -> (rows: [[Double]], labels: [Int32]) {
    let centres = uniform(seed, classes * d)
    let noise = uniform(seed + 1, n * d)
    let rows = (0..<n).map { row in
        (0..<d).map { c in
            let centre = centres[row % classes * d + c] - 0.5
            return Double(Float(centre + spread * (noise[row * d + c] - 0.5)))
        }
    }
    return (rows, (0..<n).map { $0 % 17 == 16 ? -1 : Int32($0 % classes) })
}

/// The `count` nearest others of each row after division by its length, all by plain loops.
func neighborGraph(_ rows: [[Double]], _ count: Int) -> SparseMatrix {
    let unit = rows.map { row -> [Double] in
        let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return row.map { Double(Float($0 / length)) }
    }
    return plainGraph(unit, count)
}

/// The `count` nearest others of each row, by plain loops.
func plainGraph(_ unit: [[Double]], _ count: Int) -> SparseMatrix {
    var columns: [Int32] = []
    var values: [Float] = []
    for (i, row) in unit.enumerated() {
        let all = unit.indices.filter { $0 != i }.map { j in
            (zip(row, unit[j]).reduce(0.0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }, j)
        }
        for (square, j) in all.sorted(by: { $0 < $1 }).prefix(count) {
            columns.append(Int32(j))
            values.append(Float(square.squareRoot()))
        }
    }
    return SparseMatrix(
        rowCount: unit.count, columnCount: unit.count, offsets: (0...unit.count).map { $0 * count },
        columns: columns, values: values)
}
