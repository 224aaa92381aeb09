import Foundation
import HDF5
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
        #expect(result.errors.contains("\(images) too few for a map of images (at least 10)"))
        let stored = try contents(ofHDF5: map)
        #expect(!stored.keys.contains { $0.contains("X_tsne") })
        // Of so few none is an outlier; what plot can draw is said.
        #expect(!result.output.contains("strongest outlier"), "\(result.output)")
        #expect(!stored.keys.contains { $0.contains("tables/outliers") })
        #expect(
            result.errors.contains(
                "next     plot \(map) (filters, attention, scenes; a map needs 10 different images)"
            ))
        let pairs = count == 2 ? "1 candidate compared by pixels" : "candidates compared by pixels"
        #expect(count == 1 || result.output.contains(pairs), "\(result.output)")
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

    @Test("Copies keep the neighbour graph: edges of length 0, then those of their image")
    func graphOfCopies() throws {
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["fish"], count: 12, to: folder)
        try FileManager.default.copyItem(
            atPath: "\(images)/fish/fish-01.jpg", toPath: "\(images)/fish/zz-copy.jpg")
        let store = folder.file("out.h5")
        #expect(try runProgram("extract", [images, store, "--quiet", "--masks", "none"]).code == 0)
        let map = folder.file("tsne.h5")
        #expect(try runProgram("reduce", [store, "-o", map, "--quiet"]).code == 0)
        let graph = try File.open(map).root.group("obsp/distances")
        let offsets: [Int64] = try graph.dataset("indptr").read()
        let columns: [Int32] = try graph.dataset("indices").read()
        let values: [Double] = try graph.dataset("data").read(as: Float.self).map(Double.init)
        func edges(_ row: Int) -> [Int] { Array(Int(offsets[row])..<Int(offsets[row + 1])) }
        #expect(offsets.count == 14)
        #expect(columns[edges(0)[0]] == 12 && values[edges(0)[0]] == 0)
        #expect(columns[edges(12)[0]] == 0 && values[edges(12)[0]] == 0)
        #expect(
            edges(0).dropFirst().map { columns[$0] } == edges(12).dropFirst().map { columns[$0] })
        for row in 0..<13 {
            let lengths = edges(row).map { values[$0] }
            #expect(lengths == lengths.sorted() && lengths.count >= 11)
        }
    }

    @Test("Without --layer it is final; the run ends with findings by name and the next command")
    func lastLines() throws {
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat", "dog"], count: 10, to: folder)
        try FileManager.default.copyItem(
            atPath: "\(images)/cat/cat-03.jpg", toPath: "\(images)/dog/really-a-cat.jpg")
        let store = folder.file("out.h5")
        #expect(try runProgram("extract", [images, store, "--quiet", "--masks", "none"]).code == 0)
        let map = folder.file("map.h5")
        let result = try runProgram("reduce", [store, "-o", map])
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.errors.contains("layer    final, since --layer was not given"))
        let own = try File.open(map).root.group("uns/vitrine")
        #expect(try own.dataset("layer").readStrings() == ["final"])
        let conflict =
            "the same image under two labels: cat/cat-03.jpg (cat) and dog/really-a-cat.jpg (dog)"
        let lines = result.output.split(separator: "\n").map(String.init)
        let place = try #require(lines.firstIndex(of: conflict), "\(result.output)")
        #expect((2...3).contains(lines.count - place), "\(lines)")
        let messages = result.errors.split(separator: "\n").map(String.init)
        #expect(messages.last == "next     plot \(map)")
        #expect(
            messages.contains { $0.hasPrefix("tables   \(folder.file("map.tables"))/: map.csv, ") })
        #expect(messages.contains { $0.hasPrefix("wrote    \(map): 21 images, layer final") })
        let quiet = try runProgram("reduce", [store, "-o", map, "--quiet"])
        #expect(quiet.output.isEmpty && quiet.errors.isEmpty)
    }

    @Test("map.csv has a line an image with its label, place, cluster and recall")
    func mapTable() throws {
        let folder = try TemporaryFolder()
        let store = try extracted(folder, labels: ["cat", "dog"], count: 6)
        let map = folder.file("tsne.h5")
        let arguments = ["--layer", "0,final", store, "-o", map, "--quiet"]
        #expect(try runProgram("reduce", arguments).code == 0)
        let text = try String(contentsOfFile: folder.file("tsne.tables/map.csv"), encoding: .utf8)
        let lines = text.split(separator: "\r\n").map { line in
            line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let expected = ["path", "label", "x", "y", "cluster", "recall"]
        #expect(
            Array(lines[0].prefix(6)) == expected && Array(lines[0].suffix(2)) == ["x_0", "y_0"])
        #expect(lines.count == 13 && lines[1][0] == "cat/cat-01.jpg" && lines[12][1] == "dog")
        let places: [Float] = try File.open(map).root.dataset("obsm/X_tsne").read()
        for row in 0..<12 {
            #expect(Float(lines[row + 1][2]) == places[2 * row])
            #expect(Float(lines[row + 1][3]) == places[2 * row + 1])
        }
        // Too few for a map: the table has what there is.
        let few = try TemporaryFolder()
        let small = try extracted(few, labels: ["cat"], count: 3)
        #expect(try runProgram("reduce", [small, "-o", few.file("t.h5"), "--quiet"]).code == 0)
        let short = try String(contentsOfFile: few.file("t.tables/map.csv"), encoding: .utf8)
        #expect(
            short.hasPrefix(
                "path,label,predicted_class,predicted_probability\r\ncat/cat-01.jpg,cat,"),
            "\(short)")
    }

    @Test("--layer all names the layer that can have no map and draws the others")
    func allLayers() throws {
        let folder = try TemporaryFolder()
        let store = try extracted(folder, labels: ["cat", "dog"], count: 6)
        let map = folder.file("tsne.h5")
        let result = try runProgram(
            "reduce", ["--layer", "all", store, "-o", map, "--iterations", "20"])
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.errors.contains("layer embedding: all rows are equal"), "\(result.errors)")
        let root = try File.open(map).root
        let drawn = (0..<12).map(String.init) + ["final"]
        #expect(try root.dataset("uns/vitrine/tables/maps/layer").readStrings() == drawn)
        #expect(try root.dataset("uns/vitrine/layers").readStrings() == Array(drawn.dropLast()))
        #expect(try root.dataset("uns/vitrine/layer").readStrings() == ["final"])
        let left = try root.dataset("uns/vitrine/parameters/layers_without_map").readStrings()
        #expect(left == ["embedding"])
        #expect(
            result.errors.contains("wrote    \(map): 12 images, 13 maps (layers 0 to final)"),
            "\(result.errors)")
        let alone = try runProgram("reduce", ["--layer", "embedding", store, "-o", map])
        #expect(alone.code == 0 && alone.errors.contains("there is no map"), "\(alone.errors)")
    }

    @Test("One label an image is no finding: labels of few images are counted and not judged")
    func singleLabels() throws {
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat", "dog", "car"], count: 11, to: folder)
        let names = try ["car", "cat", "dog"].flatMap { label in
            try FileManager.default.contentsOfDirectory(atPath: "\(images)/\(label)").sorted()
                .map { "\(label)/\($0)" }
        }
        let list = folder.file("labels.csv")
        let lines = names.enumerated().map { "\($1),label-\($0)" }
        try (["path,label"] + lines).joined(separator: "\n")
            .write(toFile: list, atomically: true, encoding: .utf8)
        let store = folder.file("out.h5")
        let extracted = try runProgram(
            "extract",
            [images, store, "--quiet", "--masks", "none", "--tokens", "class", "--labels", list])
        #expect(extracted.code == 0, "\(extracted.errors)")
        let result = try runProgram("reduce", [store, "-o", folder.file("tsne.h5")])
        #expect(result.code == 0, "\(result.errors)")
        let words = "33 labels have fewer than 5 images and were not judged (33 images)"
        #expect(result.output.contains(words), "\(result.output)")
        #expect(result.output.contains("0 of 0 labels doubtful"))
        for wrong in ["outvoted", "best layer", "label accuracy", "doubtful label:"] {
            #expect(!result.output.contains(wrong), "\(wrong) in \(result.output)")
        }
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
            (["--layer", "11", half], 2, "damaged or truncated"),
            (["--layer", "11", text], 2, "expected a file of `extract` or `reduce`, found a text"),
            (["--layer", "11", folder.file("nothing.h5")], 2, "there is no such file"),
            (["--layer", "12", store], 64, "blocks 0...11"),
            (["--layer", "last", store], 64, "expected a block number"),
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
        #expect(
            wrong.code == 2 && wrong.errors.contains("found a map, which `reduce` wrote"),
            "\(wrong.errors)")
    }
}
