internal import FileSystem

/// The right to write one output, held by one process at a time: a lock file `OUTPUT.lock` beside
/// it, which names the process and goes when the output is done.
public final class OutputLock {
    private let path: String
    private let lock: FileLock

    /// Locks `output`, or throws `StoreError.busy` at once when another run holds it.
    ///
    /// What processes of this machine that are dead left half-written beside the output is
    /// removed.
    public convenience init(output: String) throws {
        try self.init(output + ".lock", holding: output)
        removeLeftovers(of: output)
    }

    /// Locks a folder of outputs, likewise, by `FOLDER/.lock`.
    public convenience init(folder: String) throws {
        try self.init(folder + "/.lock", holding: folder)
        removeLeftovers(in: folder, prefix: "")
    }

    private init(_ path: String, holding output: String) throws {
        self.path = path
        for _ in 0..<100 {
            let lock = try FileLock(path, shared: false, holding: output)
            // The holder before may have removed the file after it was opened here.
            guard lock.isStillNamed else { continue }
            guard lock.isOurs else {
                throw OutputError(
                    path, "expected the lock of a run, found a file that is none; move it away.")
            }
            self.lock = lock
            Unfinished.add(path)
            return
        }
        throw StoreError.busy(file: output, by: "it comes and goes")
    }

    /// Removes the lock file and lets go.
    public func release() {
        removeFile(path)
        Unfinished.remove(path)
        lock.release()
    }
}
