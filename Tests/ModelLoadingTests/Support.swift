import ArgumentParser
import Console
import Foundation
import ProgramRunner

@testable import ModelLoading

/// A checkpoint of a Vision Transformer of 8 numbers a token, one block, 2 x 2 patches of 4 pixels
/// and 3 classes, in timm's names; with `settings` as its metadata.
func smallCheckpoint(_ settings: [String: String] = [:]) -> Data {
    let width = 8
    var shapes: [(String, [Int])] = [
        ("cls_token", [1, 1, width]), ("pos_embed", [1, 5, width]),
        ("patch_embed.proj.weight", [width, 3, 4, 4]), ("patch_embed.proj.bias", [width]),
        ("norm.weight", [width]), ("norm.bias", [width]), ("head.weight", [3, width]),
        ("head.bias", [3]),
    ]
    for (name, outputs, inputs) in [
        ("attn.qkv", 24, 8), ("attn.proj", 8, 8), ("mlp.fc1", 16, 8), ("mlp.fc2", 8, 16),
    ] {
        shapes.append(("blocks.0.\(name).weight", [outputs, inputs]))
        shapes.append(("blocks.0.\(name).bias", [outputs]))
    }
    for name in ["norm1", "norm2"] {
        shapes += [("blocks.0.\(name).weight", [width]), ("blocks.0.\(name).bias", [width])]
    }
    return checkpoint(shapes, settings)
}

/// A safetensors file of tensors with these shapes.
private func checkpoint(
    _ shapes: [(String, [Int])], _ settings: [String: String] = [:]
) -> Data {
    var header: [String: Any] = ["__metadata__": settings]
    var data = Data()
    for (name, shape) in shapes {
        let start = data.count
        for index in 0..<shape.reduce(1, *) {
            let bits = (Float(index % 7) / 8 - 0.375).bitPattern.littleEndian
            for shift in stride(from: UInt32(0), to: 32, by: 8) {
                data.append(UInt8(truncatingIfNeeded: bits >> shift))
            }
        }
        header[name] = ["dtype": "F32", "shape": shape, "data_offsets": [start, data.count]]
    }
    let json = (try? JSONSerialization.data(withJSONObject: header)) ?? Data()
    let length = (0..<8).map { UInt8(truncatingIfNeeded: json.count >> (8 * $0)) }
    return Data(length) + json + data
}

/// The same checkpoint in the names of Hugging Face's ViT.
func huggingFaceCheckpoint() -> Data {
    let width = 8
    var shapes: [(String, [Int])] = [
        ("embeddings.cls_token", [1, 1, width]),
        ("embeddings.position_embeddings", [1, 5, width]),
        ("embeddings.patch_embeddings.projection.weight", [width, 3, 4, 4]),
        ("embeddings.patch_embeddings.projection.bias", [width]),
        ("layernorm.weight", [width]), ("layernorm.bias", [width]),
    ]
    let block = "encoder.layer.0."
    for (name, outputs, inputs) in [
        ("attention.attention.query", 8, 8), ("attention.attention.key", 8, 8),
        ("attention.attention.value", 8, 8), ("attention.output.dense", 8, 8),
        ("intermediate.dense", 16, 8), ("output.dense", 8, 16),
    ] {
        shapes += [("\(block)\(name).weight", [outputs, inputs])]
        shapes += [("\(block)\(name).bias", [outputs])]
    }
    for name in ["layernorm_before", "layernorm_after"] {
        shapes += [("\(block)\(name).weight", [width]), ("\(block)\(name).bias", [width])]
    }
    for part in ["weight", "bias"] {
        shapes.append(("classifier.\(part)", part == "bias" ? [3] : [3, width]))
    }
    return checkpoint(shapes.map { ($0.0.hasPrefix("classifier") ? $0.0 : "vit." + $0.0, $0.1) })
}

/// The same checkpoint in the names of OpenAI's CLIP, which OpenCLIP has, too; no head.
func openCLIPCheckpoint() -> Data {
    let width = 8
    var shapes: [(String, [Int])] = [
        ("class_embedding", [width]), ("positional_embedding", [5, width]),
        ("conv1.weight", [width, 3, 4, 4]), ("proj", [width, 4]),
    ]
    let block = "transformer.resblocks.0."
    for name in ["ln_pre", "ln_post", block + "ln_1", block + "ln_2"] {
        shapes += [("\(name).weight", [width]), ("\(name).bias", [width])]
    }
    shapes += [
        (block + "attn.in_proj_weight", [24, 8]), (block + "attn.in_proj_bias", [24]),
        (block + "attn.out_proj.weight", [8, 8]), (block + "attn.out_proj.bias", [8]),
        (block + "mlp.c_fc.weight", [16, 8]), (block + "mlp.c_fc.bias", [16]),
        (block + "mlp.c_proj.weight", [8, 16]), (block + "mlp.c_proj.bias", [8]),
    ]
    return checkpoint(shapes.map { ("visual." + $0.0, $0.1) })
}

/// The same checkpoint as a BEiT of two heads, with relative biases in place of a position table.
func beitCheckpoint() -> Data {
    let width = 8
    var shapes: [(String, [Int])] = [
        ("cls_token", [1, 1, width]), ("patch_embed.proj.weight", [width, 3, 4, 4]),
        ("patch_embed.proj.bias", [width]), ("fc_norm.weight", [width]),
        ("fc_norm.bias", [width]), ("head.weight", [3, width]), ("head.bias", [3]),
    ]
    for (name, shape) in [
        ("gamma_1", [width]), ("gamma_2", [width]), ("attn.q_bias", [width]),
        ("attn.v_bias", [width]), ("attn.relative_position_bias_table", [12, 2]),
        ("attn.qkv.weight", [24, width]), ("attn.proj.weight", [width, width]),
        ("attn.proj.bias", [width]), ("mlp.fc1.weight", [16, width]), ("mlp.fc1.bias", [16]),
        ("mlp.fc2.weight", [width, 16]), ("mlp.fc2.bias", [width]), ("norm1.weight", [width]),
        ("norm1.bias", [width]), ("norm2.weight", [width]), ("norm2.bias", [width]),
    ] {
        shapes.append(("blocks.0.\(name)", shape))
    }
    return checkpoint(shapes)
}

/// A folder with `model.safetensors` and the files beside it.
struct ModelFolder {
    private let folder: TemporaryFolder
    var path: String { folder.path }
    var weights: String { folder.file("model.safetensors") }

    init(
        _ settings: [String: String] = [:], beside: [String: String] = [:],
        checkpoint: Data? = nil
    ) throws {
        folder = try TemporaryFolder()
        try (checkpoint ?? smallCheckpoint(settings)).write(to: URL(fileURLWithPath: weights))
        for (name, text) in beside {
            try text.write(toFile: folder.file(name), atomically: true, encoding: .utf8)
        }
    }

    /// The model as the programs load it with these options.
    func load(_ options: [String] = ["--heads", "2"]) throws -> LoadedModel {
        try LoadedModel(ModelOptions.parse(["--weights", weights] + options))
    }
}

/// The failure that `body` throws; nil without one.
func failure(_ body: () throws -> Void) -> Failure? {
    do {
        try body()
        return nil
    } catch {
        return error as? Failure
    }
}
