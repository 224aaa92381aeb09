import Dense
import Foundation
import HDF5
import Testing
import Tokens

@testable import Store

@Suite struct ExtraTokensTests {
    @Test("Registers come back in their order, and joint attention has all tokens")
    func registers() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("vitrine-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let model = ModelDescription(
            family: "dinov2", name: "tiny", weightsFile: "tiny.pth", weightsSHA256: "00", width: 4,
            depth: 1, heads: 2, grid: PatchGrid(side: 2, patch: 8), registers: 2, eps: 1e-6,
            activation: "gelu", recipe: "crop", interpolation: "bicubic", cropRatio: 0.875,
            mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5], precision: "f32", parameterCount: 1,
            note: "", positionMethod: "bicubic with antialiasing from 3 x 3")
        #expect(model.prefix == 3 && model.tokens == 7)
        let layout = EmbeddingLayout(
            model: model, layers: [.final], tokens: [.classToken, .extra, .patches],
            precision: .f32, attention: true, objects: false, predictions: false, classNames: [],
            labelNames: [], plannedImages: 2,
            patchKernel: Matrix(rows: 192, columns: 4, repeating: 0), patchBias: [0, 0, 0, 0],
            position: Matrix(rows: 7, columns: 4, repeating: 0))
        // Class token, registers and patches of one image; previews are 12,000 bytes.
        #expect(layout.bytesPerImage == 4 * 4 * 7 + 4 * (4 + 2) + 12_000)
        let path = folder + "/out.h5"
        let run = RunDescription(
            toolVersion: "0", commandLine: [], uuid: "u", createdUTC: "now", threads: 1, seed: 0,
            instructionSet: "test")
        let writer = try EmbeddingWriter(path: path, layout: layout, run: run)
        for index in 0..<2 {
            func numbers(_ count: Int) -> TokenValues {
                .single((0..<count).map { Float(100 * index + $0) })
            }
            try writer.append(
                EmbeddedImage(
                    path: [UInt8(ascii: "a") + UInt8(index)], label: -1, width: 1, height: 1,
                    bytes: 1, modified: 0, sha256: [UInt8](repeating: 0, count: 32),
                    preview: [], tokens: [[numbers(4), numbers(8), numbers(16)]],
                    rollout: [0, 0, 0, 0], distance: [0, 0], objects: nil, objectNames: [],
                    predictions: [], explanation: nil))
        }
        try writer.finish()
        let reader = try EmbeddingReader(path)
        #expect(reader.model == model)
        #expect(reader.holds(.final, .extra) && !reader.holds(.final, .mean))
        let extra = try reader.tokens(.final, .extra, rows: 1..<2)
        #expect(extra.rows == 2 && extra.elements == (100..<108).map { Float($0) })
        #expect(try reader.tokens(.final, .extra, rows: 0..<2).rows == 4)
    }

    @Test("A model without class token has the mean in its place, and a file without word has one")
    func withoutClassToken() throws {
        var model = tinyModel
        #expect(model.hasClassToken && model.trim == 0 && model.imageToken == .classToken)
        let prefix = model.prefix
        (model.hasClassToken, model.trim, model.headInput) = (false, 6, "mean")
        #expect(model.prefix == prefix - 1 && model.imageToken == .mean)
        #expect(model.count(.classToken) == 0 && model.tokens == model.registers + model.patches)
        let fields = Dictionary(uniqueKeysWithValues: model.fields.map { ($0.name, $0.value) })
        #expect(try ModelDescription(file: "f") { fields[$0] } == model)
        let older = try ModelDescription(file: "f") {
            ["class_token", "trim"].contains($0) ? nil : fields[$0]
        }
        #expect(older.hasClassToken && older.trim == 0)
        #expect(throws: StoreError.self) {
            try ModelDescription(file: "f") {
                $0 == "class_token" ? .integer(2) : fields[$0]
            }
        }
        // The size that an option names is that of the square before columns are left out.
        #expect(model.difference(from: older)?.name == "--image-size")
    }
}
