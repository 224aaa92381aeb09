import Dense
import HDF5
import ProgramRunner
import Testing

@testable import ModelLoading

@Suite("--precision") struct PrecisionOptionTests {
    @Test(
        "The file says which precision was used, and bf16's bytes are those of any threads",
        .enabled(if: bfloat16Kernel() != nil))
    func program() throws {
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat", "dog"], count: 5, to: folder)
        for (precision, name, threads) in [
            ("f32", "f32", 2), ("bf16", "one", 1), ("bf16", "two", 2), ("bf16", "four", 4),
        ] {
            let result = try runProgram(
                "extract",
                [
                    images, folder.file("\(name).h5"), "--precision", precision, "--threads",
                    "\(threads)",
                ], environment: [ComputePrecision.forcingVariable: "1"])
            #expect(result.code == 0, "\(result.errors)")
            let file = try File.open(folder.file("\(name).h5"))
            let used = try file.root.group("model").attributes.string("precision")
            #expect(used == precision)
        }
        for name in ["two", "four"] {
            #expect(try differences(folder.file("one.h5"), folder.file("\(name).h5")) == [])
        }
        #expect(try !differences(folder.file("one.h5"), folder.file("f32.h5")).isEmpty)
    }

    @Test(
        "A shard on a node that cannot do the planned precision is refused, with both named",
        .enabled(if: bfloat16Kernel() != nil))
    func otherPrecisionIsRefused() throws {
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat"], count: 9, to: folder)
        let arguments = [
            images, folder.file("out.h5"), "--precision", "bf16", "--segment", "8", "--quiet",
        ]
        let first = try runProgram(
            "extract", arguments + ["--shard", "0/2"],
            environment: [ComputePrecision.forcingVariable: "1"])
        #expect(first.code == 0, "\(first.errors)")
        // oneDNN is told that the processor has less, as an older node's of a cluster.
        let other = try runProgram(
            "extract", arguments + ["--shard", "1/2"], environment: ["ONEDNN_MAX_CPU_ISA": "AVX2"])
        #expect(other.code == 64, "\(other.code) \(other.errors)")
        #expect(
            other.errors.contains("--precision was bf16, now f32"),
            "\(other.errors)")
    }
}
