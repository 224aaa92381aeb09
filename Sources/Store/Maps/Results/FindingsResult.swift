/// What the neighbour graph shows of a data set.
public struct FindingsResult: Sendable, Equatable {
    public var parameters: FindingsParameters
    public var duplicates: DuplicateResult
    /// Nil without labels.
    public var labels: LabelResult?
    /// Nil of few rows.
    public var outliers: OutlierResult?
    /// Nil without splits.
    public var leaks: [LeakRow]?

    public init(
        parameters: FindingsParameters, duplicates: DuplicateResult, labels: LabelResult? = nil,
        outliers: OutlierResult? = nil, leaks: [LeakRow]? = nil
    ) {
        self.parameters = parameters
        self.duplicates = duplicates
        self.labels = labels
        self.outliers = outliers
        self.leaks = leaks
    }
}
