internal import Console
internal import Foundation
internal import Store

/// The quality card: how far a map can be trusted, beside PCA's first two components and chance.
struct Card {
    let reduction: Reduction

    func print(output: String, tables: String, seconds: Double, quiet: Bool) {
        if quiet { return }
        for line in lines() + TellingFindings(reduction: reduction).lines() { tell(line) }
        let scenes = reduction.scenes.count
        let rows = reduction.token == "patches" ? "patches" : isVectors ? "vectors" : "images"
        say(
            "wrote    \(output): \(reduction.paths.count) \(rows)"
                + (isVectors ? "" : ", layer \(reduction.layer)")
                + (reduction.layout == nil ? ", no map" : "")
                + (scenes > 0 ? ", \(scenes) scenes" : "") + " in \(duration(seconds))"
                + (reduction.model.note.isEmpty ? "" : " (\(reduction.model.note))"))
        let names = ["map"] + reduction.tables.map(\.name)
        say("tables   \(tables)/: " + names.map { "\($0).csv" }.joined(separator: ", "))
        say("next     plot \(output)")
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
            var line = "\(text("cluster_method")): \(text("cluster_count")) clusters"
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
                    "more than half of the rows are in no cluster; beside it kmeans: "
                        + "\(text("kmeans_clusters")) clusters, the number of 2..."
                        + "\(text("kmeans_largest")) with the highest silhouette, \(silhouette)")
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

    // MARK: - Lines

    /// Of rows put into a finished map, and of a map that was interrupted.
    private func placement() -> [String] {
        guard
            case .reals(let novelty)? = reduction.rowColumns.first(where: { $0.name == "novelty" })?
                .values, case .real(let chance)? = value("novelty_false_alarms")
        else { return [] }
        let new = novelty.count { $0 > NoveltyJob.limit }
        return [
            "placed without moving the map; \(new) of \(novelty.count) rows are new: farther from "
                + "the map's rows than 99 % of those are from one another (column novelty; by "
                + "chance \(String(format: "%.1f", 100 * chance)) % of rows of the same kind are)",
            "novelty measured in: \(text("novelty_from"))",
        ]
    }

    /// What the neighbour graph knows, where it was asked.
    private func findings() -> [String] {
        guard reduction.table("duplicates") != nil else { return [] }
        var parts = [duplicates()]
        if let labels = reduction.table("labels") {
            let conflicts = reduction.table("label_conflicts")?.rowCount ?? 0
            if conflicts > 0 { parts.append("\(conflicts) pairs of copies under two labels") }
            parts.append(
                "\(text("labels_doubtful")) of \(labels.rowCount) labels doubtful (confidence of "
                    + "at least \(text("labels_confidence")))")
        }
        if let leaks = reduction.table("leaks") {
            parts.append("\(leaks.rowCount) pairs across splits")
        }
        let search = text("findings_recall")
        let how = search == "-" ? "" : " (neighbours by HNSW, recall \(search))"
        var lines = ["found in \(text("findings_from"))\(how): " + parts.joined(separator: ", ")]
        if case .integer(let rare)? = value("labels_rare"), rare > 0 {
            lines.append(
                "\(rare) \(rare == 1 ? "label has" : "labels have") fewer than "
                    + "\(text("labels_fewest_images")) images and \(rare == 1 ? "was" : "were") "
                    + "not judged (\(text("labels_rare_images")) images)")
        }
        return lines
    }

    /// How many copies, and what was looked at for it.
    private func duplicates() -> String {
        let near = text("duplicates_near")
        let pairs = "\(text("duplicates_exact")) exact and \(near) near duplicate pairs"
        let evidence = text("duplicates_evidence")
        guard evidence.hasPrefix("the pixels") else { return "\(pairs) (by \(evidence))" }
        let unseen = text("duplicates_without_preview")
        var compared = "\(text("duplicates_candidates")) candidates compared by pixels"
        if case .integer(let leftOut)? = value("duplicates_candidates_left_out"), leftOut > 0 {
            compared += ", the nearest; \(leftOut) others were too many to compare"
        }
        return "\(pairs) (\(compared)"
            + (unseen == "0" ? ")" : ", \(unseen) rows without a readable preview)")
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
