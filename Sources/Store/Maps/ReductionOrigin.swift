/// The file that a map was made from.
public struct ReductionOrigin: Sendable, Equatable {
    /// The path as it was given on the command line.
    public var file: String
    /// UUID of a file of embeddings; "" for vectors.
    public var uuid: String
    /// SHA-256 in hexadecimal: `EmbeddingReader.contentHash()`, or that of the whole file for
    /// vectors.
    public var hash: String
    /// Arguments of the `extract` that wrote a file of embeddings; empty if unknown.
    public var commandLine: [String]

    public init(file: String, uuid: String, hash: String, commandLine: [String] = []) {
        self.file = file
        self.uuid = uuid
        self.hash = hash
        self.commandLine = commandLine
    }
}
