import Dense
import Foundation
import Testing
import Tokens

@testable import Store

private struct Stop: Error {}

/// A file of embeddings of 2 x 2 patches and width 3, whose numbers say where they stand:
/// `image + token / 8` in each column.
private func withReader<Result>(
    images: Int, precision: TokenPrecision = .f16, _ body: (EmbeddingReader) throws -> Result
) throws -> Result {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("vitrine-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let model = ModelDescription(
        family: "timm", name: "tiny", weightsFile: "tiny.npz", weightsSHA256: "00", width: 3,
        depth: 2, heads: 1, grid: PatchGrid(side: 2, patch: 8), registers: 0, eps: 1e-6,
        activation: "gelu",
        recipe: "squash", interpolation: "bilinear", cropRatio: 1, mean: [0.5, 0.5, 0.5],
        std: [0.5, 0.5, 0.5], precision: "f32", parameterCount: 9, note: "")
    let layout = EmbeddingLayout(
        model: model, layers: [.block(0), .final], tokens: [.classToken, .patches],
        precision: precision, attention: false, objects: false, predictions: false, classNames: [],
        labelNames: [], plannedImages: images,
        patchKernel: Matrix(rows: 192, columns: 3, repeating: 0), patchBias: [0, 0, 0],
        position: Matrix(rows: 5, columns: 3, repeating: 0))
    let run = RunDescription(
        toolVersion: "0", commandLine: [], uuid: "u", createdUTC: "now", threads: 1, seed: 0,
        instructionSet: "test")
    let writer = try EmbeddingWriter(path: folder + "/out.h5", layout: layout, run: run)
    for index in 0..<images {
        func numbers(_ tokens: Int, _ layer: Int) -> TokenValues {
            let values = (0..<tokens).flatMap { token in
                [Float](repeating: Float(index + layer) + Float(token) / 8, count: 3)
            }
            return precision == .f16 ? .half(toHalf(values).bits) : .single(values)
        }
        try writer.append(
            EmbeddedImage(
                path: Array("\(index)".utf8), label: -1, width: 1, height: 1, bytes: 1,
                modified: 0, sha256: [UInt8](repeating: 0, count: 32), preview: [],
                tokens: (0..<2).map { [numbers(1, $0), numbers(4, $0)] }, rollout: [],
                distance: [], objects: nil, objectNames: [], predictions: [], explanation: nil))
    }
    try writer.finish()
    return try body(try EmbeddingReader(folder + "/out.h5"))
}

@Suite struct BlockReadingTests {
    @Test(
        "blocks of several data sets come in order, in the file's precision",
        arguments: TokenPrecision.allCases)
    func blocks(precision: TokenPrecision) throws {
        try withReader(images: 11, precision: precision) { reader in
            let sets = [TokenSet(.final, .classToken), TokenSet(.block(0), .patches)]
            var seen: [Range<Int>] = []
            try reader.forEachBlock(of: sets, images: 1..<11, blockImages: 4) { images, blocks in
                seen.append(images)
                #expect(blocks.map(\.rows) == [images.count, 4 * images.count])
                for block in blocks {
                    switch block.values {
                    case .half: #expect(precision == .f16)
                    case .single: #expect(precision == .f32)
                    }
                }
                for (set, block) in zip(sets, blocks) {
                    let expected = try reader.tokens(set.layer, set.kind, rows: images)
                    #expect(block.matrix == expected)
                    #expect(
                        expected[0, 0] == Float(images.lowerBound + (set.layer == .final ? 1 : 0)))
                }
            }
            #expect(seen == [1..<5, 5..<9, 9..<11])
            seen = []
            try reader.forEachBlock(of: sets, images: 3..<3) { images, _ in seen.append(images) }
            #expect(seen.isEmpty)
        }
    }

    @Test("an error of the caller ends the pass, an absent kind of tokens is said before it")
    func errors() throws {
        try withReader(images: 9) { reader in
            var calls = 0
            #expect(throws: Stop.self) {
                try reader.forEachBlock(of: [TokenSet(.final, .patches)], blockImages: 2) { _, _ in
                    calls += 1
                    if calls == 2 { throw Stop() }
                }
            }
            #expect(calls == 2)
            #expect {
                try reader.forEachBlock(of: [TokenSet(.final, .mean)]) { _, _ in calls += 1 }
            } throws: {
                "\($0)".contains("no mean tokens of layer final in this file")
            }
            #expect(calls == 2)
        }
    }

    @Test("single images and single patches are those of whole reads, chunk after chunk")
    func scattered() throws {
        try withReader(images: 1100) { reader in
            let images = [0, 0, 3, 511, 512, 513, 1023, 1024, 1099]
            for kind in [TokenKind.classToken, .patches] {
                let found = try reader.tokens(.final, kind, images: images)
                let expected = try images.flatMap {
                    try reader.tokens(.final, kind, rows: $0..<$0 + 1).elements
                }
                #expect(found.rows == images.count * reader.model.count(kind))
                #expect(found.matrix.elements == expected)
            }
            let places = [(0, 3), (2, 0), (2, 1), (2, 1), (2, 3), (700, 2), (1099, 0)].map {
                PatchPlace(image: $0.0, patch: $0.1)
            }
            let patches = try reader.patches(.final, at: places)
            #expect(patches.rows == places.count)
            for (row, place) in places.enumerated() {
                // Half precision has steps of 1 beyond 1,024.
                let value = Float(Float16(Float(place.image + 1) + Float(place.patch) / 8))
                #expect(patches.matrix.row(row).allSatisfy { $0 == value })
            }
            #expect(try reader.tokens(.final, .classToken, images: []).rows == 0)
            #expect(try reader.patches(.final, at: []).rows == 0)
        }
    }
}
