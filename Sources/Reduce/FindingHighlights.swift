internal import Console
internal import Findings
internal import Foundation
internal import Store

/// The most telling findings of a map by name, the surest first: one of each kind.
struct FindingHighlights {
    let reduction: Reduction
    /// How many are told.
    static let maximumLines = 3

    func lines() -> [String] {
        if let placement = reduction.placement {
            return Array(newRows(placement).prefix(Self.maximumLines))
        }
        guard let findings = reduction.findings else { return [] }
        let all = [
            conflict(findings), leak(findings), doubtfulLabel(findings), copy(findings),
            outlier(findings),
        ]
        return Array(all.compactMap(\.self).prefix(Self.maximumLines))
    }

    private func conflict(_ findings: FindingsResult) -> String? {
        guard let first = findings.labels?.conflicts?.first else { return nil }
        let what = first.kind == .exact ? "the same picture" : "nearly the same picture"
        return "\(what) under two labels: \(first.firstPath) (\(first.firstLabel)) and "
            + "\(first.secondPath) (\(first.secondLabel))"
    }

    private func leak(_ findings: FindingsResult) -> String? {
        guard let first = findings.leaks?.first else { return nil }
        return "copies in two splits: \(first.firstPath) (\(first.firstSplit)) and "
            + "\(first.secondPath) (\(first.secondSplit))"
    }

    private func doubtfulLabel(_ findings: FindingsResult) -> String? {
        guard let first = findings.labels?.rows.first,
            first.confidence >= FindingsJob.labelConfidence
        else { return nil }
        return "doubtful label: \(first.path), labelled \(first.label), looks like "
            + "\(first.suggestedLabel) (\(first.suggestedVotes) of \(first.votes) votes, confidence "
            + String(format: "%.2f)", first.confidence)
    }

    private func copy(_ findings: FindingsResult) -> String? {
        // A pair under two labels is printed as that.
        let conflicts = Set(
            (findings.labels?.conflicts ?? []).map { [$0.firstPath, $0.secondPath] })
        let others = findings.duplicates.rows.filter {
            !conflicts.contains([$0.firstPath, $0.secondPath])
        }
        guard let pair = others.first(where: { $0.kind == .exact }) ?? others.first else {
            return nil
        }
        return (pair.kind == .exact ? "exact copies: " : "near copies: ")
            + "\(pair.firstPath) and \(pair.secondPath)"
    }

    private func outlier(_ findings: FindingsResult) -> String? {
        guard let outliers = findings.outliers, let first = outliers.rows.first,
            let median = outliers.parameters.medianDistance,
            first.distance >= outlyingFactor * median
        else { return nil }
        return "farthest from the others: \(first.path)"
    }

    /// The newest of the rows that were placed in a finished map.
    private func newRows(_ placement: PlacementResult) -> [String] {
        let rows = placement.novelty
        let order = rows.indices.sorted {
            (-rows[$0].nearestDistance, $0) < (-rows[$1].nearestDistance, $1)
        }
        return order.filter { rows[$0].novelty > NoveltyJob.limit }.map { row in
            "new: \(reduction.paths[row]) (novelty "
                + String(format: "%.3f, %.3f", rows[row].novelty, rows[row].nearestDistance)
                + " from its nearest)"
        }
    }
}
