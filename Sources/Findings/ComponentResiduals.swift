public import Dense

/// What rows have off their principal components, where only their scores are at hand: for
/// distances between whole rows.
///
/// The squared distance of two rows is that of their scores plus that of their rests. A rest's
/// length follows from the row's length where all rows have the same (`l2`, `layernorm`); else the
/// mean over all rows stands for it. Two rests are taken for perpendicular, so that distances are
/// approximate unless the components hold everything.
public struct ComponentResiduals: Sendable, Equatable {
    /// `[rows]`: the squared length of each row's rest.
    public let own: [Double]
    /// `[rows]`: the same had the row not taken part in the fit: `own / (1 - h)`, h its leverage.
    public let leftOut: [Double]

    /// - Parameters:
    ///   - scores: `[rows, components]`.
    ///   - variances: `[components]`, divided by rows - 1, descending.
    ///   - meanScores: `[components]`: the products of the mean with the components.
    ///   - meanRest: the squared length of the mean's own rest.
    ///   - squaredLength: that of every row; nil where they differ.
    ///   - totalVariance: the sum of the variances in all directions.
    public init(
        scores: Matrix<Float>, variances: [Double], meanScores: [Double], meanRest: Double,
        squaredLength: Double?, totalVariance: Double
    ) {
        let (n, k) = (scores.rows, scores.columns)
        precondition(
            n >= 2 && variances.count == k && meanScores.count == k,
            "\(n) x \(k) scores, \(variances.count) variances, \(meanScores.count) means")
        let meanOwn = max(0, totalVariance - variances.reduce(0, +)) * Double(n - 1) / Double(n)
        // Scores are in single precision: what is smaller is their rounding.
        let rounding = 1e-5 * totalVariance
        // A direction without variance has no leverage.
        let leastVariance = 1e-10 * (variances.first ?? 0)
        var own: [Double] = []
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
            let rest = squaredLength.map { $0 - inside - meanRest } ?? meanOwn
            own.append(rest > rounding ? rest : 0)
            leftOut.append(rest > rounding ? rest / max(1e-3, 1 - leverage) : 0)
        }
        self.own = own
        self.leftOut = leftOut
    }
}
