internal import HDF5

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
