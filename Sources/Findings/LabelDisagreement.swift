public import Dense
internal import Foundation

/// A labelled row and what its neighbours say of its label.
public struct LabelDisagreement: Sendable, Equatable {
    public let row: Int
    public let label: Int32
    /// The share of the neighbours' votes for the row's own label, 0...1.
    public let probability: Double
    /// The label with the largest share of the votes' weights, the lowest of equal ones, and its
    /// share.
    public let suggestedLabel: Int32
    public let suggestedProbability: Double
    /// Neighbours that voted, at least 1, and those of them that bear the suggested label: heads,
    /// not weights.
    public let votes: Int
    public let suggestedVotes: Int
    /// The rows that bear the suggested label, at least 1: it can have no more votes.
    public let suggestedRows: Int
    /// The largest share of another label less the share of the row's own, -1...1.
    public let margin: Double
    /// Whether the suggested label is another, by its share and by more than half of the votes that
    /// it could have.
    ///
    /// One near neighbour can outweigh nineteen; that is no vote against a label.
    public var isOutvoted: Bool { margin > 0 && 2 * suggestedVotes > min(votes, suggestedRows) }
    /// `margin` times the mean `probability` of the other rows of the row's label, -1...1; 0 where
    /// the margin is above 0 but the label is not outvoted.
    ///
    /// A label whose own images hardly support one another (such as "unknown") is outvoted as a
    /// rule, so that being outvoted says little there.
    public internal(set) var confidence: Double
}

/// How labels are judged by neighbours.
public struct LabelSettings: Sendable, Equatable {
    /// Neighbours that vote, at least 1.
    public var voters = 20
    /// What a cosine is divided by in a vote's exponent, above 0.
    public var temperature = 0.07
    /// A label of fewer rows takes no part, at least 1: so few can hardly outvote others.
    public var fewestRows = 5

    public init() {}
}

/// What neighbours say of the labels of a data set.
public struct LabelReview: Sendable, Equatable {
    /// The rows that were judged, those of the highest confidence first.
    public let judged: [LabelDisagreement]
    /// Labelled rows that were not judged since they lie far from all others.
    public let farRows: Int
    /// Labels of too few rows, ascending, and how many rows bear them.
    public let rareLabels: [Int32]
    public let rareRows: Int
}

/// The labels of which there are fewer than `fewest` rows, ascending; negative labels are none.
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
/// Copies do not vote for one another, and a group of copies has one vote: its nearest member's.
/// A group whose members bear several labels has none, since one of them must be wrong.
///
/// A row that lies far from all others is not judged: its neighbours say what is least unlike it.
///
/// Rows stand by `confidence`, the highest first; equal ones by the number of votes for the
/// suggested label, then by the distance of the nearest neighbour, then by row.
///
/// - Parameters:
///   - neighbors: `[n, n]`: each row's nearest others, nearest first, with Euclidean distances of
///     rows of length 1.
///   - labels: `[n]`; a negative one is none.
///   - copies: `[n]`: the number of the row's group of copies, negative where it has none; nil
///     where no copies are known.
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

/// The vote on one row; nil where nobody votes. Its confidence is still to be set.
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
