internal import FileSystem
internal import Foundation

/// An advisory lock on a file (`flock`). The system releases it when the process ends, for whatever
/// reason.
final class FileLock {
    /// Path of the lock file.
    private let path: String
    /// File descriptor; -1 after `release`.
    private var descriptor: Int32
    /// Whether the file is a lock file, which may be removed: it names a process or is empty.
    private(set) var isOurs = false

    /// Opens and locks a file.
    ///
    /// - Parameters:
    ///   - shared: Whether other shared locks are allowed at the same time.
    ///   - waits: Whether to wait for a holder; otherwise a held lock is an error.
    ///   - creates: Whether to create a missing file.
    ///   - holding: What error messages name as held; the folder of the lock file by default.
    /// - Throws: `StoreError`: `.busy`, `.missing`, `.system`.
    init(
        _ path: String, shared: Bool, waits: Bool = false, creates: Bool = true,
        holding: String? = nil
    ) throws {
        self.path = path
        let flags = O_RDWR | O_NOFOLLOW | O_NONBLOCK
        descriptor = openFile(path, flags | (creates ? O_CREAT : 0))
        guard descriptor >= 0 else {
            if errno == ENOENT { throw StoreError.missing(file: path) }
            throw systemError(path, "opening the lock")
        }
        let operation = (shared ? LOCK_SH : LOCK_EX) | (waits ? 0 : LOCK_NB)
        while flock(descriptor, operation) != 0 {
            if errno == EINTR { continue }
            let reason = errno
            // The file system has no locks. Segments are never replaced, so two runs cannot damage
            // each other's work; they only do it twice.
            if reason == ENOLCK || reason == ENOTSUP || reason == ENOSYS { break }
            defer { release() }
            guard reason == EWOULDBLOCK else { throw systemError(path, "locking") }
            let folder = folderPath(of: path)
            guard let holding else { throw StoreError.busy(file: folder, by: owner) }
            // The holder writes its name as soon as it has the lock.
            for _ in 0..<100 where text.isEmpty { usleep(5000) }
            throw StoreError.busy(file: holding, by: text.isEmpty ? "it has just started" : text)
        }
        var status = stat()
        let isPlain = unsafe fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        let contents = text
        isOurs = isPlain && (contents.isEmpty || contents.hasPrefix(Self.ownerPrefix))
        if !shared && isOurs {
            let name = Array("\(Self.ownerPrefix)\(getpid()) on \(thisHost)".utf8)
            ftruncate(descriptor, 0)
            _ = unsafe pwrite(descriptor, name, name.count, 0)
        }
    }

    /// First word of the text in a lock file.
    private static let ownerPrefix = "process "

    /// Text of the lock file: "process 123 on host".
    private var text: String {
        var bytes = [UInt8](repeating: 0, count: 200)
        let count = unsafe pread(descriptor, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    /// The holder, for error messages.
    private var owner: String { text.isEmpty ? "shards of the same run" : text }

    /// Whether the locked file still has its name; another process may have removed it.
    var isStillNamed: Bool {
        var mine = stat()
        guard unsafe fstat(descriptor, &mine) == 0, let named = FileIdentity(path) else {
            return false
        }
        return FileIdentity(mine) == named
    }

    /// Releases the lock and keeps the file.
    func release() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }

    deinit { release() }
}
