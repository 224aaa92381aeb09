import Foundation
import ProgramRunner
import Testing

/// Options and vectors at the ends of what numbers can be.
@Suite("reduce's numbers") struct NumberTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func vectors(_ name: String, rows: Int = 30, factor: Float = 1) throws -> String {
        let path = folder.file(name)
        try writeNumpy(
            (0..<rows).map { row in
                (0..<6).map { column in
                    let noise = Float((row * 7919 + column * 104_729) % 1000) / 2000
                    return ((row % 3 == column % 3 ? 0.4 : 0) + noise) * factor
                }
            }, to: path)
        return path
    }

    @Test("Perplexities below what clusters need work", arguments: ["1", "1.3", "1.66", "2"])
    func smallPerplexity(perplexity: String) throws {
        let result = try runProgram(
            "reduce",
            [try vectors("v.npy"), "-o", folder.file("t.h5"), "--perplexity", perplexity])
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.output.contains("hdbscan: "), "\(result.output)")
    }

    @Test("Every number out of range is refused with the option, the range and what was found")
    func ranges() throws {
        let path = try vectors("v.npy")
        let (store, map) = (folder.file("none.h5"), folder.file("none-map.h5"))
        let reals = ["nan", "inf", "1e300", "-1"]
        let whole = ["-1", "0", "999999999999"]
        let cases: [(program: String, arguments: [String], option: String, values: [String])] = [
            ("reduce", [path], "--perplexity", reals + ["0", "0.99"]),
            ("reduce", [path], "--exaggeration", reals + ["0", "0.99"]),
            ("reduce", [path], "--learning-rate", reals + ["0", "1e-300"]),
            ("reduce", [path], "--dof", reals + ["0", "1e-300"]),
            ("reduce", [path], "--theta", reals + ["2.1"]),
            ("reduce", [path], "--threads", whole), ("reduce", [path], "--pca", whole + ["1"]),
            ("reduce", [path], "--iterations", ["-1", "999999999999"]),
            ("reduce", [path], "--limit", ["-1", "0"]),
            ("plot", [map], "--dpi", reals + ["0", "19"]),
            ("plot", [map], "--outliers", reals + ["0"]),
            ("search", [store, "a"], "-k", ["0"]),
            ("search", [store, "a"], "--threads", whole),
            ("extract", [store, "o.h5"], "--threads", whole),
            ("extract", [store, "o.h5"], "--limit", ["-1", "0"]),
            ("extract", [store, "o.h5"], "--max-pixels", whole),
            ("extract", [store, "o.h5"], "--mosaic", whole + ["1", "17"]),
            ("extract", [store, "o.h5"], "--crop-ratio", reals + ["0", "1.1"]),
            ("extract", [store, "o.h5"], "--heads", whole),
            ("extract", [store, "o.h5"], "--image-size", whole),
            ("extract", [store, "o.h5"], "--eps", reals + ["0"]),
            ("extract", [store, "o.h5"], "--mean", ["nan", "inf", "1e300", "0,nan,0"]),
            ("extract", [store, "o.h5"], "--std", ["nan", "inf", "-1", "0", "1,1,0"]),
            ("extract", ["status", store], "--rejects", ["-1"]),
        ]
        for (program, arguments, option, values) in cases {
            for value in values {
                let given = option == "-k" ? [option, value] : ["\(option)=\(value)"]
                let result = try runProgram(program, arguments + given)
                #expect(result.code == 64, "\(program) \(option) \(value): \(result)")
                let text = result.errors.replacing("\n", with: " ")
                #expect(
                    text.contains("\(option): expected") && text.contains("found"),
                    "\(program) \(option) \(value): \(text)")
            }
        }
        #expect(!FileManager.default.fileExists(atPath: folder.file("t.h5")))
    }

    @Test("Finite vectors have a sentence or a map, however large", arguments: ["none", "l2"])
    func largeVectors(normalization: String) throws {
        for factor: Float in [3e38, 1e20, 1e-30, 7 * .leastNonzeroMagnitude] {
            let result = try runProgram(
                "reduce",
                [
                    try vectors("v.npy", factor: factor), "-o", folder.file("t.h5"),
                    "--normalize", normalization, "--iterations", "50",
                ])
            if normalization == "none" && factor > 1e18 {
                #expect(result.code == 2, "\(factor): \(result)")
                #expect(result.errors.contains("within single precision"), "\(result.errors)")
            } else {
                #expect(result.code == 0, "\(factor): \(result.errors)")
            }
        }
    }

    @Test("Rows of 20,000 numbers take seconds")
    func wideRows() throws {
        let path = folder.file("wide.npy")
        var rows: [[Float]] = []
        for row in 0..<12 {
            let noise = (0..<20_000).map { (row * 7919 + $0 * 104_729) % 1009 }
            rows.append(noise.map { Float($0) / 1009 + Float(row % 3) })
        }
        try writeNumpy(rows, to: path)
        let start = ContinuousClock.now
        let result = try runProgram("reduce", [path, "-o", folder.file("t.h5")])
        #expect(result.code == 0, "\(result.errors)")
        #expect(ContinuousClock.now - start < .seconds(60))
    }

    @Test("A limit on the address space is a sentence with numbers and never a hang")
    func addressSpace() throws {
        let path = try vectors("v.npy")
        for (command, limit) in [
            ("reduce $1 -o $2/t.h5", 300_000), ("reduce $1 -o $2/t.h5", 400_000),
            ("search $2/none.h5 a", 300_000), ("extract $2 $2/o.h5", 400_000),
        ] {
            let result = try runShell(
                "ulimit -v \(limit); timeout -s KILL 60 $BIN/\(command) --threads 2",
                [path, folder.path])
            #expect(result.code == 2, "\(command): \(result)")
            #expect(result.errors.contains("(ulimit -v)"), "\(command): \(result.errors)")
        }
    }
}
