internal import Dense
internal import Figures
internal import Foundation
internal import MapPages
internal import Store
internal import Views

/// Figures of maps: the main map, and the maps of several layers.
struct ScatterArtist {
    /// The map file.
    let file: MapFile

    /// The main map, or the rows placed in a finished map. The dots of patches are sized by the
    /// attention of the class token.
    ///
    /// - Throws: `MissingContent` without a map.
    func scatter() throws -> [PlotFigure] {
        let layout = try file.mapLayout()
        let points =
            file.reduction.placement.map { placedPoints($0, count: layout.rows) }
            ?? mapPoints(count: layout.rows)
        let weights = file.rowKind == .patches ? file.attentionWeights : []
        var notes = [file.qualityNote] + points.notes
        if !weights.isEmpty {
            notes.append(
                "size: attention \(file.model.attentionSource), up to the 99th percentile")
        }
        notes += [points.colors.note].compactMap { $0 } + file.described.mapNotes
        let figure = ScatterFigure(
            x: MapFile.column(layout, 0), y: MapFile.column(layout, 1),
            labels: points.colors.labels, labelNames: points.colors.names, title: points.title,
            notes: notes.filter { !$0.isEmpty }, weights: weights, reference: points.reference,
            referenceLabels: points.referenceLabels, unlabelledName: points.colors.unlabelled,
            labelNoun: points.colors.noun, ringed: points.ringed, named: points.named)
        return [
            PlotFigure(
                .scatter, "scatter", points.title, of: file.layerSubject,
                sentence: points.sentence, figure)
        ]
    }

    /// What the points of a scatter figure are.
    private struct Points {
        /// Title above the map.
        let title: String
        /// The sentence of the figure; nil for that of the kind.
        var sentence: String?
        /// Colour of each point and its meaning.
        var colors: Coloring
        /// Lines above the map, besides its quality.
        var notes: [String] = []
        /// Points of the finished map, in pale colours.
        var reference: (x: [Float], y: [Float]) = ([], [])
        /// Colour of each point of the finished map.
        var referenceLabels: [Int32] = []
        /// Points with a ring, and its name in the legend.
        var ringed: (points: [Int], name: String) = ([], "")
        /// Points whose names are drawn.
        var named: [(point: Int, name: String)] = []
    }

    /// The rows of a map of their own.
    private func mapPoints(count: Int) -> Points {
        // Of compared models it is the map of the last.
        let model = file.reduction.comparison == nil ? "" : " by \(file.reduction.layer)"
        var points = Points(title: "Map of \(file.count(count))\(model)", colors: file.coloring)
        if file.rowKind != .images {
            points.sentence =
                "Each point is a \(file.noun(1)); nearby points have similar "
                + (file.rowKind == .patches ? "tokens" : "vectors")
                + ". The measures above the map show how well it preserves neighbours."
        }
        return points
    }

    /// Rows placed in a finished map, the novel ones with rings.
    private func placedPoints(_ placement: PlacementResult, count: Int) -> Points {
        let reference = placement.reference
        let (colors, referenceLabels) = file.placedColoring(reference.map(\.label))
        var points = Points(
            title: "\(file.count(count)) placed in the map of \(grouped(reference.count))"
                + (placedIn.map { " (\($0))" } ?? ""), colors: colors)
        points.reference = (reference.map { Float($0.x) }, reference.map { Float($0.y) })
        points.referenceLabels = referenceLabels
        var sentence =
            "New \(file.noun(2)) (dark edge), placed in a finished map (pale colours) whose "
            + "points do not move."
        let novelty = placement.novelty
        if !novelty.isEmpty {
            let limit = placement.parameters.noveltyLimit ?? Self.defaultLimit
            let new = novelty.indices.filter { novelty[$0].novelty > limit }
            points.notes.append(
                "novelty above \(limit): \(grouped(new.count)) of \(file.count(novelty.count))")
            points.ringed = (new, "novelty above \(limit)")
            points.named = mostNovel(new, novelty)
            if !points.named.isEmpty { sentence += " Rings mark a novelty above \(limit)." }
        }
        points.sentence = sentence
        return points
    }

    /// Novelty above which placed rows are marked in files that do not record the limit of reduce.
    private static let defaultLimit = 0.99
    /// Largest number of placed rows whose names are drawn.
    private static let maximumNames = 5

    /// File name of the finished map.
    private var placedIn: String? {
        guard let path = file.reduction.placement?.parameters.map, !path.isEmpty else { return nil }
        return (path as NSString).lastPathComponent
    }

    /// The most novel rows with their names; rows of equal novelty by the distance to their
    /// neighbours.
    private func mostNovel(
        _ rows: [Int], _ novelty: [NoveltyRow]
    ) -> [(point: Int, name: String)] {
        rows.sorted {
            (novelty[$1].novelty, novelty[$1].neighborDistance, $0)
                < (novelty[$0].novelty, novelty[$0].neighborDistance, $1)
        }.prefix(Self.maximumNames).map { row in
            let file = (file.reduction.paths[row] as NSString).lastPathComponent
            return (row, (file as NSString).deletingPathExtension)
        }
    }

    /// One panel per layer, the main map last.
    ///
    /// - Throws: `MissingContent` if the file has the map of one layer only.
    func maps() throws -> [PlotFigure] {
        let layout = try file.mapLayout(isReportedByDefault: false)
        let others = file.reduction.map?.otherLayouts ?? []
        guard !others.isEmpty else {
            throw MissingContent(
                reason:
                    "the file has a map of one layer only; run reduce with --layer all, or with a "
                    + "list of layers.", isReportedByDefault: false)
        }
        let all = others + [(layer: file.reduction.layer, layout: layout)]
        let compares = file.reduction.comparison != nil
        let noun = compares ? CountedNoun("model", "models") : CountedNoun("layer", "layers")
        let panels = all.map { layer, layout in
            let quality = file.reduction.map?.layers?.first { $0.layer == layer }
            let parts = [
                ("recall", quality?.recall), ("trustworthiness", quality?.trustworthiness),
            ]
            .compactMap { name, value in
                value.flatMap { $0.isFinite ? "\(name) \(String(format: "%.2f", $0))" : nil }
            }
            return MapsFigure.Panel(
                title: compares ? layer : MapFile.title(layer), x: MapFile.column(layout, 0),
                y: MapFile.column(layout, 1),
                note: parts.joined(separator: ", "))
        }
        let colors = file.coloring
        let figure = MapsFigure(
            panels: panels, labels: colors.labels, labelNames: colors.names,
            title:
                "\(file.count(layout.rows)) \(compares ? "by" : "at") "
                + noun.counted(all.count),
            notes: ["each map starts from the previous one and is rotated onto it"]
                + [withoutMap, colors.note].compactMap { $0 } + file.described.mapNotes,
            unlabelledName: colors.unlabelled, labelNoun: colors.noun)
        return [
            PlotFigure(
                .maps, "maps", "Maps of \(noun.counted(all.count))",
                of: "\(noun.counted(all.count)), \(file.reduction.token) token", figure)
        ]
    }

    /// A note on the layers that have no map.
    private var withoutMap: String? {
        guard let names = file.reduction.parameters.layersWithoutMap, !names.isEmpty else {
            return nil
        }
        return "no map of the \(names): fewer than 10 different rows"
    }
}
