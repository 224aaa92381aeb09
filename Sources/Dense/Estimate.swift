/// A mean over rows that were drawn, or over all, with the margin that drawing leaves.
public struct Estimate: Sendable, Equatable {
    /// The mean, in the unit of the values.
    public let value: Double
    /// Half the width of the 95 % interval around the mean; nil where nothing was drawn.
    public let margin: Double?

    /// Wraps a mean and a margin computed elsewhere.
    public init(value: Double, margin: Double?) {
        self.value = value
        self.margin = margin
    }

    /// The mean of `values`, drawn without replacement from `population` rows, with 1.96 standard
    /// errors corrected for a finite population (Cochran, "Sampling Techniques", 3rd edition,
    /// section 2.6). The margin is nil for all rows and for a single value; the result is nil
    /// without values.
    public init?(_ values: [Double], of population: Int) {
        if values.isEmpty { return nil }
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        if values.count >= population || values.count < 2 {
            self.init(value: mean, margin: nil)
            return
        }
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
        let finite = 1 - count / Double(population)
        self.init(value: mean, margin: 1.96 * (variance / count * finite).squareRoot())
    }
}
