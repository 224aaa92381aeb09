internal import Console
internal import Foundation
internal import Store

/// The quality card that `reduce` prints at its end: how well the map preserves neighbours,
/// compared with PCA and with random positions, then clusters, findings and the best layer.
struct QualityCard {
    /// The result of the run.
    let reduction: Reduction

    /// Prints the card, the strongest findings, the files that were written, and the next command.
    ///
    /// - Parameters:
    ///   - output: Path of the map file.
    ///   - folder: Path of the folder of tables.
    ///   - tables: Names of the tables in that folder.
    ///   - seconds: Duration of the run.
    ///   - quiet: Whether nothing is printed.
    func print(output: String, folder: String, tables: [String], seconds: Double, quiet: Bool) {
        if quiet { return }
        for line in lines() + FindingHighlights(reduction: reduction).lines() { printResult(line) }
        printMessage(
            "wrote    \(output): \(contents) in \(duration(seconds))"
                + (reduction.model.note.isEmpty ? "" : " (\(reduction.model.note))"))
        printMessage("tables   \(folder)/: " + tables.map { "\($0).csv" }.joined(separator: ", "))
        printMessage("next     \(next(output))")
    }

    /// What the map file holds: "300 images, 13 maps (layers 0 to final), 4 scenes".
    var contents: String {
        let count = reduction.paths.count
        var parts = [
            reduction.token == "patches"
                ? counted(count, "patch", "patches")
                : counted(count, isVectors ? "vector" : "image")
        ]
        let others = (reduction.map?.otherLayouts ?? []).map(\.layer)
        if let first = others.first {
            parts.append("\(others.count + 1) maps (layers \(first) to \(reduction.layer))")
        } else if !isVectors {
            parts.append("layer \(reduction.layer)")
        }
        if reduction.layout == nil { parts.append("no map") }
        if !reduction.scenes.isEmpty { parts.append(counted(reduction.scenes.count, "scene")) }
        return parts.joined(separator: ", ")
    }

    /// The next command, with what it can draw if there is no map.
    func next(_ output: String) -> String {
        if reduction.layout != nil { return "plot \(output)" }
        let fewest = ReductionJob.minimumRows
        if isVectors { return "plot has nothing to draw: a map needs \(fewest) different vectors" }
        return "plot \(output) (filters, attention"
            + (reduction.scenes.isEmpty ? "" : ", scenes")
            + "; a map needs \(fewest) different images)"
    }

    /// Whether the rows are vectors of another program.
    private var isVectors: Bool { reduction.model.patch == 0 }

    /// The lines of the card: the measures of the map beside those of PCA and of random positions,
    /// the clusters, the findings, and the best layer. Without a map it has the findings only, with
    /// `--place` the novelty only; for an unfinished map it is empty.
    func lines() -> [String] {
        if let placement = reduction.placement { return lines(of: placement) }
        guard let map = reduction.map, let parameters = map.parameters, !map.quality.isEmpty else {
            return reduction.layout == nil ? findings() : []
        }
        func column(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(1, width - text.count)) + text
        }
        func number(_ value: Double) -> String { value.isNaN ? "-" : Self.text(value) }
        var lines = [
            "map quality" + column("the map", 22) + column("against PCA", 13)
                + column("PCA 1, 2", 10) + column("random", 10)
        ]
        for row in map.quality {
            let value =
                number(row.map) + (row.interval > 0 ? "±" + number(row.interval) : "")
            lines.append(
                row.name.padding(toLength: 27, withPad: " ", startingAt: 0)
                    + column(value, 6) + column(number(row.mapAgainstScores), 13)
                    + column(number(row.firstComponents), 10) + column(number(row.random), 10))
        }
        lines.append(
            "rows normalised: \(parameters.normalization); \(parameters.components) principal "
                + "components explain \(percent(parameters.explained)) of the variance; perplexity "
                + "\(rounded(parameters.perplexity)); KL \(parameters.klNormalization)")
        if let clusters = reduction.clusters { lines += self.lines(of: clusters) }
        lines += findings()
        if let best = bestLayer() { lines.append(best) }
        return lines
    }

    /// Method, number of clusters, noise, and agreement with the labels.
    private func lines(of clusters: ClusterResult) -> [String] {
        let parameters = clusters.parameters
        var line = "\(parameters.method.rawValue): \(counted(parameters.count, "cluster"))"
        if let requested = parameters.requestedCount, parameters.count < requested {
            line +=
                " (\(requested) requested, but the rows differ in only \(parameters.count) points)"
        }
        if parameters.isExact == false { line += " (approximate: from the neighbour graph)" }
        line += ", noise \(Self.text(parameters.noise))"
        if let purity = parameters.purity, let ari = parameters.adjustedRandIndex,
            let nmi = parameters.normalizedMutualInformation
        {
            line +=
                "; against labels: purity \(Self.text(purity)), ARI \(Self.text(ari)), NMI "
                + Self.text(nmi)
        }
        guard let kMeans = clusters.kMeans?.parameters else { return [line] }
        return [
            line,
            "more than half of the rows are in no cluster; k-means as well: \(kMeans.clusters) "
                + "clusters (best silhouette of 2 to \(kMeans.largest ?? kMeans.clusters) "
                + "clusters: \(Self.text(kMeans.silhouette))\(Self.structure(kMeans.silhouette)))",
        ]
    }

    /// A number with three decimals.
    private static func text(_ value: Double) -> String { String(format: "%.3f", value) }

    /// "1.0 %" for a share of 0.01.
    private func percent(_ share: Double) -> String { String(format: "%.1f %%", 100 * share) }

    /// A remark on a low silhouette; "" for one that is not low.
    private static func structure(_ silhouette: Double) -> String {
        silhouette < leastStructure
            ? "; below \(leastStructure) there is no substantial cluster structure" : ""
    }

    /// Mean silhouette below which Kaufman and Rousseeuw find no substantial structure (Finding
    /// Groups in Data, 1990, chapter 2, table 4).
    static let leastStructure = 0.25

    // MARK: - Lines

    /// How many of the placed rows are novel.
    private func lines(of placement: PlacementResult) -> [String] {
        let limit = placement.parameters.noveltyLimit ?? NoveltyJob.limit
        let new = placement.novelty.count { $0.novelty > limit }
        return [
            "\(new) of \(counted(placement.novelty.count, "placed row")) are novel (novelty above "
                + "\(limit); expected of rows like those of the map: "
                + "\(percent(placement.parameters.noveltyFalseAlarms ?? .nan)))",
            "novelty computed from \(placement.parameters.noveltySource ?? "-") of the map",
        ]
    }

    /// Counts of duplicates, conflicts, doubtful labels and leaks.
    private func findings() -> [String] {
        guard let findings = reduction.findings else { return [] }
        let noun = isVectors ? "vector" : "image"
        var parts = [duplicates(findings.duplicates)]
        if let labels = findings.labels {
            let conflicts = labels.conflicts?.count ?? 0
            if conflicts > 0 {
                parts.append(
                    counted(
                        conflicts, "pair of copies with two labels",
                        "pairs of copies with two labels"))
            }
            parts.append(
                "\(labels.parameters.doubtful ?? 0) of \(counted(labels.rows.count, "label")) "
                    + "doubtful (confidence at least "
                    + "\(rounded(labels.parameters.leastConfidence ?? 0)))")
        }
        if let leaks = findings.leaks {
            parts.append(counted(leaks.count, "pair across splits", "pairs across splits"))
        }
        let how =
            findings.parameters.neighborsRecall.map {
                " (neighbours by HNSW, recall \(rounded($0)))"
            } ?? ""
        var lines = [
            "found in \(findings.parameters.source ?? "-")\(how): " + parts.joined(separator: ", ")
        ]
        if let labels = findings.labels?.parameters, let rare = labels.rareLabels, rare > 0 {
            lines.append(
                "\(rare) \(rare == 1 ? "label has" : "labels have") fewer than "
                    + "\(labels.fewestImages ?? 0) \(noun)s and \(rare == 1 ? "was" : "were") "
                    + "not judged (\(counted(labels.rareImages ?? 0, noun)))")
        }
        if let far = findings.labels?.parameters.farImages, far > 0 {
            lines.append(
                "\(counted(far, "outlying \(noun)")) \(far == 1 ? "has" : "have") no "
                    + "judged label (the farthest 1 %, at least "
                    + "\(rounded(findings.outliers?.parameters.factor ?? 0)) times the median "
                    + "distance)")
        }
        return lines
    }

    /// Number of copies, and what was compared to find them.
    private func duplicates(_ duplicates: DuplicateResult) -> String {
        let parameters = duplicates.parameters
        let pairs =
            "\(parameters.exactPairs ?? 0) exact and "
            + counted(parameters.nearPairs ?? 0, "near duplicate pair")
        guard parameters.evidence == DuplicateEvidenceText.pixels else {
            return "\(pairs) (by \(parameters.evidence ?? "-"))"
        }
        var compared = counted(parameters.candidates ?? 0, "candidate") + " compared by pixels"
        if let leftOut = parameters.candidatesLeftOut, leftOut > 0 {
            compared += ", the nearest; \(counted(leftOut, "other")) not compared"
        }
        if let unreadable = parameters.withoutPreview, unreadable > 0 {
            compared += "; \(counted(unreadable, "image")) without a readable preview"
        }
        return "\(pairs) (\(compared))"
    }

    /// The layer and token with the highest label accuracy, the first of equal ones; nil without
    /// labels.
    private func bestLayer() -> String? {
        guard
            let best = (reduction.profile ?? []).filter({ !$0.accuracy.isNaN })
                .max(by: { $0.accuracy < $1.accuracy })
        else { return nil }
        return "best layer for the labels: \(best.layer), \(best.token) token (20-NN accuracy "
            + "\(Self.text(best.accuracy)); table layer_profile)"
    }
}
