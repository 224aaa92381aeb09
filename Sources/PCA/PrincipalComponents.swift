public import Dense

/// Rows from which no principal components can be computed.
public struct PCAError: Error, Equatable, CustomStringConvertible {
    /// The first column whose mean or variance is not a finite number.
    public let column: Int

    public var description: String {
        "principal components: the mean or the variance of column \(column) is not a finite "
            + "number; some row holds NaN, infinity or values too large to be squared"
    }
}

/// The directions of largest variance of a set of rows.
public struct PrincipalComponents: Sendable, Equatable {
    /// `[columns]`, subtracted from each row.
    public let mean: [Double]
    /// `[components, columns]`: rows of length 1, each with its largest loading positive.
    public let components: Matrix<Double>
    /// `[components]`, descending: the variances of the scores, divided by `count - 1`.
    public let variances: [Double]
    /// `[components]`: each variance as a part of the sum over all directions, 0...1.
    public let ratios: [Double]
    /// The number of rows behind them.
    public let count: Int

    public init(
        mean: [Double], components: Matrix<Double>, variances: [Double], ratios: [Double],
        count: Int
    ) {
        precondition(
            components.columns == mean.count && components.rows == variances.count
                && components.rows == ratios.count,
            "components \(components.rows) x \(components.columns), \(mean.count) means, "
                + "\(variances.count) variances, \(ratios.count) ratios")
        self.mean = mean
        self.components = components
        self.variances = variances
        self.ratios = ratios
        self.count = count
    }

    /// The `k` leading components, `1 <= k <= min(count - 1, columns)`, by LAPACK's `dsyevr`.
    ///
    /// Throws `PCAError` when the moments are not finite, `LAPACKError` when LAPACK fails.
    public static func fit(_ moments: Moments, components k: Int) throws -> PrincipalComponents {
        let d = moments.mean.count
        precondition(
            k >= 1 && k <= min(moments.count - 1, d),
            "\(k) components of \(moments.count) rows of \(d)")
        var total = 0.0
        for column in 0..<d {
            let variance = moments.covariance[column, column]
            guard variance.isFinite, moments.mean[column].isFinite else {
                throw PCAError(column: column)
            }
            total += variance
        }
        let (values, vectors) = try leadingEigenpairs(of: moments.covariance, count: k)
        // Rounding may leave an eigenvalue of a rank-deficient covariance just below zero.
        let variances = values.map { $0 > 0 ? $0 : 0 }
        return PrincipalComponents(
            mean: moments.mean, components: vectors, variances: variances,
            ratios: variances.map { total > 0 ? $0 / total : 0 }, count: moments.count)
    }

    /// The scores of `rows` `[rows, columns]` on the components, `[rows, components]`.
    ///
    /// Computed in double precision and rounded once at the end.
    public func transform(_ rows: Matrix<Float>) -> Matrix<Float> {
        let (d, k) = (mean.count, components.rows)
        precondition(rows.columns == d, "rows of \(rows.columns) columns, expected \(d)")
        let pieceRows = 256
        var scores = [Float](repeating: 0, count: rows.rows * k)
        parallelFill(&scores, pieceLength: pieceRows * k) { piece, part in
            let count = part.count / k
            var centered = [Double](repeating: 0, count: count * d)
            let elements = rows.elements.span
            let mean = mean.span
            let first = piece * pieceRows * d
            for r in 0..<count {
                for c in 0..<d {
                    centered[r * d + c] = Double(elements[first + r * d + c]) - mean[c]
                }
            }
            var product = [Double](repeating: 0, count: count * k)
            var span = product.mutableSpan
            multiply(
                centered.span, Place(rows: count, columns: d), transposed: false,
                components.elements.span, Place(rows: k, columns: d), transposed: true,
                into: &span, Place(rows: count, columns: k))
            for i in 0..<part.count { part[i] = Float(product[i]) }
        }
        return Matrix(rows: rows.rows, columns: k, elements: scores)
    }
}
