/// A file that was not embedded, and why.
public struct Reject: Sendable, Equatable {
    /// Raw bytes of the path below the root.
    public var path: [UInt8]
    /// One word, such as "truncated".
    public var cause: String
    /// One sentence.
    public var detail: String
    /// Its place among the plan's items; -1 in older files.
    public var place: Int

    public init(path: [UInt8], cause: String, detail: String, place: Int = 0) {
        self.path = path
        self.cause = cause
        self.detail = detail
        self.place = place
    }
}
