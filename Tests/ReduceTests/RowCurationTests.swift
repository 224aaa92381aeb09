import Dense
import Foundation
import HDF5
import ProgramRunner
import Store
import Testing
import Tokens

/// The data's cars, cats and dogs, embedded once for all tests: rows 0 to 7, 8 to 15 and 16 to 23.
private enum Shared {
    static let folder = Result { try TemporaryFolder() }

    static let images: Result<String, any Error> = Result {
        try copyImages(labels: ["car", "cat", "dog"], count: 8, to: try folder.get())
    }

    /// The store of all images, or of the first ones.
    static func store(_ name: String, _ arguments: [String]) -> Result<String, any Error> {
        Result {
            let out = try folder.get().file(name)
            let result = try runProgram(
                "extract",
                [
                    try images.get(), out, "--quiet", "--layers", "0,6,11,final", "--explain",
                    "car-02,cat-05" + (arguments.isEmpty ? ",dog-03" : ""),
                ] + arguments)
            #expect(result.code == 0, "\(result.errors)")
            return out
        }
    }

    static let whole = store("whole.h5", [])
    static let small = store("small.h5", ["--limit", "16"])
}

/// `reduce --only`, `--except` and `--labels`.
@Suite("reduce with lists and labels") struct RowCurationTests {
    private let folder: TemporaryFolder
    private let store: String

    init() throws {
        folder = try TemporaryFolder()
        store = try Shared.whole.get()
    }

    private func write(_ text: String, _ name: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file(name)))
        return folder.file(name)
    }

    private func list(_ paths: some Sequence<String>, _ name: String = "list.txt") throws -> String
    {
        try write(paths.map { $0 + "\n" }.joined(), name)
    }

    private func paths() throws -> [String] { try EmbeddingReader(store).paths().map(displayPath) }

    private func reduce(_ arguments: [String], _ out: String = "map.h5") throws -> Finished {
        try runProgram("reduce", arguments + ["-o", folder.file(out)])
    }

    private func map(_ out: String = "map.h5") throws -> Reduction {
        try ReductionReader.read(folder.file(out))
    }

    @Test("A map of listed rows is that of a store with no other rows, in every data set")
    func asIfAlone() throws {
        let first = try paths().prefix(16)
        let layers = ["--layer", "11,final", "--measures", "10"]
        let part = try reduce(layers + [store, "--only", list(first)], "part.h5")
        #expect(part.code == 0, "\(part.errors)")
        #expect(part.errors.contains("16 of 24 images\nrows     16 of 24 images are used"))
        let whole = try reduce(layers + [try Shared.small.get()], "whole.h5")
        #expect(whole.code == 0, "\(whole.errors)")
        let different = try differences(folder.file("part.h5"), folder.file("whole.h5"))
        #expect(
            different == [
                "/uns/vitrine/parameters/only_images []", "/uns/vitrine/parameters/only_sha256 []",
                "/uns/vitrine/parameters/parent_images []", "/uns/vitrine/parent_hash []",
                "/uns/vitrine/parent_rows [16]",
            ])
        let table = { (name: String) in
            try Data(contentsOf: URL(filePath: folder.file("\(name).tables/map.csv")))
        }
        #expect(try table("part") == table("whole"))
    }

    @Test("Row numbers count the rows of the map; parent_rows has those of the store")
    func rows() throws {
        let paths = try paths()
        let left = (0..<24).filter { $0 % 3 != 1 || $0 == 1 }
        let except = try list((0..<24).filter { !left.contains($0) }.map { paths[$0] })
        let result = try reduce([store, "--layer", "final", "--except", except])
        #expect(result.code == 0, "\(result.errors)")
        let map = try map()
        #expect(map.paths == left.map { paths[$0] })
        #expect(map.parentRows == left)
        let reader = try EmbeddingReader(store)
        for (image, row) in left.enumerated() {
            #expect(map.previews[image] == (try reader.previews(rows: row..<row + 1)[0]))
            #expect(map.parentRow(ofImage: image) == row)
        }
        #expect(map.previews.count == left.count)
        // car-02 (row 1) and dog-03 (row 18) are kept in full; cat-05 (row 12) is, too.
        #expect(
            map.explained.map { map.paths[$0.row] } == map.explained.map { displayPath($0.path) })
        #expect(Set(map.explained.map { displayPath($0.path) }).contains("dog/dog-03.jpg"))
        #expect(map.scenes.map { map.paths[$0.row] } == map.scenes.map(\.path))
        for cluster in map.clusters?.rows ?? [] {
            #expect(map.paths[cluster.medoid] == cluster.medoidPath)
        }
        for row in map.findings?.outliers?.rows ?? [] { #expect(map.paths[row.row] == row.path) }
        #expect(map.curation.exceptImages == 24 - left.count && map.curation.parentImages == 24)
        #expect(map.curation.onlySHA256 == nil && map.curation.exceptSHA256?.count == 64)
        let figures = try runProgram("plot", [folder.file("map.h5"), "-o", folder.file("figures")])
        #expect(figures.code == 0, "\(figures.errors)")
    }

    @Test("Images in full that are left out have no scene")
    func explained() throws {
        let except = try list(["car/car-02.jpg"])
        #expect(try reduce([store, "--layer", "final", "--except", except]).code == 0)
        let map = try map()
        #expect(map.explained.count == 2)
        #expect(map.explained.map { map.paths[$0.row] } == ["cat/cat-05.jpg", "dog/dog-03.jpg"])
        #expect(map.scenes.map(\.path) == ["cat/cat-05.jpg", "dog/dog-03.jpg"])
        #expect(map.audits.headDistances?.images == 23)
    }

    @Test("Patches are drawn from the images that are left")
    func patches() throws {
        let paths = try paths()
        let only = try list([paths[3], paths[9], paths[20]])
        let result = try reduce([
            store, "--layer", "final", "--rows", "patches", "--limit", "60", "--only", only,
        ])
        #expect(result.code == 0, "\(result.errors)")
        let map = try map()
        #expect(map.parentRows == [3, 9, 20])
        let patches = try #require(map.rows.patches)
        #expect(Set(patches.map(\.image)) == [0, 1, 2])
        for (name, patch) in zip(map.paths, patches) {
            let path = paths[map.parentRow(ofImage: patch.image)]
            #expect(name == "\(path):\(patch.gridRow),\(patch.gridColumn)")
        }
        let reader = try EmbeddingReader(store)
        #expect(map.previews[2] == (try reader.previews(rows: 20..<21)[0]))
    }

    @Test("Fewer than ten rows have no map, and everything else; one row is enough")
    func fewRows() throws {
        let result = try reduce([
            store, "--layer", "final", "--only", list(["cat/cat-05.jpg"]),
        ])
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.errors.contains("1 image is too few for a map of images (at least 10)"))
        let map = try map()
        #expect(map.paths == ["cat/cat-05.jpg"] && map.parentRows == [12] && map.layout == nil)
        #expect(map.scenes.map(\.row) == [0])
    }

    @Test("Lists that name nothing, leave nothing or are the output are refused")
    func refused() throws {
        let nothing = try list(["bird.jpg"], "nothing.txt")
        let everything = try list(try paths(), "all.txt")
        for (arguments, code, words) in [
            (["--only", nothing], Int32(64), "line 1 has \"bird.jpg\""),
            (["--except", everything], 2, "found none left"),
            (["--labels", nothing], 2, "expected a column \"path\""),
            (["--labels", folder.file("missing.csv")], 2, "missing.csv"),
        ] {
            let result = try reduce([store, "--layer", "final"] + arguments)
            #expect(result.code == code, "\(arguments): \(result.errors)")
            #expect(result.errors.contains(words), "\(result.errors)")
        }
        let same = try reduce([store, "--only", everything, "--overwrite"], "all.txt")
        #expect(same.code == 2 && same.errors.contains("input of this command"), "\(same.errors)")
        let all = try reduce([store, "--layer", "final", "--only", everything])
        #expect(all.code == 0, "\(all.errors)")
        #expect(try map().parentRows == nil && map().curation.onlyImages == 24)
    }

    @Test(
        "Labels of a table replace those of a store, without extracting again; a review mends them")
    func labels() throws {
        let paths = try paths()
        let table = try write(
            "path,label\n" + paths.prefix(20).map { "\($0),\($0.prefix(2))\n" }.joined(),
            "labels.csv")
        let sha = try runShell(
            "sha256sum \"$1\"", ["\(try Shared.images.get())/cat/cat-03.jpg"]
        ).output.prefix(64).uppercased()
        let review = try write(
            "path,sha256,decision,label,note\nold.jpg,\(sha),relabel,tiger,\n"
                + "car/car-01.jpg,,drop,,\ncar/car-02.jpg,,keep,,\n", "review.csv")
        let result = try reduce([
            store, "--layer", "final", "--labels", table, "--labels", review,
        ])
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.errors.contains("labels   \(table): 20 of 24 images have a line"))
        #expect(
            result.errors.contains(
                "decisions about 3 of 24 images, 1 dropped, 1 relabelled, 1 kept"))
        let map = try map()
        #expect(map.paths == Array(paths.dropFirst()))
        let labels = map.paths.indices.map { map.rows.label(ofRow: $0) }
        #expect(
            labels
                == paths.indices.dropFirst().map {
                    $0 == 10 ? "tiger" : $0 < 20 ? String(paths[$0].prefix(2)) : ""
                })
        #expect(map.labelNames == ["ca", "do", "tiger"])
        #expect(map.curation.droppedImages == 1 && map.curation.relabelledImages == 1)
        #expect(map.curation.labelledImages == 20 && map.curation.keptImages == 1)
        #expect(map.curation.labelFilesSHA256?.count == 130)
        // Patches have the labels of their images, too.
        let patches = try reduce(
            [
                store, "--layer", "final", "--rows", "patches", "--limit", "100", "--labels",
                review,
            ], "patches.h5")
        #expect(patches.code == 0, "\(patches.errors)")
        let ofPatches = try self.map("patches.h5")
        for row in ofPatches.paths.indices {
            let isTiger = ofPatches.paths[row].hasPrefix("cat/cat-03.jpg")
            let folder = ofPatches.paths[row].prefix(3)
            #expect(ofPatches.rows.label(ofRow: row) == (isTiger ? "tiger" : String(folder)))
        }
        let twice = try write(
            "path,sha256,decision,label,note\ncar/car-01.jpg,,drop,,\n./car/car-01.jpg,,keep,,\n",
            "twice.csv")
        let refused = try reduce([store, "--labels", twice])
        #expect(refused.code == 65 && refused.errors.contains("line 3 has keep"), "\(refused)")
    }

    @Test("Listed rows are placed in a map of listed rows, with novelty from its own rows only")
    func placement() throws {
        let paths = try paths()
        #expect(
            try reduce(
                [store, "--layer", "final", "--only", list(paths.prefix(16))], "base.h5"
            ).code == 0)
        let result = try reduce(
            [store, "--place", folder.file("base.h5"), "--except", list(paths[3..<18], "not.txt")],
            "placed.h5")
        #expect(result.code == 0, "\(result.errors)")
        let placed = try map("placed.h5")
        #expect(placed.paths == Array(paths[0..<3] + paths[18...]))
        #expect(placed.parentRows == [0, 1, 2] + Array(18..<24))
        let placement = try #require(placed.placement)
        #expect(placement.parameters.noveltySource == "stored rows")
        // The first three are rows of the map; the dogs are not.
        for row in 0..<3 {
            #expect(placement.novelty[row].novelty == 0)
            #expect(placement.novelty[row].nearestPath == paths[row])
        }
        #expect(placement.novelty.dropFirst(3).allSatisfy { !$0.nearestPath.hasPrefix("dog") })
    }

    @Test("Suggestions of a map of listed rows are the store's images")
    func suggestions() throws {
        let copy = folder.file("out.h5")
        try FileManager.default.copyItem(atPath: store, toPath: copy)
        let paths = try paths()
        #expect(
            try reduce(
                [
                    copy, "--layer", "final", "--except", list(paths.prefix(8)), "--cluster",
                    "kmeans:2", "--findings", "none",
                ]
            ).code == 0)
        let medoids = try #require(try map().clusters).rows.map(\.medoidPath)
        let result = try runProgram("extract", ["explain", copy, "--map", folder.file("map.h5")])
        #expect(result.code == 0, "\(result.errors)")
        let kept = Set(try EmbeddingReader(copy).explained().map { displayPath($0.path) })
        #expect(kept.isSuperset(of: medoids), "\(medoids), \(kept)")
        #expect(
            kept.isSubset(of: medoids + ["car/car-02.jpg", "cat/cat-05.jpg", "dog/dog-03.jpg"]))
    }

    @Test("Vectors are listed and labelled by their names, or by their row numbers")
    func vectors() throws {
        let path = folder.file("v.npy")
        func numbers(_ row: Int) -> [Float] {
            (0..<6).map { column -> Float in
                let group: Float = row % 3 == column % 3 ? 5 : 0
                return group + Float((row * 31 + column) % 17) / 30
            }
        }
        try writeNumpy((0..<30).map(numbers), to: path)
        let ids = try list((0..<30).map { "name-\($0)" }, "ids.txt")
        let kept = Array(4..<25)
        let named = try reduce(
            [path, "--ids", ids, "--only", list(kept.map { "name-\($0)" })], "named.h5")
        #expect(named.code == 0, "\(named.errors)")
        #expect(try map("named.h5").paths == kept.map { "name-\($0)" })
        let labels = try write(
            "name;label\n" + (0..<30).map { "\($0);\($0 % 3)\n" }.joined(), "labels.csv")
        let review = try write(
            "path,sha256,decision,label,note\n5,,relabel,x,\n6,,drop,,\n", "review.csv")
        let numbered = try reduce(
            [
                path, "--only", list(kept.map(String.init), "rows.txt"), "--labels", labels,
                "--labels", review,
            ], "numbered.h5")
        #expect(numbered.code == 0, "\(numbered.errors)")
        let map = try map("numbered.h5")
        let left = kept.filter { $0 != 6 }
        #expect(map.paths == left.map(String.init) && map.parentRows == left)
        #expect(
            map.paths.indices.map { map.rows.label(ofRow: $0) }
                == left.map { $0 == 5 ? "x" : String($0 % 3) })
        // The same numbers as those of a file with these rows only.
        let alone = folder.file("alone.npy")
        try writeNumpy(left.map(numbers), to: alone)
        #expect(try reduce([alone], "alone.h5").code == 0)
        #expect(try self.map("alone.h5").layout?.elements == map.layout?.elements)
        // Rows are placed in it by the rows that it has.
        let placed = try reduce([path, "--place", folder.file("numbered.h5")], "placed.h5")
        #expect(placed.code == 0, "\(placed.errors)")
        #expect(try self.map("placed.h5").placement?.novelty[5].nearestPath == "5")
    }
}
