internal import Console
internal import Store

/// The images that a map's tables make worth a look: the medoids of its largest clusters, and the
/// labels that its neighbours doubt most.
struct ChosenByMap {
    /// Rows of the store, each once.
    let rows: [Int]

    /// Of each kind.
    private static let most = 4

    /// - Throws: `Failure` when the map is not of the store's images.
    init(_ path: String, store: EmbeddingReader) throws {
        let map = try ReductionReader.read(path)
        guard map.parentUUID == store.uuid, map.token != "patches",
            map.paths.count == store.imageCount
        else {
            throw Failure(
                Exit.nothing,
                "--map \(path): expected a map of the images of \(store.path), found one of "
                    + "\(map.token == "patches" ? "patches" : map.parentFile); make one with "
                    + "reduce \(shellText(store.path)).")
        }
        var chosen: [Int] = []
        func add(_ row: Double) {
            guard row >= 0, row < Double(store.imageCount) else { return }
            if !chosen.contains(Int(row)) { chosen.append(Int(row)) }
        }
        if let clusters = map.table("clusters"), let sizes = clusters.numbers("size"),
            let medoids = clusters.numbers("medoid")
        {
            let order = sizes.indices.sorted {
                sizes[$0] != sizes[$1] ? sizes[$0] > sizes[$1] : $0 < $1
            }
            for cluster in order.prefix(Self.most) { add(medoids[cluster]) }
        }
        // The table's first rows are the most doubtful ones.
        if let labels = map.table("labels"), let doubted = labels.numbers("row"),
            let own = labels.texts("label"), let other = labels.texts("suggested_label")
        {
            for index in doubted.indices.filter({ own[$0] != other[$0] }).prefix(Self.most) {
                add(doubted[index])
            }
        }
        guard !chosen.isEmpty else {
            throw Failure(
                Exit.nothing,
                "--map \(path): expected clusters or doubted labels, found none; name the images.")
        }
        rows = chosen
    }
}
