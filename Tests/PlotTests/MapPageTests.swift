import Dense
import Foundation
import ProgramRunner
import Store
import Testing

@testable import Plot

/// The page with the maps.
extension PlotTests {
    private func page(_ path: String) throws -> [String: Any] {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let start = try #require(text.range(of: "id=\"page-data\">")).upperBound
        let end = try #require(text[start...].range(of: "</script>")).lowerBound
        let json = try JSONSerialization.jsonObject(with: Data(text[start..<end].utf8))
        return try #require(json as? [String: Any])
    }

    private func sets(_ path: String) throws -> [[String: Any]] {
        try #require(try page(path)["sets"] as? [[String: Any]])
    }

    @Test("--figure page writes map.html alone: rows, neighbours, thumbnails, the way to images")
    func mapPage() throws {
        let folder = try TemporaryFolder()
        let map = try map(folder, labels: ["cat", "dog", "together"], count: 5)
        let output = folder.file("a/figures")
        let result = try runProgram("plot", [map, "--figure", "page", "-o", output])
        #expect(result.code == 0 && result.errors.isEmpty, "\(result.errors)")
        #expect(result.output == "\(output)/map.html\n")
        #expect(try contents(output).keys.sorted() == ["map.html"])
        let title = try page("\(output)/map.html")["title"] as? String
        #expect(title?.hasPrefix("What vitrine-demo") == true, "\(title as Any)")
        let set = try sets("\(output)/map.html")[0]
        #expect(set["rows"] as? Int == 15 && set["color"] as? String == "label")
        let neighbors = try #require(set["neighbors"] as? [String: Any])
        #expect(neighbors["count"] as? Int == 14 && neighbors["index"] as? String == "u16")
        #expect((neighbors["space"] as? String)?.contains("layer 11, class token") == true)
        #expect(set["root"] as? String == "../../images/")
        let thumbnails = try #require(set["thumbnails"] as? [String: Any])
        #expect(thumbnails["count"] as? Int == 15 && thumbnails["side"] as? Int == 64)
        let explained = try #require(set["explained"] as? [[String: Any]])
        #expect(!explained.isEmpty && explained.allSatisfy { $0["tokens"] is [String: Any] })
        let about = try #require(set["about"] as? [[String: Any]])
        #expect(
            about.map { $0["title"] as? String } == ["Model", "Data", "Map", "Quality", "Commands"])
        let commands = try #require(about.last?["lines"] as? [[String]])
        #expect(commands.map { $0[0] } == ["extract", "reduce"])
        #expect(commands[1][1].hasPrefix("reduce --layer 11 "), "\(commands)")
        // Sizes of thumbnails, and none.
        for side in ["32", "48", "96", "none"] {
            let sized = try runProgram(
                "plot",
                [map, "--figure", "page", "-o", folder.file(side), "--thumbnails", side])
            #expect(sized.code == 0 && sized.errors.isEmpty, "\(sized.errors)")
            let found = try sets(folder.file("\(side)/map.html"))[0]["thumbnails"]
            #expect((found as? [String: Any])?["side"] as? Int == Int(side), "\(side)")
        }
        // The images have moved.
        try FileManager.default.moveItem(atPath: folder.file("images"), toPath: folder.file("gone"))
        #expect(try runProgram("plot", [map, "--figure", "page", "-o", output]).code == 0)
        #expect(try sets("\(output)/map.html")[0]["root"] is NSNull)
    }

    @Test("Maps of images and of patches share a page; one without a layout has a line")
    func severalMapsOnAPage() throws {
        let folder = try TemporaryFolder()
        let images = try map(folder, labels: ["cat", "dog"], count: 6, name: "images")
        let patches = folder.file("patches.h5")
        let reduced = try runProgram(
            "reduce",
            [
                folder.file("images-out.h5"), "--rows", "patches", "--limit", "200", "-o", patches,
                "--quiet",
            ])
        #expect(reduced.code == 0, "\(reduced.errors)")
        let few = folder.file("few.h5")
        try FileManager.default.copyItem(atPath: images, toPath: few)
        try rewrite(few) { reduction in
            removeTables(from: &reduction)
            (reduction.map, reduction.clusters) = (nil, nil)
        }
        let output = folder.file("figures")
        let result = try runProgram(
            "plot", [images, patches, few, "--figure", "page", "-o", output])
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.errors.contains("no page: the file has no map"), "\(result.errors)")
        #expect(result.errors.contains("(in \(few))"), "\(result.errors)")
        let sets = try sets("\(output)/map.html")
        #expect(sets.map { $0["name"] as? String } == ["images", "patches"])
        #expect(sets.map { $0["rows"] as? Int } == [12, 200])
        let thumbnails = try #require(sets[1]["thumbnails"] as? [String: Any])
        #expect(thumbnails["count"] as? Int == 12)
        let alone = try runProgram("plot", [few, "--figure", "page", "-o", output])
        #expect(alone.code == 2 && alone.errors.contains("no page"), "\(alone.errors)")
    }

    @Test("Without sheets and previews the thumbnails come from the file of embeddings, or a line")
    func thumbnailsOfParent() throws {
        let folder = try TemporaryFolder()
        let map = try map(folder, labels: ["cat", "dog"], count: 5)
        func plot() throws -> (side: Int?, errors: String) {
            let result = try runProgram(
                "plot",
                [map, "--figure", "page", "-o", folder.file("figures"), "--thumbnails", "96"])
            #expect(result.code == 0, "\(result.errors)")
            let found = try sets(folder.file("figures/map.html"))[0]["thumbnails"]
            return ((found as? [String: Any])?["side"] as? Int, result.errors)
        }
        try rewrite(map) { $0.previews = [:] }
        #expect(try plot() == (96, ""))
        // Another file under the name of the parent.
        let store = folder.file("tsne-out.h5")
        try FileManager.default.moveItem(atPath: store, toPath: folder.file("kept.h5"))
        let other = try runProgram(
            "extract", [folder.file("images/cat"), store, "--quiet"])
        #expect(other.code == 0, "\(other.errors)")
        let wrong = try plot()
        #expect(wrong.side == 64 && wrong.errors.contains("is not the file"), "\(wrong)")
        try FileManager.default.removeItem(atPath: store)
        let gone = try plot()
        #expect(gone.side == 64 && gone.errors.contains("does not exist"), "\(gone)")
        try rewrite(map) { $0.thumbnails = nil }
        let none = try plot()
        #expect(none.side == nil && none.errors.contains("no thumbnails on the page"), "\(none)")
    }

    /// A map of many vectors.
    private func largeMap(_ folder: TemporaryFolder, from map: String, rows: Int) throws -> String {
        let path = folder.file("large.h5")
        var reduction = try ReductionReader.read(map)
        becomeVectors(&reduction)
        removeTables(from: &reduction)
        reduction.rows = MapRows(
            paths: (0..<rows).map { "\($0)" }, labels: (0..<rows).map { Int32($0 % 2) },
            labelNames: ["even", "odd"])
        let columns = reduction.pca?.scores.columns ?? 0
        reduction.map?.pca.scores = Matrix(rows: rows, columns: columns, repeating: 0)
        reduction.map?.layout = Matrix(
            rows: rows, columns: 2, elements: (0..<2 * rows).map { Float($0 % 997) })
        reduction.map?.recall = nil
        reduction.map?.neighbors = nil
        try ReductionWriter.write(reduction, to: path)
        return path
    }

    @Test("Above 50,000 rows the data are scripts beside the page, with the rules of all figures")
    func scripts() throws {
        let folder = try TemporaryFolder()
        let small = try map(folder, labels: ["cat", "dog"], count: 5)
        let large = try largeMap(folder, from: small, rows: 50_001)
        let output = folder.file("figures")
        let data = "\(output)/map.data"
        let arguments = [large, "--figure", "page", "-o", output]
        let first = try runProgram("plot", arguments)
        #expect(first.code == 0, "\(first.errors)")
        #expect(first.output == "\(data)\n\(output)/map.html\n")
        #expect(try page("\(output)/map.html")["chunks"] as? String == "scripts")
        let scripts = try contents(data)
        #expect(scripts.count == 13 + 2, "\(scripts.keys.sorted())")
        #expect(scripts["0-paths-12.js"] != nil && scripts["0-column-label.js"] != nil)
        #expect(try runProgram("plot", arguments + ["--quiet"]).code == 0)
        #expect(try contents(data) == scripts)
        // A file that plot did not write stays; a script of an earlier page goes.
        try Data("mine".utf8).write(to: URL(fileURLWithPath: "\(data)/0-paths-12.js"))
        try Data("mine".utf8).write(to: URL(fileURLWithPath: "\(data)/notes.txt"))
        try scripts["0-paths-0.js"]!.write(to: URL(fileURLWithPath: "\(data)/0-paths-99.js"))
        let refused = try runProgram("plot", arguments)
        #expect(refused.code == 2, "\(refused.errors)")
        #expect(refused.errors.contains("\(data)/0-paths-12.js: expected a free name"))
        #expect(try runProgram("plot", arguments + ["--overwrite"]).code == 0)
        var expected = scripts
        expected["notes.txt"] = Data("mine".utf8)
        #expect(try contents(data) == expected)
        // The page of a small map needs no scripts.
        #expect(try runProgram("plot", [small, "--figure", "page", "-o", output]).code == 0)
        #expect(try contents(data).keys.sorted() == ["notes.txt"])
        try FileManager.default.removeItem(atPath: data)
        #expect(try runProgram("plot", arguments).code == 0)
        #expect(try runProgram("plot", [small, "--figure", "page", "-o", output]).code == 0)
        #expect(!FileManager.default.fileExists(atPath: data))
    }

    @Test("The address of a folder goes up and down, percent-encoded")
    func addresses() {
        #expect(relativeAddress(of: "/a/b/c", from: "/a/x") == "../b/c/")
        #expect(relativeAddress(of: "/a/b", from: "/a/b") == "./")
        #expect(relativeAddress(of: "/a/b", from: "/a/b/c/d") == "../../")
        #expect(relativeAddress(of: "/a/b c/ü#?", from: "/a") == "b%20c/%C3%BC%23%3F/")
        #expect(relativeAddress(of: "/", from: "/a") == "../")
        let bytes = relativeAddress(of: "/a/\u{10F7FF}", from: "/a")
        #expect(bytes == "%FF/")
    }
}
