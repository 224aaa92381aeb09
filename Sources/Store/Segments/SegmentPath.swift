internal import FileSystem

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
