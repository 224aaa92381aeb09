import ArgumentParser
import Console
import Dense
import Foundation
import Store
import Testing
import ViT

@testable import ModelLoading

@Suite("Models that are loaded") struct LoadedModelTests {
    @Test("Without --weights it is the demo model, which says what it is")
    func demoModel() throws {
        let model = try LoadedModel(ModelOptions.parse([]))
        #expect(model.weightsPath == nil)
        #expect(model.description.weightsFile == "embedded")
        #expect(model.description.note == LoadedModel.demoNote)
        #expect(model.classNames.count == model.transformer.configuration.classes)
        #expect(
            model.description.parameterCount == model.transformer.configuration.parameterCount)
    }

    @Test("The description is that of the file and the model")
    func description() throws {
        let folder = try ModelFolder(["name": "small"])
        let model = try folder.load()
        let description = model.description
        #expect(model.weightsPath == folder.weights)
        #expect(description.weightsFile == "model.safetensors" && description.name == "small")
        #expect(description.note.isEmpty && description.family == "timm")
        #expect(description.width == 8 && description.depth == 1)
        #expect(description.heads == 2 && description.patch == 4)
        #expect(description.headInput == "class")
        #expect(description.parameterCount == model.transformer.configuration.parameterCount)
        // The options that a store keeps make the same model again.
        let again = try LoadedModel(
            ModelOptions(remaking: description, weights: folder.weights),
            expectedSHA256: description.weightsSHA256)
        #expect(again.description == description)
        #expect(again.recipe == model.recipe)
    }

    @Test(
        "What the model cannot have is refused with the option that says it",
        arguments: [
            ([], Exit.usage, "found 8; pass --heads"),
            (
                ["--heads", "3"], Exit.usage,
                "expected a number of heads (--heads, or in the settings beside it) "
                    + "that divides the width 8, found 3"
            ),
            (
                ["--heads", "2", "--image-size", "10"], Exit.usage,
                "--image-size: expected a multiple of the patch size 4, found 10"
            ),
        ])
    func refusesOptions(_ options: [String], _ code: Int32, _ words: String) throws {
        let folder = try ModelFolder()
        let error = failure { _ = try folder.load(options) }
        #expect(error?.code == code)
        #expect(error?.description.contains(words) == true, "\(error as Any)")
    }

    @Test("Where tensors fix the heads and the size, other numbers are refused")
    func relativeBiases() throws {
        let folder = try ModelFolder(checkpoint: beitCheckpoint())
        let model = try folder.load([])
        #expect(model.description.heads == 2 && model.description.family == "timm-beit")
        #expect(model.transformer.configuration.hasRelativeBias)
        _ = try folder.load(["--heads", "2"])
        for (options, words) in [
            (["--heads", "1"], "expected --heads 2, by the shapes of the tensors, found 1"),
            (["--image-size", "16"], "--image-size: expected 8"),
        ] {
            let error = failure { _ = try folder.load(options) }
            #expect(error?.code == Exit.usage, "\(options)")
            #expect(error?.description.contains(words) == true, "\(error as Any)")
        }
    }

    @Test("A checkpoint of another digest is refused, and what is no checkpoint with its path")
    func refusesFiles() throws {
        let folder = try ModelFolder()
        let digest = String(repeating: "0", count: 64)
        let other = failure {
            _ = try LoadedModel(
                ModelOptions.parse(["--weights", folder.weights, "--heads", "2"]),
                expectedSHA256: digest)
        }
        #expect(other?.code == Exit.nothing)
        #expect(other?.description.contains("expected the checkpoint with SHA-256 0000") == true)
        let demo = failure { _ = try LoadedModel(ModelOptions.parse([]), expectedSHA256: digest) }
        #expect(demo?.description.contains("the demo model: expected") == true)
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: folder.weights))
        let broken = failure { _ = try folder.load() }
        #expect(broken?.code == Exit.nothing)
        #expect(broken?.description.contains("model.safetensors") == true, "\(broken as Any)")
    }

    @Test(
        "Numbers of options are checked with the option's name",
        arguments: [
            ["--mean", "1,2"], ["--std", "0"], ["--std", "x"], ["--crop-ratio", "1.5"],
            ["--heads", "0"], ["--image-size", "5000"], ["--eps", "0"], ["--download-limit", "0"],
        ])
    func refusesNumbers(_ arguments: [String]) {
        let error = #expect(throws: (any Error).self) { try ModelOptions.parse(arguments) }
        let message = error.map { ModelOptions.message(for: $0) } ?? ""
        #expect(message.contains(arguments[0]), "\(message)")
    }

    @Test(
        "Numbers of bytes are read as people write them",
        arguments: [
            ("1024", 1024), ("64K", 65536), ("64KiB", 65536), ("500MB", 500_000_000),
            ("1.5 G", 3 << 29), ("2kb", 2000), ("0", 0), ("", nil), ("K", nil), ("1X", nil),
            ("1iB", nil), ("-1", nil), ("9999999T", nil),
        ] as [(String, Int?)])
    func byteSizes(_ text: String, _ bytes: Int?) {
        #expect(ByteSize(argument: text)?.bytes == bytes)
    }
}
