/// How rows were put into clusters, and how the clusters compare with the labels.
public struct ClusterParameters: Sendable, Equatable, Codable {
    public enum Method: String, Sendable, Codable, ParameterConvertible {
        case hdbscan, dbscan
        case kMeans = "kmeans"

        var parameterValue: ParameterValue { .text(rawValue) }
        init?(_ value: ParameterValue) {
            guard case .text(let text) = value else { return nil }
            self.init(rawValue: text)
        }
    }

    public var method: Method
    public var count: Int
    /// Share of rows in no cluster, 0...1.
    public var noise: Double
    /// HDBSCAN's smallest cluster.
    public var minimumSize: Int?
    /// Neighbours that make a core point, of HDBSCAN and DBSCAN.
    public var minimumSamples: Int?
    /// Whether HDBSCAN looked at all pairs, not at the neighbour graph alone.
    public var isExact: Bool?
    /// DBSCAN's radius.
    public var eps: Double?
    /// Clusters that k-means was asked for.
    public var requestedCount: Int?
    /// Sum of squared distances to the centroids.
    public var inertia: Double?
    /// Against the labels; nil without labels. Purity and NMI 0...1, ARI -0.5...1.
    public var purity: Double?
    public var adjustedRandIndex: Double?
    public var normalizedMutualInformation: Double?

    public init(method: Method, count: Int = 0, noise: Double = 0) {
        self.method = method
        self.count = count
        self.noise = noise
    }

    enum CodingKeys: String, CodingKey {
        case method = "cluster_method"
        case count = "cluster_count"
        case noise = "cluster_noise"
        case minimumSize = "cluster_minimum_size"
        case minimumSamples = "cluster_minimum_samples"
        case isExact = "cluster_exact"
        case eps = "cluster_eps"
        case requestedCount = "cluster_asked"
        case inertia = "cluster_inertia"
        case purity = "cluster_purity"
        case adjustedRandIndex = "cluster_ari"
        case normalizedMutualInformation = "cluster_nmi"
    }
}
