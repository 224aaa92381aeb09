internal import Digest
internal import Foundation
internal import Store

/// Writes a partial or joined result: sections first, then their description. The file appears as a
/// whole or not at all.
final class PartWriter {
    private let file: NewFile
    private var sections: [PartHeader.Section] = []
    /// Checksum of the block that is being filled, and its bytes so far.
    private var check = CRC32C()
    private var filled = 0

    /// Creates the file under a temporary name.
    init(_ path: String) throws {
        file = try NewFile(path)
        try file.append(PartHeader.magic)
    }

    /// Writes a section as a whole.
    ///
    /// - Parameter shape: `[numbers.count]` if nil.
    func add<Number: PartNumber>(
        _ name: String, _ numbers: [Number], shape: [Int]? = nil
    ) throws {
        try begin(name, of: Number.self, shape: shape ?? [numbers.count])
        try append(numbers)
        end()
    }

    /// Begins a section of a known shape; `append` writes its numbers, `end` closes it.
    func begin<Number: PartNumber>(_ name: String, of type: Number.Type, shape: [Int]) throws {
        let padding = (64 - file.size % 64) % 64
        try file.append([UInt8](repeating: 0, count: padding))
        sections.append(
            PartHeader.Section(
                name: name, type: Number.code, shape: shape, offset: file.size, checks: []))
        (check, filled) = (CRC32C(), 0)
    }

    /// Appends numbers to the section.
    func append<Number: PartNumber>(_ numbers: [Number]) throws {
        let size = MemoryLayout<Number>.stride
        var start = 0
        while start < numbers.count {
            let room = (PartHeader.blockBytes - filled) / size
            let end = min(numbers.count, start + room)
            check.update(numbers, start..<end)
            filled += (end - start) * size
            if filled == PartHeader.blockBytes { endBlock() }
            start = end
        }
        try file.append(numbers)
    }

    /// Ends the section; another number of numbers than its shape says is a programming error.
    func end() {
        if filled > 0 { endBlock() }
        let section = sections[sections.count - 1]
        let size = Int(section.type.suffix(1)) ?? 1
        precondition(
            file.size - section.offset == section.count * size,
            "section \(section.name) of \(file.size - section.offset) bytes for \(section.shape)")
    }

    private func endBlock() {
        sections[sections.count - 1].checks.append(check.value)
        (check, filled) = (CRC32C(), 0)
    }

    /// Writes the description, syncs the file and gives it its name.
    func commit(
        plan: String, stage: StageName, piece: Int, inputs: [String: String]
    ) throws {
        let header = PartHeader(
            plan: plan, stage: stage, piece: piece, inputs: inputs, sections: sections)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = [UInt8](try encoder.encode(header))
        var check = CRC32C()
        check.update(json)
        try file.append(json)
        try file.append([UInt64(json.count)])
        try file.append([check.value, 0])
        try file.append(PartHeader.magic)
        try file.commit()
    }
}
