internal import Console
internal import Foundation
internal import Store

/// The quality card: how far a map can be trusted, beside PCA's first two components and chance.
struct Card {
    let reduction: Reduction

    func print(output: String, seconds: Double, quiet: Bool) {
        if quiet { return }
        for line in lines() { tell(line) }
        let scenes = reduction.scenes.count
        say(
            "\(output): \(reduction.paths.count) rows of layer \(reduction.layer)"
                + (reduction.layout == nil ? ", no image map" : "")
                + (scenes > 0 ? ", \(scenes) scenes" : "") + " in \(duration(seconds))"
                + (reduction.model.note.isEmpty ? "" : " (\(reduction.model.note))"))
    }

    func lines() -> [String] {
        guard reduction.layout != nil else { return [] }
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
        var settings: [String: ParameterValue] = [:]
        for (name, value) in reduction.parameters { settings[name] = value }
        func real(_ name: String) -> String? {
            if case .real(let value)? = settings[name] { return String(format: "%.3f", value) }
            return nil
        }
        func text(_ name: String) -> String {
            switch settings[name] {
            case .text(let text): text
            case .integer(let number): String(number)
            case .real(let number): rounded(number)
            case nil: "-"
            }
        }
        lines.append(
            "rows normalised: \(text("normalize")); \(text("pca_components")) components explain "
                + "\(real("pca_explained") ?? "-"); perplexity \(text("perplexity")); KL "
                + "\(text("kl_normalization"))")
        if settings["cluster_method"] != nil {
            var line = "\(text("cluster_method")): \(text("cluster_count")) clusters"
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
        }
        lines += findings(text)
        if let best = bestLayer() { lines.append(best) }
        return lines
    }

    /// Of rows put into a finished map, and of a map that was interrupted.
    private func placement() -> [String] {
        guard
            case .reals(let novelty)? = reduction.rowColumns.first(where: { $0.name == "novelty" })?
                .values
        else { return [] }
        let far = novelty.count { $0 >= 0.99 }
        return [
            "placed without moving the map; \(far) of \(novelty.count) rows are farther from it "
                + "than 99 % of its own rows are from one another (column novelty)"
        ]
    }

    /// What the neighbour graph knows, where it was asked.
    private func findings(_ text: (String) -> String) -> [String] {
        guard reduction.table("duplicates") != nil else { return [] }
        var parts = [duplicates(text)]
        if let labels = reduction.table("labels") {
            parts.append("\(text("labels_outvoted")) of \(labels.rowCount) labels outvoted")
        }
        if let leaks = reduction.table("leaks") {
            parts.append("\(leaks.rowCount) pairs across splits")
        }
        let search = text("findings_recall")
        let how = search == "-" ? "" : " (neighbours by HNSW, recall \(search))"
        return ["found in \(text("findings_from"))\(how): " + parts.joined(separator: ", ")]
    }

    /// How many copies, and what was looked at for it.
    private func duplicates(_ text: (String) -> String) -> String {
        let near = text("duplicates_near")
        let pairs = "\(text("duplicates_exact")) exact and \(near) near duplicate pairs"
        let evidence = text("duplicates_evidence")
        guard evidence.hasPrefix("the pixels") else { return "\(pairs) (by \(evidence))" }
        let unseen = text("duplicates_without_preview")
        return "\(pairs) (\(text("duplicates_candidates")) candidates compared by pixels"
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
        return "most of the labels is known by the \(tokens[best]) token of layer \(layers[best]): "
            + String(format: "%.3f", accuracy[best]) + " by 20 neighbours (table layer_profile)"
    }
}
