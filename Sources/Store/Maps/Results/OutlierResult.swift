/// Rows ranked by their distance from the others.
public struct OutlierResult: Sendable, Equatable {
    /// The farthest rows first, at most 10,000.
    public var rows: [OutlierRow]
    /// Median distance, and the factor above which a row counts as far.
    public var parameters: OutlierParameters

    public init(rows: [OutlierRow], parameters: OutlierParameters) {
        self.rows = rows
        self.parameters = parameters
    }
}
