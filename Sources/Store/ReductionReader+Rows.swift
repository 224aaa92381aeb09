internal import Dense
internal import HDF5

extension ReductionReader {
    /// Places on a map beyond this are none that t-SNE gives, and no figure's axis holds them.
    private static let mostDistant: Float = 1e15

    /// What there is of each row: clusters, places on the maps, components, further columns.
    static func readRows(
        _ root: CheckedGroup, _ own: CheckedGroup, into reduction: inout Reduction
    ) throws {
        let n = reduction.paths.count
        let obs = try root.group("obs")
        if obs.contains("cluster") {
            reduction.clusters = try obs.smallIntegers("cluster", shape: [n], in: -1...(.max - 1))
        }
        if obs.contains("recall") {
            reduction.recall = try obs.floats(
                "recall", shape: [n], allowsNaN: true, least: 0, most: 1.001)
        }
        let obsm = try root.group("obsm")
        func layout(_ name: String) throws -> Matrix<Float> {
            try obsm.floatMatrix(name, rows: n, columns: 2, most: mostDistant)
        }
        if obsm.contains("X_tsne") { reduction.layout = try layout("X_tsne") }
        if own.contains("pca") {
            reduction.pca = try readPCA(
                own.group("pca"), obsm, root.group("varm"), rows: n, width: reduction.model.width)
        }
        if own.contains(Schema.Reduction.layers) {
            for layer in try own.texts(Schema.Reduction.layers) {
                reduction.otherLayouts.append((layer, try layout("X_tsne_\(layer)")))
            }
        }
        let known: Set = ["label", "cluster", "recall"]
        reduction.rowColumns = try obs.columnOrder().filter { !known.contains($0) }.compactMap {
            try obs.column($0, count: n)
        }
        try checkGraph(root, rows: n)
    }

    private static func readPCA(
        _ pca: CheckedGroup, _ obsm: CheckedGroup, _ varm: CheckedGroup, rows: Int, width: Int
    ) throws -> PCAResult {
        let count = try pca.shape("variance", dimensions: 1)[0]
        guard count > 0 else { throw pca.malformed("variance", "a component or more", "none") }
        let byFeature = try varm.reals("PCs", shape: [width, count])
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
    private static func checkGraph(_ root: CheckedGroup, rows: Int) throws {
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

    // MARK: - Tables

    static func readTables(_ own: CheckedGroup, into reduction: inout Reduction) throws {
        if own.contains(Schema.Reduction.tables) {
            let tables = try own.group(Schema.Reduction.tables)
            reduction.tables = try tables.group.names().map { try tables.table($0) }
        }
        let parameters = try own.group(Schema.Reduction.parameters)
        reduction.parameters = try parameters.group.names().map { name in
            switch try parameters.value(name) {
            case .string(let text): return (name, .text(text))
            case .real(let number): return (name, .real(number))
            case .integer(let number): return (name, .integer(Int(number)))
            default: throw parameters.malformed(name, "a text or a number", "a list")
            }
        }
        reduction.quality = try readQuality(try own.group(Schema.Reduction.quality))
    }

    private static func readQuality(_ group: CheckedGroup) throws -> [QualityRow] {
        let names = try group.texts("measure")
        func column(_ name: String) throws -> [Double] {
            try group.reals(name, shape: [names.count], allowsNaN: true)
        }
        let map = try column("map")
        let interval = try column("interval")
        let scores = try column("map_against_scores")
        let components = try column("first_components")
        let random = try column("random")
        return names.enumerated().map { index, name in
            QualityRow(
                name: name, map: map[index], interval: interval[index],
                mapAgainstScores: scores[index], firstComponents: components[index],
                random: random[index])
        }
    }
}
