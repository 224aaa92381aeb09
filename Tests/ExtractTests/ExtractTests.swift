import Dense
import Foundation
import HDF5
import ProgramRunner
import TestSupport
import Testing

@Suite("extract") struct ExtractTests {
    private func jpeg(_ label: String, _ index: Int = 1) throws -> Data {
        try Data(
            contentsOf: URL(
                fileURLWithPath: "\(dataFolder)/images/\(label)/\(label)-0\(index).jpg"))
    }

    // Without AVX-512 oneDNN leaves the products to OpenBLAS.
    @Test("The same bytes for any number of threads, with OpenBLAS's kernels for Haswell too")
    func threads() throws {
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat", "dog", "together"], count: 7, to: folder)
        for core in ["", "Haswell"] {
            let environment =
                core.isEmpty
                ? [:] : ["OPENBLAS_CORETYPE": core, "ONEDNN_MAX_CPU_ISA": "AVX2"]
            for threads in [1, 2, 4] {
                let result = try runProgram(
                    "extract",
                    [images, folder.file("\(core)\(threads).h5"), "--threads", "\(threads)"],
                    environment: environment)
                #expect(result.code == 0, "\(result.errors)")
            }
            for threads in [2, 4] {
                let different = try differences(
                    folder.file("\(core)1.h5"), folder.file("\(core)\(threads).h5"))
                #expect(different == [], "\(threads) threads, core \(core)")
            }
        }
    }

    /// One image of `Scripts/goldens/extract.py`.
    private struct GoldenImage: Decodable {
        let path: String
        let `class`: Int32
        let final: [Double]
        let mean6: [Double]
        let rollout: [Double]
        let objects: [UInt8]
    }

    @Test("Every row is what Pillow and timm make of its image")
    func equalsTimm() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Golden.json")
        let golden = try JSONDecoder().decode([GoldenImage].self, from: Data(contentsOf: file))
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat", "dog", "together"], count: 4, to: folder)
        let result = try runProgram("extract", [images, folder.file("o.h5"), "--dtype", "f32"])
        #expect(result.code == 0, "\(result.errors)")
        let root = try File.open(folder.file("o.h5")).root
        let paths = try root.readByteStrings("images/path")
        #expect(paths.map { String(decoding: $0, as: UTF8.self) } == golden.map(\.path))
        let classes: [Int32] = try root.dataset("predictions/label").read()
        let objects: [UInt8] = try root.dataset("objects/patches").read()
        #expect(objects == golden.flatMap(\.objects))
        func error(_ dataset: String, _ row: Range<Int>, _ expected: [Double]) throws -> Double {
            let found: [Float] = try root.dataset(dataset).read()
            let difference = zip(found[row], expected).reduce(0) {
                $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1)
            }
            return (difference / expected.reduce(0) { $0 + $1 * $1 }).squareRoot()
        }
        for (index, image) in golden.enumerated() {
            let width = image.final.count
            let row = index * width..<(index + 1) * width
            // Single precision over 12 blocks.
            #expect(try error("layers/final/class", row, image.final) < 1e-5, "\(image.path)")
            #expect(try error("layers/06/mean", row, image.mean6) < 1e-5, "\(image.path)")
            let last = (index * 12 + 11) * 196
            let rollout = try error("attention/rollout", last..<last + 196, image.rollout)
            #expect(rollout < 1e-5, "\(image.path)")
            #expect(classes[index * 5] == image.class)
        }
    }

    @Test("A row does not depend on the images around it")
    func neighbours() throws {
        let folder = try TemporaryFolder()
        let images = try folder.folder("images")
        for (name, data) in [
            ("a.jpg", try jpeg("cat")), ("b.jpg", try jpeg("dog")), ("c.jpg", try jpeg("fish")),
        ] {
            try data.write(to: URL(fileURLWithPath: "\(images)/\(name)"))
        }
        #expect(try runProgram("extract", [images, folder.file("all.h5")]).code == 0)
        try Data("not a picture".utf8).write(to: URL(fileURLWithPath: "\(images)/b.jpg"))
        #expect(try runProgram("extract", [images, folder.file("two.h5")]).code == 0)
        let all = try File.open(folder.file("all.h5")).root.dataset("layers/11/patches")
        let two = try File.open(folder.file("two.h5")).root.dataset("layers/11/patches")
        #expect(two.shape[0] == 2 && all.shape[0] == 3)
        func row(_ dataset: Dataset, _ index: Int) throws -> [UInt16] {
            try dataset.read(at: Selection(rows: index..<index + 1, of: dataset.shape))
        }
        #expect(try row(all, 0) == row(two, 0))
        #expect(try row(all, 2) == row(two, 1))
    }

    @Test("Half-precision rows are the rounded single-precision rows, bit for bit")
    func halfPrecision() throws {
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["bird"], count: 3, to: folder)
        for dtype in ["f16", "f32"] {
            let result = try runProgram(
                "extract", [images, folder.file("\(dtype).h5"), "--dtype", dtype])
            #expect(result.code == 0, "\(result.errors)")
        }
        let half = try File.open(folder.file("f16.h5")).root
        let single = try File.open(folder.file("f32.h5")).root
        for layer in ["embedding", "00", "06", "11", "final"] {
            for kind in ["class", "mean", "patches"] {
                let halves: [UInt16] = try half.dataset("layers/\(layer)/\(kind)").read()
                let singles: [Float] = try single.dataset("layers/\(layer)/\(kind)").read()
                #expect(halves == singles.map(Referee.half), "\(layer)/\(kind)")
            }
        }
    }

    @Test("Bad images are rejected with their causes and the rest is embedded")
    func rejects() throws {
        let folder = try TemporaryFolder()
        let images = try folder.folder("images")
        let good = try jpeg("cat")
        for (name, data) in [
            ("good.jpg", good), ("cut.jpg", good.prefix(good.count / 2)), ("empty.png", Data()),
            ("text.jpg", Data("hello".utf8)), ("\u{1B}odd\n.jpg", good),
        ] {
            try data.write(to: URL(fileURLWithPath: "\(images)/\(name)"))
        }
        let result = try runProgram("extract", [images, folder.file("out.h5")])
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.errors.contains("2 images in"))
        #expect(result.errors.contains("3 rejected (1 empty, 1 not-an-image, 1 truncated"))
        let root = try File.open(folder.file("out.h5")).root
        let paths = try root.readByteStrings("rejects/path")
        #expect(
            paths.map { String(decoding: $0, as: UTF8.self) } == [
                "cut.jpg", "empty.png", "text.jpg",
            ])
        #expect(
            try root.dataset("rejects/cause").readStrings() == [
                "truncated", "empty", "not-an-image",
            ])
        let strict = try runProgram("extract", [images, folder.file("strict.h5"), "--strict"])
        #expect(strict.code == 1)
        let accepted = try runProgram(
            "extract", [images, folder.file("accepted.h5"), "--accept-truncated"])
        #expect(accepted.errors.contains("3 images in"))
    }

    @Test("What cannot be done is one sentence and the documented exit code")
    func failures() throws {
        let folder = try TemporaryFolder()
        let empty = try folder.folder("empty")
        let texts = try folder.folder("texts")
        try Data("x".utf8).write(to: URL(fileURLWithPath: "\(texts)/notes.txt"))
        let images = try copyImages(labels: ["cat"], count: 1, to: folder)
        let corrupt = folder.file("corrupt.npz")
        try Data("PK\u{3}\u{4}corrupt".utf8).write(to: URL(fileURLWithPath: corrupt))
        let other = folder.file("other.safetensors")
        let header = #"{"encoder.weight":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
        // A safetensors file begins with the length of its header, 8 bytes, little-endian.
        var file = Data((0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) })
        file.append(Data(header.utf8) + Data(count: 4))
        try file.write(to: URL(fileURLWithPath: other))
        let out = folder.file("out.h5")
        let cases: [(arguments: [String], code: Int32, words: String)] = [
            ([empty, out], 2, "expected images"),
            ([texts, out], 2, "expected images"),
            ([folder.file("nowhere"), out], 2, "nowhere"),
            (
                [images, out, "--weights", folder.file("nothing.npz")], 2,
                "expected a checkpoint file"
            ),
            ([images, out, "--weights", corrupt], 2, "corrupt.npz"),
            ([images, out, "--weights", other], 2, "encoder.weight"),
            ([images, out, "--layers", "0,12"], 64, "expected blocks 0...11"),
            (
                [images, out, "--tokens", "cls"], 64,
                "expected a list of class, mean, extra, patches"
            ),
            ([images, out, "--crop-ratio", "1.5"], 64, "--crop-ratio"),
            ([images, out, "--mask", "x"], 64, "--mask"),
            ([images, out, "--masks", folder.file("nowhere")], 2, "--masks"),
            ([images, out, "--explain", "zebra"], 64, "zebra"),
            ([images, folder.file("no/such/folder/out.h5")], 74, "no/such/folder"),
        ]
        for (arguments, code, words) in cases {
            let result = try runProgram("extract", arguments)
            #expect(result.code == code, "\(arguments): \(result.errors)")
            #expect(result.errors.contains(words), "\(arguments): \(result.errors)")
            #expect(!FileManager.default.fileExists(atPath: out))
            #expect(!FileManager.default.fileExists(atPath: out + ".parts"), "\(arguments)")
        }
        #expect(try runProgram("extract", [images, out, "--dry-run"]).code == 0)
        #expect(!FileManager.default.fileExists(atPath: out))
        #expect(try runProgram("extract", [images, out]).code == 0)
        let again = try runProgram("extract", [images, out])
        #expect(again.code == 2 && again.errors.contains("exists already"))
        #expect(try runProgram("extract", [images, out, "--overwrite"]).code == 0)
    }

    @Test("The file says what it is, and the demo model says so everywhere")
    func attributes() throws {
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat", "together"], count: 2, to: folder)
        let result = try runProgram("extract", [images, folder.file("out.h5")])
        #expect(result.code == 0)
        #expect(result.errors.contains("demo model, trained on drawings"))
        #expect(result.errors.contains("--weights augreg-b16"))
        let root = try File.open(folder.file("out.h5")).root
        #expect(try root.attributes.string("format") == "vitrine-embeddings")
        #expect(try root.attributes.integer("complete") == 1)
        #expect(try root.attributes.integer("image_count") == 4)
        let model = try root.group("model").attributes
        #expect(try model.string("note") == "demo model, trained on drawings")
        #expect(try model.integer("depth") == 12)
        #expect(try root.dataset("images/label_names").readStrings() == ["cat", "together"])
        #expect(try root.dataset("images/label").read(as: Int32.self) == [0, 0, 1, 1])
        #expect(
            try root.readByteStrings("images/path").map { String(decoding: $0, as: UTF8.self) }
                == [
                    "cat/cat-01.jpg", "cat/cat-02.jpg", "together/cat-and-dog-01.jpg",
                    "together/cat-and-dog-02.jpg",
                ])
        #expect(try root.group("layers").names().count == 14)
        #expect(try root.dataset("objects/names").readStrings()[0] == #"["cat"]"#)
        // The class token's rollout over the patches is a part of a row that sums to one.
        let rollout: [Float] = try root.dataset("attention/rollout").read()
        for start in stride(from: 0, to: rollout.count, by: 196) {
            let sum = rollout[start..<start + 196].reduce(0, +)
            #expect(sum > 0 && sum < 1.0001)
        }
    }
}
