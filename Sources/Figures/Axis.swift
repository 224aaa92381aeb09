internal import Glibc

/// A linear scale: the numbers `low`...`high` laid along a side of a panel.
struct Axis {
    /// The number at the beginning of the side.
    let low: Double
    /// The number at the end of the side, usually above `low`.
    let high: Double

    /// Spans the finite numbers in `values`, with a margin at both ends.
    ///
    /// A range of zero becomes 2 (more for numbers of large magnitude, so that ticks differ); no
    /// values give 0...1. Numbers that are not finite are ignored.
    ///
    /// - Parameter margin: share of the range added at each end. Default: 0.05, as in matplotlib.
    init(spanning values: some Sequence<Float>, margin: Double = 0.05) {
        var (low, high) = (Double.infinity, -Double.infinity)
        for value in values where value.isFinite {
            low = min(low, Double(value))
            high = max(high, Double(value))
        }
        guard low <= high else {
            self.init(low: 0, high: 1)
            return
        }
        let range = high - low
        // Below this, neighbouring ticks would differ only in digits that Float does not have.
        let smallest = max(abs(low), abs(high)) * 1e-6
        if range <= smallest {
            self.init(low: low - max(1, smallest * 10), high: high + max(1, smallest * 10))
        } else {
            self.init(low: low - margin * range, high: high + margin * range)
        }
    }

    /// A scale with exactly these ends.
    init(low: Double, high: Double) {
        self.low = low
        self.high = high
    }

    /// The position of a value along the side: 0 at `low`, 1 at `high`, outside that range beyond
    /// them.
    func fraction(_ value: Double) -> Double { (value - low) / (high - low) }

    /// A scale with the same middle and a total range of `range`.
    func widened(to range: Double) -> Axis {
        let middle = (low + high) / 2
        return Axis(low: middle - range / 2, high: middle + range / 2)
    }

    /// Round numbers inside the scale, at most `limit` + 1 of them, with their texts.
    ///
    /// The step is the smallest of 1, 2, 2.5, 5 times a power of ten that is not below the range
    /// over `limit`. All texts have the decimals that the step needs. Empty where the range is so
    /// small that a hundred ticks would result.
    func ticks(limit: Int) -> [(value: Double, text: String)] {
        let raw = (high - low) / Double(max(1, limit))
        let power = Int(floor(log10(raw)))
        var step = 0.0
        var decimals = 0
        search: for exponent in [power, power + 1] {
            for (digits, more) in [(1.0, 0), (2.0, 0), (2.5, 1), (5.0, 0)] {
                step = digits * pow(10, Double(exponent))
                decimals = max(0, more - exponent)
                if step >= raw * (1 - 1e-9) { break search }
            }
        }
        let first = (low / step - 1e-9).rounded(.up)
        let last = (high / step + 1e-9).rounded(.down)
        guard last - first < 100 else { return [] }
        return stride(from: first, through: last, by: 1).map { index in
            let value = index * step
            return (value, Axis.text(value, decimals: decimals))
        }
    }

    /// A number with `decimals` decimals and the minus sign U+2212.
    ///
    /// Where its digits would make up 10^6 or more, it is written as `2.5e7`. A value that rounds
    /// to 0 has no sign.
    static func text(_ value: Double, decimals: Int) -> String {
        let magnitude = abs(value)
        let sign = value < 0 ? "\u{2212}" : ""
        let scaled = (magnitude * pow(10, Double(decimals))).rounded()
        guard scaled < 1e6 else {
            return sign + scientific(magnitude)
        }
        if scaled == 0 {
            return decimals == 0 ? "0" : "0." + String(repeating: "0", count: decimals)
        }
        var digits = String(Int(scaled))
        if decimals > 0 {
            digits =
                String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
            digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals))
        }
        return sign + digits
    }

    /// A number above 0 as `2.5e7`, with at most three decimals.
    private static func scientific(_ magnitude: Double) -> String {
        let exponent = Int(floor(log10(magnitude)))
        let mantissa = (magnitude / pow(10, Double(exponent)) * 1000).rounded() / 1000
        let text = mantissa == mantissa.rounded() ? String(Int(mantissa)) : String(mantissa)
        return "\(text)e\(exponent)"
    }
}
