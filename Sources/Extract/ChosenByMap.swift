internal import Console
internal import Store

/// The images that a map suggests to store in full: the medoids of its largest clusters and the
/// images whose labels their neighbours contradict most, up to four of each.
struct ChosenByMap {
    /// Rows of the store, each once, the medoids first.
    let rows: [Int]

    /// Most images of each kind.
    private static let most = 4

    /// Reads a map and chooses the images.
    ///
    /// - Throws: `Failure` when the map is not of the store's images, or suggests none.
    init(_ path: String, store: EmbeddingReader) throws {
        let map = try ReductionReader.read(path)
        guard map.origin.uuid == store.uuid, map.token != "patches",
            map.parentRows != nil || map.paths.count == store.imageCount
        else {
            throw Failure(
                Exit.nothing,
                "--map \(path): expected a map of the images of \(store.path), found one of "
                    + "\(map.token == "patches" ? "patches" : map.origin.file); make one with "
                    + "reduce \(shellText(store.path)).")
        }
        var chosen: [Int] = []
        func add(_ image: Int) {
            guard map.paths.indices.contains(image) else { return }
            let row = map.parentRow(ofImage: image)
            guard (0..<store.imageCount).contains(row), !chosen.contains(row) else { return }
            chosen.append(row)
        }
        let clusters = map.clusters?.rows ?? []
        let order = clusters.indices.sorted {
            (clusters[$1].size, $0) < (clusters[$0].size, $1)
        }
        for cluster in order.prefix(Self.most) { add(clusters[cluster].medoid) }
        // The table has the most doubtful labels first.
        let labels = map.findings?.labels?.rows ?? []
        for label in labels.lazy.filter(\.isContradicted).prefix(Self.most) { add(label.row) }
        guard !chosen.isEmpty else {
            throw Failure(
                Exit.nothing,
                "--map \(path): expected clusters or doubtful labels, found neither; name "
                    + "the images.")
        }
        rows = chosen
    }
}
