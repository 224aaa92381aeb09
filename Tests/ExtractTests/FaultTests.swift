import Foundation
import ProgramRunner
import Testing

/// Faults in the calls that change files; `Scripts/faults/campaign.py nth` tries every call.
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

    /// The calls of a whole run that change files below `out.h5`: what was called on which path.
    private func calls(_ folder: TemporaryFolder) throws -> [(call: String, path: String)] {
        let library = try #require(Self.library)
        let images = try copyImages(labels: ["cat"], count: 9, to: folder)
        let log = folder.file("calls")
        // The folder itself is watched too: giving a name is not done before it is synced.
        let result = try runProgram(
            "extract",
            [images, folder.file("out.h5"), "--segment", "8", "--threads", "1", "--quiet"],
            environment: [
                "LD_PRELOAD": library, "VITRINE_FAULT_PATH": folder.path,
                "VITRINE_FAULT_LOG": log,
            ])
        #expect(result.code == 0, "\(result.errors)")
        return try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").map { line in
            let parts = line.split(separator: " ", maxSplits: 4).map(String.init)
            return (parts[1], parts[4])
        }
    }

    @Test("A file is on the disk before it gets its name, and the name before the run goes on")
    func syncedBeforeNamed() throws {
        let folder = try TemporaryFolder()
        let calls = try calls(folder)
        var named = 0
        for (place, call) in calls.enumerated() where call.call == "link" {
            named += 1
            let before = calls[..<place].last { $0.path == call.path }
            #expect(before?.call == "fsync", "\(call.path): \(String(describing: before))")
            // Until the folder is synced nothing but the temporary name's removal may happen.
            let parent = (call.path as NSString).deletingLastPathComponent
            let next = calls[(place + 1)...].first { $0.path != call.path }
            #expect(next?.call == "fsync" && next?.path == parent, "\(String(describing: next))")
        }
        // The plan, two segments, the file.
        #expect(named == 4)
    }

    /// A file system of some size; nil where this process may not mount one.
    private func smallDisk(_ folder: TemporaryFolder, kibibytes: Int) throws -> String? {
        let path = try folder.folder("disk")
        let code = try shell("mount -t tmpfs -o size=\(kibibytes)k none '\(path)' 2> /dev/null")
        return code == 0 ? path : nil
    }

    private func shell(_ command: String) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    @Test(
        "A disk too small ends the run with the bytes it needs, and with more room it goes on",
        .enabled(if: geteuid() == 0), arguments: [64, 1500, 3500, 5500, 7500])
    func fullDisk(kibibytes: Int) throws {
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat"], count: 9, to: folder)
        let arguments = ["--segment", "8", "--tokens", "class,patches", "--quiet"]
        let whole = folder.file("whole.h5")
        #expect(try runProgram("extract", [images, whole] + arguments).code == 0)
        guard let disk = try smallDisk(folder, kibibytes: kibibytes) else { return }
        defer { _ = try? shell("umount '\(disk)'") }
        let out = "\(disk)/out.h5"
        // The check beforehand is passed over, so that writing is what fails.
        let result = try runProgram(
            "extract", [images, out] + arguments, environment: ["VITRINE_ASSUME_ROOM": "1"])
        #expect(result.code == 74, "\(result.code) \(result.errors)")
        #expect(result.errors.contains("need"), "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: out))
        #expect(try shell("mount -o remount,size=1g '\(disk)'") == 0)
        let again = try runProgram("extract", [images, out] + arguments)
        #expect(again.code == 0, "\(again.errors)")
        #expect(try differences(whole, out) == [])
    }
}
