internal import Clustering
internal import Console
internal import Dense
internal import Store

/// Clusters the PCA scores of a map and describes each cluster.
///
/// The scores are clustered, not the map, in which distances and densities are distorted.
struct ClusterJob {
    /// Method and its parameter.
    let choice: ClusterChoice
    /// Scores and neighbour graph of the map.
    let input: MapJob.ClusterInput
    /// Names and labels of the rows.
    let rows: MapRows
    /// Seed for k-means and for sampling.
    let seed: UInt64

    /// Smallest cluster of HDBSCAN, in rows.
    static let minimumSize = 5
    /// Number of neighbours that make a core point, for HDBSCAN and DBSCAN.
    static let minimumSamples = 5
    /// Share of noise of HDBSCAN above which k-means is computed too.
    static let kMeansNoiseShare = 0.5

    /// Computes the clusters, numbered from 0; -1 is noise. nil for `.none`.
    ///
    /// If HDBSCAN leaves more than half of the rows in no cluster, k-means is computed too.
    func clusters() -> ClusterResult? {
        let scores = input.scores
        var probabilities: [Double]?
        var persistence: [Double]?
        let assignments: [Int32]
        var parameters: ClusterParameters
        switch choice {
        case .none: return nil
        case .hdbscan:
            let result = hdbscan(
                scores, neighbors: input.neighbors, minimumClusterSize: Self.minimumSize,
                minimumSamples: min(Self.minimumSamples, scores.rows - 1),
                isGraphExact: input.areNeighborsExact)
            assignments = result.assignments
            (probabilities, persistence) = (result.probabilities, result.persistence)
            parameters = ClusterParameters(method: .hdbscan)
            parameters.minimumSize = Self.minimumSize
            parameters.minimumSamples = Self.minimumSamples
            parameters.isExact = result.isExact
        case .dbscan(let eps):
            assignments = dbscan(scores, eps: eps, minimumSamples: Self.minimumSamples)
                .map(Int32.init)
            parameters = ClusterParameters(method: .dbscan)
            parameters.eps = eps
            parameters.minimumSamples = Self.minimumSamples
        case .kMeans(let k):
            let result = kMeans(scores, clusters: min(k, scores.rows), seed: seed)
            assignments = result.assignments
            parameters = ClusterParameters(method: .kMeans)
            parameters.requestedCount = k
            parameters.inertia = result.inertia
        }
        parameters.count = Int((assignments.max() ?? -1) + 1)
        parameters.noise =
            Double(assignments.count { $0 < 0 }) / Double(max(1, assignments.count))
        addAgreement(assignments, to: &parameters)
        return ClusterResult(
            assignments: assignments,
            rows: clusterRows(assignments, probabilities: probabilities, persistence: persistence),
            parameters: parameters,
            kMeans: choice == .hdbscan && parameters.noise > Self.kMeansNoiseShare
                ? kMeansResult() : nil)
    }

    /// k-means with the number of clusters that has the highest silhouette; nil for rows that
    /// cannot be clustered.
    private func kMeansResult() -> KMeansResult? {
        guard let result = kMeansBySilhouette(input.scores, seed: seed) else { return nil }
        let assignments = result.clusters.assignments
        let byNumber = zip(result.tried, result.silhouettes).map { "\($0) \(rounded($1))" }
        return KMeansResult(
            assignments: assignments,
            rows: clusterRows(assignments, probabilities: nil, persistence: nil),
            parameters: KMeansParameters(
                clusters: result.clusters.centroids.rows, silhouette: result.silhouette,
                silhouettes: byNumber.joined(separator: ", "), largest: result.tried.last ?? 0,
                sample: result.sampleSize))
    }

    /// Size, medoid, exemplars and labels of each cluster.
    ///
    /// - Parameters:
    ///   - assignments: Cluster of each row, `[n]`, -1 for noise.
    ///   - probabilities: Membership of each row, `[n]`, 0...1, of HDBSCAN.
    ///   - persistence: Persistence of each cluster, `[clusters]`, of HDBSCAN.
    private func clusterRows(
        _ assignments: [Int32], probabilities: [Double]?, persistence: [Double]?
    ) -> [ClusterRow] {
        let labels = rows.labels.contains { $0 >= 0 } ? rows.labels : nil
        func name(_ label: Int32) -> String {
            Int(label) < rows.labelNames.count ? rows.labelNames[Int(label)] : "\(label)"
        }
        return clusterSummaries(
            input.scores, assignments: assignments, probabilities: probabilities, labels: labels,
            seed: seed
        ).map { summary in
            ClusterRow(
                cluster: Int(summary.cluster), size: summary.size, medoid: summary.medoid,
                medoidPath: rows.paths[summary.medoid],
                label: summary.labels.first.map { name($0.label) } ?? "",
                share: summary.largestShare,
                persistence: persistence?[Int(summary.cluster)] ?? .nan,
                exemplars: summary.exemplars,
                labels: summary.labels.map { "\(name($0.label)) \($0.count)" }
                    .joined(separator: ", "))
        }
    }

    /// Adds purity, ARI and NMI against the labels, if the rows have at least two labels.
    private func addAgreement(
        _ assignments: [Int32], to parameters: inout ClusterParameters
    ) {
        let labelled = rows.labels.indices.filter { rows.labels[$0] >= 0 }
        guard Set(labelled.map { rows.labels[$0] }).count > 1 else { return }
        let agreement = labelAgreement(
            labelled.map { assignments[$0] }, labelled.map { rows.labels[$0] })
        if agreement.points == 0 { return }
        parameters.purity = agreement.purity
        parameters.adjustedRandIndex = agreement.adjustedRandIndex
        parameters.normalizedMutualInformation = agreement.normalizedMutualInformation
    }
}
