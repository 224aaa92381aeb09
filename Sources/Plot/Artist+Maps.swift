internal import Dense
internal import Figures
internal import Foundation
internal import Store

/// The map of images, and the maps of one image's patches.
extension Artist {
    func scatter() throws -> [Picture] {
        let layout = try mapLayout()
        var colors = coloring
        var notes = [qualityNote]
        var title = "Map of \(count(layout.rows))"
        var sentence: String?
        var ringed: (points: [Int], name: String) = ([], "")
        var named: [(point: Int, name: String)] = []
        var reference: (x: [Float], y: [Float]) = ([], [])
        var referenceLabels: [Int32] = []
        if let table = reduction.table("reference"), let x = table.numbers("x"),
            let y = table.numbers("y")
        {
            reference = (x.map(Float.init), y.map(Float.init))
            let labels = table.texts("label") ?? x.map { _ in "" }
            (colors, referenceLabels) = placedColoring(labels)
            title =
                "\(count(layout.rows)) placed in the map of \(grouped(x.count))"
                + (placedIn.map { " (\($0))" } ?? "")
            sentence =
                "New \(noun(2)) (dark edge), placed in a finished map (pale colours) whose points "
                + "stay where they were."
            if let novelty = rowTable.numbers("novelty") {
                let new = novelty.indices.filter { novelty[$0] > Self.novelFrom }
                notes.append("novelty above 0.99: \(grouped(new.count)) of \(count(novelty.count))")
                ringed = (new, "novelty above 0.99")
                named = mostNovel(new)
                if !named.isEmpty { sentence? += " Rings mark a novelty above 0.99." }
            }
        } else if rows != .images {
            sentence =
                "Each point is a \(noun(1)); nearby points have similar "
                + (rows == .patches ? "tokens" : "vectors")
                + ". The measures above the map show how well it preserves neighbours."
        }
        let weights = rows == .patches ? attentionWeights : []
        if !weights.isEmpty {
            notes.append("size: attention of the class token, up to the 99th percentile")
        }
        let figure = ScatterFigure(
            x: Self.column(layout, 0), y: Self.column(layout, 1), labels: colors.labels,
            labelNames: colors.names, title: title,
            notes: (notes + [colors.note].compactMap { $0 } + mapNotes).filter { !$0.isEmpty },
            weights: weights, reference: reference, referenceLabels: referenceLabels,
            unlabelledName: colors.unlabelled, labelNoun: colors.noun, ringed: ringed,
            named: named)
        return [
            Picture(.scatter, "scatter", title, of: layerSubject, sentence: sentence, figure)
        ]
    }

    /// Placed rows above it are new to the map.
    private static let novelFrom = 0.99
    /// Placed rows that have their names on the map.
    private static let mostNamed = 5

    /// File name of the map that the rows were placed in.
    private var placedIn: String? {
        guard case .text(let path)? = parameter("placed_in"), !path.isEmpty else { return nil }
        return (path as NSString).lastPathComponent
    }

    /// The most novel of some rows with their names; equal ones by the distance to their
    /// neighbours.
    private func mostNovel(_ rows: [Int]) -> [(point: Int, name: String)] {
        let novelty = rowTable.numbers("novelty") ?? []
        let distance = rowTable.numbers("neighbor_distance") ?? novelty
        return rows.sorted {
            (novelty[$1], distance[$1], $0) < (novelty[$0], distance[$0], $1)
        }.prefix(Self.mostNamed).map { row in
            let file = (reduction.paths[row] as NSString).lastPathComponent
            return (row, (file as NSString).deletingPathExtension)
        }
    }

    /// One panel a layer, the layer of `layout` last.
    func maps() throws -> [Picture] {
        let layout = try mapLayout(isWorthSaying: false)
        guard !reduction.otherLayouts.isEmpty else {
            throw MissingContent(
                reason: "the file has the map of one layer; run reduce with --layer all, or with a "
                    + "list of layers.", isWorthSaying: false)
        }
        let table = reduction.table("maps")
        let names = table?.texts("layer") ?? []
        let all = reduction.otherLayouts + [(layer: reduction.layer, layout: layout)]
        let panels = all.map { layer, layout in
            var parts: [String] = []
            if let row = names.firstIndex(of: layer) {
                for measure in ["recall", "trustworthiness"] {
                    if let value = table?.numbers(measure)?[row], value.isFinite {
                        parts.append("\(measure) \(String(format: "%.2f", value))")
                    }
                }
            }
            return MapsFigure.Panel(
                title: Self.title(layer), x: Self.column(layout, 0), y: Self.column(layout, 1),
                note: parts.joined(separator: ", "))
        }
        let colors = coloring
        let figure = MapsFigure(
            panels: panels, labels: colors.labels, labelNames: colors.names,
            title: "\(count(layout.rows)) at \(CountedNoun("layer", "layers").counted(all.count))",
            notes: ["each map starts from the previous one and is rotated onto it"]
                + [withoutMap, colors.note].compactMap { $0 } + mapNotes,
            unlabelledName: colors.unlabelled, labelNoun: colors.noun)
        return [
            Picture(
                .maps, "maps", "Maps of \(all.count) layers",
                of: "\(all.count) layers, \(reduction.token) token", figure)
        ]
    }

    /// The layers that have no map, where the file names them.
    private var withoutMap: String? {
        guard case .text(let names)? = parameter("layers_without_map"), !names.isEmpty else {
            return nil
        }
        return "no map of the \(names): fewer than 10 different rows"
    }

    /// The map, or the sentence that there is none.
    func mapLayout(isWorthSaying: Bool = true) throws -> Matrix<Float> {
        guard let layout = reduction.layout else {
            throw MissingContent(
                reason: "the file has no map of images: fewer than 10 of them differ; run extract "
                    + "on more images.", isWorthSaying: isWorthSaying)
        }
        return layout
    }

    func scenes() throws -> [Picture] {
        if reduction.scenes.isEmpty {
            throw MissingContent(
                reason: "the file has no scenes; run extract with --explain NAME and --tokens "
                    + "class,mean,patches, then reduce without --scenes none.")
        }
        return try reduction.scenes.enumerated().flatMap { index, scene in
            try pictures(of: scene, index: index)
        }
    }

    /// The paper's figure, and the variant with the attention of each layer.
    private func pictures(of scene: Scene, index: Int) throws -> [Picture] {
        let image = RasterImage(width: scene.size, height: scene.size, pixels: scene.pixels)
        let name = "\(index)-\(Self.fileName(scene.path))"
        let shown = try blocks(default: Scene.plainBlocks(depth: model.depth)).compactMap {
            scene.layer(block: $0)
        }
        if let wanted = choices.blocks, shown.count < wanted.count {
            throw WrongChoice(
                reason: "--layers: expected blocks that reduce laid out, "
                    + scene.layers.map(\.layer).joined(separator: ", ") + ", found "
                    + wanted.map(String.init).joined(separator: ", ") + ".")
        }
        // Without objects a patch is known by its own colour.
        let hasObjects = scene.objects.contains { $0 != 0 }
        let colors = hasObjects ? [] : meanColors(of: scene.pixels)
        let panels = shown.map { layer in
            ScenePanel(
                title: Self.title(layer.layer), x: Self.column(layer.layout, 0),
                y: Self.column(layer.layout, 1), objects: scene.objects, colors: colors)
        }
        var attention: AttentionPanel?
        if let last = scene.layer(block: model.depth - 1),
            let values = scene.attention(block: model.depth - 1)
        {
            attention = AttentionPanel(
                title: "Attention score last layer", x: Self.column(last.layout, 0),
                y: Self.column(last.layout, 1), values: values)
        }
        var pictures = [
            Picture(
                .scenes, "scene-\(name)", "Patches of \(scene.path)", of: scene.path,
                sentence: hasObjects
                    ? nil
                    : "The patches of one image, laid out by t-SNE of their tokens at several "
                        + "layers, each a square of its mean colour; last, the attention that "
                        + "each receives.",
                SceneFigure(
                    image: image, objectNames: scene.objectNames, panels: panels,
                    attention: attention,
                    caption: hasObjects
                        ? nil : "no masks: each patch is a square of its own mean colour"))
        ]
        let sized = Scene.attentionBlocks(depth: model.depth).compactMap { block in
            scene.layer(block: block).flatMap { layer in
                scene.attention(block: block).map { values in
                    AttentionPanel(
                        title: Self.title(layer.layer), x: Self.column(layer.layout, 0),
                        y: Self.column(layer.layout, 1), values: values)
                }
            }
        }
        if !sized.isEmpty {
            pictures.append(
                Picture(
                    .scenes, "scene-attention-\(name)", "Attention to the patches of \(scene.path)",
                    of: scene.path,
                    sentence:
                        "The same patches layer by layer, coloured and sized by the attention "
                        + "rollout of the class token up to that layer.",
                    SceneFigure(
                        image: image, objectNames: [], panels: [], attentionPanels: sized,
                        caption: caption("colour and size: attention score of the layer"))))
        }
        return pictures
    }

    /// The mean colour of each patch of a picture `[side, side, 3]`, `[patches]`.
    private func meanColors(of pixels: [UInt8]) -> [Color] {
        let (side, patch) = (model.imageSize, model.patch)
        return (0..<model.patches).map { index in
            var sums = [0, 0, 0]
            let (top, left) = (index / model.grid * patch, index % model.grid * patch)
            for row in top..<top + patch {
                for column in left..<left + patch {
                    for channel in 0..<3 {
                        sums[channel] += Int(pixels[(row * side + column) * 3 + channel])
                    }
                }
            }
            let scale = 255 * Double(patch * patch)
            return Color(
                red: Double(sums[0]) / scale, green: Double(sums[1]) / scale,
                blue: Double(sums[2]) / scale)
        }
    }

    static func column(_ layout: Matrix<Float>, _ index: Int) -> [Float] {
        (0..<layout.rows).map { layout[$0, index] }
    }
}
