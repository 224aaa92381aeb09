internal import Dense
internal import Figures
internal import Foundation
internal import MapPages
internal import Store
internal import Views

/// The figure of clusters: the map coloured by cluster, and typical images of the largest ones.
struct ClusterArtist {
    /// The map file.
    let file: MapFile

    /// Draws HDBSCAN's clusters, or those of k-means if HDBSCAN leaves more than half of the rows
    /// as noise.
    func clusters() throws -> [PlotFigure] {
        let layout = try file.mapLayout(isReportedByDefault: false)
        guard let clusters = file.reduction.clusters else { throw withoutClusters }
        let outside = clusters.assignments.count { $0 < 0 }
        let noise = MapFile.percent(outside, of: clusters.assignments.count)
        // If most rows are noise, k-means still has a cluster for each.
        let kMeans = 2 * outside > clusters.assignments.count ? clusters.kMeans : nil
        let isKMeans = kMeans != nil
        let rows = kMeans?.rows ?? clusters.rows
        let largest = Set(
            rows.indices.sorted { (rows[$1].size, $0) < (rows[$0].size, $1) }
                .prefix(ClustersFigure.mostShown))
        let summary = rows.indices.map { index in
            ClustersFigure.Cluster(
                number: Int32(clamping: rows[index].cluster), size: rows[index].size,
                medoid: medoid(rows[index]), note: composition(rows[index]),
                thumbnails: largest.contains(index) ? thumbnails(rows[index]) : [])
        }
        let name = isKMeans ? "k-means clusters" : "clusters"
        let title = "\(isKMeans ? "K-means clusters" : "Clusters") of \(file.count(layout.rows))"
        let figure = ClustersFigure(
            x: MapFile.column(layout, 0), y: MapFile.column(layout, 1),
            clusters: kMeans?.assignments ?? clusters.assignments,
            summary: summary, noun: file.rowNoun, name: isKMeans ? MapFile.kmeansName : "cluster",
            title: title,
            notes: [clusterNote(clusters, outside: outside)]
                + (kMeans.map { [kMeansNote($0)] } ?? []) + file.described.mapNotes)
        return [
            PlotFigure(
                .clusters, "clusters", title, of: file.layerSubject,
                sentence: "The map coloured by \(name), with typical \(file.rowNoun.many) of the "
                    + "largest ones."
                    + (isKMeans
                        ? " HDBSCAN left \(noise) of the \(file.rowNoun.many) in no cluster." : ""),
                figure)
        ]
    }

    /// The error for a file without clusters.
    private var withoutClusters: MissingContent {
        MissingContent(
            reason: "the file has no clusters; run reduce with --cluster hdbscan.",
            isReportedByDefault: file.reduction.placement == nil)
    }

    /// Method, number of clusters, noise and agreement with labels: "HDBSCAN: 2 clusters, 181 of
    /// 200 images (91 %) in no cluster".
    private func clusterNote(_ clusters: ClusterResult, outside: Int) -> String {
        let parameters = clusters.parameters
        let method =
            switch parameters.method {
            case .hdbscan: "HDBSCAN"
            case .dbscan: "DBSCAN"
            case .kMeans: "k-means"
            }
        let all = clusters.assignments.count
        var facts = [
            "\(method): \(CountedNoun.clusters.counted(clusters.rows.count))"
                + (outside > 0
                    ? ", \(grouped(outside)) of \(file.count(all)) "
                        + "(\(MapFile.percent(outside, of: all))) in no cluster" : "")
        ]
        let agreement = [
            (parameters.purity, "purity"), (parameters.adjustedRandIndex, "ARI"),
            (parameters.normalizedMutualInformation, "NMI"),
        ].compactMap { value, word in
            value.flatMap { $0.isFinite ? "\(word) \(String(format: "%.2f", $0))" : nil }
        }
        if !agreement.isEmpty {
            facts.append("against labels: " + agreement.joined(separator: ", "))
        }
        return facts.joined(separator: "; ")
    }

    /// How the number of k-means clusters was chosen: "shown: k-means, 10 clusters, the number from
    /// 2 to 14 with the highest silhouette (0.02)".
    private func kMeansNote(_ clusters: KMeansResult) -> String {
        let note = "shown: k-means, \(CountedNoun.clusters.counted(clusters.rows.count))"
        guard clusters.parameters.silhouette.isFinite else { return note }
        let silhouette = String(format: "%.2f", clusters.parameters.silhouette)
        guard let most = clusters.parameters.largest else {
            return "\(note) (silhouette \(silhouette))"
        }
        return
            "\(note), the number from 2 to \(most) with the highest silhouette (\(silhouette))"
    }

    /// The medoid of a cluster; nil for an invalid row index.
    private func medoid(_ cluster: ClusterRow) -> Int? {
        file.reduction.paths.indices.contains(cluster.medoid) ? cluster.medoid : nil
    }

    /// Share of the most frequent label, and the names by words: "96 % cat; cat, kitten, tabby".
    private func composition(_ cluster: ClusterRow) -> String {
        guard !cluster.label.isEmpty, (0...1).contains(cluster.share) else { return cluster.names }
        let share = "\(Int((100 * cluster.share).rounded())) % \(cluster.label)"
        return cluster.names.isEmpty ? share : "\(share); \(cluster.names)"
    }

    /// Previews of the medoid and the exemplars, if the file has them.
    private func thumbnails(_ cluster: ClusterRow) -> [Thumbnail] {
        var seen: Set<Int> = []
        var thumbnails: [Thumbnail] = []
        for row in [medoid(cluster)].compactMap({ $0 }) + cluster.exemplars
        where thumbnails.count < ClustersFigure.mostThumbnails && seen.insert(row).inserted {
            let thumbnail = file.thumbnail(row)
            if thumbnail.image != nil { thumbnails.append(thumbnail) }
        }
        return thumbnails
    }
}
