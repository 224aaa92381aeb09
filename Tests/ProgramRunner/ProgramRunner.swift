internal import Foundation
internal import HDF5

/// What a program printed and how it ended.
public struct Finished: Sendable {
    public let code: Int32
    public let output: String
    public let errors: String
}

/// Runs `extract`, `reduce` or `plot` as built beside the tests.
///
/// - Parameters:
///   - fileLimit: bytes that the program may write to one file.
///   - input: a file to be its standard input.
///   - signal: sent as soon as the named file exists.
public func runProgram(
    _ name: String, _ arguments: [String], environment: [String: String] = [:],
    fileLimit: Int? = nil, input: String? = nil,
    signal: (number: Int32, whenExists: String)? = nil
) throws -> Finished {
    try run(
        name, arguments, environment: environment, fileLimit: fileLimit, input: input,
        signal: signal.map { signal in
            (signal.number, { FileManager.default.fileExists(atPath: signal.whenExists) })
        })
}

/// As above, with a signal some time after the start.
public func runProgram(
    _ name: String, _ arguments: [String], environment: [String: String] = [:],
    signal: (number: Int32, afterMilliseconds: Int)
) throws -> Finished {
    let due = ContinuousClock.now + .milliseconds(signal.afterMilliseconds)
    return try run(
        name, arguments, environment: environment, fileLimit: nil, input: nil,
        signal: (signal.number, { ContinuousClock.now >= due }))
}

/// Runs a script of bash, in which `$BIN` is the folder of the programs and `$1` and so on are
/// `arguments`; a pipe has the code of its first command that failed.
public func runShell(_ script: String, _ arguments: [String] = []) throws -> Finished {
    let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    return try run(
        "/bin/bash", ["-c", "set -o pipefail; " + script, "bash"] + arguments,
        environment: ["BIN": folder.path], fileLimit: nil, input: nil, signal: nil)
}

private func run(
    _ name: String, _ arguments: [String], environment: [String: String], fileLimit: Int?,
    input: String?, signal: (number: Int32, when: () -> Bool)?
) throws -> Finished {
    let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    let process = Process()
    let program =
        name.hasPrefix("/") ? URL(fileURLWithPath: name) : folder.appendingPathComponent(name)
    if let fileLimit {
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments =
            ["-c", "ulimit -f \(fileLimit / 1024); exec \"$0\" \"$@\"", program.path] + arguments
    } else {
        process.executableURL = program
        process.arguments = arguments
    }
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let output = Pipe()
    let errors = FileManager.default.temporaryDirectory
        .appendingPathComponent("vitrine-errors-\(UUID().uuidString)")
    _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
    defer { try? FileManager.default.removeItem(at: errors) }
    process.standardInput =
        try input.map { try FileHandle(forReadingFrom: URL(filePath: $0)) }
        ?? FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    if let signal {
        while process.isRunning && !signal.when() { usleep(1000) }
        kill(process.processIdentifier, signal.number)
    }
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Finished(
        code: process.terminationStatus, output: String(decoding: printed, as: UTF8.self),
        errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
}

/// A folder that goes when the object does.
public final class TemporaryFolder: Sendable {
    public let path: String

    public init() throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("vitrine-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A path below the folder.
    public func file(_ name: String) -> String { path + "/" + name }

    /// Makes a folder below this one.
    public func folder(_ name: String) throws -> String {
        try FileManager.default.createDirectory(
            atPath: file(name), withIntermediateDirectories: true)
        return file(name)
    }
}

/// Writes a `.npy` file of version 1.0 with rows in single precision.
public func writeNumpy(_ rows: [[Float]], to path: String) throws {
    var header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows.count), \(rows[0].count)), }"
    header += String(repeating: " ", count: 63 - (10 + header.utf8.count) % 64) + "\n"
    var bytes = Data([0x93] + Array("NUMPY".utf8) + [1, 0])
    bytes += [UInt8(header.utf8.count & 255), UInt8(header.utf8.count >> 8)]
    bytes += Data(header.utf8)
    for value in rows.joined() {
        let bits = value.bitPattern
        bytes += (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
    }
    try bytes.write(to: URL(fileURLWithPath: path))
}

/// The project's own `data` folder.
public let dataFolder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("data").path

/// Copies `count` of the project's images of each label, with their masks, so that `folder` holds
/// `images` and `masks` as `data` does.
public func copyImages(labels: [String], count: Int, to folder: TemporaryFolder) throws -> String {
    let manager = FileManager.default
    for label in labels {
        let images = try folder.folder("images/\(label)")
        let masks = try folder.folder("masks/\(label)")
        let names = try manager.contentsOfDirectory(atPath: "\(dataFolder)/images/\(label)")
            .sorted()
        for name in names.prefix(count) {
            let stem = (name as NSString).deletingPathExtension
            try manager.copyItem(
                atPath: "\(dataFolder)/images/\(label)/\(name)", toPath: "\(images)/\(name)")
            try manager.copyItem(
                atPath: "\(dataFolder)/masks/\(label)/\(stem).png", toPath: "\(masks)/\(stem).png")
        }
    }
    try manager.copyItem(
        atPath: "\(dataFolder)/masks/objects.json", toPath: folder.file("masks/objects.json"))
    return folder.file("images")
}

/// The contents of every data set of an HDF5 file by path, as comparable text or bytes. What
/// names the run (its command line, the parent's uuid and path) is left out.
public func contents(ofHDF5 path: String) throws -> [String: [UInt8]] {
    var found: [String: [UInt8]] = [:]
    try collect(try File.open(path).root, into: &found)
    return found
}

private let namesOfTheRun: Set = [
    "command_line", "parent_command_line", "parent_uuid", "parent_file",
]

private func collect(_ group: Group, into found: inout [String: [UInt8]]) throws {
    for name in try group.names() where !namesOfTheRun.contains(name) {
        if let inner = try? group.group(name) {
            try collect(inner, into: &found)
            continue
        }
        let dataset = try group.dataset(name)
        let key = "\(dataset.path) \(dataset.shape)"
        switch dataset.type {
        case .text, .string:
            found[key] = Array(try dataset.readStrings().joined(separator: "\n").utf8)
        case .bytes: found[key] = Array(try dataset.readBytes().joined(separator: [0]))
        case .float16: found[key] = bytes(try dataset.read(as: UInt16.self))
        case .float32: found[key] = bytes(try dataset.read(as: Float.self))
        case .float64: found[key] = bytes(try dataset.read(as: Double.self))
        case .uint8: found[key] = try dataset.read()
        case .int8: found[key] = bytes(try dataset.read(as: Int8.self))
        case .int32: found[key] = bytes(try dataset.read(as: Int32.self))
        case .uint32: found[key] = bytes(try dataset.read(as: UInt32.self))
        case .int64: found[key] = bytes(try dataset.read(as: Int64.self))
        case .int16, .other: found[key] = []
        }
    }
}

private func bytes<Element: BitwiseCopyable>(_ elements: [Element]) -> [UInt8] {
    unsafe elements.withUnsafeBytes { unsafe Array($0) }
}

/// The paths at which two files differ, or that only one of them has; empty for equal contents.
public func differences(_ a: String, _ b: String) throws -> [String] {
    let (a, b) = (try contents(ofHDF5: a), try contents(ofHDF5: b))
    return Set(a.keys).union(b.keys).filter { a[$0] != b[$0] }.sorted()
}
