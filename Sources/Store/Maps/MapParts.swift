internal import Dense
internal import HDF5

/// The rows and places of a map file, as AnnData's groups have them.
struct MapParts {
    let root: CheckedGroup
    /// `uns/vitrine`.
    let own: CheckedGroup
    let model: ModelDescription

    /// Places on a map beyond this are none that t-SNE gives, and no figure's axis holds them.
    private static let mostDistant: Float = 1e15

    func rows() throws -> MapRows {
        let obs = try root.group("obs")
        let paths = try obs.index()
        let label = try obs.group("label")
        let labelNames = try label.texts("categories")
        _ = try obs.columnOrder()
        try checkGraph(rows: paths.count)
        return MapRows(
            paths: paths,
            labels: try label.smallIntegers(
                "codes", shape: [paths.count], in: -1...Int32(clamping: labelNames.count) - 1),
            labelNames: labelNames, patches: try columns(PatchRow.self, count: paths.count),
            predictions: try columns(PredictionRow.self, count: paths.count))
    }

    /// Columns of the rows; nil where there are none of these.
    func columns<Row: TableRow>(_ type: Row.Type, count: Int) throws -> [Row]? {
        let obs = try root.group("obs")
        let required = Row.columns.filter { $0.presence == .always }.map(\.name)
        guard required.allSatisfy(obs.contains) else { return nil }
        return try obs.rows(type, count: count)
    }

    /// The cluster of each row, `[count]`; nil without.
    func clusters(count: Int) throws -> [Int32]? {
        let obs = try root.group("obs")
        guard obs.contains("cluster") else { return nil }
        return try obs.smallIntegers("cluster", shape: [count], in: -1...(.max - 1))
    }

    /// The neighbour recall of each row, `[count]`; nil without.
    func recall(count: Int) throws -> [Float]? {
        let obs = try root.group("obs")
        guard obs.contains("recall") else { return nil }
        return try obs.floats("recall", shape: [count], allowsNaN: true, least: 0, most: 1.001)
    }

    /// `[count, 2]`; nil without a map.
    func layout(count: Int) throws -> Matrix<Float>? {
        let obsm = try root.group("obsm")
        guard obsm.contains("X_tsne") else { return nil }
        return try layout(obsm, "X_tsne", count)
    }

    func otherLayouts(count: Int) throws -> [(layer: String, layout: Matrix<Float>)] {
        guard own.contains(Schema.Reduction.layers) else { return [] }
        let obsm = try root.group("obsm")
        return try own.texts(Schema.Reduction.layers).map {
            ($0, try layout(obsm, "X_tsne_\($0)", count))
        }
    }

    private func layout(
        _ obsm: CheckedGroup, _ name: String, _ count: Int
    ) throws -> Matrix<Float> {
        try obsm.floatMatrix(name, rows: count, columns: 2, most: Self.mostDistant)
    }

    /// Nil below two rows.
    func pca(count rows: Int) throws -> PCAResult? {
        guard own.contains("pca") else { return nil }
        let (pca, obsm) = (try own.group("pca"), try root.group("obsm"))
        let width = model.width
        let count = try pca.shape("variance", dimensions: 1)[0]
        guard count > 0 else { throw pca.malformed("variance", "a component or more", "none") }
        let byFeature = try root.group("varm").reals("PCs", shape: [width, count])
        var components = Matrix<Double>(rows: count, columns: width, repeating: 0)
        for feature in 0..<width {
            for component in 0..<count {
                components[component, feature] = byFeature[feature * count + component]
            }
        }
        return PCAResult(
            scores: try obsm.floatMatrix("X_pca", rows: rows, columns: count),
            components: components,
            mean: try pca.reals("mean", shape: [width]),
            variances: try pca.reals("variance", shape: [count]),
            ratios: try pca.reals(
                "variance_ratio", shape: [count], allowsNaN: true, least: -1e-3, most: 1.001))
    }

    /// The neighbour graph is not read, but its three arrays must fit one another.
    private func checkGraph(rows: Int) throws {
        guard root.contains("obsp/distances") else { return }
        let graph = try root.group("obsp").group("distances")
        let offsets = try graph.integers("indptr", shape: [rows + 1], in: 0...(.max))
        let entries = try graph.shape("indices", dimensions: 1)[0]
        guard offsets[0] == 0, offsets[rows] == entries,
            zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 })
        else {
            throw graph.malformed(
                "indptr", "numbers that ascend from 0 to the \(entries) entries",
                "\(offsets[0]) to \(offsets[rows]), or a descent")
        }
        guard try graph.shape("data", dimensions: 1) == [entries] else {
            throw graph.malformed("data", "\(entries) distances", "another number")
        }
    }
}

/// The tables and parameters of a map file, put together as results.
struct MapTables {
    private let parts: MapParts
    private let count: Int
    private let tables: CheckedGroup?
    private let values: [String: ParameterValue]
    private let group: CheckedGroup

    typealias Name = Schema.Reduction.Tables

    init(_ parts: MapParts, rows count: Int) throws {
        self.parts = parts
        self.count = count
        let own = parts.own
        tables =
            own.contains(Schema.Reduction.tables) ? try own.group(Schema.Reduction.tables) : nil
        let group = try own.group(Schema.Reduction.parameters)
        var values: [String: ParameterValue] = [:]
        for name in try group.group.names() {
            switch try group.value(name) {
            case .string(let text): values[name] = .text(text)
            case .real(let number): values[name] = .real(number)
            case .integer(let number): values[name] = .integer(Int(number))
            default: throw group.malformed(name, "a text or a number", "a list")
            }
        }
        self.group = group
        self.values = values
    }

    /// Parameters as a structure; an error names the one that is missing or of another kind.
    func parameters<Value: Decodable>(_ type: Value.Type) throws -> Value {
        do {
            return try decodeParameters(type, from: values)
        } catch DecodingError.keyNotFound(let key, _) {
            throw group.malformed(key.stringValue, "a parameter", "nothing")
        } catch DecodingError.typeMismatch(let type, let context) {
            throw group.malformed(
                context.codingPath.last?.stringValue ?? "", "a value of type \(type)",
                context.debugDescription)
        }
    }

    private func table<Row: TableRow>(_ name: String, of type: Row.Type) throws -> [Row]? {
        try tables?.table(name, of: type)
    }

    /// The map of the rows, or their places in a finished one.
    func mapOrPlacement() throws -> (MapResult?, PlacementResult?) {
        guard let pca = try parts.pca(count: count) else { return (nil, nil) }
        let layout = try parts.layout(count: count)
        if let reference = try table(Name.reference, of: ReferenceRow.self), let layout {
            let placement = PlacementResult(
                pca: pca, layout: layout, parameters: try parameters(PlacementParameters.self),
                novelty: try parts.columns(NoveltyRow.self, count: count) ?? [],
                reference: reference)
            return (nil, placement)
        }
        let quality = try parts.own.group(Schema.Reduction.quality)
        let map = MapResult(
            pca: pca, layout: layout,
            parameters: layout == nil ? nil : try parameters(MapParameters.self),
            quality: try quality.rows(
                QualityRow.self, count: try quality.texts("measure").count),
            recall: try parts.recall(count: count),
            otherLayouts: try parts.otherLayouts(count: count),
            layers: try table(Name.maps, of: LayerMapRow.self))
        return (map, nil)
    }

    func clusters() throws -> ClusterResult? {
        guard let assignments = try parts.clusters(count: count),
            let rows = try table(Name.clusters, of: ClusterRow.self)
        else { return nil }
        var kMeans: KMeansResult?
        if let rows = try table(Name.kMeans, of: ClusterRow.self),
            let column = try parts.columns(KMeansRow.self, count: count)
        {
            kMeans = KMeansResult(
                assignments: column.map { Int32(clamping: $0.cluster) }, rows: rows,
                parameters: try parameters(KMeansParameters.self))
        }
        return ClusterResult(
            assignments: assignments, rows: rows,
            parameters: try parameters(ClusterParameters.self), kMeans: kMeans)
    }

    func findings() throws -> FindingsResult? {
        guard let pairs = try table(Name.duplicates, of: DuplicateRow.self) else { return nil }
        var findings = FindingsResult(
            parameters: try parameters(FindingsParameters.self),
            duplicates: DuplicateResult(
                rows: pairs, parameters: try parameters(DuplicateParameters.self)))
        if let rows = try table(Name.labels, of: LabelRow.self) {
            findings.labels = LabelResult(
                rows: rows,
                conflicts: try table(Name.labelConflicts, of: LabelConflictRow.self),
                parameters: try parameters(LabelParameters.self))
        }
        if let rows = try table(Name.outliers, of: OutlierRow.self) {
            findings.outliers = OutlierResult(
                rows: rows, parameters: try parameters(OutlierParameters.self))
        }
        findings.leaks = try table(Name.leaks, of: LeakRow.self)
        return findings
    }

    func profile() throws -> [LayerProfileRow]? {
        try table(Name.layerProfile, of: LayerProfileRow.self)
    }
}
