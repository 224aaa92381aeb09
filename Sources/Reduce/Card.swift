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
        if let purity = real("cluster_purity"), let ari = real("cluster_ari"),
            let nmi = real("cluster_nmi")
        {
            lines.append(
                "k-means, \(text("cluster_count")) clusters against labels: purity \(purity), "
                    + "ARI \(ari), NMI \(nmi)")
        }
        return lines
    }
}
