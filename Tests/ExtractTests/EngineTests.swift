import Foundation
import HDF5
import ProgramRunner
import Testing

@testable import Extract

/// `extract --engine torch` with StubEngine.py in the place of PyTorch: the protocol, the runs and
/// their failures. `Scripts/checks/engines.py` compares PyTorch's models.
@Suite("extract --engine torch, by a stub") struct EngineTests {
    private static let stub =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("StubEngine.py").path

    private let folder: TemporaryFolder
    private let images: String
    private var out: String { folder.file("out.h5") }

    init() throws {
        folder = try TemporaryFolder()
        images = try copyImages(labels: ["cat", "dog"], count: 13, to: folder)
        try Data("no picture".utf8).write(to: URL(fileURLWithPath: "\(images)/cat/cat-03.jpg"))
    }

    private func extract(
        _ output: String, _ more: [String] = [], fault: String = ""
    ) throws -> Finished {
        try runProgram(
            "extract",
            [
                images, output, "--engine", "torch", "--python", Self.stub, "--weights", "timm:x",
                "--segment", "8",
            ] + more, environment: ["VITRINE_STUB": fault])
    }

    @Test("The file has what the engine computed, in the order of the images")
    func rows() throws {
        let again = try extract(out, ["--dtype", "f32", "--variants", "random:0.5"])
        #expect(again.code == 0, "\(again.errors)")
        #expect(again.errors.contains("note     the stub loads nothing\n"), "\(again.errors)")
        #expect(again.errors.contains("f32 on cpu, stub 1.0, batches of 8"), "\(again.errors)")
        #expect(again.errors.contains("; 1 rejected"), "\(again.errors)")
        let file = try File.open(out)
        let root = file.root
        #expect(try root.group("model").attributes.string("engine") == "torch")
        #expect(
            try root.attributes.string("instruction_set") == "stub 1.0, cpu, batches of 8")
        let patches: [Float] = try root.read("layers/01/patches", shape: [25, 4, 4])
        let means: [Float] = try root.read("layers/01/mean", shape: [25, 4])
        let classes: [Float] = try root.read("layers/final/class", shape: [25, 4])
        #expect(Set(stride(from: 3, to: 100, by: 4).map { classes[$0] }) == [3])
        #expect(Set(stride(from: 3, to: 100, by: 4).map { means[$0] }) == [2])
        // Different images have different tokens, in 0...1; the mean is that of the patches.
        #expect(Set(stride(from: 0, to: 100, by: 4).map { means[$0] }).count == 25)
        #expect(means.allSatisfy { (0...2).contains($0) })
        for image in 0..<25 {
            let mean = (0..<4).reduce(0) { $0 + patches[image * 16 + 4 * $1] } / 4
            #expect(abs(mean - means[image * 4]) < 1e-6)
        }
        let labels: [Int32] = try root.read("predictions/label", shape: [25, 3])
        #expect(labels.allSatisfy { (0...2).contains($0) })
        let rollout: [Float] = try root.read("attention/rollout", shape: [25, 2, 4])
        #expect(rollout.allSatisfy { $0 == 0.2 })
        // Four images in full, and their variants.
        #expect(try root.group("explain").names().count == 8)
        let verified = try runProgram("extract", ["verify", out])
        #expect(verified.code == 0, "\(verified.errors)")
        let reduced = try runProgram("reduce", [out, "-o", folder.file("map.h5"), "--quiet"])
        #expect(reduced.code == 0, "\(reduced.errors)")
    }

    @Test("Threads, segments, shards and a run that goes on give the same bytes")
    func sameBytes() throws {
        let whole = folder.file("whole.h5")
        #expect(try extract(whole, ["--quiet", "--batch", "3"]).code == 0)
        let threads = ["--quiet", "--batch", "3", "--threads", "1"]
        #expect(try extract(folder.file("b.h5"), threads).code == 0)
        #expect(try differences(whole, folder.file("b.h5")) == [])
        for shard in ["1/2", "0/2"] {
            #expect(try extract(out, ["--quiet", "--batch", "3", "--shard", shard]).code == 0)
        }
        #expect(try extract(out, ["--quiet", "--batch", "3"]).code == 0)
        #expect(try differences(whole, out) == [])
    }

    @Test(
        "A failure of the engine is one sentence, and the same command goes on",
        arguments: [
            ("death", 75, "ended early (signal 9, memory may be short); "),
            ("error", 2, "ended early (exit code 1): RuntimeError: the device fell off; "),
            ("hang", 75, "expected an answer within 1 seconds, found none"),
            ("garbage", 2, "expected a message of the engine, found other text (not a message)"),
            ("shapes", 2, "the model returned 5 numbers for 4; "),
            ("nan", 2, "found NaN or infinity in layer 1; "),
        ])
    func failures(fault: String, code: Int, sentence: String) throws {
        let whole = folder.file("whole.h5")
        #expect(try extract(whole, ["--quiet"]).code == 0)
        let result = try extract(
            out, ["--quiet", "--threads", "1", "--timeout", "1"], fault: fault)
        #expect(Int(result.code) == code, "\(result.errors)")
        #expect(result.errors.contains(sentence), "\(result.errors)")
        #expect(result.errors.hasSuffix("the same command goes on when the cause is gone.\n"))
        #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: out))
        #expect(try extract(out, ["--quiet"]).code == 0)
        #expect(try differences(whole, out) == [])
    }

    @Test("A killed run leaves no process and no memory, and goes on")
    func killed() throws {
        let before = try sharedFiles()
        let ended = try runShell(
            """
            VITRINE_STUB=slow $BIN/extract "$1" "$2" --engine torch --python "$3" --weights timm:x \
              --segment 8 --quiet & pid=$!
            while ! ls "$2.parts"/segment-* > /dev/null 2>&1; do sleep 0.05; done
            engine=""
            for stat in /proc/[0-9]*/stat; do
              read -r id _ _ parent _ < $stat 2> /dev/null && [ "$parent" = $pid ] && engine=$id
            done
            [ -n "$engine" ] || exit 3
            kill -9 $pid; wait $pid
            for i in $(seq 100); do [ -d /proc/$engine ] || exit 0; sleep 0.05; done; exit 1
            """, [images, out, Self.stub])
        #expect(ended.code == 0, "the engine lives on: \(ended.errors)")
        #expect(try sharedFiles() == before)
        #expect(try extract(out, ["--quiet"]).code == 0)
    }

    private func sharedFiles() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/dev/shm")
            .count { $0.hasPrefix("vitrine") }
    }

    @Test("Another batch is refused, and with --mixed joined and recorded")
    func mixed() throws {
        #expect(try extract(out, ["--quiet", "--shard", "0/2"]).code == 0)
        let refused = try extract(out, ["--quiet", "--batch", "4"])
        #expect(refused.code == 2, "\(refused.errors)")
        #expect(
            refused.errors.contains(
                "started with stub 1.0, cpu, batches of 8, and this command "
                    + "has stub 1.0, cpu, batches of 4"), "\(refused.errors)")
        // The earlier name is still known.
        let joined = try extract(out, ["--quiet", "--batch", "4", "--mixed-isa"])
        #expect(joined.code == 0, "\(joined.errors)")
        let text = try File.open(out).root.attributes.string("instruction_set")
        #expect(text.contains("batches of 8 and stub 1.0, cpu, batches of 4"), "\(text)")
    }

    @Test("Batches that were computed in parts are told and counted")
    func smallerBatches() throws {
        let result = try extract(out, fault: "memory")
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.errors.contains("note     out of memory: 2 images go"), "\(result.errors)")
        #expect(try File.open(out).root.attributes.integer("smaller_batches") > 0)
    }

    @Test("A Python without the package, a program that is none, and options that do not fit")
    func refusals() throws {
        func refused(_ arguments: [String], _ text: String, code: Int32 = 64) throws {
            let result = try runProgram("extract", [images, out] + arguments)
            #expect(result.code == code, "\(arguments): \(result.errors)")
            #expect(result.errors.contains(text), "\(arguments): \(result.errors)")
        }
        let torch = ["--engine", "torch", "--weights", "timm:x"]
        try refused(torch + ["--python", "/nowhere/python"], "expected a program, found none")
        try refused(torch + ["--python", "no-such-python"], "expected no-such-python on PATH")
        try refused(["--engine", "torch"], "expected --weights timm:NAME")
        try refused(torch + ["--heads", "3"], "--heads: expected --engine native with it")
        try refused(["--batch", "3"], "--batch: expected --engine torch with it")
        try refused(torch + ["--batch", "0"], "--batch: expected")
        try refused(torch + ["--prepare", "python", "--mosaic", "2"], "expected --prepare own")
        let bare = folder.file("python")
        try Data("#!/bin/sh\necho \"No module named 'vitrine_vit'\" >&2; exit 1\n".utf8)
            .write(to: URL(fileURLWithPath: bare))
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: bare)
        try refused(torch + ["--python", bare], "expected the package vitrine-vit in \(bare)")
        // The folder of masks beside the images is found by itself.
        let masked = try extract(out, ["--prepare", "python", "--quiet"])
        #expect(
            masked.code == 64 && masked.errors.contains("pass --masks none"), "\(masked.errors)")
        let unknown = try extract(out, fault: "no-weights")
        #expect(unknown.code == 2 && unknown.errors.contains("it cannot be loaded."))
        #expect(!FileManager.default.fileExists(atPath: out + ".parts"))
    }
}
