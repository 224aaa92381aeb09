public import Dense

/// Principal components of the rows of a layer, and the scores of the rows.
///
/// A row x has the scores `components · (x - mean)`, where x is normalised as
/// `MapParameters.normalization` states.
public struct PCAResult: Sendable, Equatable {
    /// Scores of the rows, `[n, k]`.
    public var scores: Matrix<Float>
    /// Orthonormal components by falling variance, `[k, width]`.
    public var components: Matrix<Double>
    /// Mean of the normalised rows, `[width]`.
    public var mean: [Double]
    /// Variance along each component, `[k]`.
    public var variances: [Double]
    /// Share of the total variance that each component explains, 0...1, `[k]`.
    public var ratios: [Double]

    public init(
        scores: Matrix<Float>, components: Matrix<Double>, mean: [Double], variances: [Double],
        ratios: [Double]
    ) {
        self.scores = scores
        self.components = components
        self.mean = mean
        self.variances = variances
        self.ratios = ratios
    }
}
