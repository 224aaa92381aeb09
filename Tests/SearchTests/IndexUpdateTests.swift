import Foundation
import ProgramRunner
import Testing

@Suite("The index of an updated store") struct IndexUpdateTests {
    private let folder: TemporaryFolder
    private let images: String
    private var store: String { folder.file("out.h5") }
    private let manager = FileManager.default

    init() throws {
        folder = try TemporaryFolder()
        images = try copyImages(labels: ["cat", "dog", "together"], count: 20, to: folder)
        try manager.moveItem(atPath: "\(images)/together", toPath: folder.file("more"))
    }

    private func run(_ program: String, _ arguments: [String]) throws -> Finished {
        let result = try runProgram(program, arguments)
        #expect(result.code == 0, "\(program): \(result.errors)")
        return result
    }

    private func search(_ options: [String]) throws -> Finished {
        try run("search", [store, "cat-01", "-o", "none", "--csv", "-k", "15"] + options)
    }

    @Test("Only new images are read; the rows are those of a new index")
    func updated() throws {
        _ = try run("extract", [images, store, "--quiet", "--tokens", "class,mean,patches"])
        let kinds = [[], ["--index", "lists"], ["--patch", "3,4"], ["--token", "mean"]]
        for kind in kinds { #expect(try search(kind).errors.contains("built in")) }
        for name in try manager.contentsOfDirectory(atPath: folder.file("more")).prefix(3) {
            try manager.copyItem(
                atPath: folder.file("more/\(name)"), toPath: "\(images)/cat/a-\(name)")
        }
        try manager.removeItem(atPath: "\(images)/dog/dog-05.jpg")
        // Both are embedded again: one has no mask now, the other one without names. So are the
        // four images in full.
        try manager.moveItem(atPath: "\(images)/dog/dog-02.jpg", toPath: "\(images)/dog/x.jpg")
        try manager.moveItem(atPath: "\(images)/dog/dog-03.jpg", toPath: "\(images)/dog/y.jpg")
        try manager.moveItem(
            atPath: folder.file("masks/dog/dog-03.png"), toPath: folder.file("masks/dog/y.png"))
        _ = try run("extract", [images, store, "--update", "--quiet"])
        let updated = try kinds.map(search)
        for result in updated {
            #expect(
                result.errors.contains("updated with 9 new images of 42"), "\(result.errors)")
        }
        let names = try manager.contentsOfDirectory(atPath: "\(store).search").sorted()
        let files = try names.map { try Data(contentsOf: URL(filePath: "\(store).search/\($0)")) }
        // What was updated is used as it is.
        #expect(try search([]).errors.contains("updated") == false)
        try manager.removeItem(atPath: "\(store).search")
        for (kind, result) in zip(kinds, updated) {
            let fresh = try search(kind)
            #expect(fresh.errors.contains("built in"))
            // The centroids of lists stay, so that another list may be left out.
            if kind != ["--index", "lists"] { #expect(fresh.output == result.output) }
        }
        let lists = try #require(zip(names, files).first { $0.0.contains("lists") })
        let exact = try Data(
            contentsOf: URL(filePath: "\(store).search/final-class.index")
        ).dropFirst(4096)
        try expectRows(of: lists.1, toBe: Data(exact))
        for (name, file) in zip(names, files) where !name.contains("lists") {
            let fresh = try Data(contentsOf: URL(filePath: "\(store).search/\(name)"))
            // The header has the largest rounding error, that of an image that is gone perhaps.
            #expect(fresh.dropFirst(4096) == file.dropFirst(4096), "\(name)")
        }
    }

    /// Checks that each row of an index of lists is that row of an exact index, and each row there
    /// once (the layout is that of Documentation/Search.md).
    private func expectRows(of index: Data, toBe exact: Data) throws {
        let length = index[8..<12].reversed().reduce(0) { $0 << 8 | Int($1) }
        let json = try #require(
            try JSONSerialization.jsonObject(with: index[16..<16 + length]) as? [String: Any])
        let origin = try #require(json["origin"] as? [String: Any])
        let count = try #require((json["lists"] as? [String: Any])?["count"] as? Int)
        let rows = try #require(origin["rows"] as? Int)
        let columns = try #require(origin["columns"] as? Int)
        func after(_ end: Int) -> Int { (end + 63) / 64 * 64 }
        let centroids = after(4096 + 8 * (count + 1))
        let numbers = after(centroids + 4 * count * columns)
        let first = after(numbers + 4 * rows)
        var seen: Set<Int> = []
        for place in 0..<rows {
            let bytes = index[numbers + 4 * place..<numbers + 4 * place + 4]
            let number = bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
            let size = 2 * columns
            #expect(seen.insert(number).inserted)
            #expect(
                Data(index[first + place * size..<first + (place + 1) * size])
                    == Data(exact[number * size..<(number + 1) * size]))
        }
    }
}
