/// A file that was not embedded, with the reason.
public struct Reject: Sendable, Equatable {
    /// Raw bytes of the path, relative to the root of the images.
    public var path: [UInt8]
    /// The reason as one word, such as "truncated".
    public var cause: String
    /// The reason as a sentence.
    public var detail: String
    /// Index among the items of the plan; -1 in files of early versions.
    public var place: Int

    public init(path: [UInt8], cause: String, detail: String, place: Int = 0) {
        self.path = path
        self.cause = cause
        self.detail = detail
        self.place = place
    }
}
