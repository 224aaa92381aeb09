internal import Dense
internal import HDF5

/// Reads AnnData's groups of a map file: rows, clusters, layouts and principal components.
struct MapParts {
    /// Root group of the file.
    let root: CheckedGroup
    /// The group `uns/vitrine`.
    let vitrine: CheckedGroup
    /// The model of the embeddings, whose width the components must have.
    let model: ModelDescription
    /// How much is read.
    let extent: ReductionReader.Extent

    /// Largest coordinate on a map. t-SNE gives far smaller ones, and axes of figures cannot show
    /// larger ones.
    private static let largestCoordinate: Float = 1e15

    /// Names, labels and patches of the rows; also checks the neighbour graph.
    func rows() throws -> MapRows {
        let obs = try root.group("obs")
        let paths = extent == .outline ? [] : try obs.index()
        let count = extent == .outline ? try obs.indexCount() : paths.count
        let label = try obs.group("label")
        let labelNames = try label.texts("categories")
        _ = try obs.columnOrder()
        try checkGraph(rows: count)
        var rows = MapRows(
            paths: paths,
            labels: try label.smallIntegers(
                "codes", shape: [count], in: -1...Int32(clamping: labelNames.count) - 1),
            labelNames: labelNames, patches: try columns(PatchRow.self, count: count),
            predictions: try columns(PredictionRow.self, count: count),
            names: try columns(NameRow.self, count: count),
            splits: try columns(SplitRow.self, count: count)?.map(\.split),
            digests: extent == .outline ? nil : try digests(count: count), count: count)
        rows.agreement = try columns(AgreementRow.self, count: count)?.map(\.agreement)
        return rows
    }

    /// SHA-256 of the image file of each row, `[count, 32]`; nil if the file does not have them.
    private func digests(count: Int) throws -> [UInt8]? {
        guard root.contains("obsm/\(Schema.Reduction.digests)") else { return nil }
        return try root.group("obsm").bytes(Schema.Reduction.digests, shape: [count, 32])
    }

    /// Columns of `obs` as rows, `[count]`; nil if the file does not have all that are required.
    func columns<Row: TableRow>(_ type: Row.Type, count: Int) throws -> [Row]? {
        let obs = try root.group("obs")
        let required = Row.columns.filter { $0.presence == .always }.map(\.name)
        guard required.allSatisfy(obs.contains) else { return nil }
        return try obs.rows(type, count: count)
    }

    /// Cluster of each row, `[count]`; nil without clusters.
    func clusters(count: Int) throws -> [Int32]? {
        let obs = try root.group("obs")
        guard obs.contains("cluster") else { return nil }
        return try obs.smallIntegers("cluster", shape: [count], in: -1...(.max - 1))
    }

    /// Neighbour recall of each row, `[count]`; nil if it was not measured.
    func recall(count: Int) throws -> [Float]? {
        let obs = try root.group("obs")
        guard obs.contains("recall") else { return nil }
        return try obs.floats("recall", shape: [count], allowsNaN: true, minimum: 0, maximum: 1.001)
    }

    /// The main map, `[count, 2]`; nil without a map.
    func layout(count: Int) throws -> Matrix<Float>? {
        let obsm = try root.group("obsm")
        guard obsm.contains("X_tsne") else { return nil }
        return try layout(obsm, "X_tsne", count)
    }

    /// The maps of other layers, `[count, 2]` each.
    func otherLayouts(count: Int) throws -> [(layer: String, layout: Matrix<Float>)] {
        guard vitrine.contains(Schema.Reduction.layers) else { return [] }
        let obsm = try root.group("obsm")
        return try vitrine.texts(Schema.Reduction.layers).map {
            ($0, try layout(obsm, "X_tsne_\($0)", count))
        }
    }

    /// A layout, `[count, 2]`, with coordinates up to `largestCoordinate`.
    private func layout(
        _ obsm: CheckedGroup, _ name: String, _ count: Int
    ) throws -> Matrix<Float> {
        try obsm.floatMatrix(name, rows: count, columns: 2, maximum: Self.largestCoordinate)
    }

    /// Principal components and scores; nil if the file has none.
    func pca(count rows: Int) throws -> PCAResult? {
        guard vitrine.contains("pca") else { return nil }
        let (pca, obsm) = (try vitrine.group("pca"), try root.group("obsm"))
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
        let scores =
            extent == .outline
            ? Matrix(rows: 0, columns: count, elements: [])
            : try obsm.floatMatrix("X_pca", rows: rows, columns: count)
        return PCAResult(
            scores: scores,
            components: components,
            mean: try pca.reals("mean", shape: [width]),
            variances: try pca.reals("variance", shape: [count]),
            ratios: try pca.reals(
                "variance_ratio", shape: [count], allowsNaN: true, minimum: -1e-3, maximum: 1.001))
    }

    /// Checks that the three arrays of the neighbour graph fit each other. The graph itself is not
    /// read.
    private func checkGraph(rows: Int) throws {
        guard root.contains("obsp/distances") else { return }
        _ = try root.group("obsp").group("distances").graphOffsets(rows: rows)
    }
}

extension CheckedGroup {
    /// Where the entries of each row of a sparse matrix in CSR format begin, `[rows + 1]`.
    ///
    /// - Throws: `StoreError.malformed` unless `indptr` ascends from 0 to the number of `indices`
    ///   and of `data`.
    func graphOffsets(rows: Int) throws -> [Int64] {
        let offsets = try integers("indptr", shape: [rows + 1], in: 0...(.max))
        let entries = try shape("indices", dimensions: 1)[0]
        guard offsets[0] == 0, offsets[rows] == entries,
            zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 })
        else {
            throw malformed(
                "indptr", "numbers that ascend from 0 to the \(entries) entries",
                "\(offsets[0]) to \(offsets[rows]), or a descent")
        }
        guard try shape("data", dimensions: 1) == [entries] else {
            throw malformed("data", "\(entries) distances", "another number")
        }
        return offsets
    }
}
