public import Glibc

// System calls on paths. A failed call returns false, nil or a negative descriptor and sets
// `errno`.

/// The system's message for an error number, by default that of the last failed call: "No such file
/// or directory".
public func systemText(_ number: Int32 = errno) -> String {
    unsafe String(cString: strerror(number))
}

/// A path as a C string: its bytes (`pathBytes`) and a NUL.
public func systemPath(_ path: String) -> [CChar] {
    pathBytes(path).map { CChar(bitPattern: $0) } + [0]
}

/// open(2) with O_CLOEXEC: a descriptor, negative after a failure.
///
/// - Parameter mode: permissions of a new file, before the umask; 0666 by default.
public func openFile(_ path: String, _ flags: Int32, mode: mode_t = 0o666) -> Int32 {
    unsafe open(systemPath(path), flags | O_CLOEXEC, mode)
}

/// stat(2), or lstat(2) without `followingLinks`; nil after a failure.
public func fileStatus(_ path: String, followingLinks: Bool = true) -> stat? {
    var status = stat()
    let path = systemPath(path)
    let failed = followingLinks ? unsafe stat(path, &status) : unsafe lstat(path, &status)
    return failed == 0 ? status : nil
}

/// access(2) with `R_OK`, `W_OK` or `F_OK`.
public func mayAccess(_ path: String, _ mode: Int32) -> Bool {
    unsafe access(systemPath(path), mode) == 0
}

/// rename(2), which replaces an existing file.
public func renameFile(_ from: String, to: String) -> Bool {
    unsafe rename(systemPath(from), systemPath(to)) == 0
}

/// link(2): gives a file a second name; fails when that exists.
public func linkFile(_ from: String, to: String) -> Bool {
    unsafe link(systemPath(from), systemPath(to)) == 0
}

/// unlink(2): removes a name of a file.
@discardableResult
public func removeFile(_ path: String) -> Bool { unsafe unlink(systemPath(path)) == 0 }

/// mkdir(2): creates a folder with the permissions 0777 before the umask.
public func makeFolder(_ path: String) -> Bool { unsafe mkdir(systemPath(path), 0o777) == 0 }

/// Creates a folder and its missing parents; true when it exists afterwards.
public func makeFolders(_ path: String) -> Bool {
    if FileKind(path) == .folder { return true }
    let parent = parentPath(of: path)
    if !parent.isEmpty && FileKind(parent) == .missing && !makeFolders(parent) { return false }
    return makeFolder(path) || errno == EEXIST && FileKind(path) == .folder
}

/// rmdir(2): removes an empty folder.
@discardableResult
public func removeFolder(_ path: String) -> Bool { unsafe rmdir(systemPath(path)) == 0 }

/// realpath(3): the absolute path without links, `.` and `..`; nil when it does not exist.
public func canonicalPath(_ path: String) -> String? {
    guard let real = unsafe realpath(systemPath(path), nil) else { return nil }
    defer { unsafe free(real) }
    return unsafe pathText(UnsafeRawBufferPointer(start: real, count: strlen(real)))
}

/// getcwd(3): the working folder of the process; "." when it was removed.
func currentFolder() -> String {
    guard let folder = unsafe getcwd(nil, 0) else { return "." }
    defer { unsafe free(folder) }
    return unsafe pathText(UnsafeRawBufferPointer(start: folder, count: strlen(folder)))
}

/// The names in a folder without `.` and `..`, in byte order; nil when it cannot be read.
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

/// Free bytes, for this user, of the file system of an existing path; nil if unknown.
public func freeBytes(at path: String) -> Int? {
    var status = statvfs()
    guard unsafe statvfs(systemPath(path), &status) == 0 else { return nil }
    let (bytes, overflows) = Int(clamping: status.f_bavail)
        .multipliedReportingOverflow(by: Int(clamping: status.f_frsize))
    return overflows ? nil : bytes
}
