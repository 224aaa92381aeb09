internal import Dense
internal import HDF5

/// Reads a file that `reduce` wrote.
public enum ReductionReader {
    /// Reads all of it that `plot` needs; an error says what was found instead.
    public static func read(_ path: String) throws -> Reduction {
        let file = try openForReading(path)
        let root = file.root
        guard case .string(let format)? = try root.attributes.get("format") else {
            throw StoreError.notOurs(file: path, found: "an HDF5 file without a format attribute")
        }
        guard format == Schema.Reduction.format else {
            throw StoreError.notOurs(file: path, found: "the format \"\(format)\"")
        }
        let version = try root.attributes.integer("format_version")
        guard version <= Schema.Reduction.version else {
            throw StoreError.newer(file: path, version: version, known: Schema.Reduction.version)
        }
        let own = try root.group(Schema.Reduction.uns).group(Schema.Reduction.vitrine)
        let modelGroup = try own.group(Schema.Reduction.model)
        let model = try ModelDescription(from: modelGroup.attributes, allowsVectors: true)
        let obs = try root.group("obs")
        let label = try obs.group("label")
        var reduction = Reduction(
            parentFile: try text(own, "parent_file"), parentUUID: try text(own, "parent_uuid"),
            parentHash: try text(own, "parent_hash"),
            toolVersion: try text(own, "tool_version"),
            commandLine: try own.dataset("command_line").readStrings(), model: model,
            layer: try text(own, "layer"), token: try text(own, "token"),
            paths: try obs.dataset("_index").readStrings(),
            labels: try label.dataset("codes").read(),
            labelNames: try label.dataset("categories").readStrings(),
            patchKernel: modelGroup.contains(Schema.Embeddings.patchKernel)
                ? try matrix(modelGroup, Schema.Embeddings.patchKernel, columns: model.width)
                : Matrix(rows: 0, columns: model.width, elements: []))
        if obs.contains("cluster") { reduction.clusters = try obs.dataset("cluster").read() }
        if obs.contains("recall") { reduction.recall = try obs.dataset("recall").read() }
        let obsm = try root.group("obsm")
        if obsm.contains("X_tsne") {
            reduction.layout = try matrix(obsm, "X_tsne", columns: 2)
        }
        if own.contains("pca") { reduction.pca = try readPCA(own, obsm, try root.group("varm")) }
        if own.contains(Schema.Reduction.layers) {
            for layer in try own.dataset(Schema.Reduction.layers).readStrings() {
                reduction.otherLayouts.append(
                    (layer, try matrix(obsm, "X_tsne_\(layer)", columns: 2)))
            }
        }
        if case .strings(let names)? = try obs.attributes.get("column-order") {
            let known: Set = ["label", "cluster", "recall"]
            reduction.rowColumns = try names.filter { !known.contains($0) }.map {
                try obs.readColumn($0)
            }
        }
        if own.contains(Schema.Reduction.tables) {
            let tables = try own.group(Schema.Reduction.tables)
            reduction.tables = try tables.names().map { try tables.readTable($0) }
        }
        reduction.previews = try readPreviews(own, file: path)
        reduction.parameters = try readParameters(try own.group(Schema.Reduction.parameters))
        reduction.quality = try readQuality(try own.group(Schema.Reduction.quality))
        let scenes = try own.group(Schema.Reduction.scenes)
        reduction.scenes = try inOrder(scenes).map { try readScene(try scenes.group($0), model) }
        let explain = try own.group(Schema.Reduction.explain)
        reduction.explained = try inOrder(explain).map { name in
            let group = try explain.group(name)
            return ExplainedImage(
                path: Array(try text(group, "path").utf8),
                row: Int(try group.dataset("row").read(as: Int64.self)[0]),
                pixels: try group.dataset("pixels").read(),
                joint: group.contains("joint") ? try group.dataset("joint").read() : [],
                heads: group.contains("heads") ? try group.dataset("heads").read() : [],
                objects: try group.dataset("objects").read(),
                objectNames: try group.dataset("object_names").readStrings(),
                variant: try text(group, "variant"),
                predictedLabels: try group.dataset("predicted_labels").read(),
                probabilities: try group.dataset("probabilities").read())
        }
        if modelGroup.contains(Schema.Reduction.position) {
            reduction.position = try matrix(
                modelGroup, Schema.Reduction.position, columns: model.width)
        }
        if modelGroup.contains(Schema.Reduction.filterComponents) {
            reduction.filterComponents = try matrix(
                modelGroup, Schema.Reduction.filterComponents,
                columns: model.patch * model.patch * 3)
        }
        try readAudits(own, into: &reduction)
        return reduction
    }

    /// What a map was made from; nil when the file is no map of ours that can be read.
    public static func origin(of path: String) -> ReductionOrigin? {
        guard let root = try? openForReading(path).root,
            case .string(Schema.Reduction.format)? = try? root.attributes.get("format"),
            let own = try? root.group(Schema.Reduction.uns).group(Schema.Reduction.vitrine),
            let file = try? text(own, "parent_file"), let uuid = try? text(own, "parent_uuid"),
            let hash = try? text(own, "parent_hash")
        else { return nil }
        return ReductionOrigin(file: file, uuid: uuid, hash: hash)
    }

    /// JPEGs of the first rows, out of one long array.
    private static func readPreviews(_ own: Group, file: String) throws -> [[UInt8]] {
        guard own.contains(Schema.Reduction.previews) else { return [] }
        let group = try own.group(Schema.Reduction.previews)
        let bytes: [UInt8] = try group.dataset("bytes").read()
        let offsets: [Int64] = try group.dataset("offsets").read()
        return try zip(offsets, offsets.dropFirst()).enumerated().map { row, ends in
            guard ends.0 >= 0, ends.0 <= ends.1, ends.1 <= bytes.count else {
                throw StoreError.damaged(
                    file: file, what: "/uns/vitrine/previews/offsets", rows: row..<row + 1)
            }
            return Array(bytes[Int(ends.0)..<Int(ends.1)])
        }
    }

    private static func text(_ group: Group, _ name: String) throws -> String {
        try group.dataset(name).readStrings().first ?? ""
    }

    private static func inOrder(_ group: Group) throws -> [String] {
        try group.names().sorted { (Int($0) ?? 0) < (Int($1) ?? 0) }
    }

    private static func matrix(
        _ group: Group, _ name: String, columns: Int
    ) throws -> Matrix<Float> {
        let elements: [Float] = try group.dataset(name).read()
        return Matrix(rows: elements.count / columns, columns: columns, elements: elements)
    }

    private static func readPCA(_ own: Group, _ obsm: Group, _ varm: Group) throws -> PCAResult {
        let pca = try own.group("pca")
        let variances: [Double] = try pca.dataset("variance").read()
        let mean: [Double] = try pca.dataset("mean").read()
        let byFeature: [Double] = try varm.dataset("PCs").read()
        let count = variances.count
        var components = Matrix<Double>(rows: count, columns: mean.count, repeating: 0)
        for feature in mean.indices {
            for component in 0..<count {
                components[component, feature] = byFeature[feature * count + component]
            }
        }
        return PCAResult(
            scores: try matrix(obsm, "X_pca", columns: count), components: components, mean: mean,
            variances: variances, ratios: try pca.dataset("variance_ratio").read())
    }

    private static func readParameters(
        _ group: Group
    ) throws -> [(name: String, value: ParameterValue)] {
        try group.names().map { name in
            let dataset = try group.dataset(name)
            switch dataset.type {
            case .text, .string: return (name, .text(try dataset.readStrings().first ?? ""))
            case .float64: return (name, .real(try dataset.read(as: Double.self)[0]))
            default: return (name, .integer(Int(try dataset.read(as: Int64.self)[0])))
            }
        }
    }

    private static func readQuality(_ group: Group) throws -> [QualityRow] {
        func column(_ name: String) throws -> [Double] { try group.dataset(name).read() }
        let map = try column("map")
        let interval = try column("interval")
        let scores = try column("map_against_scores")
        let components = try column("first_components")
        let random = try column("random")
        return try group.dataset("measure").readStrings().enumerated().map { index, name in
            QualityRow(
                name: name, map: map[index], interval: interval[index],
                mapAgainstScores: scores[index], firstComponents: components[index],
                random: random[index])
        }
    }

    private static func readScene(_ group: Group, _ model: ModelDescription) throws -> Scene {
        let names = try group.dataset("layer_names").readStrings()
        let divergences: [Double] = try group.dataset("kl_divergence").read()
        let layouts = try group.group(Schema.Reduction.layers)
        return Scene(
            path: try text(group, "path"),
            row: Int(try group.dataset("row").read(as: Int64.self)[0]), size: model.imageSize,
            pixels: try group.dataset("pixels").read(),
            objects: try group.dataset("objects").read(),
            objectNames: try group.dataset("object_names").readStrings(),
            layers: try zip(names, divergences).map { name, divergence in
                SceneLayer(
                    layer: name, layout: try matrix(layouts, name, columns: 2),
                    klDivergence: divergence)
            },
            attention: try group.dataset("attention").read())
    }
}

/// What a map was made from.
public struct ReductionOrigin: Sendable {
    /// The path as it was given.
    public let file: String
    /// Of a store; empty for vectors.
    public let uuid: String
    public let hash: String
}
