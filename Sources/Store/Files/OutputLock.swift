internal import FileSystem

/// The exclusive right of this process to write an output. It is a lock file, `OUTPUT.lock`, that
/// names the process and is removed at the end.
public final class OutputLock {
    /// Path of the lock file.
    private let path: String
    /// The advisory lock on that file.
    private let lock: FileLock

    /// Locks an output file and removes leftovers of dead processes of this machine.
    ///
    /// - Throws: `StoreError.busy` at once if another run holds the lock.
    public convenience init(output: String) throws {
        try self.init(output + ".lock", holding: output)
        removeLeftovers(of: output)
    }

    /// Locks a folder of outputs by `FOLDER/.lock`, in the same way.
    public convenience init(folder: String) throws {
        try self.init(folder + "/.lock", holding: folder)
        removeLeftovers(in: folder, prefix: "")
    }

    /// Takes the lock. A previous holder may remove the file between opening and locking it, so
    /// this is repeated.
    private init(_ path: String, holding output: String) throws {
        self.path = path
        for _ in 0..<100 {
            let lock = try FileLock(path, shared: false, holding: output)
            // The previous holder may have removed the file after it was opened here.
            guard lock.isStillNamed else { continue }
            guard lock.isOurs else {
                throw OutputError(
                    path, "expected a lock file of a run, found another file; move it away.")
            }
            self.lock = lock
            Unfinished.add(path)
            return
        }
        throw StoreError.busy(file: output, by: "the lock file keeps changing")
    }

    /// Removes the lock file and releases the lock.
    public func release() {
        removeFile(path)
        Unfinished.remove(path)
        lock.release()
    }
}
