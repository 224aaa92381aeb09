public import Dense
internal import Foundation

/// The label of a row compared with the labels of its neighbours.
public struct LabelDisagreement: Sendable, Equatable {
    /// Index of the row.
    public let row: Int
    /// The label of the row.
    public let label: Int32
    /// Share of the weighted votes for the label of the row, 0...1.
    public let probability: Double
    /// The label with the largest share of the weighted votes, the lowest of equal ones.
    public let suggestedLabel: Int32
    /// Share of the weighted votes for that label, 0...1.
    public let suggestedProbability: Double
    /// Number of neighbours that voted, at least 1.
    public let votes: Int
    /// Number of those that have the suggested label; they are counted, not weighted.
    public let suggestedVotes: Int
    /// Number of rows that have the suggested label, at least 1: the most votes that it can have.
    public let suggestedRows: Int
    /// Largest share of another label less `probability`, -1...1.
    public let margin: Double
    /// Whether the neighbours suggest another label: by its share, and by more than half of the
    /// votes that it could have.
    ///
    /// One near neighbour can have more weight than nineteen others; alone it is no evidence.
    public var isOutvoted: Bool { margin > 0 && 2 * suggestedVotes > min(votes, suggestedRows) }
    /// `margin` times the mean `probability` of all other rows with the same label, -1...1; 0 if
    /// the margin is above 0 but the label is not outvoted.
    ///
    /// The images of a label such as "unknown" hardly resemble one another; most of them are
    /// outvoted, which is no evidence either.
    public internal(set) var confidence: Double
}

/// How neighbours vote on labels.
public struct LabelSettings: Sendable, Equatable {
    /// Number of neighbours that vote, at least 1.
    public var voters = 20
    /// The temperature of the weights exp(cosine / temperature), above 0.
    public var temperature = 0.07
    /// Labels of fewer rows neither vote nor are judged, at least 1: they can hardly outvote
    /// others.
    public var fewestRows = 5

    public init() {}
}

/// The labels of a data set, judged by neighbours.
public struct LabelReview: Sendable, Equatable {
    /// The rows that were judged, in descending order of confidence.
    public let judged: [LabelDisagreement]
    /// Number of labelled rows that were not judged since they lie far from all others.
    public let farRows: Int
    /// Labels of too few rows, ascending.
    public let rareLabels: [Int32]
    /// Number of rows that have those labels.
    public let rareRows: Int
}

/// The labels of fewer than `fewest` rows, ascending. Negative numbers are not labels.
public func rareLabels(_ labels: [Int32], fewest: Int) -> [Int32] {
    var counts: [Int32: Int] = [:]
    for label in labels where label >= 0 { counts[label, default: 0] += 1 }
    return counts.filter { $0.value < fewest }.keys.sorted()
}

/// Judges each label by the labels of the row's nearest neighbours.
///
/// A row's first `voters` labelled neighbours vote with the weight `exp(cosine / temperature)`, the
/// row itself left out (the k-NN protocol of Caron et al. 2021, arXiv 2104.14294). Rows without a
/// label, or with a label of fewer than `fewestRows` rows, neither vote nor are judged, and a row
/// without a voter is left out.
///
/// Copies do not vote for one another, and a group of copies has one vote, that of its nearest
/// member. A group with several labels has no vote, since one of the labels must be wrong.
///
/// A row that lies far from all others is not judged: its neighbours are only the least different
/// rows.
///
/// The result is sorted by `confidence`, the highest first; ties by the number of votes for the
/// suggested label, then by the distance of the nearest neighbour, then by row.
///
/// - Parameters:
///   - neighbors: `[n, n]`: each row's nearest others, nearest first, with Euclidean distances of
///     rows of length 1.
///   - labels: label of each row, `[n]`; negative for rows without one.
///   - copies: group of copies of each row, `[n]`, negative for rows without copies; nil if no
///     copies are known.
///   - far: rows that are not judged; they vote.
public func reviewLabels(
    neighbors: SparseMatrix, labels: [Int32], copies: [Int]? = nil, far: Set<Int> = [],
    settings: LabelSettings = LabelSettings()
) -> LabelReview {
    let n = neighbors.rowCount
    precondition(
        labels.count == n && neighbors.columnCount == n && (copies?.count ?? n) == n
            && settings.voters >= 1 && settings.temperature > 0 && settings.fewestRows >= 1,
        "\(labels.count) labels, \(n) x \(neighbors.columnCount) neighbours, "
            + "\(copies?.count ?? n) groups, settings \(settings)")
    let rare = rareLabels(labels, fewest: settings.fewestRows)
    let isRare = Set(rare)
    let voting = labels.map { isRare.contains($0) ? -1 : $0 }
    let electorate = Electorate(labels: voting, copies: copies)
    var rows: [Int32: Int] = [:]
    for label in voting { rows[label, default: 0] += 1 }
    var judged: [(found: LabelDisagreement, nearest: Double)] = []
    for row in 0..<n where voting[row] >= 0 && !far.contains(row) {
        let voters = electorate.voters(of: row, neighbors, count: settings.voters)
        if let found = judge(row, voting[row], voters, rows, settings.temperature) {
            judged.append((found, voters[0].distance))
        }
    }
    var support: [Int32: (sum: Double, rows: Int)] = [:]
    for (found, _) in judged {
        support[found.label, default: (0, 0)].sum += found.probability
        support[found.label, default: (0, 0)].rows += 1
    }
    for place in judged.indices {
        let found = judged[place].found
        let all = support[found.label] ?? (0, 0)
        let others = all.rows > 1 ? (all.sum - found.probability) / Double(all.rows - 1) : 0
        judged[place].found.confidence =
            found.margin > 0 && !found.isOutvoted ? 0 : found.margin * others
    }
    judged.sort { a, b in
        (-a.found.confidence, -a.found.suggestedVotes, a.nearest, a.found.row)
            < (-b.found.confidence, -b.found.suggestedVotes, b.nearest, b.found.row)
    }
    return LabelReview(
        judged: judged.map(\.found), farRows: far.count { voting[$0] >= 0 }, rareLabels: rare,
        rareRows: labels.count { isRare.contains($0) })
}

/// Who may vote for whom.
private struct Electorate {
    /// `[n]`: negative for rows that do not vote.
    let labels: [Int32]
    /// `[n]`, negative for a row without copies.
    let copies: [Int]
    /// Groups of copies whose members bear several labels.
    let disputed: Set<Int>

    init(labels: [Int32], copies: [Int]?) {
        self.labels = labels
        self.copies = copies ?? [Int](repeating: -1, count: labels.count)
        var first: [Int: Int32] = [:]
        var disputed: Set<Int> = []
        for (group, label) in zip(self.copies, labels) where group >= 0 && label >= 0 {
            if first[group, default: label] != label { disputed.insert(group) }
            first[group] = label
        }
        self.disputed = disputed
    }

    /// The label and the distance of the first `count` neighbours that vote on a row.
    func voters(
        of row: Int, _ neighbors: SparseMatrix, count: Int
    ) -> [(label: Int32, distance: Double)] {
        var found: [(label: Int32, distance: Double)] = []
        var heard: Set<Int> = []
        for entry in neighbors.entries(ofRow: row) where found.count < count {
            let other = Int(neighbors.columns[entry])
            if labels[other] < 0 { continue }
            let group = copies[other]
            if group >= 0 {
                if group == copies[row] || disputed.contains(group) { continue }
                if !heard.insert(group).inserted { continue }
            }
            found.append((labels[other], Double(neighbors.values[entry])))
        }
        return found
    }
}

/// The vote on one row, without the confidence, which needs all rows; nil without voters.
private func judge(
    _ row: Int, _ label: Int32, _ voters: [(label: Int32, distance: Double)],
    _ rows: [Int32: Int], _ temperature: Double
) -> LabelDisagreement? {
    guard let nearest = voters.first?.distance else { return nil }
    var votes: [Int32: (weight: Double, count: Int)] = [:]
    var sum = 0.0
    for (label, distance) in voters {
        // Less the nearest's cosine, so that no power overflows at a low temperature.
        let weight = exp((nearest * nearest - distance * distance) / 2 / temperature)
        votes[label, default: (0, 0)].weight += weight
        votes[label, default: (0, 0)].count += 1
        sum += weight
    }
    guard
        let winner = votes.max(by: {
            $0.value.weight != $1.value.weight
                ? $0.value.weight < $1.value.weight : $0.key > $1.key
        })
    else { return nil }
    let own = (votes[label]?.weight ?? 0) / sum
    let other = votes.filter { $0.key != label }.map(\.value.weight).max() ?? 0
    return LabelDisagreement(
        row: row, label: label, probability: own, suggestedLabel: winner.key,
        suggestedProbability: winner.value.weight / sum, votes: voters.count,
        suggestedVotes: winner.value.count, suggestedRows: rows[winner.key] ?? 1,
        margin: other / sum - own, confidence: 0)
}
