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
            reduction.parameters.removeAll { $0.name == "finished" }
            reduction.parameters.append(("finished", .integer(0)))
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
        #expect(drawn.page.contains("contradict: 1 row<") && !drawn.page.contains("agreed.jpg"))
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
                reduction.clusters = (0..<n).map { $0 < noise ? -1 : 0 }
                reduction.rowColumns = [.init("kmeans", .integers((0..<n).map { Int64($0 % 2) }))]
                if let table = reduction.table("clusters") {
                    reduction.tables.append(ResultTable("kmeans", table.columns))
                }
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
            (reduction.tables, reduction.clusters, reduction.otherLayouts) = ([], nil, [])
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
            reduction.tables = reduction.tables.map { table in
                table.name == "layer_profile"
                    ? table
                    : ResultTable(
                        table.name,
                        table.columns.map { column in
                            switch column.values {
                            case .texts: .init(column.name, .texts([]))
                            case .reals: .init(column.name, .reals([]))
                            case .integers: .init(column.name, .integers([]))
                            }
                        })
            }
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
        #expect(drawn.names == ["clusters.png", "findings.png", "index.html", "scatter.png"])
        // One line, and the two that end every run.
        #expect(drawn.errors.split(separator: "\n").count == 3, "\(drawn.errors)")
        #expect(drawn.errors.contains("vectors of another origin"))
        #expect(drawn.page.contains("10 vectors") && !drawn.page.contains("blocks"))
        for figure in ["filters", "scenes", "layers", "positions"] {
            let result = try runProgram("plot", [map, "--figure", figure, "-o", folder.path])
            #expect(result.code == 2 && result.errors.contains("another origin"), "\(figure)")
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
            reduction.tables = [
                ResultTable(
                    "reference",
                    [
                        .init("x", .reals([1, 2, 3])), .init("y", .reals([1, 2, .nan])),
                        .init("label", .texts(["a", "b", ""])),
                    ])
            ]
            reduction.rowColumns = [
                .init("novelty", .reals((0..<10).map { Double($0) / 9 }))
            ]
        }
        let placed = try figures(map, folder, "placed")
        #expect(placed.page.contains("10 images placed in the map of 3"))
        #expect(placed.page.contains("stay where they were"))
    }
}
