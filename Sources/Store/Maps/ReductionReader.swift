internal import Dense
internal import HDF5

/// Reads a map file that `reduce` wrote.
///
/// Everything is checked here, once. A `Reduction` that is returned has the shapes that its
/// properties state, its indices are valid, and its numbers are finite except where NaN stands for
/// a missing value. Any other file is an error, and memory is allocated only for sizes that were
/// checked.
///
///     let map = try ReductionReader.read("tsne.h5")
///     for (path, cluster) in zip(map.paths, map.clusters?.assignments ?? []) { ... }
public enum ReductionReader {
    /// How much of a map is read.
    public enum Extent: Sendable {
        /// Everything.
        case whole
        /// Everything but what is large and can be read in blocks: paths and digests
        /// (`StoredPaths`), and the scores of the principal components.
        case outline
    }

    /// Reads a map file and verifies its checksum.
    ///
    /// - Parameters:
    ///   - path: The map file.
    ///   - extent: How much is read.
    ///   - betweenBlocks: Called after every 4 MiB while the checksum is computed. An error that
    ///     it throws ends the reading.
    /// - Returns: The contents of the file. `isVerified` is false if the file has no checksum.
    /// - Throws: `StoreError`: `.missing`, `.otherFile` if it is another file of Vitrine, `.newer`
    ///   for a later format version, `.broken` if the checksum does not match, `.malformed` if the
    ///   file does not follow the format.
    public static func read(
        _ path: String, extent: Extent = .whole, betweenBlocks: () throws -> Void = {}
    ) throws -> Reduction {
        let isVerified = try MapSeal.check(path, betweenBlocks: betweenBlocks)
        do {
            var reduction = try read(try openForReading(path), extent)
            reduction.isVerified = isVerified
            return reduction
        } catch let error as HDF5Error {
            throw StoreError.unreadable(
                file: path, operation: error.operation, reason: error.reason)
        }
    }

    /// Whether a file is a map, complete or damaged.
    ///
    /// - Throws: `StoreError` if the file does not exist or is not an HDF5 file.
    public static func isMap(_ path: String) throws -> Bool {
        if try MapSeal.isPresent(in: path) { return true }
        let root = try openForReading(path).root
        if case .string(let format)? = try? root.attributes.get("format") {
            return format == Schema.Reduction.format
        }
        return root.contains("\(Schema.Reduction.uns)/\(Schema.Reduction.vitrine)/format")
    }

    /// Reads an open file, without its checksum.
    private static func read(_ file: File, _ extent: Extent) throws -> Reduction {
        let root = CheckedGroup(file.root, file: file.path)
        let version = try version(of: root)
        let vitrine = try root.group(Schema.Reduction.uns).group(Schema.Reduction.vitrine)
        let modelGroup = try vitrine.group(Schema.Reduction.model)
        let model = try ModelDescription(file: file.path, allowsVectors: true) { name in
            version == 1 ? try modelGroup.group.attributes.get(name) : try modelGroup.value(name)
        }
        let parts = MapParts(root: root, vitrine: vitrine, model: model, extent: extent)
        let rows = try parts.rows()
        let explained = try readExplained(vitrine, model)
        var reduction = Reduction(
            origin: ReductionOrigin(
                file: try vitrine.text("parent_file"), uuid: try vitrine.text("parent_uuid"),
                hash: try vitrine.text("parent_hash"),
                commandLine: vitrine.contains("parent_command_line")
                    ? try vitrine.texts("parent_command_line") : []),
            toolVersion: try vitrine.text("tool_version"),
            commandLine: try vitrine.texts("command_line"), model: model,
            layer: try vitrine.text("layer"), token: try vitrine.text("token"), rows: rows,
            modelArrays: try readArrays(modelGroup, vitrine, model))
        let tables = try MapTables(parts, rows: rows.count)
        reduction.parameters = try tables.parameters(RunParameters.self)
        reduction.curation = try tables.parameters(CurationParameters.self)
        reduction.names = try tables.parameters(NameParameters.self)
        reduction.parentRows = try readParentRows(vitrine, rows)
        (reduction.map, reduction.placement) = try tables.mapOrPlacement()
        reduction.clusters = try tables.clusters()
        reduction.findings = try tables.findings()
        reduction.profile = try tables.profile()
        reduction.neurons = try tables.neurons()
        reduction.comparison = try tables.comparison()
        reduction.scenes = try readScenes(vitrine, model)
        reduction.audits = try readAudits(vitrine, model, explained: explained.count)
        if let rows = try tables.lens() { reduction.audits.lens?.rows = rows }
        if let rows = try tables.segmentation() { reduction.audits.segmentation?.table = rows }
        reduction.explained = explained
        reduction.previews = try readPreviews(vitrine)
        reduction.pictures = try readPictures(vitrine, model, rows)
        reduction.thumbnails = try readThumbnails(vitrine)
        reduction.patchFeatures = try readPatchFeatures(
            vitrine, model, explained: explained.count)
        return reduction
    }

    /// Format version of the file, 1 or 2.
    ///
    /// - Throws: `StoreError.otherFile` for another format, `.newer` for a later version.
    private static func version(of root: CheckedGroup) throws -> Int {
        try requireFormat(Schema.Reduction.format, of: root.group, root.file)
        let vitrine = try root.group(Schema.Reduction.uns).group(Schema.Reduction.vitrine)
        let version: Int
        if case .integer(let number)? = try root.group.attributes.get("format_version") {
            version = Int(number)
        } else {
            version = try vitrine.integer("format_version", in: 0...Int64(Int32.max))
        }
        guard version > 0 else {
            throw root.malformed("format_version", "1 or more", "\(version)")
        }
        guard version <= Schema.Reduction.version else {
            throw StoreError.newer(
                file: root.file, version: version, known: Schema.Reduction.version)
        }
        return version
    }

    // MARK: - Model

    /// Filters, position embeddings and class names; what the file lacks is nil or empty.
    private static func readArrays(
        _ group: CheckedGroup, _ vitrine: CheckedGroup, _ model: ModelDescription
    ) throws -> ModelArrays {
        let names = Schema.Reduction.self
        var arrays = ModelArrays(patchKernel: try readKernel(group, model))
        if group.contains(names.position) {
            arrays.position = try group.floatMatrix(
                names.position, rows: model.prefix + model.patches, columns: model.width)
        }
        if group.contains(names.filterComponents) {
            let side = model.patch
            let count = try group.shape(names.filterComponents, dimensions: 4)[0]
            let components = try group.floats(
                names.filterComponents, shape: [count, side, side, 3])
            // No components are the same as a missing data set.
            if count > 0 {
                arrays.filterComponents = Matrix(
                    rows: count, columns: side * side * 3, elements: components)
            }
        }
        if vitrine.contains(names.classNames) {
            arrays.classNames = try vitrine.texts(names.classNames)
        }
        return arrays
    }

    /// Kernel of the patch embedding, `[patch * patch * 3, width]`; no rows for vectors, and for
    /// a model of another engine that has none of this form.
    private static func readKernel(
        _ group: CheckedGroup, _ model: ModelDescription
    ) throws -> Matrix<Float> {
        let isAbsent = !model.engine.isEmpty && !group.contains(Schema.Embeddings.patchKernel)
        if model.patch == 0 || isAbsent {
            return Matrix(rows: 0, columns: model.width, elements: [])
        }
        let side = model.patch
        return Matrix(
            rows: side * side * 3, columns: model.width,
            elements: try group.floats(
                Schema.Embeddings.patchKernel, shape: [side, side, 3, model.width]))
    }
}

extension ReductionReader {
    /// The file that a map was made from; nil if the file at `path` is not a readable map. Only
    /// three texts are read, so that this is fast for large maps.
    public static func origin(of path: String) -> ReductionOrigin? {
        guard let root = try? openForReading(path).root,
            (try? requireFormat(Schema.Reduction.format, of: root, path)) != nil,
            let vitrine = try? root.group(Schema.Reduction.uns).group(Schema.Reduction.vitrine)
        else { return nil }
        let checked = CheckedGroup(vitrine, file: path)
        guard let file = try? checked.text("parent_file"),
            let uuid = try? checked.text("parent_uuid"),
            let hash = try? checked.text("parent_hash")
        else { return nil }
        return ReductionOrigin(file: file, uuid: uuid, hash: hash)
    }
}
