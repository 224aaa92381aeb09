internal import Dense
internal import Digest
internal import HDF5

/// Writes a file of embeddings row by row, in the order of the plan.
///
/// One thread owns it. The file stands under a temporary name until `finish`; when anything
/// fails, call `abandon` and the name stays free.
public final class EmbeddingWriter {
    private let layout: EmbeddingLayout
    private let target: AtomicFile
    private var file: File?
    /// `[layer][kind]`
    private var tokenSets: [[GrowingRows]] = []
    private var rollout: GrowingRows?
    private var distance: GrowingRows?
    private var objectPatches: GrowingRows?
    private var measuredObjects: GrowingRows?
    private var images: ImageColumns
    private var explained: [ExplainedImage] = []
    private var rejects: [Reject] = []
    /// Rows appended so far.
    public private(set) var rowCount = 0

    public init(path: String, layout: EmbeddingLayout, run: RunDescription) throws {
        self.layout = layout
        target = AtomicFile(path: path)
        try target.begin()
        let file = try File.create(target.temporary)
        self.file = file
        do {
            try Self.writeAttributes(run, file.root.attributes)
            try Self.writeModel(layout, below: file.root)
            images = try ImageColumns(layout, below: file.root)
            try makeRows(below: file.root)
        } catch {
            // See `abandon(afterFailedWrite:)`.
            _ = unsafe Unmanaged.passRetained(file)
            target.abandon()
            throw error
        }
    }

    private static func writeAttributes(_ run: RunDescription, _ attributes: Attributes) throws {
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
    }

    private static func writeModel(_ layout: EmbeddingLayout, below root: Group) throws {
        let group = try root.createGroup(Schema.Embeddings.model)
        let model = layout.model
        try model.write(to: group.attributes)
        try group.write(
            Schema.Embeddings.patchKernel, layout.patchKernel.elements,
            shape: [model.patch, model.patch, 3, model.width])
        try group.write(Schema.Embeddings.patchBias, layout.patchBias)
        try group.write(
            Schema.Embeddings.position, layout.position.elements,
            shape: [layout.position.rows, layout.position.columns])
    }

    private func makeRows(below root: Group) throws {
        let model = layout.model
        let many = min(512, max(1, layout.plannedImages))
        let type: ElementType = layout.precision == .f16 ? .float16 : .float32
        let layers = try root.createGroup(Schema.Embeddings.layers)
        for layer in layout.layers {
            let group = try layers.createGroup(Schema.Embeddings.layerName(layer))
            tokenSets.append(
                try layout.tokens.map { kind in
                    try GrowingRows(
                        group, kind.rawValue, type, row: model.shape(kind),
                        rowsPerChunk: kind == .patches ? 1 : many)
                })
        }
        if layout.attention {
            let group = try root.createGroup(Schema.Embeddings.attention)
            rollout = try GrowingRows(
                group, "rollout", .float32, row: [model.depth, model.patches],
                rowsPerChunk: min(many, 16))
            distance = try GrowingRows(
                group, "distance", .float32, row: [model.depth, model.heads], rowsPerChunk: many)
        }
        if layout.objects {
            let group = try root.group(Schema.Embeddings.objects)
            objectPatches = try GrowingRows(
                group, "patches", .uint8, row: [model.patches], rowsPerChunk: many)
            measuredObjects = try GrowingRows(
                group, "measured", .uint8, row: [model.patches], rowsPerChunk: many)
        }
    }

    /// Adds the next row.
    public func append(_ image: EmbeddedImage) throws {
        precondition(
            image.tokens.count == tokenSets.count,
            "\(image.tokens.count) layers for \(tokenSets.count) data sets")
        for (sets, values) in zip(tokenSets, image.tokens) {
            for (set, value) in zip(sets, values) {
                switch value {
                case .half(let halves): try set.append(halves)
                case .single(let singles): try set.append(singles)
                }
            }
        }
        try rollout?.append(image.rollout)
        try distance?.append(image.distance)
        try objectPatches?.append(
            image.objects ?? [UInt8](repeating: 0, count: layout.model.patches))
        try measuredObjects?.append(
            image.measuredObjects ?? [UInt8](repeating: 0, count: layout.model.patches))
        try images.append(image)
        if var explanation = image.explanation {
            explanation.row = rowCount
            explained.append(explanation)
        }
        rowCount += 1
    }

    /// Adds a variant of an image whose row stands already; without that row it is dropped.
    public func append(variant: ExplainedImage) {
        guard let original = explained.first(where: { $0.path == variant.path }) else { return }
        var variant = variant
        variant.row = original.row
        explained.append(variant)
    }

    /// Records a file that was not embedded.
    public func append(_ reject: Reject) { rejects.append(reject) }

    /// Writes what is left, checks the file by opening it again, and gives it its name.
    public func finish() throws {
        guard let file else { preconditionFailure("finish() after finish() or abandon()") }
        try images.finish(rejects: rejects)
        try writeSegments(below: file.root)
        let group = try file.root.createGroup(Schema.Embeddings.explain)
        for (index, explanation) in explained.enumerated() {
            try write(explanation, below: try group.createGroup(String(index)))
        }
        try file.root.attributes.set("image_count", .integer(Int64(rowCount)))
        try file.flush()
        try file.root.attributes.set("complete", .integer(1))
        try file.flush()
        close()
        let reread = try EmbeddingReader(target.temporary)
        precondition(
            reread.imageCount == rowCount, "\(reread.imageCount) rows reread of \(rowCount)")
        try target.commit()
    }

    /// Drops the file; nothing stands under its name.
    ///
    /// After a failed write the open file is left alone: HDF5 1.10 can crash when it closes what
    /// it could not write, and the program ends anyway.
    public func abandon(afterFailedWrite: Bool = false) {
        if afterFailedWrite {
            _ = unsafe Unmanaged.passRetained(self)
        } else {
            close()
        }
        target.abandon()
    }

    private func close() {
        tokenSets = []
        rollout = nil
        distance = nil
        objectPatches = nil
        measuredObjects = nil
        images.close()
        file = nil
    }

    /// One line a data set: its name, first row, rows, and the CRC32C of its rows.
    private func writeSegments(below root: Group) throws {
        let group = try root.createGroup(Schema.Embeddings.segments)
        var sets = tokenSets.flatMap { $0 }
        sets.append(
            contentsOf: [rollout, distance, objectPatches, measuredObjects].compactMap { $0 })
        try group.write("dataset", strings: sets.map(\.path))
        try group.write("first_row", [Int64](repeating: 0, count: sets.count))
        try group.write("rows", [Int64](repeating: Int64(rowCount), count: sets.count))
        try group.write("crc32c", sets.map { $0.checksum.value })
    }

    private func write(_ image: ExplainedImage, below group: Group) throws {
        let model = layout.model
        let tokens = model.tokens
        try group.write("path", bytes: [image.path])
        try group.attributes.set("row", .integer(Int64(image.row)))
        try group.attributes.set("variant", .string(image.variant))
        try group.write(
            "pixels", image.pixels, shape: [model.imageSize, model.imageSize, 3])
        if !image.joint.isEmpty {
            try group.write("joint", image.joint, shape: [model.depth, tokens, tokens])
            try group.write("heads", image.heads, shape: [model.depth, model.heads, model.patches])
        }
        if !image.objects.isEmpty {
            try group.write("objects", image.objects)
            try group.write("object_names", strings: image.objectNames)
        }
        if !image.predictedLabels.isEmpty {
            try group.write("predicted_labels", image.predictedLabels)
            try group.write("probabilities", image.probabilities)
        }
    }
}
