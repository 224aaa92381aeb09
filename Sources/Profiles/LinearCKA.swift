public import Dense

/// Features of a layer, prepared for linear CKA with other layers over the same rows.
///
/// Linear centred kernel alignment (Kornblith et al. 2019, arXiv 1905.00414, section 3):
/// `|Yᵀ X|² / (|Xᵀ X| |Yᵀ Y|)`, Frobenius norms, columns of X and Y centred. This is the biased
/// estimator, as in the paper.
public struct CenteredFeatures: Sendable {
    /// The features as given, `[n, width]`.
    private let features: Matrix<Float>
    /// Mean of each column, `[width]`.
    private let mean: [Double]
    /// `|Xᵀ X|`, equal to `|X Xᵀ|`.
    private let norm: Double

    /// Rows that are centred and multiplied at a time; fixed, since sums round by their pieces.
    private static let blockRows = 2048
    /// Rows of a product that one thread computes.
    private static let tileRows = 64

    /// Prepares `features` `[n, width]`.
    public init(_ features: Matrix<Float>) {
        self.features = features
        let width = features.columns
        var mean = [Double](repeating: 0, count: width)
        let elements = features.elements.span
        var sums = mean.mutableSpan
        for row in 0..<features.rows {
            for c in 0..<width { sums[c] += Double(elements[row * width + c]) }
        }
        for c in 0..<width { sums[c] /= Double(max(1, features.rows)) }
        self.mean = mean
        norm = Self.crossNormSquared(features, mean, features, mean, isGram: true).squareRoot()
    }

    /// Linear CKA with another layer over the same rows, 0...1; nil where either layer's rows are
    /// all equal.
    public func cka(with other: CenteredFeatures) -> Double? {
        precondition(
            features.rows == other.features.rows,
            "CKA of \(features.rows) and \(other.features.rows) rows")
        let scale = norm * other.norm
        if !(scale > 0) { return nil }
        let product = Self.crossNormSquared(
            features, mean, other.features, other.mean, isGram: false)
        // Rounding leaves the product of equal features a hair beyond 1.
        return min(1, product / scale)
    }

    /// `|Yᵀ X|²` of centred features: by the products of columns, or with fewer rows than columns
    /// as `Σ (X Xᵀ)ij (Y Yᵀ)ij`.
    private static func crossNormSquared(
        _ x: Matrix<Float>, _ xMean: [Double], _ y: Matrix<Float>, _ yMean: [Double], isGram: Bool
    ) -> Double {
        if x.rows < min(x.columns, y.columns) {
            let a = centered(x, xMean, 0..<x.rows)
            let b = isGram ? a : centered(y, yMean, 0..<y.rows)
            let products = rowProducts(a, x.rows)
            return dot(products, isGram ? products : rowProducts(b, y.rows))
        }
        var products = [Double](repeating: 0, count: x.columns * y.columns)
        for start in stride(from: 0, to: x.rows, by: blockRows) {
            let range = start..<min(x.rows, start + blockRows)
            let a = centered(x, xMean, range)
            let b = isGram ? a : centered(y, yMean, range)
            parallelFill(&products, pieceLength: tileRows * y.columns) { tile, part in
                let first = tile * tileRows
                // A product with itself is symmetric: what lies below the tile is left out.
                let skipped = isGram ? first : 0
                let rows = part.count / y.columns
                let columns = y.columns - skipped
                let left = MatrixView(
                    a, offset: first, rows: range.count, columns: rows, stride: x.columns)
                let right = MatrixView(
                    b, offset: skipped, rows: range.count, columns: columns, stride: y.columns)
                multiply(
                    left.transposed, right, into: &part,
                    at: Place(offset: skipped, rows: rows, columns: columns, stride: y.columns),
                    beta: 1)
            }
        }
        if !isGram { return dot(products, products) }
        var sum = 0.0
        for row in 0..<x.columns {
            sum += products[row * x.columns + row] * products[row * x.columns + row]
            for c in row + 1..<max(row + 1, x.columns) {
                sum += 2 * products[row * x.columns + c] * products[row * x.columns + c]
            }
        }
        return sum
    }

    /// Rows of a range less the mean of all, `[range.count, width]`.
    private static func centered(
        _ x: Matrix<Float>, _ mean: [Double], _ range: Range<Int>
    ) -> [Double] {
        let width = x.columns
        var values = [Double](repeating: 0, count: range.count * width)
        if width == 0 { return values }
        parallelFill(&values, pieceLength: 128 * width) { piece, part in
            let elements = x.elements.span
            let mean = mean.span
            let first = range.lowerBound * width + piece * 128 * width
            for row in 0..<part.count / width {
                for c in 0..<width {
                    part[row * width + c] = Double(elements[first + row * width + c]) - mean[c]
                }
            }
        }
        return values
    }

    /// `X Xᵀ` `[n, n]` of `x` `[n, width]`.
    private static func rowProducts(_ x: [Double], _ n: Int) -> [Double] {
        let width = x.count / max(1, n)
        var products = [Double](repeating: 0, count: n * n)
        parallelFill(&products, pieceLength: max(1, tileRows * n)) { tile, part in
            let rows = part.count / n
            multiply(
                MatrixView(x, offset: tile * tileRows * width, rows: rows, columns: width),
                MatrixView(x, rows: n, columns: width).transposed, into: &part)
        }
        return products
    }

    /// The sum of the products of elements.
    private static func dot(_ a: [Double], _ b: [Double]) -> Double {
        let x = a.span
        let y = b.span
        var sum = 0.0
        for i in 0..<x.count { sum += x[i] * y[i] }
        return sum
    }
}
