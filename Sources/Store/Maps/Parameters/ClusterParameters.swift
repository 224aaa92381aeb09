/// Method, settings and results of the clustering.
public struct ClusterParameters: Sendable, Equatable, Codable {
    /// The clustering method.
    public enum Method: String, Sendable, Codable, ParameterConvertible {
        case hdbscan, dbscan
        case kMeans = "kmeans"

        var parameterValue: ParameterValue { .text(rawValue) }
        init?(_ value: ParameterValue) {
            guard case .text(let text) = value else { return nil }
            self.init(rawValue: text)
        }
    }

    /// The method that was used.
    public var method: Method
    /// Number of clusters.
    public var count: Int
    /// Share of the rows in no cluster, 0...1; 0 for k-means.
    public var noise: Double
    /// Smallest cluster of HDBSCAN, in rows.
    public var minimumSize: Int?
    /// Number of neighbours that make a core point, for HDBSCAN and DBSCAN.
    public var minimumSamples: Int?
    /// Whether HDBSCAN used the distances of all pairs. False if it used the neighbour graph only.
    public var isExact: Bool?
    /// Radius of DBSCAN, in units of the PCA scores.
    public var eps: Double?
    /// Number of clusters requested for k-means. `count` is smaller if fewer rows differ.
    public var requestedCount: Int?
    /// Sum of squared distances of the rows to their k-means centroids.
    public var inertia: Double?
    /// Purity of the clusters against the labels, 0...1; nil without labels.
    public var purity: Double?
    /// Adjusted Rand index against the labels, -0.5...1; nil without labels.
    public var adjustedRandIndex: Double?
    /// Normalised mutual information with the labels, 0...1; nil without labels.
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
