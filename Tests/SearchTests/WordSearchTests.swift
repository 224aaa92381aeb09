import Dense
import Foundation
import HDF5
import ProgramRunner
import Testing

/// `search --text`, with a small CLIP of drawn numbers and the vocabulary of LanguageTests.
@Suite("search by words") struct WordSearchTests {
    private let folder: TemporaryFolder
    private let store: String

    init() throws {
        folder = try TemporaryFolder()
        store = folder.file("out.h5")
        let images = try copyImages(labels: ["car", "cat"], count: 4, to: folder)
        try Self.checkpoint().write(to: URL(fileURLWithPath: folder.file("clip.safetensors")))
        try FileManager.default.copyItem(
            atPath: Self.vocabulary, toPath: folder.file("merges.txt"))
        let result = try runProgram(
            "extract",
            [
                images, store, "--weights", folder.file("clip.safetensors"), "--heads", "1",
                "--layers", "0",
            ])
        #expect(result.code == 0, "\(result.errors)")
    }

    static let vocabulary = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("LanguageTests/Golden/merges.txt").path

    /// Hugging Face's CLIP: images of 32 pixels in patches of 16, 1,214 tokens, one block each.
    static func checkpoint() -> Data {
        let (width, joint, vocabulary) = (64, 16, 1214)
        var shapes: [(String, [Int])] = [
            ("vision_model.embeddings.class_embedding", [width]),
            ("vision_model.embeddings.position_embedding.weight", [5, width]),
            ("vision_model.embeddings.patch_embedding.weight", [width, 3, 16, 16]),
            ("text_model.embeddings.token_embedding.weight", [vocabulary, width]),
            ("text_model.embeddings.position_embedding.weight", [77, width]),
            ("visual_projection.weight", [joint, width]),
            ("text_projection.weight", [joint, width]), ("logit_scale", []),
        ]
        func norm(_ name: String) {
            shapes += [(name + ".weight", [width]), (name + ".bias", [width])]
        }
        norm("vision_model.pre_layrnorm")
        norm("vision_model.post_layernorm")
        norm("text_model.final_layer_norm")
        for tower in ["vision_model", "text_model"] {
            let block = tower + ".encoder.layers.0."
            norm(block + "layer_norm1")
            norm(block + "layer_norm2")
            for (name, outputs, inputs) in [
                ("self_attn.q_proj", width, width), ("self_attn.k_proj", width, width),
                ("self_attn.v_proj", width, width), ("self_attn.out_proj", width, width),
                ("mlp.fc1", 128, width), ("mlp.fc2", width, 128),
            ] {
                shapes.append((block + name + ".weight", [outputs, inputs]))
                shapes.append((block + name + ".bias", [outputs]))
            }
        }
        var generator = CounterGenerator(seed: 5)
        var (fields, data) = ([String](), Data())
        for (name, shape) in shapes {
            let start = data.count
            for _ in 0..<shape.reduce(1, *) {
                let value = Float(generator.uniform() - 0.5) / 4
                let bits = (name.contains("norm") && name.hasSuffix("weight") ? 1 + value : value)
                    .bitPattern
                data.append(contentsOf: (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) })
            }
            fields.append(
                "\"\(name)\":{\"dtype\":\"F32\",\"shape\":\(shape),"
                    + "\"data_offsets\":[\(start),\(data.count)]}")
        }
        let header = Data("{\(fields.joined(separator: ","))}".utf8)
        return Data((0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }) + header
            + data
    }

    /// Cosines by path.
    private func answers(_ arguments: [String]) throws -> [String: Double] {
        let result = try runProgram(
            "search", [store, "-o", "none", "--csv", "-k", "8"] + arguments)
        #expect(result.code == 0, "\(result.errors)")
        let rows = result.output.split(whereSeparator: \.isNewline).dropFirst().map {
            $0.split(separator: ",").map(String.init)
        }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[2], Double($0[1]) ?? .nan) })
    }

    @Test("Images have embeddings in the space of words, and words find their nearest")
    func words() throws {
        let root = try File.open(store).root
        let joint = try root.dataset("joint")
        #expect(joint.shape == [8, 16])
        #expect(try root.group("model").attributes.integer("joint_width") == 16)
        let cat = try answers(["--text", "a cat"])
        let car = try answers(["--text", "a car"])
        #expect(cat.count == 8 && cat != car)
        #expect(cat.values.allSatisfy { abs($0) <= 1 })
        // The direction of a text does not depend on how often it is given, nor on white space.
        let twice = try answers(["--text", "a cat", "--text", " A  CAT "])
        for (path, cosine) in cat { #expect(abs(twice[path]! - cosine) < 1e-6) }
        // Twice a direction less the same is the direction; alone it cancels out.
        let back = try answers(["--text", "a cat", "--text", "a cat", "--not", "a cat"])
        for (path, cosine) in cat { #expect(abs(back[path]! - cosine) < 1e-6) }
        let nothing = try runProgram("search", [store, "--text", "a cat", "--not", "a cat"])
        #expect(nothing.code == 64 && nothing.errors.contains("cancel out"))
        // With an image: the sum of two directions of length 1.
        let both = try answers(["cat/cat-02.jpg", "--text", "a cat"])
        let image = try answers(["cat/cat-02.jpg", "--text", "x", "--not", "x"])
        #expect(abs(image["cat/cat-02.jpg"]! - 1) < 1e-5)
        let length = (2 + 2 * cat["cat/cat-02.jpg"]!).squareRoot()
        for (path, cosine) in both {
            #expect(abs(cosine - (cat[path]! + image[path]!) / length) < 1e-4)
        }
    }

    @Test("A sheet of words has no image of the query, and notes say what was read")
    func sheet() throws {
        let sheet = folder.file("words.png")
        let result = try runProgram("search", [store, "--text", "a/b", "-k", "3", "-o", sheet])
        #expect(result.code == 0 && FileManager.default.fileExists(atPath: sheet))
        #expect(result.errors.contains("embeddings in the space of words of 16 numbers"))
        #expect(result.errors.contains("note     the vocabulary is that of"))
        #expect(result.errors.contains("comparable within one query"))
        let long = String(repeating: "word ", count: 200)
        let cut = try runProgram("search", [store, "--text", long, "-o", "none"])
        #expect(cut.code == 0 && cut.errors.contains("its end is left out"))
    }

    @Test("What cannot be searched by words is refused with what to do")
    func refusals() throws {
        for (arguments, words) in [
            ([store], "expected an image as QUERY or words as --text"),
            ([store, "--text", "a", "--patch", "0,0"], "without --patch, --token and --layer"),
            ([store, "--text", "a", "--layer", "0"], "without --patch, --token and --layer"),
            ([store, "cat-02", "--vocabulary", "x"], "--vocabulary requires --text"),
            ([store, "--text", "a", "--vocabulary", folder.file("none.txt")], "none.txt"),
        ] {
            let result = try runProgram("search", arguments)
            #expect(result.code == 64 || result.code == 2, "\(arguments): \(result.code)")
            #expect(result.errors.contains(words), "\(arguments): \(result.errors)")
        }
        try FileManager.default.removeItem(atPath: folder.file("merges.txt"))
        let missing = try runProgram("search", [store, "--text", "a"])
        #expect(missing.errors.contains("expected its vocabulary beside it as merges.txt"))
        let given = try runProgram(
            "search", [store, "--text", "a", "--vocabulary", Self.vocabulary, "-o", "none"])
        #expect(given.code == 0, "\(given.errors)")
        // A store of the demo model has no words.
        let plain = folder.file("plain.h5")
        let images = folder.file("images")
        #expect(try runProgram("extract", [images, plain, "--quiet"]).code == 0)
        let words = try runProgram("search", [plain, "--text", "a"])
        #expect(words.code != 0 && words.errors.contains("space of words"), "\(words.errors)")
    }
}
