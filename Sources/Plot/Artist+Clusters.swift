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
            summary: summary, noun: noun(2), title: "Clusters of \(count(layout.rows))",
            notes: [facts.joined(separator: "; ")] + mapNotes)
        return [
            Picture(
                .clusters, "clusters", "Clusters of \(count(layout.rows))", of: layerSubject, figure
            )
        ]
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
}
