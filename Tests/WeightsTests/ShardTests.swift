import Foundation
import Testing

@testable import Weights

@Suite("Checkpoints in several files") final class ShardTests {
    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("vitrine-\(UUID().uuidString)").path

    init() throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func write(_ name: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    }

    private let files = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"]
    private var index: String { "\(folder)/model.safetensors.index.json" }

    /// The golden tensors in two files with their index; `changing` makes the index wrong.
    private func shard(changing: (inout [String: String]) -> Void = { _ in }) throws {
        let tensors = goldenTensors().sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        let half = tensors.count / 2
        try write(files[0], Made.safetensors(Array(tensors[..<half])))
        try write(files[1], Made.safetensors(Array(tensors[half...])))
        var map = Dictionary(
            uniqueKeysWithValues: tensors.enumerated().map { ($1.0, files[$0 < half ? 0 : 1]) })
        changing(&map)
        let json = try JSONSerialization.data(
            withJSONObject: ["metadata": ["total_size": 1], "weight_map": map])
        try write("model.safetensors.index.json", Array(json))
    }

    @Test("An index opens all of its files, and the tensors are those of one file")
    func opens() throws {
        try shard()
        let file = try CheckpointFile(path: index)
        #expect(file.format == .safetensors)
        let weights = try VisionTransformerWeights(file)
        let golden = goldenTensors()
        #expect(weights.names == golden.keys.sorted())
        for (name, tensor) in golden { #expect(try weights[name] == tensor, "\(name)") }
        let paths = [index] + files.map { "\(folder)/\($0)" }
        #expect(try CheckpointFile.files(of: index) == paths)
        #expect(try CheckpointFile.files(of: paths[1]) == [paths[1]])
    }

    @Test("One file of several is refused with the word on its index")
    func alone() throws {
        try shard()
        let error = try #require(
            refusal {
                _ = try VisionTransformerWeights(CheckpointFile(path: "\(folder)/\(files[0])"))
            })
        #expect(error.description.contains("name their index (.index.json) or their folder"))
    }

    @Test("An index that leads out of its folder, to nothing, or to the wrong file is refused")
    func hostile() throws {
        for (value, words) in [
            ("../x.safetensors", "of its own folder"), ("/etc/passwd", "of its own folder"),
            ("gone.safetensors", "cannot be read"), (files[1], "which lacks it"),
        ] {
            try shard { $0["blocks.0.attn.qkv.weight"] = value }
            let error = try #require(refusal { _ = try CheckpointFile(path: index) })
            #expect(error.description.contains(words), "\(value): \(error)")
        }
        // Other JSON is no checkpoint.
        try write("x.json", Array(#"{"a": 1}"#.utf8))
        #expect(refusal { _ = try CheckpointFile(path: "\(folder)/x.json") } != nil)
    }
}
