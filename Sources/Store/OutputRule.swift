internal import Foundation

/// Why an output may not be written, in one sentence.
public struct OutputError: Error, CustomStringConvertible, Sendable {
    public let description: String
    /// Whether there is no folder to write to, which is a matter of the disk.
    public let isFolderMissing: Bool

    public init(_ path: String, _ sentence: String, isFolderMissing: Bool = false) {
        description = "\(path): \(sentence)"
        self.isFolderMissing = isFolderMissing
    }
}

/// The one rule for what the programs may write over, checked before any work.
///
/// An output is never an input of the same command, by device and inode (so links are seen
/// through); a folder, pipe, socket or device is never replaced; a file that stands there is
/// replaced only with `--overwrite`, or where the program knows it for its own.
public struct OutputRule: Sendable {
    private struct Input {
        let path: String
        let identity: FileIdentity?
        let resolved: String
    }

    private let inputs: [Input]
    private let overwrite: Bool

    /// - Parameter inputs: all files that the command reads, folders left out; what is not there,
    ///   such as a published name, does no harm.
    public init(inputs: [String], overwrite: Bool) {
        self.inputs = inputs.map {
            Input(path: $0, identity: FileIdentity($0), resolved: resolvedPath($0))
        }
        self.overwrite = overwrite
    }

    /// Throws a sentence when `path` may not become a file.
    ///
    /// - Parameter foreign: called when a file stands there and `--overwrite` was not given: nil
    ///   when it may be replaced all the same, else what it is ("the map of a.npy").
    public func check(
        file path: String, foreign: (String) throws -> String? = { _ in "a file" }
    ) throws {
        guard !path.isEmpty else {
            throw OutputError("\"\"", "expected the name of a file to write, found an empty one.")
        }
        try checkText(path)
        try checkFolder(of: path)
        switch FileKind(path) {
        case .missing: try checkInputs(path)
        case .folder:
            throw OutputError(
                path, "expected a file's name, found a folder, which is never replaced; give "
                    + "another name.")
        case .special(let kind):
            throw OutputError(
                path, "expected a file's name, found a \(kind), which is never replaced; give "
                    + "another name.")
        case .regular, .danglingLink:
            try checkInputs(path)
            if overwrite { return }
            guard let found = try foreign(path) else { return }
            throw OutputError(
                path, "expected a free name, found \(found); give --overwrite to replace it, or "
                    + "another name.")
        }
    }

    /// Throws a sentence when `path` can be no folder to put files into; it may be there or not.
    public func check(folder path: String) throws {
        guard !path.isEmpty else {
            throw OutputError(
                "\"\"", "expected the name of a folder to write to, found an empty one.")
        }
        try checkText(path)
        switch FileKind(path) {
        case .missing, .folder: return
        case .regular, .danglingLink:
            throw OutputError(
                path, "expected a folder's name, found a file; give another name.")
        case .special(let kind):
            throw OutputError(
                path, "expected a folder's name, found a \(kind); give another name.")
        }
    }

    /// Throws a sentence when `path` is one of the inputs.
    public func checkInputs(_ path: String) throws {
        let identity = FileIdentity(path)
        let resolved = resolvedPath(path)
        for input in inputs
        where identity != nil && identity == input.identity || resolved == input.resolved {
            let same = input.path == path ? "" : "; it is the same file as \(input.path)"
            throw OutputError(
                path, "expected another file than those that are read, found an input of this "
                    + "command\(same); give another name.")
        }
    }

    /// Whether a file stands in a folder or deeper, whatever links lead there.
    public static func isBelow(_ path: String, _ folder: String) -> Bool {
        guard let wanted = FileIdentity(folder), let real = realPath(path) else { return false }
        var parent = folderPath(of: real)
        while FileIdentity(parent) != wanted {
            if parent == "/" || parent == "." { return false }
            parent = folderPath(of: parent)
        }
        return true
    }

    private func checkFolder(of path: String) throws {
        let folder = folderPath(of: path)
        switch FileKind(folder) {
        case .folder: return
        case .missing, .danglingLink:
            throw OutputError(
                path, "the folder \(folder) does not exist; make it, or give another name.",
                isFolderMissing: true)
        case .regular, .special:
            throw OutputError(
                path, "expected a folder at \(folder), found none; give another name.")
        }
    }
}

/// Device and inode: what a file is, whatever its names.
public struct FileIdentity: Hashable, Sendable {
    private let device: UInt64
    private let inode: UInt64

    /// Nil when nothing stands at `path`, links followed.
    public init?(_ path: String) { self.init(bytes: Array(path.utf8)) }

    /// The same of a path that need not be UTF-8.
    public init?(bytes: [UInt8]) {
        var status = stat()
        let path = bytes.map { CChar(bitPattern: $0) } + [0]
        guard unsafe stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }
}

/// What stands at a path, links followed.
public enum FileKind: Equatable, Sendable {
    case missing, regular, folder, danglingLink
    /// "pipe", "socket" or "device"
    case special(String)

    public init(_ path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else {
            self = unsafe lstat(path, &status) == 0 ? .danglingLink : .missing
            return
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: self = .regular
        case S_IFDIR: self = .folder
        case S_IFIFO: self = .special("pipe")
        case S_IFSOCK: self = .special("socket")
        default: self = .special("device")
        }
    }
}

/// Throws a sentence when `path` is no UTF-8, or a pipe, socket or device stands there, which a
/// program that read it would wait for; a path that is not there is left to whoever reads it.
public func checkReadable(_ path: String) throws {
    try checkText(path)
    guard case .special(let kind) = FileKind(path) else { return }
    throw OutputError(
        path, "expected a file, found a \(kind), which cannot be read from place to place; write "
            + "it to a file first.")
}

/// Whether two paths name one file.
func isSameFile(_ a: String, _ b: String) -> Bool {
    guard let identity = FileIdentity(a) else { return false }
    return identity == FileIdentity(b)
}

/// The path without links in its folder; its last part may be missing.
func resolvedPath(_ path: String) -> String {
    let name = (path as NSString).lastPathComponent
    return realPath(folderPath(of: path)).map { $0 + "/" + name } ?? path
}

/// The path without links; nil when nothing stands there.
private func realPath(_ path: String) -> String? {
    guard let real = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
}
