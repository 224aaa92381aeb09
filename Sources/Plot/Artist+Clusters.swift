internal import Dense
internal import Figures
internal import Foundation
internal import Store

/// The map by cluster, and the layers side by side in numbers.
extension Artist {
    func clusters() throws -> [Picture] {
        let layout = try mapLayout(isWorthSaying: false)
        guard let found = reduction.clusters, let foundTable = reduction.table("clusters")
        else { throw withoutClusters }
        let outside = found.count { $0 < 0 }
        // Where most rows are in no cluster, k-means has a cluster for each.
        let isKMeans =
            2 * outside > found.count && kmeans != nil && reduction.table("kmeans") != nil
        let clusters = isKMeans ? kmeans ?? found : found
        let table = isKMeans ? reduction.table("kmeans") ?? foundTable : foundTable
        guard let numbers = integers(table, "cluster"), let sizes = integers(table, "size") else {
            throw withoutClusters
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
        let name = isKMeans ? "k-means clusters" : "clusters"
        let title = "\(isKMeans ? "K-means clusters" : "Clusters") of \(count(layout.rows))"
        let figure = ClustersFigure(
            x: Self.column(layout, 0), y: Self.column(layout, 1), clusters: clusters,
            summary: summary, noun: rowNoun, name: isKMeans ? Self.kmeansName : "cluster",
            title: title,
            notes: [clusterNote(foundTable.rowCount, outside: outside, of: found.count)]
                + (isKMeans ? [kmeansNote(summary.count)] : []) + mapNotes)
        return [
            Picture(
                .clusters, "clusters", title, of: layerSubject,
                sentence: "The map coloured by its \(name), with the largest of them and "
                    + "\(rowNoun.many) that are typical of each."
                    + (isKMeans
                        ? " HDBSCAN left \(Self.percent(outside, of: found.count)) of the "
                            + "\(rowNoun.many) in no cluster." : ""),
                figure)
        ]
    }

    private var withoutClusters: MissingContent {
        MissingContent(
            reason: "the file has no clusters; run reduce with --cluster hdbscan.",
            isWorthSaying: reduction.table("reference") == nil)
    }

    static func percent(_ part: Int, of all: Int) -> String {
        "\(Int((100 * Double(part) / Double(max(1, all))).rounded()))\u{A0}%"
    }

    /// "HDBSCAN: 2 clusters, 181 of 200 images (91 %) in none".
    private func clusterNote(_ number: Int, outside: Int, of all: Int) -> String {
        let method =
            switch parameter("cluster_method") {
            case .text("hdbscan"): "HDBSCAN"
            case .text("dbscan"): "DBSCAN"
            case .text("kmeans"): "k-means"
            case .text(let other): other
            default: "clusters"
            }
        var facts = [
            "\(method): \(CountedNoun.clusters.counted(number))"
                + (outside > 0
                    ? ", \(grouped(outside)) of \(count(all)) "
                        + "(\(Self.percent(outside, of: all))) in none" : "")
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
        return facts.joined(separator: "; ")
    }

    /// "shown: k-means, 10 clusters, the number of 2...14 with the highest silhouette (0.02)".
    private func kmeansNote(_ number: Int) -> String {
        let note = "shown: k-means, \(CountedNoun.clusters.counted(number))"
        guard case .real(let value)? = parameter("kmeans_silhouette"), value.isFinite else {
            return note
        }
        let silhouette = String(format: "%.2f", value)
        guard case .integer(let most)? = parameter("kmeans_largest") else {
            return "\(note) (silhouette \(silhouette))"
        }
        return "\(note), the number from 2 to \(most) with the highest silhouette (\(silhouette))"
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
