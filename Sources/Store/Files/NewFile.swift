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
    private var isClosed = false
    private var isCommitted = false

    /// Creates the temporary file in the folder of `path`; leftovers of dead processes go.
    ///
    /// - Throws: `StoreError.system`, as the other methods.
    public init(_ path: String) throws {
        self.path = path
        temporary = Unfinished.name(for: path)
        Unfinished.add(temporary)
        descriptor = openFile(temporary, O_WRONLY | O_CREAT | O_EXCL)
        guard descriptor >= 0 else { throw systemError(path, "creating the file") }
    }

    deinit {
        if !isClosed { close(descriptor) }
        if isCommitted { return }
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

    /// Syncs the file, gives it its name and syncs the folder.
    ///
    /// - Parameter replacing: whether a file of that name is replaced.
    /// - Throws: `StoreError.exists` if the name is taken and `replacing` is false.
    public func commit(replacing: Bool = true) throws {
        guard fsync(descriptor) == 0 else { throw systemError(path, "syncing") }
        guard close(descriptor) == 0 else { throw systemError(path, "closing the file") }
        isClosed = true
        if replacing {
            guard renameFile(temporary, to: path) else {
                throw systemError(path, "renaming the temporary file")
            }
        } else if try !renameWithoutReplacing(temporary, path) {
            throw StoreError.exists(file: path)
        }
        isCommitted = true
        Unfinished.remove(temporary)
        try syncFolder(of: path)
    }
}
