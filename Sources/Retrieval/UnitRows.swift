internal import Dense
internal import Store

/// Rows scaled to length 1 and rounded to half precision; a row of zeros stays zero.
///
/// The product of two such rows approximates the cosine of the originals; `residual` bounds its
/// error by rounding (see `Searcher`).
struct UnitRows {
    /// The rounded rows, `[rows, columns]`.
    let halves: [HalfBits]
    /// The largest distance between a rounded row and the exact row of length 1.
    let residual: Double

    /// Rows that were scaled and rounded before.
    init(halves: [HalfBits], residual: Double) {
        self.halves = halves
        self.residual = residual
    }

    /// Scales and rounds the rows of a block, in parallel.
    init(_ block: VectorBlock) {
        let columns = block.columns
        let values = block.matrix.elements
        let pieceRows = 64
        let pieces = parallelMap((block.rows + pieceRows - 1) / pieceRows) { piece in
            Self.unit(
                values.span, piece * pieceRows..<min(block.rows, (piece + 1) * pieceRows), columns)
        }
        halves = pieces.flatMap(\.halves)
        residual = pieces.map(\.residual).max() ?? 0
    }

    /// Some rows of `values` scaled and rounded, and their largest residual.
    private static func unit(
        _ values: borrowing Span<Float>, _ rows: Range<Int>, _ columns: Int
    ) -> (halves: [HalfBits], residual: Double) {
        var unit = [Float](repeating: 0, count: rows.count * columns)
        var exact = [Double](repeating: 0, count: rows.count)
        for (place, row) in rows.enumerated() {
            let factor = inverseLength(values, row, columns)
            exact[place] = factor
            for c in 0..<columns {
                unit[place * columns + c] = Float(Double(values[row * columns + c]) * factor)
            }
        }
        let halves = toHalf(unit.span).bits
        let rounded = fromHalf(halves)
        var largest = 0.0
        for (place, row) in rows.enumerated() {
            var square = 0.0
            for c in 0..<columns {
                let difference =
                    Double(values[row * columns + c]) * exact[place]
                    - Double(rounded[place * columns + c])
                square += difference * difference
            }
            largest = max(largest, square)
        }
        return (halves, largest.squareRoot())
    }

    /// 1 over the length of a row, in double precision; 0 for a row of zeros.
    private static func inverseLength(
        _ values: borrowing Span<Float>, _ row: Int, _ columns: Int
    ) -> Double {
        var square = 0.0
        for c in 0..<columns {
            let x = Double(values[row * columns + c])
            square += x * x
        }
        return square > 0 ? 1 / square.squareRoot() : 0
    }
}
