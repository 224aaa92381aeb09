/// A clustering method with its parameter, as the option `--cluster` has it.
enum ClusterChoice: Equatable {
    /// No clustering, or HDBSCAN.
    case none, hdbscan
    /// DBSCAN with the radius `eps`, 0 or more, in units of the PCA scores.
    case dbscan(eps: Double)
    /// k-means with this number of clusters, 1 or more.
    case kMeans(Int)

    /// Parses `auto`, `hdbscan`, `dbscan:EPS`, `kmeans:K` or `none`; nil for anything else.
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
