internal import Foundation
internal import HDF5

/// A file that appears under its name whole or not at all: it is written under a temporary name,
/// closed, synced to the disk, and renamed.
struct AtomicFile {
    let path: String
    var temporary: String { path + ".partial" }

    /// Removes what an earlier run may have left and checks that the folder can be written.
    func begin() throws {
        let folder = (path as NSString).deletingLastPathComponent
        if unsafe access(folder.isEmpty ? "." : folder, W_OK) != 0 {
            throw failure("writing to the folder \(folder.isEmpty ? "." : folder)")
        }
        unsafe unlink(temporary)
    }

    /// Syncs the closed temporary file and gives it its name.
    func commit() throws {
        let descriptor = unsafe open(temporary, O_RDONLY)
        guard descriptor >= 0 else { throw failure("opening the temporary file") }
        let synced = fsync(descriptor)
        close(descriptor)
        guard synced == 0 else { throw failure("syncing to the disk") }
        guard unsafe rename(temporary, path) == 0 else {
            throw failure("renaming the temporary file")
        }
        // The rename itself must reach the disk too.
        let folder = (path as NSString).deletingLastPathComponent
        let directory = unsafe open(folder.isEmpty ? "." : folder, O_RDONLY)
        if directory >= 0 {
            fsync(directory)
            close(directory)
        }
    }

    /// Removes the temporary file.
    func abandon() { unsafe unlink(temporary) }

    private func failure(_ operation: String) -> StoreError {
        let reason = unsafe String(cString: strerror(errno))
        return .system(file: path, operation: operation, reason: reason)
    }
}

/// Opens an HDF5 file for reading, and says which of the usual things is wrong when it cannot.
func openForReading(_ path: String) throws -> File {
    guard FileManager.default.fileExists(atPath: path) else {
        throw StoreError.missing(file: path)
    }
    do {
        return try File.open(path)
    } catch let error as HDF5Error {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        let bytes = (attributes?[.size] as? Int) ?? 0
        throw StoreError.notHDF5(file: path, bytes: bytes, reason: error.reason)
    }
}
