internal import Figures
internal import Foundation
internal import MapPages
internal import Page
internal import Store

extension MapFile {
    private typealias ColumnName = PageSet.ColumnName

    /// Colours of the points: objects for patches; otherwise the labels, or without useful labels
    /// the clusters, the k-means clusters or the predicted classes. Labels are of no use if there
    /// are more than 12 and each has one row.
    var coloring: Coloring {
        if let objects = reduction.rows.patches?.map(\.object) {
            let background: Set = ["", "background"]
            let names = Set(objects).subtracting(background)
            if !names.isEmpty {
                return coded(
                    objects, background, column: ColumnName.object, unlabelled: "background",
                    noun: CountedNoun("object", "objects"))
            }
        }
        let counts = reduction.labels.filter { $0 >= 0 }
            .reduce(into: [Int32: Int]()) { $0[$1, default: 0] += 1 }
        // Labels with one image each are no use as colours.
        let isUseful = counts.count <= Self.fewLabels || (counts.values.max() ?? 0) > 1
        if !counts.isEmpty && isUseful {
            return Coloring(
                column: ColumnName.label, labels: reduction.labels, names: reduction.labelNames,
                unlabelled: "no label")
        }
        let reason = counts.isEmpty ? "no labels" : "no label has two \(noun(2))"
        return byCluster(reason, allowsNoise: false) ?? byColumn(reason)
            ?? byCluster(reason, allowsNoise: true)
            ?? Coloring(labels: [], names: [], unlabelled: "no label")
    }

    /// Number of labels up to which they are always used, even if each has one image.
    private static let fewLabels = 12

    /// Colours by cluster; nil without clusters, or if more than half of the rows are noise and
    /// `allowsNoise` is false.
    private func byCluster(_ reason: String, allowsNoise: Bool) -> Coloring? {
        guard let clusters = reduction.clusters?.assignments, let most = clusters.max(), most >= 0
        else {
            return nil
        }
        let noise = clusters.count { $0 < 0 }
        guard allowsNoise || 2 * noise <= clusters.count else { return nil }
        return Coloring(
            column: ColumnName.cluster, labels: clusters,
            names: reduction.clusters?.rows.titles(to: most, "cluster") ?? [],
            unlabelled: "in no cluster", note: "\(reason): coloured by cluster",
            noun: .clusters)
    }

    /// What names of k-means clusters begin with.
    static let kmeansName = "k-means"

    /// Colours by k-means cluster or by predicted class; nil without either.
    private func byColumn(_ reason: String) -> Coloring? {
        if let numbers = reduction.clusters?.kMeans?.assignments, let most = numbers.max(),
            most >= 0
        {
            return Coloring(
                column: ColumnName.kMeans, labels: numbers,
                names: reduction.clusters?.kMeans?.rows.titles(to: most, Self.kmeansName) ?? [],
                unlabelled: "in no cluster", note: "\(reason): coloured by k-means cluster",
                noun: .clusters)
        }
        if rowKind == .images, let classes = reduction.rows.predictions?.map(\.predictedClass) {
            var coloring = coded(
                classes.map(Self.shortName(ofClass:)), [""], column: ColumnName.predictedClass,
                unlabelled: "no prediction",
                noun: CountedNoun("class", "classes"))
            coloring.note = "\(reason): coloured by the class that the model predicts"
            return coloring
        }
        return nil
    }

    /// Short name of an ImageNet class: "Saluki" for "n02091831 Saluki, gazelle hound".
    static func shortName(ofClass name: String) -> String {
        PredictionRow(predictedClass: name).shortClass
    }

    /// Colours for texts, except for those in `none`.
    private func coded(
        _ texts: [String], _ none: Set<String>, column: String, unlabelled: String,
        noun: CountedNoun
    ) -> Coloring {
        let names = Set(texts).subtracting(none).sorted()
        let codes = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
        return Coloring(
            column: column, labels: texts.map { codes[$0] ?? -1 }, names: names,
            unlabelled: unlabelled, noun: noun)
    }

    /// Colours of a finished map and of the rows placed in it, under common names. The names of the
    /// map come first, so that they have the same colours as in its own figure.
    func placedColoring(_ reference: [String]) -> (placed: Coloring, reference: [Int32]) {
        let known = Set(reference).subtracting([""]).sorted()
        let placedLabels = reduction.labels.indices.map { reduction.rows.label(ofRow: $0) }
        let names = known + Set(placedLabels).subtracting(known).subtracting([""]).sorted()
        let codes = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
        let counts = placedLabels.filter { !$0.isEmpty }
            .reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        // Many new labels with one image each would hide the colours of the map.
        let isUseful = counts.count <= Self.fewLabels || counts.keys.contains { known.contains($0) }
        return (
            Coloring(
                labels: isUseful
                    ? placedLabels.map { codes[$0] ?? -1 } : placedLabels.map { _ in -1 },
                names: names,
                unlabelled: "no label"),
            reference.map { codes[$0] ?? -1 }
        )
    }
}
