public import Glibc

// System calls on paths. A failed call returns false, nil or a negative descriptor and sets
// `errno`.

/// The system's text for an error number (strerror(3)), by default that of the last failed call on
/// this thread.
public func systemText(_ number: Int32 = errno) -> String {
    unsafe String(cString: strerror(number))
}

/// A path as a C function takes it: the bytes that its text stands for (see `pathBytes`) and a NUL.
public func systemPath(_ path: String) -> [CChar] {
    pathBytes(path).map { CChar(bitPattern: $0) } + [0]
}

/// open(2) with `O_CLOEXEC` added, so that other programs do not inherit the file: a descriptor,
/// negative when it fails.
///
/// - Parameter mode: permissions of a new file, before the umask; 0666 by default.
public func openFile(_ path: String, _ flags: Int32, mode: mode_t = 0o666) -> Int32 {
    unsafe open(systemPath(path), flags | O_CLOEXEC, mode)
}

/// read(2), again after a signal: up to `count` bytes; empty at the end, and after an error.
public func readBytes(_ descriptor: Int32, count: Int) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
        var got = unsafe read(descriptor, buffer.baseAddress, count)
        while got < 0 && errno == EINTR { got = unsafe read(descriptor, buffer.baseAddress, count) }
        initialized = max(0, got)
    }
}

/// stat(2) or, of a link itself, lstat(2); nil when the call fails, for example where nothing
/// stands at the path.
public func fileStatus(_ path: String, followingLinks: Bool = true) -> stat? {
    var status = stat()
    let path = systemPath(path)
    let failed = followingLinks ? unsafe stat(path, &status) : unsafe lstat(path, &status)
    return failed == 0 ? status : nil
}

/// chmod(2); false when it fails.
@discardableResult
public func setMode(_ path: String, _ mode: mode_t) -> Bool {
    unsafe chmod(systemPath(path), mode) == 0
}

/// access(2): whether the process may read (`R_OK`), write (`W_OK`) or see (`F_OK`) the file.
public func mayAccess(_ path: String, _ mode: Int32) -> Bool {
    unsafe access(systemPath(path), mode) == 0
}

/// rename(2), which replaces a file of the new name in one step; false when it fails, as between
/// file systems.
public func renameFile(_ from: String, to: String) -> Bool {
    unsafe rename(systemPath(from), systemPath(to)) == 0
}

/// link(2): a second name of a file, which is never put in place of another one; false where the
/// new name exists already.
public func linkFile(_ from: String, to: String) -> Bool {
    unsafe link(systemPath(from), systemPath(to)) == 0
}

/// unlink(2): removes a name of a file; false when it fails.
@discardableResult
public func removeFile(_ path: String) -> Bool { unsafe unlink(systemPath(path)) == 0 }

/// mkdir(2) with the permissions 0777, less the process's mask; false when it fails, also where the
/// folder exists already.
public func makeFolder(_ path: String) -> Bool { unsafe mkdir(systemPath(path), 0o777) == 0 }

/// Makes a folder and those that it stands in, where they are missing; true where the folder exists
/// in the end, also when another process made it meanwhile.
public func makeFolders(_ path: String) -> Bool {
    if FileKind(path) == .folder { return true }
    let parent = parentPath(of: path)
    if !parent.isEmpty && FileKind(parent) == .missing && !makeFolders(parent) { return false }
    return makeFolder(path) || errno == EEXIST && FileKind(path) == .folder
}

/// rmdir(2): removes a folder; false when it is not empty or cannot be removed.
@discardableResult
public func removeFolder(_ path: String) -> Bool { unsafe rmdir(systemPath(path)) == 0 }

/// The absolute path without links, `.` and `..` (realpath(3)); nil when nothing stands there.
public func canonicalPath(_ path: String) -> String? {
    guard let real = unsafe realpath(systemPath(path), nil) else { return nil }
    defer { unsafe free(real) }
    return unsafe pathText(UnsafeRawBufferPointer(start: real, count: strlen(real)))
}

/// The process's working folder (getcwd(3)); "." when it is gone.
func currentFolder() -> String {
    guard let folder = unsafe getcwd(nil, 0) else { return "." }
    defer { unsafe free(folder) }
    return unsafe pathText(UnsafeRawBufferPointer(start: folder, count: strlen(folder)))
}

/// The names in a folder, but for `.` and `..`, in the order of their bytes, so that they do not
/// depend on the file system; nil when the folder cannot be read to its end.
public func namesInFolder(_ path: String) -> [String]? {
    guard let folder = unsafe opendir(systemPath(path)) else { return nil }
    defer { unsafe _ = closedir(folder) }
    var names: [[UInt8]] = []
    while true {
        errno = 0
        guard let entry = unsafe readdir(folder) else { break }
        let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
            unsafe Array(bytes.prefix { $0 != 0 })
        }
        if name != Array(".".utf8) && name != Array("..".utf8) { names.append(name) }
    }
    if errno != 0 { return nil }
    return names.sorted { $0.lexicographicallyPrecedes($1) }.map { pathText($0) }
}

/// The bytes that are free, for this user, on the file system of a file or folder (statvfs(3)); nil
/// when that is not known.
public func freeBytes(at path: String) -> Int? {
    var status = statvfs()
    guard unsafe statvfs(systemPath(path), &status) == 0 else { return nil }
    let (bytes, overflows) = Int(clamping: status.f_bavail)
        .multipliedReportingOverflow(by: Int(clamping: status.f_frsize))
    return overflows ? nil : bytes
}
