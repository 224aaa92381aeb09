public import Dense
internal import Foundation

/// The elementwise kernels in plain Swift and double precision: slow, exact, and what the fast
/// ones are tested against.
public enum Referee {
    /// See `layerNorm`; `input` `[rows, columns]`.
    public static func layerNorm(
        _ input: [Float], scale: [Float], shift: [Float], eps: Float
    ) -> [Double] {
        let columns = scale.count
        return stride(from: 0, to: input.count, by: columns).flatMap { start in
            let row = input[start..<start + columns].map(Double.init)
            let mean = row.reduce(0, +) / Double(columns)
            let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(columns)
            return (0..<columns).map { c in
                (row[c] - mean) / (variance + Double(eps)).squareRoot() * Double(scale[c])
                    + Double(shift[c])
            }
        }
    }

    /// See `softmax`; one row.
    public static func softmax(_ row: [Float], factor: Float) -> [Double] {
        let scaled = row.map { Double($0) * Double(factor) }
        let maximum = scaled.max() ?? 0
        let powers = scaled.map { exp($0 - maximum) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }

    /// What rollout multiplies, see `attentionSoftmax`; `attention` `[heads, tokens, tokens]`.
    public static func transition(
        _ attention: [Double], heads: Int, tokens: Int
    ) -> [Double] {
        (0..<tokens).flatMap { row in
            var mean = (0..<tokens).map { column in
                (0..<heads).reduce(0.0) {
                    $0 + attention[($1 * tokens + row) * tokens + column]
                } / Double(heads)
            }
            mean[row] += 1
            let sum = mean.reduce(0, +)
            return mean.map { $0 / sum }
        }
    }

    /// The nearest bfloat16, ties to even; one value.
    public static func bf16(_ x: Float) -> Float {
        if !x.isFinite { return x }
        let lower = Float(bitPattern: x.bitPattern & 0xFFFF_0000)
        let upper = Float(bitPattern: lower.bitPattern + 0x1_0000)
        // Beyond the largest number stands infinity, in the place of 2^128.
        let bound = upper.isFinite ? Double(upper) : x < 0 ? -0x1p128 : 0x1p128
        let (below, above) = (abs(Double(x) - Double(lower)), abs(bound - Double(x)))
        if below != above { return below < above ? lower : upper }
        return lower.bitPattern & 0x1_0000 == 0 ? lower : upper
    }

    /// `Activation.gelu` of one value.
    public static func gelu(_ x: Double) -> Double { 0.5 * x * erfc(-x / 2.0.squareRoot()) }

    /// `Activation.quickGELU` of one value.
    public static func quickGELU(_ x: Double) -> Double { x / (1 + exp(-1.702 * x)) }

    /// An activation of one value.
    public static func activation(_ kind: Activation, _ x: Double) -> Double {
        switch kind {
        case .gelu: gelu(x)
        case .quickGELU: quickGELU(x)
        case .tanhGELU:
            x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x))) / 2
        case .silu: x / (1 + exp(-x))
        }
    }

    /// See `toHalf`; one value.
    public static func half(_ x: Float) -> HalfBits {
        let limit = Float(Float16.greatestFiniteMagnitude)
        let rounded = Float16(x)
        return rounded.isInfinite ? Float16(x < 0 ? -limit : limit).bitPattern : rounded.bitPattern
    }

    /// See `centerRows`; `values` `[rows, center.count]`.
    public static func centered(
        _ values: [Float], scaling: RowScaling?, center: [Double]
    ) -> [Double] {
        values.indices.map { i in
            let (r, c) = (i / center.count, i % center.count)
            guard let scaling else { return Double(values[i]) - center[c] }
            return (Double(values[i]) - scaling.shifts[r]) * scaling.factors[r] - center[c]
        }
    }
}

extension Referee {
    /// See `squaredDistances`; its eight sums, added in its order.
    public static func squaredDistance(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Double {
        var sums = [Double](repeating: 0, count: 8)
        for (place, (x, y)) in zip(a, b).enumerated() {
            let difference = Double(x) - Double(y)
            sums[place % 8] += difference * difference
        }
        return ((sums[0] + sums[4]) + (sums[2] + sums[6]))
            + ((sums[1] + sums[5]) + (sums[3] + sums[7]))
    }

    /// See Dense's `nextWithin`, for products of all columns.
    public static func nextWithin(
        _ products: [Float], from start: Int, halves: [Float], cores: [Float], groups: [Int32],
        _ limits: WithinLimits
    ) -> Int {
        (start..<products.count).first {
            halves[$0] - products[$0] <= limits.limit && cores[$0] <= limits.core
                && groups[$0] != limits.group
        } ?? products.count
    }

    /// See `nearestCentroids`; one row.
    public static func nearestCentroid(_ products: [Float], halves: [Float]) -> Int {
        var best = 0
        for c in halves.indices where halves[c] - products[c] < halves[best] - products[best] {
            best = c
        }
        return best
    }

    /// See `halfProducts`; one row.
    public static func halfProduct(_ row: [HalfBits], _ vector: [Float]) -> Double {
        zip(row, vector).reduce(0) { $0 + Double(Float16(bitPattern: $1.0)) * Double($1.1) }
    }
}
