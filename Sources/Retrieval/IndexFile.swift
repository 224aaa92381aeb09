internal import FileSystem
internal import Glibc
internal import Store

/// A failed system call while writing an index: path, operation and the system's message.
struct IndexWriteError: Error, CustomStringConvertible {
    /// Path, operation and the system's message.
    let description: String

    /// The error of the system call that just failed (`errno`).
    init(_ path: String, _ operation: String) {
        description = "\(path): \(operation): \(systemText())"
    }
}

/// An index that is being written, under a temporary name of this process until `commit`. It is
/// removed when it is released without.
final class IndexFile {
    /// The final path.
    let path: String
    /// The path before `commit`.
    let temporary: String
    /// The open temporary file.
    private let descriptor: Int32
    /// Whether the file has its final name.
    private var isCommitted = false

    /// Creates the folder, if it is missing, and the temporary file.
    init(path: String, folder: String) throws(IndexWriteError) {
        self.path = path
        temporary = Unfinished.name(for: path)
        if !makeFolder(folder) && errno != EEXIST {
            throw IndexWriteError(folder, "making the folder")
        }
        Unfinished.add(temporary)
        descriptor = openFile(temporary, O_RDWR | O_CREAT | O_TRUNC)
        guard descriptor >= 0 else { throw IndexWriteError(folder, "creating a file in it") }
    }

    deinit {
        close(descriptor)
        if !isCommitted { removeFile(temporary) }
        Unfinished.remove(temporary)
    }

    /// Writes the bytes of all elements from `offset` on.
    func write<Number: BitwiseCopyable>(
        _ numbers: [Number], at offset: Int
    ) throws(IndexWriteError) {
        let failed = unsafe numbers.withUnsafeBytes { bytes -> Bool in
            var done = 0
            while done < bytes.count {
                let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[done...])
                let count = unsafe pwrite(descriptor, rest.baseAddress, rest.count, offset + done)
                if count < 0 && errno == EINTR { continue }
                if count <= 0 { return true }
                done += count
            }
            return false
        }
        if failed { throw IndexWriteError(temporary, "writing") }
    }

    /// Sets the size of the file to `count` bytes.
    func extend(to count: Int) throws(IndexWriteError) {
        guard ftruncate(descriptor, count) == 0 else { throw IndexWriteError(temporary, "growing") }
    }

    /// Syncs the file, renames it to its final path and syncs the folder.
    func commit(folder: String) throws(IndexWriteError) {
        guard fsync(descriptor) == 0 else { throw IndexWriteError(temporary, "syncing") }
        guard renameFile(temporary, to: path) else { throw IndexWriteError(path, "renaming") }
        isCommitted = true
        let directory = openFile(folder, O_RDONLY | O_DIRECTORY)
        guard directory >= 0 else { throw IndexWriteError(folder, "opening it to sync it") }
        defer { close(directory) }
        // Some network file systems cannot sync folders and return these errors.
        guard fsync(directory) == 0 || errno == EINVAL || errno == ENOTSUP else {
            throw IndexWriteError(folder, "syncing the folder")
        }
    }
}
