/// Length of the longest text in each data set of texts of some files. A data set of texts has one
/// width from its first row on, so it must be known before files are joined.
public struct TextWidths: Sendable {
    /// Length in bytes, by the path of the data set.
    private(set) var bytes: [String: Int] = [:]

    /// No widths; `add` collects them.
    public init() {}

    /// Widths for a finished file that is written again with some rejects retried. Nothing is known
    /// about `/rejects`, which is written last, and nothing at all about files of format version 1.
    public init(_ file: EmbeddingReader, retriedIn segments: [SegmentReader]) throws {
        guard file.rows.table != nil else { return }
        try add(file.rows)
        for segment in segments { try add(segment) }
        bytes = bytes.filter { !$0.key.hasPrefix(Schema.Embeddings.rejects + "/") }
    }

    /// Takes the texts of a segment into account.
    public mutating func add(_ segment: SegmentReader) throws { try add(segment.rows) }

    /// Takes a text of a data set into account.
    mutating func add(_ count: Int, _ path: String) {
        bytes[path] = max(bytes[path] ?? 1, count)
    }

    /// Takes the texts of a file into account.
    private mutating func add(_ source: StoredRows) throws {
        bytes.merge(try source.textWidths) { max($0, $1) }
    }
}
