import Dense
import Foundation
import Testing

@testable import TSNE

@Test(
    "sums over Gaussian kernels equal those of the library's exponential", arguments: [1, 7, 8, 90])
func gaussianKernels(count: Int) {
    var generator = CounterGenerator(seed: 3)
    let squares = (0..<count).map { $0 == 0 ? 0 : exp(6 * generator.normal()) }
    for precision in [0, 1e-9, 0.37, 1, 50] {
        var kernel = [Double](repeating: .nan, count: count)
        let sums = gaussianSums(squares, precision: precision, kernel: &kernel)
        let exact = squares.map { exp(-precision * $0) }
        for (a, b) in zip(kernel, exact) { #expect(abs(a - b) <= 3e-16 + 1e-15 * b) }
        let first = zip(exact, squares).reduce(0) { $0 + $1.0 * $1.1 }
        let second = zip(exact, squares).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
        #expect(abs(sums.sum / exact.reduce(0, +) - 1) < 1e-14)
        #expect(abs(sums.first - first) <= 1e-13 * first)
        #expect(abs(sums.second - second) <= 1e-13 * second)
    }
}

@Test("a step of descent is that of plain loops in double precision")
func descentStep() {
    let n = 37
    var generator = CounterGenerator(seed: 1)
    func numbers(_ count: Int) -> [Float] { (0..<count).map { _ in Float(generator.normal()) } }
    var (points, update, attraction) = (numbers(2 * n), numbers(2 * n), numbers(2 * n))
    let repulsion = numbers(3 * n)
    update[4] = 0
    attraction[6] = 0
    var gains = numbers(2 * n).map { abs($0) + 0.1 }
    let step = DescentStep(
        attractionFactor: 12, repulsionFactor: 0.7, rate: 0.5, momentum: 0.8, longest: 3)
    var expected = points.map { Double($0) }
    var expectedGains = gains
    for i in 0..<n {
        var moves = [0.0, 0]
        for c in 0..<2 {
            let slope = 12 * Double(attraction[2 * i + c]) - 0.7 * Double(repulsion[3 * i + c])
            let last = Double(update[2 * i + c])
            let same = slope * last > 0
            expectedGains[2 * i + c] = same ? gains[2 * i + c] * 0.8 + 0.01 : gains[2 * i + c] + 0.2
            moves[c] = 0.8 * last - 0.5 * Double(expectedGains[2 * i + c]) * slope
        }
        let length = (moves[0] * moves[0] + moves[1] * moves[1]).squareRoot()
        for c in 0..<2 { expected[2 * i + c] += moves[c] * min(1, 3 / length) }
    }
    for c in 0..<2 {
        let mean = (0..<n).reduce(0) { $0 + expected[2 * $1 + c] } / Double(n)
        for i in 0..<n { expected[2 * i + c] -= mean }
    }
    descend(
        &points, update: &update, gains: &gains, attraction: attraction, repulsion: repulsion, step)
    for (a, b) in zip(points, expected) { #expect(abs(Double(a) - b) < 1e-5) }
    for (a, b) in zip(gains, expectedGains) { #expect(abs(a - b) < 1e-5) }
}

@Test("logarithms along a matrix equal the library's", arguments: [0.5, 1, 4])
func logarithms(dof: Double) {
    let n = 50
    var generator = CounterGenerator(seed: 2)
    let points = (0..<2 * n).map { _ in Float(exp(3 * generator.normal())) }
    let matrix = SparseMatrix(
        rowCount: n, columnCount: n, offsets: (0...n).map { $0 * 19 },
        columns: (0..<n * 19).map { _ in Int32(generator.below(n)) },
        values: (0..<n * 19).map { _ in Float(generator.uniform()) })
    var expected = 0.0
    for i in 0..<n {
        for entry in matrix.entries(ofRow: i) {
            let j = Int(matrix.columns[entry])
            let dx = Double(points[2 * i]) - Double(points[2 * j])
            let dy = Double(points[2 * i + 1]) - Double(points[2 * j + 1])
            expected += Double(matrix.values[entry]) * log1p((dx * dx + dy * dy) / dof)
        }
    }
    let sum = weightedLogarithms(of: points, along: matrix, degreesOfFreedom: dof)
    #expect(abs(sum / expected - 1) < 1e-6)
    // One at a time, where no errors cancel.
    let pair = SparseMatrix(
        rowCount: 2, columnCount: 2, offsets: [0, 1, 1], columns: [1], values: [1])
    for step in 0..<400 {
        let distance = Float(exp(Double(step) / 40 - 3))
        let one = weightedLogarithms(of: [0, 0, distance, 0], along: pair, degreesOfFreedom: dof)
        let exact = log1p(Double(distance) * Double(distance) / dof)
        #expect(abs(one - exact) < 1.5e-7 + 3e-7 * exact, "distance \(distance)")
    }
}

@Test("a matrix in another order has the same entries at their new places")
func permutedMatrix() {
    let n = 600
    let rows = clusteredRows(count: n, columns: 3, clusters: 2, seed: 1)
    var generator = CounterGenerator(seed: 8)
    let matrix = SparseMatrix(
        rowCount: n, columnCount: n, offsets: (0...n).map { $0 * ($0 + 1) / 2 % 1 + $0 * 4 },
        columns: (0..<n * 4).map { _ in Int32(generator.below(n)) },
        values: Array(rows.elements.prefix(n)) + Array(rows.elements.prefix(3 * n)))
    let order = (0..<n).shuffled(using: &generator).map { Int32($0) }
    let moved = matrix.permuted(order)
    for place in 0..<n {
        let expected = matrix.entries(ofRow: Int(order[place])).map {
            (matrix.columns[$0], matrix.values[$0])
        }
        let found = moved.entries(ofRow: place).map {
            (order[Int(moved.columns[$0])], moved.values[$0])
        }
        #expect(expected.elementsEqual(found) { $0 == $1 })
    }
}

@Test("a field sums a smooth kernel and its slopes at any place of its rectangle")
func fieldOfAnyKernel() {
    var generator = CounterGenerator(seed: 4)
    let points = (0..<600).map { _ in Float(10 * generator.uniform()) }
    let places = (0..<200).map { _ in Float(10 * generator.uniform()) } + [0, 0, 10, 10]
    let field = SplineField()
    for width in [1.0, 2] {
        // The filter is kept while the grid's shape is, so the spacing changes with the kernel.
        field.fill(
            with: points, low: .zero, high: SIMD2(repeating: 10), spacing: 0.25 * width
        ) { _ in { exp(-$0 / (2 * width * width)) } }
        let values = field.values(at: places)
        for t in 0..<places.count / 2 {
            var expected = SIMD3<Double>.zero
            for j in 0..<points.count / 2 {
                let dx = Double(places[2 * t]) - Double(points[2 * j])
                let dy = Double(places[2 * t + 1]) - Double(points[2 * j + 1])
                let kernel = exp(-(dx * dx + dy * dy) / (2 * width * width))
                expected += SIMD3(-dx / (width * width), -dy / (width * width), 1) * kernel
            }
            let found = SIMD3(
                Double(values[3 * t]) / field.spacing, Double(values[3 * t + 1]) / field.spacing,
                Double(values[3 * t + 2]))
            let error = found - expected
            #expect((error * error).sum().squareRoot() < 2e-3, "place \(t): \(error)")
        }
    }
}
