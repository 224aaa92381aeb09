internal import FileSystem
internal import Foundation

/// Random access to the bytes of a regular file.
public final class FileBytes {
    /// Path of the file.
    public let path: String
    private let descriptor: Int32

    /// Opens a file for reading.
    public init(_ path: String) throws {
        self.path = path
        // Opening a pipe without a writer would block.
        descriptor = openFile(path, O_RDONLY | O_NONBLOCK)
        guard descriptor >= 0 else { throw systemError(path, "opening the file") }
    }

    deinit { close(descriptor) }

    /// Size of the file in bytes; an error if it is not a regular file.
    public func size() throws -> Int {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw systemError(path, "reading the file's size")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw StoreError.notVectors(
                file: path, found: "a folder or a device", advice: "give the path of a file")
        }
        return Int(status.st_size)
    }

    /// Little-endian numbers from byte `offset` on, `[count]`; `zero` determines their type.
    public func read<Number: BitwiseCopyable>(
        _ count: Int, _ zero: Number, at offset: Int
    ) throws -> [Number] {
        var numbers = [Number](repeating: zero, count: count)
        let total = unsafe numbers.withUnsafeMutableBytes { bytes -> Int in
            var done = 0
            while done < bytes.count {
                let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[done...])
                let got = unsafe pread(descriptor, rest.baseAddress, rest.count, offset + done)
                if got < 0 && errno == EINTR { continue }
                if got <= 0 { return got < 0 ? -1 : done }
                done += got
            }
            return done
        }
        if total < 0 { throw systemError(path, "reading from byte \(offset) on") }
        guard total == count * MemoryLayout<Number>.stride else {
            throw StoreError.system(
                file: path, operation: "reading from byte \(offset) on",
                reason: "the file has become shorter")
        }
        return numbers
    }
}
