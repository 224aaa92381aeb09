import TestSupport
import Testing

@testable import Dense

/// A linear layer of uneven sides, and what it should give.
private struct LinearCase {
    let rows = 37
    let inputs = 75
    let outputs = 51
    let input: [Float]
    let weight: Matrix<Float>
    let bias: [Float]

    init() {
        input = numbers(37 * 75, scale: 1, seed: 11)
        weight = Matrix(rows: 51, columns: 75, elements: numbers(51 * 75, scale: 0.3, seed: 12))
        bias = numbers(51, scale: 2, seed: 13)
    }

    /// In double precision from inputs and weights rounded as `precision` rounds them.
    func expected(
        _ precision: Precision, _ activation: Activation? = nil, onto start: [Float]? = nil
    ) -> [Double] {
        func rounded(_ x: Float) -> Double {
            Double(precision == .bf16 ? Referee.bf16(x) : x)
        }
        return (0..<rows * outputs).map { place in
            let (row, column) = place.quotientAndRemainder(dividingBy: outputs)
            var sum = Double(bias[column])
            for i in 0..<inputs {
                sum += rounded(input[row * inputs + i]) * rounded(weight[column, i])
            }
            if let activation { sum = Referee.activation(activation, sum) }
            return sum + Double(start?[place] ?? 0)
        }
    }

    func found(
        _ precision: Precision, _ engine: ProductEngine, _ activation: Activation? = nil,
        output: Precision = .f32, onto start: [Float]? = nil
    ) -> [Float] {
        let layer = PackedLinear(
            weight: weight, bias: bias, rows: rows, precision: precision, output: output,
            activation: activation, accumulates: start != nil, engine: engine)
        var workspace = ProductWorkspace()
        let input = AlignedBuffer(input, precision: precision)
        if let start {
            var sums = start
            layer.apply(input, into: &sums, &workspace)
            return sums
        }
        var result = AlignedBuffer(count: rows * outputs, precision: output)
        layer.apply(input, into: &result, &workspace)
        return result.values
    }
}

/// The largest difference.
private func worst(_ found: [Float], _ expected: [Double]) -> Double {
    zip(found, expected).map { abs(Double($0) - $1) }.max() ?? .infinity
}

private let canDoBF16 = bfloat16Kernel() != nil

@Suite struct PackedLinearTests {
    @Test("Both libraries equal the referee in f32", arguments: [ProductEngine.oneDNN, .openBLAS])
    func single(engine: ProductEngine) {
        let layer = LinearCase()
        for activation in [nil] + Activation.allCases.map(Optional.some) {
            let found = layer.found(.f32, engine, activation)
            // Sums of 75 products of about 0.3.
            #expect(worst(found, layer.expected(.f32, activation)) < 4e-6)
        }
        let start = numbers(37 * 51, scale: 3, seed: 14)
        let sums = layer.found(.f32, engine, onto: start)
        #expect(worst(sums, layer.expected(.f32, onto: start)) < 4e-6)
    }

    @Test("bf16 equals the referee on rounded factors", .enabled(if: canDoBF16))
    func bf16() {
        let layer = LinearCase()
        for activation in [nil] + Activation.allCases.map(Optional.some) {
            let expected = layer.expected(.bf16, activation)
            // Sums are in single precision: as exact as f32's.
            #expect(worst(layer.found(.bf16, .fastest, activation), expected) < 4e-6)
            let rounded = layer.found(.bf16, .fastest, activation, output: .bf16)
            for (found, expected) in zip(rounded, expected) {
                #expect(abs(Double(found) - expected) <= abs(expected) / 256 + 4e-6)
            }
        }
        let start = numbers(37 * 51, scale: 3, seed: 14)
        let sums = layer.found(.bf16, .fastest, onto: start)
        #expect(worst(sums, layer.expected(.bf16, onto: start)) < 4e-6)
        // The rounding of the factors is there to be seen.
        #expect(worst(sums, layer.expected(.f32, onto: start)) > 1e-3)
    }

    @Test("Weights may stand inputs first")
    func inputsFirst() {
        let layer = LinearCase()
        var transposed = Matrix<Float>(rows: 75, columns: 51, repeating: 0)
        for row in 0..<51 { for i in 0..<75 { transposed[i, row] = layer.weight[row, i] } }
        for engine in [ProductEngine.oneDNN, .openBLAS] {
            let packed = PackedLinear(
                weight: transposed, layout: .inputsFirst, bias: layer.bias, rows: 37,
                precision: .f32, engine: engine)
            var workspace = ProductWorkspace()
            var result = AlignedBuffer(count: 37 * 51, precision: .f32)
            packed.apply(
                AlignedBuffer(layer.input, precision: .f32), into: &result, &workspace)
            #expect(worst(result.values, layer.expected(.f32)) < 4e-6)
        }
    }

    @Test("Attention's products equal their referee")
    func heads() {
        let (tokens, heads, d) = (21, 3, 10)
        let width = heads * d
        let offset = tokens * width
        let q = numbers(2 * offset, scale: 1, seed: 21)
        let k = numbers(2 * offset, scale: 1, seed: 22)
        let v = numbers(2 * offset, scale: 1, seed: 23)
        let p = numbers(heads * tokens * tokens, scale: 1, seed: 24)
        var ways: [(Precision, ProductEngine)] = [(.f32, .oneDNN), (.f32, .openBLAS)]
        if canDoBF16 { ways.append((.bf16, .fastest)) }
        for (precision, engine) in ways {
            let products = HeadProducts(
                tokens: tokens, heads: heads, headWidth: d, precision: precision, engine: engine)
            var workspace = ProductWorkspace()
            var scores = AlignedBuffer(count: p.count, precision: .f32)
            var mixed = AlignedBuffer(count: q.count, precision: precision)
            products.scores(
                AlignedBuffer(q, precision: precision), AlignedBuffer(k, precision: precision),
                at: offset, into: &scores, &workspace)
            products.mix(
                AlignedBuffer(p, precision: precision), AlignedBuffer(v, precision: precision),
                at: offset, into: &mixed, &workspace)
            func number(_ values: [Float], _ index: Int) -> Double {
                Double(precision == .bf16 ? Referee.bf16(values[index]) : values[index])
            }
            let (foundScores, foundMixed) = (scores.values, mixed.values)
            for head in 0..<heads {
                for row in 0..<tokens {
                    for column in 0..<tokens {
                        var sum = 0.0
                        for i in 0..<d {
                            sum +=
                                number(q, offset + row * width + head * d + i)
                                * number(k, offset + column * width + head * d + i)
                        }
                        let place = (head * tokens + row) * tokens + column
                        #expect(abs(Double(foundScores[place]) - sum) < 2e-6)
                    }
                    for i in 0..<d {
                        var sum = 0.0
                        for column in 0..<tokens {
                            sum +=
                                number(p, (head * tokens + row) * tokens + column)
                                * number(v, offset + column * width + head * d + i)
                        }
                        let found = Double(foundMixed[offset + row * width + head * d + i])
                        #expect(
                            abs(found - sum) < (precision == .bf16 ? abs(sum) / 256 : 0) + 2e-6)
                    }
                }
            }
            // The image before is left alone.
            #expect(foundMixed[..<offset].allSatisfy { $0 == 0 })
        }
    }

    @Test("Many threads give the bytes of one")
    func threads() {
        let layer = LinearCase()
        let packed = PackedLinear(
            weight: layer.weight, bias: layer.bias, rows: 37, precision: .f32, engine: .oneDNN)
        let alone = layer.found(.f32, .oneDNN)
        let results = parallelMap(64) { _ -> [Float] in
            var workspace = ProductWorkspace()
            var result = AlignedBuffer(count: 37 * 51, precision: .f32)
            packed.apply(AlignedBuffer(layer.input, precision: .f32), into: &result, &workspace)
            return result.values
        }
        let same = results.count { $0 == alone }
        #expect(same == 64)
    }
}
