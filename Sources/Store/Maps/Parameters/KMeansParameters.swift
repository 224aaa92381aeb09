/// How k-means was run beside HDBSCAN.
public struct KMeansParameters: Sendable, Equatable, Codable {
    public var clusters: Int
    /// Mean silhouette of that number of clusters, -1...1, the highest of those tried.
    public var silhouette: Double
    /// All that were tried: "2 0.12, 3 0.1".
    public var silhouettes: String?
    /// The largest number of clusters that was tried.
    public var largest: Int?
    /// Rows on which silhouettes were measured.
    public var sample: Int?

    public init(
        clusters: Int, silhouette: Double, silhouettes: String?, largest: Int?, sample: Int?
    ) {
        self.clusters = clusters
        self.silhouette = silhouette
        self.silhouettes = silhouettes
        self.largest = largest
        self.sample = sample
    }

    enum CodingKeys: String, CodingKey {
        case clusters = "kmeans_clusters"
        case silhouette = "kmeans_silhouette"
        case silhouettes = "kmeans_silhouettes"
        case largest = "kmeans_largest"
        case sample = "kmeans_sample"
    }
}
