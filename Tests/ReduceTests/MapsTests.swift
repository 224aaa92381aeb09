import Foundation
import HDF5
import ProgramRunner
import Testing

/// Maps of several layers, of patches and of vectors, and what is put into them.
@Suite("reduce's maps") struct MapsTests {
    private let folder: TemporaryFolder
    private var map: String { folder.file("tsne.h5") }

    init() throws { folder = try TemporaryFolder() }

    private func store(labels: [String] = ["cat", "dog", "car"], count: Int = 12) throws -> String {
        let images = try copyImages(labels: labels, count: count, to: folder)
        let path = folder.file("out.h5")
        let result = try runProgram("extract", [images, path, "--quiet"])
        #expect(result.code == 0, "\(result.errors)")
        return path
    }

    private func reduce(_ arguments: [String]) throws -> Finished {
        let result = try runProgram("reduce", arguments + ["--quiet"])
        #expect(result.code == 0, "\(arguments): \(result.errors)")
        return result
    }

    private func writeVectors(_ name: String, _ rows: [[Float]]) throws -> String {
        let path = folder.file(name)
        try writeNumpy(rows, to: path)
        return path
    }

    /// Numbers in 0..<1 that look drawn (splitmix64).
    private func numbers(_ count: Int, seed: UInt64) -> [Float] {
        (0..<count).map { index in
            var z = (seed << 32 &+ UInt64(index)) &* 0x9E37_79B9_7F4A_7C15
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return Float((z ^ (z >> 31)) >> 40) / Float(1 << 24)
        }
    }

    /// Three groups of rows of six numbers, far apart.
    private func groups(_ count: Int, shift: Float = 0) -> [[Float]] {
        (0..<count).map { row in
            (0..<6).map { column in
                let noise = Float((row * 7919 + column * 104_729) % 1000) / 2000
                return (row % 3 == column % 3 ? 5 : 0) + noise + shift
            }
        }
    }

    @Test("Several layers have a map each, aligned to the one before, for any number of threads")
    func layers() throws {
        let store = try store()
        for threads in [1, 3] {
            _ = try reduce([
                "--layer", "11,0,6", store, "-o", folder.file("\(threads).h5"), "--threads",
                "\(threads)",
            ])
        }
        #expect(try differences(folder.file("1.h5"), folder.file("3.h5")) == [])
        let root = try File.open(folder.file("1.h5")).root
        #expect(
            try root.dataset("uns/vitrine/tables/maps/layer").readStrings() == ["0", "6", "11"])
        #expect(try root.dataset("uns/vitrine/layer").readStrings() == ["11"])
        var maps: [[Float]] = []
        for name in ["X_tsne_0", "X_tsne_6", "X_tsne"] {
            maps.append(try root.dataset("obsm/\(name)").read())
        }
        #expect(maps.allSatisfy { $0.count == 72 })
        // No turn of one map brings it nearer to the last: the cross products balance.
        for (a, b) in [(maps[1], maps[0]), (maps[2], maps[1])] {
            var (cross, dot) = (0.0, 0.0)
            for row in 0..<36 {
                let (x, y) = (Double(a[2 * row]), Double(a[2 * row + 1]))
                let (u, v) = (Double(b[2 * row]), Double(b[2 * row + 1]))
                cross += x * v - y * u
                dot += x * u + y * v
            }
            #expect(dot > 0 && abs(cross) < 1e-3 * dot, "\(cross) \(dot)")
        }
    }

    @Test("Patches are rows with their image, place, object and attention")
    func patches() throws {
        let store = try store()
        for threads in [1, 2] {
            _ = try reduce([
                "--layer", "11", "--rows", "patches", "--limit", "150", store, "-o",
                folder.file("\(threads).h5"), "--threads", "\(threads)",
            ])
        }
        #expect(try differences(folder.file("1.h5"), folder.file("2.h5")) == [])
        let obs = try File.open(folder.file("1.h5")).root.group("obs")
        let names = try obs.dataset("_index").readStrings()
        #expect(names.count == 150 && Set(names).count == 150)
        let images: [Int64] = try obs.dataset("image").read()
        let rows: [Int64] = try obs.dataset("grid_row").read()
        let columns: [Int64] = try obs.dataset("grid_column").read()
        #expect(zip(names, zip(rows, columns)).allSatisfy { $0.hasSuffix(":\($1.0),\($1.1)") })
        #expect(images == images.sorted() && Set(images).count > 20)
        // What the store says of the same patches.
        let file = try File.open(store).root
        let objects: [UInt8] = try file.dataset("objects/patches").read()
        let rollout: [Float] = try file.dataset("attention/rollout").read()
        let attention: [Double] = try obs.dataset("attention").read()
        let found = try obs.dataset("object").readStrings()
        for index in 0..<150 {
            let patch = Int(rows[index] * 14 + columns[index])
            let object = objects[Int(images[index]) * 196 + patch]
            #expect((object == 0) == (found[index] == "background"))
            let score = rollout[(Int(images[index]) * 12 + 11) * 196 + patch]
            #expect(attention[index] == Double(score))
        }
    }

    @Test("Vectors of others get maps, clusters, findings and tables too")
    func vectors() throws {
        var rows = groups(60)
        rows.append(rows[5])
        let path = try writeVectors("rows.npy", rows)
        let names = folder.file("names.txt")
        try (0...60).map { "=row \($0)" }.joined(separator: "\n")
            .write(toFile: names, atomically: true, encoding: .utf8)
        _ = try reduce([path, "--ids", names, "-o", map])
        let root = try File.open(map).root
        #expect(try root.dataset("obs/_index").readStrings()[3] == "=row 3")
        let clusters: [Int32] = try root.dataset("obs/cluster").read()
        #expect(
            Set(clusters[0..<60].enumerated().map { "\($0.offset % 3) \($0.element)" }).count == 3)
        #expect(try root.dataset("uns/vitrine/parameters/normalize").readStrings() == ["none"])
        let table = try String(
            contentsOfFile: folder.file("tsne.tables/duplicates.csv"), encoding: .utf8)
        // Quoted against formulas; the equal rows are found.
        #expect(table.contains("5,60,'=row 5,'=row 60,exact,1.0,"), "\(table)")
        // A row and its double are alike in direction only.
        let twice = groups(20).map { $0.map { 2 * $0 } }
        let doubled = try writeVectors("doubled.npy", groups(60) + twice)
        _ = try reduce([doubled, "-o", folder.file("doubled.h5")])
        let pairs = try String(
            contentsOfFile: folder.file("doubled.tables/duplicates.csv"), encoding: .utf8)
        #expect(!pairs.contains("exact"), "\(pairs)")
        let wrong = try runProgram("reduce", [path, "--layer", "3", "-o", map])
        #expect(wrong.code == 64 && wrong.errors.contains("vectors have no layers"))
        var broken = rows
        broken[17][2] = .nan
        let nan = try writeVectors("nan.npy", broken)
        let refused = try runProgram("reduce", [nan, "-o", folder.file("nan.h5")])
        #expect(refused.code == 2 && refused.errors.contains("row 17"), "\(refused.errors)")
    }

    @Test("Rows are put into a finished map, near their own kind, without moving it")
    func placement() throws {
        let finished = try writeVectors("finished.npy", groups(90))
        _ = try reduce([finished, "-o", map])
        var rows = groups(9, shift: 0.01)
        rows.append([90, 90, 90, 90, 90, 90])
        let new = try writeVectors("new.npy", rows)
        let placed = folder.file("placed.h5")
        _ = try reduce([new, "--place", map, "-o", placed])
        let root = try File.open(placed).root
        let places: [Float] = try root.dataset("obsm/X_tsne").read()
        let old: [Float] = try File.open(map).root.dataset("obsm/X_tsne").read()
        let x: [Double] = try root.dataset("uns/vitrine/tables/reference/x").read()
        #expect(x == stride(from: 0, to: old.count, by: 2).map { Double(old[$0]) })
        for row in 0..<9 {
            // The nearest of the old points is of the row's own group.
            let nearest = (0..<90).min { a, b in
                func distance(_ i: Int) -> Float {
                    let (dx, dy) = (
                        places[2 * row] - old[2 * i], places[2 * row + 1] - old[2 * i + 1]
                    )
                    return dx * dx + dy * dy
                }
                return distance(a) < distance(b)
            }
            #expect(nearest.map { $0 % 3 } == row % 3)
        }
        let novelty: [Double] = try root.dataset("obs/novelty").read()
        #expect(novelty[9] == 1 && novelty[0..<9].allSatisfy { $0 < 0.99 }, "\(novelty)")
        let narrow = try writeVectors("narrow.npy", [[1, 2], [3, 4]])
        let refused = try runProgram(
            "reduce", [narrow, "--place", map, "-o", folder.file("narrow.h5")])
        #expect(refused.code == 2 && refused.errors.contains("rows of 6 numbers"))
    }

    @Test("Novelty is measured among the stored rows, off the components too, and without them")
    func noveltyOffComponents() throws {
        // What is new differs where no row of the map differs: off its two components.
        func rows(_ count: Int, _ seed: UInt64, off: Float = 0) -> [[Float]] {
            let drawn = numbers(2 * count, seed: seed)
            return (0..<count).map { row in
                let (a, b) = (drawn[2 * row], drawn[2 * row + 1])
                return [a, b, (a + b) / 50, (a - b) / 50, off, 1]
            }
        }
        let parent = try writeVectors("parent.npy", rows(300, 1))
        _ = try reduce([parent, "-o", map, "--pca", "2"])
        let new = try writeVectors("new.npy", rows(40, 2) + rows(3, 3, off: 0.5))
        let placed = folder.file("placed.h5")
        func novelty(_ arguments: [String] = []) throws -> (values: [Double], from: String) {
            _ = try reduce([new, "--place", map, "-o", placed] + arguments)
            let root = try File.open(placed).root
            return (
                try root.dataset("obs/novelty").read(),
                try root.dataset("uns/vitrine/parameters/novelty_from").readStrings()[0]
            )
        }
        let (values, basis) = try novelty()
        #expect(basis == "stored rows")
        #expect(values.suffix(3).allSatisfy { $0 == 1 } && values.count { $0 > 0.99 } <= 5)
        let root = try File.open(placed).root
        let chance: [Double] = try root.dataset("uns/vitrine/parameters/novelty_false_alarms")
            .read()
        #expect(abs(chance[0] - 3.0 / 301) < 1e-12)
        // Moved: given by name it is found, another file is not taken for it.
        let moved = folder.file("elsewhere.npy")
        try FileManager.default.moveItem(atPath: parent, toPath: moved)
        let again = try novelty(["--parent", moved])
        #expect(again.values == values && again.from == basis)
        let other = try runProgram(
            "reduce", [new, "--place", map, "-o", placed, "--parent", new])
        #expect(other.code == 2 && other.errors.contains("--parent"), "\(other.errors)")
        let told = try runProgram("reduce", [new, "--place", map, "-o", placed])
        #expect(told.code == 0 && told.errors.contains("novelty  approximate"), "\(told.errors)")
        let (approximate, source) = try novelty()
        #expect(source.hasPrefix("scores and residuals"))
        #expect(approximate.suffix(3).allSatisfy { $0 == 1 }, "\(approximate)")
        #expect(approximate.count { $0 > 0.99 } <= 6, "\(approximate)")
        // Another file in its place is not the parent.
        _ = try writeVectors("parent.npy", rows(300, 9))
        let replaced = try runProgram("reduce", [new, "--place", map, "-o", placed])
        #expect(replaced.errors.contains("is not the file that"), "\(replaced.errors)")
    }

    @Test("Copies among a map's rows do not make ordinary rows new")
    func noveltyBesideCopies() throws {
        let parent = try writeVectors("parent.npy", groups(60) + groups(60))
        _ = try reduce([parent, "-o", map])
        let new = try writeVectors("new.npy", groups(9, shift: 0.01))
        let placed = folder.file("placed.h5")
        _ = try reduce([new, "--place", map, "-o", placed])
        let root = try File.open(placed).root
        let novelty: [Double] = try root.dataset("obs/novelty").read()
        #expect(novelty.allSatisfy { $0 < 0.99 }, "\(novelty)")
        let used: [Int64] = try root.dataset("uns/vitrine/parameters/novelty_scale_rows").read()
        #expect(used == [120])
    }

    @Test("A copy of a map's row is not new, though rounding sets the two apart")
    func noveltyOfCopies() throws {
        let drawn = numbers(200 * 6, seed: 11)
        let rows = (0..<200).map { Array(drawn[6 * $0..<6 * $0 + 6]) }
        _ = try reduce([try writeVectors("parent.npy", rows), "-o", map])
        func moved(_ step: Float) -> [[Float]] {
            rows.prefix(20).enumerated().map { row, values in
                values.enumerated().map { $1 + step * Float((row + $0) % 3 - 1) }
            }
        }
        let placed = folder.file("placed.h5")
        let new = try writeVectors("new.npy", moved(1e-6) + moved(0.1))
        _ = try reduce([new, "--place", map, "-o", placed])
        let novelty: [Double] = try File.open(placed).root.dataset("obs/novelty").read()
        #expect(novelty.prefix(20).allSatisfy { $0 == 0 }, "\(novelty)")
        #expect(novelty.suffix(20).count { $0 > 0 } > 10, "\(novelty)")
    }

    @Test("Where most rows are in no cluster, k-means stands beside it and its number is chosen")
    func kMeansBeside() throws {
        let drawn = numbers(80 * 6, seed: 4)
        let rows = (0..<80).map { Array(drawn[6 * $0..<6 * $0 + 6]) }
        let path = try writeVectors("rows.npy", rows)
        let result = try runProgram("reduce", [path, "-o", map])
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.output.contains("more than half of the rows are in no cluster"))
        // Of drawn rows it says that these are hardly clusters.
        #expect(
            result.output.contains("below 0.25 there is no substantial cluster structure"),
            "\(result.output)")
        let root = try File.open(map).root
        let clusters: [Int64] = try root.dataset("obs/kmeans").read()
        let number: [Int64] = try root.dataset("uns/vitrine/parameters/kmeans_clusters").read()
        #expect(clusters.count == 80 && Set(clusters).count == Int(number[0]) && number[0] <= 8)
        let sizes: [Int64] = try root.dataset("uns/vitrine/tables/kmeans/size").read()
        #expect(sizes.reduce(0, +) == 80)
        // Three groups are clusters enough.
        let clear = try writeVectors("clear.npy", groups(60))
        let quiet = try runProgram("reduce", [clear, "-o", map, "--overwrite"])
        #expect(quiet.code == 0, "\(quiet.errors)")
        #expect(!quiet.output.contains("no cluster;"))
        #expect(try !File.open(map).root.contains("obs/kmeans"))
    }

    @Test("Fewer different rows than k are said")
    func cutClusters() throws {
        let path = try writeVectors("rows.npy", groups(60))
        let result = try runProgram("reduce", [path, "--cluster", "kmeans:500", "-o", map])
        #expect(result.code == 0)
        #expect(
            result.output.contains(
                "kmeans: 60 clusters (500 requested, but the rows differ in only 60 points)"))
    }

    @Test("Images are put into a map by its own token and layer; a map of patches takes none")
    func placementOfImages() throws {
        let store = try store()
        _ = try reduce(["--layer", "6", "--token", "mean", store, "-o", map])
        let placed = folder.file("placed.h5")
        _ = try reduce([store, "--place", map, "-o", placed])
        let root = try File.open(placed).root
        #expect(try root.dataset("uns/vitrine/token").readStrings() == ["mean"])
        #expect(try root.dataset("uns/vitrine/layer").readStrings() == ["6"])
        // The same rows again: nothing is new about them.
        let novelty: [Double] = try root.dataset("obs/novelty").read()
        #expect(novelty.allSatisfy { $0 < 0.05 }, "\(novelty)")
        let scores: [Float] = try root.dataset("obsm/X_pca").read()
        #expect(try scores == File.open(map).root.dataset("obsm/X_pca").read())
        // The same model, the images prepared otherwise.
        let images = "\(dataFolder)/images/cat"
        for (option, name) in [
            (["--recipe", "crop"], "--recipe squash"), (["--mean", "0.4"], "--mean 0."),
            (["--interpolation", "bicubic"], "--interpolation bilinear"),
            (["--std", "0.4"], "--std 0."), (["--image-size", "192"], "--image-size 224"),
            (["--shuffle", "2"], "input variant original"), (["--eps", "0.01"], "--eps 1e-06"),
        ] {
            let other = folder.file("other.h5")
            let made = try runProgram(
                "extract",
                [images, other, "--overwrite", "--tokens", "mean", "--layers", "6", "--limit", "2"]
                    + option)
            #expect(made.code == 0, "\(made.errors)")
            let refused = try runProgram(
                "reduce", [other, "--place", map, "-o", folder.file("refused.h5")])
            #expect(refused.code == 2, "\(option): \(refused.errors)")
            #expect(refused.errors.contains("with \(name)"), "\(option): \(refused.errors)")
        }
        let patches = folder.file("patches.h5")
        _ = try reduce([
            "--layer", "6", "--rows", "patches", "--limit", "60", store, "-o", patches,
        ])
        let refused = try runProgram("reduce", [store, "--place", patches, "-o", placed])
        #expect(refused.code == 2 && refused.errors.contains("found one of patches"))
    }

    @Test("Findings are those of the map's token; a far row's label is not doubted")
    func findingsOfTheToken() throws {
        let store = try store(labels: ["cat", "dog"], count: 10)
        for token in ["class", "mean"] {
            let result = try runProgram("reduce", ["--token", token, store, "-o", map])
            #expect(result.output.contains("found in final \(token) tokens: "), "\(result.output)")
        }
        // Two groups, and a row of neither that bears the label of one.
        let drawn = numbers(121 * 4, seed: 8)
        var rows = (0..<120).map { row in
            (0..<4).map { column -> Float in
                let centre: Float = column == row / 60 ? 1 : 0
                return centre + 0.3 * (drawn[4 * row + column] - 0.5)
            }
        }
        rows.append([0.2, 0.1, 0, 4])
        let path = try writeVectors("rows.npy", rows)
        _ = try reduce([path, "-o", map, "--overwrite"])
        let outliers: [Int64] = try File.open(map).root.dataset("uns/vitrine/tables/outliers/row")
            .read()
        #expect(outliers.first == 120)
        let median: [Double] = try File.open(map).root
            .dataset("uns/vitrine/parameters/outliers_median_distance").read()
        let distances: [Double] = try File.open(map).root
            .dataset("uns/vitrine/tables/outliers/distance").read()
        #expect(median == [distances[60]])
        let told = try runProgram("reduce", [path, "-o", map])
        #expect(told.output.contains("strongest outlier: 120"), "\(told.output)")
        // On a circle all are as far: none is named.
        let circle = (0..<40).map { row -> [Float] in
            let angle = Double(row) * .pi / 20
            return [Float(cos(angle)), Float(sin(angle))]
        }
        let flat = try runProgram(
            "reduce", [try writeVectors("circle.npy", circle), "-o", map, "--overwrite"])
        #expect(flat.code == 0 && !flat.output.contains("strongest outlier"), "\(flat)")
    }

    @Test("What does not fit the finished map is refused before anything is announced")
    func checkedFirst() throws {
        let finished = try writeVectors("finished.npy", groups(60))
        _ = try reduce([finished, "-o", map])
        let narrow = try writeVectors("narrow.npy", [[1, 2], [3, 4]])
        let refused = try runProgram("reduce", [narrow, "--place", map, "-o", folder.file("n.h5")])
        #expect(refused.code == 2 && !refused.errors.contains("write    "), "\(refused.errors)")
        let column = try runProgram(
            "reduce", [finished, "--label-column", "kind", "-o", folder.file("l.h5")])
        #expect(column.code != 0 && !column.errors.contains("write    "), "\(column.errors)")
    }

    @Test("Vectors too few for a map have nothing to draw, and one of them is one")
    func fewVectors() throws {
        let path = try writeVectors("few.npy", groups(3))
        let result = try runProgram("reduce", [path, "-o", map])
        #expect(result.code == 0, "\(result.errors)")
        #expect(
            result.errors.contains(
                "next     plot has nothing to draw: a map needs 10 different vectors"),
            "\(result.errors)")
        let one = try runProgram(
            "reduce", [try writeVectors("one.npy", [[1, 2]]), "-o", map, "--overwrite"])
        #expect(one.errors.contains("1 vector is too few"), "\(one.errors)")
        #expect(one.errors.contains(": 1 row of 2 numbers"), "\(one.errors)")
    }

    @Test("An interrupted map is written as far as it is, marked unfinished")
    func interrupted() throws {
        let path = try writeVectors("rows.npy", groups(3000))
        let result = try runProgram(
            "reduce", [path, "-o", map, "--iterations", "1000000"],
            signal: (SIGINT, afterMilliseconds: 4000))
        #expect(result.code == 130, "\(result.errors)")
        #expect(result.errors.contains("marked unfinished"), "\(result.errors)")
        let root = try File.open(map).root
        let finished: [Int64] = try root.dataset("uns/vitrine/parameters/finished").read()
        #expect(finished == [0])
        #expect(try root.dataset("obsm/X_tsne").shape == [3000, 2])
    }

    @Test("Clusters by the other methods, and the sentences of wrong ones")
    func clusters() throws {
        let path = try writeVectors("rows.npy", groups(60))
        for (method, name) in [("kmeans:3", "kmeans"), ("dbscan:2", "dbscan")] {
            _ = try reduce([path, "--cluster", method, "-o", map])
            let root = try File.open(map).root
            let clusters: [Int32] = try root.dataset("obs/cluster").read()
            #expect(Set(clusters) == [0, 1, 2], "\(method)")
            let used = try root.dataset("uns/vitrine/parameters/cluster_method").readStrings()
            #expect(used == [name])
            #expect(
                try root.dataset("uns/vitrine/tables/clusters/size").read()
                    == [Int64](repeating: 20, count: 3))
        }
        for wrong in ["kmeans", "kmeans:0", "dbscan:x", "hdbscan:5"] {
            let result = try runProgram("reduce", [path, "--cluster", wrong, "-o", map])
            #expect(result.code == 64 && result.errors.contains("--cluster"), "\(result.errors)")
        }
    }

    /// What a line of `reduce` announces of the map, in bytes.
    private func announced(_ messages: String, _ path: String) throws -> Double {
        let line = try #require(
            messages.split(separator: "\n").first { $0.hasPrefix("write    \(path), about ") })
        let words = line.split(separator: " ")
        let place = try #require(words.firstIndex(of: "about"))
        let units: [String: Double] = ["bytes,": 1, "KiB,": 1024, "MiB,": 1_048_576]
        let number = try #require(Double(words[place + 1]))
        let unit = try #require(units[String(words[place + 2])])
        return number * unit
    }

    @Test("The announced size of a map is right within a fifth")
    func announcedSizes() throws {
        let store = try store(count: 40)
        let vectors = try writeVectors("rows.npy", groups(600))
        for arguments in [
            [store], [store, "--layer", "all"], [store, "--rows", "patches", "--limit", "900"],
            [store, "--findings", "none", "--profile", "none", "--measures", "none"],
            [vectors], [vectors, "--cluster", "none"],
        ] {
            let result = try runProgram("reduce", arguments + ["-o", map, "--overwrite"])
            #expect(result.code == 0, "\(arguments): \(result.errors)")
            let expected = try announced(result.errors, map)
            let size = try #require(
                FileManager.default.attributesOfItem(atPath: map)[.size] as? Int)
            #expect(
                abs(expected - Double(size)) < 0.2 * Double(size),
                "\(arguments): \(expected) announced, \(size) written")
        }
    }

    @Test("--dry-run tells what is needed and writes nothing")
    func dryRun() throws {
        let path = try writeVectors("rows.npy", groups(60))
        let result = try runProgram("reduce", [path, "--dry-run", "-o", map])
        #expect(result.code == 0)
        for words in ["60 rows of 6 numbers", "of memory", "perplexity 19.7", "t-SNE takes"] {
            #expect(result.errors.contains(words), "\(words) in \(result.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: map))
    }
}
