import Foundation
import TestSupport
import Testing

@testable import Dense

/// Uniform numbers in -scale ..< scale.
func numbers(_ count: Int, scale: Float, seed: UInt64) -> [Float] {
    var generator = CounterGenerator(seed: seed)
    return (0..<count).map { _ in scale * Float(2 * generator.uniform() - 1) }
}

@Suite struct KernelTests {
    // Relative to the row's largest value: sums of up to 3072 numbers in single precision.
    @Test("Layer norm equals its referee", arguments: [1, 2, 7, 16, 31, 192, 768, 3072])
    func layerNormEqualsReferee(columns: Int) {
        let input = numbers(3 * columns, scale: 4, seed: 1)
        let scale = numbers(columns, scale: 2, seed: 2)
        let shift = numbers(columns, scale: 1, seed: 3)
        var output = [Float](repeating: 0, count: input.count)
        layerNorm(input, into: &output, rows: 3, scale: scale, shift: shift, eps: 1e-6)
        let expected = Referee.layerNorm(input, scale: scale, shift: shift, eps: 1e-6)
        for (found, expected) in zip(output, expected) {
            #expect(abs(Double(found) - expected) <= 4e-6 * max(1, abs(expected)))
        }
    }

    @Test("Softmax over heads equals its referee", arguments: [1, 2, 15, 16, 17, 31, 32, 50, 197])
    func softmaxEqualsReferee(tokens: Int) {
        for scale: Float in [0.1, 5, 60] {
            let heads = 3
            let before = numbers(heads * tokens * tokens, scale: scale, seed: UInt64(tokens))
            var scores = AlignedBuffer(before, precision: .f32)
            var rounded = AlignedBuffer(count: before.count, precision: .bf16)
            var transition = [Float](repeating: 9, count: tokens * tokens + 2)
            attentionSoftmax(
                &scores, heads: heads, tokens: tokens, factor: 0.7, rounded: &rounded,
                transition: &transition, at: 1)
            let found = scores.values
            let expected = stride(from: 0, to: before.count, by: tokens).flatMap {
                Referee.softmax(Array(before[$0..<$0 + tokens]), factor: 0.7)
            }
            for (found, expected) in zip(found, expected) {
                // The exponent's own rounding grows with its size.
                #expect(abs(Double(found) - expected) <= 1e-5 * expected + 1e-9)
            }
            #expect(rounded.values == found.map(Referee.bf16))
            let misrounded = zip(rounded.values, found).count { $0 != Referee.bf16($1) }
            #expect(misrounded == 0)
            let means = Referee.transition(expected, heads: heads, tokens: tokens)
            for (found, expected) in zip(transition[1...], means) {
                #expect(abs(Double(found) - expected) <= 1e-5 * expected + 1e-9)
            }
            // What stands beside it is left alone.
            #expect(transition.first == 9 && transition.last == 9)
        }
    }

    @Test("Softmax without its extras gives the same numbers")
    func softmaxAlone() {
        let before = numbers(2 * 40 * 40, scale: 5, seed: 6)
        var alone = AlignedBuffer(before, precision: .f32)
        var beside = AlignedBuffer(before, precision: .f32)
        var nothing = AlignedBuffer(count: 0, precision: .bf16)
        var rounded = AlignedBuffer(count: before.count, precision: .bf16)
        var none: [Float] = []
        var transition = [Float](repeating: 0, count: 40 * 40)
        attentionSoftmax(
            &alone, heads: 2, tokens: 40, factor: 1, rounded: &nothing, transition: &none, at: 0)
        attentionSoftmax(
            &beside, heads: 2, tokens: 40, factor: 1, rounded: &rounded, transition: &transition,
            at: 0)
        #expect(alone.values == beside.values)
    }

    @Test("bfloat16 rounds to nearest even, keeps NaN, and layer norm rounds so")
    func bf16() {
        let inputs: [Float] =
            [0, -0, 1, 1.00390625, 1.01171875, -3.14159, 3.4e38, .infinity, 1e-38]
            + numbers(3000, scale: 50, seed: 7)
        let buffer = AlignedBuffer(inputs, precision: .bf16)
        #expect(buffer.values.map(\.bitPattern) == inputs.map { Referee.bf16($0).bitPattern })
        #expect(AlignedBuffer([Float.nan], precision: .bf16).values[0].isNaN)
        // Ties: 1 + 1/256 lies between 1 and 1 + 1/128 and goes to the even one, 1.
        #expect(Referee.bf16(1.00390625) == 1 && Referee.bf16(1.01171875) == 1.015625)

        let columns = 300
        let scale = numbers(columns, scale: 2, seed: 2)
        let shift = numbers(columns, scale: 1, seed: 3)
        var single = [Float](repeating: 0, count: 10 * columns)
        var rounded = AlignedBuffer(count: 10 * columns, precision: .bf16)
        layerNorm(inputs + inputs, into: &single, rows: 10, scale: scale, shift: shift, eps: 1e-6)
        layerNorm(inputs + inputs, into: &rounded, rows: 10, scale: scale, shift: shift, eps: 1e-6)
        for (found, expected) in zip(rounded.values, single) where !expected.isNaN {
            // The two are compiled apart and may round the single-precision number otherwise.
            #expect(abs(found - expected) <= abs(expected) / 256 + 1e-6)
        }
    }

    @Test("Activations equal their referees over all of their range")
    func geluEqualsReferee() {
        let inputs = stride(from: Float(-12), through: 12, by: 0.001).map { $0 }
        for activation in Activation.allCases {
            var values = inputs
            addBias(
                [Float](repeating: 0, count: inputs.count), to: &values, rows: 1,
                activation: activation)
            for (x, found) in zip(inputs, values) {
                let expected = Referee.activation(activation, Double(x))
                // A few steps of single precision of x itself: torch's float32 is no closer.
                #expect(
                    abs(Double(found) - expected) <= 3e-7 * max(1, abs(Double(x))),
                    "\(activation)(\(x)) = \(found), expected \(expected)")
            }
        }
    }

    @Test("Gates multiply in both precisions, each product rounded once")
    func gates() {
        let values = numbers(1003, scale: 2, seed: 21)
        let factors = numbers(1003, scale: 3, seed: 22)
        for precision in Precision.allCases {
            var found = AlignedBuffer(values, precision: precision)
            let gates = AlignedBuffer(factors, precision: precision)
            let before = found.values
            multiply(&found, by: gates, count: 1000)
            for i in 0..<1003 {
                let exact = i < 1000 ? before[i] * gates.values(i..<i + 1)[0] : before[i]
                let expected = precision == .bf16 ? Referee.bf16(exact) : exact
                #expect(found.values(i..<i + 1)[0] == expected, "\(precision), \(i)")
            }
        }
    }

    @Test("Pairs are turned by the angles of their rows, other numbers stay", arguments: [2, 16])
    func rotation(half: Int) {
        let (rows, heads) = (5, 3)
        let length = rows * heads * 2 * half
        let values = numbers(length + 8, scale: 2, seed: 23)
        let angles = numbers(rows * half, scale: 3, seed: 24)
        let cosines = Matrix(
            rows: rows, columns: half, elements: angles.map { Float(cos(Double($0))) })
        let sines = Matrix(
            rows: rows, columns: half, elements: angles.map { Float(sin(Double($0))) })
        for precision in Precision.allCases {
            var buffer = AlignedBuffer(values, precision: precision)
            let before = buffer.values.map { Double($0) }
            rotatePairs(&buffer, at: 8, heads: heads, cosines: cosines, sines: sines)
            let found = buffer.values
            #expect(found[..<8].map { Double($0) } == Array(before[..<8]))
            for row in 0..<rows {
                for (head, i) in (0..<heads).flatMap({ h in (0..<half).map { (h, $0) } }) {
                    let place = 8 + (row * heads + head) * 2 * half + i
                    let (a, b) = (before[place], before[place + half])
                    let angle = Double(angles[row * half + i])
                    let expected = [
                        a * cos(angle) - b * sin(angle), b * cos(angle) + a * sin(angle),
                    ]
                    for (found, expected) in zip([found[place], found[place + half]], expected) {
                        let bound = precision == .bf16 ? abs(expected) / 256 + 1e-6 : 1e-6
                        #expect(abs(Double(found) - expected) <= bound)
                    }
                }
            }
        }
    }

    @Test("Bias is added to each row")
    func bias() {
        var values: [Float] = [1, 2, 3, 4, 5, 6]
        addBias([10, 20, 30], to: &values, rows: 2)
        #expect(values == [11, 22, 33, 14, 25, 36])
    }

    @Test("Half precision rounds to nearest even, saturates and counts")
    func half() {
        var inputs = numbers(5000, scale: 100, seed: 4) + numbers(2000, scale: 1e-5, seed: 5)
        inputs += [65504, 65519.9, 65520, -65520, 1e30, -1e30, 0, -0.0, 6e-8, 2e-8, 1e-9]
        let (bits, saturated) = toHalf(inputs)
        #expect(saturated == 4)
        #expect(bits == inputs.map(Referee.half))
        let every = (0...UInt16.max).filter { !Float16(bitPattern: $0).isNaN }
        #expect(fromHalf(every) == every.map { Float(Float16(bitPattern: $0)) })
    }

    @Test("NaN and infinity are found wherever they stand")
    func finite() {
        for bad in [Float.nan, .infinity, -.infinity] {
            for place in [0, 15, 16, 99] {
                var values = numbers(100, scale: 1e30, seed: 6)
                let before = allFinite(values.span)
                values[place] = bad
                let after = allFinite(values.span)
                #expect(before && !after)
            }
        }
    }

    @Test("The mean distance is each row's weighted mean, averaged")
    func distance() {
        let weights = AlignedBuffer([9, 1, 3, 9, 2, 2], precision: .f32)
        let result = meanDistance(
            weights, Place(offset: 1, rows: 2, columns: 2, stride: 3), distances: [0, 4, 8, 0])
        #expect(abs(result - ((0 * 1 + 4 * 3) / 4 + (8 * 2 + 0 * 2) / 4) / 2) < 1e-6)
    }

    @Test("Products of half rows are those in double precision within the bound on their rounding")
    func products() {
        for (rows, columns) in [(1, 1), (3, 16), (7, 37), (50, 768)] {
            let halves = toHalf(numbers(rows * columns, scale: 0.2, seed: UInt64(columns))).bits
            let vector = numbers(columns, scale: 0.2, seed: 9)
            var products = [Float](repeating: .nan, count: rows)
            var span = products.mutableSpan
            halfProducts(halves.span, vector.span, into: &span)
            for row in 0..<rows {
                let part = Array(halves[row * columns..<(row + 1) * columns])
                let exact = Referee.halfProduct(part, vector)
                let sum = zip(fromHalf(part), vector).reduce(0.0) {
                    $0 + Double(abs($1.0 * $1.1))
                }
                let error = abs(Double(products[row]) - exact)
                #expect(error <= Double(columns + 1) * 0x1p-24 * sum, "row \(row): \(error)")
            }
        }
    }
}
