internal import Console
internal import Digest
internal import FileSystem
internal import Foundation
internal import Store

/// Reads a partial or joined result. Every block is compared with its checksum as it is read.
final class PartReader {
    /// Path of the file.
    let path: String
    /// What the file says of itself.
    let header: PartHeader
    /// SHA-256 of the description, which has the checksums of all blocks: it identifies the file.
    let digest: String
    private let file: FileBytes

    /// Opens a file and checks its description against its size.
    ///
    /// - Throws: `Failure` with code 65 for another kind of file or a damaged one, `StoreError` if
    ///   it cannot be read.
    init(_ path: String) throws {
        self.path = path
        file = try FileBytes(path)
        let size = try file.size()
        let (magic, tail) = (PartHeader.magic, PartHeader.tailBytes)
        guard size >= magic.count, try file.read(magic.count, UInt8(0), at: 0) == magic else {
            throw Failure(
                Exit.data,
                "\(path): expected a result of reduce stage, found another file; move it away.")
        }
        guard size >= magic.count + tail,
            try file.read(magic.count, UInt8(0), at: size - magic.count) == magic
        else { throw Self.damaged(path, "a file that ends early (\(size) bytes)") }
        let length = try file.read(1, UInt64(0), at: size - tail)[0]
        let check = try file.read(1, UInt32(0), at: size - tail + 8)[0]
        guard length <= UInt64(size - tail - magic.count) else {
            throw Self.damaged(path, "a description of \(length) bytes in a file of \(size)")
        }
        let json = try file.read(Int(length), UInt8(0), at: size - tail - Int(length))
        var sum = CRC32C()
        sum.update(json)
        guard sum.value == check,
            let header = try? JSONDecoder().decode(PartHeader.self, from: Data(json))
        else { throw Self.damaged(path, "a description that does not match its checksum") }
        guard header.version == 1 else {
            throw Failure(
                Exit.data,
                "\(path): expected format version 1, found \(header.version); use the version of "
                    + "reduce that wrote it.")
        }
        let end = size - tail - Int(length)
        guard header.sections.allSatisfy({ Self.isSound($0, before: end) }) else {
            throw Self.damaged(path, "sections that reach beyond the file")
        }
        self.header = header
        digest = hexadecimal(SHA256.digest(json))
    }

    /// Whether offset, shape and number of checksums fit one another and the file.
    private static func isSound(_ section: PartHeader.Section, before end: Int) -> Bool {
        guard let size = Int(section.type.suffix(1)), size > 0,
            section.shape.allSatisfy({ (0...1 << 40).contains($0) }), section.offset >= 8
        else { return false }
        var bytes = size
        for side in section.shape {
            let (product, overflows) = bytes.multipliedReportingOverflow(by: side)
            if overflows { return false }
            bytes = product
        }
        guard bytes <= end, section.offset <= end - bytes else { return false }
        let blocks = (bytes + PartHeader.blockBytes - 1) / PartHeader.blockBytes
        return section.checks.count == blocks
    }

    static func damaged(_ path: String, _ found: String) -> Failure {
        Failure(
            Exit.data,
            "\(path): expected a whole result of reduce stage, found \(found); it is damaged: "
                + "remove it and run its stage again.")
    }

    /// The description of a section.
    func section(_ name: String) throws -> PartHeader.Section {
        guard let section = header.sections.first(where: { $0.name == name }) else {
            throw Self.damaged(path, "no section \"\(name)\"")
        }
        return section
    }

    /// Numbers of a section, all if `range` is nil.
    func read<Number: PartNumber>(
        _ name: String, _ zero: Number, _ range: Range<Int>? = nil
    ) throws -> [Number] {
        let section = try section(name)
        guard section.type == Number.code else {
            throw Self.damaged(path, "\"\(name)\" of type \(section.type)")
        }
        let range = range ?? 0..<section.count
        guard range.lowerBound >= 0, range.upperBound <= section.count else {
            throw Self.damaged(path, "\"\(name)\" of \(section.count) numbers, without \(range)")
        }
        if range.isEmpty { return [] }
        let size = MemoryLayout<Number>.stride
        let perBlock = PartHeader.blockBytes / size
        let blocks = range.lowerBound / perBlock..<(range.upperBound - 1) / perBlock + 1
        let first = blocks.lowerBound * perBlock
        let count = min(section.count, blocks.upperBound * perBlock) - first
        let numbers = try file.read(count, zero, at: section.offset + first * size)
        for block in blocks {
            let start = block * perBlock - first
            var check = CRC32C()
            check.update(numbers, start..<min(count, start + perBlock))
            guard check.value == section.checks[block] else {
                throw Self.damaged(path, "\"\(name)\" that does not match its checksum")
            }
        }
        if range == first..<first + count { return numbers }
        return Array(numbers[range.lowerBound - first..<range.upperBound - first])
    }

    /// Rows of a section of two dimensions, all if nil, `[rows.count * columns]`.
    func read<Number: PartNumber>(
        _ name: String, _ zero: Number, rows: Range<Int>
    ) throws -> [Number] {
        let columns = try section(name).shape.dropFirst().reduce(1, *)
        return try read(name, zero, rows.lowerBound * columns..<rows.upperBound * columns)
    }

    /// Compares all blocks with their checksums.
    func verify() throws {
        for section in header.sections {
            let size = Int(section.type.suffix(1)) ?? 1
            let bytes = section.count * size
            for (block, expected) in section.checks.enumerated() {
                let start = block * PartHeader.blockBytes
                let length = min(PartHeader.blockBytes, bytes - start)
                var check = CRC32C()
                check.update(try file.read(length, UInt8(0), at: section.offset + start))
                guard check.value == expected else {
                    throw Self.damaged(path, "\"\(section.name)\" that differs from its checksum")
                }
            }
        }
    }
}
