internal import HDF5

/// Writes one segment of a run. One thread owns it.
///
/// The segment has a temporary name until `commit`, which reads it back first.
public final class SegmentWriter {
    /// The part of the run that the segment holds.
    private let description: SegmentDescription
    /// Final and temporary name.
    private let target: SegmentPath
    /// The open file; nil after `commit` or `abandon`.
    private var file: File?
    /// Rows, rejects and images stored in full.
    private var body: EmbeddingBody?

    /// Creates the temporary file.
    ///
    /// - Throws: `StoreError.system` if the folder cannot be written.
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

    /// Appends the row of an image.
    public func append(_ image: EmbeddedImage) throws { try body?.append(image) }

    /// Adds a variant of an image stored in full. If the row of that image was rejected, joining
    /// the segments drops it.
    public func append(variant: ExplainedImage) throws { try body?.append(variant, row: -1) }

    /// Records a file that was not embedded.
    public func append(_ reject: Reject) throws { try body?.append(reject) }

    /// Completes the file, syncs it, reads it back and renames it. A segment of this name that
    /// another run committed first stays.
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

    /// Writes everything before the file is closed.
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
        if counts.smallerBatches > 0 {
            try attributes.set("smaller_batches", .integer(Int64(counts.smallerBatches)))
        }
        try attributes.seal()
        try file.flush()
        try attributes.set("complete", .integer(1))
        try file.flush()
    }

    /// Removes the temporary file; see `EmbeddingWriter.abandon`.
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
