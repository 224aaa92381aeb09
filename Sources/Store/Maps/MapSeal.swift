internal import Digest
internal import FileSystem
internal import Foundation

/// The checksum of a map file, stored in its first 512 bytes. HDF5 ignores these bytes (a "user
/// block").
///
/// They are text with the SHA-256 of all bytes after them; `tail -c +513 FILE | sha256sum` computes
/// the same number.
enum MapSeal {
    /// Size of the user block in bytes, the smallest that HDF5 allows.
    static let size = 512
    /// First bytes of every HDF5 file, or of what follows its user block.
    static let hdf5Signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]
    /// First bytes of the text.
    private static let formatTag = "vitrine-map"

    /// The text of the user block for `count` bytes with the SHA-256 `digest`; `size` bytes.
    static func block(_ digest: [UInt8], count: Int) -> [UInt8] {
        let text =
            "\(formatTag), format version \(Schema.Reduction.version)\n"
            + "SHA-256 of the \(count) bytes behind these \(size):\n\(hexadecimal(digest))\n"
            + "To compute it: tail -c +\(size + 1) FILE | sha256sum\n"
        var block = Array(text.utf8)
        block += [UInt8](repeating: UInt8(ascii: " "), count: size - 1 - block.count)
        return block + [UInt8(ascii: "\n")]
    }

    /// Computes the checksum of a closed file and writes it into the user block.
    static func write(to path: String) throws {
        let file = try FileBytes(path)
        let count = try file.size() - size
        let block = block(try digest(of: file, count: count) {}, count: count)
        let descriptor = openFile(path, O_WRONLY)
        guard descriptor >= 0 else { throw systemError(path, "opening the file for its checksum") }
        defer { close(descriptor) }
        guard unsafe pwrite(descriptor, block, block.count, 0) == block.count else {
            throw systemError(path, "writing the checksum")
        }
    }

    /// Verifies the checksum of a file.
    ///
    /// - Parameter betweenBlocks: Called after every 4 MiB. An error that it throws ends the check.
    /// - Returns: True if the checksum matches, false if the file has none: AnnData drops the user
    ///   block when it saves a map again, and format version 1 had none. A file that is not HDF5
    ///   also gives false.
    /// - Throws: `StoreError.broken` if the checksum does not match.
    static func check(_ path: String, betweenBlocks: () throws -> Void = {}) throws -> Bool {
        guard let (file, head) = try head(of: path) else { return false }
        let count = try file.size() - size
        let digest = try digest(of: file, count: count, betweenBlocks)
        guard head == block(digest, count: count) else { throw StoreError.broken(file: path) }
        return true
    }

    /// Whether a file has a checksum, right or wrong.
    static func isPresent(in path: String) throws -> Bool { try head(of: path) != nil }

    /// A file and its user block; nil if the file has none of Vitrine's.
    private static func head(of path: String) throws -> (FileBytes, [UInt8])? {
        guard let file = try? FileBytes(path), let bytes = try? file.size(),
            bytes >= size + hdf5Signature.count
        else { return nil }
        let head = try file.read(size, UInt8(0), at: 0)
        if head.starts(with: hdf5Signature) { return nil }
        let behind = try file.read(hdf5Signature.count, UInt8(0), at: size)
        guard behind == hdf5Signature || head.starts(with: Array(formatTag.utf8)) else {
            return nil
        }
        return (file, head)
    }

    /// SHA-256 of the bytes after the user block.
    private static func digest(
        of file: FileBytes, count: Int, _ betweenBlocks: () throws -> Void
    ) throws -> [UInt8] {
        let hash = SHA256()
        let piece = 4 << 20
        for start in stride(from: 0, to: count, by: piece) {
            try betweenBlocks()
            hash.update(try file.read(min(piece, count - start), UInt8(0), at: size + start))
        }
        return hash.finish()
    }
}
