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
        for (name, file) in zip(names, files) where !name.contains("lists") {
            let fresh = try Data(contentsOf: URL(filePath: "\(store).search/\(name)"))
            // The header has the largest rounding error, that of an image that is gone perhaps.
            #expect(fresh.dropFirst(4096) == file.dropFirst(4096), "\(name)")
        }
    }
}
