internal import Dense
internal import Figures
internal import Foundation
internal import Store
internal import Tokens
internal import Views

/// Patch tokens of the images stored in full as colours, layer beside layer.
struct PatchColorArtist {
    /// The map file.
    let file: MapFile

    /// Images of a figure.
    private static let mostImages = 8

    /// The first three principal components as red, green and blue: of all patches, and of the
    /// foreground with a basis of its own, on black. One basis for all images.
    ///
    /// - Throws: `MissingContent` without patch tokens of an image in full, `WrongChoice` for a
    ///   block that was not stored.
    func colors() throws -> [PlotFigure] {
        let layers = try shownLayers()
        let all = try figure(
            "pca-rgb", "Patch tokens as colours", layers.map { ($0, $0.all) },
            of: "patch tokens", isForeground: false)
        let front = layers.compactMap { layer in layer.foreground.map { (layer, $0) } }
        if front.isEmpty { return [all] }
        return [
            all,
            try figure(
                "pca-rgb-foreground", "Patch tokens of the foreground as colours", front,
                of: "patch tokens of the foreground", isForeground: true),
        ]
    }

    /// The layers of `--layers`; by default those of the attention panels and that of the map.
    private func shownLayers() throws -> [PatchColors] {
        let stored = file.reduction.audits.patchColors
        guard let first = stored.first else {
            throw MissingContent(
                reason: "the file has no patch tokens of an explained image; run "
                    + "extract with --tokens \(file.model.imageTokenList),patches.")
        }
        var names = Scene.attentionBlocks(depth: file.model.depth).map { LayerName.block($0).text }
        if let blocks = file.choices.blocks {
            names = try file.blocks(default: blocks).map { LayerName.block($0).text }
            if let missing = names.first(where: { name in !stored.contains { $0.layer == name } }) {
                throw WrongChoice(
                    reason: "--layers: expected blocks whose colours reduce stored ("
                        + stored.map(\.layer).filter { Int($0) != nil }.joined(separator: ", ")
                        + "), found \(missing).")
            }
        } else {
            names.append(first.layer)
        }
        let order = [LayerName.embedding] + (0..<file.model.depth).map { .block($0) } + [.final]
        let shown = order.map(\.text).filter(names.contains).compactMap { name in
            stored.first { $0.layer == name }
        }
        return shown.isEmpty ? [first] : shown
    }

    /// Images in rows, layers in columns.
    private func figure(
        _ name: String, _ title: String, _ layers: [(PatchColors, PatchColors.Components)],
        of subject: String, isForeground: Bool
    ) throws -> PlotFigure {
        let images = try file.chosenImages(default: "all").filter {
            layers[0].1.colors[$0.place] != nil
        }
        let shown = Dictionary(
            images.map { place, image in
                let area = file.picture(of: image)
                return (place, (0..<file.grid.count).map { area.contains($0, in: file.grid) })
            }, uniquingKeysWith: { first, _ in first })
        let ranges = layers.map { colorRanges($0.1, isForeground ? $0.0.isForeground : shown) }
        let rows = images.prefix(Self.mostImages).map { place, image in
            ImageGridFigure.Row(
                label: "",
                cells: [
                    ImageGridFigure.Cell(
                        image: file.raster(image),
                        caption: MapFile.fileName(displayPath(image.path)))
                ]
                    + layers.indices.map { index in
                        let (layer, components) = layers[index]
                        return components.colors[place].map {
                            ImageGridFigure.Cell(
                                image: raster(
                                    $0, of: image, ranges[index],
                                    isForeground ? layer.isForeground[place] : nil),
                                isCrisp: file.choices.isCrisp)
                        }
                    })
        }
        let sums = layers.map { $0.1.ratios.reduce(0, +) }
        let shares = zip(layers, sums).filter { $0.1.isFinite }.map { layer, sum in
            "\(Reduction.phrase(ofLayer: layer.0.layer)) \(Int((100 * sum).rounded()))\u{A0}%"
        }
        let figure = ImageGridFigure(
            rows: Array(rows),
            columnTitles: [""] + layers.map { Reduction.phrase(ofLayer: $0.0.layer) },
            caption: file.caption(
                "red, green, blue: the first three principal components of \(subject), one "
                    + "basis per layer for all images, each scaled from its 2nd to its 98th "
                    + "percentile; share of the variance: " + shares.joined(separator: ", "),
                isForeground ? foregroundNote(layers[0].0) : nil,
                outlierNote(layers.map(\.0)),
                file.choices.isCrisp ? nil : "bicubic interpolation"))
        return PlotFigure(
            .pcaRGB, name, title, of: subject,
            sentence: isForeground
                ? "The first three principal components of the patch tokens of the foreground as "
                    + "red, green and blue, with one basis for all images."
                : nil, figure)
    }

    /// How the foreground was found.
    private func foregroundNote(_ colors: PatchColors) -> String {
        let total = colors.isForeground.count
        if colors.masked == total { return "foreground: the objects of the masks" }
        let rule = "one side of the first component"
        return colors.masked == 0
            ? "foreground: " + rule
            : "foreground: the objects of the masks, without masks " + rule
    }

    /// The outlier tokens that were left out of the bases; nil without any.
    private func outlierNote(_ layers: [PatchColors]) -> String? {
        let counts = layers.filter { $0.outliers > 0 }.map { layer in
            "\(Reduction.phrase(ofLayer: layer.layer)) \(layer.outliers)"
        }
        return counts.isEmpty
            ? nil : "outlier tokens left out of the basis: " + counts.joined(separator: ", ")
    }

    /// Patch colours `[patches, 3]` as an image: enlarged to the size of the image by bicubic
    /// interpolation, or one pixel per patch. Patches that are no foreground are black.
    private func raster(
        _ colors: Matrix<Float>, of image: ExplainedImage, _ ranges: [ClosedRange<Float>],
        _ isForeground: [Bool]?
    ) -> RasterImage {
        let area = file.picture(of: image)
        let grid = area.grid(patch: file.model.patch)
        let isCrisp = file.choices.isCrisp
        func sized(_ values: [Float]) -> [Float] {
            let picked = area.pick(values, in: file.grid)
            return isCrisp ? picked : enlarge(picked, grid)
        }
        let channels = (0..<3).map { channel in
            let (low, high) = (ranges[channel].lowerBound, ranges[channel].upperBound)
            return sized(
                (0..<colors.rows).map { max(0, min(1, (colors[$0, channel] - low) / (high - low))) }
            )
        }
        let shown = isForeground.map { sized($0.map { $0 ? 1 : 0 }) }
        let (height, width) = isCrisp ? (grid.rows, grid.columns) : (grid.height, grid.width)
        var values: [Float] = []
        values.reserveCapacity(3 * height * width)
        for pixel in 0..<height * width {
            let isShown = shown.map { $0[pixel] >= 0.5 } ?? true
            values += channels.map { isShown ? $0[pixel] : 0 }
        }
        return RasterImage(width: width, height: height, pixels: RasterImage.bytes(values))
    }
}

/// 2nd and 98th percentile of each component over the patches of all images, so that a few tokens
/// do not determine the range.
///
/// - Parameter isShown: Which patches count, by image; all of an image that it does not have.
private func colorRanges(
    _ components: PatchColors.Components, _ isShown: [Int: [Bool]]
) -> [ClosedRange<Float>] {
    (0..<3).map { channel in
        let values = components.colors.flatMap { place, matrix in
            (0..<matrix.rows).filter { isShown[place]?[$0] ?? true }.map { matrix[$0, channel] }
        }.filter(\.isFinite).sorted()
        guard !values.isEmpty else { return 0...1 }
        let (low, high) = (
            values[(values.count - 1) * 2 / 100], values[(values.count - 1) * 98 / 100]
        )
        return high > low ? low...high : 0...1
    }
}
