import Dense
import Foundation
import ProgramRunner
import Store
import Testing
import Tokens

/// A part of a store has the rows of the store, by every way of reading them.
@Suite("A part of a store") struct StorePartTests {
    /// A store of this version and one of version 1, with the layer that their tests read.
    private func stores(_ folder: TemporaryFolder) throws -> [String] {
        let images = try copyImages(labels: ["cat", "dog"], count: 6, to: folder)
        let out = folder.file("out.h5")
        let result = try runProgram("extract", [images, out, "--quiet", "--layers", "1,final"])
        #expect(result.code == 0, "\(result.errors)")
        let old = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent()
            .appendingPathComponent("StoreTests/Fixtures/version1/out.h5").path
        return [out, old]
    }

    @Test("Tokens, paths, labels, previews, attention, objects and images in full agree")
    func agree() throws {
        let folder = try TemporaryFolder()
        for store in try stores(folder) {
            let whole = try EmbeddingReader(store)
            let n = whole.imageCount
            try #require(n >= 10)
            let rows = [1, 2, 5, n - 2, n - 1]
            let part = whole.part(rows: rows)
            #expect(part.imageCount == 5 && part.uuid == whole.uuid)
            #expect(try part.contentHash() == whole.contentHash())
            func picked<Value>(_ all: [Value], _ count: Int = 1) -> [Value] {
                rows.flatMap { all[$0 * count..<($0 + 1) * count] }
            }
            #expect(try part.paths() == picked(whole.paths()))
            #expect(try part.labels() == picked(whole.labels()))
            #expect(try part.digests() == picked(whole.digests(), 32))
            #expect(try part.splits() == whole.splits().map { picked($0) })
            #expect(try part.previews(rows: 0..<5) == picked(whole.previews(rows: 0..<n)))
            #expect(try part.previews(rows: 3..<4) == whole.previews(rows: n - 2..<n - 1))
            let classes = try whole.likeliestClasses()
            #expect(try part.likeliestClasses()?.labels == classes.map { picked($0.labels) })
            let size = whole.model.depth * whole.model.heads
            let distances = try whole.distances(rows: 0..<n)?.elements
            #expect(
                try part.distances(rows: 0..<5)?.elements == distances.map { picked($0, size) })
            for (place, row) in rows.enumerated() {
                #expect(try part.rollout(row: place)?.elements == whole.rollout(row: row)?.elements)
                #expect(try part.objects(row: place)?.patches == whole.objects(row: row)?.patches)
                #expect(
                    try part.measuredObjects(row: place)?.names
                        == whole.measuredObjects(row: row)?.names)
            }
            let explained = try whole.explained().filter { rows.contains($0.row) }
            #expect(try part.explained().map { rows[$0.row] } == explained.map(\.row))
            #expect(try part.explained().map(\.path) == explained.map(\.path))
            try tokens(whole, part, rows)
        }
    }

    private func tokens(_ whole: EmbeddingReader, _ part: EmbeddingReader, _ rows: [Int]) throws {
        let layer = try #require(whole.layers.last { whole.holds($0, .patches) })
        for kind in [TokenKind.classToken, .patches] where whole.holds(layer, kind) {
            let count = whole.model.count(kind) * whole.model.width
            let all = try whole.tokens(layer, kind, rows: 0..<whole.imageCount).elements
            let expected = rows.flatMap { all[$0 * count..<($0 + 1) * count] }
            #expect(try part.tokens(layer, kind, rows: 0..<5).elements == expected)
            #expect(
                try part.tokens(layer, kind, images: [1, 4]).matrix.elements
                    == Array(expected[count..<2 * count]) + Array(expected[(4 * count)...]))
            var blocks: [Float] = []
            try part.forEachBlock(of: [TokenSet(layer, kind)], blockImages: 2) {
                #expect($1[0].rows == $0.count * whole.model.count(kind))
                blocks += $1[0].matrix.elements
            }
            #expect(blocks == expected)
        }
        let places = [PatchPlace(image: 0, patch: 3), PatchPlace(image: 3, patch: 0)]
        let mapped = places.map { PatchPlace(image: rows[$0.image], patch: $0.patch) }
        #expect(
            try part.patches(layer, at: places).matrix.elements
                == whole.patches(layer, at: mapped).matrix.elements)
    }

    @Test("Labels may be others; no rows and all rows are parts, too")
    func ends() throws {
        let folder = try TemporaryFolder()
        let whole = try EmbeddingReader(try stores(folder)[0])
        let labels = ImageLabels(names: ["x"], indices: [0, -1])
        let part = whole.part(rows: [3, 4], labels: labels)
        #expect(try part.labels() == [0, -1] && part.labelNames() == ["x"])
        #expect(try whole.labelNames() == ["cat", "dog"])
        let none = whole.part(rows: [])
        #expect(try none.imageCount == 0 && none.paths().isEmpty && none.explained().isEmpty)
        let all = whole.part(rows: Array(0..<12))
        #expect(try all.paths() == whole.paths() && all.explained() == whole.explained())
    }
}
