internal import Console
internal import Findings
internal import Foundation
internal import Store

/// The most telling findings of a map by name, the surest first: one of each kind.
struct TellingFindings {
    let reduction: Reduction
    /// How many are told.
    static let most = 3

    func lines() -> [String] {
        if reduction.table("reference") != nil { return Array(newRows().prefix(Self.most)) }
        let all = [conflict(), leak(), doubtfulLabel(), copy(), outlier()]
        return Array(all.compactMap(\.self).prefix(Self.most))
    }

    private func conflict() -> String? {
        guard let table = reduction.table("label_conflicts"), table.rowCount > 0,
            let first = table.texts("first_path"), let second = table.texts("second_path"),
            let a = table.texts("first_label"), let b = table.texts("second_label"),
            let kind = table.texts("kind")
        else { return nil }
        let what =
            kind[0] == "exact" ? "the same picture" : "nearly the same picture"
        return "\(what) under two labels: \(first[0]) (\(a[0])) and \(second[0]) (\(b[0]))"
    }

    private func leak() -> String? {
        guard let table = reduction.table("leaks"), table.rowCount > 0,
            let first = table.texts("first_path"), let second = table.texts("second_path"),
            let a = table.texts("first_split"), let b = table.texts("second_split")
        else { return nil }
        return "copies in two splits: \(first[0]) (\(a[0])) and \(second[0]) (\(b[0]))"
    }

    private func doubtfulLabel() -> String? {
        guard let table = reduction.table("labels"), table.rowCount > 0,
            let confidence = table.numbers("confidence"),
            confidence[0] >= FindingsJob.labelConfidence,
            let paths = table.texts("path"), let labels = table.texts("label"),
            let suggested = table.texts("suggested_label"), let votes = table.numbers("votes"),
            let agreed = table.numbers("suggested_votes")
        else { return nil }
        return "doubtful label: \(paths[0]), labelled \(labels[0]), looks like \(suggested[0]) "
            + "(\(Int(agreed[0])) of \(Int(votes[0])) votes, confidence "
            + String(format: "%.2f)", confidence[0])
    }

    private func copy() -> String? {
        guard let table = reduction.table("duplicates"), table.rowCount > 0,
            let first = table.texts("first_path"), let second = table.texts("second_path"),
            let kind = table.texts("kind")
        else { return nil }
        // A pair under two labels is told as that.
        let conflicts = reduction.table("label_conflicts")
        let told = Set(
            zip(conflicts?.texts("first_path") ?? [], conflicts?.texts("second_path") ?? [])
                .map { [$0, $1] })
        let others = first.indices.filter { !told.contains([first[$0], second[$0]]) }
        guard let place = others.first(where: { kind[$0] == "exact" }) ?? others.first else {
            return nil
        }
        return (kind[place] == "exact" ? "exact copies: " : "near copies: ")
            + "\(first[place]) and \(second[place])"
    }

    private func outlier() -> String? {
        guard let table = reduction.table("outliers"), table.rowCount > 0,
            let paths = table.texts("path"), let distances = table.numbers("distance"),
            case .real(let median)? = reduction.parameters.last(where: {
                $0.name == "outliers_median_distance"
            })?.value, distances[0] >= outlyingFactor * median
        else { return nil }
        return "farthest from the others: \(paths[0])"
    }

    /// Of rows put into a finished map, those that are newest.
    private func newRows() -> [String] {
        guard let novelty = column("novelty"), let distance = column("nearest_distance") else {
            return []
        }
        let order = novelty.indices.sorted { (-distance[$0], $0) < (-distance[$1], $1) }
        return order.filter { novelty[$0] > NoveltyJob.limit }.map { row in
            "new: \(reduction.paths[row]) (novelty "
                + String(format: "%.3f, %.3f", novelty[row], distance[row]) + " from its nearest)"
        }
    }

    private func column(_ name: String) -> [Double]? {
        if case .reals(let values)? = reduction.rowColumns.first(where: { $0.name == name })?
            .values
        {
            return values
        }
        return nil
    }
}
