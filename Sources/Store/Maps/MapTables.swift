internal import HDF5

/// Reads the tables and parameters of a map file and combines them into results.
struct MapTables {
    /// The rows and layouts of the file.
    private let parts: MapParts
    /// Number of rows of the map.
    private let count: Int
    /// The group of tables; nil in files without tables.
    private let tables: CheckedGroup?
    /// All parameters by name.
    private let values: [String: ParameterValue]
    /// The group of parameters, for error messages.
    private let group: CheckedGroup

    typealias Name = Schema.Reduction.Tables

    /// Reads all parameters; tables are read on demand.
    init(_ parts: MapParts, rows count: Int) throws {
        self.parts = parts
        self.count = count
        let vitrine = parts.vitrine
        tables =
            vitrine.contains(Schema.Reduction.tables)
            ? try vitrine.group(Schema.Reduction.tables) : nil
        let group = try vitrine.group(Schema.Reduction.parameters)
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

    /// Parameters as a structure.
    ///
    /// - Throws: `StoreError.malformed` with the name of a parameter that is missing or has another
    ///   kind.
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

    /// The rows of a table; nil if the file does not have it.
    private func table<Row: TableRow>(_ name: String, of type: Row.Type) throws -> [Row]? {
        try tables?.table(name, of: type)
    }

    /// The map of the rows, or the rows placed in a finished map; at most one of the two.
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
        let quality = try parts.vitrine.group(Schema.Reduction.quality)
        let map = MapResult(
            pca: pca, layout: layout,
            parameters: layout == nil ? nil : try parameters(MapParameters.self),
            quality: try quality.rows(
                QualityRow.self, count: try quality.texts("measure").count),
            recall: try parts.recall(count: count),
            otherLayouts: try parts.otherLayouts(count: count),
            layers: try table(Name.maps, of: LayerMapRow.self),
            placed: try parts.columns(PlacedRow.self, count: count)?.map { $0.placed != 0 },
            novelty: try parts.columns(NoveltyRow.self, count: count))
        return (map, nil)
    }

    /// Clusters and, if the file has them, k-means clusters.
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

    /// Duplicates and, if the file has them, labels, outliers and leaks; nil without the table of
    /// duplicates.
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

    /// The layer profile; nil if the file does not have it.
    func profile() throws -> [LayerProfileRow]? {
        try table(Name.layerProfile, of: LayerProfileRow.self)
    }

    /// The logit lens by layer; nil if the file does not have it.
    func lens() throws -> [LensRow]? { try table(Name.logitLens, of: LensRow.self) }

    /// The classes of `reduce --segment`; nil if the file does not have them.
    func segmentation() throws -> [SegmentationRow]? {
        try table(Name.segmentation, of: SegmentationRow.self)
    }

    /// What `compare` found, with rows of the map; nil for a map of one file.
    func comparison() throws -> ModelComparison? {
        guard let models = try table(Name.models, of: ComparedModelRow.self) else { return nil }
        let changes = try table(Name.changes, of: ChangeRow.self) ?? []
        let rows = 0..<count
        return ModelComparison(
            models: models, layers: try table(Name.modelLayers, of: ComparedLayerRow.self) ?? [],
            layerPairs: try table(Name.layerPairs, of: LayerPairRow.self) ?? [],
            pairs: try table(Name.modelPairs, of: ModelPairRow.self) ?? [],
            changes: changes.filter { rows.contains($0.row) }.map { change in
                var change = change
                change.firstNeighbors.removeAll { !rows.contains($0) }
                change.secondNeighbors.removeAll { !rows.contains($0) }
                return change
            })
    }

    /// What the units tell, with patches of rows of the map; nil if the file does not have it.
    func neurons() throws -> [NeuronRow]? {
        guard var rows = try table(Name.neurons, of: NeuronRow.self) else { return nil }
        for index in rows.indices {
            rows[index].patches.removeAll { !(0..<count).contains($0.row) || $0.patch < 0 }
        }
        return rows
    }
}
