internal import Dense
internal import Figures
internal import Foundation
internal import Store
internal import Views

/// The map of the rows, and the maps of several layers.
struct ScatterArtist {
    let file: MapFile

    func scatter() throws -> [PlotFigure] {
        let layout = try file.mapLayout()
        var colors = file.coloring
        var notes = [file.qualityNote]
        var title = "Map of \(file.count(layout.rows))"
        var sentence: String?
        var ringed: (points: [Int], name: String) = ([], "")
        var named: [(point: Int, name: String)] = []
        var reference: (x: [Float], y: [Float]) = ([], [])
        var referenceLabels: [Int32] = []
        if let placement = file.reduction.placement {
            let points = placement.reference
            reference = (points.map { Float($0.x) }, points.map { Float($0.y) })
            (colors, referenceLabels) = file.placedColoring(points.map(\.label))
            title =
                "\(file.count(layout.rows)) placed in the map of \(grouped(points.count))"
                + (placedIn.map { " (\($0))" } ?? "")
            sentence =
                "New \(file.noun(2)) (dark edge), placed in a finished map (pale colours) whose points "
                + "stay where they were."
            let novelty = placement.novelty
            if !novelty.isEmpty {
                let new = novelty.indices.filter { novelty[$0].novelty > Self.noveltyThreshold }
                notes.append(
                    "novelty above 0.99: \(grouped(new.count)) of \(file.count(novelty.count))")
                ringed = (new, "novelty above 0.99")
                named = mostNovel(new, novelty)
                if !named.isEmpty { sentence? += " Rings mark a novelty above 0.99." }
            }
        } else if file.rowKind != .images {
            sentence =
                "Each point is a \(file.noun(1)); nearby points have similar "
                + (file.rowKind == .patches ? "tokens" : "vectors")
                + ". The measures above the map show how well it preserves neighbours."
        }
        let weights = file.rowKind == .patches ? file.attentionWeights : []
        if !weights.isEmpty {
            notes.append("size: attention of the class token, up to the 99th percentile")
        }
        let figure = ScatterFigure(
            x: MapFile.column(layout, 0), y: MapFile.column(layout, 1), labels: colors.labels,
            labelNames: colors.names, title: title,
            notes: (notes + [colors.note].compactMap { $0 } + file.mapNotes).filter { !$0.isEmpty },
            weights: weights, reference: reference, referenceLabels: referenceLabels,
            unlabelledName: colors.unlabelled, labelNoun: colors.noun, ringed: ringed,
            named: named)
        return [
            PlotFigure(
                .scatter, "scatter", title, of: file.layerSubject, sentence: sentence, figure)
        ]
    }

    /// Placed rows above it are new to the map.
    private static let noveltyThreshold = 0.99
    /// Placed rows that have their names on the map.
    private static let maximumNames = 5

    /// File name of the map that the rows were placed in.
    private var placedIn: String? {
        guard let path = file.reduction.placement?.parameters.map, !path.isEmpty else { return nil }
        return (path as NSString).lastPathComponent
    }

    /// The most novel of some rows with their names; equal ones by the distance to their
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

    /// One panel a layer, the layer of `layout` last.
    func maps() throws -> [PlotFigure] {
        let layout = try file.mapLayout(isReportedByDefault: false)
        let others = file.reduction.map?.otherLayouts ?? []
        guard !others.isEmpty else {
            throw MissingContent(
                reason: "the file has the map of one layer; run reduce with --layer all, or with a "
                    + "list of layers.", isReportedByDefault: false)
        }
        let all = others + [(layer: file.reduction.layer, layout: layout)]
        let panels = all.map { layer, layout in
            let quality = file.reduction.map?.layers?.first { $0.layer == layer }
            let parts = [
                ("recall", quality?.recall), ("trustworthiness", quality?.trustworthiness),
            ]
            .compactMap { name, value in
                value.flatMap { $0.isFinite ? "\(name) \(String(format: "%.2f", $0))" : nil }
            }
            return MapsFigure.Panel(
                title: MapFile.title(layer), x: MapFile.column(layout, 0),
                y: MapFile.column(layout, 1),
                note: parts.joined(separator: ", "))
        }
        let colors = file.coloring
        let figure = MapsFigure(
            panels: panels, labels: colors.labels, labelNames: colors.names,
            title:
                "\(file.count(layout.rows)) at \(CountedNoun("layer", "layers").counted(all.count))",
            notes: ["each map starts from the previous one and is rotated onto it"]
                + [withoutMap, colors.note].compactMap { $0 } + file.mapNotes,
            unlabelledName: colors.unlabelled, labelNoun: colors.noun)
        return [
            PlotFigure(
                .maps, "maps", "Maps of \(all.count) layers",
                of: "\(all.count) layers, \(file.reduction.token) token", figure)
        ]
    }

    /// The layers that have no map, where the file names them.
    private var withoutMap: String? {
        guard let names = file.reduction.parameters.layersWithoutMap, !names.isEmpty else {
            return nil
        }
        return "no map of the \(names): fewer than 10 different rows"
    }
}
