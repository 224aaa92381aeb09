import Foundation
import ProgramRunner
import Testing

@Suite("reduce") struct ReduceTests {
    private func extracted(_ folder: TemporaryFolder, labels: [String], count: Int) throws -> String
    {
        let images = try copyImages(labels: labels, count: count, to: folder)
        let result = try runProgram("extract", [images, folder.file("out.h5"), "--quiet"])
        #expect(result.code == 0, "\(result.errors)")
        return folder.file("out.h5")
    }

    @Test("The same bytes for 1, 2 and 4 threads, with OpenBLAS's kernels for Haswell too")
    func threads() throws {
        let folder = try TemporaryFolder()
        let store = try extracted(folder, labels: ["cat", "dog", "car"], count: 8)
        for core in ["", "Haswell"] {
            for threads in [1, 2, 4] {
                let result = try runProgram(
                    "reduce",
                    [
                        "--layer", "11", store, "-o", folder.file("\(core)\(threads).h5"),
                        "--threads", "\(threads)",
                    ], environment: core.isEmpty ? [:] : ["OPENBLAS_CORETYPE": core])
                #expect(result.code == 0, "\(result.errors)")
            }
            for threads in [2, 4] {
                let different = try differences(
                    folder.file("\(core)1.h5"), folder.file("\(core)\(threads).h5"))
                #expect(different == [], "\(threads) threads, core \(core)")
            }
        }
    }

    @Test("Files of format version 1 are reduced, drawn and searched")
    func version1() throws {
        let folder = try TemporaryFolder()
        let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent()
            .appendingPathComponent("StoreTests/Fixtures/version1").path
        try FileManager.default.copyItem(atPath: fixtures, toPath: folder.file("v1"))
        for (program, arguments) in [
            ("reduce", ["--layer", "1", "v1/out.h5", "-o", "a.h5", "--quiet"]),
            ("reduce", ["--layer", "final", "v1/linked.h5", "-o", "b.h5", "--quiet"]),
            ("plot", ["v1/tsne.h5", "-o", "figures", "--figure", "scatter"]),
            ("search", ["v1/out.h5", "cat/03.png", "-o", "none"]),
            ("extract", ["verify", "v1/out.h5"]), ("extract", ["status", "v1/linked.h5"]),
        ] {
            let arguments = arguments.map {
                $0.hasSuffix(".h5") || $0 == "figures" ? folder.file($0) : $0
            }
            let result = try runProgram(program, arguments)
            #expect(result.code == 0, "\(program) \(arguments): \(result.errors)")
        }
        #expect(FileManager.default.fileExists(atPath: folder.file("figures/scatter.png")))
    }

    @Test("The quality card is printed and stored")
    func card() throws {
        let folder = try TemporaryFolder()
        let store = try extracted(folder, labels: ["cat", "dog"], count: 10)
        let map = folder.file("tsne.h5")
        let result = try runProgram("reduce", ["--layer", "final", store, "-o", map])
        #expect(result.code == 0, "\(result.errors)")
        for words in [
            "neighbour recall@", "trustworthiness@5", "distance correlation", "label accuracy",
            "KL divergence", "hdbscan: ", "found in final class tokens",
        ] {
            #expect(result.output.contains(words), "\(words) in \(result.output)")
        }
        #expect(result.errors.contains("perplexity 6.33 instead of 30"))
        let stored = try contents(ofHDF5: map)
        #expect(stored.keys.contains("/obsm/X_tsne [20, 2]"))
        #expect(stored.keys.contains("/uns/vitrine/quality/map [5]"))
        #expect(stored.keys.contains("/obsp/distances/indptr [21]"))
    }

    @Test("One, two and three images have no map, and everything else", arguments: [1, 2, 3])
    func fewImages(count: Int) throws {
        let folder = try TemporaryFolder()
        let store = try extracted(folder, labels: ["together"], count: count)
        let map = folder.file("tsne.h5")
        let result = try runProgram("reduce", ["--layer", "11", store, "-o", map])
        #expect(result.code == 0, "\(result.errors)")
        let images = count == 1 ? "1 image is" : "\(count) images are"
        #expect(result.errors.contains("\(images) too few for a map of images (it takes 10)"))
        let stored = try contents(ofHDF5: map)
        #expect(!stored.keys.contains { $0.contains("X_tsne") })
        #expect(stored.keys.contains("/uns/vitrine/scenes/0/layers/11 [196, 2]"))
        #expect(stored.keys.contains("/uns/vitrine/scenes/\(count - 1)/layers/0 [196, 2]"))
    }

    @Test("Equal images are laid out once")
    func duplicates() throws {
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["fish"], count: 12, to: folder)
        for copy in 1...3 {
            try FileManager.default.copyItem(
                atPath: "\(images)/fish/fish-01.jpg", toPath: "\(images)/fish/copy-\(copy).jpg")
        }
        let store = folder.file("out.h5")
        #expect(try runProgram("extract", [images, store, "--quiet", "--masks", "none"]).code == 0)
        let map = folder.file("tsne.h5")
        let result = try runProgram("reduce", ["--layer", "11", store, "-o", map])
        #expect(result.code == 0, "\(result.errors)")
        let layout = try contents(ofHDF5: map)["/obsm/X_tsne [15, 2]"]
        let places = try #require(layout)
        #expect(places[0..<8] == places[8..<16])
        #expect(places[0..<8] == places[24..<32])
    }

    @Test("What cannot be done is one sentence and the documented exit code")
    func failures() throws {
        let folder = try TemporaryFolder()
        let store = try extracted(folder, labels: ["cat", "dog"], count: 6)
        let whole = try Data(contentsOf: URL(fileURLWithPath: store))
        let half = folder.file("half.h5")
        try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: half))
        let text = folder.file("text.h5")
        try Data("hello".utf8).write(to: URL(fileURLWithPath: text))
        let map = folder.file("tsne.h5")
        let cases: [(arguments: [String], code: Int32, words: String)] = [
            (["--layer", "11", half], 2, "damaged or cut short"),
            (["--layer", "11", text], 2, "expected a complete HDF5 file"),
            (["--layer", "11", folder.file("nothing.h5")], 2, "there is no such file"),
            (["--layer", "12", store], 64, "blocks 0...11"),
            (["--layer", "last", store], 64, "expected a block's number"),
            ([store], 64, "--layer"),
            (["--layer", "11", store, "--perplexity", "12"], 64, "--perplexity"),
            (["--layer", "11", store, "--perplexity", "0.5"], 64, "--perplexity"),
            (["--layer", "11", store, "--cluster", "spectral"], 64, "--cluster"),
            (["--layer", "11", store, "--scenes", "zebra"], 64, "zebra"),
        ]
        for (arguments, code, words) in cases {
            let result = try runProgram("reduce", arguments + ["-o", map])
            #expect(result.code == code, "\(arguments): \(result.errors)")
            #expect(result.errors.contains(words), "\(arguments): \(result.errors)")
            #expect(!FileManager.default.fileExists(atPath: map))
        }
        let reduced = try runProgram("reduce", ["--layer", "11", store, "-o", map])
        #expect(reduced.code == 0, "\(reduced.errors)")
        let wrong = try runProgram("reduce", ["--layer", "11", map, "-o", folder.file("x.h5")])
        #expect(wrong.code == 2 && wrong.errors.contains("vitrine-map"))
    }
}
