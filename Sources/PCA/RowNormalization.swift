public import Dense

/// The normalisation of each row before principal components are taken; the raw values are the
/// names on the command line.
public enum RowNormalization: String, Sendable, CaseIterable {
    /// Divided by its Euclidean length; a row of zeros stays as it is.
    case l2
    /// Zero mean and unit variance: `(x - mean) / sqrt(variance + 1e-6)`, the variance biased.
    case layernorm
    /// No normalisation: rows stay as they are.
    case none

    /// Normalises each row of `rows` `[rows, columns]` in place, computed in double precision and
    /// rounded to single.
    public func apply(_ rows: inout Matrix<Float>) {
        let d = rows.columns
        if self == .none || d == 0 { return }
        parallelFill(&rows.elements, pieceLength: 256 * d) { _, part in
            var start = 0
            while start < part.count {
                let (shift, scale) = place(of: part, start..<start + d)
                for c in start..<start + d {
                    part[c] = Float((Double(part[c]) - shift) * scale)
                }
                start += d
            }
        }
    }

    /// The shift and factor of each row of a block `[rows, columns]`, computed in double precision;
    /// nil for `.none` and for a block without columns. The factor of a row of zeros under `.l2` is
    /// 0.
    public func scaling(of block: VectorBlock) -> RowScaling? {
        if self == .none || block.columns == 0 { return nil }
        let d = Double(block.columns)
        let pieceRows = 128
        let pieces = parallelMap((block.rows + pieceRows - 1) / pieceRows) { piece in
            let first = piece * pieceRows
            return rowMoments(of: block, rows: first..<min(block.rows, first + pieceRows))
        }
        let means = pieces.flatMap(\.means)
        let squares = pieces.flatMap(\.squares)
        if self == .layernorm {
            return RowScaling(
                shifts: means, factors: squares.map { 1 / ($0 / d + 1e-6).squareRoot() })
        }
        let lengths = zip(means, squares).map { ($1 + d * $0 * $0).squareRoot() }
        return RowScaling(
            shifts: [Double](repeating: 0, count: block.rows),
            factors: lengths.map { $0 > 0 ? 1 / $0 : 0 })
    }

    /// The number that is subtracted from a row, and the factor that it is multiplied by then.
    private func place(
        of values: borrowing MutableSpan<Float>, _ row: Range<Int>
    ) -> (shift: Double, scale: Double) {
        let d = Double(row.count)
        var mean = 0.0
        if self == .layernorm {
            for c in row { mean += Double(values[c]) }
            mean /= d
        }
        var squares = 0.0
        for c in row { squares += (Double(values[c]) - mean) * (Double(values[c]) - mean) }
        if self == .layernorm { return (mean, 1 / (squares / d + 1e-6).squareRoot()) }
        return (0, squares > 0 ? 1 / squares.squareRoot() : 0)
    }
}
