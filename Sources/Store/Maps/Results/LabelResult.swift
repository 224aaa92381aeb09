/// The labels of a data set, judged by the neighbours of each row.
public struct LabelResult: Sendable, Equatable {
    /// One row per judged label, the most doubtful first.
    public var rows: [LabelRow]
    /// Copies with different labels; nil in files of versions without this table.
    public var conflicts: [LabelConflictRow]?
    /// Threshold and counts.
    public var parameters: LabelParameters

    public init(rows: [LabelRow], conflicts: [LabelConflictRow]?, parameters: LabelParameters) {
        self.rows = rows
        self.conflicts = conflicts
        self.parameters = parameters
    }

    /// The rows that count as doubtful: the neighbours suggest another label, with a confidence of
    /// at least `parameters.leastConfidence` (files of early versions have no such threshold).
    public var doubtful: [LabelRow] {
        let least = parameters.leastConfidence ?? -.infinity
        return rows.filter { $0.isContradicted && !($0.confidence < least) }
    }
}
