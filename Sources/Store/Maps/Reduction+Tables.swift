internal import Dense
internal import Tokens

/// Conversion of a reduction to tables and parameters.
extension Reduction {
    /// The tables that exist, in the order in which programs list them.
    public var tables: [ResultTable] {
        typealias Name = Schema.Reduction.Tables
        func table<Row: TableRow>(_ name: String, _ rows: [Row]?) -> ResultTable? {
            rows.map { ResultTable(name, $0) }
        }
        let labels = findings?.labels
        return [
            table(Name.maps, map?.layers), table(Name.clusters, clusters?.rows),
            table(Name.kMeans, clusters?.kMeans?.rows),
            table(Name.duplicates, findings?.duplicates.rows),
            table(Name.labelConflicts, labels?.conflicts), table(Name.labels, labels?.rows),
            table(Name.outliers, findings?.outliers?.rows), table(Name.leaks, findings?.leaks),
            table(Name.layerProfile, profile), table(Name.neurons, neurons),
            table(Name.logitLens, audits.lens?.rows),
            table(Name.segmentation, audits.segmentation?.table),
            table(Name.models, comparison?.models), table(Name.modelLayers, comparison?.layers),
            table(Name.layerPairs, comparison?.layerPairs),
            table(Name.modelPairs, comparison?.pairs), table(Name.changes, comparison?.changes),
            table(Name.reference, placement?.reference),
        ].compactMap(\.self)
    }

    /// Columns of `obs` that follow label, cluster and recall: patches, novelty, placed, k-means
    /// cluster, prediction, names, split.
    var rowColumns: [ResultTable.Column] {
        func columns<Row: TableRow>(_ rows: [Row]?) -> [ResultTable.Column] {
            rows.map(ResultTable.columns) ?? []
        }
        let kMeans = clusters?.kMeans?.assignments.map { KMeansRow(cluster: Int($0)) }
        let placed = map?.placed?.map { PlacedRow(placed: $0 ? 1 : 0) }
        return columns(rows.patches) + columns(novelty) + columns(placed)
            + columns(kMeans)
            + columns(rows.agreement?.map(AgreementRow.init))
            + columns(rows.predictions) + columns(rows.names)
            + columns(rows.splits?.map(SplitRow.init))
    }

    /// The rows of the map as a table (`map.csv`): path, label, coordinates, and the columns of
    /// `obs`.
    ///
    /// It is written as CSV only; the HDF5 file has the same data in AnnData's `obs` and `obsm`.
    public var mapTable: ResultTable {
        var columns: [ResultTable.Column] = [
            .init("path", .texts(paths)),
            .init("label", .texts(labels.indices.map { rows.label(ofRow: $0) })),
        ]
        func add(_ layout: Matrix<Float>, _ suffix: String) {
            for (column, name) in ["x", "y"].enumerated() {
                columns.append(
                    .init(
                        name + suffix,
                        .reals((0..<layout.rows).map { decimal(layout[$0, column]) })))
            }
        }
        if let layout { add(layout, "") }
        if let clusters {
            columns.append(.init("cluster", .integers(clusters.assignments.map(Int64.init))))
        }
        if let recall = map?.recall {
            columns.append(.init("recall", .reals(recall.map(decimal))))
        }
        columns += rowColumns
        for other in map?.otherLayouts ?? [] { add(other.layout, "_\(other.layer)") }
        return ResultTable(Schema.Reduction.Tables.map, columns)
    }

    /// All parameters with their names in the file, sorted by name.
    func parameterFields() throws -> [(name: String, value: ParameterValue)] {
        var fields: [String: ParameterValue] = [:]
        func add(_ parameters: (some Encodable)?) throws {
            guard let parameters else { return }
            fields.merge(try parameterValues(parameters)) { first, _ in first }
        }
        try add(parameters)
        try add(curation)
        try add(names)
        try add(map?.parameters)
        try add(placement?.parameters)
        try add(clusters?.parameters)
        try add(clusters?.kMeans?.parameters)
        try add(findings?.parameters)
        try add(findings?.duplicates.parameters)
        try add(findings?.labels?.parameters)
        try add(findings?.outliers?.parameters)
        return fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

/// The shortest decimal number that rounds to a single-precision one: 0.6, not 0.6000000238418579.
private func decimal(_ value: Float) -> Double { Double("\(value)") ?? Double(value) }
