import Foundation
import HDF5
import ProgramRunner
import Testing

/// `reduce --update`: a finished map follows its input.
@Suite("reduce --update") struct MapUpdateTests {
    private let folder: TemporaryFolder
    private var map: String { folder.file("tsne.h5") }
    private var vectors: String { folder.file("rows.npy") }

    init() throws { folder = try TemporaryFolder() }

    /// A row of one of three groups, far apart; those from 300 on are away from the others.
    private func row(_ number: Int) -> [Float] {
        (0..<6).map { column in
            let noise = Float((number * 7919 + column * 104_729) % 1000) / 2000
            let shift = number >= 300 && column == 0 ? Float(number) / 30 : 0
            return (number % 3 == column % 3 ? 5 : 0) + noise + shift
        }
    }

    /// Writes rows with their numbers as names, and returns the file of names.
    private func write(_ numbers: [Int], named names: [Int]? = nil) throws -> String {
        try writeNumpy(numbers.map(row), to: vectors)
        let lines = (names ?? numbers).map { "row-\($0)" }.joined(separator: "\n") + "\n"
        try Data(lines.utf8).write(to: URL(fileURLWithPath: folder.file("names.txt")))
        return folder.file("names.txt")
    }

    private func reduce(_ arguments: [String]) throws -> Finished {
        try runProgram("reduce", [vectors, "--ids", folder.file("names.txt")] + arguments)
    }

    private func layout(_ file: String) throws -> [String: [Float]] {
        let root = try File.open(file).root
        let names = try root.dataset("obs/_index").readStrings()
        let places: [Float] = try root.dataset("obsm/X_tsne").read()
        return Dictionary(
            uniqueKeysWithValues: names.enumerated().map {
                ($1, Array(places[2 * $0..<2 * $0 + 2]))
            })
    }

    @Test("Rows keep their places, new ones go to their own kind, and the card is of all")
    func followsItsInput() throws {
        _ = try write(Array(0..<90))
        #expect(try reduce(["-o", map, "--quiet"]).code == 0)
        let old = try layout(map)
        // Rows 0 to 4 are gone, 10 has another name, 11 another content, 12 are new.
        var numbers = Array(5..<90) + Array(200..<212)
        var names = numbers
        names[5] = 777
        // A copy stands where its twin does.
        numbers.append(20)
        names.append(888)
        numbers[6] = 500
        _ = try write(numbers, named: names)
        let result = try reduce(["--update", map])
        #expect(result.code == 0, "\(result.errors)")
        #expect(
            result.errors.contains(
                "update   85 of 98 vectors keep their places (1 of them under another name), "
                    + "13 placed, 6 of the map are gone"), "\(result.errors)")
        let new = try layout(map)
        #expect(new.count == 98)
        #expect(new["row-888"] == new["row-20"])
        for number in names where number < 90 && number != 11 {
            #expect(new["row-\(number)"] == old["row-\(number)"])
        }
        #expect(new["row-777"] == old["row-10"])
        #expect(new["row-11"] != old["row-11"])
        for number in 200..<212 {
            let place = try #require(new["row-\(number)"])
            let nearest = old.min { a, b in
                func distance(_ other: [Float]) -> Float {
                    let (dx, dy) = (place[0] - other[0], place[1] - other[1])
                    return dx * dx + dy * dy
                }
                return distance(a.value) < distance(b.value)
            }
            let its = try #require(nearest.flatMap { Int($0.key.dropFirst(4)) })
            #expect(its % 3 == number % 3)
        }
        let root = try File.open(map).root
        let placed: [Int64] = try root.dataset("obs/placed").read()
        #expect(placed.reduce(0, +) == 13)
        let novelty: [Double] = try root.dataset("obs/novelty").read()
        #expect(zip(placed, novelty).allSatisfy { ($0 == 1) == $1.isFinite })
        #expect(novelty.filter(\.isFinite).allSatisfy { (0...1).contains($0) })
        #expect(result.errors.contains("of 13 placed rows above 0.99"), "\(result.errors)")
        let parameters = "uns/vitrine/parameters"
        let counts: [Int64] = try root.dataset("\(parameters)/placed_rows").read()
        let divergence: [Double] = try root.dataset("\(parameters)/kl_divergence").read()
        #expect(counts == [13] && divergence[0] > 0 && divergence[0] < 3)
        #expect(result.output.contains("neighbour recall@10"))
        let table = try String(contentsOfFile: folder.file("tsne.tables/map.csv"), encoding: .utf8)
        #expect(table.split(whereSeparator: \.isNewline).count == 99 && table.contains(",placed"))
        // What was placed stays marked, and plot draws the map.
        let again = try reduce(["--update", map])
        #expect(again.errors.contains("98 of 98 vectors keep their places, 0 placed, 0 of the map"))
        #expect(try File.open(map).root.dataset("obs/placed").read() == placed)
        let kept: [Double] = try File.open(map).root.dataset("obs/novelty").read()
        #expect(kept.filter(\.isFinite) == novelty.filter(\.isFinite))
        #expect(try layout(map) == new)
        let plot = try runProgram("plot", [map, "-o", folder.file("figures"), "--quiet"])
        #expect(plot.code == 0, "\(plot.errors)")
        let page = try String(contentsOfFile: folder.file("figures/map.html"), encoding: .utf8)
        #expect(page.contains("by t-SNE"))
    }

    @Test("Many copies under other names keep their places")
    func copies() throws {
        let numbers = [Int](repeating: 7, count: 40) + Array(100..<115)
        _ = try write(numbers, named: Array(0..<55))
        #expect(try reduce(["-o", map, "--quiet"]).code == 0)
        _ = try write(numbers, named: Array(1000..<1055))
        let result = try reduce(["--update", map])
        #expect(
            result.errors.contains(
                "55 of 55 vectors keep their places (55 of them under another name), 0 placed, 0 of"
            ), "\(result.errors)")
    }

    @Test("A map of other rows, an unfinished one and one of several layers are refused")
    func refusals() throws {
        _ = try write(Array(0..<60))
        #expect(try reduce(["-o", map, "--quiet"]).code == 0)
        let before = try Data(contentsOf: URL(fileURLWithPath: map))
        _ = try write(Array(300..<360))
        let other = try reduce(["--update", map])
        #expect(other.code == 2 && other.errors.contains("it is the map of another input"))
        let dry = try reduce(["--update", map, "--dry-run"])
        #expect(dry.code == 2 && dry.errors.contains("expected at least half"))
        _ = try write(Array(40..<110))
        #expect(try reduce(["--update", map]).errors.contains("found 20; pass --overwrite"))
        _ = try write(Array(0..<4))
        let few = try reduce(["--update", map, "--overwrite"])
        #expect(few.code == 2 && few.errors.contains("10 different rows"), "\(few.errors)")
        #expect(try reduce(["--update", map, "--place", map]).code == 64)
        for option in ["--perplexity", "--pca", "--iterations", "--dof"] {
            let result = try reduce(["--update", map, option, "7"])
            #expect(result.code == 64 && result.errors.contains("\(option): --update uses"))
        }
        let only = folder.file("only.txt")
        try Data("row-1\nrow-2\n".utf8).write(to: URL(fileURLWithPath: only))
        let listed = try reduce(["--update", map, "--only", only])
        #expect(listed.code == 64 && listed.errors.contains("found it here only"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: map)) == before)
        // An interruption leaves the map as it was.
        _ = try write(Array(0..<60) + Array(400..<20_400))
        let interrupted = try runProgram(
            "reduce", [vectors, "--ids", folder.file("names.txt"), "--update", map],
            signal: (SIGINT, afterMilliseconds: 700))
        #expect(interrupted.code == 130, "\(interrupted.code) \(interrupted.errors)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: map)) == before)

        let images = try copyImages(labels: ["cat", "dog"], count: 8, to: folder)
        let store = folder.file("out.h5")
        #expect(try runProgram("extract", [images, store, "--quiet"]).code == 0)
        let layers = folder.file("layers.h5")
        let made = try runProgram(
            "reduce", [store, "--layer", "3,final", "-o", layers, "--quiet"])
        #expect(made.code == 0, "\(made.errors)")
        let several = try runProgram("reduce", [store, "--update", layers])
        #expect(several.code == 2 && several.errors.contains("a map of one layer"))
        let wrong = try runProgram("reduce", [store, "--update", map, "-o", folder.file("x.h5")])
        #expect(wrong.code == 2, "\(wrong.errors)")
        let layer = try runProgram("reduce", [store, "--update", layers, "--layer", "3"])
        #expect(layer.code == 64 && layer.errors.contains("--update uses the layer of the map"))
    }
}
