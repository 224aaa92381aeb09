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

extension ClusterResult {
    /// Names the clusters, and those of k-means if there are any.
    ///
    /// - Parameter names: gets the cluster of each row and the number of clusters; returns a name
    ///   for each cluster.
    public mutating func addNames(
        _ names: (_ assignments: [Int32], _ count: Int) throws -> [String]
    ) rethrows {
        for (place, name) in try names(assignments, rows.count).enumerated() {
            rows[place].names = name
        }
        guard let assignments = kMeans?.assignments, let count = kMeans?.rows.count else { return }
        for (place, name) in try names(assignments, count).enumerated() {
            kMeans?.rows[place].names = name
        }
    }
}
