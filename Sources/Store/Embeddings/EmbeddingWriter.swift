internal import Dense
internal import HDF5

/// Writes a file of embeddings in the order of the plan: image by image, or from finished segments.
///
/// One thread owns it. The file has a temporary name until `finish`. After any error call
/// `abandon`; a file of the final name then stays as it was.
///
///     let writer = try EmbeddingWriter(path: "out.h5", layout: layout, run: run)
///     do {
///         for image in images { try writer.append(image) }
///         try writer.finish()
///     } catch { writer.abandon(); throw error }
public final class EmbeddingWriter {
    private let layout: EmbeddingLayout
    private let target: AtomicFile
    private var body: EmbeddingBody?
    private var file: File?
    /// Number of rows written so far.
    public var rowCount: Int { body?.rows.rowCount ?? 0 }

    /// Creates the temporary file and writes the description of the run and the model.
    ///
    /// - Parameters:
    ///   - path: The final name.
    ///   - layout: What the file will hold.
    ///   - run: Description of the run.
    ///   - replacing: Whether an existing file of this name is replaced by `finish`.
    ///   - textWidths: Length of the longest text of each data set of texts, as segments report
    ///     it. Texts of other data sets stay in memory until `finish`.
    ///   - linking: Whether tokens and attention stay in the segments, to which the file then
    ///     links. The segments must be in the folder `path` + ".parts".
    /// - Throws: `StoreError.system` if the folder cannot be written.
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

    /// Writes the attributes of the run.
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
        if let listed = run.listed { try attributes.set("listed_ns", .integer(listed)) }
        if let update = run.update {
            try attributes.set("updated_from", .string(update.uuid))
            try attributes.set("kept_rows", .integer(Int64(update.keptRows)))
        }
    }

    /// Writes the description of the model and the arrays of its embedding.
    private static func writeModel(_ layout: EmbeddingLayout, below root: Group) throws {
        let group = try root.createGroup(Schema.Embeddings.model)
        let model = layout.model
        try model.write(to: group.attributes)
        try group.attributes.seal()
        if layout.patchKernel.rows > 0 {
            try group.write(
                Schema.Embeddings.patchKernel, layout.patchKernel.elements,
                shape: [model.patch, model.patch, 3, model.width])
            try group.write(Schema.Embeddings.patchBias, layout.patchBias)
        }
        if let position = layout.position {
            try group.write(
                Schema.Embeddings.position, position.elements,
                shape: [position.rows, position.columns])
        }
        try layout.head?.write(to: group)
    }

    /// Appends the row of an image.
    public func append(_ image: EmbeddedImage) throws { try body?.append(image) }

    /// Adds a variant of an image stored in full. It is dropped if the row of that image was
    /// rejected.
    public func append(variant: ExplainedImage) throws { try body?.append(variant, row: nil) }

    /// Records a file that was not embedded.
    public func append(_ reject: Reject) throws { try body?.append(reject) }

    /// Appends everything in a segment: rows, rejects and images stored in full. Its rows are
    /// checked against the checksums of the segment.
    ///
    /// - Parameter betweenBlocks: Called between blocks of about 4 MiB. An error that it throws
    ///   ends the copying.
    public func append(
        _ segment: SegmentReader, betweenBlocks: () throws -> Void = {}
    ) throws {
        try body?.append(segment, betweenBlocks: betweenBlocks)
    }

    /// Appends a finished file together with segments in which some of its rejects were embedded
    /// after all; each row takes its place in the plan.
    ///
    /// - Parameters:
    ///   - file: The finished file.
    ///   - segments: Segments of the retried items.
    ///   - items: Items of the plan that were retried.
    ///   - betweenBlocks: Called between blocks of about 4 MiB. An error that it throws ends the
    ///     copying.
    public func append(
        _ file: EmbeddingReader, retriedIn segments: [SegmentReader], items: Set<Int>,
        betweenBlocks: () throws -> Void = {}
    ) throws {
        try body?.append(file, retriedIn: segments, items: items, betweenBlocks: betweenBlocks)
    }

    /// Appends everything in another finished file, as a part of this one.
    ///
    /// - Parameter betweenBlocks: Called between blocks of about 4 MiB. An error that it throws
    ///   ends the copying.
    public func append(_ part: JoinedPart, betweenBlocks: () throws -> Void = {}) throws {
        try body?.append(part, betweenBlocks: betweenBlocks)
    }

    /// Appends the kept rows of a finished file and those of segments, in the order of a new plan.
    ///
    /// - Parameter betweenBlocks: Called between blocks of about 4 MiB. An error that it throws
    ///   ends the copying.
    public func append(_ update: UpdatedRows, betweenBlocks: () throws -> Void = {}) throws {
        try body?.append(update, betweenBlocks: betweenBlocks)
        guard let body, let file else { return }
        let group = try file.root.createGroup(Schema.Embeddings.update)
        try group.write("kept_from", body.keptFrom)
    }

    /// Writes what the units of all blocks did.
    ///
    /// - Parameter block: returns the units of a block; called for one after another.
    public func write(
        _ neurons: NeuronTable, depth: Int, block: (Int) throws -> NeuronTable.Block
    ) throws {
        guard let file else { preconditionFailure("write() after finish() or abandon()") }
        let group = try neurons.write(below: file.root)
        for index in 0..<depth {
            try neurons.write(try block(index), index: index, below: group)
        }
    }

    /// Writes what is buffered, syncs the file, reads it back, and renames it.
    ///
    /// - Parameter beforeRenaming: Called when all is ready. An error that it throws keeps the file
    ///   from getting its name.
    /// - Throws: `StoreError.lost` or `.damaged` if the data read back differ, `.exists` if the
    ///   name is taken and may not be replaced.
    public func finish(beforeRenaming: () throws -> Void = {}) throws {
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
        try beforeRenaming()
        try target.commit()
    }

    /// Writes everything before the file is closed.
    private func end(_ file: File) throws {
        guard let body else { preconditionFailure("a file without its contents") }
        try body.finish()
        try file.root.attributes.set("image_count", .integer(Int64(rowCount)))
        try file.root.attributes.set("saturated_values", .integer(body.saturated))
        if body.smallerBatches > 0 {
            try file.root.attributes.set(
                "smaller_batches", .integer(Int64(body.smallerBatches)))
        }
        try file.root.attributes.seal()
        try file.flush()
        try file.root.attributes.set("complete", .integer(1))
        try file.flush()
    }

    /// Removes the temporary file. After a failed write HDF5 keeps it open until the program ends;
    /// see `HDF5.File.abandon`.
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
