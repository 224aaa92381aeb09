/// The copies in a data set: exact ones first, then by falling similarity.
public struct DuplicateResult: Sendable, Equatable {
    public var rows: [DuplicateRow]
    public var parameters: DuplicateParameters

    public init(rows: [DuplicateRow], parameters: DuplicateParameters) {
        self.rows = rows
        self.parameters = parameters
    }
}
