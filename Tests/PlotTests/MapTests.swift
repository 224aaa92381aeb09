import Foundation
import ProgramRunner
import Store
import Testing

/// What reduce keeps in tables, and rows that are no images.
extension PlotTests {
    private func figures(
        _ map: String, _ folder: TemporaryFolder, _ name: String, _ arguments: [String] = []
    ) throws -> (names: Set<String>, page: String, errors: String) {
        let output = folder.file(name)
        let result = try runProgram("plot", [map, "-o", output] + arguments)
        #expect(result.code == 0, "\(result.errors)")
        let files = try contents(output)
        return (
            Set(files.keys), String(decoding: files["index.html"] ?? Data(), as: UTF8.self),
            result.errors
        )
    }

    @Test("Clusters, findings, maps and the profile are drawn, and odd names do no harm")
    func tables() throws {
        let folder = try TemporaryFolder()
        let map = try map(folder, labels: ["cat", "dog", "together"], count: 5)
        try rewrite(map) { reduction in
            addTables(to: &reduction)
            reduction.map?.parameters?.isFinished = false
        }
        let drawn = try figures(map, folder, "all")
        for name in ["clusters", "findings", "maps", "profile"] {
            #expect(drawn.names.contains("\(name).png"), "\(name)")
            #expect(drawn.page.contains("src=\"\(name).png\""), "\(name)")
        }
        #expect(drawn.page.contains("unfinished"))
        #expect(drawn.page.contains("<td>a/&lt;b&gt;&amp;&#39;&quot;0.jpg</td>"))
        #expect(!drawn.page.contains("<b>&'"))
        // A label that the neighbours agree with is no finding.
        #expect(drawn.page.contains("by their neighbours: 1 row<"))
        #expect(!drawn.page.contains("agreed.jpg"))
        for name in ["clusters", "findings", "maps", "profile"] {
            let one = try figures(map, folder, "one-\(name)", ["--figure", name])
            #expect(one.names == ["\(name).png"])
        }
    }

    @Test("Where most images are in no cluster, the k-means clusters are drawn")
    func kmeans() throws {
        let folder = try TemporaryFolder()
        let map = try map(folder, labels: ["cat", "dog"], count: 5)
        func page(noise: Int, _ name: String) throws -> String {
            try rewrite(map) { reduction in
                addTables(to: &reduction)
                let n = reduction.paths.count
                let rows = reduction.clusters?.rows ?? []
                reduction.clusters?.assignments = (0..<n).map { $0 < noise ? -1 : 0 }
                reduction.clusters?.kMeans = KMeansResult(
                    assignments: (0..<n).map { Int32($0 % 2) }, rows: rows,
                    parameters: KMeansParameters(
                        clusters: 2, silhouette: 0.1, silhouettes: nil, largest: 2, sample: n))
            }
            return try figures(map, folder, name).page
        }
        let noisy = try page(noise: 6, "noisy")
        #expect(noisy.contains("K-means clusters of 10 images"))
        #expect(noisy.contains("HDBSCAN left 60\u{A0}% of the images in no cluster"))
        let clear = try page(noise: 5, "clear")
        #expect(clear.contains("Clusters of 10 images") && !clear.contains("K-means"))
    }

    @Test("What reduce left out is named with its option")
    func withoutTables() throws {
        let folder = try TemporaryFolder()
        let map = try map(folder, labels: ["cat", "dog"], count: 5)
        try rewrite(map) { reduction in
            removeTables(from: &reduction)
        }
        for (figure, option) in [
            ("clusters", "--cluster"), ("findings", "--findings"), ("maps", "--layer"),
            ("profile", "--profile"),
        ] {
            let result = try runProgram(
                "plot", [map, "--figure", figure, "-o", folder.file("figures")])
            #expect(result.code == 2, "\(figure)")
            #expect(result.errors.contains(option), "\(figure): \(result.errors)")
        }
        // Most files have the map of one layer: that goes without saying.
        let all = try figures(map, folder, "all")
        #expect(all.errors.contains("no clusters") && !all.errors.contains("no maps"))
        try rewrite(map) { reduction in
            addTables(to: &reduction)
            reduction.clusters?.rows = []
            reduction.findings?.duplicates.rows = []
            reduction.findings?.labels?.rows = []
            reduction.findings?.outliers?.rows = []
            reduction.findings?.leaks = []
        }
        // What was looked for and not found stands on the sheet and on the page.
        let empty = try runProgram("plot", [map, "--figure", "findings", "-o", folder.path])
        #expect(empty.code == 0 && empty.output.contains("findings.png"))
        let page = try figures(map, folder, "none").page
        #expect(
            page.contains("Duplicates: none found") && page.contains("Leaks between splits: none"))
    }

    @Test("Of vectors of another origin the map and the tables are drawn, the rest is one sentence")
    func vectors() throws {
        let folder = try TemporaryFolder()
        let map = try map(folder, labels: ["cat", "dog"], count: 5)
        try rewrite(map) { reduction in
            addTables(to: &reduction)
            becomeVectors(&reduction)
        }
        let drawn = try figures(map, folder, "all")
        #expect(
            drawn.names == [
                "clusters.png", "findings.png", "index.html", "map.html", "scatter.png",
            ])
        // One line, and the two that end every run.
        #expect(drawn.errors.split(separator: "\n").count == 3, "\(drawn.errors)")
        #expect(drawn.errors.contains("vectors of another program"))
        #expect(drawn.page.contains("10 vectors") && !drawn.page.contains("blocks"))
        for figure in ["filters", "scenes", "layers", "positions"] {
            let result = try runProgram("plot", [map, "--figure", figure, "-o", folder.path])
            #expect(result.code == 2 && result.errors.contains("another program"), "\(figure)")
        }
    }

    @Test("Rows that are patches are coloured by object; rows put into a map stand on it")
    func otherRows() throws {
        let folder = try TemporaryFolder()
        let map = try map(folder, labels: ["cat", "together"], count: 5)
        let images = try Data(contentsOf: URL(fileURLWithPath: map))
        try rewrite(map) { reduction in
            addTables(to: &reduction)
            becomePatches(&reduction)
        }
        let patches = try figures(map, folder, "patches")
        #expect(patches.page.contains("Map of 10 patches"))
        #expect(patches.names.isSuperset(of: ["scatter.png", "clusters.png", "filters.png"]))
        #expect(!patches.errors.contains("no findings") && !patches.errors.contains("no profile"))

        try images.write(to: URL(fileURLWithPath: map))
        try rewrite(map) { reduction in
            guard let map = reduction.map, let layout = map.layout else { return }
            removeTables(from: &reduction)
            reduction.map = nil
            reduction.placement = PlacementResult(
                pca: map.pca, layout: layout,
                parameters: PlacementParameters(
                    map: "map.h5", perplexity: 5, iterations: 100, exaggeration: 1,
                    learningRate: 1, normalization: "l2", isFinished: true, noveltySource: nil,
                    noveltyNeighbors: nil, noveltyLimit: 0.99, noveltyScaleRows: nil,
                    noveltyFalseAlarms: nil),
                novelty: (0..<10).map { NoveltyRow(novelty: Double($0) / 9) },
                reference: [
                    ReferenceRow(x: 1, y: 1, label: "a"), ReferenceRow(x: 2, y: 2, label: "b"),
                    ReferenceRow(x: 3, y: .nan, label: ""),
                ])
        }
        let placed = try figures(map, folder, "placed")
        #expect(placed.page.contains("10 images placed in the map of 3"))
        #expect(placed.page.contains("do not move"))
    }
}
