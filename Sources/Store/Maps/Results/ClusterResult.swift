/// The clusters of a map, found in the PCA scores of the rows.
public struct ClusterResult: Sendable, Equatable {
    /// Cluster of each row, `[n]`; -1 for noise.
    public var assignments: [Int32]
    /// The clusters, in the order of their numbers.
    public var rows: [ClusterRow]
    /// Method, settings and agreement with the labels.
    public var parameters: ClusterParameters
    /// k-means clusters of the same rows; nil unless HDBSCAN leaves more than half of the rows as
    /// noise.
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
