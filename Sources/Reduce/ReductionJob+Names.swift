internal import Console
internal import Store

/// Names of images and clusters.
extension ReductionJob {
    /// The job that names images and clusters; nil for vectors.
    var namesJob: NamesJob? {
        guard case .store(let reader, _) = input else { return nil }
        return NamesJob(reader: reader, options: names, run: run)
    }

    /// Names the clusters and says the names of the largest.
    func addNames(_ named: NamesJob.Named, to reduction: inout Reduction) throws {
        reduction.names = named.parameters
        guard let namesJob else { return }
        try reduction.clusters?.addNames { assignments, count in
            try namesJob.clusterNames(named, assignments, count: count)
        }
        reportNames(reduction.clusters)
    }

    /// Prints the names of the largest clusters.
    private func reportNames(_ clusters: ClusterResult?) {
        let rows = clusters?.rows.isEmpty == false ? clusters?.rows : clusters?.kMeans?.rows
        guard let rows, !rows.isEmpty, !run.quiet else { return }
        let largest = rows.sorted { ($1.size, $0.cluster) < ($0.size, $1.cluster) }.prefix(5)
        printMessage(
            "names    "
                + largest.map { "cluster \($0.cluster): \($0.names)" }.joined(separator: "; "))
    }
}
