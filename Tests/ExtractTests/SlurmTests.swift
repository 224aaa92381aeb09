import Foundation
import ProgramRunner
import Testing

private let canStartSlurm =
    geteuid() == 0 && FileManager.default.fileExists(atPath: "/usr/bin/sbatch")
    && !FileManager.default.fileExists(atPath: "/etc/slurm/slurm.conf")

/// A real Slurm of one node, where Debian's slurm-wlm and munge are installed and no cluster is set
/// up; `Scripts/faults/campaign.py slurm` is the long form.
@Suite("extract under Slurm", .enabled(if: canStartSlurm))
struct SlurmTests {
    private static let scripts = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().appendingPathComponent("../../Scripts/cluster/slurm")
        .standardized.path

    /// What a script printed; the test fails where it fails.
    private func script(
        _ path: String, _ arguments: [String], _ environment: [String: String] = [:]
    ) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(path) \(arguments)")
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func inodes(_ parts: String) -> [String: Int] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parts)) ?? []
        var found: [String: Int] = [:]
        for name in names where name.hasPrefix("segment") && name.hasSuffix(".h5") {
            let attributes = try? FileManager.default.attributesOfItem(atPath: "\(parts)/\(name)")
            found[name] = attributes?[.systemFileNumber] as? Int
        }
        return found
    }

    @Test("An array with a killed task is whole after the second submission, nothing done twice")
    func array() throws {
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat", "dog"], count: 12, to: folder)
        let arguments = ["--segment", "8", "--quiet"]
        let whole = folder.file("whole.h5")
        #expect(try runProgram("extract", [images, whole] + arguments).code == 0)

        let state = try folder.folder("slurm")
        let configuration = try script("\(Self.scripts)/start_local", [state, "4"])
        let slurm = ["SLURM_CONF": configuration]
        defer { _ = try? script("\(Self.scripts)/stop_local", [state], slurm) }
        // Its first task of all kills itself: the program is one that a file lets die once.
        let program = folder.file("extract")
        let built = URL(fileURLWithPath: CommandLine.arguments[0])
            .deletingLastPathComponent().appendingPathComponent("extract").path
        let text = """
            #!/bin/bash
            case " $* " in *" --shard 1/3 "*) if mkdir '\(folder.file("died"))' 2> /dev/null
                then kill -9 $$; fi ;; esac
            exec '\(built)' "$@"

            """
        try text.write(toFile: program, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
        let out = folder.file("out.h5")
        let parts = out + ".parts"
        func submit() throws -> [Substring] {
            try script(
                "\(Self.scripts)/submit",
                ["3", "--output=/dev/null", "--", images, out] + arguments,
                slurm.merging(["VITRINE_EXTRACT": program]) { $1 }
            ).split(whereSeparator: \.isWhitespace)
        }
        func wait(until isDone: () throws -> Bool) rethrows {
            let end = ContinuousClock.now + .seconds(60)
            while try !isDone() && ContinuousClock.now < end { usleep(50_000) }
        }
        func isQueueEmpty() throws -> Bool {
            try script("/usr/bin/squeue", ["--noheader"], slurm).isEmpty
        }
        // Without the finishing job, which would make up for the task that dies.
        let jobs = try submit()
        try #require(jobs.count == 4 && jobs[0] == "array" && jobs[2] == "finish", "\(jobs)")
        _ = try script("/usr/bin/scancel", [String(jobs[3])], slurm)
        try wait(until: isQueueEmpty)
        let first = inodes(parts)
        #expect(first.count == 2 && first["segment-000001.h5"] == nil, "\(first)")
        let status = try runProgram("extract", ["status", out])
        #expect(status.output.contains("missing  segments 1\n"), "\(status.output)")
        var seen = first
        _ = try submit()
        try wait {
            for (name, inode) in inodes(parts) {
                #expect(seen[name, default: inode] == inode, "\(name) was made again")
                seen[name] = inode
            }
            return try isQueueEmpty()
        }
        #expect(try differences(whole, out) == [])
        #expect(!FileManager.default.fileExists(atPath: parts))
    }
}

@Suite("Scripts/cluster/slurm/submit") struct SubmitTests {
    @Test("GPUs are asked for by the tasks of the array, and not by the job that joins")
    func gpus() throws {
        let folder = try TemporaryFolder()
        let log = folder.file("log")
        let sbatch = folder.file("sbatch")
        try "#!/bin/sh\necho \"$@\" >> \(log)\necho 7\n".write(
            toFile: sbatch, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: sbatch)
        let process = Process()
        process.executableURL =
            URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Scripts/cluster/slurm/submit").standardized
        process.arguments = [
            "3", "--gres=gpu:1", "--time=1:00", "--", "images", "out.h5", "--limit", "9",
        ]
        process.environment = ["PATH": "\(folder.path):/usr/bin:/bin"]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let calls = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
        try #require(calls.count == 2)
        #expect(calls[0].contains("--array=0-2 --gres=gpu:1 --time=1:00"))
        #expect(calls[1].contains("--time=1:00") && !calls[1].contains("gres"))
        #expect(calls.allSatisfy { $0.hasSuffix("images out.h5 --limit 9") })
    }
}
