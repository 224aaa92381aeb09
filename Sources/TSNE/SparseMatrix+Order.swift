internal import Dense
internal import Foundation

extension SparseMatrix {
    /// The same symmetric matrix `[n, n]` with its rows and columns in another order: row `place`
    /// is row `order[place]`, its entries in the order they had. A matrix that is not square, or an
    /// order of another length, is a programming error.
    func permuted(_ order: [Int32]) -> SparseMatrix {
        precondition(
            order.count == rowCount && rowCount == columnCount,
            "an order of \(order.count) for a matrix \(rowCount) x \(columnCount)")
        var places = [Int32](repeating: 0, count: rowCount)
        var starts = [0]
        starts.reserveCapacity(rowCount + 1)
        for (place, row) in order.enumerated() {
            places[Int(row)] = Int32(place)
            starts.append(starts[place] + entries(ofRow: Int(row)).count)
        }
        let pieceRows = 256
        let pieces = (rowCount + pieceRows - 1) / pieceRows
        let firsts = (0...pieces).map { min(rowCount, $0 * pieceRows) }
        var movedColumns = [Int32](repeating: 0, count: columns.count)
        var movedValues = [Float](repeating: 0, count: columns.count)
        parallelFill(&movedColumns, &movedValues, cuts: firsts.map { starts[$0] }) {
            piece, targetColumns, targetValues in
            let (columns, values, places) = (columns.span, values.span, places.span)
            var place = 0
            for row in firsts[piece]..<firsts[piece + 1] {
                for entry in entries(ofRow: Int(order[row])) {
                    targetColumns[place] = places[Int(columns[entry])]
                    targetValues[place] = values[entry]
                    place += 1
                }
            }
        }
        return SparseMatrix(
            rowCount: rowCount, columnCount: columnCount, offsets: starts, columns: movedColumns,
            values: movedValues)
    }

    /// `Σ p log p` (natural logarithm) and `Σ p` over the entries above 0, in double precision.
    func entropy() -> (terms: Double, mass: Double) {
        let length = 65_536
        let sums = parallelMap((values.count + length - 1) / length) { piece in
            var sum = (terms: 0.0, mass: 0.0)
            for entry in piece * length..<min(values.count, (piece + 1) * length)
            where values[entry] > 0 {
                let value = Double(values[entry])
                sum.terms += value * log(value)
                sum.mass += value
            }
            return sum
        }
        return sums.reduce((terms: 0.0, mass: 0.0)) {
            ($0.terms + $1.terms, $0.mass + $1.mass)
        }
    }
}

extension Double {
    /// The natural logarithm, for files that do not import Foundation.
    var logarithm: Double { log(self) }
}
