import Dense
import Store
import Testing
import Tokens
import ViT

@testable import ModelLoading

@Suite("Tokens as they are stored") struct StoredTokensTests {
    /// The tokens `[slots, tokens, width]` of each layer of a small model with two registers,
    /// whose closing norm has the factors `scale`, shown to `body`.
    private func forEachLayer(
        scale: Float = 1, _ body: (LayerName, borrowing ForwardPass) -> Void
    ) throws {
        var configuration = Configuration(
            width: 8, depth: 1, heads: 2, grid: PatchGrid(side: 2, patch: 2), hidden: 16)
        configuration.extra = .registers(2)
        let model = try VisionTransformer(configuration) { name, shape in
            let count = shape.reduce(1, *)
            if name == "norm.weight" { return [Float](repeating: scale, count: count) }
            var generator = CounterGenerator(seed: UInt64(name.utf8.reduce(0) { $0 + Int($1) }))
            return (0..<count).map { _ in Float(generator.uniform() - 0.5) }
        }
        var pass = ForwardPass(configuration)
        var generator = CounterGenerator(seed: 1)
        for index in pass.pixels.indices { pass.pixels[index] = Float(generator.uniform()) }
        _ = model.forward(&pass) { layer, pass in body(layer, pass) }
    }

    private func singles(
        _ pass: borrowing ForwardPass, _ kind: TokenKind, _ saturated: inout Int
    ) -> [Float] {
        let values = storedTokens(pass, slot: 3, kind, .f32, saturated: &saturated)
        guard case .single(let numbers) = values else { return [] }
        return numbers
    }

    @Test("Each kind is its slot's rows of the layer, the mean that of the patches")
    func places() throws {
        var layers = 0
        try forEachLayer { _, pass in
            layers += 1
            var saturated = 0
            let tokens = pass.tokens
            // The class token, two registers, four patches.
            let first = 3 * 7 * 8
            let classToken = singles(pass, .classToken, &saturated)
            #expect(classToken == Array(tokens[first..<first + 8]))
            let extra = singles(pass, .extra, &saturated)
            #expect(extra == Array(tokens[first + 8..<first + 24]))
            let patches = singles(pass, .patches, &saturated)
            #expect(patches == Array(tokens[first + 24..<first + 56]))
            let mean = singles(pass, .mean, &saturated)
            #expect(mean.count == 8)
            for (column, value) in mean.enumerated() {
                let sum = (0..<4).reduce(Float(0)) { $0 + tokens[first + 24 + 8 * $1 + column] }
                #expect(abs(value - sum / 4) <= 1e-6)
            }
            #expect(saturated == 0)
        }
        #expect(layers == 3)
    }

    @Test("Half precision is the nearest one, and what lies beyond its range is counted")
    func halves() throws {
        try forEachLayer(scale: 1e6) { layer, pass in
            var saturated = 0
            let values = storedTokens(pass, slot: 0, .patches, .f16, saturated: &saturated)
            guard case .half(let halves) = values else {
                Issue.record("expected halves, found \(values)")
                return
            }
            let place = pass.patchPlace(slot: 0)
            let numbers = Array(pass.tokens[place.offset..<place.offset + 32])
            #expect(saturated == numbers.count { abs($0) > 65504 })
            #expect((saturated > 0) == (layer == .final))
            let (expected, _) = toHalf(numbers.span)
            #expect(halves == expected)
            #expect(values.count == 32)
        }
    }
}
