internal import FileSystem
internal import Foundation

/// The folder of CSV tables beside a map (`tsne.tables`).
///
/// It is written under a temporary name and replaces an earlier folder as a whole, so that a table
/// of an earlier run never stays beside a new map. The order is: `stage`, then `retire` before the
/// map is renamed, then `publish`; or `abandon` after an error.
public struct TableFolder: Sendable {
    /// Path of the folder.
    public let path: String
    /// Name of a file in the folder that lists the tables written by `reduce`, one per line.
    static let markName = ".vitrine"
    /// Tables in folders of early versions, which have no such list.
    private static let formerNames: Set = Set(
        [
            "clusters", "duplicates", "labels", "layer_profile", "leaks", "maps", "outliers",
            "reference",
        ].map { $0 + ".csv" })

    /// Names a folder; nothing is created.
    public init(path: String) { self.path = path }

    /// Temporary name of the new folder.
    private var temporary: String { temporaryName(for: path) }
    /// Name of the earlier folder after `retire`, to which a suffix of this process is added.
    private var retired: String { path + ".old" }

    /// Checks that the folder may be replaced.
    ///
    /// - Throws: `OutputError` if it contains a file that `reduce` did not write, or an input of
    ///   the command, or if it is a link.
    public func check(_ rule: OutputRule) throws {
        try rule.check(folder: path)
        guard FileKind(path) == .folder else { return }
        guard let status = fileStatus(path, followingLinks: false),
            status.st_mode & S_IFMT == S_IFDIR
        else {
            throw OutputError(
                path,
                "expected a folder for the tables, found a link to one; move it away, or "
                    + "give another name with -o.")
        }
        let known = listedNames()
        for name in try names(in: path) {
            guard known.contains(name) || name == Self.markName else {
                throw OutputError(
                    path,
                    "expected only tables that reduce wrote there, which are replaced, found "
                        + "\(name); move it away, or give another name with -o.")
            }
            try rule.checkInputs("\(path)/\(name)")
        }
    }

    /// Names of the tables that an earlier run wrote.
    private func listedNames() -> Set<String> {
        guard let bytes = wholeFile("\(path)/\(Self.markName)") else {
            return Self.formerNames
        }
        return Set(String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init))
    }

    /// Writes the files into the temporary folder. The earlier folder stays as it is.
    public func stage(_ files: [(name: String, bytes: [UInt8])]) throws {
        removeLeftovers(of: path)
        removeLeftovers(of: retired)
        if files.isEmpty { return }
        removeFileOrFolder(temporary)
        guard makeFolder(temporary) else {
            throw systemError(path, "making the folder")
        }
        do {
            let names = files.map { $0.name + "\n" }.joined()
            try writeFile(Array(names.utf8), to: "\(temporary)/\(Self.markName)")
            for file in files { try writeFile(file.bytes, to: "\(temporary)/\(file.name)") }
        } catch {
            abandon()
            throw error
        }
    }

    /// Renames the earlier folder away, if there is one. Call it when the map is complete, before
    /// it is renamed.
    public func retire() throws {
        guard renameFile(path, to: temporaryName(for: retired)) || errno == ENOENT else {
            throw systemError(path, "renaming the folder of earlier tables")
        }
    }

    /// Gives the new folder its name and removes the earlier one. Call it after the map was
    /// renamed.
    public func publish() throws {
        defer { removeFileOrFolder(temporaryName(for: retired)) }
        guard renameFile(temporary, to: path) || errno == ENOENT else {
            throw systemError(path, "renaming the folder of tables")
        }
        try syncFolder(of: path)
    }

    /// Removes the new folder after an error.
    public func abandon() { removeFileOrFolder(temporary) }
}
