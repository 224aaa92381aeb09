/// What is known of a row, as a server gives it to the page: a list of path, SHA-256, x, y and the
/// values of the columns.
public struct PageRecord: Encodable, Sendable {
    /// The path, as in the blocks of paths.
    var path: String
    /// SHA-256 of the image file in hexadecimal; "" if it is not known.
    var digest: String
    /// Position at a layer.
    var (x, y): (Float, Float)
    /// Code of each category (-1: none), and each number, in the order of the columns; nil for a
    /// number that is missing.
    var values: [Double?]

    /// A row.
    public init(path: String, digest: String, x: Float, y: Float, values: [Double?]) {
        self.path = path
        self.digest = digest
        (self.x, self.y) = (x, y)
        self.values = values
    }

    public func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        try list.encode(path)
        try list.encode(digest)
        try list.encode(shortest(x))
        try list.encode(shortest(y))
        try list.encode(values)
    }
}
