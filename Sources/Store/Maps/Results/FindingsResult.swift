/// Problems of a data set that its neighbour graph shows: duplicates, doubtful labels, outliers,
/// and leaks between splits.
public struct FindingsResult: Sendable, Equatable {
    /// Which rows the graph was built from, and how.
    public var parameters: FindingsParameters
    /// Exact and near copies.
    public var duplicates: DuplicateResult
    /// Labels judged by neighbours; nil if the rows have fewer than two labels.
    public var labels: LabelResult?
    /// Rows by their distance from the others; nil if there are fewer than 12 rows.
    public var outliers: OutlierResult?
    /// Copies in two splits; nil if the data set has fewer than two splits.
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
