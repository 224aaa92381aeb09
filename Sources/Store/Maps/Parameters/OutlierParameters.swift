/// The scale of the outliers.
public struct OutlierParameters: Sendable, Equatable, Codable {
    /// Median over the rows of the distance to the 10th neighbour.
    public var medianDistance: Double?
    /// Rows at this many medians count as far from all others.
    public var factor: Double?

    public init(medianDistance: Double?, factor: Double?) {
        self.medianDistance = medianDistance
        self.factor = factor
    }

    enum CodingKeys: String, CodingKey {
        case medianDistance = "outliers_median_distance"
        case factor = "outliers_factor"
    }
}
