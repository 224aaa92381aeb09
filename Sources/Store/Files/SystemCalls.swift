internal import FileSystem
internal import Foundation

/// The error for the last system call that failed, with the system's text.
func systemError(_ path: String, _ operation: String) -> StoreError {
    .system(file: path, operation: operation, reason: systemText())
}

/// Names in a folder, in byte order.
func names(in folder: String) throws -> [String] {
    guard let names = namesInFolder(folder) else { throw systemError(folder, "reading the folder") }
    return names
}

/// Waits until the bytes of a closed file are on the disk.
func syncFile(_ path: String) throws {
    let descriptor = openFile(path, O_RDONLY)
    guard descriptor >= 0 else { throw systemError(path, "opening the file to sync it") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw systemError(path, "syncing to the disk") }
}

/// Waits until the names in the folder of a file are on the disk.
func syncFolder(of path: String) throws {
    let folder = folderPath(of: path)
    let directory = openFile(folder, O_RDONLY | O_DIRECTORY)
    guard directory >= 0 else { throw systemError(folder, "opening the folder to sync it") }
    defer { close(directory) }
    // Some network file systems cannot sync folders and return one of these errors.
    guard fsync(directory) == 0 || errno == EINVAL || errno == ENOTSUP else {
        throw systemError(folder, "syncing the folder to the disk")
    }
}

/// Renames a file unless the new name is taken.
///
/// - Returns: Whether it was renamed.
func renameWithoutReplacing(_ from: String, _ to: String) throws -> Bool {
    // A hard link never replaces a file, even on network file systems; a rename would.
    if linkFile(from, to: to) {
        // A second name does no harm, so a removal that fails twice is ignored.
        if !removeFile(from) { removeFile(from) }
        return true
    }
    if errno == EEXIST { return false }
    guard [EPERM, ENOTSUP, ENOSYS, EMLINK].contains(errno) else {
        throw systemError(to, "giving the temporary file its name")
    }
    // The file system has no hard links; only the locks keep two runs apart.
    if mayAccess(to, F_OK) { return false }
    guard renameFile(from, to: to) else {
        throw systemError(to, "renaming the temporary file")
    }
    return true
}
