internal import FileSystem
internal import Foundation

/// Numbers at places of a plain file that is open for reading.
final class FileBytes {
    let path: String
    private let descriptor: Int32

    init(_ path: String) throws {
        self.path = path
        // A pipe that nobody writes would block.
        descriptor = openFile(path, O_RDONLY | O_NONBLOCK)
        guard descriptor >= 0 else { throw systemError(path, "opening the file") }
    }

    deinit { close(descriptor) }

    /// The file's size in bytes; an error when it is no plain file.
    func size() throws -> Int {
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

    /// `count` little-endian numbers from byte `offset` on; `zero` says of which type.
    func read<Number: BitwiseCopyable>(
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
