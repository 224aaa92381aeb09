internal import Dense
internal import Figures
internal import Foundation
internal import Store
internal import Views

/// Curves and histograms over layers, positions, colours.
extension Artist {
    func layerCurves() throws -> [Picture] { try Self.layerCurves([("", self)]) }

    /// The curves of one file in the paper's panels, or of several in one panel a measure.
    static func layerCurves(_ files: [(name: String, artist: Artist)]) throws -> [Picture] {
        let tables = try files.map { name, artist in
            guard let table = artist.reduction.layerMeasures else {
                throw MissingContent(
                    reason: "the file has no layer measures, which take images with masks of two "
                        + "or more objects and their patch tokens; run extract with --masks DIR "
                        + "and --tokens class,mean,patches.")
            }
            return (name: name, table: table)
        }
        let layers = tables[0].table.layers
        guard tables.allSatisfy({ $0.table.layers == layers }) else {
            throw MissingContent(
                reason: "the files have different layers; run extract on models of one depth with "
                    + "the same --layers.")
        }
        // The curves count blocks; the embedding and the closing norm have no place on the axis.
        let shown = layers.indices.filter { Int(layers[$0]) != nil }
        func series(
            _ table: LayerMeasureTable, _ measure: Int, name: String, style: Int
        ) -> CurvesFigure.Series {
            func values(_ matrix: Matrix<Double>) -> [Double] { shown.map { matrix[measure, $0] } }
            return CurvesFigure.Series(
                name: name, values: values(table.mean), low: values(table.low),
                high: values(table.high), style: style)
        }
        let panels: [CurvesFigure.Panel]
        if tables.count == 1 {
            let table = tables[0].table
            func named(_ name: String, _ style: Int) -> CurvesFigure.Series? {
                table.names.firstIndex(of: name).map {
                    series(table, $0, name: name, style: style)
                }
            }
            panels = [
                CurvesFigure.Panel(
                    title: "clusters against objects", yLabel: "silhouette",
                    series: [named("silhouette", 0)].compactMap { $0 }, rightLabel: "purity",
                    rightSeries: [named("purity", 1)].compactMap { $0 }),
                CurvesFigure.Panel(
                    title: "cosine similarity and labels", yLabel: "",
                    series: [
                        named("in-cluster cosine", 2), named("in-object cosine", 3),
                        named("unique-label ratio", 4),
                    ].compactMap { $0 }),
                CurvesFigure.Panel(
                    title: "how many clusters", yLabel: "clusters per object",
                    series: [named("clusters per object", 5)].compactMap { $0 }),
            ]
        } else {
            panels = tables[0].table.names.indices.map { measure in
                CurvesFigure.Panel(
                    title: tables[0].table.names[measure], yLabel: "",
                    series: tables.enumerated().map { index, file in
                        series(file.table, measure, name: file.name, style: index)
                    })
            }
        }
        let images = tables.map { String($0.table.rows.count) }.joined(separator: ", ")
        let figure = CurvesFigure(
            panels: panels, x: shown.map { Double(layers[$0]) ?? 0 }, xLabel: "block",
            title: nil,
            caption: files[0].artist.caption(
                "\(images) images; bands: 95 % of the mean, by bootstrap"))
        return [Picture(.layers, "layers", "Objects and clusters by block", figure)]
    }

    func attentionDistance() throws -> [Picture] {
        guard let distances = reduction.headDistances else {
            throw MissingContent(
                reason: "the file holds no attention distances; run extract without --attention "
                    + "none.")
        }
        func nested(_ matrix: Matrix<Double>) -> [[Double]] {
            (0..<matrix.rows).map { Array(matrix.row($0)) }
        }
        let figure = HeadDistanceFigure(
            distance: nested(distances.mean), low: nested(distances.low),
            high: nested(distances.high), uniform: uniformAttentionDistance(grid),
            title: "\(model.name), mean attention distance of each head",
            caption: caption(
                "\(distances.images) images; bars: 95 % of the images"))
        return [Picture(.attentionDistance, "attention-distance", "How far heads look", figure)]
    }

    func positions() throws -> [Picture] {
        guard let position = reduction.position, position.rows >= model.patches else {
            throw MissingContent(
                reason: "the file holds no position embeddings; run reduce again on it.")
        }
        let first = position.rows - model.patches
        let patches = position.rows(Array(first..<position.rows))
        let figure = PositionsFigure(
            similarity: cosineSimilarities(patches), grid: model.grid,
            title: "Similarity of position embeddings", caption: note)
        return [Picture(.positions, "positions", "Position embeddings", figure)]
    }

    func patchColors() throws -> [Picture] {
        guard let colors = reduction.patchColors else {
            throw MissingContent(
                reason: "the file has no patch tokens of an explained image at the layer; run "
                    + "extract with --tokens class,mean,patches.")
        }
        let images = try chosenImages(default: "all").filter { colors.colors[$0.place] != nil }
        let rows = [
            ImageGridFigure.Row(
                label: "image",
                cells: images.prefix(8).map { ImageGridFigure.Cell(image: raster($0.image)) }),
            ImageGridFigure.Row(
                label: Self.title(colors.layer).lowercased(),
                cells: images.prefix(8).map { place, _ in
                    colors.colors[place].map {
                        ImageGridFigure.Cell(image: raster(patches: $0), isCrisp: true)
                    }
                }),
        ]
        let sum = colors.ratios.reduce(0, +)
        let share = sum.isFinite ? sum : 0
        let figure = ImageGridFigure(
            rows: rows, columnTitles: [],
            caption: caption(
                "three principal components, one basis, \(Int((100 * share).rounded())) % of the "
                    + "variance"))
        return [Picture(.pcaRGB, "pca-rgb", "Patch tokens as colours", figure)]
    }

    /// `[patches, 3]`, 0...1, as a picture of one pixel a patch.
    private func raster(patches: Matrix<Float>) -> RasterImage {
        RasterTiles(count: 1, side: model.grid, values: patches.elements).image(0)
    }

    func tokenNorms() throws -> [Picture] {
        guard let norms = reduction.tokenNorms else {
            throw MissingContent(
                reason: "the file has no patch tokens; run extract with --tokens "
                    + "class,mean,patches, then reduce without --measures none.")
        }
        let factor = choices.outlierFactor ?? norms.outlierFactor
        let layers = norms.layers.indices.map { index in
            let counts = Array(norms.counts.row(index))
            return TokenNormsFigure.Layer(
                name: Int(norms.layers[index]) == nil
                    ? norms.layers[index] : "block \(norms.layers[index])",
                edges: norms.edges, counts: counts.map { Int($0) }, median: norms.median[index],
                threshold: factor * norms.median[index],
                outlierShare: factor == norms.outlierFactor
                    ? norms.outlierShare[index]
                    : Self.share(above: factor * norms.median[index], counts, norms.edges),
                classNorm: norms.classNorm[index].isFinite ? norms.classNorm[index] : nil,
                extraNorms: Array(norms.extraNorms.row(index)))
        }
        // The layer before the closing norm shows the artefact, where there is one.
        let last = norms.layers.lastIndex { Int($0) != nil } ?? norms.layers.count - 1
        let examples = try chosenImages(default: "all").compactMap { place, image in
            norms.explained[place].map { own in
                let values = Array(own.row(last))
                return TokenNormsFigure.Example(
                    image: raster(image), norms: values, grid: model.grid,
                    outliers: values.indices.filter {
                        Double(values[$0]) > factor * norms.median[last]
                    })
            }
        }
        let figure = TokenNormsFigure(
            layers: layers, examples: Array(examples.prefix(4)),
            title: "\(model.name), norms of the patch tokens of \(norms.images) images",
            caption: caption(
                "outliers: above \(factor.formatted()) medians of the layer; pictures: "
                    + "\(Self.title(norms.layers[last]).lowercased())"))
        return [Picture(.tokenNorms, "token-norms", "Lengths of the patch tokens", figure)]
    }

    /// The share of tokens above a threshold, the bin that holds it counted by its part.
    private static func share(
        above threshold: Double, _ counts: [Double], _ edges: [Double]
    ) -> Double {
        var above = 0.0
        for (bin, count) in counts.enumerated() {
            let (low, high) = (edges[bin], edges[bin + 1])
            if low >= threshold {
                above += count
            } else if high > threshold {
                above += count * (high - threshold) / (high - low)
            }
        }
        return above / max(1, counts.reduce(0, +))
    }
}
