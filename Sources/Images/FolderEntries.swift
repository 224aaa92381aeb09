internal import FileSystem
internal import Glibc
internal import Text

/// What stands in one folder, in a few large pieces of memory: folders of a million files are real.
struct FolderEntries {
    enum Kind: UInt8 {
        case regular, folder, folderLink
        /// A link to nothing.
        case danglingLink
        /// A pipe, socket or device, and a link to one.
        case special, specialLink
        /// What the system tells nothing about.
        case unreadable
    }

    struct Entry {
        fileprivate var start: UInt32
        fileprivate var count: UInt16
        var kind: Kind
        /// Bytes of a regular file; of a dangling link and of what is unreadable, the number of
        /// the system's error.
        var size: Int64
        /// Nanoseconds since 1970.
        var modified: Int64
    }

    private(set) var hiddenCount = 0
    private(set) var identity = FolderIdentity(device: 0, inode: 0)
    private var names: [UInt8] = []
    private var entries: [Entry] = []

    func name(_ entry: Entry) -> [UInt8] {
        Array(names[Int(entry.start)..<Int(entry.start) + Int(entry.count)])
    }

    /// All entries in the byte order that their paths have, in which the name of a folder that is
    /// entered ends with "/".
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

    /// Why what is no file and no folder gives no picture; `path` is its full path.
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
                "It is a symbolic link\(target), which cannot be reached; the system says: "
                    + "\(system).")
        case .specialLink:
            return RejectedImage(
                .notARegularFile, "It is a symbolic link\(target), a pipe, socket or device.")
        case .special:
            return RejectedImage(.notARegularFile, "It is a pipe, socket or device.")
        case .regular, .folder, .unreadable:
            return RejectedImage(.unreadable, "The system says: \(system).")
        }
    }

    /// Reads a folder; links to files count as the files.
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

/// A folder, whatever paths lead to it.
struct FolderIdentity: Hashable {
    var device: UInt
    var inode: UInt
}

/// What a symbolic link holds; nil of anything else.
private func linkTarget(_ path: [UInt8]) -> [UInt8]? {
    var target = [CChar](repeating: 0, count: 4096)
    let count = unsafe readlink(systemPath(pathText(path)), &target, target.count)
    return count > 0 ? target[..<count].map { UInt8(bitPattern: $0) } : nil
}
