internal import FileSystem
internal import Foundation

/// A file that is written under a temporary name until `commit` syncs and renames it. It is removed
/// when it is released without.
public final class NewFile {
    /// The final path.
    public let path: String
    /// Bytes written so far.
    public private(set) var size = 0
    private let temporary: String
    private let descriptor: Int32
    private var isCommitted = false

    /// Creates the temporary file in the folder of `path`; leftovers of dead processes go.
    ///
    /// - Throws: `StoreError.system`, as the other methods.
    public init(_ path: String) throws {
        self.path = path
        temporary = Unfinished.name(for: path)
        Unfinished.add(temporary)
        descriptor = openFile(temporary, O_WRONLY | O_CREAT | O_TRUNC)
        guard descriptor >= 0 else { throw systemError(path, "creating the file") }
    }

    deinit {
        if isCommitted { return }
        close(descriptor)
        removeFile(temporary)
        Unfinished.remove(temporary)
    }

    /// Appends the bytes of all elements, little-endian on the processors that run this.
    public func append<Number: BitwiseCopyable>(_ numbers: [Number]) throws {
        var done = 0
        try unsafe numbers.withUnsafeBytes { bytes in
            while done < bytes.count {
                let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[done...])
                let count = unsafe write(descriptor, rest.baseAddress, rest.count)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { throw systemError(path, "writing") }
                done += count
            }
        }
        size += done
    }

    /// Syncs the file, gives it its name and syncs the folder; a file of that name is replaced.
    public func commit() throws {
        guard fsync(descriptor) == 0 else { throw systemError(path, "syncing") }
        guard close(descriptor) == 0 else { throw systemError(path, "closing the file") }
        isCommitted = true
        Unfinished.remove(temporary)
        guard renameFile(temporary, to: path) else {
            let error = systemError(path, "renaming the temporary file")
            removeFile(temporary)
            throw error
        }
        try syncFolder(of: path)
    }
}
