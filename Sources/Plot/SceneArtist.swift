internal import Dense
internal import Figures
internal import Foundation
internal import Store
internal import Views

/// The maps of one image's patches.
struct SceneArtist {
    let file: MapFile

    func scenes() throws -> [PlotFigure] {
        if file.reduction.scenes.isEmpty {
            throw MissingContent(
                reason: "the file has no scenes; run extract with --explain NAME and --tokens "
                    + "class,mean,patches, then reduce without --scenes none.")
        }
        return try file.reduction.scenes.enumerated().flatMap { index, scene in
            try figures(of: scene, index: index)
        }
    }

    /// The paper's figure, and the variant with the attention of each layer.
    private func figures(of scene: Scene, index: Int) throws -> [PlotFigure] {
        let image = RasterImage(width: scene.size, height: scene.size, pixels: scene.pixels)
        let name = "\(index)-\(MapFile.fileName(scene.path))"
        let shown = try file.blocks(default: Scene.plainBlocks(depth: file.model.depth)).compactMap
        {
            scene.layer(block: $0)
        }
        if let wanted = file.choices.blocks, shown.count < wanted.count {
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
                title: MapFile.title(layer.layer), x: MapFile.column(layer.layout, 0),
                y: MapFile.column(layer.layout, 1), objects: scene.objects, colors: colors)
        }
        var attention: AttentionPanel?
        if let last = scene.layer(block: file.model.depth - 1),
            let values = scene.attention(block: file.model.depth - 1)
        {
            attention = AttentionPanel(
                title: "Attention score last layer", x: MapFile.column(last.layout, 0),
                y: MapFile.column(last.layout, 1), values: values)
        }
        var figures = [
            PlotFigure(
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
        let sized = Scene.attentionBlocks(depth: file.model.depth).compactMap { block in
            scene.layer(block: block).flatMap { layer in
                scene.attention(block: block).map { values in
                    AttentionPanel(
                        title: MapFile.title(layer.layer), x: MapFile.column(layer.layout, 0),
                        y: MapFile.column(layer.layout, 1), values: values)
                }
            }
        }
        if !sized.isEmpty {
            figures.append(
                PlotFigure(
                    .scenes, "scene-attention-\(name)", "Attention to the patches of \(scene.path)",
                    of: scene.path,
                    sentence:
                        "The same patches layer by layer, coloured and sized by the attention "
                        + "rollout of the class token up to that layer.",
                    SceneFigure(
                        image: image, objectNames: [], panels: [], attentionPanels: sized,
                        caption: file.caption("colour and size: attention score of the layer"))))
        }
        return figures
    }

    /// The mean colour of each patch of a picture `[side, side, 3]`, `[patches]`.
    private func meanColors(of pixels: [UInt8]) -> [Color] {
        let (side, patch) = (file.model.imageSize, file.model.patch)
        return (0..<file.model.patches).map { index in
            var sums = [0, 0, 0]
            let (top, left) = (index / file.model.grid * patch, index % file.model.grid * patch)
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
}
