/// Bytes of the longest text in each data set of texts of some files, so that they can be joined
/// row by row: a data set of texts has one width from its first row on.
public struct TextWidths: Sendable {
    /// By the data sets' paths.
    private(set) var bytes: [String: Int] = [:]

    public init() {}

    /// For a finished file made anew with some of its rejects tried again: what has become of
    /// those shows late, so that nothing is known of `/rejects`; and nothing at all of a file of
    /// format version 1.
    public init(_ file: EmbeddingReader, retriedIn segments: [SegmentReader]) throws {
        guard file.rows.table != nil else { return }
        try add(file.rows)
        for segment in segments { try add(segment) }
        bytes = bytes.filter { !$0.key.hasPrefix(Schema.Embeddings.rejects + "/") }
    }

    public mutating func add(_ segment: SegmentReader) throws { try add(segment.rows) }

    private mutating func add(_ source: StoredRows) throws {
        bytes.merge(try source.textWidths) { max($0, $1) }
    }
}
