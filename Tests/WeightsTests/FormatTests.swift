import Foundation
import Testing

@testable import Weights

@Suite("Formats") struct FormatTests {
    @Test("the three formats, four precisions and three families give the same tensors")
    func sameTensors() throws {
        let golden = goldenTensors()
        let cases: [(Fixture, CheckpointFile.Format, VisionTransformerWeights.Family)] = [
            (Fixtures.safetensors32, .safetensors, .timm),
            (Fixtures.safetensors16, .safetensors, .timm),
            (Fixtures.safetensorsBrain, .safetensors, .timm),
            (Fixtures.safetensors64, .safetensors, .timm),
            (Fixtures.huggingFace, .safetensors, .huggingFace),
            (Fixtures.npz, .npz, .augreg),
            (Fixtures.packedNpz, .npz, .augreg),
            (Fixtures.pytorch, .pytorch, .timm),
        ]
        for (index, (fixture, format, family)) in cases.enumerated() {
            let file = try CheckpointFile(bytes: fixture.bytes(), name: "file")
            #expect(file.format == format, "case \(index)")
            #expect(file.byteCount == fixture.byteCount)
            let weights = try VisionTransformerWeights(file)
            #expect(weights.family == family, "case \(index)")
            #expect(weights.names == golden.keys.sorted(), "case \(index)")
            for name in weights.names {
                #expect(try weights[name] == golden[name], "case \(index): \(name)")
            }
            #expect(weights.width == 4 && weights.depth == 2 && weights.patch == 2)
            #expect(weights.grid == 2 && weights.mlpWidth == 6 && weights.classes == 3)
            #expect(weights.prefixTokens == 1)
            #expect(weights.parameterCount == 407)
            // Only Google's kernels and the first file's metadata have the number of heads.
            let hasHeads = family == .augreg || index == 0
            #expect(weights.heads == (hasHeads ? 2 : nil), "case \(index)")
            #expect(weights.tensorHeads == (family == .augreg ? 2 : nil), "case \(index)")
        }
    }

    @Test("a file on disk is read as its bytes in memory are, and metadata are kept")
    func fileOnDisk() throws {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("weights-\(UUID().uuidString).safetensors").path
        try Data(Fixtures.safetensors32.bytes()).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let file = try CheckpointFile(path: path)
        #expect(file.metadata == ["heads": "2", "note": "tiny"])
        #expect(file.name == path)
        #expect(file.shape(of: "head.weight") == [3, 4])
        #expect(file.shape(of: "heart.weight") == nil)
        let weights = try VisionTransformerWeights(file)
        #expect(try weights["pos_embed"] == goldenTensors()["pos_embed"])
        #expect(weights.metadata["note"] == "tiny")
        #expect(refusal { _ = try file.tensor("heart.weight") }?.kind == .mismatch)
    }

    @Test("what is no regular file is refused with the system's reason")
    func notAFile() {
        #expect(
            refusal { _ = try CheckpointFile(path: "/nowhere/x.npz") }?.description
                == "/nowhere/x.npz: cannot be opened: No such file or directory.")
        #expect(refusal { _ = try CheckpointFile(path: "/tmp") }?.kind == .unreadable)
    }

    @Test("a training checkpoint's backbone is found under its wrappers, its other head dropped")
    func trainingCheckpoint() throws {
        let weights = try weights(Fixtures.pytorchTraining.bytes())
        let golden = goldenTensors().filter { !$0.key.hasPrefix("head.") }
        #expect(weights.names == golden.keys.sorted())
        for name in weights.names { #expect(try weights[name] == golden[name], "\(name)") }
        #expect(weights.classes == nil)
        #expect(weights.parameterCount == 407 - 15)
        #expect(weights.dropped == ["module.head.mlp.0.weight"])
    }

    @Test("a TorchScript archive's tree of modules gives the names of its state dict")
    func torchScript() throws {
        let file = try CheckpointFile(bytes: Fixtures.torchScript.bytes(), name: "clip.pt")
        #expect(file.shape(of: "visual.transformer.resblocks.1.attn.in_proj_weight") == [12, 4])
        let weights = try VisionTransformerWeights(file)
        #expect(weights.family == .openAICLIP && weights.hasStemNorm && !weights.hasPatchBias)
        #expect(weights.dropped == ["input_resolution", "logit_scale"])
        for (name, tensor) in goldenTensors() {
            if name.hasPrefix("head.") || name == "patch_embed.proj.bias" { continue }
            #expect(try weights[name] == tensor, "\(name)")
        }
        #expect(try weights["norm_pre.bias"] == goldenTensors()["norm.bias"])
    }

    @Test("npz element types, Fortran order, scalars and empty arrays are converted")
    func oddArrays() throws {
        let file = try CheckpointFile(bytes: Fixtures.oddNpz.bytes(), name: "odd.npz")
        let counting = Tensor(shape: [2, 3], elements: [0, 1, 2, 3, 4, 5])
        for name in ["fortran", "f2", "u1", "bf16"] {
            #expect(try file.tensor(name) == counting, "\(name)")
        }
        #expect(try file.tensor("f8").elements == (0..<6).map { Float(Double($0) / 3) })
        #expect(try file.tensor("i8").elements == [-3, -2, -1, 0, 1, 2])
        #expect(try file.tensor("b1").elements == [0, 0, 0, 1, 1, 1])
        #expect(try file.tensor("scalar") == Tensor(shape: [], elements: [7]))
        #expect(try file.tensor("empty") == Tensor(shape: [0, 3], elements: []))
    }

    @Test("transposing and gathering follow the index arithmetic")
    func layouts() {
        let elements = (0..<24).map(Float.init)
        let tensor = Tensor(shape: [2, 3, 4], elements: elements)
        let out = Layout.headsOut.ours(of: tensor)
        #expect(out.shape == [12, 2])
        for c in 0..<2 {
            for row in 0..<12 { #expect(out.elements[row * 2 + c] == elements[c * 12 + row]) }
        }
        let into = Layout.headsIn.ours(of: tensor)
        #expect(into.shape == [4, 6])
        for c in 0..<4 {
            for row in 0..<6 { #expect(into.elements[c * 6 + row] == elements[row * 4 + c]) }
        }
        let kernel = Layout.convolution.ours(of: Tensor(shape: [2, 3, 1, 4], elements: elements))
        #expect(kernel.shape == [4, 1, 2, 3])
        for o in 0..<4 {
            for place in 0..<6 {
                #expect(kernel.elements[o * 6 + place] == elements[place * 4 + o])
            }
        }
    }
}
