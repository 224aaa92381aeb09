public import Dense

/// Principal components as stored.
public struct PCAResult: Sendable, Equatable {
    /// `[n, k]`
    public var scores: Matrix<Float>
    /// `[k, width]`
    public var components: Matrix<Double>
    /// `[width]`
    public var mean: [Double]
    /// Explained variance, `[k]`.
    public var variances: [Double]
    /// Explained variance ratio, `[k]`.
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
