/// What a map was made from.
public struct ReductionOrigin: Sendable, Equatable {
    /// The path as it was given.
    public var file: String
    /// Of a store; empty for vectors.
    public var uuid: String
    /// SHA-256 over the names and checks of its data sets, hexadecimal.
    public var hash: String

    public init(file: String, uuid: String, hash: String) {
        self.file = file
        self.uuid = uuid
        self.hash = hash
    }
}
