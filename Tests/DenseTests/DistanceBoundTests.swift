import Testing

@testable import Dense

/// The bound of distances against double precision, over random rows and rows made to err.
@Suite struct DistanceBoundTests {
    /// The largest error of `|p|² + |q|² - 2 fl(p · q)` over all pairs of rows `[rows][columns]`,
    /// in units of 2^-24 (|p|² + |q|²), with products by OpenBLAS, in the order of the columns and
    /// in the opposite one. Also checks each pair against the bound.
    private func largestError(_ rows: [[Double]], _ name: String) -> Double {
        let columns = rows[0].count
        let bound = DistanceBound(columns: columns)
        let rounded = rows.map { $0.map { Float($0) } }
        let squares = rounded.map { $0.reduce(0) { $0 + Double($1) * Double($1) } }
        let all = MatrixView(rounded.flatMap { $0 }, rows: rows.count, columns: columns)
        var products = [Float](repeating: 0, count: rows.count * rows.count)
        multiply(all, all.transposed, into: &products)
        var largest = 0.0
        for i in rows.indices {
            for j in rows.indices {
                let exact = zip(rows[i], rows[j]).reduce(0) {
                    $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
                }
                let pairs = Array(zip(rounded[i], rounded[j]))
                let orders = [
                    products[i * rows.count + j],
                    pairs.reduce(Float(0)) { $0 + $1.0 * $1.1 },
                    pairs.reversed().reduce(Float(0)) { $0 + $1.0 * $1.1 },
                    pairs.reduce(Float(0)) { $0.addingProduct($1.0, $1.1) },
                ]
                for product in orders.map({ Double($0) }) {
                    let lower = bound.lowerHalf(squares[i]) + bound.lowerHalf(squares[j]) - product
                    let upper = bound.upperHalf(squares[i]) + bound.upperHalf(squares[j]) - product
                    #expect(
                        lower <= exact / 2 && exact / 2 <= upper,
                        "\(name) \(columns), rows \(i), \(j): \(exact / 2), \(lower)...\(upper)")
                    let sum = squares[i] + squares[j]
                    if sum > 0 {
                        // Beyond what underflow explains.
                        let error = abs(sum - 2 * product - exact) - bound.absolute
                        largest = max(largest, error / (sum * 0x1p-24))
                    }
                    let difference = zip(rows[i], rows[j]).reduce(-product) { $0 + $1.0 * $1.1 }
                    let (a, b) = (squares[i].squareRoot(), squares[j].squareRoot())
                    #expect(
                        abs(difference) <= bound.productError(lengths: a, b),
                        "\(name), \(columns) columns: a product off by \(difference)")
                }
            }
        }
        return largest
    }

    @Test(
        "Random rows of all sizes, near copies and far rows keep the bound",
        arguments: [1, 2, 3, 7, 16, 50, 192, 768])
    func random(columns: Int) {
        var generator = CounterGenerator(seed: UInt64(columns))
        func row(_ scale: Double) -> [Double] {
            (0..<columns).map { _ in scale * generator.normal() }
        }
        let center = row(1)
        var rows = [row(1), row(1), center, row(0x1p30), row(0x1p-60), row(0x1p-74)]
        // Near copies: nearly all of the sum cancels.
        for step in [0x1p-8, 0x1p-16, 0x1p-26, 0x1p-40] {
            rows.append(center.map { $0 + step * generator.normal() })
            rows.append(center.map { -$0 + step * generator.normal() })
        }
        // One number far above the others.
        var spiked = row(1)
        spiked[columns / 2] = 0x1p20
        rows.append(spiked)
        rows.append([Double](repeating: 0, count: columns))
        #expect(largestError(rows, "random") < Double(columns + 16))
    }

    @Test(
        "Rows made to err keep the bound, and come as near to it as its proof allows",
        arguments: [1, 2, 50, 768, 5000])
    func adversarial(columns: Int) {
        // Each coordinate lies half a step above a number of single precision, and rounds to it.
        let halfStep = 1 + 0x1p-24
        let ones = [Double](repeating: halfStep, count: columns)
        // In order, each term after the first is half a step of the sum, and is lost whole.
        var lost = [Double](repeating: 0x1p-12, count: columns)
        lost[0] = 1
        // As before, where the sum is just above 1 and rounds up each time.
        var gained = [Double](repeating: 0x1.001p-12, count: columns)
        gained[0] = 1 + 0x1p-12
        let rows = [ones, ones.map { -$0 }, lost, lost.map { -$0 }, gained, gained.map { -$0 }]
        let largest = largestError(rows, "adversarial")
        // 4 by the coordinates, 1 for each column after the first by the sums.
        #expect(
            largest > Double(max(4, columns - 1)) * 0.99,
            "\(columns) columns: an error of only \(largest)")
    }
}
