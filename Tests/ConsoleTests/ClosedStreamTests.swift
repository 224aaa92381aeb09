import Foundation
import ProgramRunner
import Testing

/// Every program with its output closed, full, or read by nobody.
@Suite("closed streams") struct ClosedStreamTests {
    private let folder: TemporaryFolder
    private let manager = FileManager.default

    /// Images, their store and its map, made once.
    private static let made = Result {
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat", "dog"], count: 6, to: folder)
        try Data("no picture".utf8).write(to: URL(fileURLWithPath: images + "/cat/broken.jpg"))
        let stored = try runProgram("extract", [images, folder.file("out.h5"), "--quiet"])
        #expect(stored.code == 0, "\(stored.errors)")
        let reduced = try runProgram(
            "reduce",
            ["--layer", "final", folder.file("out.h5"), "-o", folder.file("t.h5"), "--quiet"])
        #expect(reduced.code == 0, "\(reduced.errors)")
        return folder
    }

    init() throws {
        folder = try TemporaryFolder()
        let made = try Self.made.get()
        for name in ["images", "masks", "out.h5", "t.h5"] {
            try manager.copyItem(atPath: made.file(name), toPath: folder.file(name))
        }
    }

    /// A command in the folder, with redirections behind it.
    private func shell(_ command: String) throws -> Finished {
        try runShell("cd \"$1\" && $BIN/\(command)", [folder.path])
    }

    /// What a stream may be; each is closed, full or without a reader.
    static let streams = [">&-", "2>&-", ">&- 2>&-", ">/dev/full", "2>/dev/full", "<&-", "| true"]

    @Test("Programs that write files do all their work and end with 0", arguments: streams)
    func files(stream: String) throws {
        for (command, results) in [
            ("extract images new.h5", ["new.h5"]),
            ("reduce --layer final out.h5 -o new.h5", ["new.h5", "new.tables"]),
            ("plot t.h5 -o figures", ["figures/scatter.png", "figures/index.html"]),
        ] {
            let result = try shell("\(command) \(stream)")
            #expect(result.code == 0, "\(command) \(stream): \(result)")
            for name in results {
                #expect(manager.fileExists(atPath: folder.file(name)), "\(command) \(stream)")
            }
            for name in ["new.h5", "new.tables", "figures"] {
                try? manager.removeItem(atPath: folder.file(name))
            }
        }
        // No file got the number of a closed stream, and with it the messages.
        #expect(try runProgram("extract", ["verify", folder.file("out.h5")]).code == 0)
    }

    @Test(
        "Answers that nobody reads end quietly with 141, on a full disk with 74 and a sentence",
        arguments: [
            "search out.h5 cat-01 -o none", "search out.h5 cat-01 -o none --csv",
            "extract status out.h5", "extract verify out.h5", "plot --help", "reduce --version",
            "extract status --help",
        ])
    func answers(command: String) throws {
        // Nobody reads the pipe any more when the program writes.
        let piped = try runShell(
            "cd \"$1\" && { sleep 0.2; $BIN/\(command); echo $? >&2; } | true", [folder.path])
        #expect(piped.errors.hasSuffix("141\n"), "\(command): \(piped)")
        #expect(!piped.errors.contains("Fatal") && !piped.errors.contains("writing failed"))
        let full = try shell("\(command) >/dev/full")
        #expect(full.code == 74, "\(command): \(full)")
        #expect(full.errors.contains("standard output: writing failed: No space left"))
        for stream in ["2>&-", "2>/dev/full"] {
            let messages = try shell("\(command) \(stream)")
            #expect(messages.code == 0 && !messages.output.isEmpty, "\(command) \(stream)")
        }
        #expect(try shell("\(command) >&-").code == 0)
        let wrong = try shell("reduce --no-such-option >&- 2>&-")
        #expect(wrong.code == 64, "\(wrong)")
    }
}
