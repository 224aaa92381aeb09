import Foundation
import ProgramRunner
import Testing

@Suite("plot") struct PlotTests {
    /// Extracts and reduces; the path of the map.
    func map(
        _ folder: TemporaryFolder, labels: [String], count: Int, name: String = "tsne",
        extract: [String] = [], reduce: [String] = []
    ) throws -> String {
        let images = folder.file("images")
        if !FileManager.default.fileExists(atPath: images) {
            _ = try copyImages(labels: labels, count: count, to: folder)
        }
        let store = folder.file("\(name)-out.h5")
        let path = folder.file("\(name).h5")
        let extracted = try runProgram("extract", [images, store, "--quiet"] + extract)
        #expect(extracted.code == 0, "\(extracted.errors)")
        let reduced = try runProgram(
            "reduce", ["--layer", "11", store, "-o", path, "--quiet"] + reduce)
        #expect(reduced.code == 0, "\(reduced.errors)")
        return path
    }

    /// The beginnings of the names of the figures, each once.
    private let allKinds = [
        "attention", "attention-distance", "clusters", "filter-components", "filter-views",
        "filters", "findings", "global-views", "heads", "layers", "maps", "occlusion", "pca-rgb",
        "positions", "profile", "scatter", "scene-0", "scene-attention-0", "token-norms", "views",
    ]

    func contents(_ folder: String) throws -> [String: Data] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        return try Dictionary(
            uniqueKeysWithValues: names.map {
                ($0, try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)")))
            })
    }

    @Test("Everything that the file holds is drawn, the same bytes twice, in three formats")
    func figures() throws {
        let folder = try TemporaryFolder()
        let map = try map(
            folder, labels: ["cat", "dog", "together"], count: 5,
            extract: ["--variants", "original,random:0.2,salient:1,background:1"])
        try rewrite(map) { addTables(to: &$0) }
        for (format, magic) in [("png", "\u{89}PNG"), ("svg", "<?xml"), ("pdf", "%PDF")] {
            var files: [[String: Data]] = []
            for run in ["a", "b"] {
                let output = folder.file("\(format)-\(run)")
                let result = try runProgram("plot", [map, "-o", output, "--format", format])
                #expect(result.code == 0 && result.errors.isEmpty, "\(result.errors)")
                files.append(try contents(output))
                #expect(files.last?.count == result.output.split(separator: "\n").count)
            }
            #expect(files[0] == files[1])
            let names = files[0].keys.filter { $0 != "index.html" }
            for kind in allKinds {
                #expect(names.contains { $0.hasPrefix(kind) }, "\(kind) in \(names)")
            }
            let start = Array(magic.unicodeScalars.map { UInt8($0.value) })
            for name in names { #expect(files[0][name]!.starts(with: start), "\(name)") }
            let page = String(decoding: try #require(files[0]["index.html"]), as: UTF8.self)
            for name in names { #expect(page.contains("href=\"\(name)\""), "\(name)") }
            #expect(page.contains("demo model, trained on drawings"))
        }
    }

    @Test("One figure, chosen by name, layers, patches, filters and images")
    func choices() throws {
        let folder = try TemporaryFolder()
        let map = try map(
            folder, labels: ["together"], count: 3,
            extract: ["--explain", "cat-and-dog-01,cat-and-dog-02", "--variants", "object:dog:1"])
        let cases: [(arguments: [String], files: [String])] = [
            (["--figure", "views", "--patch", "62", "--filters", "5,6"], ["views-cat-and-dog-01"]),
            (
                ["--figure", "global-views", "--image", "all", "--patches", "0,78,62"],
                ["global-views-cat-and-dog-01", "global-views-cat-and-dog-02"]
            ),
            (
                ["--figure", "occlusion", "--image", "cat-and-dog-02", "--after-blocks", "0,12"],
                ["occlusion-cat-and-dog-02"]
            ),
            (
                ["--figure", "attention", "--layers", "3"],
                ["attention-cat-and-dog-01", "heads-cat-and-dog-01"]
            ),
            (["--figure", "token-norms", "--outliers", "1.5"], ["token-norms"]),
        ]
        for (index, (arguments, files)) in cases.enumerated() {
            let output = folder.file("choice-\(index)")
            let result = try runProgram("plot", [map, "-o", output] + arguments)
            #expect(result.code == 0, "\(arguments): \(result.errors)")
            #expect(try contents(output).keys.sorted() == files.map { $0 + ".png" })
        }
    }

    @Test("Several files share the filters and the curves over layers, and keep the rest apart")
    func severalFiles() throws {
        let folder = try TemporaryFolder()
        let plain = try map(folder, labels: ["together"], count: 4, name: "plain")
        let shuffled = try map(
            folder, labels: ["together"], count: 4, name: "shuffled", extract: ["--shuffle", "2"])
        let output = folder.file("figures")
        let result = try runProgram("plot", [plain, shuffled, "-o", output])
        #expect(result.code == 0, "\(result.errors)")
        let names = Set(try contents(output).keys)
        #expect(names.isSuperset(of: ["filters.png", "layers.png", "index.html"]))
        #expect(names.contains("plain-positions.png") && names.contains("shuffled-positions.png"))
        #expect(!names.contains("plain-layers.png"))
        // Rows of a shuffled file are no originals, and have all figures nevertheless.
        for kind in ["scene-0", "scene-attention-0", "views", "token-norms", "pca-rgb"] {
            #expect(names.contains { $0.hasPrefix("shuffled-" + kind) }, "\(kind)")
        }
    }

    @Test("What cannot be drawn is one sentence and the documented exit code")
    func failures() throws {
        let folder = try TemporaryFolder()
        let map = try map(folder, labels: ["together"], count: 1)
        let cases: [(arguments: [String], code: Int32, words: String)] = [
            ([folder.file("tsne-out.h5")], 2, "expected a map that `reduce` wrote, found embeddings"),
            ([folder.file("nothing.h5")], 2, "there is no such file"),
            ([map, "--figure", "scatter"], 2, "no map of images"),
            ([map, "--figure", "occlusion"], 2, "--variants"),
            ([map, "--figure", "pie"], 64, "expected a list of scatter"),
            ([map, "--figure", "views", "--patch", "196"], 64, "expected numbers from 0 to 195"),
            ([map, "--figure", "views", "--filters", "128"], 64, "from 0 to 127"),
            ([map, "--figure", "attention", "--layers", "12"], 64, "from 0 to 11"),
            ([map, "--figure", "scenes", "--layers", "0,3"], 64, "0, 4, 6, 8, 11"),
            ([map, "--figure", "global-views", "--after-blocks", "13"], 64, "from 0 to 12"),
            ([map, "--figure", "views", "--image", "zebra"], 64, "zebra"),
            ([map, "--figure", "views", "--patch", "x"], 64, "--patches"),
            ([map, "--format", "bmp"], 64, "bmp"),
            ([], 64, "maps"),
        ]
        for (arguments, code, words) in cases {
            let result = try runProgram("plot", arguments + ["-o", folder.file("figures")])
            #expect(result.code == code, "\(arguments): \(result.errors)")
            #expect(result.errors.contains(words), "\(arguments): \(result.errors)")
        }
        // One image: no scatter, which is said, and the rest.
        let rest = try runProgram("plot", [map, "-o", folder.file("figures")])
        #expect(rest.code == 0)
        #expect(rest.errors.contains("no scatter"))
        #expect(rest.output.contains("scene-0"))
    }

    @Test("What extract left out is named with the option that provides it")
    func leftOut() throws {
        let folder = try TemporaryFolder()
        let map = try map(
            folder, labels: ["cat"], count: 2,
            extract: ["--attention", "none", "--tokens", "class", "--masks", "none"])
        for (figure, option) in [
            ("attention", "--attention"), ("attention-distance", "--attention"),
            ("global-views", "--attention"), ("scenes", "--tokens"), ("layers", "--masks"),
            ("token-norms", "--tokens"), ("pca-rgb", "--tokens"), ("filter-views", "--masks"),
        ] {
            let result = try runProgram(
                "plot", [map, "--figure", figure, "-o", folder.file("figures")])
            #expect(result.code == 2, "\(figure)")
            #expect(result.errors.contains(option), "\(figure): \(result.errors)")
        }
        let all = try runProgram("plot", [map, "-o", folder.file("all")])
        #expect(all.code == 0 && all.errors.contains("no attention"))
        let names = Set(try contents(folder.file("all")).keys)
        #expect(names.isSuperset(of: ["filters.png", "positions.png", "index.html"]))
    }
}
