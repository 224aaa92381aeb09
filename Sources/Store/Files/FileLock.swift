internal import FileSystem
internal import Foundation

/// An advisory lock on a file (flock): it ends with the process, however that ends.
final class FileLock {
    private let path: String
    private var descriptor: Int32
    /// Whether the file is a lock, which may be removed: it names a process, or is still empty.
    private(set) var isOurs = false

    /// - Parameter holding: what messages name as held; the lock's folder by default.
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
            // A file system without locks: segments are never replaced, so two runs cannot harm
            // each other's work, only do it twice.
            if reason == ENOLCK || reason == ENOTSUP || reason == ENOSYS { break }
            defer { release() }
            guard reason == EWOULDBLOCK else { throw systemError(path, "locking") }
            let folder = folderPath(of: path)
            guard let holding else { throw StoreError.busy(file: folder, by: owner) }
            // The holder writes its name as soon as it has the lock.
            for _ in 0..<100 where text.isEmpty { usleep(5000) }
            throw StoreError.busy(file: holding, by: text.isEmpty ? "it has just begun" : text)
        }
        var status = stat()
        let isPlain = unsafe fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        let found = text
        isOurs = isPlain && (found.isEmpty || found.hasPrefix(Self.ownerPrefix))
        if !shared && isOurs {
            let name = Array("\(Self.ownerPrefix)\(getpid()) on \(thisHost)".utf8)
            ftruncate(descriptor, 0)
            _ = unsafe pwrite(descriptor, name, name.count, 0)
        }
    }

    private static let ownerPrefix = "process "

    /// What stands in the file.
    private var text: String {
        var bytes = [UInt8](repeating: 0, count: 200)
        let count = unsafe pread(descriptor, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    /// Who wrote its name into the file.
    private var owner: String { text.isEmpty ? "shards of the same run" : text }

    /// Whether the file that was locked is the one that has the name.
    var isStillNamed: Bool {
        var mine = stat()
        guard unsafe fstat(descriptor, &mine) == 0, let named = FileIdentity(path) else {
            return false
        }
        return FileIdentity(mine) == named
    }

    func release() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }

    deinit { release() }
}
