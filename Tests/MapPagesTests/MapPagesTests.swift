import Dense
import Foundation
import Page
import ProgramRunner
import Store
import Testing

@testable import MapPages

@Suite("the words and files of a map") struct MapPagesTests {
    private func map(in folder: TemporaryFolder) throws -> DescribedMap {
        let images = try copyImages(labels: ["cat", "dog"], count: 8, to: folder)
        let store = folder.file("out.h5")
        for (program, arguments) in [
            ("extract", [images, store, "--quiet"]),
            ("reduce", [store, "-o", folder.file("tsne.h5"), "--quiet"]),
        ] {
            let result = try runProgram(program, arguments)
            #expect(result.code == 0, "\(result.errors)")
        }
        let path = folder.file("tsne.h5")
        return DescribedMap(path: path, name: "tsne", reduction: try ReductionReader.read(path))
    }

    @Test("A map finds its images and its store, also beside it, and no other file")
    func files() throws {
        let folder = try TemporaryFolder()
        let map = try map(in: folder)
        #expect(
            map.rowKind == .images && map.reduction.rowNoun.many == "images"
                && map.reduction.imageCount == 16)
        #expect(map.title.hasPrefix("What ") && map.title.contains(" sees in "))
        #expect(map.imageFolder.map { FileManager.default.fileExists(atPath: $0) } == true)
        #expect(try map.wholeStore().imageCount == 16)
        var part = map.reduction
        part.parentRows = Array(1..<17)
        let beyond = DescribedMap(path: map.path, name: "part", reduction: part)
        #expect(throws: UnreachableStore.self) { try beyond.wholeStore() }
        part.parentRows = nil
        part.origin.file = "/nowhere/out.h5"
        let moved = DescribedMap(path: map.path, name: "moved", reduction: part)
        #expect(try moved.wholeStore().path == folder.file("out.h5"))
        part.origin.hash = "0"
        let other = DescribedMap(path: map.path, name: "other", reduction: part)
        #expect(throws: UnreachableStore.self) { try other.wholeStore() }
        part.origin.file = "/nowhere/none.h5"
        let gone = DescribedMap(path: map.path, name: "gone", reduction: part)
        #expect(throws: UnreachableStore.self) { try gone.store() }
    }

    @Test("An outline has all but paths, digests and scores, which are read in blocks")
    func outline() throws {
        let folder = try TemporaryFolder()
        let map = try map(in: folder)
        let outline = try ReductionReader.read(map.path, extent: .outline)
        #expect(outline.paths.isEmpty && outline.rows.digests == nil)
        #expect(outline.rows.count == 16 && outline.labels == map.reduction.labels)
        #expect(outline.layout == map.reduction.layout)
        #expect(outline.pca?.scores.rows == 0)
        #expect(outline.pca?.variances == map.reduction.pca?.variances)
        let paths = try ReductionReader.paths(map.path)
        #expect(paths.count == 16 && paths.hasDigests)
        #expect(try paths.paths(of: 3..<9) == Array(map.reduction.paths[3..<9]))
        #expect(
            try paths.digests(of: 2..<4) == map.reduction.rows.digests.map { Array($0[64..<128]) })
        for text in ["dog", "-03", ".jpg", "nothing", ""] {
            let expected = map.reduction.paths.map {
                text.isEmpty || $0.lowercased().contains(text)
            }
            #expect(try paths.rows(containing: text) == expected, "\(text)")
        }
        var renamed = map.reduction
        renamed.rows.paths[1] = "CAT/Ärmel-03.JPG"
        renamed.rows.paths[2] = "DOG/B.JPG"
        try ReductionWriter.write(renamed, to: folder.file("renamed.h5"))
        let others = try ReductionReader.paths(folder.file("renamed.h5"))
        for (text, rows) in [("ärmel-03.jpg", [1]), ("dog/b.jp", [2]), ("b.jpg\0", [])] {
            let found = try others.rows(containing: text)
            #expect(found.indices.filter { found[$0] } == rows, "\(text)")
        }
    }
}
