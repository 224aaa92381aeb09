/// The scale of the outlier distances.
public struct OutlierParameters: Sendable, Equatable, Codable {
    /// Median over all rows of the distance to the 10th nearest neighbour.
    public var medianDistance: Double?
    /// A row at this many medians or more counts as far from all others.
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
