public import Dense

extension PrincipalComponents {
    /// The `k` leading components of rows that are few beside their columns,
    /// `1 <= k <= min(rows - 1, columns)`: from the products of all pairs of rows, `[rows, rows]`,
    /// in place of the columns' covariance, `[columns, columns]`.
    ///
    /// With X the centred rows and u an eigenvector of `X Xᵀ` to the eigenvalue e, `Xᵀ u / sqrt(e)`
    /// is one of `Xᵀ X` to the same. The result is `fit(_:components:)`'s but for rounding;
    /// components without variance are zero.
    ///
    /// - Parameters:
    ///   - block: all rows, `[rows, columns]`.
    ///   - normalization: what is done to each row first.
    /// - Throws: `PCAError` when a mean or a product is not finite, `LAPACKError`.
    public static func fit(
        fewRows block: VectorBlock, normalization: RowNormalization = .none, components k: Int
    ) throws -> PrincipalComponents {
        let (n, d) = (block.rows, block.columns)
        precondition(k >= 1 && k <= min(n - 1, d), "\(k) components of \(n) rows of \(d)")
        let scaling = normalization.scaling(of: block)
        let mean = columnSums(of: block, rows: 0..<n, scaling: scaling).map { $0 / Double(n) }
        if let column = mean.firstIndex(where: { !$0.isFinite }) {
            throw PCAError(column: column, row: block.firstNonFiniteRow)
        }
        var centered = [Double](repeating: 0, count: n * d)
        var span = centered.mutableSpan
        centerRows(of: block, rows: 0..<n, scaling: scaling, center: mean, into: &span)
        let products = products(of: centered, rows: n, columns: d)
        let total = (0..<n).reduce(0.0) { $0 + products[$1, $1] }
        guard total.isFinite else { throw PCAError(column: 0, row: block.firstNonFiniteRow) }
        let (values, vectors) = try leadingEigenpairs(of: products, count: k)
        // What rounding leaves of a direction without variance is no direction.
        let least = max(values[0], 0) * 1e-14 * Double(n)
        var components = Matrix<Double>(rows: k, columns: d, repeating: 0)
        multiply(
            MatrixView(vectors), MatrixView(centered, rows: n, columns: d),
            into: &components.elements)
        for component in 0..<k {
            var largest = 0.0
            for column in 0..<d where abs(components[component, column]) > abs(largest) {
                largest = components[component, column]
            }
            let factor =
                values[component] > least
                ? (largest < 0 ? -1 : 1) / values[component].squareRoot() : 0
            for column in 0..<d { components[component, column] *= factor }
        }
        let variances = values.map { $0 > least ? $0 / Double(n - 1) : 0 }
        let sum = total / Double(n - 1)
        return PrincipalComponents(
            mean: mean, components: components, variances: variances,
            ratios: variances.map { sum > 0 ? $0 / sum : 0 }, count: n)
    }

    /// `values · transpose(values)`, `[rows, rows]`, in bands of rows.
    private static func products(
        of values: [Double], rows n: Int, columns d: Int
    ) -> Matrix<Double> {
        var result = Matrix<Double>(rows: n, columns: n, repeating: 0)
        let band = 64
        parallelFill(&result.elements, pieceLength: band * n) { piece, part in
            let first = piece * band
            let rows = part.count / n
            multiply(
                MatrixView(values, offset: first * d, rows: rows, columns: d),
                MatrixView(values, rows: n, columns: d).transposed, into: &part)
        }
        return result
    }
}
