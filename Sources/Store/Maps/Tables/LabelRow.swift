/// A labelled row, judged by the labels of its nearest neighbours (table `labels`). The most
/// doubtful rows come first.
///
/// Up to 20 labelled neighbours vote with the weight `exp(cosine / 0.07)`, the k-NN protocol of
/// Caron et al. 2021 (arXiv 2104.14294). Copies of the row do not vote. Labels of fewer than 5 rows
/// and rows far from all others are not judged.
public struct LabelRow: TableRow {
    /// Row index on the map.
    public var row: Int
    /// Path or name of the row.
    public var path: String
    /// The label of the row in the data set.
    public var label: String
    /// Share of the votes (by weight) for the row's own label, 0...1.
    public var probability: Double
    /// The label with the largest share of the votes.
    public var suggestedLabel: String
    /// Share of the votes (by weight) for the suggested label, 0...1.
    public var suggestedProbability: Double
    /// Largest share of another label minus the share of the row's own label, -1...1. NaN in files
    /// of versions without this column.
    public var margin: Double
    /// Confidence that the label is wrong, -1...1: `margin` times the mean `probability` of the
    /// other rows with this label. 0 if the suggested label has no majority of the votes. NaN in
    /// files of versions without this column.
    public var confidence: Double
    /// Number of neighbours that voted; -1 if unknown.
    public var votes: Int
    /// Number of neighbours that voted for the suggested label; -1 if unknown.
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

    /// Whether the neighbours suggest another label than the row has.
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
