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
