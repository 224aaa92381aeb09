internal import Console
internal import Dense
internal import Neighbors
internal import Store
internal import TSNE

/// Estimates memory, disk space and time of a reduction before it starts. `reduce --dry-run` prints
/// it.
///
/// It makes the same choices as `MapJob` and `FindingsJob`, from the number of rows: perplexity,
/// neighbours per row, method of the search.
struct ResourceEstimate {
    /// The rows.
    let source: ReductionRows
    /// Number of maps.
    let layers: Int
    /// Options of the map.
    let map: MapOptions
    /// Options of t-SNE.
    let layout: LayoutOptions
    /// Sizes of the files.
    let sizes: FileSizes

    /// Makes the estimate.
    ///
    /// - Parameter referenceRows: Number of rows of the finished map into which rows are placed.
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

    /// Options of t-SNE for all rows.
    private var options: TSNEOptions { layout.settings(points: source.rows, seed: 0) }
    /// Number of principal components.
    private var components: Int { min(map.pca, max(1, source.rows - 1), source.columns) }
    /// Neighbours per row: those that t-SNE needs, or those that the clustering needs.
    private var neighbors: Int {
        let wanted = neighborCount(perplexity: options.perplexity)
        return min(source.rows - 1, max(ClusterJob.minimumSamples, wanted))
    }
    /// Method of the neighbour search.
    private var method: NeighborMethod {
        map.neighbors.method ?? chooseMethod(rows: source.rows, columns: components).method
    }
    /// Whether there will be a map.
    private var hasMap: Bool { source.rows >= ReductionJob.minimumRows && map.place == nil }

    /// Bytes of the PCA scores and of the hashes of the rows.
    private var scoreBytes: Int { (4 * components + 16) * source.rows * layers }
    /// Bytes at the peak of PCA.
    private var componentBytes: Int {
        Components.bytes(rows: source.rows, columns: source.columns) * layers
    }
    /// Bytes of the rows and of the neighbour search of the findings; 0 with `--findings none`.
    private var findingsBytes: Int {
        guard map.findings == .all else { return 0 }
        let method = chooseMethod(rows: source.rows, columns: source.columns).method
        return neighborsMemory(
            method: method, rows: source.rows, columns: source.columns,
            count: min(FindingsJob.neighbors, max(1, source.rows - 1)))
    }
    /// Bytes of the samples of the layer profile: at most 20,000 rows of three layers, and the
    /// queries.
    private var profileBytes: Int {
        map.profile == .all ? 4 * 4 * min(source.rows, 20_000) * source.columns : 0
    }
    /// Memory and time of t-SNE.
    private var estimate: TSNEEstimate {
        TSNE.estimate(
            points: source.rows, neighbors: neighbors, options: options,
            threads: Parallelism.threads)
    }
    /// Bytes of the neighbour search of the map.
    private var searchBytes: Int {
        neighborsMemory(
            method: method, rows: source.rows, columns: components, count: neighbors)
    }

    /// Bytes of the thumbnails, which are kept until the map is written.
    private var thumbnailBytes: Int {
        switch source.origin {
        case .images(let reader, _), .patches(let reader, _):
            reader.imageCount <= ThumbnailSheets.limit ? 4_000 * reader.imageCount : 0
        case .vectors: 0
        }
    }

    /// Peak memory in bytes. Findings and profile follow the map, so that the largest step counts.
    var bytes: Int {
        let base = 60 << 20 + scoreBytes + componentBytes + thumbnailBytes
        let later = max(findingsBytes, profileBytes)
        if !hasMap { return base + later }
        let graph = 8 * source.rows * neighbors
        return base + max(searchBytes, graph + estimate.bytes, graph + later)
    }

    /// Disk space in bytes of the map file and its tables.
    var fileBytes: Int { sizes.file + sizes.tables }

    /// The largest parts of the memory, for an error message.
    var parts: String {
        "neighbours \(byteCount(searchBytes)), t-SNE \(byteCount(estimate.bytes)), findings "
            + byteCount(findingsBytes)
    }

    /// The lines that are printed before the work: files, memory, settings, neighbour search.
    func lines(output: String) -> [String] {
        var lines = [
            "write    \(output), about \(byteCount(sizes.file)), and tables, about "
                + "\(byteCount(sizes.tables)); \(byteCount(bytes)) of memory, "
                + counted(Parallelism.threads, "thread")
        ]
        guard hasMap else { return lines }
        if let update = map.update {
            lines.append("map      positions of \(update), new rows placed among them")
            return lines
        }
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
