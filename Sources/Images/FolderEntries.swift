internal import FileSystem
internal import Glibc
internal import Text

/// What one folder contains, without hidden entries, in two large arrays.
///
/// Folders of a million files are real: an entry takes 24 bytes and its name, without an allocation
/// of its own.
struct FolderEntries {
    /// The kind of an entry, as far as a listing needs it; symbolic links to files count as the
    /// files.
    enum Kind: UInt8 {
        case regular, folder, folderLink
        /// A link to nothing.
        case danglingLink
        /// A pipe, socket or device, and a link to one.
        case special, specialLink
        /// An entry whose state the system refuses to give.
        case unreadable
    }

    /// One entry; its name is a slice of the folder's bytes.
    struct Entry {
        fileprivate var start: UInt32
        fileprivate var count: UInt16
        /// What the entry is.
        var kind: Kind
        /// Bytes of a regular file; of a dangling link and of what is unreadable, the number of
        /// the system's error.
        var size: Int64
        /// Time of the last change of a regular file, nanoseconds since 1970; 0 for everything
        /// else.
        var modified: Int64
    }

    /// Entries whose names begin with a dot, except "." and "..".
    private(set) var hiddenCount = 0
    /// The folder's identity, by which a loop of links is recognised.
    private(set) var identity = FolderIdentity(device: 0, inode: 0)
    /// The names of all entries, one after another, without separators.
    private var names: [UInt8] = []
    private var entries: [Entry] = []

    /// The raw bytes of an entry's name.
    func name(_ entry: Entry) -> [UInt8] {
        Array(names[Int(entry.start)..<Int(entry.start) + Int(entry.count)])
    }

    /// All entries in the byte order of their full paths.
    ///
    /// The name of a folder that is entered counts as ending in "/", so that `a.jpg` comes before
    /// what is in the folder `a`. Costs O(n log n) comparisons of bytes.
    ///
    /// - Parameter followingLinks: whether symbolic links to folders are entered like folders.
    func sorted(followingLinks: Bool) -> [Entry] {
        unsafe names.withUnsafeBytes { names in
            entries.sorted { a, b in
                let (m, n) = (Int(a.count), Int(b.count))
                let order = unsafe memcmp(
                    names.baseAddress! + Int(a.start), names.baseAddress! + Int(b.start),
                    min(m, n))
                if order != 0 { return order < 0 }
                // What follows the shorter name in its path: nothing, or "/" of a folder.
                func next(_ entry: Entry, _ place: Int) -> Int {
                    if place < Int(entry.count) {
                        return Int(unsafe names[Int(entry.start) + place])
                    }
                    let isEntered =
                        entry.kind == .folder || followingLinks && entry.kind == .folderLink
                    return isEntered ? Int(UInt8(ascii: "/")) : -1
                }
                return next(a, min(m, n)) < next(b, min(m, n))
            }
        }
    }

    /// Why an entry that is neither a readable file nor an entered folder gives no image.
    ///
    /// - Parameter path: its full path, by which the target of a link is read for the message.
    func fault(of entry: Entry, at path: [UInt8]) -> RejectedImage {
        let target = linkTarget(path).map { " to \(displayText($0))" } ?? ""
        let system = SystemError(Int32(truncatingIfNeeded: entry.size)).text
        switch entry.kind {
        case .folderLink:
            return RejectedImage(
                .folderLink,
                "It is a symbolic link\(target), a folder, which was not entered; --follow-links "
                    + "enters it.")
        case .danglingLink:
            return RejectedImage(
                .danglingLink,
                "It is a symbolic link\(target), which cannot be reached; the system reports: "
                    + "\(system).")
        case .specialLink:
            return RejectedImage(
                .notARegularFile, "It is a symbolic link\(target), a pipe, socket or device.")
        case .special:
            return RejectedImage(.notARegularFile, "It is a pipe, socket or device.")
        case .regular, .folder, .unreadable:
            return RejectedImage(.unreadable, "The system reports: \(system).")
        }
    }

    /// Reads a folder; links to files count as the files.
    ///
    /// The state of every entry but folders is read (`fstatat`), which dominates the time. The
    /// result is a failure where the folder itself cannot be opened or read to its end.
    static func read(_ path: [UInt8]) -> Result<FolderEntries, SystemError> {
        guard let folder = unsafe opendir(systemPath(pathText(path))) else {
            return .failure(SystemError(errno))
        }
        defer { unsafe _ = closedir(folder) }
        let descriptor = unsafe dirfd(folder)
        var read = FolderEntries()
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return .failure(SystemError(errno)) }
        read.identity = FolderIdentity(device: status.st_dev, inode: status.st_ino)
        while true {
            errno = 0
            guard let entry = unsafe readdir(folder) else {
                return errno == 0 ? .success(read) : .failure(SystemError(errno))
            }
            let type = unsafe entry.pointee.d_type
            unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                let count = unsafe bytes.firstIndex(of: 0) ?? bytes.count
                unsafe read.add(UnsafeRawBufferPointer(rebasing: bytes[..<count]), type, descriptor)
            }
        }
    }

    // `name` is followed by a NUL in its buffer.
    /// Adds an entry, or counts it where its name begins with a dot; "." and ".." are neither.
    ///
    /// - Parameters:
    ///   - type: the directory's own type of the entry (`d_type`), which spares folders a further
    ///     system call.
    ///   - folder: the descriptor of the folder.
    private mutating func add(_ name: UnsafeRawBufferPointer, _ type: UInt8, _ folder: Int32) {
        if unsafe name[0] == UInt8(ascii: ".") {
            let isSelfOrParent = unsafe name.count == 1 || name.count == 2 && name[1] == name[0]
            hiddenCount += isSelfOrParent ? 0 : 1
            return
        }
        var entry = Entry(
            start: UInt32(names.count), count: UInt16(name.count), kind: .regular, size: 0,
            modified: 0)
        unsafe names.append(contentsOf: name)
        if Int32(type) == DT_DIR {
            entry.kind = .folder
        } else {
            let text = unsafe name.baseAddress!.assumingMemoryBound(to: CChar.self)
            unsafe describe(text, folder, &entry)
        }
        entries.append(entry)
    }

    /// Fills in kind, size and time of an entry that is not a plain folder.
    private mutating func describe(
        _ name: UnsafePointer<CChar>, _ folder: Int32, _ entry: inout Entry
    ) {
        var status = stat()
        guard unsafe fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            (entry.kind, entry.size) = (.unreadable, Int64(errno))
            return
        }
        let isLink = status.st_mode & S_IFMT == S_IFLNK
        if isLink, unsafe fstatat(folder, name, &status, 0) != 0 {
            (entry.kind, entry.size) = (.danglingLink, Int64(errno))
            return
        }
        let state = FileState(status)
        switch state.kind {
        case .regular:
            entry.size = Int64(state.size)
            entry.modified = state.modified
        case .folder: entry.kind = isLink ? .folderLink : .folder
        default: entry.kind = isLink ? .specialLink : .special
        }
    }
}

/// The identity of a folder, whatever paths lead to it: the numbers of its device and inode.
struct FolderIdentity: Hashable {
    var device: UInt
    var inode: UInt
}

/// The target that a symbolic link contains, as raw bytes of at most 4096; nil for anything else.
private func linkTarget(_ path: [UInt8]) -> [UInt8]? {
    var target = [CChar](repeating: 0, count: 4096)
    let count = unsafe readlink(systemPath(pathText(path)), &target, target.count)
    return count > 0 ? target[..<count].map { UInt8(bitPattern: $0) } : nil
}
