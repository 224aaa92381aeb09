/// Labels as their neighbours judge them.
public struct LabelResult: Sendable, Equatable {
    /// The most doubtful first.
    public var rows: [LabelRow]
    /// Copies under two labels; nil in files of early versions.
    public var conflicts: [LabelConflictRow]?
    public var parameters: LabelParameters

    public init(rows: [LabelRow], conflicts: [LabelConflictRow]?, parameters: LabelParameters) {
        self.rows = rows
        self.conflicts = conflicts
        self.parameters = parameters
    }

    /// The rows that count as a finding: the neighbours suggest another label, with at least the
    /// confidence that reduce asked for, where the file has one.
    public var doubtful: [LabelRow] {
        let least = parameters.leastConfidence ?? -.infinity
        return rows.filter { $0.isContradicted && !($0.confidence < least) }
    }
}
