internal import Glibc

/// What stands in one folder, in a few large pieces of memory: folders of a million files are real.
struct FolderEntries {
    enum Kind: UInt8 { case regular, folder, skipped }

    struct Entry {
        fileprivate var start: UInt32
        fileprivate var count: UInt16
        var kind: Kind
        /// Bytes of a regular file; of what is skipped, the index of its reason.
        var size: Int64
        /// Nanoseconds since 1970.
        var modified: Int64
    }

    private(set) var hiddenCount = 0
    private(set) var reasons: [String] = []
    private var names: [UInt8] = []
    private var entries: [Entry] = []

    func name(_ entry: Entry) -> [UInt8] {
        Array(names[Int(entry.start)..<Int(entry.start) + Int(entry.count)])
    }

    /// All entries in the byte order that their paths have, in which a folder's name ends with "/".
    func sorted() -> [Entry] {
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
                    return entry.kind == .folder ? Int(UInt8(ascii: "/")) : -1
                }
                return next(a, min(m, n)) < next(b, min(m, n))
            }
        }
    }

    /// Reads a folder; links to files count as the files, all other links are skipped.
    static func read(_ path: [UInt8]) -> Result<FolderEntries, SystemError> {
        let path = path + [0]
        let opened = unsafe path.withUnsafeBufferPointer { path in
            unsafe path.withMemoryRebound(to: CChar.self) { path in
                unsafe opendir(path.baseAddress!)
            }
        }
        guard let folder = unsafe opened else { return .failure(SystemError(errno)) }
        defer { unsafe _ = closedir(folder) }
        let descriptor = unsafe dirfd(folder)
        var read = FolderEntries()
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
            return skip(&entry, SystemError(errno).text)
        }
        let isLink = status.st_mode & S_IFMT == S_IFLNK
        if isLink, unsafe fstatat(folder, name, &status, 0) != 0 {
            return skip(&entry, "a symbolic link to nothing: \(SystemError(errno).text)")
        }
        let state = FileState(status)
        switch state.kind {
        case .regular:
            entry.size = Int64(state.size)
            entry.modified = state.modified
        case .folder where isLink: skip(&entry, "a symbolic link to a folder")
        case .folder: entry.kind = .folder
        default:
            skip(
                &entry,
                isLink
                    ? "a symbolic link to a pipe, socket or device" : "a pipe, socket or device")
        }
    }

    private mutating func skip(_ entry: inout Entry, _ reason: String) {
        entry.kind = .skipped
        let place = reasons.firstIndex(of: reason)
        entry.size = Int64(place ?? reasons.count)
        if place == nil { reasons.append(reason) }
    }
}
