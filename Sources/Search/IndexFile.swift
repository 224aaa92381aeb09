internal import FileSystem
internal import Glibc
internal import Store

/// What the system said when an index could not be written.
struct IndexWriteError: Error, CustomStringConvertible {
    let description: String

    init(_ path: String, _ operation: String) {
        description = "\(path): \(operation): \(systemText())"
    }
}

/// An index that is being written, under a name of this process until it is whole.
final class IndexFile {
    let path: String
    let temporary: String
    private let descriptor: Int32
    private var isCommitted = false

    /// Makes the folder and the file.
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

    /// Writes all elements from byte `offset` on.
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

    /// Makes the file `count` bytes long.
    func extend(to count: Int) throws(IndexWriteError) {
        guard ftruncate(descriptor, count) == 0 else { throw IndexWriteError(temporary, "growing") }
    }

    /// Syncs the file and gives it its name.
    func commit(folder: String) throws(IndexWriteError) {
        guard fsync(descriptor) == 0 else { throw IndexWriteError(temporary, "syncing") }
        guard renameFile(temporary, to: path) else { throw IndexWriteError(path, "renaming") }
        isCommitted = true
        let directory = openFile(folder, O_RDONLY | O_DIRECTORY)
        guard directory >= 0 else { throw IndexWriteError(folder, "opening it to sync it") }
        defer { close(directory) }
        // Some network file systems cannot sync folders and say so.
        guard fsync(directory) == 0 || errno == EINVAL || errno == ENOTSUP else {
            throw IndexWriteError(folder, "syncing the folder")
        }
    }
}
