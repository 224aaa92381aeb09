/// What the findings were made from.
public struct FindingsParameters: Sendable, Equatable, Codable {
    /// "final class tokens", "vectors"; nil in files of early versions.
    public var source: String?
    /// "exact" or "hnsw", and HNSW's recall on a sample, 0...1.
    public var neighbors: String?
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
