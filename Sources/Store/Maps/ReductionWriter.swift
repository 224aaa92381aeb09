internal import Dense
internal import HDF5
internal import Tokens

/// Writes a reduction as an HDF5 file that `anndata.read_h5ad` opens: AnnData's groups at the root,
/// everything else below `uns/vitrine`.
///
/// The same reduction always gives the same bytes.
public enum ReductionWriter {
    /// Writes a map file under a temporary name, syncs it to the disk, reads it back, and renames
    /// it. Until then a file of the same name stays as it is.
    ///
    /// - Parameters:
    ///   - reduction: The contents.
    ///   - path: The map file; an existing file is replaced.
    ///   - beforeNaming: Called when the new file is complete, before it is renamed. An error
    ///     that it throws ends the writing.
    /// - Throws: `StoreError.system` if the disk refuses, `StoreError.lost` if the data read back
    ///   differ.
    public static func write(
        _ reduction: Reduction, to path: String, beforeNaming: () throws -> Void = {}
    ) throws {
        let target = AtomicFile(path: path)
        try target.begin()
        do {
            let record = try fill(target.temporary, with: reduction)
            try MapSeal.write(to: target.temporary)
            try target.sync()
            try checkRecord(target.temporary, record)
            try beforeNaming()
        } catch {
            target.abandon()
            throw error
        }
        try target.commit()
    }

    /// Writes and closes the file. The returned record lists what was written, to be compared with
    /// what is read back.
    private static func fill(
        _ path: String, with reduction: Reduction
    ) throws -> WriteRecord? {
        let file = try File.create(path, userBlock: MapSeal.size)
        do {
            try writeRoot(reduction, file.root)
            try file.flush()
        } catch {
            file.abandon()
            throw error
        }
        let record = file.record
        try file.close()
        return record
    }

    /// Writes all groups of AnnData's format.
    private static func writeRoot(_ reduction: Reduction, _ root: Group) throws {
        try root.markAs("anndata", version: "0.1.0")
        try root.attributes.set("format", .string(Schema.Reduction.format))
        try root.attributes.set("format_version", .integer(Int64(Schema.Reduction.version)))
        try writeRows(reduction, root)
        try writeFeatures(reduction, root)
        _ = try root.createDictionary("layers")
        let obsp = try root.createDictionary("obsp")
        if let neighbors = reduction.map?.neighbors { try obsp.putSparse("distances", neighbors) }
        _ = try root.createDictionary("varp")
        let uns = try root.createDictionary(Schema.Reduction.uns)
        try writeVitrine(reduction, try uns.createDictionary(Schema.Reduction.vitrine))
    }

    /// Writes `obs` and `obsm`: labels, clusters, scores and layouts.
    private static func writeRows(_ reduction: Reduction, _ root: Group) throws {
        var columns = ["label"]
        if reduction.clusters != nil { columns.append("cluster") }
        if reduction.map?.recall != nil { columns.append("recall") }
        let rowColumns = reduction.rowColumns
        columns += rowColumns.map(\.name)
        let obs = try root.createTable("obs", index: reduction.paths, columns: columns)
        try obs.putCategories("label", codes: reduction.labels, names: reduction.labelNames)
        if let clusters = reduction.clusters {
            try obs.putArray("cluster", clusters.assignments)
        }
        if let recall = reduction.map?.recall { try obs.putArray("recall", recall) }
        for column in rowColumns { try obs.putColumn(column) }
        let obsm = try root.createDictionary("obsm")
        if let scores = reduction.pca?.scores {
            try obsm.putArray("X_pca", scores.elements, shape: [scores.rows, scores.columns])
        }
        if let layout = reduction.layout {
            try obsm.putArray("X_tsne", layout.elements, shape: [layout.rows, layout.columns])
        }
        if let digests = reduction.rows.digests {
            try obsm.putArray(
                Schema.Reduction.digests, digests, shape: [reduction.paths.count, 32])
        }
        for (layer, layout) in reduction.map?.otherLayouts ?? [] {
            try obsm.putArray(
                "X_tsne_\(layer)", layout.elements, shape: [layout.rows, layout.columns])
        }
    }

    /// Writes `var` and `varm`: the principal components, `[width, k]`.
    private static func writeFeatures(_ reduction: Reduction, _ root: Group) throws {
        let width = reduction.model.width
        _ = try root.createTable("var", index: (0..<width).map(String.init), columns: [])
        let varm = try root.createDictionary("varm")
        if let components = reduction.pca?.components {
            var byFeature: [Double] = []
            for feature in 0..<width {
                for component in 0..<components.rows {
                    byFeature.append(components[component, feature])
                }
            }
            try varm.putArray("PCs", byFeature, shape: [width, components.rows])
        }
    }

    /// Writes the group `uns/vitrine`.
    private static func writeVitrine(_ reduction: Reduction, _ vitrine: Group) throws {
        try writeOrigin(reduction, vitrine)
        let parameters = try vitrine.createDictionary(Schema.Reduction.parameters)
        for (name, value) in try reduction.parameterFields() {
            switch value {
            case .text(let text): try parameters.putString(name, text)
            case .real(let number): try parameters.putNumber(name, number)
            case .integer(let number): try parameters.putNumber(name, Int64(number))
            }
        }
        if let pca = reduction.pca {
            let group = try vitrine.createDictionary("pca")
            try group.putArray("variance", pca.variances)
            try group.putArray("variance_ratio", pca.ratios)
            try group.putArray("mean", pca.mean)
        }
        let quality = try vitrine.createDictionary(Schema.Reduction.quality)
        for column in ResultTable.columns(reduction.map?.quality ?? []) {
            try quality.putColumn(column)
        }
        let model = try vitrine.createDictionary(Schema.Reduction.model)
        for (name, value) in reduction.model.fields { try model.put(name, value) }
        if reduction.modelArrays.patchKernel.rows > 0 { try writeFilters(reduction, model) }
        let scenes = try vitrine.createDictionary(Schema.Reduction.scenes)
        for (index, scene) in reduction.scenes.enumerated() {
            try write(scene, reduction.model, try scenes.createDictionary(String(index)))
        }
        let explain = try vitrine.createDictionary(Schema.Reduction.explain)
        for (index, image) in reduction.explained.enumerated() {
            try write(image, reduction.model, try explain.createDictionary(String(index)))
        }
        try writeAudits(reduction, vitrine)
        try writePage(reduction, vitrine)
        if !reduction.pictures.isEmpty {
            try vitrine.putArray(
                Schema.Reduction.pictures, reduction.pictures.flatMap(\.stored),
                shape: [reduction.pictures.count, 4])
        }
        try vitrine.putStrings(
            Schema.Reduction.layers, (reduction.map?.otherLayouts ?? []).map(\.layer))
        let tables = try vitrine.createDictionary(Schema.Reduction.tables)
        for table in reduction.tables { try tables.putTable(table) }
        try write(
            previews: reduction.previews,
            try vitrine.createDictionary(Schema.Reduction.previews))
    }

    /// Writes format, program, parent file, layer and token.
    private static func writeOrigin(_ reduction: Reduction, _ vitrine: Group) throws {
        // Written here too: AnnData drops the attributes of the root when it saves the file again.
        try vitrine.putString("format", Schema.Reduction.format)
        try vitrine.putNumber("format_version", Int64(Schema.Reduction.version))
        try vitrine.putString("tool", "vitrine reduce")
        try vitrine.putString("tool_version", reduction.toolVersion)
        try vitrine.putStrings("command_line", reduction.commandLine)
        try vitrine.putString("parent_file", reduction.origin.file)
        try vitrine.putString("parent_uuid", reduction.origin.uuid)
        try vitrine.putString("parent_hash", reduction.origin.hash)
        if !reduction.origin.commandLine.isEmpty {
            try vitrine.putStrings("parent_command_line", reduction.origin.commandLine)
        }
        if let rows = reduction.parentRows {
            try vitrine.putArray(Schema.Reduction.parentRows, rows.map(Int64.init))
        }
        try vitrine.putString("layer", reduction.layer)
        try vitrine.putString("token", reduction.token)
    }

    /// Writes previews by row as one array with offsets: write_h5ad cannot write arrays of
    /// different lengths.
    private static func write(previews: [Int: [UInt8]], _ group: Group) throws {
        var offsets: [Int64] = [0]
        let sorted = previews.sorted { $0.key < $1.key }
        for preview in sorted { offsets.append(offsets.last! + Int64(preview.value.count)) }
        try group.putArray("bytes", Array(sorted.map(\.value).joined()))
        try group.putArray("offsets", offsets)
        try group.putArray("rows", sorted.map { Int64($0.key) })
    }

    /// Writes the weights that figures are drawn from.
    private static func writeFilters(_ reduction: Reduction, _ model: Group) throws {
        let side = reduction.model.patch
        try model.putArray(
            Schema.Embeddings.patchKernel, reduction.modelArrays.patchKernel.elements,
            shape: [side, side, 3, reduction.model.width])
        if let position = reduction.modelArrays.position {
            try model.putArray(
                Schema.Reduction.position, position.elements,
                shape: [position.rows, position.columns])
        }
        if let components = reduction.modelArrays.filterComponents {
            try model.putArray(
                Schema.Reduction.filterComponents, components.elements,
                shape: [components.rows, side, side, 3])
        }
    }

    /// Writes an image stored in full.
    private static func write(
        _ image: ExplainedImage, _ model: ModelDescription, _ group: Group
    ) throws {
        try group.putString("path", displayPath(image.path))
        try group.putString("variant", image.variant)
        try group.putNumber("row", Int64(image.row))
        try group.putArray("pixels", image.pixels, shape: model.pixelShape)
        if let picture = image.picture {
            try group.putArray(Schema.Embeddings.picture, picture.stored)
        }
        try group.putArray("objects", image.objects)
        try group.putStrings("object_names", image.objectNames)
        try group.putArray("predicted_labels", image.predictedLabels)
        try group.putArray("probabilities", image.probabilities)
        if !image.units.isEmpty {
            let units = try group.createDictionary(Schema.Embeddings.units)
            for (name, values) in image.units.sorted(by: { $0.key < $1.key }) {
                try units.putArray(name, values)
            }
        }
        if image.joint.isEmpty { return }
        let tokens = model.prefix + model.patches
        try group.putArray("joint", image.joint, shape: [model.depth, tokens, tokens])
        try group.putArray(
            "heads", image.heads, shape: [model.depth, model.heads, model.patches])
    }

    /// Writes a scene.
    private static func write(_ scene: Scene, _ model: ModelDescription, _ group: Group) throws {
        try group.putString("path", scene.path)
        try group.putNumber("row", Int64(scene.row))
        try group.putArray("pixels", scene.pixels, shape: model.pixelShape)
        if let picture = scene.picture {
            try group.putArray(Schema.Embeddings.picture, picture.stored)
        }
        try group.putArray("objects", scene.objects)
        try group.putStrings("object_names", scene.objectNames)
        let patches = scene.objects.count
        try group.putArray(
            "attention", scene.attention, shape: [scene.attention.count / patches, patches])
        try group.putStrings("layer_names", scene.layers.map(\.layer))
        try group.putArray("kl_divergence", scene.layers.map(\.klDivergence))
        let layouts = try group.createDictionary(Schema.Reduction.layers)
        for layer in scene.layers {
            try layouts.putArray(
                layer.layer, layer.layout.elements, shape: [layer.layout.rows, 2])
        }
    }
}
