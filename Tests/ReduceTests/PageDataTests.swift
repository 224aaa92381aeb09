import Dense
import Digest
import Foundation
import Images
import ProgramRunner
import Store
import Testing
import Tokens

@Suite("what reduce keeps for the page") struct PageDataTests {
    private let folder: TemporaryFolder
    private let images: String
    private let store: String

    init() throws {
        folder = try TemporaryFolder()
        images = try copyImages(labels: ["cat", "dog", "together"], count: 4, to: folder)
        store = folder.file("out.h5")
        let result = try runProgram(
            "extract",
            [
                images, store, "--quiet", "--explain", "cat-01,dog-02",
                "--variants", "original,random:0.2",
            ])
        #expect(result.code == 0, "\(result.errors)")
    }

    private func reduce(_ arguments: [String] = []) throws -> Reduction {
        let map = folder.file("tsne.h5")
        let result = try runProgram(
            "reduce", ["--layer", "11", store, "-o", map, "--quiet", "--overwrite"] + arguments)
        #expect(result.code == 0, "\(result.errors)")
        return try ReductionReader.read(map)
    }

    /// Mean difference of the samples of two images of one size.
    private func difference(_ a: RGBImage, _ b: RGBImage) -> Double {
        zip(a.pixels, b.pixels).reduce(0.0) { $0 + abs(Double($1.0) - Double($1.1)) }
            / Double(a.pixels.count)
    }

    @Test("Each row has the digest of its file, its thumbnail, and the source as a path")
    func digestsAndThumbnails() throws {
        let map = try reduce()
        let digests = try #require(map.rows.digests)
        for (row, path) in map.paths.enumerated() {
            let digest = try SHA256.digest(file: "\(images)/\(path)")
            #expect(Array(digests[row * 32..<(row + 1) * 32]) == digest, "\(path)")
        }
        #expect(map.parameters.imageFolder == images)
        #expect(map.origin.commandLine.dropFirst().first == images)
        let thumbnails = try #require(map.thumbnails)
        #expect(thumbnails.count == map.paths.count && thumbnails.missing.isEmpty)
        #expect(thumbnails.side == 64 && thumbnails.sheets.count == 1)
        let sheet = ThumbnailSheet(side: 64, columns: thumbnails.columns)
        let cells = try sheet.cells(of: thumbnails.sheets[0], count: thumbnails.count)
        let previews = try EmbeddingReader(store).previews(rows: 0..<map.paths.count)
        let small = previews.compactMap(sheet.thumbnail(ofFile:))
        for row in cells.indices {
            let errors = small.map { difference(cells[row], $0) }
            #expect(errors[row] < 10, "row \(row): \(errors[row])")
            #expect(errors.indices.min { errors[$0] < errors[$1] } == row)
        }
    }

    @Test("A map of patches has the thumbnails of the images, and no digests")
    func patches() throws {
        let map = try reduce(["--rows", "patches", "--limit", "300"])
        #expect(map.rows.digests == nil && map.thumbnails?.count == 12)
        #expect(map.patchFeatures != nil)
    }

    @Test("The cosines of patches are those of the stored tokens, within 0.1")
    func features() throws {
        let map = try reduce()
        let reader = try EmbeddingReader(store)
        let features = try #require(map.patchFeatures)
        #expect(features.layers == reader.layers.map(\.text) && features.size == 64)
        // The two explained images, not their variants.
        #expect(map.explained.count == 4)
        let rows = features.images.keys.sorted().map { map.explained[$0].row }
        #expect(Set(rows).count == 2)
        for (index, layer) in reader.layers.enumerated() {
            var exact: [[Double]] = []
            var stored: [[Double]] = []
            for place in features.images.keys.sorted() {
                let row = map.explained[place].row
                let tokens = try reader.tokens(layer, .patches, rows: row..<row + 1)
                let codes = try #require(features.images[place])
                let first = index * tokens.rows * features.size
                for patch in stride(from: 0, to: tokens.rows, by: 7) {
                    exact.append(unit(tokens.row(patch).map(Double.init)))
                    let start = first + patch * features.size
                    stored.append(unit(codes[start..<start + features.size].map(Double.init)))
                }
            }
            var largest = 0.0
            for a in exact.indices {
                for b in exact.indices {
                    let error = abs(dot(exact[a], exact[b]) - dot(stored[a], stored[b]))
                    largest = max(largest, error)
                }
            }
            #expect(largest < 0.1, "layer \(layer.text): \(largest)")
        }
    }

    private func dot(_ a: [Double], _ b: [Double]) -> Double {
        zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }

    private func unit(_ vector: [Double]) -> [Double] {
        let length = dot(vector, vector).squareRoot()
        return vector.map { $0 / max(length, 1e-30) }
    }

    @Test("Without patch tokens there are no features, and vectors have nothing for the page")
    func missing() throws {
        let plain = folder.file("plain.h5")
        let extracted = try runProgram(
            "extract", [images, plain, "--quiet", "--tokens", "class", "--explain", "cat-01"])
        #expect(extracted.code == 0, "\(extracted.errors)")
        let map = folder.file("plain.map.h5")
        #expect(try runProgram("reduce", [plain, "-o", map, "--quiet"]).code == 0)
        #expect(try ReductionReader.read(map).patchFeatures == nil)
        let vectors = folder.file("rows.npy")
        try writeNumpy((0..<12).map { [Float($0), Float($0 * $0 % 7), 1] }, to: vectors)
        #expect(try runProgram("reduce", [vectors, "-o", map, "--quiet", "--overwrite"]).code == 0)
        let read = try ReductionReader.read(map)
        #expect(read.thumbnails == nil && read.rows.digests == nil && read.patchFeatures == nil)
    }
}
