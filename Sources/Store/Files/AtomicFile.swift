internal import FileSystem
internal import Foundation

/// A file that appears under its name as a whole or not at all: it is written under a temporary
/// name, closed, synced, and renamed.
public struct AtomicFile: Sendable {
    /// The final name.
    let path: String
    /// Whether `commit` replaces an existing file; otherwise it fails.
    let replacing: Bool
    /// A name in the same folder that only this process uses.
    let temporary: String

    /// Names a file; nothing is created.
    init(path: String, replacing: Bool = true) {
        self.path = path
        self.replacing = replacing
        temporary = temporaryName(for: path)
    }

    /// Removes leftovers of earlier runs and checks that the folder is writable.
    func begin() throws {
        let folder = folderPath(of: path)
        if !mayAccess(folder, W_OK) {
            throw systemError(path, "writing to the folder \(folder)")
        }
        removeLeftovers(of: path)
        // A dead process with the same id may have left this name.
        removeFile(temporary)
        Unfinished.add(temporary)
    }

    /// Waits until the closed temporary file is on the disk.
    func sync() throws { try syncFile(temporary) }

    /// Renames the synced temporary file.
    ///
    /// - Throws: `StoreError.exists` if the name is taken and `replacing` is false.
    func commit() throws {
        if replacing {
            try replace()
        } else if try !renameWithoutReplacing(temporary, path) {
            throw StoreError.exists(file: path)
        }
        Unfinished.remove(temporary)
        // The rename itself must reach the disk too.
        try syncFolder(of: path)
    }

    /// Renames the temporary file, with the permissions of the file that it replaces.
    private func replace() throws {
        if let old = fileStatus(path, followingLinks: false), old.st_mode & S_IFMT == S_IFREG {
            setMode(temporary, old.st_mode & 0o777)
        }
        guard renameFile(temporary, to: path) else {
            throw systemError(path, "renaming the temporary file")
        }
    }

    /// Removes the temporary file.
    func abandon() {
        removeFile(temporary)
        Unfinished.remove(temporary)
    }

    /// Writes `bytes` to `path` as a whole or not at all; an existing file is replaced.
    ///
    /// - Throws: `StoreError.system` with the system's reason.
    public static func write(_ bytes: [UInt8], to path: String) throws {
        let target = AtomicFile(path: path)
        Unfinished.add(target.temporary)
        removeFile(target.temporary)
        do {
            try writeFile(bytes, to: target.temporary)
            try target.replace()
            Unfinished.remove(target.temporary)
        } catch {
            target.abandon()
            throw error
        }
    }
}

/// Creates a file with these bytes; an existing file is an error.
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
