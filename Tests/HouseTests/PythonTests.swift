import Foundation
import Testing

private let packageFolder =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path + "/python"

/// The first interpreter that has h5py; nil without one.
private let python = [
    ProcessInfo.processInfo.environment["VITRINE_PYTHON"] ?? "", "/usr/bin/python3",
    "/usr/bin/env python3",
].first { command in
    !command.isEmpty && (try? run(command, ["-c", "import h5py"]).code) == 0
}

/// Runs an interpreter; its exit code and what it wrote.
private func run(_ python: String, _ arguments: [String]) throws -> (code: Int32, text: String) {
    let process = Process()
    let words = python.split(separator: " ").map(String.init)
    process.executableURL = URL(fileURLWithPath: words[0])
    process.arguments = words.dropFirst() + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(
        ["PYTHONPATH": packageFolder + "/src", "PYTHONDONTWRITEBYTECODE": "1"]
    ) { $1 }
    process.currentDirectoryURL = URL(fileURLWithPath: packageFolder + "/tests")
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
}

/// The Python package, by its own tests in `python/tests`.
///
/// They need numpy and h5py, which Debian has (`python3-h5py`); continuous integration must have
/// them. `make check-all` runs them in an environment with the libraries of all exports.
@Suite(
    "The Python package",
    .enabled(
        if: python != nil || ProcessInfo.processInfo.environment["CI"] != nil,
        "no Python with h5py: apt-get install python3-h5py"))
struct PythonTests {
    @Test("Reader and exports hold their own tests")
    func package() throws {
        let python = try #require(python, "no Python with h5py: apt-get install python3-h5py")
        let (code, text) = try run(python, ["-m", "unittest"])
        #expect(code == 0, "\(text.suffix(4000))")
        let count = text.firstMatch(of: /Ran (\d+) tests/).flatMap { Int($0.1) } ?? 0
        #expect(count >= 20, "\(text.suffix(1000))")
    }

    @Test("The modules have at most 400 lines of at most 100 columns")
    func lengths() throws {
        let manager = FileManager.default
        let files = try manager.subpathsOfDirectory(atPath: packageFolder)
            .filter { $0.hasSuffix(".py") && !$0.contains("/.") }
        #expect(files.count > 10)
        for file in files {
            let text = try String(contentsOfFile: "\(packageFolder)/\(file)", encoding: .utf8)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count <= 401, "\(file)")
            for line in lines { #expect(line.count <= 100, "\(file): \(line)") }
        }
    }
}
