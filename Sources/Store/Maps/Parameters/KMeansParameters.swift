/// How the number of k-means clusters was chosen.
public struct KMeansParameters: Sendable, Equatable, Codable {
    /// Number of clusters.
    public var clusters: Int
    /// Mean silhouette of the clusters, -1...1, the highest of all numbers of clusters that were
    /// tried.
    public var silhouette: Double
    /// Number of clusters and silhouette of every trial: "2 0.12, 3 0.1".
    public var silhouettes: String?
    /// Largest number of clusters that was tried; the smallest is 2.
    public var largest: Int?
    /// Number of rows on which the silhouettes were measured.
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
