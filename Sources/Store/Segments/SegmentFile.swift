internal import HDF5

/// What a segment says of itself.
public struct SegmentDescription: Sendable, Equatable {
    /// Hash of the plan that it belongs to.
    public var plan: String
    /// Counted from 0.
    public var index: Int
    /// Which of the run's items it holds (rows, rejects and variants), by their order.
    public var items: Range<Int>
    /// As in `RunDescription`.
    public var instructionSet: String

    public init(plan: String, index: Int, items: Range<Int>, instructionSet: String) {
        self.plan = plan
        self.index = index
        self.items = items
        self.instructionSet = instructionSet
    }
}

/// What became of a segment's images, beside their rows.
public struct SegmentCounts: Sendable, Equatable {
    /// Token values beyond half precision's range, set to ±65504.
    public var saturated = 0
    /// Images that ask to be turned and were not.
    public var ignoredRotations = 0
    /// Objects beyond the 255 that a mask holds.
    public var objectsLeftOut = 0

    public init() {}
}

/// Writes one segment; one thread owns it.
///
/// It stands under a temporary name until `commit`, which checks it by reading it again.
public final class SegmentWriter {
    private let description: SegmentDescription
    private let target: SegmentPath
    private var file: File?
    private var body: EmbeddingBody?

    public init(_ description: SegmentDescription, in target: SegmentPath, layout: EmbeddingLayout)
        throws
    {
        self.description = description
        self.target = target
        let file = try File.create(target.temporary, hasChecks: true)
        self.file = file
        do {
            body = try EmbeddingBody(layout, below: file.root)
        } catch {
            file.abandon()
            target.removeTemporary()
            throw error
        }
    }

    public func append(_ image: EmbeddedImage) throws { try body?.append(image) }

    /// Adds a variant; whether its row stands shows when the segments are joined.
    public func append(variant: ExplainedImage) throws { try body?.append(variant, row: -1) }

    public func append(_ reject: Reject) throws { try body?.append(reject) }

    /// Ends the file, syncs it, reads it again, and gives it its name; what another run committed
    /// under that name stays.
    public func commit(_ counts: SegmentCounts) throws {
        guard let file else { preconditionFailure("commit() twice") }
        try end(file, counts)
        let record = file.record
        body = nil
        self.file = nil
        try file.close()
        try target.sync()
        try checkWritten(target.temporary, record)
        try target.commit()
    }

    /// Writes all but what closing writes.
    private func end(_ file: File, _ counts: SegmentCounts) throws {
        guard let body else { preconditionFailure("a file without its contents") }
        try body.finish()
        let attributes = file.root.attributes
        try attributes.set("format", .string(Schema.Embeddings.segmentFormat))
        try attributes.set("format_version", .integer(Int64(Schema.Embeddings.version)))
        try attributes.set("plan", .string(description.plan))
        try attributes.set("index", .integer(Int64(description.index)))
        try attributes.set("first_item", .integer(Int64(description.items.lowerBound)))
        try attributes.set("items", .integer(Int64(description.items.count)))
        try attributes.set("instruction_set", .string(description.instructionSet))
        try attributes.set("image_count", .integer(Int64(body.rows.rowCount)))
        try attributes.set("saturated_values", .integer(Int64(counts.saturated)))
        try attributes.set("ignored_rotations", .integer(Int64(counts.ignoredRotations)))
        try attributes.set("objects_left_out", .integer(Int64(counts.objectsLeftOut)))
        try attributes.seal()
        try file.flush()
        try attributes.set("complete", .integer(1))
        try file.flush()
    }

    /// Drops the file; see `EmbeddingWriter.abandon`.
    public func abandon(afterFailedWrite: Bool = false) {
        if afterFailedWrite {
            file?.abandon(with: self)
        } else {
            body = nil
            file = nil
        }
        target.removeTemporary()
    }
}

/// A finished segment, open for reading.
public final class SegmentReader {
    public let path: String
    public let description: SegmentDescription
    public let counts: SegmentCounts
    public let rowCount: Int
    private let file: File
    let rows: RowSource

    /// Opens and checks a segment; with `expecting`, one of another plan or place is an error.
    /// Segments of another format version are not joined: rows of two kinds must not mix.
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
        rows = RowSource(path, file.root, try BlockTable(below: file.root, path: path))
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
        self.counts = counts
    }

    var saturated: Int64 { Int64(counts.saturated) }

    /// The places of the rows in the plan.
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

    /// Images kept in full, variants counted.
    var explainedCount: Int {
        get throws { try file.root.group(Schema.Embeddings.explain).names().count }
    }

    func explained(at index: Int, model: ModelDescription) throws -> ExplainedImage {
        let group = try file.root.group(Schema.Embeddings.explain).group(String(index))
        return try ExplainedImage(from: group, model: model, attention: true, isSealed: true)
    }

    /// Rereads all of it: what is not as it was written, in sentences.
    public func damage() throws -> [String] {
        try findDamage(in: file.root, path: path, source: rows).map(\.description)
    }
}
