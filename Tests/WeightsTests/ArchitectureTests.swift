import Foundation
import Testing

@testable import Weights

/// The Vision Transformers of timm by their names and shapes (`Scripts/goldens/architectures.py`).
private struct Architectures: Decodable {
    struct Model: Decodable {
        let name: String
        /// Whether it is read, and its tokens were found to be timm's.
        let isRead: Bool
        let names: Int
        let shapes: Int
    }

    let names: [[String]]
    let shapes: [[[Int]]]
    let models: [Model]

    static let all: Architectures = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Architectures.json")
        // swift-format-ignore: NeverUseForceTry
        return try! JSONDecoder().decode(Architectures.self, from: Data(contentsOf: file))
    }()
}

@Suite("Architectures") struct ArchitectureTests {
    // Rotary positions, norms in other places and heads of other widths leave no tensors: a table
    // that asks for less than before may read such a model, and every token would be wrong.
    @Test("Of timm's architectures those are read that were found right, and no other")
    func timm() throws {
        let all = Architectures.all
        let file = try CheckpointFile(
            bytes: Made.safetensors([("x", Tensor(shape: [1], elements: [0]))]), name: "timm")
        var read = 0
        for model in all.models {
            let names = all.names[model.names]
            let shapes = Dictionary(uniqueKeysWithValues: zip(names, all.shapes[model.shapes]))
            let match = NameMatch.nearest(names.sorted())
            do {
                _ = try Geometry(match, shapes: shapes, file: file, ignoring: [])
                #expect(model.isRead, "\(model.name) is read as \(match.table.family.rawValue)")
                read += 1
            } catch let error as CheckpointError {
                #expect(!model.isRead, "\(model.name): \(error)")
                #expect(error.description.count < 1500, "\(model.name)")
            }
        }
        #expect(read == all.models.count { $0.isRead } && read > 180)
        #expect(all.models.count - read > 75)
    }
}
