import Dense
import Foundation
import ProgramRunner
import Store
import Testing
import Tokens

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
                #expect(result.code == 0, "\(result.errors)")
                files.append(try contents(output))
                let count = result.output.split(separator: "\n").count
                #expect(files.last?.count == count)
                // Nothing was left out; the last lines name what was written and what to see.
                let last = result.errors.split(separator: "\n").map(String.init)
                #expect(last.count == 2, "\(result.errors)")
                #expect(
                    last[0]
                        == "wrote    map.html, index.html and \(count - 2) figures in \(output)")
                #expect(last[1].hasPrefix("look at  \(output)/map.html first, then"), "\(last)")
                #expect(last[1].contains("\(output)/findings.\(format)"), "\(last)")
                #expect(last[1].contains("1 doubtful label"), "\(last)")
            }
            #expect(files[0] == files[1])
            let names = files[0].keys.filter { !$0.hasSuffix(".html") }
            for kind in allKinds {
                #expect(names.contains { $0.hasPrefix(kind) }, "\(kind) in \(names)")
            }
            let start = Array(magic.unicodeScalars.map { UInt8($0.value) })
            for name in names { #expect(files[0][name]!.starts(with: start), "\(name)") }
            let page = String(decoding: try #require(files[0]["index.html"]), as: UTF8.self)
            for name in names { #expect(page.contains("href=\"\(name)\""), "\(name)") }
            #expect(page.contains("demo model, trained on drawings"))
            #expect(page.contains("href=\"map.html\""))
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
        #expect(names.contains("attention-distance.png"))
        // Each figure names its file and what was done to its images; a reason is said once.
        let page = String(
            decoding: try #require(try contents(output)["index.html"]), as: UTF8.self)
        #expect(page.contains("<span>vitrine-demo") && page.contains("shuffled 2\u{A0}x\u{A0}2"))
        let lines = result.errors.split(separator: "\n")
        #expect(lines.count { $0.contains("no page, scatter") } == 1, "\(result.errors)")
        #expect(lines.contains { $0.contains("(in \(plain), \(shuffled))") }, "\(result.errors)")
        #expect(!names.contains("plain-layers.png"))
        // Rows of a shuffled file are no originals, and have all figures nevertheless.
        for kind in ["scene-0", "scene-attention-0", "views", "token-norms", "pca-rgb"] {
            #expect(names.contains { $0.hasPrefix("shuffled-" + kind) }, "\(kind)")
        }
    }

    @Test("Models of different depth share their curves on an axis of relative depth")
    func depths() throws {
        let folder = try TemporaryFolder()
        let deep = try map(folder, labels: ["together"], count: 4, name: "deep")
        let shallow = folder.file("shallow.h5")
        try FileManager.default.copyItem(atPath: deep, toPath: shallow)
        try rewrite(shallow) { reduction in
            (reduction.explained, reduction.scenes) = ([], [])
            reduction.patchFeatures = nil
            (reduction.audits.tokenNorms, reduction.audits.patchColors) = (nil, [])
            reduction.audits.lens = nil
            reduction.model.depth = 6
            reduction.model.name = "half-as-deep"
            let half = Array(0..<6)
            guard let heads = reduction.audits.headDistances,
                var table = reduction.audits.layerMeasures
            else {
                Issue.record("a map without attention distances and layer measures")
                return
            }
            reduction.audits.headDistances = HeadDistances(
                mean: heads.mean.rows(half), low: heads.low.rows(half),
                high: heads.high.rows(half), images: heads.images)
            let kept = table.layers.indices.filter { Int(table.layers[$0]).map { $0 < 6 } ?? false }
            func columns(_ matrix: Matrix<Double>) -> Matrix<Double> {
                Matrix(
                    rows: matrix.rows, columns: kept.count,
                    elements: (0..<matrix.rows).flatMap { row in kept.map { matrix[row, $0] } })
            }
            let rows = table.values.count / table.layers.count
            let all = table
            table = LayerMeasureTable(
                names: all.names, layers: kept.map { all.layers[$0] }, rows: all.rows,
                values: (0..<rows).flatMap { row in
                    kept.map { all.values[row * all.layers.count + $0] }
                }, mean: columns(all.mean), low: columns(all.low), high: columns(all.high),
                skipped: all.skipped)
            reduction.audits.layerMeasures = table
        }
        for figure in ["layers", "attention-distance"] {
            let output = folder.file(figure)
            let result = try runProgram(
                "plot", [deep, shallow, "--figure", figure, "-o", output])
            #expect(result.code == 0, "\(figure): \(result.errors)")
            #expect(try contents(output).keys.sorted() == ["\(figure).png"])
        }
    }

    @Test("What cannot be drawn is one sentence and the documented exit code")
    func failures() throws {
        let folder = try TemporaryFolder()
        let map = try map(folder, labels: ["together"], count: 1)
        let cases: [(arguments: [String], code: Int32, words: String)] = [
            (
                [folder.file("tsne-out.h5")], 2,
                "expected a map that `reduce` wrote, found embeddings"
            ),
            ([folder.file("nothing.h5")], 2, "there is no such file"),
            ([map, "--figure", "scatter"], 2, "the file has no map"),
            ([map, "--figure", "occlusion"], 2, "--variants"),
            ([map, "--figure", "pie"], 64, "expected a list of page, scatter"),
            ([map, "--figure", "scater"], 64, "did you mean scatter?"),
            (
                [map, "--figure", "filters,heads"], 64,
                "no figure \"heads\"; did you mean attention?"
            ),
            ([map, "--figure", "views", "--patch", "196"], 64, "expected numbers from 0 to 195"),
            ([map, "--figure", "views", "--filters", "128"], 64, "from 0 to 127"),
            ([map, "--figure", "attention", "--layers", "12"], 64, "from 0 to 11"),
            ([map, "--figure", "scenes", "--layers", "0,3"], 64, "0, 4, 6, 8, 11"),
            ([map, "--figure", "global-views", "--after-blocks", "13"], 64, "from 0 to 12"),
            ([map, "--figure", "views", "--image", "zebra"], 64, "zebra"),
            ([map, "--image", "cat-and-dog-2"], 64, "such as together/cat-and-dog-01"),
            ([map, "--columns", "0"], 64, "from 1 to 100"),
            ([map, "--figure", "views", "--patch", "x"], 64, "--patches"),
            ([map, "--format", "bmp"], 64, "bmp"),
            ([], 64, "expected one or more maps"),
        ]
        for (arguments, code, words) in cases {
            let result = try runProgram("plot", arguments + ["-o", folder.file("figures")])
            #expect(result.code == code, "\(arguments): \(result.errors)")
            #expect(result.errors.contains(words), "\(arguments): \(result.errors)")
        }
        // Of several figures those that can be are drawn, and the others have a line each.
        let some = try runProgram(
            "plot",
            [map, "--figure", "scatter,filters,occlusion,positions", "-o", folder.file("some")])
        #expect(some.code == 0)
        #expect(
            try contents(folder.file("some")).keys.sorted() == [
                "filter-components.png", "filters.png", "positions.png",
            ])
        for words in ["no scatter", "no occlusion", "wrote    3 figures"] {
            #expect(some.errors.contains(words), "\(words) in \(some.errors)")
        }
        let neither = try runProgram(
            "plot", [map, "--figure", "scatter,occlusion", "-o", folder.file("none")])
        #expect(neither.code == 2 && neither.errors.contains("nothing to draw"))
        #expect(neither.errors.contains("no scatter") && neither.errors.contains("no occlusion"))
        // One image has no map, which one line reports, but the other figures.
        let rest = try runProgram("plot", [map, "-o", folder.file("figures")])
        #expect(rest.code == 0)
        #expect(rest.errors.contains("no page, scatter"))
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
