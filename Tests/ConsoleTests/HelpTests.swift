import Foundation
import ProgramRunner
import Testing

@Suite("--help") struct HelpTests {
    private static let commands = [
        "extract", "extract status", "extract verify", "extract explain", "extract join", "reduce",
        "reduce plan", "reduce stage",
        "plot", "search", "explore", "compare",
    ]

    /// The texts that stood there last, which a change replaces on purpose:
    /// `VITRINE_RECORD_HELP=1 make test` writes them anew.
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Help").path

    @Test("The help of every command is the text that was agreed on", arguments: commands)
    func texts(command: String) throws {
        let words = command.split(separator: " ").map(String.init)
        let result = try runProgram(
            words[0], Array(words.dropFirst()) + ["--help"], environment: ["COLUMNS": "80"])
        #expect(result.code == 0 && result.errors.isEmpty)
        let path = "\(Self.folder)/\(words.joined(separator: "-")).txt"
        if ProcessInfo.processInfo.environment["VITRINE_RECORD_HELP"] != nil {
            try Data(result.output.utf8).write(to: URL(fileURLWithPath: path))
        }
        #expect(result.output == (try String(contentsOfFile: path, encoding: .utf8)))
    }

    @Test("Help has no sentence fragments that begin with a preposition", arguments: commands)
    func fragments(command: String) throws {
        let words = command.split(separator: " ").map(String.init)
        let help = try runProgram(words[0], Array(words.dropFirst()) + ["--help"]).output
        let lines = help.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        for line in lines {
            let text = line.split(separator: "  ", maxSplits: 1).last.map(String.init) ?? line
            #expect(
                !["Of ", "Say ", "Tells "].contains { text.hasPrefix($0) }, "\(command): \(line)")
        }
    }
}
