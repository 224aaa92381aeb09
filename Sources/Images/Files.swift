internal import FileSystem
internal import Glibc

// Files by the raw bytes of their paths.

/// Files with more bytes than this, 2 GiB, are rejected unread. No image within the bound on pixels
/// needs as many.
private let maximumFileSize = Int(Int32.max)

/// The bytes of the regular file `path` below the folder `root`.
///
/// A pipe, device or folder is rejected without waiting for it. A file that changes while it is
/// read is rejected, too. `path` is raw bytes, so that names that are not UTF-8 work.
///
/// - Parameter expecting: the file as it was listed. One whose size or time differs now is rejected
///   as changed. A member of an archive is read from its place there; the time is the archive's.
/// - Throws: `RejectedImage` with the cause `missing`, `unreadable`, `notARegularFile`, `changed`
///   or `tooLarge` (above 2 GiB).
public func readFile(
    root: String, path: [UInt8], expecting: ListedImage? = nil
) throws(RejectedImage) -> [UInt8] {
    let member = expecting?.member
    let file = member.map { Array(path[..<$0.pathLength]) } ?? path
    let handle = try FileHandle(reading: fullPath(root, file))
    let before = try handle.state()
    guard before.isRegular else {
        throw RejectedImage(.notARegularFile, "It is a folder, pipe, socket or device.")
    }
    if let expecting {
        let isSameSize = member != nil || before.size == expecting.size
        if !isSameSize || before.modified != expecting.modified {
            throw RejectedImage(
                .changed,
                "It has \(before.size) bytes and time \(before.modified); when it was listed it "
                    + "had \(expecting.size) and \(expecting.modified).")
        }
    }
    let size = member == nil ? before.size : expecting?.size ?? 0
    guard size <= maximumFileSize else {
        throw RejectedImage(
            .tooLarge, "It has \(size) bytes; at most \(maximumFileSize) are allowed.")
    }
    let bytes = try handle.read(size, from: member?.offset ?? 0)
    let after = try handle.state()
    guard bytes.count == size && after == before else {
        throw RejectedImage(.changed, "It changed while it was read.")
    }
    return bytes
}

/// Requests that the system reads an image's bytes ahead (`posix_fadvise`), without waiting.
///
/// Errors are ignored: whether the file can be read shows when it is read.
public func prefetchFile(root: String, _ image: ListedImage) {
    let member = image.member
    let file = member.map { Array(image.path[..<$0.pathLength]) } ?? image.path
    guard let handle = try? FileHandle(reading: fullPath(root, file)) else { return }
    handle.prefetch(image.size, from: member?.offset ?? 0)
}

/// What the system reports about a file: its kind, size and time of change.
struct FileState: Equatable {
    /// The kind of file; `other` is a pipe, socket or device.
    enum Kind { case regular, folder, symbolicLink, other }

    /// The kind, of the link itself or of what it leads to, as it was requested.
    var kind: Kind
    /// The file's length in bytes.
    var size: Int
    /// Time of the last change of the content, nanoseconds since 1970.
    var modified: Int64

    var isRegular: Bool { kind == .regular }

    init(_ status: stat) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .regular
        case S_IFDIR: kind = .folder
        case S_IFLNK: kind = .symbolicLink
        default: kind = .other
        }
        size = Int(status.st_size)
        // A time beyond what 64 bits of nanoseconds hold (year 2262) only has to stay itself.
        modified = Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
    }

    /// The state of the file at `path`, of a symbolic link's target or of the link itself.
    ///
    /// The result is a failure with the system's error number where there is no file, or none that
    /// can be reached.
    static func of(_ path: [UInt8], followingLinks: Bool) -> Result<FileState, SystemError> {
        guard let status = fileStatus(pathText(path), followingLinks: followingLinks) else {
            return .failure(SystemError(errno))
        }
        return .success(FileState(status))
    }
}

/// The number of a failed system call and the system's text for it.
struct SystemError: Error {
    /// The value of `errno`.
    let number: Int32
    /// The system's description, without a full stop.
    let text: String

    init(_ number: Int32) {
        self.number = number
        text = systemText(number)
    }

    /// Whether the file is not there, as opposed to being inaccessible.
    var isAbsence: Bool { number == ENOENT || number == ENOTDIR }
}

/// `root`/`path` as raw bytes.
///
/// An absolute `path` is returned as it is. Where one of the two is empty, the result is the other.
func fullPath(_ root: String, _ path: [UInt8]) -> [UInt8] {
    if root.isEmpty || path.first == UInt8(ascii: "/") { return path }
    if path.isEmpty { return pathBytes(root) }
    return pathBytes(root) + [UInt8(ascii: "/")] + path
}

/// An open file; it closes itself when it is destroyed.
private struct FileHandle: ~Copyable {
    private let descriptor: Int32

    /// Opens a file without waiting for the other end of a pipe.
    ///
    /// - Throws: `RejectedImage` with `missing`, `notARegularFile` (a socket) or `unreadable`.
    init(reading path: [UInt8]) throws(RejectedImage) {
        // O_NONBLOCK: opening a pipe that nobody writes to would wait for ever.
        descriptor = openFile(pathText(path), O_RDONLY | O_NONBLOCK | O_NOCTTY)
        if descriptor < 0 {
            let error = SystemError(errno)
            // ENXIO: a socket, or a device without its driver.
            let cause: RejectedImage.Cause =
                error.isAbsence ? .missing : error.number == ENXIO ? .notARegularFile : .unreadable
            throw RejectedImage(cause, "The system reports: \(error.text).")
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// The present state of the open file, whatever happened to its name.
    func state() throws(RejectedImage) -> FileState {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw RejectedImage(.unreadable, "The system reports: \(SystemError(errno).text).")
        }
        return FileState(status)
    }

    /// Announces that `count` bytes from `offset` on will be read soon. Failures are ignored.
    func prefetch(_ count: Int, from offset: Int) {
        posix_fadvise(descriptor, off_t(offset), off_t(count), POSIX_FADV_WILLNEED)
    }

    /// The `count` bytes from `offset` on, fewer where the file ends. Interrupted reads are
    /// repeated.
    func read(_ count: Int, from offset: Int) throws(RejectedImage) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = unsafe pread(
                    descriptor, buffer.baseAddress! + filled, count - filled,
                    off_t(offset + filled))
                if got > 0 {
                    filled += got
                } else if got == 0 {
                    return
                } else if errno != EINTR {
                    failure = errno
                    return
                }
            }
        }
        if failure != 0 {
            throw RejectedImage(.unreadable, "The system reports: \(SystemError(failure).text).")
        }
        return bytes
    }
}
