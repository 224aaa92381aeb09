internal import Dense
internal import Findings
internal import Store

extension MapRows {
    /// The labels, `[n]`, without those of fewer than five rows (-1), which neighbours cannot
    /// judge.
    var judgeableLabels: [Int32] {
        let rare = Set(rareLabels(labels, fewest: LabelSettings().fewestRows))
        return labels.map { rare.contains($0) ? -1 : $0 }
    }
}

extension FindingsJob {
    /// Confidence from which a label counts as doubtful.
    static let labelConfidence = 0.4

    /// Labels judged by neighbours, and copies with different labels; nil if the rows have fewer
    /// than two labels.
    ///
    /// - Parameters:
    ///   - graph: The neighbour graph, by cosine.
    ///   - copies: The duplicates; copies do not vote on each other.
    ///   - far: Rows far from all others, which are not judged.
    func labels(
        _ graph: SparseMatrix, copies: [DuplicateRow], far: Set<Int>
    ) -> LabelResult? {
        guard Set(rows.labels.filter { $0 >= 0 }).count > 1 else { return nil }
        let names = rows.labelNames
        let review = reviewLabels(
            neighbors: graph, labels: rows.labels,
            copies: copies.copyGroups(count: rows.paths.count), far: far)
        let judged = review.judged
        var parameters = LabelParameters()
        parameters.judged = judged.count
        parameters.outvoted = judged.count { $0.isOutvoted }
        parameters.leastConfidence = Self.labelConfidence
        parameters.doubtful = judged.count { $0.confidence >= Self.labelConfidence }
        parameters.fewestImages = LabelSettings().fewestRows
        parameters.rareLabels = review.rareLabels.count
        parameters.rareImages = review.rareRows
        parameters.farImages = review.farRows
        let table = judged.map {
            LabelRow(
                row: $0.row, path: rows.paths[$0.row], label: names[Int($0.label)],
                probability: $0.probability, suggestedLabel: names[Int($0.suggestedLabel)],
                suggestedProbability: $0.suggestedProbability, margin: $0.margin,
                confidence: $0.confidence, votes: $0.votes, suggestedVotes: $0.suggestedVotes)
        }
        return LabelResult(rows: table, conflicts: conflicts(copies), parameters: parameters)
    }

    /// Copies with different labels, exact copies first. They are the most reliable evidence of a
    /// wrong label.
    private func conflicts(_ copies: [DuplicateRow]) -> [LabelConflictRow] {
        let labels = rows.labels
        let conflicting = copies.filter { copy in
            // Similar vectors are no proof of one image.
            copy.kind != .nearInVectors && labels[copy.first] >= 0 && labels[copy.second] >= 0
                && labels[copy.first] != labels[copy.second]
        }
        return (conflicting.filter { $0.kind == .exact } + conflicting.filter { $0.kind != .exact })
            .map {
                LabelConflictRow(
                    first: $0.first, second: $0.second, firstPath: $0.firstPath,
                    firstLabel: $0.firstLabel, secondPath: $0.secondPath,
                    secondLabel: $0.secondLabel, kind: $0.kind, cosine: $0.cosine)
            }
    }
}
