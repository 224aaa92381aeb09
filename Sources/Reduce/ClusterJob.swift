internal import Clustering
internal import Console
internal import Dense
internal import Store

/// How rows are put into clusters.
enum ClusterChoice: Equatable {
    case none, hdbscan
    case dbscan(eps: Double)
    case kMeans(Int)

    /// Reads `auto`, `hdbscan`, `dbscan:EPS`, `kmeans:K` or `none`; nil for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        switch (parts[0], parts.count) {
        case ("auto", 1), ("hdbscan", 1): self = .hdbscan
        case ("none", 1): self = .none
        case ("dbscan", 2):
            guard let eps = Double(parts[1]), eps >= 0, eps.isFinite else { return nil }
            self = .dbscan(eps: eps)
        case ("kmeans", 2):
            guard let k = Int(parts[1]), k >= 1 else { return nil }
            self = .kMeans(k)
        default: return nil
        }
    }
}

/// Clusters of the PCA scores, and what is in them.
struct ClusterJob {
    let choice: ClusterChoice
    let made: MapJob.Made
    let seed: UInt64

    /// Rows that make a cluster, and neighbours that make a core.
    static let minimumSize = 5
    static let minimumSamples = 5
    /// Share of rows in no cluster above which k-means stands beside the clusters.
    static let mostNoise = 0.5

    func add(to result: inout Reduction) {
        let scores = made.scores
        var probabilities: [Double]?
        var persistence: [Double]?
        let assignments: [Int32]
        switch choice {
        case .none: return
        case .hdbscan:
            let found = hdbscan(
                scores, neighbors: made.neighbors, minimumClusterSize: Self.minimumSize,
                minimumSamples: min(Self.minimumSamples, scores.rows - 1),
                isGraphExact: made.areNeighborsExact)
            assignments = found.assignments
            (probabilities, persistence) = (found.probabilities, found.persistence)
            result.parameters += [
                ("cluster_method", .text("hdbscan")),
                ("cluster_minimum_size", .integer(Self.minimumSize)),
                ("cluster_minimum_samples", .integer(Self.minimumSamples)),
                ("cluster_exact", .integer(found.isExact ? 1 : 0)),
            ]
        case .dbscan(let eps):
            assignments = dbscan(scores, eps: eps, minimumSamples: Self.minimumSamples)
                .map(Int32.init)
            result.parameters += [
                ("cluster_method", .text("dbscan")), ("cluster_eps", .real(eps)),
                ("cluster_minimum_samples", .integer(Self.minimumSamples)),
            ]
        case .kMeans(let k):
            let found = kMeans(scores, clusters: min(k, scores.rows), seed: seed)
            assignments = found.assignments
            result.parameters += [
                ("cluster_method", .text("kmeans")), ("cluster_asked", .integer(k)),
                ("cluster_inertia", .real(found.inertia)),
            ]
        }
        result.clusters = assignments
        result.parameters.append(
            ("cluster_count", .integer(Int((assignments.max() ?? -1) + 1))))
        addAgreement(assignments, to: &result)
        addTable(
            "clusters", assignments, probabilities: probabilities, persistence: persistence,
            to: &result)
        if choice == .hdbscan { addKMeans(to: &result) }
    }

    /// Where density leaves more than half of the rows in no cluster: k-means beside it, in the
    /// column and the table `kmeans`.
    private func addKMeans(to result: inout Reduction) {
        guard let clusters = result.clusters,
            Double(clusters.count { $0 < 0 }) > Self.mostNoise * Double(clusters.count),
            let found = kMeansBySilhouette(made.scores, seed: seed)
        else { return }
        let assignments = found.clusters.assignments
        result.rowColumns.append(.init("kmeans", .integers(assignments.map(Int64.init))))
        let byNumber = zip(found.tried, found.silhouettes).map { "\($0) \(rounded($1))" }
        result.parameters += [
            ("kmeans_clusters", .integer(found.clusters.centroids.rows)),
            ("kmeans_silhouette", .real(found.silhouette)),
            ("kmeans_silhouettes", .text(byNumber.joined(separator: ", "))),
            ("kmeans_largest", .integer(found.tried.last ?? 0)),
            ("kmeans_sample", .integer(found.sampleSize)),
        ]
        addTable("kmeans", assignments, probabilities: nil, persistence: nil, to: &result)
    }

    private func addTable(
        _ title: String, _ assignments: [Int32], probabilities: [Double]?,
        persistence: [Double]?, to result: inout Reduction
    ) {
        let labels = result.labels.contains { $0 >= 0 } ? result.labels : nil
        let summaries = clusterSummaries(
            made.scores, assignments: assignments, probabilities: probabilities, labels: labels,
            seed: seed)
        func name(_ label: Int32?) -> String {
            label.map { Int($0) < result.labelNames.count ? result.labelNames[Int($0)] : "\($0)" }
                ?? ""
        }
        result.tables.append(
            ResultTable(
                title,
                [
                    .init("cluster", .integers(summaries.map { Int64($0.cluster) })),
                    .init("size", .integers(summaries.map { Int64($0.size) })),
                    .init("medoid", .integers(summaries.map { Int64($0.medoid) })),
                    .init("medoid_path", .texts(summaries.map { result.paths[$0.medoid] })),
                    .init("label", .texts(summaries.map { name($0.labels.first?.label) })),
                    .init("share", .reals(summaries.map(\.largestShare))),
                    .init(
                        "persistence",
                        .reals(summaries.map { persistence?[Int($0.cluster)] ?? .nan })),
                    .init(
                        "exemplars",
                        .texts(
                            summaries.map { $0.exemplars.map(String.init).joined(separator: " ") })
                    ),
                    .init(
                        "labels",
                        .texts(
                            summaries.map { summary in
                                summary.labels.map { "\(name($0.label)) \($0.count)" }
                                    .joined(separator: ", ")
                            })),
                ]))
    }

    private func addAgreement(_ assignments: [Int32], to result: inout Reduction) {
        let noise = assignments.count { $0 < 0 }
        result.parameters.append(
            ("cluster_noise", .real(Double(noise) / Double(max(1, assignments.count)))))
        let labelled = result.labels.indices.filter { result.labels[$0] >= 0 }
        guard Set(labelled.map { result.labels[$0] }).count > 1 else { return }
        let agreement = labelAgreement(
            labelled.map { assignments[$0] }, labelled.map { result.labels[$0] })
        if agreement.points == 0 { return }
        result.parameters += [
            ("cluster_purity", .real(agreement.purity)),
            ("cluster_ari", .real(agreement.adjustedRandIndex)),
            ("cluster_nmi", .real(agreement.normalizedMutualInformation)),
        ]
    }
}
