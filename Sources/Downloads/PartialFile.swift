internal import Foundation

/// An unfinished download, `NAME.partial`, locked by one process at a time, with what the server
/// announced, `NAME.partial.json`.
///
/// The lock is flock(2) on the file itself, which ends with the process.
final class PartialFile {
    /// What the server announced of the file, by which a later request can resume.
    struct Origin: Codable, Equatable {
        var etag: String?
        var lastModified: String?
        /// Size of the whole file in bytes; nil if it was not announced.
        var total: Int?

        /// The value of `If-Range`: a strong entity tag or a date (RFC 9110, section 13.1.5).
        var validator: String? {
            if let etag, etag.hasPrefix("\"") { return etag }
            return lastModified
        }
    }

    let path: String
    private(set) var origin: Origin
    /// Number of bytes received.
    private(set) var count: Int
    private let descriptor: Int32
    private var notePath: String { path + ".json" }

    private init(path: String, descriptor: Int32, count: Int) {
        self.path = path
        self.descriptor = descriptor
        self.count = count
        origin = Origin()
        if let data = FileManager.default.contents(atPath: path + ".json"),
            let known = try? JSONDecoder().decode(Origin.self, from: data)
        {
            origin = known
        }
    }

    deinit { close(descriptor) }

    /// Opens or creates the file and locks it; nil while another process has the lock.
    ///
    /// - Throws: `DownloadError` of the kind `disk`.
    static func take(_ path: String) throws -> PartialFile? {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw diskError("open", path) }
        var held = stat()
        var named = stat()
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            close(descriptor)
            if reason == EWOULDBLOCK { return nil }
            throw diskError("lock", path, reason)
        }
        // Another process may have renamed the file before the lock: this one is then finished.
        guard unsafe fstat(descriptor, &held) == 0, unsafe stat(path, &named) == 0,
            held.st_ino == named.st_ino
        else {
            close(descriptor)
            return nil
        }
        return PartialFile(path: path, descriptor: descriptor, count: Int(held.st_size))
    }

    /// Removes all bytes and sets another origin.
    func restart(_ origin: Origin) throws {
        guard ftruncate(descriptor, 0) == 0 else { throw Self.diskError("shorten", path) }
        count = 0
        try note(origin)
    }

    /// Sets the size of the whole file, which was not announced before.
    func note(total: Int) throws {
        var origin = self.origin
        origin.total = total
        try note(origin)
    }

    private func note(_ origin: Origin) throws {
        self.origin = origin
        do {
            try JSONEncoder().encode(origin).write(
                to: URL(fileURLWithPath: notePath), options: .atomic)
        } catch {
            throw Self.diskError("write", notePath, 0, "\(error)")
        }
    }

    /// Appends bytes.
    func append(_ bytes: [UInt8]) throws {
        var done = 0
        while done < bytes.count {
            let written = unsafe bytes.withUnsafeBytes { buffer in
                unsafe pwrite(
                    descriptor, buffer.baseAddress! + done, bytes.count - done, off_t(count))
            }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw Self.diskError("write", path) }
            done += written
            count += written
        }
    }

    /// Reads up to `length` bytes from `place` on, fewer at the end or after an error.
    func bytes(at place: Int, _ length: Int) -> [UInt8] {
        let length = max(0, min(length, count - place))
        return unsafe [UInt8](unsafeUninitializedCapacity: length) { buffer, filled in
            while filled < length {
                let count = unsafe pread(
                    descriptor, buffer.baseAddress! + filled, length - filled,
                    off_t(place + filled))
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return }
                filled += count
            }
        }
    }

    /// Whether the bytes are a complete file of this kind, by its format.
    func completeness(as kind: ContentKind) -> Completeness {
        FileContents(count: count) { self.bytes(at: $0, $1) }.completeness(as: kind)
    }

    /// Syncs the file and renames it to `name`.
    func publish(as name: String) throws {
        guard fsync(descriptor) == 0 else { throw Self.diskError("write", path) }
        guard unsafe rename(path, name) == 0 else { throw Self.diskError("rename", path) }
        unsafe unlink(notePath)
    }

    /// Removes the file and its note.
    func discard() {
        unsafe unlink(notePath)
        unsafe unlink(path)
    }

    /// An error of the kind `disk`: "PATH: could not OPERATION the cached file (REASON); ...".
    static func diskError(
        _ operation: String, _ path: String, _ number: Int32 = errno, _ text: String? = nil
    ) -> DownloadError {
        let reason = unsafe text ?? String(cString: strerror(number))
        return DownloadError(
            .disk,
            "\(path): could not \(operation) the cached file (\(reason)); free some space, or set "
                + "XDG_CACHE_HOME to a writable folder.")
    }
}
