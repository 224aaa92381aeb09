internal import FileSystem
internal import Foundation

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
        try checkFolder(of: path)
        switch FileKind(path) {
        case .missing: try checkInputs(path)
        case .folder:
            throw OutputError(
                path,
                "expected a file's name, found a folder, which is never replaced; give "
                    + "another name.")
        case .special(let kind):
            throw OutputError(
                path,
                "expected a file's name, found a \(kind), which is never replaced; give "
                    + "another name.")
        case .regular, .danglingLink:
            try checkInputs(path)
            if overwrite { return }
            guard let found = try foreign(path) else { return }
            throw OutputError(
                path,
                "expected a free name, found \(found); give --overwrite to replace it, or "
                    + "another name.")
        }
    }

    /// Throws a sentence when `path` can be no folder to put files into; it may be there or not.
    public func check(folder path: String) throws {
        guard !path.isEmpty else {
            throw OutputError(
                "\"\"", "expected the name of a folder to write to, found an empty one.")
        }
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
                path,
                "expected another file than those that are read, found an input of this "
                    + "command\(same); give another name.")
        }
    }

    /// Whether a file stands in a folder or deeper, whatever links lead there.
    public static func isBelow(_ path: String, _ folder: String) -> Bool {
        guard let wanted = FileIdentity(folder), let real = canonicalPath(path) else {
            return false
        }
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

/// Throws a sentence when a pipe, socket or device stands at `path`, which a program that read it
/// would wait for; a path that is not there is left to whoever reads it.
public func checkReadable(_ path: String) throws {
    guard case .special(let kind) = FileKind(path) else { return }
    throw OutputError(
        path,
        "expected a file, found a \(kind), which cannot be read from place to place; write "
            + "it to a file first.")
}

/// The path without links in its folder; its last part may be missing.
func resolvedPath(_ path: String) -> String {
    let name = (path as NSString).lastPathComponent
    return canonicalPath(folderPath(of: path)).map { $0 + "/" + name } ?? path
}
