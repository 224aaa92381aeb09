internal import Dense
internal import HDF5

/// Reads the paths and the digests of a map a block of rows at a time. The paths of ten million
/// rows would take a gigabyte.
///
///     let names = try ReductionReader.paths("tsne.h5")
///     print(try names.paths(of: 0..<10))
public final class StoredPaths {
    /// Number of rows, n.
    public let count: Int
    /// Whether the file has the SHA-256 of each image file.
    public let hasDigests: Bool
    /// Path of the map file.
    private let file: String
    /// The paths, `[n]`.
    private let index: Dataset
    /// SHA-256 of the image files, `[n, 32]`.
    private let stored: Dataset?

    fileprivate init(_ root: CheckedGroup) throws {
        let obs = try root.group("obs")
        let name = try obs.indexName()
        count = try obs.indexCount()
        file = root.file
        index = try obs.group.dataset(name)
        guard index.type.isText else { throw obs.malformed(name, "texts", "\(index.type)") }
        let digests = "obsm/\(Schema.Reduction.digests)"
        stored = root.contains(digests) ? try root.group.dataset(digests) : nil
        hasDigests = stored != nil
        if let stored, stored.shape != [count, 32] || !stored.type.isInteger {
            throw root.malformed(digests, "bytes of the shape [\(count), 32]", "others")
        }
    }

    /// Names of some rows, as `MapRows.paths` has them.
    public func paths(of rows: Range<Int>) throws -> [String] {
        try reading { try index.readStrings(at: Selection(rows: rows, of: [count])) }
    }

    /// Whether each path contains a text, `[n]`; upper and lower case are the same.
    ///
    /// - Parameter text: in lower case.
    public func rows(containing text: String) throws -> [Bool] {
        let blockRows = 1 << 16
        var found: [Bool] = []
        found.reserveCapacity(count)
        for start in stride(from: 0, to: count, by: blockRows) {
            let rows = start..<min(count, start + blockRows)
            found += try block(rows, containing: text)
        }
        return found
    }

    /// Whether each path of some rows contains a text. Paths in ASCII are compared as bytes.
    private func block(_ rows: Range<Int>, containing text: String) throws -> [Bool] {
        guard case .text(let width) = index.type, width > 0 else {
            return try paths(of: rows).map { $0.lowercased().contains(text) }
        }
        let bytes = try reading { try index.readRaw(rows: rows) }
        let sought = Array(text.utf8)
        return parallelMap((rows.count + 1023) / 1024) { piece -> [Bool] in
            let first = piece * 1024
            return (first..<min(rows.count, first + 1024)).map { place in
                let path = bytes[place * width..<(place + 1) * width].prefix { $0 != 0 }
                if path.contains(where: { $0 >= 0x80 }) {
                    return String(decoding: path, as: UTF8.self).lowercased().contains(text)
                }
                return contains(path, sought)
            }
        }.flatMap { $0 }
    }

    /// SHA-256 of the image files of some rows, `[rows, 32]`; empty if the file has none.
    public func digests(of rows: Range<Int>) throws -> [UInt8] {
        guard let stored else { return [] }
        return try reading { try stored.read(at: Selection(rows: rows, of: [count, 32])) }
    }

    /// Reports an error of the library as one of the file.
    private func reading<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as HDF5Error {
            throw StoreError.unreadable(
                file: file, operation: error.operation, reason: error.reason)
        }
    }
}

/// Whether ASCII contains a text in lower case.
private func contains(_ path: ArraySlice<UInt8>, _ text: [UInt8]) -> Bool {
    guard text.count <= path.count else { return false }
    let letters = UInt8(ascii: "A")...UInt8(ascii: "Z")
    for start in path.startIndex...path.endIndex - text.count {
        var place = 0
        while place < text.count {
            let byte = path[start + place]
            guard (letters.contains(byte) ? byte + 32 : byte) == text[place] else { break }
            place += 1
        }
        if place == text.count { return true }
    }
    return false
}

extension ReductionReader {
    /// Opens the paths and digests of a map file.
    ///
    /// - Parameter path: The map file, which `read` has accepted.
    public static func paths(_ path: String) throws -> StoredPaths {
        do {
            return try StoredPaths(CheckedGroup(try openForReading(path).root, file: path))
        } catch let error as HDF5Error {
            throw StoreError.unreadable(
                file: path, operation: error.operation, reason: error.reason)
        }
    }
}
