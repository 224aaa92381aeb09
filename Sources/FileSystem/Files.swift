public import Glibc

/// Device and inode: equal for two paths exactly where they name one file, whatever its names.
public struct FileIdentity: Hashable, Sendable {
    private let device: UInt64
    private let inode: UInt64

    /// The identity of the file at `path`, links followed; nil when nothing stands there.
    public init?(_ path: String) {
        guard let status = fileStatus(path) else { return nil }
        self.init(status)
    }

    /// The identity in the result of a stat(2) call.
    public init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }
}

/// Whether two paths name one file, links followed; false where nothing stands at `a`.
public func isSameFile(_ a: String, _ b: String) -> Bool {
    guard let identity = FileIdentity(a) else { return false }
    return identity == FileIdentity(b)
}

/// The kind of file that stands at a path, links followed.
public enum FileKind: Equatable, Sendable {
    /// Nothing, a regular file, a folder, or a link to a name that does not exist.
    case missing, regular, folder, danglingLink
    /// A file that is neither: "pipe", "socket" or "device".
    case special(String)

    /// Looks at `path`, with one or two calls of stat(2). A path that may not be looked at is
    /// `.missing`.
    public init(_ path: String) {
        guard let status = fileStatus(path) else {
            self = fileStatus(path, followingLinks: false) == nil ? .missing : .danglingLink
            return
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: self = .regular
        case S_IFDIR: self = .folder
        case S_IFIFO: self = .special("pipe")
        case S_IFSOCK: self = .special("socket")
        default: self = .special("device")
        }
    }
}

/// Whether something stands at a path, links followed; a dangling link is nothing.
public func isThere(_ path: String) -> Bool { fileStatus(path) != nil }

/// The later of the times of change of a file's content and of its entry (owner, name, time set
/// back), nanoseconds since 1970; nil where there is no file.
public func changeTime(_ path: String) -> Int64? {
    guard let status = fileStatus(path) else { return nil }
    func time(_ spec: timespec) -> Int64 {
        Int64(spec.tv_sec) &* 1_000_000_000 &+ Int64(spec.tv_nsec)
    }
    return max(time(status.st_mtim), time(status.st_ctim))
}

/// The size of a regular file in bytes; nil when it does not exist or is of another kind.
public func regularFileSize(_ path: String) -> Int? {
    guard let status = fileStatus(path), status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
}

/// All bytes of a regular file, however long; nil when it cannot be read or is no regular file. A
/// pipe is refused and never waited for.
public func wholeFile(_ path: String) -> [UInt8]? {
    // Without O_NONBLOCK a pipe without a writer would block.
    let descriptor = openFile(path, O_RDONLY | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        return nil
    }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: max(4096, min(Int(status.st_size) + 1, 1 << 20)))
    while true {
        let count = unsafe read(descriptor, &piece, piece.count)
        if count == 0 { return bytes }
        if count < 0 && errno == EINTR { continue }
        if count < 0 { return nil }
        bytes += piece[..<count]
    }
}
