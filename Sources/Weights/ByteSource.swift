internal import FileSystem
internal import Glibc

/// The bytes of a file or of an array, read in pieces where they are asked for; any number of
/// threads may read.
///
/// Files are read with `pread`, not mapped: a mapped file that shrinks kills the process, a read
/// one gives an error.
final class ByteSource: Sendable {
    /// The path, or the name given to bytes in memory.
    let name: String
    /// The size when the file was opened, in bytes.
    let byteCount: Int
    /// The file's descriptor; -1 for bytes in memory.
    private let descriptor: Int32
    /// The bytes in memory; empty for a file.
    private let bytes: [UInt8]

    /// Opens a regular file; anything else, and a file that cannot be opened, is a
    /// `CheckpointError` of kind `.unreadable`. A pipe is not waited for.
    init(path: String) throws {
        // Without O_NONBLOCK the opening of a named pipe waits for a writer for ever.
        let descriptor = openFile(path, O_RDONLY | O_NONBLOCK)
        guard descriptor >= 0 else { throw Self.systemError(path, "cannot be opened") }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            let error = Self.systemError(path, "cannot be examined")
            close(descriptor)
            throw error
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw CheckpointError(
                .unreadable, path, "a checkpoint is a regular file, and this is none; name a file")
        }
        name = path
        byteCount = Int(status.st_size)
        self.descriptor = descriptor
        bytes = []
    }

    /// Takes bytes in memory; `name` stands for the path in messages.
    init(bytes: [UInt8], name: String) {
        self.name = name
        self.bytes = bytes
        byteCount = bytes.count
        descriptor = -1
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Reads `count` values of a type of fixed layout, little-endian as this machine is, from byte
    /// `offset` on, whatever its alignment.
    ///
    /// - Throws: `CheckpointError` for a range outside the file, before memory is taken, for a
    ///   failed read and for a file that became shorter.
    func read<Element: BitwiseCopyable>(
        _: Element.Type, at offset: Int, count: Int
    ) throws -> [Element] {
        let (length, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
        guard offset >= 0, count >= 0, !overflow, length <= byteCount, offset <= byteCount - length
        else {
            throw CheckpointError.damaged(
                name,
                "\(count) values of \(MemoryLayout<Element>.stride) bytes were expected from byte "
                    + "\(offset) on, and there are \(byteCount) bytes")
        }
        if count == 0 { return [] }
        return try unsafe [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
            let target = unsafe UnsafeMutableRawBufferPointer(
                start: UnsafeMutableRawPointer(buffer.baseAddress!), count: length)
            try unsafe fill(target, from: offset)
            initialized = count
        }
    }

    /// Fills `target` with the bytes from `offset` on, in as many reads as the system needs.
    private func fill(_ target: UnsafeMutableRawBufferPointer, from offset: Int) throws {
        if descriptor < 0 {
            unsafe bytes.withUnsafeBytes { source in
                unsafe target.copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: source[offset..<offset + target.count]))
            }
            return
        }
        var done = 0
        while done < target.count {
            let got = unsafe pread(
                descriptor, target.baseAddress! + done, target.count - done, off_t(offset + done))
            if got < 0 && errno == EINTR { continue }
            if got < 0 { throw Self.systemError(name, "cannot be read at byte \(offset + done)") }
            if got == 0 {
                throw CheckpointError(
                    .unreadable, name,
                    "the file had \(byteCount) bytes when it was opened and ends at byte "
                        + "\(offset + done) now; wait until it is complete")
            }
            done += got
        }
    }

    private static func systemError(_ file: String, _ what: String) -> CheckpointError {
        let reason = systemText()
        return CheckpointError(.unreadable, file, "\(what): \(reason)")
    }
}
