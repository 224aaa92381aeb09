internal import FileSystem

/// Final and temporary name of a segment.
public struct SegmentPath: Sendable {
    /// The final name.
    public let path: String
    /// A name in the same folder that only this process uses.
    let temporary: String

    /// Names a segment; nothing is created.
    public init(path: String) {
        self.path = path
        temporary = temporaryName(for: path)
    }

    /// Waits until the closed temporary file is on the disk.
    func sync() throws { try syncFile(temporary) }

    /// Renames the synced file. If another run has committed the segment meanwhile, that one stays
    /// and this one is removed.
    func commit() throws {
        if try !renameWithoutReplacing(temporary, path) { removeTemporary() }
        try syncFolder(of: path)
    }

    /// Removes the temporary file.
    func removeTemporary() { removeFile(temporary) }
}
