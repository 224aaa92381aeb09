internal import Dense
internal import Figures
internal import Foundation
internal import Store
internal import Tokens

/// Figures of scenes: t-SNE of the patches of single images, which `reduce --scenes` computed.
/// Nothing is laid out here.
struct SceneArtist {
    /// The map file.
    let file: MapFile

    /// Two figures per scene: the patches by object, and by attention.
    ///
    /// - Throws: `MissingContent` without scenes, `WrongChoice` for blocks that the scenes do not
    ///   have.
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

    /// The figures of one scene: patches coloured by object at the plain blocks, and by attention
    /// at the attention blocks.
    private func figures(of scene: Scene, index: Int) throws -> [PlotFigure] {
        let name = "\(index)-\(MapFile.fileName(scene.path))"
        return [try objectFigure(scene, name)] + (attentionFigure(scene, name).map { [$0] } ?? [])
    }

    /// The blocks to show that the scene has.
    ///
    /// - Throws: `WrongChoice` for a requested block that it does not have.
    private func shownLayers(of scene: Scene) throws -> [SceneLayer] {
        let layers = try file.blocks(default: Scene.plainBlocks(depth: file.model.depth))
            .compactMap { scene.layer(block: $0) }
        if let wanted = file.choices.blocks, layers.count < wanted.count {
            throw WrongChoice(
                reason: "--layers: expected blocks that reduce laid out, "
                    + scene.layers.map(\.layer).joined(separator: ", ") + ", found "
                    + wanted.map(String.init).joined(separator: ", ") + ".")
        }
        return layers
    }

    /// The patches by object, or without masks by their mean colour, and the attention of the last
    /// block.
    private func objectFigure(_ scene: Scene, _ name: String) throws -> PlotFigure {
        let hasObjects = scene.objects.contains { $0 != 0 }
        let colors = hasObjects ? [] : meanColors(of: scene.pixels)
        let panels = try shownLayers(of: scene).map { layer in
            let (x, y) = places(of: layer, scene)
            return ScenePanel(
                title: MapFile.title(layer.layer), x: x, y: y, objects: scene.objects,
                colors: colors)
        }
        return PlotFigure(
            .scenes, "scene-\(name)", "Patches of \(scene.path)", of: scene.path,
            sentence: hasObjects
                ? nil
                : "t-SNE of the patch tokens of one image at several layers, each patch a "
                    + "square of its mean colour; the last panel shows the attention that "
                    + "each patch receives.",
            SceneFigure(
                image: raster(scene), objectNames: scene.objectNames, panels: panels,
                attention: attentionPanel(
                    scene, block: file.model.depth - 1, title: "Attention score last layer"),
                caption: hasObjects
                    ? nil : "no masks: each patch is a square of its own mean colour"))
    }

    /// The patches by the attention that they receive; nil if the scene has no attention.
    private func attentionFigure(_ scene: Scene, _ name: String) -> PlotFigure? {
        let panels = Scene.attentionBlocks(depth: file.model.depth).compactMap {
            attentionPanel(scene, block: $0)
        }
        if panels.isEmpty { return nil }
        return PlotFigure(
            .scenes, "scene-attention-\(name)", "Attention to the patches of \(scene.path)",
            of: scene.path,
            sentence: "The same patches layer by layer, coloured and sized by the attention "
                + "rollout \(file.model.attentionSource), up to that layer.",
            SceneFigure(
                image: raster(scene), objectNames: [], panels: [], attentionPanels: panels,
                caption: file.caption("colour and size: attention score of the layer")))
    }

    /// The patches at a block with their attention; nil if the scene lacks either.
    private func attentionPanel(
        _ scene: Scene, block: Int, title: String? = nil
    ) -> AttentionPanel? {
        guard let layer = scene.layer(block: block), let values = scene.attention(block: block)
        else { return nil }
        let (x, y) = places(of: layer, scene)
        return AttentionPanel(
            title: title ?? MapFile.title(layer.layer), x: x, y: y, values: values)
    }

    /// Where the patches stand at a layer, `[patches]` each; NaN for those of a border.
    private func places(of layer: SceneLayer, _ scene: Scene) -> (x: [Float], y: [Float]) {
        var places = (MapFile.column(layer.layout, 0), MapFile.column(layer.layout, 1))
        guard let picture = scene.picture else { return places }
        for patch in places.0.indices where !picture.contains(patch, in: file.grid) {
            (places.0[patch], places.1[patch]) = (.nan, .nan)
        }
        return places
    }

    /// The image of a scene.
    private func raster(_ scene: Scene) -> RasterImage {
        file.raster(scene.pixels, scene.picture ?? PictureArea(all: file.grid))
    }

    /// Mean colour of each patch of an image `[height, width, 3]`, `[patches]`.
    private func meanColors(of pixels: [UInt8]) -> [Color] {
        let (grid, patch) = (file.grid, file.model.patch)
        return (0..<grid.count).map { index in
            var sums = [0, 0, 0]
            let (top, left) = (grid.top(of: index), grid.left(of: index))
            for row in top..<top + patch {
                for column in left..<left + patch {
                    for channel in 0..<3 {
                        sums[channel] += Int(pixels[(row * grid.width + column) * 3 + channel])
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
