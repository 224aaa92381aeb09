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
        if unsafe access(folder, W_OK) != 0 {
            throw systemError(path, "writing to the folder \(folder)")
        }
        removeLeftovers(of: path)
        // A process of this number may have died here.
        unsafe unlink(temporary)
        Unfinished.add(temporary)
    }

    /// Waits until the closed temporary file is on the disk.
    func sync() throws { try syncFile(temporary) }

    /// Gives the synced temporary file its name.
    func commit() throws {
        if replacing {
            guard unsafe rename(temporary, path) == 0 else {
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
        unsafe unlink(temporary)
        Unfinished.remove(temporary)
    }

    /// Writes `bytes` as the file `path`, whole or not at all, over what stands there.
    public static func write(_ bytes: [UInt8], to path: String) throws {
        let target = AtomicFile(path: path)
        Unfinished.add(target.temporary)
        unsafe unlink(target.temporary)
        do {
            try writeFile(bytes, to: target.temporary)
            guard unsafe rename(target.temporary, path) == 0 else {
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
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
    let descriptor = unsafe open(path, flags, 0o666)
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

    func removeTemporary() { unsafe unlink(temporary) }
}

/// The folder that a path stands in.
public func folderPath(of path: String) -> String {
    let folder = parentPath(of: path)
    return folder.isEmpty ? "." : folder
}

/// The system's words for the last failed call on a file.
func systemError(_ path: String, _ operation: String) -> StoreError {
    .system(file: path, operation: operation, reason: unsafe String(cString: strerror(errno)))
}

/// Waits until a closed file's bytes are on the disk.
func syncFile(_ path: String) throws {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw systemError(path, "opening the file to sync it") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw systemError(path, "syncing to the disk") }
}

/// Waits until the names in a file's folder are on the disk.
func syncFolder(of path: String) throws {
    let folder = folderPath(of: path)
    let directory = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
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
    if unsafe link(from, to) == 0 {
        // A second name is no harm, so that a removal that fails twice is left at that.
        if unsafe unlink(from) != 0 { unsafe unlink(from) }
        return true
    }
    if errno == EEXIST { return false }
    guard [EPERM, ENOTSUP, ENOSYS, EMLINK].contains(errno) else {
        throw systemError(to, "giving the temporary file its name")
    }
    // A file system without links: the locks alone keep two runs apart.
    if unsafe access(to, F_OK) == 0 { return false }
    guard unsafe rename(from, to) == 0 else {
        throw systemError(to, "renaming the temporary file")
    }
    return true
}

/// Opens an HDF5 file for reading, and says which of the usual things is wrong when it cannot.
func openForReading(_ path: String) throws -> File {
    guard FileManager.default.fileExists(atPath: path) else {
        throw StoreError.missing(file: path)
    }
    do {
        return try File.open(path)
    } catch let error as HDF5Error {
        if let other = ForeignFile(path) {
            throw StoreError.foreign(file: path, found: other.found, advice: other.advice)
        }
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        let bytes = (attributes?[.size] as? Int) ?? 0
        throw StoreError.notHDF5(file: path, bytes: bytes, reason: error.reason)
    }
}
