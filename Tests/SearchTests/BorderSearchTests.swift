import Foundation
import ProgramRunner
import Testing

/// The whole way of pictures with a border, and of rectangles, from `extract` to `search`.
@Suite("search of pictures with a border") struct BorderSearchTests {
    private let folder: TemporaryFolder
    private let images: String

    init() throws {
        folder = try TemporaryFolder()
        images = try copyImages(labels: ["cat", "together"], count: 8, to: folder)
    }

    private func run(_ program: String, _ arguments: [String]) throws -> String {
        let result = try runProgram(program, arguments)
        #expect(result.code == 0, "\(program): \(result.errors)")
        return result.output
    }

    @Test("No patch of a border is a hit, a query or a row of a map; an image finds itself")
    func borders() throws {
        let store = folder.file("out.h5")
        _ = try run(
            "extract",
            [images, store, "--pad", "--image-size", "96", "--tokens", "class,mean,patches"])
        // 6 x 6 patches: of pictures of 320 x 256 the rows 1 to 5 or so.
        let all = try run(
            "search", [store, "cat-01", "--patch", "3,3", "-o", "none", "--csv", "-k", "576"])
        let lines = all.split(whereSeparator: \.isNewline).dropFirst()
        #expect(lines.count > 350 && lines.count < 576, "\(lines.count)")
        let map = folder.file("map.h5")
        _ = try run("reduce", ["--rows", "patches", "--layer", "11", store, "-o", map])
        let table = try String(
            contentsOfFile: folder.file("map.tables/map.csv"), encoding: .utf8)
        #expect(table.split(whereSeparator: \.isNewline).count - 1 == lines.count)
        let rows = try Set(places(all)).count
        #expect(rows == lines.count)
        let refused = try runProgram(
            "search", [store, borderImage(all), "--patch", "0,0", "-o", "none"])
        #expect(refused.code == 64, "\(refused.errors)")
        #expect(refused.errors.contains("one of its border"), "\(refused.errors)")
        // A file with other bytes is prepared and embedded again.
        let copy = folder.file("copy.jpg")
        var bytes = try Data(
            contentsOf: URL(fileURLWithPath: images + "/cat/cat-01.jpg"))
        bytes.append(0)
        try bytes.write(to: URL(fileURLWithPath: copy))
        for token in ["class", "mean"] {
            let found = try run(
                "search", [store, copy, "--token", token, "-o", "none", "--csv", "-k", "1"])
            let first = try #require(found.split(whereSeparator: \.isNewline).last)
                .split(separator: ",")
            #expect(first[2] == "cat/cat-01.jpg")
            #expect(try #require(Double(first[1])) > 0.999_99, "\(found)")
        }
        let figures = folder.file("figures")
        _ = try run("plot", [map, "-o", figures])
        _ = try run("reduce", ["--layer", "11", store, "-o", folder.file("images.h5")])
        _ = try run("plot", [folder.file("images.h5"), "-o", folder.file("all")])
    }

    /// Path, row and column of each hit.
    private func places(_ csv: String) throws -> [String] {
        csv.split(whereSeparator: \.isNewline).dropFirst().map {
            $0.split(separator: ",")[2...4].joined(separator: ",")
        }
    }

    /// An image of which no hit is in row 0 and column 0.
    private func borderImage(_ csv: String) throws -> String {
        let hits = try Set(places(csv))
        let paths = Set(hits.map { String($0.split(separator: ",")[2]) }).sorted()
        return try #require(paths.first { !hits.contains("0,0,\($0)") })
    }

    @Test("A rectangle goes all the way, and its patches have two bounds")
    func rectangles() throws {
        let store = folder.file("out.h5")
        _ = try run(
            "extract",
            [images, store, "--image-size", "64x128", "--tokens", "class,mean,patches"])
        let found = try run(
            "search", [store, "cat-02", "--patch", "3,7", "-o", "none", "--csv", "-k", "2"])
        #expect(found.contains("3,7,cat/cat-02.jpg"), "\(found)")
        let refused = try runProgram("search", [store, "cat-02", "--patch", "4,7", "-o", "none"])
        #expect(refused.code == 64)
        #expect(refused.errors.contains("a row in 0...3 and a column in 0...7"))
        let map = folder.file("map.h5")
        _ = try run("reduce", ["--layer", "11", store, "-o", map])
        let figures = folder.file("figures")
        _ = try run("plot", [map, "-o", figures])
        let names = try Set(FileManager.default.contentsOfDirectory(atPath: figures))
        #expect(names.isSuperset(of: ["positions.png", "token-norms.png", "map.html"]))
        #expect(names.contains { $0.hasPrefix("scene-") })
    }
}
