internal import Dense
internal import Figures
internal import Foundation
internal import Store

/// The figures that can be asked for.
enum FigureKind: String, CaseIterable {
    case scatter, scenes, filters, views

    /// Pixels an inch when nothing was asked: filter grids are printed at 300.
    var dpi: Double { self == .filters ? 300 : 150 }
}

/// A figure that is ready to be written.
struct Picture {
    /// Of the file, without the extension.
    let name: String
    /// Path, format, pixels an inch.
    let render: (String, FigureFormat, Double) throws -> Void

    init(_ name: String, _ figure: some Figure) {
        self.name = name
        render = { path, format, dpi in
            try Figures.render(figure, to: path, format: format, dpi: dpi)
        }
    }
}

/// A figure that the file holds nothing for.
struct MissingContent: Error {
    /// One sentence that says how to have it.
    let reason: String
}

/// What `views` shows.
struct ViewsChoice {
    let image: String?
    let patch: Int
    /// Nil for the first three and the last.
    let filters: [Int]?
}

/// Turns the contents of a map file into figures.
struct Artist {
    let reduction: Reduction
    let file: String
    let views: ViewsChoice

    func draw(_ kind: FigureKind) throws -> [Picture] {
        switch kind {
        case .scatter: try scatter()
        case .scenes: try scenes()
        case .filters: filters()
        case .views: try viewsOfPatch()
        }
    }

    private var note: String? { reduction.model.note.isEmpty ? nil : reduction.model.note }

    private func scatter() throws -> [Picture] {
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
            x: (0..<layout.rows).map { layout[$0, 0] }, y: (0..<layout.rows).map { layout[$0, 1] },
            labels: reduction.labels, labelNames: reduction.labelNames,
            title: "\(reduction.model.name), \(Self.title(reduction.layer).lowercased()), "
                + "\(reduction.token) token, \(layout.rows) images",
            notes: notes.filter { !$0.isEmpty })
        return [Picture("scatter", figure)]
    }

    /// "Layer 11", or "Final" and "Embedding" for the two that are no block's.
    private static func title(_ layer: String) -> String {
        Int(layer) == nil ? layer.prefix(1).uppercased() + layer.dropFirst() : "Layer \(layer)"
    }

    private func scenes() throws -> [Picture] {
        if reduction.scenes.isEmpty {
            throw MissingContent(
                reason: "the file has no scenes; run extract with --explain NAME and --tokens "
                    + "class,mean,patches, then reduce without --scenes none.")
        }
        return reduction.scenes.enumerated().map { index, scene in
            let panels = scene.layers.map { layer in
                ScenePanel(
                    title: Self.title(layer.layer), x: Self.column(layer.layout, 0),
                    y: Self.column(layer.layout, 1), objects: scene.objects)
            }
            let attention: AttentionPanel? =
                if let last = scene.layers.last, !scene.attention.isEmpty {
                    AttentionPanel(
                        title: "Attention score last layer", x: Self.column(last.layout, 0),
                        y: Self.column(last.layout, 1), values: scene.attention)
                } else {
                    nil
                }
            let image = RasterImage(
                width: scene.size, height: scene.size, pixels: scene.pixels)
            return Picture(
                "scene-\(index)-\(Self.fileName(scene.path))",
                SceneFigure(
                    image: image, objectNames: scene.objectNames, panels: panels,
                    attention: attention, caption: note))
        }
    }

    private static func column(_ layout: Matrix<Float>, _ index: Int) -> [Float] {
        (0..<layout.rows).map { layout[$0, index] }
    }

    /// The last part of a path without extension, its odd characters replaced.
    static func fileName(_ path: String) -> String {
        let stem = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
        let clean = stem.unicodeScalars.map { scalar in
            scalar.isASCII
                && (CharacterSet.alphanumerics.contains(scalar)
                    || "-_.".unicodeScalars.contains(scalar))
                ? String(scalar) : "_"
        }
        return String(clean.joined().prefix(60))
    }

    private func filters() -> [Picture] {
        let model = reduction.model
        let tiles = RasterTiles(
            patchKernel: reduction.patchKernel.elements, side: model.patch, width: model.width,
            indices: 0..<min(128, model.width), scale: filterTile)
        return [Picture("filters", FilterGridFigure(filters: tiles, caption: note))]
    }

    private func viewsOfPatch() throws -> [Picture] {
        let model = reduction.model
        guard let image = try chosenImage() else {
            throw MissingContent(
                reason: "the file keeps no image in full; run extract with --explain NAME.")
        }
        guard (0..<model.patches).contains(views.patch) else {
            throw MissingContent(
                reason: "--patch: expected 0...\(model.patches - 1), found \(views.patch).")
        }
        let indices = views.filters ?? Array(Set([0, 1, 2, model.width - 1])).sorted()
        if let wrong = indices.first(where: { $0 >= model.width }) {
            throw MissingContent(
                reason: "--filters: expected numbers up to \(model.width - 1), found \(wrong).")
        }
        let pixels = patchPixels(of: image)
        func tiles(_ scale: ([Float]) -> [Float]) -> RasterTiles {
            RasterTiles(
                patchKernel: reduction.patchKernel.elements, side: model.patch,
                width: model.width, indices: indices, scale: scale)
        }
        let figure = ViewsFigure(
            image: RasterImage(
                width: model.imageSize, height: model.imageSize, pixels: image.pixels),
            patch: ViewsFigure.Patch(index: views.patch, grid: model.grid, size: model.patch),
            filterIndices: indices, filters: tiles(signedTile),
            views: tiles { filter in signedTile(zip(filter, pixels).map { $0 * $1 }) },
            caption: note)
        return [Picture("views-\(Self.fileName(displayPath(image.path)))", figure)]
    }

    private func chosenImage() throws -> ExplainedImage? {
        guard let name = views.image else { return reduction.explained.first }
        let found = reduction.explained.first { image in
            let path = displayPath(image.path)
            let last = (path as NSString).lastPathComponent
            return path == name || last == name || (last as NSString).deletingPathExtension == name
        }
        guard let found else {
            throw MissingContent(
                reason: "--image: expected one of "
                    + reduction.explained.map { displayPath($0.path) }.joined(separator: ", ")
                    + ", found \"\(name)\".")
        }
        return found
    }

    /// The chosen patch in the model's normalised range, `[patch * patch * 3]`.
    private func patchPixels(of image: ExplainedImage) -> [Float] {
        let model = reduction.model
        let top = views.patch / model.grid * model.patch
        let left = views.patch % model.grid * model.patch
        var values: [Float] = []
        for y in top..<top + model.patch {
            for x in left..<left + model.patch {
                for color in 0..<3 {
                    let byte = Double(image.pixels[(y * model.imageSize + x) * 3 + color])
                    values.append(Float((byte / 255 - model.mean[color]) / model.std[color]))
                }
            }
        }
        return values
    }
}
