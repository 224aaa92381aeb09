internal import Dense
internal import HDF5

/// The rows and places of a map file, as AnnData's groups have them.
struct MapParts {
    let root: CheckedGroup
    /// `uns/vitrine`.
    let vitrine: CheckedGroup
    let model: ModelDescription

    /// Places on a map beyond this are none that t-SNE gives, and no figure's axis holds them.
    private static let largestCoordinate: Float = 1e15

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
        return try obs.floats("recall", shape: [count], allowsNaN: true, minimum: 0, maximum: 1.001)
    }

    /// `[count, 2]`; nil without a map.
    func layout(count: Int) throws -> Matrix<Float>? {
        let obsm = try root.group("obsm")
        guard obsm.contains("X_tsne") else { return nil }
        return try layout(obsm, "X_tsne", count)
    }

    func otherLayouts(count: Int) throws -> [(layer: String, layout: Matrix<Float>)] {
        guard vitrine.contains(Schema.Reduction.layers) else { return [] }
        let obsm = try root.group("obsm")
        return try vitrine.texts(Schema.Reduction.layers).map {
            ($0, try layout(obsm, "X_tsne_\($0)", count))
        }
    }

    private func layout(
        _ obsm: CheckedGroup, _ name: String, _ count: Int
    ) throws -> Matrix<Float> {
        try obsm.floatMatrix(name, rows: count, columns: 2, maximum: Self.largestCoordinate)
    }

    /// Nil below two rows.
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
        return PCAResult(
            scores: try obsm.floatMatrix("X_pca", rows: rows, columns: count),
            components: components,
            mean: try pca.reals("mean", shape: [width]),
            variances: try pca.reals("variance", shape: [count]),
            ratios: try pca.reals(
                "variance_ratio", shape: [count], allowsNaN: true, minimum: -1e-3, maximum: 1.001))
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
