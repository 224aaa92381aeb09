/// The clusters of a map.
public struct ClusterResult: Sendable, Equatable {
    /// `[n]`, -1 for a row in no cluster.
    public var assignments: [Int32]
    public var rows: [ClusterRow]
    public var parameters: ClusterParameters
    /// K-means, where HDBSCAN leaves most rows in no cluster.
    public var kMeans: KMeansResult?

    public init(
        assignments: [Int32], rows: [ClusterRow], parameters: ClusterParameters,
        kMeans: KMeansResult? = nil
    ) {
        self.assignments = assignments
        self.rows = rows
        self.parameters = parameters
        self.kMeans = kMeans
    }
}
