/// Clusters by k-means, beside those by density.
public struct KMeansResult: Sendable, Equatable {
    /// `[n]`
    public var assignments: [Int32]
    public var rows: [ClusterRow]
    public var parameters: KMeansParameters

    public init(assignments: [Int32], rows: [ClusterRow], parameters: KMeansParameters) {
        self.assignments = assignments
        self.rows = rows
        self.parameters = parameters
    }
}
