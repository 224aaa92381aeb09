internal import Dense
internal import HDF5

/// Writes a file of embeddings in the order of the plan, row by row or from finished segments.
///
/// One thread owns it. The file stands under a temporary name until `finish`; when anything
/// fails, call `abandon` and the name stays as it was.
public final class EmbeddingWriter {
    private let layout: EmbeddingLayout
    private let target: AtomicFile
    private var body: EmbeddingBody?
    private var file: File?
    /// Rows appended so far.
    public var rowCount: Int { body?.rows.rowCount ?? 0 }

    /// - Parameters:
    ///   - replacing: whether a file of this name may stand there at the end.
    ///   - textWidths: bytes of the longest text of each data set of texts, as the segments' tell
    ///     (`TextWidths`); texts of others are kept in memory until the end.
    ///   - linking: whether tokens and attention stay in the segments, over which the file is then
    ///     a view; they must stand in the folder `path` + ".parts".
    public init(
        path: String, layout: EmbeddingLayout, run: RunDescription, replacing: Bool = true,
        textWidths: TextWidths = TextWidths(), linking: Bool = false
    ) throws {
        self.layout = layout
        target = AtomicFile(path: path, replacing: replacing)
        try target.begin()
        let file = try File.create(target.temporary, hasChecks: true)
        self.file = file
        do {
            try Self.write(run, to: file.root.attributes)
            try Self.writeModel(layout, below: file.root)
            body = try EmbeddingBody(
                layout, below: file.root, textWidths: textWidths.bytes, isLinked: linking)
        } catch {
            file.abandon()
            target.abandon()
            throw error
        }
    }

    private static func write(_ run: RunDescription, to attributes: Attributes) throws {
        try attributes.set("format", .string(Schema.Embeddings.format))
        try attributes.set("format_version", .integer(Int64(Schema.Embeddings.version)))
        try attributes.set("tool", .string("vitrine extract"))
        try attributes.set("tool_version", .string(run.toolVersion))
        try attributes.set("command_line", .strings(run.commandLine))
        try attributes.set("uuid", .string(run.uuid))
        try attributes.set("created_utc", .string(run.createdUTC))
        try attributes.set("threads", .integer(Int64(run.threads)))
        try attributes.set("seed", .integer(Int64(run.seed)))
        try attributes.set("instruction_set", .string(run.instructionSet))
        try attributes.set("input_variant", .string(run.inputVariant))
        try attributes.set("mosaic", .integer(Int64(run.mosaic)))
        try attributes.set("settings", .string(run.settings))
    }

    private static func writeModel(_ layout: EmbeddingLayout, below root: Group) throws {
        let group = try root.createGroup(Schema.Embeddings.model)
        let model = layout.model
        try model.write(to: group.attributes)
        try group.attributes.seal()
        try group.write(
            Schema.Embeddings.patchKernel, layout.patchKernel.elements,
            shape: [model.patch, model.patch, 3, model.width])
        try group.write(Schema.Embeddings.patchBias, layout.patchBias)
        try group.write(
            Schema.Embeddings.position, layout.position.elements,
            shape: [layout.position.rows, layout.position.columns])
    }

    /// Adds the next row.
    public func append(_ image: EmbeddedImage) throws { try body?.append(image) }

    /// Adds a variant of an image whose row stands already; without that row it is dropped.
    public func append(variant: ExplainedImage) throws { try body?.append(variant, row: nil) }

    /// Records a file that was not embedded.
    public func append(_ reject: Reject) throws { try body?.append(reject) }

    /// Adds all that a segment holds: rows, rejects, images kept in full. Its rows are checked
    /// against the segment's own list.
    ///
    /// - Parameter betweenBlocks: called now and then; when it throws, so does this.
    public func append(
        _ segment: SegmentReader, betweenBlocks: () throws -> Void = {}
    ) throws {
        try body?.append(segment, betweenBlocks: betweenBlocks)
    }

    /// Adds a finished file and the segments in which some of its rejects were tried again, each
    /// row in its place; `items` are the plan's items that were tried.
    public func append(
        _ file: EmbeddingReader, retriedIn segments: [SegmentReader], items: Set<Int>,
        betweenBlocks: () throws -> Void = {}
    ) throws {
        try body?.append(file, retriedIn: segments, items: items, betweenBlocks: betweenBlocks)
    }

    /// Writes what is left, checks the file by opening it again, and gives it its name.
    public func finish() throws {
        guard let file else { preconditionFailure("finish() after finish() or abandon()") }
        let rowCount = self.rowCount
        try end(file)
        let record = file.record
        body = nil
        self.file = nil
        try file.close()
        try target.sync()
        try checkWritten(target.temporary, record)
        let reread = try EmbeddingReader(target.temporary)
        precondition(
            reread.imageCount == rowCount, "\(reread.imageCount) rows reread of \(rowCount)")
        try target.commit()
    }

    /// Writes all but what closing writes.
    private func end(_ file: File) throws {
        guard let body else { preconditionFailure("a file without its contents") }
        try body.finish()
        try file.root.attributes.set("image_count", .integer(Int64(rowCount)))
        try file.root.attributes.set("saturated_values", .integer(body.saturated))
        try file.root.attributes.seal()
        try file.flush()
        try file.root.attributes.set("complete", .integer(1))
        try file.flush()
    }

    /// Drops the file; what stood under its name before stays. After a failed write it stays open
    /// until the program ends, see `HDF5.File.abandon`.
    public func abandon(afterFailedWrite: Bool = false) {
        if afterFailedWrite {
            file?.abandon(with: self)
        } else {
            body = nil
            file = nil
        }
        target.abandon()
    }
}
