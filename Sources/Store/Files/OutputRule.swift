internal import FileSystem
internal import Foundation

/// The rule by which all programs decide whether an output may be written, checked before any work.
///
/// An output is never an input of the same command, compared by device and inode so that links are
/// followed. A folder, pipe, socket or device is never replaced. An existing file is replaced only
/// with `--overwrite`, or if the program recognises it as its own.
public struct OutputRule: Sendable {
    /// A file that the command reads.
    private struct Input {
        let path: String
        let identity: FileIdentity?
        let resolved: String
    }

    /// All files that the command reads.
    private let inputs: [Input]
    /// Whether `--overwrite` was given.
    private let overwrite: Bool

    /// Makes the rule for a command.
    ///
    /// - Parameters:
    ///   - inputs: All files that the command reads. Names that do not exist, such as a published
    ///     checkpoint, are allowed.
    ///   - overwrite: Whether existing files may be replaced.
    public init(inputs: [String], overwrite: Bool) {
        self.inputs = inputs.map {
            Input(path: $0, identity: FileIdentity($0), resolved: resolvedPath($0))
        }
        self.overwrite = overwrite
    }

    /// Checks that a file may be written.
    ///
    /// - Parameter foreign: Called for an existing file without `--overwrite`. It returns nil if
    ///   the program may replace the file, otherwise what the file is, such as "the map of a.npy".
    /// - Throws: `OutputError`.
    public func check(
        file path: String, foreign: (String) throws -> String? = { _ in "a file" }
    ) throws {
        guard !path.isEmpty else {
            throw OutputError("\"\"", "expected the name of a file to write, found an empty name.")
        }
        try checkFolder(of: path)
        switch FileKind(path) {
        case .missing: try checkInputs(path)
        case .folder:
            throw OutputError(
                path,
                "expected a file name, found a folder, which is never replaced; give "
                    + "another name.")
        case .special(let kind):
            throw OutputError(
                path,
                "expected a file name, found a \(kind), which is never replaced; give "
                    + "another name.")
        case .regular, .danglingLink:
            try checkInputs(path)
            if overwrite { return }
            guard let found = try foreign(path) else { return }
            throw OutputError(
                path,
                "expected a free name, found \(found); use --overwrite to replace it, or "
                    + "give another name.")
        }
    }

    /// Checks that files may be written into a folder, which may not exist yet.
    ///
    /// - Throws: `OutputError`.
    public func check(folder path: String) throws {
        guard !path.isEmpty else {
            throw OutputError(
                "\"\"", "expected the name of a folder to write to, found an empty name.")
        }
        switch FileKind(path) {
        case .missing, .folder: return
        case .regular, .danglingLink:
            throw OutputError(
                path, "expected a folder name, found a file; give another name.")
        case .special(let kind):
            throw OutputError(
                path, "expected a folder name, found a \(kind); give another name.")
        }
    }

    /// Checks that a path is not one of the inputs.
    ///
    /// - Throws: `OutputError`.
    public func checkInputs(_ path: String) throws {
        let identity = FileIdentity(path)
        let resolved = resolvedPath(path)
        for input in inputs
        where identity != nil && identity == input.identity || resolved == input.resolved {
            let same = input.path == path ? "" : "; it is the same file as \(input.path)"
            throw OutputError(
                path,
                "expected an output other than the inputs, found an input of this "
                    + "command\(same); give another name.")
        }
    }

    /// Whether a file is in a folder or in a folder of it, with all links followed.
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

    /// Checks that the folder of a file exists.
    private func checkFolder(of path: String) throws {
        let folder = folderPath(of: path)
        switch FileKind(folder) {
        case .folder: return
        case .missing, .danglingLink:
            throw OutputError(
                path, "the folder \(folder) does not exist; create it, or give another name.",
                isFolderMissing: true)
        case .regular, .special:
            throw OutputError(
                path, "expected a folder at \(folder), found a file; give another name.")
        }
    }
}

/// Checks that an input allows random access: pipes, sockets and devices do not. A missing file is
/// no error here.
///
/// - Throws: `OutputError`.
public func checkReadable(_ path: String) throws {
    guard case .special(let kind) = FileKind(path) else { return }
    throw OutputError(
        path,
        "expected a file, found a \(kind), which allows no random access; write "
            + "it to a file first.")
}

/// The path with all links in its folder followed; its last part may not exist.
func resolvedPath(_ path: String) -> String {
    let name = (path as NSString).lastPathComponent
    return canonicalPath(folderPath(of: path)).map { $0 + "/" + name } ?? path
}
