/// What the neighbour graph of the findings was built from.
public struct FindingsParameters: Sendable, Equatable, Codable {
    /// The rows of the graph: "final class tokens", "vectors"; nil in files of early versions.
    public var source: String?
    /// Method of the neighbour search: "exact" or "hnsw".
    public var neighbors: String?
    /// Recall of HNSW on a sample of the rows, 0...1; nil for the exact search.
    public var neighborsRecall: Double?

    public init(source: String?, neighbors: String?, neighborsRecall: Double?) {
        self.source = source
        self.neighbors = neighbors
        self.neighborsRecall = neighborsRecall
    }

    enum CodingKeys: String, CodingKey {
        case source = "findings_from"
        case neighbors = "findings_neighbors"
        case neighborsRecall = "findings_recall"
    }
}
