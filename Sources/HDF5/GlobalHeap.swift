internal import CHDF5
internal import FileSystem
internal import Foundation

/// The global heaps of a file: where HDF5 keeps variable-length elements and the sources of
/// virtual data sets.
///
/// They are the only part of HDF5's metadata without checksums, and in a damaged one HDF5 1.10
/// reads out of bounds or loops forever. The library therefore returns references only, and the
/// objects are read here, with every length checked against the heap and the file.
/// (HDF5 File Format Specification 3.0, section III.E.)
final class GlobalHeap {
    private let path: String
    /// A descriptor of our own, beside the library's.
    private let descriptor: Int32
    /// The size of the file in bytes.
    private let byteCount: Int
    /// The byte from which the file's addresses are counted: the size of the user block.
    private let base: Int
    /// The heaps read last, by address; at most 16, of at most 1 MiB each.
    private var collections: [Int: Collection] = [:]
    /// The addresses of `collections`, the oldest first.
    private var recent: [Int] = []

    /// One heap, "GCOL" in the file: a header of 16 bytes and numbered objects, each padded to 8
    /// bytes.
    private struct Collection {
        /// The heap with its header.
        let bytes: [UInt8]
        /// The bytes of each object, by its index.
        let objects: [Int: Range<Int>]
    }

    /// Opens the file a second time, to read heaps; throws `HDF5Error` where that fails.
    init(_ path: String, base: Int) throws {
        self.path = path
        self.base = base
        descriptor = openFile(path, O_RDONLY | O_NONBLOCK)
        let end = descriptor < 0 ? -1 : lseek(descriptor, 0, SEEK_END)
        byteCount = Int(end)
        guard end >= 0 else {
            if descriptor >= 0 { close(descriptor) }
            throw Self.damaged(path, "the file cannot be read")
        }
    }

    deinit { close(descriptor) }

    private static func damaged(_ path: String, _ reason: String) -> HDF5Error {
        HDF5Error(file: path, operation: "reading a global heap", reason: reason)
    }

    /// The elements behind references of 16 bytes each (length in elements of one byte, address,
    /// index), in their order. A reference of length or address 0 is an empty element.
    ///
    /// - Throws: `HDF5Error` for a reference to nothing, and for elements that are together longer
    ///   than the file.
    func elements(_ references: [UInt8]) throws -> [[UInt8]] {
        var total = 0
        return try stride(from: 0, to: references.count, by: 16).map { start in
            let length = Int(littleEndian(references, start, 4))
            let address = littleEndian(references, start + 4, 8)
            let index = Int(littleEndian(references, start + 12, 4))
            // Nothing was written there, or something without bytes.
            if length == 0 || address == 0 { return [] }
            // Elements have a place each: together they are no larger than the file.
            total += length
            guard total <= byteCount else {
                throw Self.damaged(path, "its elements are longer than the file of \(byteCount)")
            }
            return try object(address, index, length: length)
        }
    }

    /// The object that a reference of 12 bytes (address, index) names: its first `length` bytes,
    /// all when that is nil. A shorter object is an `HDF5Error`.
    func object(_ address: UInt64, _ index: Int, length: Int? = nil) throws -> [UInt8] {
        let collection = try collection(at: address)
        guard let range = collection.objects[index], length ?? 0 <= range.count else {
            throw Self.damaged(
                path, "there is no object \(index) of \(length ?? 0) bytes at \(address)")
        }
        return Array(collection.bytes[range].prefix(length ?? range.count))
    }

    /// The heap at an address, from memory where it was read before.
    private func collection(at address: UInt64) throws -> Collection {
        guard let place = Int(exactly: address) else {
            throw Self.damaged(path, "the address \(address) is not in the file")
        }
        if let found = collections[place] { return found }
        let collection = try readCollection(at: place)
        // Elements stand in the order of their heaps: few are in use at a time.
        if recent.count >= 16 { collections[recent.removeFirst()] = nil }
        if collection.bytes.count <= 1 << 20 {
            collections[place] = collection
            recent.append(place)
        }
        return collection
    }

    /// Reads a heap and the places of its objects; every size in it is checked before it is used.
    private func readCollection(at address: Int) throws -> Collection {
        let head = try bytes(at: address, 16)
        guard head.starts(with: Array("GCOL".utf8) + [1]) else {
            throw Self.damaged(path, "there is no heap at \(address)")
        }
        let size = littleEndian(head, 8, 8)
        guard size >= 16, size <= UInt64(byteCount) else {
            throw Self.damaged(path, "the heap at \(address) has \(size) bytes")
        }
        let bytes = try bytes(at: address, Int(size))
        var objects: [Int: Range<Int>] = [:]
        var offset = 16
        while offset + 16 <= bytes.count {
            let index = Int(littleEndian(bytes, offset, 2))
            // The free space at the end.
            if index == 0 { break }
            let length = littleEndian(bytes, offset + 8, 8)
            offset += 16
            guard length <= UInt64(bytes.count - offset), objects[index] == nil else {
                throw Self.damaged(
                    path, "object \(index) at \(address) has \(length) bytes in a heap of \(size)")
            }
            objects[index] = offset..<offset + Int(length)
            offset += (Int(length) + 7) / 8 * 8
        }
        return Collection(bytes: bytes, objects: objects)
    }

    /// `count` bytes of the file from `address` on; an `HDF5Error` where the file does not have
    /// them.
    func bytes(at address: Int, _ count: Int) throws -> [UInt8] {
        let (start, overflows) = address.addingReportingOverflow(base)
        guard !overflows, address >= 0, count >= 0, start <= byteCount - count else {
            throw Self.damaged(path, "\(count) bytes at \(address) are not in the file")
        }
        var bytes = [UInt8](repeating: 0, count: count)
        let got = unsafe bytes.withUnsafeMutableBytes { buffer -> Int in
            var done = 0
            while done < buffer.count {
                let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
                let part = unsafe pread(descriptor, rest.baseAddress, rest.count, start + done)
                if part < 0 && errno == EINTR { continue }
                if part <= 0 { break }
                done += part
            }
            return done
        }
        guard got == count else { throw Self.damaged(path, "it cannot be read at \(address)") }
        return bytes
    }
}

/// The unsigned number of `count` bytes, 8 at most, at a place that must lie inside `bytes`.
func littleEndian(_ bytes: [UInt8], _ place: Int, _ count: Int) -> UInt64 {
    (0..<count).reduce(0) { $0 | UInt64(bytes[place + $1]) << UInt64(8 * $1) }
}
