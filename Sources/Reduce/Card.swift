internal import Console
internal import Foundation
internal import Store

/// The quality card: how far a map can be trusted, beside PCA's first two components and chance.
struct Card {
    let reduction: Reduction

    func print(output: String, tables: String, seconds: Double, quiet: Bool) {
        if quiet { return }
        for line in lines() + TellingFindings(reduction: reduction).lines() { tell(line) }
        say(
            "wrote    \(output): \(contents) in \(duration(seconds))"
                + (reduction.model.note.isEmpty ? "" : " (\(reduction.model.note))"))
        let names = ["map"] + reduction.tables.map(\.name)
        say("tables   \(tables)/: " + names.map { "\($0).csv" }.joined(separator: ", "))
        say("next     \(next(output))")
    }

    /// "300 images, 13 maps (layers 0 to final), 4 scenes".
    var contents: String {
        let count = reduction.paths.count
        var parts = [
            reduction.token == "patches"
                ? counted(count, "patch", "patches")
                : counted(count, isVectors ? "vector" : "image")
        ]
        let others = reduction.otherLayouts.map(\.layer)
        if let first = others.first {
            parts.append("\(others.count + 1) maps (layers \(first) to \(reduction.layer))")
        } else if !isVectors {
            parts.append("layer \(reduction.layer)")
        }
        if reduction.layout == nil { parts.append("no map") }
        if !reduction.scenes.isEmpty { parts.append(counted(reduction.scenes.count, "scene")) }
        return parts.joined(separator: ", ")
    }

    /// What to do with the file.
    func next(_ output: String) -> String {
        if reduction.layout != nil { return "plot \(output)" }
        let fewest = ReductionJob.fewestRows
        if isVectors { return "plot has nothing to draw: a map needs \(fewest) different vectors" }
        return "plot \(output) (filters, attention"
            + (reduction.scenes.isEmpty ? "" : ", scenes")
            + "; a map needs \(fewest) different images)"
    }

    private var isVectors: Bool { reduction.model.patch == 0 }

    func lines() -> [String] {
        guard reduction.layout != nil else { return findings() }
        if reduction.quality.isEmpty { return placement() }
        func column(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(1, width - text.count)) + text
        }
        func number(_ value: Double) -> String {
            value.isNaN ? "-" : String(format: "%.3f", value)
        }
        var lines = [
            "map quality" + column("the map", 22) + column("against PCA", 13)
                + column("PCA 1, 2", 10) + column("random", 10)
        ]
        for row in reduction.quality {
            let value =
                number(row.map) + (row.interval > 0 ? "±" + number(row.interval) : "")
            lines.append(
                row.name.padding(toLength: 27, withPad: " ", startingAt: 0)
                    + column(value, 6) + column(number(row.mapAgainstScores), 13)
                    + column(number(row.firstComponents), 10) + column(number(row.random), 10))
        }
        lines.append(
            "rows normalised: \(text("normalize")); \(text("pca_components")) components explain "
                + "\(real("pca_explained") ?? "-"); perplexity \(text("perplexity")); KL "
                + "\(text("kl_normalization"))")
        if value("cluster_method") != nil {
            var line = "\(text("cluster_method")): \(count(of: "cluster_count", "cluster"))"
            if let asked = Int(text("cluster_asked")), let found = Int(text("cluster_count")),
                found < asked
            {
                line += " (\(asked) were asked for; no more rows differ)"
            }
            if text("cluster_exact") == "0" {
                line += " (by the neighbour graph, not by all pairs)"
            }
            if let noise = real("cluster_noise") { line += ", noise \(noise)" }
            if let purity = real("cluster_purity"), let ari = real("cluster_ari"),
                let nmi = real("cluster_nmi")
            {
                line += "; against labels: purity \(purity), ARI \(ari), NMI \(nmi)"
            }
            lines.append(line)
            if let silhouette = real("kmeans_silhouette") {
                lines.append(
                    "more than half of the rows are in no cluster; k-means, run as well, finds "
                        + "\(text("kmeans_clusters")) clusters (highest silhouette of 2 to "
                        + "\(text("kmeans_largest")) clusters: \(silhouette)\(structure))")
            }
        }
        lines += findings()
        if let best = bestLayer() { lines.append(best) }
        return lines
    }

    // MARK: - Parameters

    private func value(_ name: String) -> ParameterValue? {
        reduction.parameters.last { $0.name == name }?.value
    }

    private func real(_ name: String) -> String? {
        if case .real(let value)? = value(name) { return String(format: "%.3f", value) }
        return nil
    }

    private func text(_ name: String) -> String {
        switch value(name) {
        case .text(let text): text
        case .integer(let number): String(number)
        case .real(let number): rounded(number)
        case nil: "-"
        }
    }

    private func count(of name: String, _ one: String) -> String {
        if case .integer(let number)? = value(name) { return counted(number, one) }
        return "\(text(name)) \(one)s"
    }

    /// What a low silhouette means.
    private var structure: String {
        guard case .real(let silhouette)? = value("kmeans_silhouette"),
            silhouette < Self.leastStructure
        else { return "" }
        return "; below \(Self.leastStructure) there is no substantial cluster structure"
    }

    /// Mean silhouette below which Kaufman and Rousseeuw (Finding Groups in Data, 1990, table 4 of
    /// chapter 2) find no substantial structure.
    static let leastStructure = 0.25

    // MARK: - Lines

    /// Of rows put into a finished map, and of a map that was interrupted.
    private func placement() -> [String] {
        guard
            case .reals(let novelty)? = reduction.rowColumns.first(where: { $0.name == "novelty" })?
                .values, case .real(let chance)? = value("novelty_false_alarms")
        else { return [] }
        let new = novelty.count { $0 > NoveltyJob.limit }
        return [
            "rows placed in the finished map: \(novelty.count); new: \(new) (novelty above "
                + "\(NoveltyJob.limit): farther from their nearest map rows than 99 % of the map "
                + "rows are from theirs; expected for rows of the same kind: "
                + "\(String(format: "%.1f", 100 * chance)) %)",
            "novelty computed from the map's \(text("novelty_from"))",
        ]
    }

    /// What the neighbour graph knows, where it was asked.
    private func findings() -> [String] {
        guard reduction.table("duplicates") != nil else { return [] }
        var parts = [duplicates()]
        if let labels = reduction.table("labels") {
            let conflicts = reduction.table("label_conflicts")?.rowCount ?? 0
            if conflicts > 0 {
                parts.append(
                    counted(
                        conflicts, "pair of copies with two labels",
                        "pairs of copies with two labels"))
            }
            parts.append(
                "\(text("labels_doubtful")) of \(counted(labels.rowCount, "label")) doubtful "
                    + "(confidence at least \(text("labels_confidence")))")
        }
        if let leaks = reduction.table("leaks") {
            parts.append(
                counted(leaks.rowCount, "pair across splits", "pairs across splits"))
        }
        let search = text("findings_recall")
        let how = search == "-" ? "" : " (neighbours by HNSW, recall \(search))"
        var lines = ["found in \(text("findings_from"))\(how): " + parts.joined(separator: ", ")]
        let noun = isVectors ? "vector" : "image"
        if case .integer(let rare)? = value("labels_rare"), rare > 0,
            case .integer(let rows)? = value("labels_rare_images")
        {
            lines.append(
                "\(rare) \(rare == 1 ? "label has" : "labels have") fewer than "
                    + "\(text("labels_fewest_images")) \(noun)s and \(rare == 1 ? "was" : "were") "
                    + "not judged (\(counted(rows, noun)))")
        }
        if case .integer(let far)? = value("labels_far_images"), far > 0 {
            lines.append(
                "\(counted(far, "outlying \(noun)")) \(far == 1 ? "has" : "have") no "
                    + "judged label (the farthest 1 %, at least \(text("outliers_factor")) times "
                    + "the median distance)")
        }
        return lines
    }

    /// How many copies, and what was looked at for it.
    private func duplicates() -> String {
        let pairs =
            "\(text("duplicates_exact")) exact and "
            + count(of: "duplicates_near", "near duplicate pair")
        let evidence = text("duplicates_evidence")
        guard evidence.hasPrefix("the pixels") else { return "\(pairs) (by \(evidence))" }
        var compared = count(of: "duplicates_candidates", "candidate") + " compared by pixels"
        if case .integer(let leftOut)? = value("duplicates_candidates_left_out"), leftOut > 0 {
            compared += ", the nearest; \(counted(leftOut, "other")) not compared"
        }
        if text("duplicates_without_preview") != "0" {
            compared +=
                "; \(count(of: "duplicates_without_preview", "image")) without a readable "
                + "preview"
        }
        return "\(pairs) (\(compared))"
    }

    /// The layer whose neighbours know most of the labels.
    private func bestLayer() -> String? {
        guard let profile = reduction.table("layer_profile"),
            let accuracy = profile.numbers("accuracy"), let layers = profile.texts("layer"),
            let tokens = profile.texts("token"),
            let best = accuracy.indices.filter({ !accuracy[$0].isNaN })
                .max(by: { accuracy[$0] < accuracy[$1] })
        else { return nil }
        return "best layer for the labels: \(layers[best]), \(tokens[best]) token (20-NN accuracy "
            + String(format: "%.3f", accuracy[best]) + "; table layer_profile)"
    }
}
