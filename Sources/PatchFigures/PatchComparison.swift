internal import Dense
public import Figures
internal import Foundation
public import Store
public import Tokens
internal import Views

/// Figures that compare patches of images by the cosine of their tokens: how similar every patch is
/// to one, and which patches of two images are each other's nearest.
public struct PatchComparison {
    /// The file of embeddings.
    let reader: EmbeddingReader
    /// Layers with patch tokens, in the order of the model.
    let layers: [LayerName]
    /// Whether maps are shown without interpolation.
    let isCrisp: Bool

    /// Lines of a panel of correspondences.
    static let mostPairs = 40

    /// Makes a comparison by some layers.
    ///
    /// - Throws: `StoreError.noLayer` or `.noTokens` for a layer without patch tokens.
    public init(_ reader: EmbeddingReader, layers: [LayerName], isCrisp: Bool) throws {
        self.reader = reader
        self.isCrisp = isCrisp
        for layer in layers {
            try reader.require(layer)
            guard reader.holds(layer, .patches) else {
                throw StoreError.noTokens(
                    file: reader.path, what: "patch tokens of layer \(layer.text)",
                    option: "--tokens patches")
            }
        }
        self.layers = reader.layers.filter(layers.contains)
    }

    /// The layers shown by default: a layer, and those of the attention panels that the file has.
    public static func defaultLayers(
        _ reader: EmbeddingReader, with layer: LayerName
    ) -> [LayerName] {
        let blocks = Scene.attentionBlocks(depth: reader.model.depth).map { LayerName.block($0) }
        return ([layer] + blocks).filter { reader.holds($0, .patches) }
    }

    /// Patch tokens of an image, `[patches, width]`.
    private func tokens(_ layer: LayerName, _ row: Int) throws -> Matrix<Float> {
        try reader.tokens(layer, .patches, rows: row..<row + 1)
    }

    // MARK: - Similarity

    /// Cosine of every patch of some images to one patch, an image per row and a layer per column.
    ///
    /// - Parameters:
    ///   - query: The image of the patch, in the first row. One that is not in the store has no
    ///     maps.
    ///   - patch: Index of the patch on the grid.
    ///   - vectors: Token of the patch by layer, for a query that is not in the store.
    ///   - others: The other images.
    public func similarity(
        query: PatchedImage, patch: Int, vectors: [LayerName: [Float]] = [:], others: [PatchedImage]
    ) throws -> ImageGridFigure {
        let grid = reader.model.grid
        var shown: [(layer: LayerName, maps: [[Float]?])] = []
        for layer in layers {
            let own = try query.row.map { try tokens(layer, $0) }
            guard let vector = own.map({ Array($0.row(patch)) }) ?? vectors[layer] else { continue }
            let maps = [query] + others
            shown.append(
                (
                    layer,
                    try maps.map { image in
                        guard let row = image.row else { return nil }
                        let all = row == query.row ? own! : try tokens(layer, row)
                        return image.area.pick(cosines(all, to: vector), in: grid)
                    }
                ))
        }
        let images = [query] + others
        // The patch itself, whose cosine is 1, would leave the others few colours.
        let own = query.area.place(of: patch, in: grid)
        let ranges = shown.map { column in
            let values = column.maps.enumerated().flatMap { index, map in
                (map ?? []).enumerated().filter { index > 0 || $0.offset != own }.map(\.element)
            }
            return (values.min() ?? 0)...(values.max() ?? 1)
        }
        let rows = images.indices.map { index in
            let image = images[index]
            let isLast = index == images.count - 1
            return ImageGridFigure.Row(
                label: index == 0 ? "query" : "",
                cells: [
                    ImageGridFigure.Cell(
                        image: image.picture, caption: image.name,
                        frame: index == 0 ? image.frame(patch, in: grid) : nil)
                ]
                    + shown.indices.map { column in
                        shown[column].maps[index].map { values in
                            cell(
                                values, image, ranges[column], isLast: isLast,
                                frame: index == 0 ? image.frame(patch, in: grid) : nil)
                        }
                    })
        }
        return ImageGridFigure(
            rows: rows,
            columnTitles: [""] + shown.map { Reduction.phrase(ofLayer: $0.layer.text) },
            caption: "cosine of each patch's token to that of the framed patch, row "
                + "\(grid.row(of: patch)), column \(grid.column(of: patch)); one colour scale per "
                + "layer, without that patch" + (isCrisp ? "" : "; bicubic interpolation"))
    }

    /// A map of cosines as a cell; the last one of a column has the colour scale below.
    private func cell(
        _ values: [Float], _ image: PatchedImage, _ range: ClosedRange<Float>, isLast: Bool,
        frame: ImageGridFigure.Patch?
    ) -> ImageGridFigure.Cell {
        let grid = image.area.grid(patch: reader.model.patch)
        // Bicubic interpolation overshoots.
        let shown =
            isCrisp
            ? values
            : enlarge(values, grid).map { min(range.upperBound, max(range.lowerBound, $0)) }
        return ImageGridFigure.Cell(
            image: RasterImage(
                map: shown, width: isCrisp ? grid.columns : grid.width,
                height: isCrisp ? grid.rows : grid.height, low: range.lowerBound,
                high: range.upperBound),
            frame: frame, isCrisp: isCrisp,
            scale: isLast ? Double(range.lowerBound)...Double(range.upperBound) : nil)
    }

    // MARK: - Correspondences

    /// Mutual nearest patches of two images, as lines, a panel per layer. Where both images have
    /// masks, only patches of objects take part. Both images are rows of the store.
    public func correspondences(
        _ first: PatchedImage, _ second: PatchedImage
    ) throws -> CorrespondenceFigure {
        guard let rowA = first.row, let rowB = second.row else {
            preconditionFailure("correspondences of images of the store only")
        }
        let grid = reader.model.grid
        let (objectsA, objectsB) = (
            try reader.objects(row: rowA)?.patches, try reader.objects(row: rowB)?.patches
        )
        let hasMasks =
            objectsA?.contains { $0 > 0 } ?? false && objectsB?.contains { $0 > 0 } ?? false
        func patches(_ image: PatchedImage, _ objects: [UInt8]?) -> [Int] {
            image.area.indices(in: grid).filter { !hasMasks || objects?[$0] ?? 0 > 0 }
        }
        let (patchesA, patchesB) = (patches(first, objectsA), patches(second, objectsB))
        let panels = try layers.map { layer in
            let pairs = mutualNearest(
                try tokens(layer, rowA).rows(patchesA), try tokens(layer, rowB).rows(patchesB)
            ).map {
                MutualPair(
                    first: patchesA[$0.first], second: patchesB[$0.second], cosine: $0.cosine)
            }
            let shown = pairs.prefix(Self.mostPairs)
            let title = Reduction.phrase(ofLayer: layer.text)
            return CorrespondenceFigure.Panel(
                title: title.prefix(1).uppercased() + title.dropFirst()
                    + ": \(pairs.count) mutual pairs"
                    + (pairs.count > shown.count ? ", the \(shown.count) most similar" : ""),
                lines: shown.map {
                    CorrespondenceFigure.Line(
                        from: first.frame($0.first, in: grid),
                        to: second.frame($0.second, in: grid))
                })
        }
        return CorrespondenceFigure(
            first: first.picture, second: second.picture, names: (first.name, second.name),
            panels: panels,
            caption: "lines: patches of the two images of which each is the other's most similar "
                + "by the cosine of the tokens"
                + (hasMasks ? ", among the patches of objects" : "")
                + "; coloured by the place in the left image")
    }
}
