import Dense
import Foundation
import ProgramRunner
import Testing

/// A `.npy` file of rows around a few centres, `[rows, columns]`, in half or single precision.
func writeVectors(_ path: String, rows: Int, columns: Int, half: Bool = true, seed: UInt64 = 1) {
    var generator = CounterGenerator(seed: seed)
    let centres = (0..<12 * columns).map { _ in Float(generator.normal()) }
    var numbers: [Float] = []
    for _ in 0..<rows {
        let centre = generator.below(12)
        for column in 0..<columns {
            numbers.append(centres[centre * columns + column] + 0.5 * Float(generator.normal()))
        }
    }
    writeVectors(path, numbers, columns: columns, half: half)
}

func writeVectors(_ path: String, _ numbers: [Float], columns: Int, half: Bool) {
    let shape = "(\(numbers.count / columns), \(columns))"
    var header =
        "{'descr': '<f\(half ? 2 : 4)', 'fortran_order': False, 'shape': \(shape), }"
    header += String(repeating: " ", count: 117 - header.count) + "\n"
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(header.utf8)
    if half {
        for bits in toHalf(numbers).bits { bytes += [UInt8(bits & 255), UInt8(bits >> 8)] }
    } else {
        for number in numbers {
            let bits = number.bitPattern
            bytes += (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
        }
    }
    _ = FileManager.default.createFile(atPath: path, contents: Data(bytes))
}

/// A plan with its vectors, whose stages the tests run.
struct StagedVectors {
    let folder: TemporaryFolder
    let vectors: String
    static let rows = 3000
    static let columns = 24

    init(half: Bool = true) throws {
        folder = try TemporaryFolder()
        vectors = folder.file("vectors.npy")
        writeVectors(vectors, rows: Self.rows, columns: Self.columns, half: half)
    }

    func work(_ name: String) -> String { folder.file(name) }

    /// Writes a plan of three pieces.
    @discardableResult func plan(
        _ name: String, _ options: [String] = [], code: Int32 = 0
    ) throws -> Finished {
        let result = try runProgram(
            "reduce",
            [
                "plan", vectors, "--work", work(name), "--piece-rows", "1024",
                "--group-rows", "1024", "--cells", "20",
                "--probes", "4", "--check-rows", "200", "--neighbor-count", "10", "--sample",
                "1000", "--pca", "8", "--map-rows", "400",
            ] + options)
        #expect(result.code == code, "\(result.errors)")
        return result
    }

    @discardableResult func stage(
        _ stage: String, _ name: String, _ options: [String], code: Int32 = 0
    ) throws -> String {
        let result = try runProgram(
            "reduce", ["stage", stage, vectors, "--work", work(name)] + options)
        #expect(result.code == code, "\(stage) \(options): \(result.errors)")
        return result.errors
    }

    /// Runs stages as `tasks` tasks, each piece by a process of its own.
    func run(_ stages: [String], _ name: String, tasks: Int, threads: Int = 2) throws {
        for stage in stages {
            if stage != "centroids" && stage != "layout" {
                for task in 0..<tasks {
                    try self.stage(
                        stage, name,
                        ["--shard", "\(task)/\(tasks)", "--threads", "\(threads)", "--quiet"])
                }
            }
            try self.stage(stage, name, ["--join", "--quiet"])
        }
    }

    /// The bytes of all results, by name.
    func results(_ name: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        let root = URL(fileURLWithPath: work(name))
        let found = FileManager.default.enumerator(atPath: root.path)
        for case let file as String in found ?? .init() {
            if file.hasSuffix(".part") || file.hasSuffix(".joined") {
                files[file] = try Data(contentsOf: root.appendingPathComponent(file))
            }
        }
        return files
    }
}
