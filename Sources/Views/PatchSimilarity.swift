public import Dense

/// Rows divided by their lengths, in single precision; rows of zeros stay zeros.
public func unitRows(_ rows: Matrix<Float>) -> Matrix<Float> {
    var unit = rows
    for row in 0..<rows.rows {
        let squares = rows.row(row).reduce(0.0) { $0 + Double($1) * Double($1) }
        let factor = squares > 0 ? 1 / squares.squareRoot() : 0
        for column in 0..<rows.columns {
            unit[row, column] = Float(Double(rows[row, column]) * factor)
        }
    }
    return unit
}

/// Cosine between each row of `rows` `[n, width]` and a vector `[width]`, `[n]`, at most 1; 0 for a
/// row of zeros.
public func cosines(_ rows: Matrix<Float>, to vector: [Float]) -> [Float] {
    precondition(vector.count == rows.columns, "\(vector.count) numbers, \(rows.columns) columns")
    let length = vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    return (0..<rows.rows).map { row in
        var (product, squares) = (0.0, 0.0)
        for (a, b) in zip(rows.row(row), vector) {
            product += Double(a) * Double(b)
            squares += Double(a) * Double(a)
        }
        let lengths = squares.squareRoot() * length
        return lengths > 0 ? Float(max(-1, min(1, product / lengths))) : 0
    }
}

/// A row of one matrix and a row of another, each the other's most similar row.
public struct MutualPair: Sendable, Equatable {
    /// Row of the first matrix.
    public let first: Int
    /// Row of the second matrix.
    public let second: Int
    /// Their cosine.
    public let cosine: Float

    public init(first: Int, second: Int, cosine: Float) {
        self.first = first
        self.second = second
        self.cosine = cosine
    }
}

/// The mutual nearest neighbours of the rows `[n, width]` and `[m, width]` by cosine, the most
/// similar first. Among equal cosines the row of the lower number is nearer.
///
/// Used as correspondences of two images since best-buddies similarity (Dekel et al. 2015,
/// doi:10.1109/CVPR.2015.7298813; for ViT features Amir et al. 2021, arXiv 2112.05814).
public func mutualNearest(_ first: Matrix<Float>, _ second: Matrix<Float>) -> [MutualPair] {
    let (n, m) = (first.rows, second.rows)
    guard n > 0 && m > 0 else { return [] }
    var products = [Float](repeating: 0, count: n * m)
    let (a, b) = (unitRows(first), unitRows(second))
    multiply(
        MatrixView(a.elements, rows: n, columns: a.columns),
        MatrixView(b.elements, rows: m, columns: b.columns).transposed, into: &products)
    let nearest = (0..<n).map { row in
        (1..<m).reduce(0) { products[row * m + $1] > products[row * m + $0] ? $1 : $0 }
    }
    let back = (0..<m).map { column in
        (1..<n).reduce(0) { products[$1 * m + column] > products[$0 * m + column] ? $1 : $0 }
    }
    return (0..<n).filter { back[nearest[$0]] == $0 }
        .map {
            MutualPair(
                first: $0, second: nearest[$0], cosine: min(1, products[$0 * m + nearest[$0]]))
        }
        .sorted { ($1.cosine, $0.first) < ($0.cosine, $1.first) }
}
