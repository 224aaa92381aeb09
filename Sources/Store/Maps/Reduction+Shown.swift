/// Which images a map file's figures and pages show.
extension Reduction {
    /// Rows of each table whose images are shown, and clusters.
    public static let shownTableRows = 200
    /// Placed rows whose images are shown, the newest first.
    private static let shownPlaced = 50

    /// Rows of the parent that the tables name: medoids and exemplars, the first duplicates, each
    /// group's first pair among them, doubtful labels, outliers and leaks, the newest placed rows,
    /// and the images that are kept in full.
    public var imagesToShow: Set<Int> {
        var shown = Set(shownClusters(clusters?.rows) + shownClusters(clusters?.kMeans?.rows))
        if let findings { shown.formUnion(shownRows(of: findings)) }
        if let novelty = placement?.novelty.map(\.novelty) {
            let newest = novelty.indices.filter { novelty[$0].isFinite }
                .sorted { (novelty[$1], $0) < (novelty[$0], $1) }
            shown.formUnion(newest.prefix(Self.shownPlaced))
        }
        // Of patches, the images that they are cut from.
        if let patches = rows.patches {
            shown = Set(shown.filter { patches.indices.contains($0) }.map { patches[$0].image })
        }
        shown.formUnion(explained.map(\.row))
        return shown
    }

    private func shownClusters(_ clusters: [ClusterRow]?) -> [Int] {
        (clusters ?? []).prefix(Self.shownTableRows).flatMap { [$0.medoid] + $0.exemplars }
    }

    private func shownRows(of findings: FindingsResult) -> [Int] {
        let limit = Self.shownTableRows
        let pairs = findings.duplicates.rows
        var seen: Set<Int> = []
        let leading = pairs.filter { seen.insert($0.group).inserted }.prefix(limit)
        var shown = (leading + pairs.prefix(limit)).flatMap { [$0.first, $0.second] }
        if let labels = findings.labels {
            shown += (labels.conflicts ?? []).prefix(limit).flatMap { [$0.first, $0.second] }
            // A label that the neighbours agree with is no finding.
            shown += labels.rows.lazy.filter(\.isContradicted).prefix(limit).map(\.row)
        }
        shown += (findings.outliers?.rows ?? []).prefix(limit).map(\.row)
        let leaks = Set(
            (findings.leaks ?? []).prefix(limit).flatMap { [$0.firstPath, $0.secondPath] })
        return shown + paths.indices.filter { leaks.contains(paths[$0]) }
    }
}
