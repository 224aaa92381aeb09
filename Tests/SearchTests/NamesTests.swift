import Foundation
import HDF5
import ProgramRunner
import Testing

/// `reduce --names`, with the small CLIP of `WordSearchTests`.
@Suite("reduce --names") struct NamesTests {
    private let folder: TemporaryFolder
    private let store: String
    private let cache: [String: String]

    init() throws {
        folder = try TemporaryFolder()
        store = folder.file("out.h5")
        cache = ["XDG_CACHE_HOME": folder.file("cache")]
        let images = try copyImages(labels: ["car", "cat"], count: 8, to: folder)
        try WordSearchTests.checkpoint().write(
            to: URL(fileURLWithPath: folder.file("clip.safetensors")))
        try FileManager.default.copyItem(
            atPath: WordSearchTests.vocabulary, toPath: folder.file("merges.txt"))
        let result = try runProgram(
            "extract",
            [
                images, store, "--weights", folder.file("clip.safetensors"), "--heads", "1",
                "--layers", "final", "--dtype", "f32", "--neurons", "3",
            ])
        #expect(result.code == 0, "\(result.errors)")
    }

    private func list(_ text: String) throws -> String {
        let path = folder.file("words.txt")
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    private func reduce(_ options: [String]) throws -> (code: Int32, errors: String) {
        let result = try runProgram(
            "reduce",
            [store, "-o", folder.file("map.h5"), "--overwrite", "--cluster", "kmeans:2"] + options,
            environment: cache)
        return (result.code, result.errors)
    }

    /// The rows of a table, by column.
    private func table(_ name: String) throws -> [[String: String]] {
        let text = try String(
            contentsOfFile: folder.file("map.tables/\(name).csv"), encoding: .utf8)
        var rows = text.split(whereSeparator: \.isNewline).map(fields)
        let head = rows.removeFirst()
        return rows.map { Dictionary(uniqueKeysWithValues: zip(head, $0)) }
    }

    private func fields(_ line: Substring) -> [String] {
        var (fields, isQuoted) = ([""], false)
        for character in line {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: fields.append("")
            default: fields[fields.count - 1].append(character)
            }
        }
        return fields
    }

    @Test("Each image has the five nearest words, as search finds them, and clusters have names")
    func named() throws {
        let words = ["dog", "red car", "snow", "kitten", "tree", "a"]
        let found = try reduce([
            "--names", try list("\u{FEFF}dog\r\n red car\n\nsnow\nkitten\ndog\ntree\na\n"),
        ])
        #expect(found.code == 0, "\(found.errors)")
        #expect(found.errors.contains("6 words in 7 sentences each: about"))
        // Units have three words each, and not all units the same.
        let units = try table("neurons")
        let ofUnits = units.map { ($0["words"] ?? "").components(separatedBy: ", ") }
        #expect(!units.isEmpty && ofUnits.allSatisfy { Set($0).count == 3 }, "\(ofUnits)")
        #expect(ofUnits.allSatisfy { Set($0).isSubset(of: words) })
        #expect(Set(ofUnits).count > 1)
        let rows = try table("map")
        #expect(rows.count == 16)
        for row in rows {
            let others = (row["other_names"] ?? "").split(separator: "; ").map { other in
                other.split(separator: " ").dropLast().joined(separator: " ")
            }
            let names = [row["name"] ?? ""] + others
            #expect(names.count == 5 && Set(names).isSubset(of: words) && Set(names).count == 5)
        }
        let clusters = try table("clusters")
        #expect(clusters.count == 2)
        #expect(clusters.allSatisfy { $0["names"]?.split(separator: ", ").count == 3 })
        #expect(clusters[0]["names"] != clusters[1]["names"])
        // With one word more per sentence search gives the same cosine.
        let templates = [
            "itap of a tree.", "a bad photo of the tree.", "a origami tree.",
            "a photo of the large tree.", "a tree in a video game.", "art of the tree.",
            "a photo of the small tree.",
        ]
        let search = try runProgram(
            "search",
            [store, "-o", "none", "--csv", "-k", "16"] + templates.flatMap { ["--text", $0] })
        let cosines = Dictionary(
            uniqueKeysWithValues: search.output.split(whereSeparator: \.isNewline).dropFirst().map {
                let parts = $0.split(separator: ",")
                return (String(parts[2]), Double(parts[1]) ?? .nan)
            })
        let trees = rows.filter { $0["name"] == "tree" }
        for row in trees {
            let cosine = try #require(Double(row["name_cosine"] ?? ""))
            #expect(abs(cosine - (cosines[row["path"] ?? ""] ?? 9)) < 1e-5)
        }
        let anyTree = rows.compactMap { row -> (String, Double)? in
            let parts = (row["other_names"] ?? "").split(separator: "; ").first {
                $0.hasPrefix("tree ")
            }
            return parts.flatMap { Double($0.dropFirst(5)) }.map { (row["path"] ?? "", $0) }
        }
        #expect(trees.count + anyTree.count > 0)
        for (path, cosine) in anyTree { #expect(abs(cosine - (cosines[path] ?? 9)) < 6e-4) }
        try checkClusters(clusters, rows, words)
        let parameters = try File.open(folder.file("map.h5")).root
            .group("uns/vitrine/parameters")
        let count: [Int64] = try parameters.dataset("names_words").read()
        #expect(count == [6])
        // The second time nothing is computed, and the tables are the same.
        let again = try reduce(["--names", folder.file("words.txt")])
        #expect(again.errors.contains("embeddings of the words from"), "\(again.errors)")
        #expect(try table("map") == rows)
        #expect(try table("clusters") == clusters)
        // A damaged cache is computed again.
        let kept = folder.file("cache/vitrine/words")
        let file = try #require(try FileManager.default.contentsOfDirectory(atPath: kept).first)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: kept + "/" + file))
        bytes[40] ^= 1
        try bytes.write(to: URL(fileURLWithPath: kept + "/" + file))
        let third = try reduce(["--names", folder.file("words.txt")])
        #expect(third.errors.contains("embeddings of the words kept in"), "\(third.errors)")
        #expect(try table("map") == rows)
        let plot = try runProgram(
            "plot", [folder.file("map.h5"), "-o", folder.file("figures")])
        #expect(plot.code == 0, "\(plot.errors)")
        let page = try String(
            contentsOfFile: folder.file("figures/map.html"), encoding: .utf8)
        #expect(page.contains("name by words"))
    }

    /// Compares the names of clusters with those that the kept embeddings of the words and the
    /// stored ones of the images give.
    private func checkClusters(
        _ clusters: [[String: String]], _ rows: [[String: String]], _ words: [String]
    ) throws {
        let kept = folder.file("cache/vitrine/words")
        let file = try #require(try FileManager.default.contentsOfDirectory(atPath: kept).first)
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: kept + "/" + file)))
        let numbers = stride(from: 16, to: bytes.count - 32, by: 4).map { place in
            Double(
                Float(
                    bitPattern: (0..<4).reduce(UInt32(0)) {
                        $0 | UInt32(bytes[place + $1]) << UInt32(8 * $1)
                    }))
        }
        #expect(numbers.count == words.count * 16)
        let joint: [Float] = try File.open(store).root.dataset("joint").read()
        let images = (0..<16).map { row in
            let values = joint[row * 16..<(row + 1) * 16].map { Double($0) }
            let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return values.map { $0 / length }
        }
        for (number, cluster) in clusters.enumerated() {
            let isOwn = rows.map { $0["cluster"] == "\(number)" }
            func mean(_ own: Bool) -> [Double] {
                let chosen = (0..<16).filter { isOwn[$0] == own }
                return (0..<16).map { column in
                    chosen.reduce(0) { $0 + images[$1][column] } / Double(chosen.count)
                }
            }
            let apart = zip(mean(true), mean(false)).map { $0 - $1 }
            let scores = words.indices.map { word in
                (0..<16).reduce(0) { $0 + numbers[word * 16 + $1] * apart[$1] }
            }
            let best = words.indices.sorted { scores[$0] > scores[$1] }.prefix(3)
            #expect(cluster["names"] == best.map { words[$0] }.joined(separator: ", "))
        }
    }

    @Test("Lists that cannot be used, and stores without words, are refused in a sentence")
    func refused() throws {
        for (text, found) in [("cat\n", "found 1"), ("\n \n", "found 0")] {
            let result = try reduce(["--names", try list(text)])
            #expect(result.code == 2 && result.errors.contains(found), "\(result.errors)")
        }
        try Data([0x61, 0x0A, 0xFF, 0xFE, 0x0A]).write(
            to: URL(fileURLWithPath: folder.file("words.txt")))
        #expect(try reduce(["--names", folder.file("words.txt")]).errors.contains("UTF-8"))
        #expect(try reduce(["--names", folder.file("none.txt")]).errors.contains("none.txt"))
        #expect(try reduce(["--weights", "x"]).code == 64)
        #expect(try reduce(["--names", "nouns", "--rows", "patches"]).code == 64)
        let plain = folder.file("plain.h5")
        _ = try runProgram("extract", [folder.file("images"), plain, "--layers", "final"])
        let without = try runProgram(
            "reduce", [plain, "--names", "nouns", "-o", folder.file("no.h5")])
        #expect(without.code == 64 && without.errors.contains("/joint"), "\(without.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.file("no.h5")))
    }
}
