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

/// A folder with `model.safetensors` and the files beside it.
struct ModelFolder {
    private let folder: TemporaryFolder
    var path: String { folder.path }
    var weights: String { folder.file("model.safetensors") }

    init(_ settings: [String: String] = [:], beside: [String: String] = [:]) throws {
        folder = try TemporaryFolder()
        try smallCheckpoint(settings).write(to: URL(fileURLWithPath: weights))
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
