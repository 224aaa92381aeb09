internal import HDF5

/// Reads a finished segment.
public final class SegmentReader {
    /// Path of the segment.
    public let path: String
    /// The part of the run that the segment holds.
    public let description: SegmentDescription
    /// Saturated values, ignored rotations and dropped objects.
    public let counts: SegmentCounts
    /// Number of rows.
    public let rowCount: Int
    private let file: File
    /// Data sets with one row per image, checked as they are read.
    let rows: StoredRows

    /// Opens a segment and checks its format.
    ///
    /// - Parameter expecting: If given, the segment must have this plan, index and range of items.
    /// - Throws: `StoreError`: `.foreignSegment` for another part or run, `.otherSegment` for
    ///   another format version (rows of two versions are never mixed), `.incomplete`, `.notOurs`.
    public init(_ path: String, expecting: SegmentDescription? = nil) throws {
        self.path = path
        file = try openForReading(path)
        let attributes = file.root.attributes
        guard case .string(Schema.Embeddings.segmentFormat)? = try attributes.get("format") else {
            throw StoreError.notOurs(file: path, found: "a file that is no segment")
        }
        let version = try attributes.integer("format_version")
        guard version == Schema.Embeddings.version else {
            throw StoreError.otherSegment(
                file: path, version: version, known: Schema.Embeddings.version)
        }
        guard case .integer(1)? = try attributes.get("complete") else {
            throw StoreError.incomplete(file: path)
        }
        try attributes.requireSeal()
        file.hasChecks = true
        rows = StoredRows(path, file.root, try BlockTable(below: file.root, path: path))
        let first = try attributes.integer("first_item")
        let count = try attributes.integer("items")
        guard first >= 0, (0...1 << 32).contains(count) else {
            throw StoreError.notOurs(file: path, found: "\(count) items from \(first) on")
        }
        description = SegmentDescription(
            plan: try attributes.string("plan"), index: try attributes.integer("index"),
            items: first..<first + count, instructionSet: try attributes.string("instruction_set"))
        if let expecting {
            var same = expecting
            same.instructionSet = description.instructionSet
            guard description == same else {
                throw StoreError.foreignSegment(file: path, index: description.index)
            }
        }
        rowCount = try attributes.integer("image_count")
        guard (0...count).contains(rowCount) else {
            throw StoreError.notOurs(file: path, found: "\(rowCount) rows of \(count) items")
        }
        var counts = SegmentCounts()
        counts.saturated = try attributes.integer("saturated_values")
        counts.ignoredRotations = try attributes.integer("ignored_rotations")
        counts.objectsLeftOut = try attributes.integer("objects_left_out")
        if let number = try attributes.get("smaller_batches"), case .integer(let count) = number {
            counts.smallerBatches = Int(count)
        }
        self.counts = counts
    }

    /// Number of saturated token values.
    var saturated: Int64 { Int64(counts.saturated) }

    /// Place of each row in the plan.
    func places() throws -> [Int] {
        let places: [Int64] = try rows.rows(
            "\(Schema.Embeddings.images)/place", count: rowCount, row: []
        ).read()
        return places.map { Int($0) }
    }

    /// The files that were not embedded.
    public func rejects() throws -> [Reject] {
        try RejectTable.read(rows, below: file.root)
    }

    /// Number of images stored in full, variants included.
    var explainedCount: Int {
        get throws { try file.root.group(Schema.Embeddings.explain).names().count }
    }

    /// An image stored in full, by its index in the segment.
    func explained(at index: Int, model: ModelDescription) throws -> ExplainedImage {
        let group = try file.root.group(Schema.Embeddings.explain).group(String(index))
        return try ExplainedImage(
            from: group, file: path, model: model, attention: true, isSealed: true)
    }

    /// Reads everything and returns a sentence for each damaged part; empty if the segment is
    /// intact.
    public func damage() throws -> [String] {
        try findDamage(in: file.root, path: path, source: rows).map(\.description)
    }
}
