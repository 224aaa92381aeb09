import Dense
import Foundation

/// What `Scripts/goldens/vit.py` computed with timm in float64.
struct Golden: Decodable, Sendable {
    struct Layer: Decodable, Sendable {
        let name: String
        /// Relative L2 error of torch's own float32 over the layer.
        let torchError: Double
        /// At `places(in:)`.
        let values: [Double]

        enum CodingKeys: String, CodingKey {
            case name, values
            case torchError = "torch_f32_error"
        }
    }

    let model: String
    let width: Int
    let depth: Int
    let heads: Int
    let patch: Int
    let size: Int
    let classes: Int
    let layers: [Layer]
    let logits: [Double]
    /// `[depth][patches]`
    let rollout: [[Double]]
    /// `[depth][heads]`
    let distance: [[Double]]

    static func load(_ name: String) throws -> Golden {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Golden/\(name).json")
        return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
    }

    /// Where the stored values of a layer stand in `[tokens, width]`.
    func places(in count: Int) -> [Int] {
        var generator = CounterGenerator(seed: 5000)
        return layers[0].values.map { _ in generator.below(count) }
    }

    /// The image `[size, size, 3]`, normalised with mean and deviation 0.5.
    func image() -> [Float] {
        var generator = CounterGenerator(seed: 77)
        return (0..<size * size * 3).map { _ in
            (Float(generator.below(256)) / 255 - 0.5) / 0.5
        }
    }

    /// Shapes of all parameters by timm's names.
    func shapes() -> [String: [Int]] {
        let grid = size / patch
        var shapes: [String: [Int]] = [
            "cls_token": [1, 1, width], "pos_embed": [1, grid * grid + 1, width],
            "patch_embed.proj.weight": [width, 3, patch, patch], "patch_embed.proj.bias": [width],
            "norm.weight": [width], "norm.bias": [width],
            "head.weight": [classes, width], "head.bias": [classes],
        ]
        for block in 0..<depth {
            for norm in ["norm1", "norm2"] {
                shapes["blocks.\(block).\(norm).weight"] = [width]
                shapes["blocks.\(block).\(norm).bias"] = [width]
            }
            for (name, outputs, inputs) in [
                ("attn.qkv", 3 * width, width), ("attn.proj", width, width),
                ("mlp.fc1", 4 * width, width), ("mlp.fc2", width, 4 * width),
            ] {
                shapes["blocks.\(block).\(name).weight"] = [outputs, inputs]
                shapes["blocks.\(block).\(name).bias"] = [outputs]
            }
        }
        return shapes
    }

    /// All parameters, as the script makes them.
    func parameters() -> [String: [Float]] {
        let shapes = shapes()
        let names = shapes.keys.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
        let values = parallelMap(names.count) { k -> [Float] in
            let shape = shapes[names[k]]!
            let fanIn = shape.count > 1 ? shape.dropFirst().reduce(1, *) : 1
            let (centre, half) = Self.spread(names[k], fanIn: fanIn)
            var generator = CounterGenerator(seed: UInt64(1000 + k))
            return (0..<shape.reduce(1, *)).map { _ in
                Float(centre + half * (2 * generator.uniform() - 1))
            }
        }
        return Dictionary(uniqueKeysWithValues: zip(names, values))
    }

    private static func spread(_ name: String, fanIn: Int) -> (Double, Double) {
        if name.hasSuffix("norm1.weight") || name.hasSuffix("norm2.weight") || name == "norm.weight"
        {
            return (1, 0.5)
        }
        if ["cls_token", "pos_embed", "patch_embed.proj.bias"].contains(name) { return (0, 0.05) }
        if name == "patch_embed.proj.weight" {
            return (0, 0.05 * (3 / Double(fanIn)).squareRoot())
        }
        if name.hasSuffix(".bias") { return (0, 0.3) }
        let gain = name.contains("attn.qkv") ? 2.2 : 1
        return (0, gain * (3 / Double(fanIn)).squareRoot())
    }
}
