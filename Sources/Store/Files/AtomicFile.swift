internal import FileSystem
internal import Foundation
internal import HDF5

/// A file that appears under its name whole or not at all: it is written under a temporary name
/// of this process, closed, synced to the disk, and renamed.
public struct AtomicFile: Sendable {
    let path: String
    /// Whether a file that stands under the name is replaced; else `commit` fails.
    let replacing: Bool
    let temporary: String

    init(path: String, replacing: Bool = true) {
        self.path = path
        self.replacing = replacing
        temporary = temporaryName(for: path)
    }

    /// Removes what earlier runs may have left and checks that the folder can be written.
    func begin() throws {
        let folder = folderPath(of: path)
        if !mayAccess(folder, W_OK) {
            throw systemError(path, "writing to the folder \(folder)")
        }
        removeLeftovers(of: path)
        // A process of this number may have died here.
        removeFile(temporary)
        Unfinished.add(temporary)
    }

    /// Waits until the closed temporary file is on the disk.
    func sync() throws { try syncFile(temporary) }

    /// Gives the synced temporary file its name.
    func commit() throws {
        if replacing {
            guard renameFile(temporary, to: path) else {
                throw systemError(path, "renaming the temporary file")
            }
        } else if try !renameWithoutReplacing(temporary, path) {
            throw StoreError.exists(file: path)
        }
        Unfinished.remove(temporary)
        // The rename itself must reach the disk too.
        try syncFolder(of: path)
    }

    /// Removes the temporary file.
    func abandon() {
        removeFile(temporary)
        Unfinished.remove(temporary)
    }

    /// Writes `bytes` as the file `path`, whole or not at all, over what stands there.
    public static func write(_ bytes: [UInt8], to path: String) throws {
        let target = AtomicFile(path: path)
        Unfinished.add(target.temporary)
        removeFile(target.temporary)
        do {
            try writeFile(bytes, to: target.temporary)
            guard renameFile(target.temporary, to: path) else {
                throw systemError(path, "renaming the temporary file")
            }
            Unfinished.remove(target.temporary)
        } catch {
            target.abandon()
            throw error
        }
    }
}

/// Makes a file with these bytes; an error when one of this name is there.
func writeFile(_ bytes: [UInt8], to path: String) throws {
    let descriptor = openFile(path, O_WRONLY | O_CREAT | O_EXCL)
    guard descriptor >= 0 else { throw systemError(path, "making the file") }
    var done = 0
    while done < bytes.count {
        let count = unsafe bytes.withUnsafeBytes { all in
            unsafe write(descriptor, all.baseAddress! + done, bytes.count - done)
        }
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else {
            let error = systemError(path, "writing")
            close(descriptor)
            throw error
        }
        done += count
    }
    guard close(descriptor) == 0 else { throw systemError(path, "closing the file") }
}

/// Removes the names that killed runs had given a file beside its own before they were taken away.
public func removeTemporaryNames(of path: String) { removeLeftovers(of: path) }

/// Where one segment goes: a name of this process first, then its own.
public struct SegmentPath: Sendable {
    public let path: String
    let temporary: String

    public init(path: String) {
        self.path = path
        temporary = temporaryName(for: path)
    }

    func sync() throws { try syncFile(temporary) }

    /// Gives the synced file its name. A segment that another run committed meanwhile stays, and
    /// ours goes.
    func commit() throws {
        if try !renameWithoutReplacing(temporary, path) { removeTemporary() }
        try syncFolder(of: path)
    }

    func removeTemporary() { removeFile(temporary) }
}

/// The system's words for the last failed call on a file.
func systemError(_ path: String, _ operation: String) -> StoreError {
    .system(file: path, operation: operation, reason: systemText())
}

/// The names in a folder, in the order of their bytes.
func names(in folder: String) throws -> [String] {
    guard let names = namesInFolder(folder) else { throw systemError(folder, "reading the folder") }
    return names
}

/// Waits until a closed file's bytes are on the disk.
func syncFile(_ path: String) throws {
    let descriptor = openFile(path, O_RDONLY)
    guard descriptor >= 0 else { throw systemError(path, "opening the file to sync it") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw systemError(path, "syncing to the disk") }
}

/// Waits until the names in a file's folder are on the disk.
func syncFolder(of path: String) throws {
    let folder = folderPath(of: path)
    let directory = openFile(folder, O_RDONLY | O_DIRECTORY)
    guard directory >= 0 else { throw systemError(folder, "opening the folder to sync it") }
    defer { close(directory) }
    // Some network file systems cannot sync folders and say so.
    guard fsync(directory) == 0 || errno == EINVAL || errno == ENOTSUP else {
        throw systemError(folder, "syncing the folder to the disk")
    }
}

/// Renames a file and tells whether it did: it does not when the new name is taken.
func renameWithoutReplacing(_ from: String, _ to: String) throws -> Bool {
    // A link never replaces, on network file systems too; a plain rename would.
    if linkFile(from, to: to) {
        // A second name is no harm, so that a removal that fails twice is left at that.
        if !removeFile(from) { removeFile(from) }
        return true
    }
    if errno == EEXIST { return false }
    guard [EPERM, ENOTSUP, ENOSYS, EMLINK].contains(errno) else {
        throw systemError(to, "giving the temporary file its name")
    }
    // A file system without links: the locks alone keep two runs apart.
    if mayAccess(to, F_OK) { return false }
    guard renameFile(from, to: to) else {
        throw systemError(to, "renaming the temporary file")
    }
    return true
}

/// Opens an HDF5 file for reading, and says which of the usual things is wrong when it cannot.
func openForReading(_ path: String) throws -> File {
    guard isThere(path) else {
        throw StoreError.missing(file: path)
    }
    do {
        return try File.open(path)
    } catch let error as HDF5Error {
        if let other = ForeignFile(path) {
            throw StoreError.foreign(file: path, found: other.found, advice: other.advice)
        }
        throw StoreError.notHDF5(
            file: path, bytes: regularFileSize(path) ?? 0, reason: error.reason)
    }
}
