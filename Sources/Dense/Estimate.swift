/// A mean over rows that were drawn, or over all; `margin` is half of its 95 % interval, nil where
/// nothing was drawn.
public struct Estimate: Sendable, Equatable {
    public let value: Double
    public let margin: Double?

    public init(value: Double, margin: Double?) {
        self.value = value
        self.margin = margin
    }

    /// The mean of `values`, drawn without replacement from `population` rows, with 1.96 standard
    /// errors corrected for a finite population; nil without values.
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
