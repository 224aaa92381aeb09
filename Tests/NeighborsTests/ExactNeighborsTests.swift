import Dense
import Neighbors
import Testing

/// The nearest rows by plain loops in double precision.
private func referee(_ points: Matrix<Float>, count k: Int) -> [[(index: Int, square: Double)]] {
    (0..<points.rows).map { i in
        let all = (0..<points.rows).filter { $0 != i }.map { j -> (index: Int, square: Double) in
            var sum = 0.0
            for c in 0..<points.columns {
                let difference = Double(points[i, c]) - Double(points[j, c])
                sum += difference * difference
            }
            return (j, sum)
        }
        return Array(
            all.sorted { $0.square != $1.square ? $0.square < $1.square : $0.index < $1.index }
                .prefix(k))
    }
}

@Suite("Exact neighbours", .serialized)
struct ExactNeighborsTests {
    init() { useSingleThreadedBLAS() }

    private func check(_ points: Matrix<Float>, count k: Int, _ comment: Comment) {
        let graph = exactNeighbors(of: points, count: k)
        graph.checkInvariants()
        let expected = referee(points, count: k)
        for i in 0..<points.rows {
            let entries = graph.entries(ofRow: i)
            #expect(
                graph.columns[entries].map(Int.init) == expected[i].map(\.index), comment)
            for (value, square) in zip(graph.values[entries], expected[i].map(\.square)) {
                let distance = square.squareRoot()
                #expect(abs(Double(value) - distance) <= 1e-7 * distance, comment)
            }
        }
    }

    @Test("they are those of plain loops, over seeds and sizes", arguments: 0..<6 as Range<UInt64>)
    func equalReferee(seed: UInt64) {
        for (n, d, k) in [(2, 1, 1), (50, 3, 49), (300, 17, 12), (150, 2, 20)] {
            check(randomPoints(n, d, seed: seed), count: k, "seed \(seed), \(n) x \(d)")
        }
    }

    @Test("blocks of products join", arguments: [2047, 2048, 2049, 2200])
    func manyBlocks(count: Int) {
        check(randomPoints(count, 3, seed: 4), count: 5, "\(count) points")
    }

    @Test("a mean far from zero, a far outlier and tiny or huge scales lose no neighbour")
    func cancellation() {
        check(randomPoints(300, 20, seed: 1, shift: 3000), count: 10, "shift")
        check(randomPoints(200, 8, seed: 1, scale: 1e-30), count: 10, "tiny")
        check(randomPoints(200, 8, seed: 1, scale: 1e30), count: 10, "huge")
        var points = randomPoints(300, 8, seed: 2)
        for c in 0..<8 { points[17, c] = 1e6 }
        check(points, count: 10, "outlier")
        // Two tight groups far apart: differences within them vanish in products.
        for i in 0..<300 {
            for c in 0..<8 { points[i, c] = Float(i % 2 * 1000) + 1e-3 * points[i, c] }
        }
        check(points, count: 10, "groups")
    }

    @Test("equal distances are ordered by index")
    func ties() {
        let grid = Matrix<Float>(
            rows: 64, columns: 2,
            elements: (0..<64).flatMap { [Float($0 / 8), Float($0 % 8)] })
        check(grid, count: 8, "grid")
        check(Matrix(rows: 30, columns: 4, repeating: 2), count: 7, "all equal")
    }

    @Test("results have the same bits for any number of threads")
    func threads() {
        let points = randomPoints(700, 10, seed: 3)
        let before = Parallelism.threads
        defer { Parallelism.threads = before }
        let results = [1, 2, 3, 4].map { threads in
            Parallelism.threads = threads
            return exactNeighbors(of: points, count: 15)
        }
        for result in results.dropFirst() { #expect(result == results[0]) }
    }
}
