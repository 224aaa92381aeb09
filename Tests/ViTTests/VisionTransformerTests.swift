import Dense
import Testing
import Tokens
import Weights

@testable import ViT

/// The image of a golden file sent through the model, every layer kept.
struct Run {
    /// `[tokens, width]` by layer name.
    var layers: [String: [Float]] = [:]
    /// `[depth][patches]`
    var rollout: [[Float]] = []
    /// `[depth][heads]`
    var distance: [[Float]] = []
    var logits: [Float] = []

    /// `slot` is where the image stands in the micro-batch; the other slots are zero.
    init(
        _ golden: Golden, eps: Float = 1e-6, heads: Int? = nil, activation: Activation = .gelu,
        slot: Int = 0, headInput: HeadInput = .classToken,
        changing: (String, inout [Float]) -> Void = { _, _ in }
    ) throws {
        var configuration = Configuration(
            width: golden.width, depth: golden.depth, heads: heads ?? golden.heads,
            grid: PatchGrid(side: golden.size / golden.patch, patch: golden.patch), eps: eps,
            activation: activation, classes: golden.classes)
        configuration.headInput = headInput
        var parameters = golden.parameters()
        for name in parameters.keys { changing(name, &parameters[name]!) }
        let all = parameters
        let model = try VisionTransformer(configuration) { name, _ in all[name]! }
        var pass = ForwardPass(configuration)
        let image = golden.image()
        pass.pixels.replaceSubrange(
            slot * image.count..<(slot + 1) * image.count, with: image)
        let length = configuration.tokens * configuration.width
        var kept = self
        let outputs = model.forward(&pass) { layer, pass in
            let tokens = Array(pass.tokens[slot * length..<(slot + 1) * length])
            switch layer {
            case .embedding: kept.layers["embedding"] = tokens
            case .final: kept.layers["final"] = tokens
            case .block(let index):
                kept.layers["\(index)"] = tokens
                let row = slot * configuration.tokens * configuration.tokens
                kept.rollout.append(Array(pass.joint[row + 1..<row + configuration.tokens]))
                kept.distance.append(
                    Array(
                        pass.distance[
                            slot * configuration.heads..<(slot + 1) * configuration.heads]))
            }
        }
        self = kept
        self.logits = Array(outputs.logits[slot * golden.classes..<(slot + 1) * golden.classes])
    }

    /// Relative L2 error of a layer at the golden file's places.
    func error(_ layer: Golden.Layer, _ golden: Golden) -> Double {
        let tokens = layers[layer.name]!
        var difference = 0.0
        var size = 0.0
        for (place, value) in zip(golden.places(in: tokens.count), layer.values) {
            difference += (Double(tokens[place]) - value) * (Double(tokens[place]) - value)
            size += value * value
        }
        return (difference / size).squareRoot()
    }

    func worstError(_ golden: Golden) -> Double { golden.layers.map { error($0, golden) }.max()! }
}

func largestDifference(_ found: [Float], _ expected: [Double]) -> Double {
    zip(found, expected).map { abs(Double($0) - $1) }.max() ?? .infinity
}

@Suite struct VisionTransformerTests {
    // 5e-6 is the promise; three times torch's own rounding keeps it honest where torch is better.
    @Test(
        "Every layer, rollout, distance and the logits equal timm's in float64",
        arguments: ["tiny", "ti16", "b16"])
    func equalsTimm(name: String) throws {
        let golden = try Golden.load(name)
        let run = try Run(golden)
        for layer in golden.layers {
            let error = run.error(layer, golden)
            let bound = min(5e-6, 3 * layer.torchError)
            #expect(
                error <= bound,
                "\(name), layer \(layer.name): error \(error), torch's \(layer.torchError)")
        }
        #expect(largestDifference(run.logits, golden.logits) <= 1e-5)
        for (found, expected) in zip(run.rollout, golden.rollout) {
            #expect(largestDifference(found, expected) <= 1e-5)
        }
        for (found, expected) in zip(run.distance, golden.distance) {
            // Pixels, of about 100.
            #expect(largestDifference(found, expected) <= 1e-3)
        }
    }

    @Test(
        "Each file format gives every model its parameters, bit for bit",
        arguments: ["tiny", "ti16", "b16"], CheckpointBytes.allCases)
    func formats(name: String, format: CheckpointBytes) throws {
        let golden = try Golden.load(name)
        let parameters = golden.parameters()
        let weights = try VisionTransformerWeights(format.file(golden, parameters))
        #expect(weights.width == golden.width && weights.depth == golden.depth)
        #expect(weights.patch == golden.patch && weights.classes == golden.classes)
        #expect(weights.heads == (format == .npz ? golden.heads : nil))
        for (name, shape) in golden.shapes() {
            let tensor = try weights[name]
            #expect(tensor.shape == shape, "\(name)")
            let isEqual = tensor.elements == parameters[name]
            #expect(isEqual, "\(name)")
        }
    }

    @Test("The golden values see each of the usual mistakes")
    func seesMistakes() throws {
        let golden = try Golden.load("tiny")
        let bound = 5e-6
        #expect(try Run(golden).worstError(golden) <= bound)
        #expect(try Run(golden, eps: 1e-5).worstError(golden) > bound)
        #expect(try Run(golden, eps: 1e-12).worstError(golden) > bound)
        #expect(try Run(golden, activation: .quickGELU).worstError(golden) > bound)
        // Heads of another size: other groups and another 1 / sqrt(d).
        #expect(try Run(golden, heads: 4).worstError(golden) > bound)
        // Queries times sqrt(d): as if 1 / sqrt(d) were missing.
        let missingScale = try Run(golden) { name, values in
            if name.contains("attn.qkv") {
                for i in 0..<values.count / 3 { values[i] *= 4 }
            }
        }
        #expect(missingScale.worstError(golden) > bound)
        // Keys and queries of zero: uniform attention.
        let uniform = try Run(golden) { name, values in
            if name.contains("attn.qkv") {
                for i in 0..<values.count * 2 / 3 { values[i] = 0 }
            }
        }
        #expect(uniform.worstError(golden) > bound)
        #expect(largestDifference(uniform.rollout[0], golden.rollout[0]) > 1e-5)
        // The two heads' queries exchanged.
        let swapped = try Run(golden) { name, values in
            guard name.contains("attn.qkv") else { return }
            let half = values.count / 6
            for i in 0..<half { values.swapAt(i, half + i) }
        }
        #expect(swapped.worstError(golden) > bound)
    }

    @Test("An image's bytes do not depend on what stands in the other slots")
    func slotsAreIndependent() throws {
        let golden = try Golden.load("tiny")
        let c = Configuration(
            width: golden.width, depth: golden.depth, heads: golden.heads,
            grid: PatchGrid(side: golden.size / golden.patch, patch: golden.patch),
            classes: golden.classes)
        let all = golden.parameters()
        let model = try VisionTransformer(c) { name, _ in all[name]! }
        let image = golden.image()
        func tokens(neighbours: Float) -> [Float] {
            var pass = ForwardPass(c)
            for i in pass.pixels.indices { pass.pixels[i] = neighbours }
            pass.pixels.replaceSubrange(3 * image.count..<4 * image.count, with: image)
            _ = model.forward(&pass) { _, _ in }
            let length = c.tokens * c.width
            return Array(pass.tokens[3 * length..<4 * length])
        }
        #expect(tokens(neighbours: 0) == tokens(neighbours: 0.7))
    }

    @Test(
        "Published sizes have their exact numbers of parameters",
        arguments: [
            // width, depth, heads, patch, grid, classes, parameters (timm's counts)
            ([192, 12, 3, 16, 14, 1000], 5_717_416), ([384, 12, 6, 16, 14, 1000], 22_050_664),
            ([768, 12, 12, 16, 14, 1000], 86_567_656), ([768, 12, 12, 32, 7, 1000], 88_224_232),
            ([1024, 24, 16, 16, 14, 1000], 304_326_632),
            ([1280, 32, 16, 14, 16, 1000], 632_045_800),
        ])
    func parameterCounts(shape: [Int], expected: Int) {
        let c = Configuration(
            width: shape[0], depth: shape[1], heads: shape[2],
            grid: PatchGrid(side: shape[4], patch: shape[3]),
            classes: shape[5])
        #expect(c.parameterCount == expected)
    }

    @Test("A head that reads the mean of the patches is applied to it")
    func headOfMeans() throws {
        let golden = try Golden.load("ti16")
        let run = try Run(golden, slot: 2, headInput: .patchMean)
        #expect(run.layers == (try Run(golden, slot: 2)).layers)
        let parameters = golden.parameters()
        let final = try #require(run.layers["final"])
        let patches = final.count / golden.width - 1
        let means = (0..<golden.width).map { i in
            (1...patches).reduce(0) { $0 + Double(final[$1 * golden.width + i]) } / Double(patches)
        }
        let weight = try #require(parameters["head.weight"])
        let bias = try #require(parameters["head.bias"])
        for (index, logit) in run.logits.enumerated() {
            let row = weight[index * golden.width..<(index + 1) * golden.width]
            let expected = zip(row, means).reduce(Double(bias[index])) { $0 + Double($1.0) * $1.1 }
            #expect(abs(Double(logit) - expected) < 1e-4)
        }
    }

    @Test("Uniform attention on 14 x 14 patches of 16 pixels has a mean distance of 116.5 pixels")
    func uniformDistance() throws {
        let golden = try Golden.load("ti16")
        let run = try Run(golden) { name, values in
            if name.contains("attn.qkv") {
                for i in 0..<values.count * 2 / 3 { values[i] = 0 }
            }
        }
        #expect(abs(run.distance[0][0] - 116.5) < 0.05)
    }
}
