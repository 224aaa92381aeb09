internal import Dense
internal import Figures
internal import Foundation
internal import Store

/// The map of images, and the maps of one image's patches.
extension Artist {
    func scatter() throws -> [Picture] {
        guard let layout = reduction.layout else {
            throw MissingContent(
                reason: "the file has no map of images, which takes 10 different ones; run "
                    + "extract on more images.")
        }
        var measures: [String] = []
        for row in reduction.quality where row.map.isFinite {
            measures.append("\(row.name) \(String(format: "%.2f", row.map))")
        }
        var notes = [measures.joined(separator: ", ")]
        if let note { notes.append(note) }
        let figure = ScatterFigure(
            x: Self.column(layout, 0), y: Self.column(layout, 1),
            labels: reduction.labels, labelNames: reduction.labelNames,
            title: "\(model.name), \(Self.title(reduction.layer).lowercased()), "
                + "\(reduction.token) token, \(layout.rows) images",
            notes: notes.filter { !$0.isEmpty })
        return [Picture(.scatter, "scatter", "Map of \(layout.rows) images", figure)]
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
        let panels = shown.map { layer in
            ScenePanel(
                title: Self.title(layer.layer), x: Self.column(layer.layout, 0),
                y: Self.column(layer.layout, 1), objects: scene.objects)
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
                .scenes, "scene-\(name)", "Patches of \(scene.path)",
                SceneFigure(
                    image: image, objectNames: scene.objectNames, panels: panels,
                    attention: attention, caption: note))
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
                    sentence:
                        "The same patches layer by layer, coloured and sized by the attention "
                        + "that the class token has paid them by then.",
                    SceneFigure(
                        image: image, objectNames: [], panels: [], attentionPanels: sized,
                        caption: caption("colour and size: attention score of the layer"))))
        }
        return pictures
    }

    static func column(_ layout: Matrix<Float>, _ index: Int) -> [Float] {
        (0..<layout.rows).map { layout[$0, index] }
    }
}
