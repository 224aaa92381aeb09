internal import Dense
internal import Figures
internal import Foundation
internal import Store

/// The map by cluster, and the layers side by side in numbers.
extension Artist {
    func clusters() throws -> [Picture] {
        let layout = try mapLayout(isWorthSaying: false)
        guard let clusters = reduction.clusters, let table = reduction.table("clusters"),
            let numbers = integers(table, "cluster"), let sizes = integers(table, "size")
        else {
            throw MissingContent(
                reason: "the file has no clusters; run reduce with --cluster hdbscan.",
                isWorthSaying: reduction.table("reference") == nil)
        }
        let largest = Set(
            sizes.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
                .prefix(ClustersFigure.mostShown))
        let summary = sizes.indices.map { index in
            ClustersFigure.Cluster(
                number: Int32(clamping: numbers[index]), size: sizes[index],
                medoid: medoid(table, index), note: composition(table, index),
                pictures: largest.contains(index) ? pictures(table, index) : [])
        }
        let outside = clusters.count { $0 < 0 }
        let method =
            switch parameter("cluster_method") {
            case .text("hdbscan"): "HDBSCAN"
            case .text("dbscan"): "DBSCAN"
            case .text("kmeans"): "k-means"
            case .text(let other): other
            default: "clusters"
            }
        var facts = [
            "\(method): \(grouped(summary.count)) "
                + (summary.count == 1 ? "cluster" : "clusters")
                + (outside > 0 ? ", \(grouped(outside)) of \(count(clusters.count)) in none" : "")
        ]
        let agreement = [
            ("cluster_purity", "purity"), ("cluster_ari", "ARI"), ("cluster_nmi", "NMI"),
        ].compactMap { name, word -> String? in
            guard case .real(let value)? = parameter(name), value.isFinite else { return nil }
            return "\(word) \(String(format: "%.2f", value))"
        }
        if !agreement.isEmpty {
            facts.append("against labels: " + agreement.joined(separator: ", "))
        }
        let figure = ClustersFigure(
            x: Self.column(layout, 0), y: Self.column(layout, 1), clusters: clusters,
            summary: summary, noun: noun(2), title: mapTitle(count(layout.rows)),
            notes: [facts.joined(separator: "; ")] + mapNotes)
        return [Picture(.clusters, "clusters", "Clusters of \(count(layout.rows))", figure)]
    }

    private func medoid(_ table: ResultTable, _ index: Int) -> Int? {
        integers(table, "medoid").map { $0[index] }
            .flatMap { reduction.paths.indices.contains($0) ? $0 : nil }
    }

    /// "cat 96 %".
    private func composition(_ table: ResultTable, _ index: Int) -> String {
        guard let label = table.texts("label")?[index], !label.isEmpty,
            let share = table.numbers("share")?[index], (0...1).contains(share)
        else { return "" }
        return "\(Int((100 * share).rounded())) % \(label)"
    }

    /// The medoid and the exemplars, those that the file keeps pictures of.
    private func pictures(_ table: ResultTable, _ index: Int) -> [Thumbnail] {
        let exemplars = table.texts("exemplars")?[index].split(separator: " ").compactMap {
            Int($0)
        }
        var seen: Set<Int> = []
        var pictures: [Thumbnail] = []
        for row in [medoid(table, index)].compactMap({ $0 }) + (exemplars ?? [])
        where pictures.count < ClustersFigure.mostPictures && seen.insert(row).inserted {
            let picture = thumbnail(row)
            if picture.image != nil { pictures.append(picture) }
        }
        return pictures
    }

    /// Curves over the layers, a line a token; the layer of the highest accuracy is marked.
    func profile() throws -> [Picture] {
        try requireImages("reduce profiles the layers of a file of images")
        guard let table = reduction.table("layer_profile"),
            let layers = table.texts("layer"), let tokens = table.texts("token")
        else {
            throw MissingContent(
                reason: "the file has no profile of the layers; run reduce without --profile none.")
        }
        var names: [String] = []
        for layer in layers where !names.contains(layer) { names.append(layer) }
        var kinds: [String] = []
        for token in tokens where !kinds.contains(token) { kinds.append(token) }
        func values(_ column: String, _ token: String) -> [Double] {
            guard let all = table.numbers(column) else { return names.map { _ in .nan } }
            return names.map { layer in
                layers.indices.first { layers[$0] == layer && tokens[$0] == token }
                    .map { all[$0] } ?? .nan
            }
        }
        let measures: [(column: String, title: String, margin: String?)] = [
            ("accuracy", "label accuracy, 20 nearest", "accuracy_margin"),
            ("silhouette", "silhouette by label", nil),
            ("overlap", "overlap with the layer before", "overlap_margin"),
            ("cka_previous", "CKA with the layer before", nil),
            ("cka_last", "CKA with the last layer", nil),
            ("intrinsic_dimension", "intrinsic dimension", nil),
        ]
        let panels = measures.compactMap { column, title, margin -> CurvesFigure.Panel? in
            let series = kinds.enumerated().map { style, token in
                let middle = values(column, token)
                let half = margin.map { values($0, token) } ?? []
                let hasBand = half.contains { $0.isFinite && $0 > 0 }
                return CurvesFigure.Series(
                    name: "\(token) token", values: middle,
                    low: hasBand ? zip(middle, half).map { $0 - $1 } : nil,
                    high: hasBand ? zip(middle, half).map { $0 + $1 } : nil, style: style)
            }
            guard series.contains(where: { $0.values.contains(where: \.isFinite) }) else {
                return nil
            }
            return CurvesFigure.Panel(title: title, yLabel: "", series: series)
        }
        let accuracy = table.numbers("accuracy") ?? []
        let best = accuracy.indices.filter { accuracy[$0].isFinite }
            .max { (accuracy[$0], $1) < (accuracy[$1], $0) }
        let marked = best.map { row in
            CurvesFigure.Marked(
                place: names.firstIndex(of: layers[row]) ?? 0,
                name: "highest accuracy: \(Self.title(layers[row]).lowercased()), \(tokens[row]) "
                    + "token, \(String(format: "%.3f", accuracy[row]))")
        }
        let hasBands = panels.contains { $0.series.contains { $0.low != nil } }
        let rows = table.numbers("rows")?.max().map { count(Int(exactly: $0) ?? 0) }
        let figure = CurvesFigure(
            panels: panels, x: names, xLabel: "layer",
            title: "\(model.name), \(names.count) layers of \(rows ?? noun(2))",
            caption: caption(
                best == nil ? "without labels there is neither accuracy nor silhouette" : nil,
                hasBands ? "bands: 95 % margin, of a sample" : nil), marked: marked)
        return [Picture(.profile, "profile", "Profile of the layers", figure)]
    }
}
