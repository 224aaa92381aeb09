/// The copies in a data set.
public struct DuplicateResult: Sendable, Equatable {
    /// One row per pair: exact copies first, then near copies by falling similarity.
    public var rows: [DuplicateRow]
    /// What was compared, the threshold, and the number of pairs.
    public var parameters: DuplicateParameters

    public init(rows: [DuplicateRow], parameters: DuplicateParameters) {
        self.rows = rows
        self.parameters = parameters
    }
}
