public import Dense
public import Tokens

extension EmbeddingReader {
    /// Tokens of chosen images, in single precision, `[rows.count, width]`; see `tokens(_:_:rows:)`
    /// for one range. Consecutive rows are read together.
    ///
    /// - Parameter rows: of images, not of patches.
    public func tokens(
        _ layer: LayerName, _ kind: TokenKind, at rows: [Int]
    ) throws -> Matrix<Float> {
        var elements: [Float] = []
        var start = 0
        while start < rows.count {
            var end = start + 1
            while end < rows.count && rows[end] == rows[end - 1] + 1 { end += 1 }
            elements += try tokens(layer, kind, rows: rows[start]..<rows[end - 1] + 1).elements
            start = end
        }
        return Matrix(rows: rows.count, columns: model.width(of: layer), elements: elements)
    }
}
