/// A label, and the one that the neighbours of its row suggest. The most doubtful come first.
public struct LabelRow: TableRow {
    /// Row of the map.
    public var row: Int
    public var path: String
    public var label: String
    /// Support of the given label among the neighbours, 0...1.
    public var probability: Double
    public var suggestedLabel: String
    /// Support of the suggested label, 0...1.
    public var suggestedProbability: Double
    /// Largest support of another label less that of the given one, -1...1; NaN in files without
    /// it.
    public var margin: Double
    /// How sure the suggestion is, -1...1; NaN in files without it.
    public var confidence: Double
    /// Neighbours that voted, and those of them with the suggested label.
    public var votes: Int
    public var suggestedVotes: Int

    public init(
        row: Int = -1, path: String = "", label: String = "", probability: Double = .nan,
        suggestedLabel: String = "", suggestedProbability: Double = .nan, margin: Double = .nan,
        confidence: Double = .nan, votes: Int = -1, suggestedVotes: Int = -1
    ) {
        self.row = row
        self.path = path
        self.label = label
        self.probability = probability
        self.suggestedLabel = suggestedLabel
        self.suggestedProbability = suggestedProbability
        self.margin = margin
        self.confidence = confidence
        self.votes = votes
        self.suggestedVotes = suggestedVotes
    }

    /// Whether the neighbours suggest another label.
    public var isContradicted: Bool { label != suggestedLabel }

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [
            .integers("row", \.row), .texts("path", \.path), .texts("label", \.label),
            .reals("probability", \.probability), .texts("suggested_label", \.suggestedLabel),
            .reals("suggested_probability", \.suggestedProbability),
            .reals("margin", \.margin).when(.mayBeMissing),
            .reals("confidence", \.confidence).when(.mayBeMissing),
            .integers("votes", \.votes).when(.mayBeMissing),
            .integers("suggested_votes", \.suggestedVotes).when(.mayBeMissing),
        ]
    }
}
