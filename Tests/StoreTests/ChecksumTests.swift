import Dense
import Foundation
import HDF5
import Testing
import Tokens

@testable import Store

private let model = ModelDescription(
    family: "timm", name: "tiny", weightsFile: "tiny.npz", weightsSHA256: "00", width: 4,
    depth: 1, heads: 2, grid: PatchGrid(side: 2, patch: 8), registers: 0, eps: 1e-6,
    activation: "gelu",
    recipe: "squash", interpolation: "bilinear", cropRatio: 1, mean: [0.5, 0.5, 0.5],
    std: [0.5, 0.25, 0.5], precision: "f32", parameterCount: 99, note: "")

private func image(_ index: Int) -> EmbeddedImage {
    func halves(_ count: Int, _ from: Int) -> TokenValues {
        .half((0..<count).map { UInt16(truncatingIfNeeded: 0x3C00 + from * 41 + $0) })
    }
    var image = EmbeddedImage(
        path: Array("cat/\(index)".utf8) + [0xFF], label: 0, width: 10, height: 20, bytes: 30,
        modified: 40, sha256: [UInt8](repeating: UInt8(index), count: 32),
        preview: [UInt8](repeating: UInt8(index + 1), count: 3 + index),
        tokens: (0..<2).map { [halves(4, index + $0), halves(16, index + 7 * $0)] },
        rollout: [Float](repeating: Float(index) / 8, count: 4), distance: [1, 2],
        objects: [0, 1, 1, UInt8(index)], objectNames: ["cat", "d\"og"],
        predictions: [(2, 0.5), (0, 0.25), (1, 0.25)],
        explanation: index == 1
            ? ExplainedImage(
                path: Array("cat/1".utf8), row: 0, pixels: [UInt8](repeating: 7, count: 768),
                joint: [Float](repeating: 0.5, count: 25),
                heads: [Float](repeating: 0.25, count: 8), objects: [0, 1, 1, 2],
                objectNames: ["cat", "dog"], variant: "original") : nil)
    image.split = index == 0 ? "train" : "val"
    image.columns = ["zwölf \(index)"]
    return image
}

/// Writes a small file with everything that a file can hold.
private func write(
    _ path: String, images: Int = 5, position: Float = 0,
    changing: (inout EmbeddedImage) -> Void = { _ in }
) throws {
    var layout = EmbeddingLayout(
        model: model, layers: [.block(0), .final], tokens: [.classToken, .patches],
        precision: .f16, attention: true, objects: true, predictions: true, classNames: [],
        labelNames: ["cat"], plannedImages: 2,
        patchKernel: Matrix(rows: 192, columns: 4, elements: (0..<768).map { Float($0) }),
        patchBias: [1, 2, 3, 4], position: Matrix(rows: 5, columns: 4, repeating: position))
    // Fewer classes than the five that are kept of most heads.
    layout.classCount = 3
    layout.columns = ["note"]
    layout.hasSplits = true
    let run = RunDescription(
        toolVersion: "0", commandLine: ["extract"], uuid: "u", createdUTC: "now", threads: 1,
        seed: 0, instructionSet: "test")
    let writer = try EmbeddingWriter(path: path, layout: layout, run: run)
    for index in 0..<images {
        var image = image(index)
        image.place = 2 * index
        changing(&image)
        try writer.append(image)
    }
    try writer.append(Reject(path: [0xFF, 0x0A], cause: "empty", detail: "It is empty."))
    try writer.finish()
}

/// All that readers give of a file, as text.
private func everything(_ path: String) throws -> String {
    let reader = try EmbeddingReader(path)
    var found: [Any] = [reader.model, reader.imageCount, reader.uuid, reader.layers]
    let all = 0..<reader.imageCount
    found += [try reader.paths(), try reader.labels(), try reader.labelNames()] as [Any]
    found += [try reader.splits() ?? [], try reader.digests()] as [Any]
    found += [try reader.previews(rows: all), try reader.rejects()] as [Any]
    for layer in reader.layers {
        found.append(try reader.tokens(layer, .classToken, rows: all).elements)
        let places = all.map { PatchPlace(image: $0, patch: 3) }
        found.append(try reader.patches(layer, at: places).matrix.elements)
        try reader.forEachBlock(of: [TokenSet(layer, .patches)], blockImages: 2) { _, blocks in
            found.append(blocks[0].matrix.elements)
        }
    }
    for row in all {
        found.append(try reader.rollout(row: row)?.elements ?? [])
        found.append(try reader.objects(row: row) as Any)
        found.append(try reader.measuredObjects(row: row) as Any)
    }
    found.append(try reader.distances(rows: all)?.elements ?? [])
    found += [try reader.patchKernel().elements, try reader.position()!.elements] as [Any]
    found += [try reader.explained(attention: true), try reader.contentHash()] as [Any]
    found.append(try reader.settings())
    let classes = try reader.likeliestClasses()
    found += [classes?.labels ?? [], classes?.probabilities ?? [], try reader.places()] as [Any]
    return found.map { "\($0)" }.joined(separator: "\n")
}

private func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let path = FileManager.default.temporaryDirectory
        .appendingPathComponent("vitrine-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
}

@Suite struct ChecksumTests {
    @Test("Whichever byte of a file is damaged, readers give the right answer or an error")
    func flips() throws {
        try withFolder { folder in
            let (path, other) = (folder + "/out.h5", folder + "/other.h5")
            try write(path)
            let expected = try everything(path)
            #expect(expected.contains("truncated") == false && expected.contains("It is empty."))
            let good = try Data(contentsOf: URL(fileURLWithPath: path))
            // A prime stride over the file: every kind of structure is met.
            var refused = 0
            for (number, place) in stride(from: 3, to: good.count, by: 211).enumerated() {
                var bytes = good
                bytes[place] ^= 1 << UInt8(number % 8)
                try bytes.write(to: URL(fileURLWithPath: other))
                do {
                    #expect(try everything(other) == expected, "byte \(place)")
                } catch is StoreError {
                    refused += 1
                } catch is HDF5Error {
                    refused += 1
                }
            }
            #expect(refused > 20, "\(refused) of \(good.count / 211)")
        }
    }

    @Test("Numbers that extract never writes are refused, with right checksums too")
    func impossibleNumbers() throws {
        try withFolder { folder in
            let path = folder + "/out.h5"
            func refusal(_ change: @escaping (inout EmbeddedImage) -> Void) throws -> String {
                try write(path, changing: change)
                #expect(try EmbeddingReader(path).damage().isEmpty)
                let error = #expect(throws: StoreError.self) { _ = try everything(path) }
                return error?.description ?? ""
            }
            try write(path)
            _ = try everything(path)
            for bits: UInt16 in [0x7E00, 0xFC00] {
                let text = try refusal {
                    if $0.path[4] == UInt8(ascii: "2") {
                        $0.tokens[1][1] = .half([UInt16](repeating: 0x3C00, count: 15) + [bits])
                    }
                }
                #expect(text.contains("/layers/final/patches, image 2"), "\(text)")
            }
            #expect(try refusal { $0.rollout[3] = -0.5 }.contains("attention/rollout"))
            #expect(try refusal { $0.rollout[0] = .nan }.contains("attention/rollout"))
            #expect(try refusal { $0.distance[1] = .infinity }.contains("attention/distance"))
            #expect(try refusal { $0.predictions[0].probability = 7 }.contains("probability"))
            #expect(try refusal { $0.explanation?.joint[9] = 3 }.contains("joint"))
            #expect(try refusal { $0.explanation?.heads[0] = -1e30 }.contains("heads"))
            try write(path, position: .infinity)
            let error = #expect(throws: StoreError.self) { _ = try everything(path) }
            #expect(error?.description.contains("model/position") == true)
        }
    }

    @Test("A changed row is an error of every reader that meets it, with its data set and rows")
    func rows() throws {
        try withFolder { folder in
            let path = folder + "/out.h5"
            try write(path)
            // The patches of image 3 at the final layer.
            let pattern: [UInt8] = (0..<8).flatMap { index -> [UInt8] in
                let value = UInt16(0x3C00 + (3 + 7) * 41 + index)
                return [UInt8(truncatingIfNeeded: value), UInt8(value >> 8)]
            }
            var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            let place = try #require(bytes.firstRange(of: Data(pattern)))
            bytes[place.lowerBound + 2] ^= 1
            try bytes.write(to: URL(fileURLWithPath: path))
            let reader = try EmbeddingReader(path)
            func expectDamage(_ body: () throws -> Void) {
                let error = #expect(throws: StoreError.self) { try body() }
                let text = error?.description ?? ""
                #expect(text.contains("/layers/final/patches, rows 3...3"), "\(text)")
            }
            expectDamage { _ = try reader.tokens(.final, .patches, rows: 3..<4) }
            expectDamage { _ = try reader.tokens(.final, .patches, images: [0, 3]) }
            expectDamage {
                _ = try reader.patches(.final, at: [PatchPlace(image: 3, patch: 3)])
            }
            expectDamage {
                try reader.forEachBlock(of: [TokenSet(.final, .patches)]) { _, _ in }
            }
            _ = try reader.tokens(.final, .patches, rows: 0..<3)
            #expect(try reader.damage().count == 1)
        }
    }

    @Test("Rows come back however they fall on the chunks that they are written in")
    func chunks() throws {
        try withFolder { folder in
            let path = folder + "/rows.h5"
            let sizes = [[3, 1, 4, 1, 5, 9, 2, 6], [1, 1, 1], [8, 8, 3], [7], [9, 1, 16, 2]]
            for (number, sizes) in sizes.enumerated() {
                let all = (0..<sizes.reduce(0, +)).map { UInt8($0 * 7 & 255) }
                var checks: [BlockChecks] = []
                do {
                    let file = try File.create(path, hasChecks: true)
                    let data = try GrowingData(
                        "rows", .uint8, row: [], rowsPerChunk: 8, below: file.root)
                    var start = 0
                    for size in sizes {
                        try data.append(Array(all[start..<start + size]), rows: size)
                        start += size
                    }
                    checks = [try data.finish()]
                    try BlockTable.write(checks, below: try file.root.createGroup("segments"))
                }
                #expect(checks[0].checks.count == (all.count + 7) / 8, "\(number)")
                let root = try File.open(path).root
                let source = StoredRows(path, root, try BlockTable(below: root, path: path))
                #expect(try source.rows("rows").readRaw() == all, "\(number)")
                for first in 0..<all.count {
                    let rows = first..<min(all.count, first + 10)
                    #expect(try source.rows("rows").readRaw(rows: rows) == Array(all[rows]))
                }
            }
        }
    }

    @Test("h5py's users find the paths as an ordinary data set of texts")
    func pathText() throws {
        try withFolder { folder in
            try write(folder + "/out.h5")
            let root = try File.open(folder + "/out.h5").root
            let texts = try root.dataset("images/path_text")
            #expect(texts.type == .text(9) && texts.shape == [5])
            #expect(try texts.readStrings()[4] == "cat/4\\xff")
            #expect(try root.dataset("images/columns/note").type == .text(8))
            #expect(try EmbeddingReader(folder + "/out.h5").damage() == [])
        }
    }
}

@Suite struct VersionTests {
    /// Files of format version 1, made of 14 images of 16 pixels and a model of width 16.
    private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Fixtures/version1").path

    /// Whether numbers begin like those that h5py showed, to three decimals.
    private func isNear(_ numbers: [Float], _ expected: [Float]) -> Bool {
        numbers.count >= expected.count
            && zip(numbers, expected).allSatisfy { abs($0 - $1) < 2e-3 }
    }

    @Test("A file of format version 1 reads as it was written")
    func version1() throws {
        let reader = try EmbeddingReader(folder + "/out.h5")
        #expect(reader.imageCount == 14 && reader.model.width == 16)
        #expect(try reader.paths()[6] == Array("cat/13-".utf8) + [0xFF] + Array(".png".utf8))
        let row = try reader.tokens(.block(1), .classToken, rows: 0..<1)
        #expect(isNear(row.elements, [-0.951, 2.586, -2.617, -1.444]))
        let patch = try reader.patches(.block(1), at: [PatchPlace(image: 3, patch: 1)]).matrix
        #expect(isNear(patch.elements, [1.219, 1.126, 0.5713, 0.9487]))
        #expect(try reader.splits()?.prefix(2) == ["train", "train"])
        #expect(try reader.rejects().map(\.cause) == ["truncated"])
        #expect(try reader.previews(rows: 2..<4).allSatisfy { $0.starts(with: [0xFF, 0xD8]) })
        let explained = try reader.explained(attention: true)
        #expect(explained.map(\.variant) == ["original", "random:0.5"])
        #expect(try reader.objects(row: 1)?.patches.count == 4)
        #expect(try reader.damage() == [])
        // The map was made from it.
        let map = try ReductionReader.read(folder + "/tsne.h5")
        #expect(map.origin.uuid == reader.uuid)
        #expect(try map.origin.hash == reader.contentHash())
        #expect(map.paths[6] == "cat/13-\\xff.png" && map.layout?.rows == 14)
    }

    @Test("A view over segments of format version 1 reads too; its segments are not joined anew")
    func linked() throws {
        let reader = try EmbeddingReader(folder + "/linked.h5")
        #expect(reader.isLinked && reader.imageCount == 14)
        let row = try reader.tokens(.final, .classToken, rows: 0..<1)
        #expect(isNear(row.elements, [-0.1649, 1.328, -0.8677, -0.373]))
        #expect(try reader.damage() == [])
        let error = #expect(throws: StoreError.self) {
            _ = try SegmentReader(folder + "/unfinished.h5.parts/segment-000000.h5")
        }
        #expect(error?.description.contains("expected a segment of format version 2") == true)
    }
}
