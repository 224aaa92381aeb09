/// k-means clusters, computed in addition to HDBSCAN if that leaves most rows as noise. The number
/// of clusters is the one with the highest mean silhouette.
public struct KMeansResult: Sendable, Equatable {
    /// Cluster of each row, `[n]`, 0 or more.
    public var assignments: [Int32]
    /// The clusters, in the order of their numbers.
    public var rows: [ClusterRow]
    /// Number of clusters tried, and their silhouettes.
    public var parameters: KMeansParameters

    public init(assignments: [Int32], rows: [ClusterRow], parameters: KMeansParameters) {
        self.assignments = assignments
        self.rows = rows
        self.parameters = parameters
    }
}
