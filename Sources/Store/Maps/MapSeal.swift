internal import Digest
internal import FileSystem
internal import Foundation

/// The checksum of a whole map file, in the 512 bytes before those of HDF5, which HDF5 calls a user
/// block and leaves to us.
///
/// It is text. `tail -c +513 FILE | sha256sum` computes the number that stands in it.
enum MapSeal {
    /// Bytes of the user block, the fewest that HDF5 allows.
    static let size = 512
    static let hdf5Signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]
    private static let formatTag = "vitrine-map"

    /// The block before `count` bytes that have the SHA-256 `digest`.
    static func block(_ digest: [UInt8], count: Int) -> [UInt8] {
        let text =
            "\(formatTag), format version \(Schema.Reduction.version)\n"
            + "SHA-256 of the \(count) bytes behind these \(size):\n\(hexadecimal(digest))\n"
            + "To compute it: tail -c +\(size + 1) FILE | sha256sum\n"
        var block = Array(text.utf8)
        block += [UInt8](repeating: UInt8(ascii: " "), count: size - 1 - block.count)
        return block + [UInt8(ascii: "\n")]
    }

    /// Writes the block into a closed file that was made with room for it.
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

    /// Whether a file has a checksum, which holds then; one that does not hold is an error.
    ///
    /// A file without a user block has none: AnnData leaves it out when it saves a map again, and
    /// maps of format version 1 had none. What is no HDF5 file at all is left to others.
    ///
    /// - Parameter betweenBlocks: called for every 4 MiB; when it throws, so does this.
    static func check(_ path: String, betweenBlocks: () throws -> Void = {}) throws -> Bool {
        guard let (file, head) = try head(of: path) else { return false }
        let count = try file.size() - size
        let digest = try digest(of: file, count: count, betweenBlocks)
        guard head == block(digest, count: count) else { throw StoreError.broken(file: path) }
        return true
    }

    /// Whether a file has a checksum, right or wrong.
    static func isPresent(in path: String) throws -> Bool { try head(of: path) != nil }

    /// A file and its first bytes; nil where they are no user block of ours.
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
