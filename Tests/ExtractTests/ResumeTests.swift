import Foundation
import HDF5
import ProgramRunner
import Testing

/// Runs that are ended, go on, are split and joined: the file is always the undisturbed run's.
@Suite("extract that is ended and goes on") struct ResumeTests {
    private let folder: TemporaryFolder
    private let images: String
    private var out: String { folder.file("out.h5") }
    private var parts: String { folder.file("out.h5.parts") }

    init() throws {
        folder = try TemporaryFolder()
        images = try copyImages(labels: ["cat", "dog", "together"], count: 7, to: folder)
        // Two that are rejected, in different segments, one of them explained.
        try Data("no picture".utf8).write(to: URL(fileURLWithPath: "\(images)/cat/cat-03.jpg"))
        try Data().write(to: URL(fileURLWithPath: "\(images)/together/zz.jpg"))
    }

    private func extract(
        _ output: String, _ more: [String] = [], environment: [String: String] = [:]
    ) throws -> Finished {
        try runProgram(
            "extract", [images, output, "--variants", "random:0.3,salient:1", "--quiet"] + more,
            environment: environment)
    }

    private func undisturbed() throws -> String {
        let result = try extract(folder.file("whole.h5"))
        #expect(result.code == 0, "\(result.errors)")
        return folder.file("whole.h5")
    }

    private func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    @Test("Rows do not depend on the size of the segments, nor on the order they are made in")
    func segmentsAndShards() throws {
        let whole = try undisturbed()
        let result = try extract(folder.file("small.h5"), ["--segment", "8"])
        #expect(result.code == 0, "\(result.errors)")
        #expect(try differences(whole, folder.file("small.h5")) == [])
        for shard in [2, 0, 1] {
            let result = try extract(out, ["--segment", "8", "--shard", "\(shard)/3"])
            #expect(result.code == 0, "\(result.errors)")
            #expect(!FileManager.default.fileExists(atPath: out))
        }
        let status = try runProgram("extract", ["status", out])
        #expect(status.output.contains("missing  no segments"), "\(status.output)")
        #expect(status.output.contains("2 rejected"), "\(status.output)")
        let joined = try runProgram(
            "extract",
            [images, out, "--variants", "random:0.3,salient:1", "--segment", "8", "--verbose"])
        #expect(joined.code == 0, "\(joined.errors)")
        #expect(joined.errors.hasSuffix("next     reduce \(out)\n"), "\(joined.errors)")
        // This call embedded nothing; its time an image is by the run's 22 images and 2 variants
        // of each of the 4 that are kept in full.
        let merge = try #require(
            joined.errors.split(separator: "\n").first { $0.hasPrefix("merge") })
        let numbers = merge.split(separator: " ").compactMap { Double($0) }
        try #require(numbers.count == 2, "\(merge)")
        #expect(abs(numbers[1] * 30 / 1000 / numbers[0] - 1) < 0.02, "\(merge)")
        #expect(try differences(whole, out) == [])
        #expect(!FileManager.default.fileExists(atPath: parts))
    }

    @Test("A missing segment is told, made, and nothing else is made again")
    func missingSegment() throws {
        let whole = try undisturbed()
        #expect(try extract(out, ["--segment", "8", "--shard", "0/1"]).code == 0)
        let segments = names(in: parts).filter { $0.hasPrefix("segment") }
        #expect(segments.count == 4)
        let kept = "\(parts)/\(segments[0])"
        let before = try FileManager.default.attributesOfItem(atPath: kept)
        try FileManager.default.removeItem(atPath: "\(parts)/\(segments[2])")
        let status = try runProgram("extract", ["status", out])
        #expect(status.output.contains("missing  segments 2\n"), "\(status.output)")
        let again = try runProgram(
            "extract",
            [images, out, "--variants", "random:0.3,salient:1", "--shard", "0/1"])
        #expect(again.code == 0 && again.errors.contains("3 of 4 segments are done"))
        let after = try FileManager.default.attributesOfItem(atPath: kept)
        #expect(before[.modificationDate] as? Date == after[.modificationDate] as? Date)
        #expect(before[.systemFileNumber] as? Int == after[.systemFileNumber] as? Int)
        #expect(try extract(out).code == 0)
        #expect(try differences(whole, out) == [])
    }

    @Test("Killed at many instants and begun again, the file is the undisturbed run's")
    func killed() throws {
        let whole = try undisturbed()
        var kills = 0
        for attempt in 0..<25 {
            let delay = 20 + 37 * attempt % 300
            let result = try runProgram(
                "extract",
                [images, out, "--variants", "random:0.3,salient:1", "--segment", "8", "--quiet"],
                signal: (SIGKILL, afterMilliseconds: delay))
            if result.code == 0 || result.errors.contains("exists already") { break }
            #expect(result.code == SIGKILL, "\(result.code) \(result.errors)")
            // Killed between the last two steps, the file stands beside its segments: whole.
            if FileManager.default.fileExists(atPath: out) {
                #expect(try differences(whole, out) == [])
            }
            kills += 1
        }
        let last = try extract(out)
        #expect(last.code == 0 || last.errors.contains("exists already"), "\(last.errors)")
        #expect(kills > 2)
        #expect(try differences(whole, out) == [])
        #expect(names(in: folder.path).filter { $0.hasPrefix("out") } == ["out.h5"])
    }

    @Test(
        "An interrupted run keeps its segments, says so, and goes on",
        arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
    func interrupted(signal: Int32, code: Int32) throws {
        let whole = try undisturbed()
        for segment in [0, 2] {
            let result = try runProgram(
                "extract",
                [images, out, "--variants", "random:0.3,salient:1", "--segment", "8"],
                signal: (signal, whenExists: "\(parts)/segment-00000\(segment).h5"))
            #expect(result.code == code, "\(result.errors)")
            #expect(result.errors.contains("repeat the same command to resume"))
            // 22 images and 8 variants; what an earlier call made counts, too.
            let kept = self.names(in: parts).count { $0.hasPrefix("segment") && !$0.hasSuffix("l") }
            #expect(
                result.errors.contains("interrupted; \(kept) segment")
                    || result.errors.contains("while joining the segments"),
                "\(kept): \(result.errors)")
            #expect(!FileManager.default.fileExists(atPath: out))
            #expect(names(in: parts).contains("segment-000000.h5"))
        }
        #expect(try extract(out).code == 0)
        #expect(try differences(whole, out) == [])
    }

    @Test("Another setting is refused by its name, and so is a second run at the same time")
    func refusals() throws {
        #expect(try extract(out, ["--segment", "8", "--shard", "0/2"]).code == 0)
        for (option, name) in [
            (["--dtype", "f32"], "--dtype"), (["--tokens", "class"], "--tokens"),
            (["--seed", "1"], "--seed"), (["--exif"], "--exif"), (["--limit", "4"], "--limit"),
            (["--segment", "16"], "--segment"),
        ] {
            let result = try extract(out, option + ["--overwrite"])
            #expect(result.code == 64, "\(option) \(result.errors)")
            #expect(result.errors.contains("\(name) was"), "\(option) \(result.errors)")
        }
        #expect(names(in: parts).filter { $0.hasPrefix("segment") }.count == 2)
        // Other weights bring another recipe and other classes: the weights are what matters.
        let demo =
            dataFolder.replacing("/data", with: "")
            + "/Sources/CDemoModel/demo-model.safetensors"
        let weights = folder.file("model.safetensors")
        var bytes = try Data(contentsOf: URL(filePath: demo))
        bytes[bytes.count - 1] ^= 1
        try bytes.write(to: URL(filePath: weights))
        let classes = folder.file("classes.txt")
        let names = (0..<8).map { "class \($0)\n" }.joined()
        try Data(names.utf8).write(to: URL(filePath: classes))
        let forgotten = try extract(
            out, ["--weights", weights, "--classes", classes, "--recipe", "crop"])
        #expect(forgotten.code == 64)
        #expect(
            forgotten.errors.contains("--weights was the demo model"), "\(forgotten.errors)")
        #expect(
            forgotten.errors.contains("It was started with `")
                && forgotten.errors.contains("--shard 0/2"),
            "\(forgotten.errors)")
        // A lock as a running extract holds it.
        let lock = unsafe open("\(parts)/lock", O_RDWR)
        #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
        let second = try extract(out)
        #expect(second.code == 75 && second.errors.contains("another run"), "\(second.errors)")
        close(lock)
        #expect(try extract(out).code == 0)
    }

    @Test("A damaged segment is named, made again by the same command, and joined")
    func damagedSegments() throws {
        let whole = try undisturbed()
        #expect(try extract(out, ["--segment", "8", "--shard", "0/1"]).code == 0)
        // Rows of tokens in the middle of one; the other is cut short.
        let first = URL(fileURLWithPath: "\(parts)/segment-000001.h5")
        var bytes = try Data(contentsOf: first)
        for place in stride(from: bytes.count / 4, to: bytes.count / 2, by: 999) {
            bytes[place] ^= 0x40
        }
        try bytes.write(to: first)
        let second = URL(fileURLWithPath: "\(parts)/segment-000002.h5")
        try (try Data(contentsOf: second)).prefix(5000).write(to: second)
        let result = try extract(out)
        #expect(result.code == 0, "\(result.code) \(result.errors)")
        #expect(result.errors.contains("segment 1 is damaged"), "\(result.errors)")
        #expect(result.errors.contains("segment 2 is damaged"), "\(result.errors)")
        #expect(try differences(whole, out) == [])
        #expect(!FileManager.default.fileExists(atPath: parts))
    }

    @Test("A run of format version 1 is refused with the way out, and left as it is")
    func olderRun() throws {
        let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent()
            .appendingPathComponent("StoreTests/Fixtures/version1/unfinished.h5.parts").path
        try FileManager.default.copyItem(atPath: fixture, toPath: parts)
        let result = try extract(out)
        #expect(result.code == 74, "\(result.code) \(result.errors)")
        #expect(result.errors.contains("found version 1"), "\(result.errors)")
        #expect(result.errors.contains("remove the folder to start over"), "\(result.errors)")
        #expect(names(in: parts).contains("segment-000000.h5"))
        #expect(!FileManager.default.fileExists(atPath: out))
    }

    @Test("A segment of another plan is never joined")
    func foreignSegments() throws {
        #expect(try extract(out, ["--segment", "8", "--shard", "0/1"]).code == 0)
        let segment = "\(parts)/segment-000001.h5"
        let good = try Data(contentsOf: URL(fileURLWithPath: segment))
        let other = try Data(contentsOf: URL(fileURLWithPath: "\(parts)/segment-000002.h5"))
        try other.write(to: URL(fileURLWithPath: segment))
        let foreign = try extract(out)
        #expect(foreign.code == 74 && foreign.errors.contains("segment 2 of another plan"))
        try good.write(to: URL(fileURLWithPath: segment))
        #expect(try extract(out).code == 0)
        #expect(try differences(try undisturbed(), out) == [])
    }

    @Test("A finished file is verified, and a changed byte is found by its place")
    func verify() throws {
        #expect(try extract(out).code == 0)
        let good = try runProgram("extract", ["verify", out])
        #expect(good.code == 0 && good.output.contains("20 images, all checks passed"))
        let tokens: [UInt16] = try File.open(out).root.dataset("layers/05/mean").read()
        let pattern = tokens[128..<160].flatMap {
            [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)]
        }
        var bytes = try Data(contentsOf: URL(fileURLWithPath: out))
        let place = try #require(bytes.firstRange(of: Data(pattern)))
        bytes[place.lowerBound] ^= 1
        try bytes.write(to: URL(fileURLWithPath: out))
        let bad = try runProgram("extract", ["verify", out])
        #expect(bad.code == 74 && bad.output.contains("/layers/05/mean, rows 0...19"))
    }

    @Test("Rejected images that were mended are added in their places")
    func retry() throws {
        #expect(try extract(out).code == 0)
        for (name, label) in [("cat/cat-03.jpg", "cat"), ("together/zz.jpg", "together")] {
            let source = names(in: "\(dataFolder)/images/\(label)")[name.hasPrefix("cat") ? 2 : 0]
            try FileManager.default.removeItem(atPath: "\(images)/\(name)")
            try FileManager.default.copyItem(
                atPath: "\(dataFolder)/images/\(label)/\(source)", toPath: "\(images)/\(name)")
            let result = try extract(out, ["--retry-rejects"])
            #expect(result.code == 0, "\(result.errors)")
        }
        #expect(try differences(try undisturbed(), out) == [])
        let none = try extract(out, ["--retry-rejects"])
        #expect(none.code == 2 && none.errors.contains("no rejected images"))
        #expect(try extract(out, ["--retry-rejects", "--dtype", "f32"]).code != 0)
    }
}
