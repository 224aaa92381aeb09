internal import Dense
internal import Findings
internal import Store

extension Reduction {
    /// The labels `[n]`, with those of too few rows to be told by neighbours as none (-1).
    var judgeableLabels: [Int32] {
        let rare = Set(rareLabels(labels, fewest: LabelSettings().fewestRows))
        return labels.map { rare.contains($0) ? -1 : $0 }
    }

    /// Rows that are copies of earlier ones, by the table of duplicates.
    var rowsThatAreCopies: Set<Int> {
        let groups = copyGroups(Copies(table("duplicates")).pairs, count: paths.count)
        var seen: Set<Int> = []
        return Set(groups.indices.filter { groups[$0] >= 0 && !seen.insert(groups[$0]).inserted })
    }
}

extension FindingsJob {
    /// Confidence from which a doubted label counts as a finding.
    static let labelConfidence = 0.4

    /// Labels that neighbours doubt, and copies that bear different labels; after the duplicates.
    ///
    /// - Parameter far: rows that lie far from all others and are not judged.
    func addLabels(_ graph: SparseMatrix, far: Set<Int>, to result: inout Reduction) {
        guard Set(result.labels.filter { $0 >= 0 }).count > 1 else { return }
        let names = result.labelNames
        let copies = Copies(result.table("duplicates"))
        addConflicts(copies, to: &result)
        let review = reviewLabels(
            neighbors: graph, labels: result.labels,
            copies: copyGroups(copies.pairs, count: result.paths.count), far: far)
        let found = review.judged
        result.tables.append(
            ResultTable(
                "labels",
                [
                    .init("row", .integers(found.map { Int64($0.row) })),
                    .init("path", .texts(found.map { result.paths[$0.row] })),
                    .init("label", .texts(found.map { names[Int($0.label)] })),
                    .init("probability", .reals(found.map(\.probability))),
                    .init("suggested_label", .texts(found.map { names[Int($0.suggestedLabel)] })),
                    .init("suggested_probability", .reals(found.map(\.suggestedProbability))),
                    .init("margin", .reals(found.map(\.margin))),
                    .init("confidence", .reals(found.map(\.confidence))),
                    .init("votes", .integers(found.map { Int64($0.votes) })),
                    .init("suggested_votes", .integers(found.map { Int64($0.suggestedVotes) })),
                ]))
        result.parameters += [
            ("labels_judged", .integer(found.count)),
            ("labels_outvoted", .integer(found.count { $0.isOutvoted })),
            ("labels_confidence", .real(Self.labelConfidence)),
            ("labels_doubtful", .integer(found.count { $0.confidence >= Self.labelConfidence })),
            ("labels_fewest_images", .integer(LabelSettings().fewestRows)),
            ("labels_rare", .integer(review.rareLabels.count)),
            ("labels_rare_images", .integer(review.rareRows)),
            ("labels_far_images", .integer(review.farRows)),
        ]
    }

    /// The same picture under two labels: the surest error of a label that there is.
    private func addConflicts(_ copies: Copies, to result: inout Reduction) {
        let (labels, names) = (result.labels, result.labelNames)
        let places = copies.pairs.indices.filter { place in
            let (first, second) = copies.pairs[place]
            return copies.kinds[place] != Self.nearInVectors && labels[first] >= 0
                && labels[second] >= 0 && labels[first] != labels[second]
        }
        // Equal pictures before those that are nearly equal.
        let found =
            places.filter { copies.kinds[$0] == "exact" }
            + places.filter { copies.kinds[$0] != "exact" }
        func column(_ name: String, _ value: (Int) -> String) -> ResultTable.Column {
            .init(name, .texts(found.map(value)))
        }
        result.tables.append(
            ResultTable(
                "label_conflicts",
                [
                    .init("first", .integers(found.map { Int64(copies.pairs[$0].first) })),
                    .init("second", .integers(found.map { Int64(copies.pairs[$0].second) })),
                    column("first_path") { result.paths[copies.pairs[$0].first] },
                    column("first_label") { names[Int(labels[copies.pairs[$0].first])] },
                    column("second_path") { result.paths[copies.pairs[$0].second] },
                    column("second_label") { names[Int(labels[copies.pairs[$0].second])] },
                    column("kind") { copies.kinds[$0] },
                    .init("cosine", .reals(found.map { copies.cosines[$0] })),
                ]))
    }

    /// The kind of a pair of vectors that are alike: nothing shows that they stand for one thing.
    static let nearInVectors = "near in the vectors"
}

/// The pairs of the table of duplicates.
private struct Copies {
    let pairs: [(first: Int, second: Int)]
    let kinds: [String]
    let cosines: [Double]

    init(_ table: ResultTable?) {
        let first = table?.numbers("first") ?? []
        let second = table?.numbers("second") ?? []
        pairs = zip(first, second).map { (Int($0), Int($1)) }
        kinds = table?.texts("kind") ?? pairs.map { _ in "" }
        cosines = table?.numbers("cosine") ?? pairs.map { _ in .nan }
    }
}
