/// The reason why an output may not be written, as one sentence.
public struct OutputError: Error, CustomStringConvertible, Sendable {
    /// The sentence, the path first.
    public let description: String
    /// Whether the folder of the output does not exist. Programs exit with another code then.
    public let isFolderMissing: Bool

    /// Makes an error from a path and the rest of the sentence.
    public init(_ path: String, _ sentence: String, isFolderMissing: Bool = false) {
        description = "\(path): \(sentence)"
        self.isFolderMissing = isFolderMissing
    }
}
