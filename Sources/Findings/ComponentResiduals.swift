public import Dense

/// Squared lengths of the residuals of rows, the parts outside their principal components, if only
/// the scores of the rows are available. Distances between whole rows need them.
///
/// The squared distance of two rows is that of their scores plus that of their residuals. The
/// length of a residual follows from the row's length if all rows have the same length (`l2`,
/// `layernorm`); otherwise the mean over all rows is used. Two residuals are taken to be
/// perpendicular, so that distances are approximate unless the components explain everything.
public struct ComponentResiduals: Sendable, Equatable {
    /// Squared length of each row's residual, `[rows]`.
    public let inSample: [Double]
    /// The same, `[rows]`, as if the row had not taken part in the fit: `inSample / (1 - h)` with
    /// the leverage h of the row.
    public let leftOut: [Double]

    /// - Parameters:
    ///   - scores: `[rows, components]`.
    ///   - variances: `[components]`, divided by rows - 1, descending.
    ///   - meanScores: products of the mean with the components, `[components]`.
    ///   - meanRest: squared length of the residual of the mean.
    ///   - squaredLength: squared length of every row; nil if the rows differ in it.
    ///   - totalVariance: sum of the variances in all directions.
    public init(
        scores: Matrix<Float>, variances: [Double], meanScores: [Double], meanRest: Double,
        squaredLength: Double?, totalVariance: Double
    ) {
        let (n, k) = (scores.rows, scores.columns)
        precondition(
            n >= 2 && variances.count == k && meanScores.count == k,
            "\(n) x \(k) scores, \(variances.count) variances, \(meanScores.count) means")
        let meanResidual =
            max(0, totalVariance - variances.reduce(0, +)) * Double(n - 1) / Double(n)
        // Scores are in single precision: smaller residuals are their rounding.
        let rounding = 1e-5 * totalVariance
        // A direction without variance has no leverage.
        let leastVariance = 1e-10 * (variances.first ?? 0)
        var inSample: [Double] = []
        var leftOut: [Double] = []
        for row in 0..<n {
            var inside = 0.0
            var leverage = 1 / Double(n)
            for (column, score) in scores.row(row).enumerated() {
                let whole = Double(score) + meanScores[column]
                inside += whole * whole
                if variances[column] > leastVariance {
                    leverage += Double(score) * Double(score) / variances[column] / Double(n - 1)
                }
            }
            let residual = squaredLength.map { $0 - inside - meanRest } ?? meanResidual
            inSample.append(residual > rounding ? residual : 0)
            leftOut.append(residual > rounding ? residual / max(1e-3, 1 - leverage) : 0)
        }
        self.inSample = inSample
        self.leftOut = leftOut
    }
}
