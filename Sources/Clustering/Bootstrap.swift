internal import Dense

/// The mean of some values and the percentile bootstrap's 95 % interval of it (Efron 1979,
/// doi:10.1214/aos/1176344552): the 2.5 % and 97.5 % quantiles (interpolated) of the means of
/// `resamples` draws with replacement. All three are NaN without a value; equal seeds give equal
/// intervals.
public func bootstrapMean(
    _ values: [Double], seed: UInt64, resamples: Int = 1000
) -> (mean: Double, low: Double, high: Double) {
    guard !values.isEmpty else { return (.nan, .nan, .nan) }
    let n = values.count
    var generator = CounterGenerator(seed: seed)
    let means = (0..<resamples).map { _ in
        var sum = 0.0
        for _ in 0..<n { sum += values[generator.below(n)] }
        return sum / Double(n)
    }.sorted()
    func quantile(_ share: Double) -> Double {
        let place = share * Double(resamples - 1)
        let lower = Int(place)
        let upper = min(lower + 1, resamples - 1)
        return means[lower] + (place - Double(lower)) * (means[upper] - means[lower])
    }
    return (values.reduce(0, +) / Double(n), quantile(0.025), quantile(0.975))
}
