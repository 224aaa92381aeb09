import Foundation
import Testing

@testable import Console

@Test(
    "Numbers keep three digits",
    arguments: [
        (0.0, "0.00"), (0.1234, "0.123"), (12.34, "12.3"), (1234.0, "1234"), (99.96, "100.0"),
    ])
func roundedNumbers(value: Double, text: String) {
    #expect(rounded(value) == text)
}

@Test(
    "An unknown option gets the way to what was meant, a near name, or no name at all",
    arguments: [
        (
            "extract", "--device'. Did you mean '--recipe'?",
            "--device'; everything is computed on the CPU."
        ),
        ("extract", "--images'. Did you mean '--masks'?", "--images'; the images are the first"),
        ("extract", "--weight'. Did you mean '--weights'?", "--weight'. Did you mean '--weights'?"),
        ("reduce", "--perplex'. Did you mean '--perplexity'?", "Did you mean '--perplexity'?"),
        ("reduce", "--zoom'. Did you mean '--token'?", "--zoom'; --help lists the options."),
        ("reduce", "--zoom'", "--zoom'\nUsage"),
    ])
func suggestions(program: String, found: String, expected: String) {
    let message = "Error: Unknown option '\(found)\nUsage: x"
    let mended = Suggestions(program: program).mended(message)
    #expect(mended.contains(expected) && mended.hasSuffix("\nUsage: x"), "\(mended)")
}

@Test("Names stay on their line, sentences end once, arguments survive a shell")
func texts() {
    #expect(onOneLine("a\nb\tc\u{1B}d é") == "a\\x0ab\\x09c\\x1bd é")
    #expect(clause("No such file.") == "No such file" && clause("and so on...") == "and so on...")
    #expect(shellText("a/b-1.h5") == "a/b-1.h5" && shellText("it's") == "'it'\\''s'")
    #expect(shellText("") == "''")
}

@Test("Durations and sizes are said as people say them")
func units() {
    #expect(duration(4.24) == "4.2 s")
    #expect(duration(42) == "42 s")
    #expect(duration(200) == "3 min 20 s")
    #expect(duration(7500) == "2 h 5 min")
    #expect(byteCount(12) == "12 bytes")
    #expect(byteCount(4_089_446) == "3.90 MiB")
}

@Test("The least limit of a control group and of those above it counts, in both versions")
func groupLimits() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "groups-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ path: String, _ text: String) throws {
        let file = folder.appendingPathComponent(path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
    }
    func limit(_ groups: String) throws -> Int? {
        try write("groups", groups)
        return Machine.groupLimit(
            groups: folder.appendingPathComponent("groups").path, root: folder.path)
    }
    try write("memory.max", "max\n")
    try write("a/memory.max", "4096\n")
    try write("a/b/memory.max", "max\n")
    try write("memory/job/memory.limit_in_bytes", "8192\n")
    try write("memory/memory.limit_in_bytes", "9223372036854771712\n")
    #expect(try limit("0::/\n") == nil)
    #expect(try limit("0::/a/b\n") == 4096)
    #expect(try limit("0::/gone/away\n") == nil)
    #expect(try limit("5:cpu:/x\n3:memory:/job\n0::/a\n") == 4096)
    #expect(try limit("3:cpu,memory:/job/step\n") == 8192)
    #expect(try limit("3:memory:/\n") == nil)
    #expect(Machine.memory > 0)
}
