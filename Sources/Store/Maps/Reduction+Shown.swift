/// Which images a map file's figures and pages show.
extension Reduction {
    /// Number of rows of each table, and of clusters, whose images are shown.
    public static let shownTableRows = 200
    /// Changes of each two compared files whose images are shown.
    private static let shownChanges = 50
    /// Number of placed rows whose images are shown, the most novel first.
    private static let shownPlaced = 50

    /// The images of the map that tables and figures show: medoids and
    /// exemplars of clusters, the first duplicates (the first pair of each group among them),
    /// doubtful labels, outliers and leaks, the most novel placed rows, the strongest images of the
    /// most selective units, segmented images, and the images stored in full.
    ///
    /// For a map of patches these are the images that the patches belong to.
    public var imagesToShow: Set<Int> {
        var shown = Set(shownClusters(clusters?.rows) + shownClusters(clusters?.kMeans?.rows))
        if let findings { shown.formUnion(shownRows(of: findings)) }
        shown.formUnion((neurons ?? []).shownImages)
        let changes = (comparison?.firstChanges(Self.shownChanges) ?? [])
        shown.formUnion(changes.flatMap { [$0.row] + $0.firstNeighbors + $0.secondNeighbors })
        if let novelty = novelty?.map(\.novelty) {
            let newest = novelty.indices.filter { novelty[$0].isFinite }
                .sorted { (novelty[$1], $0) < (novelty[$0], $1) }
            shown.formUnion(newest.prefix(Self.shownPlaced))
        }
        // For patches, the images that they belong to.
        if let patches = rows.patches {
            shown = Set(shown.filter { patches.indices.contains($0) }.map { patches[$0].image })
        }
        shown.formUnion(explained.map(\.row))
        if let segmentation = audits.segmentation {
            shown.formUnion(segmentation.shown.map { Int(segmentation.rows[$0]) })
        }
        return shown
    }

    /// Medoids and exemplars of the first clusters.
    private func shownClusters(_ clusters: [ClusterRow]?) -> [Int] {
        (clusters ?? []).prefix(Self.shownTableRows).flatMap { [$0.medoid] + $0.exemplars }
    }

    /// Rows of the first lines of each table of findings.
    private func shownRows(of findings: FindingsResult) -> [Int] {
        let limit = Self.shownTableRows
        let pairs = findings.duplicates.rows
        var seen: Set<Int> = []
        let leading = pairs.filter { seen.insert($0.group).inserted }.prefix(limit)
        var shown = (leading + pairs.prefix(limit)).flatMap { [$0.first, $0.second] }
        if let labels = findings.labels {
            shown += (labels.conflicts ?? []).prefix(limit).flatMap { [$0.first, $0.second] }
            // Labels that the neighbours confirm are not findings.
            shown += labels.rows.lazy.filter(\.isContradicted).prefix(limit).map(\.row)
        }
        shown += (findings.outliers?.rows ?? []).prefix(limit).map(\.row)
        let leaks = Set(
            (findings.leaks ?? []).prefix(limit).flatMap { [$0.firstPath, $0.secondPath] })
        return shown + paths.indices.filter { leaks.contains(paths[$0]) }
    }
}
