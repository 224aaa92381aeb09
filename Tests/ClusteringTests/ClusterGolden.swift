import Dense

/// What Scripts/goldens/clusters.py found on one of its data sets.
struct ClusterGolden: Sendable {
    let name: String
    let seed: UInt64
    /// Of all values: both languages have the same data.
    let sum: Double
    /// One character a row: clusters by size, then first member; a dash for noise.
    let hdbscan: String
    let probabilities: Double
    let firstProbabilities: [Double]
    let persistence: [Double]
    let eps: Double
    let dbscan: String

    var rows: Matrix<Float> {
        switch name {
        case "mixture": mixture(seed)
        case "arcs": arcs(seed)
        default: spreads(seed)
        }
    }
}

/// The labels that the characters stand for.
func labels(_ text: String) -> [Int32] {
    text.utf8.map { $0 == UInt8(ascii: "-") ? -1 : Int32($0) - 97 }
}

private func uniform(_ seed: UInt64, _ position: Int) -> Double {
    var generator = CounterGenerator(seed: seed, position: UInt64(position))
    return generator.uniform()
}

/// The script's `bell`, element `i` of the stretch that begins at `start`.
func bell(_ seed: UInt64, _ i: Int, from start: Int) -> Double {
    let first = start + 4 * i
    return uniform(seed, first) + uniform(seed, first + 1) + uniform(seed, first + 2)
        + uniform(seed, first + 3) - 2
}

func mixture(_ seed: UInt64) -> Matrix<Float> {
    let values = (0..<1600).map { i -> Float in
        if i >= 1280 { return Float(uniform(seed, 10_000 + i - 1280) * 24 - 12) }
        let center = uniform(seed, i / 4 % 6 * 4 + i % 4) * 20 - 10
        return Float(center + 1.5 * bell(seed, i, from: 100))
    }
    return Matrix(rows: 400, columns: 4, elements: values)
}

func arcs(_ seed: UInt64) -> Matrix<Float> {
    var values: [Float] = []
    for row in 0..<300 {
        let t = uniform(seed, row) * 2 - 1
        let x = row < 150 ? t : t + 1
        let y = row < 150 ? 1 - t * t : t * t - 0.5
        values.append(Float(x + 0.06 * bell(seed, 2 * row, from: 1000)))
        values.append(Float(y + 0.06 * bell(seed, 2 * row + 1, from: 1000)))
    }
    for i in 0..<200 { values.append(Float([4.0, 1.0][i % 2] + 0.15 * bell(seed, i, from: 5000))) }
    for i in 0..<120 { values.append(Float([0.0, 4.0][i % 2] + 0.8 * bell(seed, i, from: 7000))) }
    return Matrix(rows: 460, columns: 2, elements: values)
}

func spreads(_ seed: UInt64) -> Matrix<Float> {
    let values = (0..<4800).map { i -> Float in
        let cluster = i / 16 % 8
        let center = uniform(seed, cluster * 16 + i % 16) * 6 - 3
        let scale = uniform(seed, 200 + cluster) * 1.5 + 0.5
        return Float(center + scale * bell(seed, i, from: 1000))
    }
    return Matrix(rows: 300, columns: 16, elements: values)
}
