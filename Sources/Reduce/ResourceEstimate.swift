internal import Console
internal import Dense
internal import Neighbors
internal import Store
internal import TSNE

/// What a reduction will take, before it is begun.
struct ResourceEstimate {
    let source: ReductionRows
    /// Maps.
    let layers: Int
    let map: MapOptions
    let layout: LayoutOptions
    /// What will be written.
    let sizes: FileSizes

    /// - Parameter referenceRows: of the finished map that rows are put into.
    init(
        source: ReductionRows, layers: Int, map: MapOptions, layout: LayoutOptions,
        referenceRows: Int = 0
    ) throws {
        self.source = source
        self.layers = layers
        self.map = map
        self.layout = layout
        let perplexity = layout.settings(points: source.rows, seed: 0).perplexity
        sizes = try FileSizes(
            source: source, layers: layers, map: map,
            components: min(map.pca, max(1, source.rows - 1), source.columns),
            neighbors: min(source.rows - 1, neighborCount(perplexity: perplexity)),
            hasMap: source.rows >= ReductionJob.minimumRows && map.place == nil,
            referenceRows: referenceRows)
    }

    private var options: TSNEOptions { layout.settings(points: source.rows, seed: 0) }
    private var components: Int { min(map.pca, max(1, source.rows - 1), source.columns) }
    private var neighbors: Int {
        let wanted = neighborCount(perplexity: options.perplexity)
        return min(source.rows - 1, max(ClusterJob.minimumSamples, wanted))
    }
    private var method: NeighborMethod {
        map.neighbors.method ?? chooseMethod(rows: source.rows, columns: components).method
    }
    private var hasMap: Bool { source.rows >= ReductionJob.minimumRows && map.place == nil }

    /// Scores, and the keys that tell equal rows.
    private var scoreBytes: Int { (4 * components + 16) * source.rows * layers }
    private var componentBytes: Int {
        Components.bytes(rows: source.rows, columns: source.columns) * layers
    }
    /// All rows at once, and the search among them.
    private var findingsBytes: Int {
        guard map.findings == .all else { return 0 }
        let method = chooseMethod(rows: source.rows, columns: source.columns).method
        return neighborsMemory(
            method: method, rows: source.rows, columns: source.columns,
            count: min(FindingsJob.neighbors, max(1, source.rows - 1)))
    }
    /// Samples of three layers and of the queries, or all rows where they are few.
    private var profileBytes: Int {
        map.profile == .all ? 4 * 4 * min(source.rows, 20_000) * source.columns : 0
    }
    private var estimate: TSNEEstimate {
        TSNE.estimate(
            points: source.rows, neighbors: neighbors, options: options,
            threads: Parallelism.threads)
    }
    private var searchBytes: Int {
        neighborsMemory(
            method: method, rows: source.rows, columns: components, count: neighbors)
    }

    /// The most at one time: findings and profile come after the map.
    var bytes: Int {
        let base = 60 << 20 + scoreBytes + componentBytes
        let later = max(findingsBytes, profileBytes)
        if !hasMap { return base + later }
        let graph = 8 * source.rows * neighbors
        return base + max(searchBytes, graph + estimate.bytes, graph + later)
    }

    /// Of the map file and its tables.
    var fileBytes: Int { sizes.file + sizes.tables }

    var parts: String {
        "neighbours \(byteCount(searchBytes)), t-SNE \(byteCount(estimate.bytes)), findings "
            + byteCount(findingsBytes)
    }

    func lines(output: String) -> [String] {
        var lines = [
            "write    \(output), about \(byteCount(sizes.file)), and tables, about "
                + "\(byteCount(sizes.tables)); \(byteCount(bytes)) of memory, "
                + counted(Parallelism.threads, "thread")
        ]
        guard hasMap else { return lines }
        let options = options
        let rate =
            options.learningRate.map { rounded($0) }
            ?? "\(rounded(Double(source.rows) / options.exaggeration)) then \(source.rows)"
        lines.append(
            "map      \(components) components, \(neighbors) neighbours (\(method.rawValue)), "
                + "perplexity \(rounded(options.perplexity)), repulsion "
                + "\(estimate.repulsion.rawValue), learning rate \(rate); "
                + "t-SNE takes \(estimatedTime(estimate.seconds(options) * Double(layers)))")
        lines.append(
            "search   "
                + (map.neighbors.method.map {
                    "neighbours: \($0 == .exact ? "exact" : "approximate, by HNSW") (--neighbors)"
                } ?? chooseMethod(rows: source.rows, columns: components).reason))
        if source.rows > 100_000 && layout.perplexity == nil {
            lines.append(
                "note     with \(source.rows) points, perplexity 30 shows small groups; "
                    + "--perplexity 100 shows larger ones and needs three times the memory")
        }
        return lines
    }
}
