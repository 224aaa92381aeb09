import Foundation
import ProgramRunner
import Testing

/// What `extract` may write over.
@Suite("extract's output") struct OutputRuleTests {
    private let folder: TemporaryFolder
    private let images: String
    private let manager = FileManager.default

    init() throws {
        folder = try TemporaryFolder()
        images = try copyImages(labels: ["cat"], count: 2, to: folder)
    }

    /// All files below the folder with their bytes.
    private func everything() throws -> [String: Data] {
        var found: [String: Data] = [:]
        for name in try manager.subpathsOfDirectory(atPath: folder.path) {
            let path = folder.file(name)
            if let data = manager.contents(atPath: path) { found[name] = data }
        }
        return found
    }

    @Test("No input is replaced, be it an image, a list, a table, a mask or a checkpoint")
    func inputs() throws {
        let image = images + "/cat/cat-01.jpg"
        let list = folder.file("list.txt")
        try "images/cat/cat-01.jpg\n".write(toFile: list, atomically: true, encoding: .utf8)
        let table = folder.file("table.csv")
        try "path,label\ncat/cat-01.jpg,x\n".write(
            toFile: table, atomically: true, encoding: .utf8)
        let weights = folder.file("weights.safetensors")
        try "no checkpoint".write(toFile: weights, atomically: true, encoding: .utf8)
        try manager.createSymbolicLink(
            atPath: folder.file("link.h5"), withDestinationPath: "images/cat/cat-02.jpg")
        try manager.linkItem(atPath: image, toPath: folder.file("hard.h5"))
        // A checkpoint in several files and its settings are inputs, whichever of them is named.
        let shards = try folder.folder("shards")
        for (name, text) in [
            ("model.safetensors.index.json", #"{"weight_map": {"a": "model-1.safetensors"}}"#),
            ("model-1.safetensors", "no checkpoint"), ("config.json", "{}"),
        ] {
            try text.write(toFile: "\(shards)/\(name)", atomically: true, encoding: .utf8)
        }
        let index = shards + "/model.safetensors.index.json"
        let before = try everything()
        for (source, output, more) in [
            (images, index, ["--weights", index]), (images, index, ["--weights", shards]),
            (images, shards + "/model-1.safetensors", ["--weights", index]),
            (images, shards + "/model-1.safetensors", ["--weights", shards]),
            (images, shards + "/config.json", ["--weights", shards]),
            (images, shards + "/config.json", ["--weights", index]),
            (image, image, []), (images, image, []), (images, folder.file("link.h5"), []),
            (images, folder.file("hard.h5"), []), (list, list, []), (list, image, []),
            (list, folder.file("hard.h5"), []), (images, table, ["--labels", table]),
            (images, folder.file("masks/cat/cat-01.png"), []),
            (images, folder.file("masks/objects.json"), ["--masks", folder.file("masks")]),
            (images, weights, ["--weights", weights]),
        ] as [(String, String, [String])] {
            let result = try runProgram("extract", [source, output, "--overwrite"] + more)
            #expect(result.code == 2, "\(source) \(output): \(result.errors)")
            #expect(
                result.errors.contains("that is not an input")
                    || result.errors.contains("found an input of this command"),
                "\(result.errors)")
            #expect(try everything() == before)
        }
    }

    @Test("Folders, pipes and other people's folders are refused before any work")
    func foreign() throws {
        let pipe = folder.file("pipe.h5")
        let made1 = unsafe mkfifo(pipe, 0o600)
        #expect(made1 == 0)
        let parts = try folder.folder("out.h5.parts")
        try "mine".write(toFile: parts + "/notes.txt", atomically: true, encoding: .utf8)
        try "file".write(toFile: folder.file("b.h5.parts"), atomically: true, encoding: .utf8)
        let before = try everything()
        for (output, words) in [
            (images, "found a folder"), (pipe, "found a pipe"), ("", "an empty name"),
            (folder.file("out.h5"), "notes.txt"), (folder.file("b.h5"), "found a file"),
        ] {
            let result = try runProgram("extract", [images, output, "--overwrite"])
            #expect(result.code == 2, "\(output): \(result.errors)")
            #expect(result.errors.contains(words), "\(output): \(result.errors)")
        }
        #expect(try everything() == before)
        #expect(!manager.fileExists(atPath: ".parts"))
    }

    @Test("Pipes as inputs are refused and not waited for")
    func pipes() throws {
        let pipe = folder.file("pipe")
        let made2 = unsafe mkfifo(pipe, 0o600)
        #expect(made2 == 0)
        let csv = folder.file("pipe.csv")
        let made3 = unsafe mkfifo(csv, 0o600)
        #expect(made3 == 0)
        let out = folder.file("out.h5")
        for arguments in [
            [pipe, out], [csv, out], [images, out, "--labels", csv],
            [images, out, "--masks", pipe], [images, out, "--weights", pipe],
            [images, out, "--classes", pipe], ["status", pipe], ["verify", pipe],
            ["/dev/null", out], [images, out, "--masks", "/dev/null"],
        ] {
            let result = try runProgram(
                "extract", arguments, signal: (number: SIGKILL, afterMilliseconds: 20_000))
            #expect(result.code == 2, "\(arguments): \(result)")
            #expect(
                result.errors.contains("found a pipe") || result.errors.contains("found a device"),
                "\(arguments): \(result.errors)")
        }
    }
}
