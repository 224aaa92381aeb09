internal import Console
internal import Findings
internal import Foundation
internal import Store

/// Up to three findings by name that the quality card ends with: one of each kind, the most
/// reliable kind first. After `--place` it is the most novel rows.
struct FindingHighlights {
    /// The result of the run.
    let reduction: Reduction
    /// Largest number of lines.
    static let maximumLines = 3

    /// The lines in their order.
    func lines() -> [String] {
        if let placement = reduction.placement {
            return Array(newRows(placement).prefix(Self.maximumLines))
        }
        let unit = reduction.neurons?.bySelectivity.first.flatMap {
            $0.aurocLow > 0.5 ? selective($0) : nil
        }
        guard let findings = reduction.findings else { return unit.map { [$0] } ?? [] }
        let all = [
            conflict(findings), leak(findings), doubtfulLabel(findings), copy(findings),
            unit, outlier(findings),
        ]
        return Array(all.compactMap(\.self).prefix(Self.maximumLines))
    }

    /// The unit that tells its label best.
    private func selective(_ unit: NeuronRow) -> String {
        "unit \(unit.name) separates \(unit.label) from the rest: AUROC "
            + String(
                format: "%.3f (%.3f to %.3f)", unit.auroc, unit.aurocLow, unit.aurocHigh)
    }

    /// Copies that have two labels.
    private func conflict(_ findings: FindingsResult) -> String? {
        guard let first = findings.labels?.conflicts?.first else { return nil }
        let what = first.kind == .exact ? "the same image" : "nearly the same image"
        return "\(what) under two labels: \(first.firstPath) (\(first.firstLabel)) and "
            + "\(first.secondPath) (\(first.secondLabel))"
    }

    /// Copies in two splits.
    private func leak(_ findings: FindingsResult) -> String? {
        guard let first = findings.leaks?.first else { return nil }
        return "copies in two splits: \(first.firstPath) (\(first.firstSplit)) and "
            + "\(first.secondPath) (\(first.secondSplit))"
    }

    /// The label with the highest confidence of being wrong.
    private func doubtfulLabel(_ findings: FindingsResult) -> String? {
        guard let first = findings.labels?.rows.first,
            first.confidence >= FindingsJob.labelConfidence
        else { return nil }
        return "doubtful label: \(first.path), labelled \(first.label), looks like "
            + "\(first.suggestedLabel) (\(first.suggestedVotes) of \(first.votes) votes, "
            + "confidence "
            + String(format: "%.2f)", first.confidence)
    }

    /// Exact copies, or else near copies, that `conflict` does not report already.
    private func copy(_ findings: FindingsResult) -> String? {
        // `conflict` reports pairs with two labels.
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

    /// The farthest row, if it counts as far.
    private func outlier(_ findings: FindingsResult) -> String? {
        guard let outliers = findings.outliers, let first = outliers.rows.first,
            let median = outliers.parameters.medianDistance,
            first.distance >= outlyingFactor * median
        else { return nil }
        return "strongest outlier: \(first.path)"
    }

    /// The placed rows that are novel, by falling distance to the map.
    private func newRows(_ placement: PlacementResult) -> [String] {
        let rows = placement.novelty
        let order = rows.indices.sorted {
            (-rows[$0].nearestDistance, $0) < (-rows[$1].nearestDistance, $1)
        }
        return order.filter { rows[$0].novelty > NoveltyJob.limit }.map { row in
            "novel: \(reduction.paths[row]) (novelty "
                + String(
                    format: "%.3f, distance %.3f", rows[row].novelty, rows[row].nearestDistance)
                + " to the nearest row of the map)"
        }
    }
}
