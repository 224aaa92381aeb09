internal import FileSystem
internal import Foundation

/// The folder of tables beside a map, which is written under a temporary name and takes the place
/// of an earlier one as a whole: a table of an earlier run never stays beside a new map.
public struct TableFolder: Sendable {
    public let path: String
    /// A file in the folder with the names of those that were written into it, a line each.
    static let markName = ".vitrine"
    /// Files of folders that were made before folders had that file.
    private static let formerNames: Set = Set(
        [
            "clusters", "duplicates", "labels", "layer_profile", "leaks", "maps", "outliers",
            "reference",
        ].map { $0 + ".csv" })

    public init(path: String) { self.path = path }

    private var temporary: String { temporaryName(for: path) }
    private var retired: String { path + ".old" }

    /// Throws a sentence when the folder holds what the program did not write, or an input.
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

    private func listedNames() -> Set<String> {
        guard let bytes = wholeFile("\(path)/\(Self.markName)") else {
            return Self.formerNames
        }
        return Set(String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init))
    }

    /// Writes the files under the temporary name; the earlier folder stays as it is.
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

    /// Takes the earlier folder away; to be called before the map gets its name.
    public func retire() throws {
        guard renameFile(path, to: temporaryName(for: retired)) || errno == ENOENT else {
            throw systemError(path, "renaming the folder of earlier tables")
        }
    }

    /// Gives the new folder its name; to be called when the map has its own.
    public func publish() throws {
        defer { removeFileOrFolder(temporaryName(for: retired)) }
        guard renameFile(temporary, to: path) || errno == ENOENT else {
            throw systemError(path, "renaming the folder of tables")
        }
        try syncFolder(of: path)
    }

    /// Removes the new folder.
    public func abandon() { removeFileOrFolder(temporary) }
}
