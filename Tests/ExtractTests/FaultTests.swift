import Foundation
import ProgramRunner
import Testing

/// Faults in the calls that change files; `Scripts/faults/campaign nth` tries every call.
@Suite("extract under faults") struct FaultTests {
    /// Builds the library that `Scripts/faults/README.md` describes.
    private static let library: String? = {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Scripts/faults/build").standardized
        let process = Process()
        process.executableURL = script
        let output = Pipe()
        process.standardOutput = output
        guard (try? process.run()) != nil else { return nil }
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return process.terminationStatus == 0
            ? text.trimmingCharacters(in: .whitespacesAndNewlines) : nil
    }()

    @Test(
        "A failed, short or last call is told or survived, and the run goes on",
        arguments: ["EIO", "ENOSPC", "SHORT", "KILL_AFTER"])
    func faults(kind: String) throws {
        let library = try #require(Self.library)
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat"], count: 9, to: folder)
        let arguments = [
            "--quiet", "--threads", "1", "--segment", "8", "--masks", "none", "--tokens", "class",
            "--layers", "final",
        ]
        let whole = folder.file("whole.h5")
        #expect(try runProgram("extract", [images, whole] + arguments).code == 0)
        let out = folder.file("out.h5")
        let log = folder.file("calls")
        let watched = ["LD_PRELOAD": library, "VITRINE_FAULT_PATH": out, "VITRINE_FAULT_LOG": log]
        #expect(
            try runProgram("extract", [images, out] + arguments, environment: watched).code == 0)
        let calls = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").count
        #expect(calls > 100)
        // Each kind tries other calls, all of them spread over the whole run.
        let start = 2 + 3 * ["EIO", "ENOSPC", "SHORT", "KILL_AFTER"].firstIndex(of: kind)!
        for call in stride(from: start, through: calls, by: 17) {
            try FileManager.default.removeItem(atPath: out)
            var environment = watched
            environment["VITRINE_FAULT_AT"] = "\(call)"
            environment["VITRINE_FAULT_ERROR"] = kind
            let result = try runProgram(
                "extract", [images, out] + arguments, environment: environment)
            let allowed: [Int32] = kind == "KILL_AFTER" ? [SIGKILL, 0] : [74, 0]
            #expect(allowed.contains(result.code), "\(kind) \(call): \(result.errors)")
            if result.code == 74 {
                #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
            }
            let again = try runProgram("extract", [images, out] + arguments)
            #expect(
                again.code == 0 || again.errors.contains("exists already"),
                "\(kind) \(call): \(again.errors)")
            #expect(try differences(whole, out) == [], "\(kind) \(call)")
            #expect(!FileManager.default.fileExists(atPath: out + ".parts"), "\(kind) \(call)")
        }
    }
}
