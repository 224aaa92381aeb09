import Dense
import TestSupport
import Testing

/// A block of each precision with the same numbers, which half precision holds exactly.
private func blocks(rows: Int, columns: Int) -> [VectorBlock] {
    var generator = CounterGenerator(seed: 3)
    let values = (0..<rows * columns).map { _ in Float(Float16(20 * generator.uniform() - 3)) }
    return [
        VectorBlock(rows: rows, columns: columns, values: .single(values)),
        VectorBlock(
            rows: rows, columns: columns, values: .half(values.map { Float16($0).bitPattern })),
    ]
}

@Suite struct VectorBlockTests {
    @Test(
        "centred rows are the referee's, scaled or not, in double and single", arguments: [5, 37])
    func centered(columns: Int) {
        let center = (0..<columns).map { Double($0) / 7 }
        let scaling = RowScaling(
            shifts: (0..<9).map { Double($0) / 3 }, factors: (0..<9).map { 1 / Double($0 + 1) })
        for block in blocks(rows: 9, columns: columns) {
            for scaling in [nil, scaling] {
                let expected = Referee.centered(
                    block.matrix.elements, scaling: scaling, center: center)
                var doubles = [Double](repeating: 0, count: 4 * columns)
                var singles = [Float](repeating: 0, count: 4 * columns)
                var span = doubles.mutableSpan
                centerRows(of: block, rows: 3..<7, scaling: scaling, center: center, into: &span)
                var narrow = singles.mutableSpan
                centerRows(of: block, rows: 3..<7, scaling: scaling, center: center, into: &narrow)
                for i in 0..<4 * columns {
                    let value = expected[3 * columns + i]
                    // Terms are at most 20; a fused product rounds once less.
                    #expect(abs(doubles[i] - value) < 1e-14)
                    #expect(abs(Double(singles[i]) - value) <= 6e-8 * abs(value) + 1e-14)
                }
                let sums = columnSums(of: block, rows: 3..<7, scaling: scaling)
                for c in 0..<columns {
                    let sum = (3..<7).reduce(0) { $0 + expected[$1 * columns + c] + center[c] }
                    #expect(abs(sums[c] - sum) < 1e-13)
                }
            }
        }
    }

    @Test("means and squares of rows are those of sums in double precision", arguments: [1, 5, 37])
    func moments(columns: Int) {
        for block in blocks(rows: 9, columns: columns) {
            let (means, squares) = rowMoments(of: block, rows: 2..<9)
            for r in 2..<9 {
                let row = block.matrix.row(r).map { Double($0) }
                let mean = row.reduce(0, +) / Double(columns)
                let square = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
                #expect(abs(means[r - 2] - mean) < 1e-14 * 20)
                #expect(abs(squares[r - 2] - square) <= 1e-13 * square)
            }
        }
    }

    @Test("the first row with NaN or infinity is found in both precisions")
    func finite() {
        for value in [Float.nan, -.infinity] {
            for block in blocks(rows: 6, columns: 20) {
                #expect(block.firstNonFiniteRow == nil)
                var singles = block.matrix.elements
                singles[4 * 20 + 19] = value
                singles[5 * 20] = value
                let halves = singles.map { Float16($0).bitPattern }
                for values in [VectorBlock.Values.single(singles), .half(halves)] {
                    let damaged = VectorBlock(rows: 6, columns: 20, values: values)
                    #expect(damaged.firstNonFiniteRow == 4)
                }
            }
        }
    }
}
