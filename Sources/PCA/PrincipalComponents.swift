public import Dense

/// Rows from which no principal components can be computed.
public struct PCAError: Error, Equatable, CustomStringConvertible {
    /// The first column whose mean or variance is not a finite number.
    public let column: Int
    /// The first row that holds NaN or infinity, counted from 0; nil when finite values were too
    /// large.
    public let row: Int?

    /// A sentence with the column, the row where one is to blame, and what to do.
    public var description: String {
        "principal components: the mean or the variance of column \(column) is not a finite "
            + "number; "
            + (row.map { "row \($0) (counted from 0) holds NaN or infinity: leave it out" }
                ?? "some row holds values too large to be squared")
    }
}

/// The directions of largest variance of a set of rows: the leading eigenvectors of their
/// covariance (Pearson 1901, doi:10.1080/14786440109462720).
///
/// The score of a row x on component c is `c · (x - mean)`. Signs, which the definition leaves
/// open, are fixed by the largest loading.
public struct PrincipalComponents: Sendable, Equatable {
    /// `[columns]`: the mean row, which is subtracted from each row.
    public let mean: [Double]
    /// `[components, columns]`: rows of length 1, each with its largest loading positive.
    public let components: Matrix<Double>
    /// `[components]`, descending: the variances of the scores, divided by `count - 1`.
    public let variances: [Double]
    /// `[components]`: each variance as a part of the sum over all directions, 0...1; 0 where rows
    /// do not vary at all.
    public let ratios: [Double]
    /// The number of rows that the components were fitted to.
    public let count: Int

    /// Wraps components computed elsewhere, such as those of a stored map; arrays that do not fit
    /// one another are a programming error.
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

    /// The `k` leading components, `1 <= k <= min(count - 1, columns)`, by LAPACK's `dsyevr`;
    /// another `k` is a programming error. Time grows with columns³. An eigenvalue that rounding
    /// left below zero counts as 0.
    ///
    /// - Throws: `PCAError` when the moments are not finite, `LAPACKError` when LAPACK fails.
    public static func fit(_ moments: Moments, components k: Int) throws -> PrincipalComponents {
        let d = moments.mean.count
        precondition(
            k >= 1 && k <= min(moments.count - 1, d),
            "\(k) components of \(moments.count) rows of \(d)")
        var total = 0.0
        for column in 0..<d {
            let variance = moments.covariance[column, column]
            guard variance.isFinite, moments.mean[column].isFinite else {
                throw PCAError(column: column, row: moments.firstNonFiniteRow)
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
    /// Computed in double precision and rounded once at the end. Another number of columns is a
    /// programming error.
    public func transform(_ rows: Matrix<Float>) -> Matrix<Float> {
        let block = VectorBlock(rows)
        return scores(of: block) { piece, scores in
            var centered = [Double](repeating: 0, count: piece.count * mean.count)
            var span = centered.mutableSpan
            centerRows(of: block, rows: piece, scaling: nil, center: mean, into: &span)
            var product = [Double](repeating: 0, count: scores.count)
            multiply(
                MatrixView(centered, rows: piece.count, columns: mean.count),
                MatrixView(components).transposed, into: &product)
            for i in 0..<scores.count { scores[i] = Float(product[i]) }
        }
    }

    /// The scores of a block of rows `[rows, columns]`, each normalised first, on the components,
    /// `[rows, components]`: `transform` for many rows.
    ///
    /// Rows are normalised and centred in double precision, then multiplied in single: scores are
    /// off by about 1e-6 of a centred row's length at most, in half the time of `transform`.
    public func scores(
        of block: VectorBlock, normalization: RowNormalization = .none
    ) -> Matrix<Float> {
        let scaling = normalization.scaling(of: block)
        let loadings = components.elements.map { Float($0) }
        return scores(of: block) { piece, scores in
            var centered = [Float](repeating: 0, count: piece.count * mean.count)
            var span = centered.mutableSpan
            centerRows(of: block, rows: piece, scaling: scaling, center: mean, into: &span)
            multiply(
                MatrixView(centered, rows: piece.count, columns: mean.count),
                MatrixView(loadings, rows: variances.count, columns: mean.count).transposed,
                into: &scores)
        }
    }

    /// Fills the scores by pieces of rows: `fill(rows of the block, their scores)`.
    private func scores(
        of block: VectorBlock, _ fill: (Range<Int>, inout MutableSpan<Float>) -> Void
    ) -> Matrix<Float> {
        let (d, k) = (mean.count, components.rows)
        precondition(block.columns == d, "rows of \(block.columns) columns, expected \(d)")
        let pieceRows = 256
        var scores = [Float](repeating: 0, count: block.rows * k)
        parallelFill(&scores, pieceLength: pieceRows * k) { piece, part in
            let first = piece * pieceRows
            fill(first..<first + part.count / k, &part)
        }
        return Matrix(rows: block.rows, columns: k, elements: scores)
    }
}
