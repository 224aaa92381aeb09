/// A mean, and half the width of the interval that holds the mean over all with 95 % confidence;
/// the margin is nil when nothing was sampled.
public struct Estimate: Sendable, Equatable {
    public let value: Double
    public let margin: Double?

    /// The mean of `values`, drawn without replacement from `population` rows, with 1.96 standard
    /// errors corrected for a finite population; nil without values.
    init?(_ values: [Double], of population: Int) {
        if values.isEmpty { return nil }
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        value = mean
        if values.count >= population || values.count < 2 {
            margin = nil
            return
        }
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
        margin = 1.96 * (variance / count * (1 - count / Double(population))).squareRoot()
    }
}
