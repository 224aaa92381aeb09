import Dense

func randomPoints(
    _ n: Int, _ d: Int, seed: UInt64, shift: Double = 0, scale: Double = 1
) -> Matrix<Float> {
    var generator = CounterGenerator(seed: seed)
    return Matrix(
        rows: n, columns: d,
        elements: (0..<n * d).map { _ in Float(scale * (shift + generator.normal())) })
}

/// `n` points around `groups` centres, group after group when they are `sorted`.
func clusters(
    _ n: Int, _ d: Int, groups: Int, seed: UInt64, spread: Double = 3, sorted: Bool = false
) -> Matrix<Float> {
    var generator = CounterGenerator(seed: seed)
    let centers = (0..<groups * d).map { _ in spread * generator.normal() }
    var elements: [Float] = []
    for i in 0..<n {
        let group = sorted ? i * groups / n : generator.below(groups)
        for c in 0..<d { elements.append(Float(centers[group * d + c] + generator.normal())) }
    }
    return Matrix(rows: n, columns: d, elements: elements)
}
