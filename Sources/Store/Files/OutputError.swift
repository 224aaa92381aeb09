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
