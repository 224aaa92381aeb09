import Dense
import Foundation
import Testing
import ViT
import Weights

@testable import Language

/// Text towers of transformers and OpenCLIP with drawn weights, in float64
/// (`Scripts/goldens/texts.py`).
private struct Tower: Decodable {
    struct Description: Decodable {
        let name: String
        let shape: [Int]
        let centre: Double
        let half: Double
    }

    let tensors: [Description]
    let tokens: [Int]
    let embedding: [Double]
    let activation: String
    let isCausal: Bool

    static func load(_ name: String) throws -> Tower {
        let data = try Data(contentsOf: URL(fileURLWithPath: goldenFolder + "/towers.json"))
        let all = try JSONDecoder().decode([String: Tower].self, from: data)
        return try #require(all[name])
    }

    typealias Named = (name: String, shape: [Int], values: [Float])

    /// The tensors, under `text_model.` where their library leaves it out.
    func checkpoint() -> [Named] {
        tensors.enumerated().map { k, tensor in
            var generator = CounterGenerator(seed: UInt64(1000 + k))
            let values = (0..<tensor.shape.reduce(1, *)).map { _ in
                Float(tensor.centre + tensor.half * (2 * generator.uniform() - 1))
            }
            let isWhole =
                ["text_model.", "text_projection", "text."].contains { tensor.name.hasPrefix($0) }
            return (isWhole ? tensor.name : "text_model." + tensor.name, tensor.shape, values)
        }
    }

    /// The embedding of the tokens by a checkpoint of these tensors.
    func embedding(
        _ tensors: [Named], changing: (inout TextConfiguration) -> Void = { _ in }
    ) throws -> [Float] {
        let file = try CheckpointFile(bytes: safetensors(tensors), name: "tower")
        let weights = try #require(try TextTransformerWeights(file))
        var configuration = TextConfiguration(
            width: weights.width, depth: weights.depth, heads: 3, hidden: weights.hidden,
            vocabulary: weights.vocabulary, context: weights.context, joint: weights.joint,
            eps: isCausal ? 1e-5 : 1e-6,
            activation: activations[activation]!, isCausal: isCausal,
            hasProjectionBias: weights.hasProjectionBias)
        changing(&configuration)
        return try TextTransformer(
            configuration, tokens: { try weights.embeddings(of: $0) },
            parameters: { try weights.numbers($0, shape: $1) }
        ).embedding(of: tokens)
    }
}

private let activations: [String: Activation] = [
    "quick_gelu": .quickGELU, "gelu_pytorch_tanh": .tanhGELU, "gelu": .gelu,
]

private func safetensors(_ tensors: [Tower.Named]) -> [UInt8] {
    var fields: [String] = []
    var data: [UInt8] = []
    for (name, shape, values) in tensors {
        let start = data.count
        for value in values { data += bytes(value.bitPattern) }
        fields.append(
            "\"\(name)\":{\"dtype\":\"F32\",\"shape\":\(shape),"
                + "\"data_offsets\":[\(start),\(data.count)]}")
    }
    let header = Array("{\(fields.joined(separator: ","))}".utf8)
    return bytes(UInt64(header.count)) + header + data
}

/// The bytes of a number, the lowest first.
private func bytes<Number: FixedWidthInteger & UnsignedInteger>(_ number: Number) -> [UInt8] {
    (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> Number(8 * $0)) }
}

@Suite("Text towers") struct TowerTests {
    @Test(
        "An embedding equals that of its library in float64",
        arguments: ["clip", "siglip", "open-clip"])
    func golden(name: String) throws {
        let tower = try Tower.load(name)
        let found = try tower.embedding(tower.checkpoint())
        #expect(found.count == tower.embedding.count)
        for (found, expected) in zip(found, tower.embedding) {
            #expect(abs(Double(found) - expected) <= 1e-5)
        }
        // What is easily got wrong shows.
        for change: (inout TextConfiguration) -> Void in [
            { $0.isCausal.toggle() }, { $0.heads = 6 },
            { $0.activation = $0.activation == .gelu ? .quickGELU : .gelu },
        ] {
            let wrong = try tower.embedding(tower.checkpoint(), changing: change)
            #expect(zip(wrong, tower.embedding).contains { abs(Double($0) - $1) > 1e-4 })
        }
    }

    @Test("The names of OpenAI and OpenCLIP give the same embedding", arguments: ["", "text."])
    func forms(prefix: String) throws {
        let tower = try Tower.load("clip")
        let theirs = Dictionary(
            uniqueKeysWithValues: tower.checkpoint().map { ($0.name, ($0.shape, $0.values)) })
        func get(_ name: String) throws -> ([Int], [Float]) { try #require(theirs[name]) }
        var tensors: [Tower.Named] = []
        func add(_ name: String, _ tensor: ([Int], [Float])) {
            tensors.append((prefix + name, tensor.0, tensor.1))
        }
        add("token_embedding.weight", try get("text_model.embeddings.token_embedding.weight"))
        add("positional_embedding", try get("text_model.embeddings.position_embedding.weight"))
        let (shape, values) = try get("text_projection.weight")
        add(
            "text_projection",
            (
                [shape[1], shape[0]],
                (0..<shape[1]).flatMap { i in (0..<shape[0]).map { values[$0 * shape[1] + i] } }
            ))
        for part in ["weight", "bias"] {
            add("ln_final.\(part)", try get("text_model.final_layer_norm.\(part)"))
            for n in 0..<3 {
                let (from, to) = ("text_model.encoder.layers.\(n).", "transformer.resblocks.\(n).")
                let thirds = try ["q", "k", "v"].map {
                    try get("\(from)self_attn.\($0)_proj.\(part)")
                }
                var joined = thirds[0].0
                joined[0] *= 3
                add("\(to)attn.in_proj_\(part)", (joined, thirds.flatMap(\.1)))
                for (name, own) in [
                    ("self_attn.out_proj", "attn.out_proj"), ("layer_norm1", "ln_1"),
                    ("layer_norm2", "ln_2"), ("mlp.fc1", "mlp.c_fc"), ("mlp.fc2", "mlp.c_proj"),
                ] {
                    add("\(to)\(own).\(part)", try get("\(from)\(name).\(part)"))
                }
            }
        }
        #expect(try tower.embedding(tensors) == tower.embedding(tower.checkpoint()))
        tensors.removeAll { $0.name.hasSuffix("resblocks.1.ln_2.bias") }
        let error = #expect(throws: CheckpointError.self) { try tower.embedding(tensors) }
        #expect(error?.description.contains("ln_2.bias") == true)
    }

    @Test("A checkpoint without words has no text tower, and wrong shapes are refused by name")
    func refusals() throws {
        let plain = try CheckpointFile(
            bytes: safetensors([("cls_token", [1, 1, 2], [0, 0])]), name: "images")
        #expect(try TextTransformerWeights(plain) == nil)
        let tower = try Tower.load("clip")
        var tensors = tower.checkpoint()
        let place = try #require(
            tensors.firstIndex { $0.name.hasSuffix("layers.2.mlp.fc2.bias") })
        tensors[place] = (tensors[place].name, [7], [Float](repeating: 0, count: 7))
        let error = #expect(throws: CheckpointError.self) { try tower.embedding(tensors) }
        let words = "mlp.fc2.bias of the text tower has the shape [7]"
        #expect(error?.description.contains(words) == true)
        tensors = tower.checkpoint().map { tensor in
            tensor.name.contains("token_embedding")
                ? (tensor.name, tensor.shape, tensor.values.map { _ in .nan }) : tensor
        }
        #expect(throws: CheckpointError.self) { try tower.embedding(tensors) }
    }
}
