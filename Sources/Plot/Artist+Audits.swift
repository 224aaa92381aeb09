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
        let isSame = tables.allSatisfy { $0.table.layers == layers }
        // The curves count blocks; the embedding and the closing norm have no place on the axis.
        func blocks(_ layers: [String]) -> [Int] {
            layers.indices.filter { Int(layers[$0]) != nil }
        }
        func series(
            _ table: LayerMeasureTable, _ measure: Int, name: String, style: Int
        ) -> CurvesFigure.Series {
            let shown = blocks(table.layers)
            func values(_ matrix: Matrix<Double>) -> [Double] { shown.map { matrix[measure, $0] } }
            let depth = tables.count > 1 ? files[style].artist.model.depth : 1
            let hasBand = table.rows.count >= Self.fewestForBands
            return CurvesFigure.Series(
                name: name, values: values(table.mean), low: hasBand ? values(table.low) : nil,
                high: hasBand ? values(table.high) : nil, style: style,
                places: isSame
                    ? nil : shown.map { relativeDepth(table.layers[$0], depth: depth) })
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
                    title: "clusters and objects", yLabel: "silhouette",
                    series: [named("silhouette", 0)].compactMap { $0 }, rightLabel: "purity",
                    rightSeries: [named("purity", 1)].compactMap { $0 }),
                CurvesFigure.Panel(
                    title: "cosine similarity and labels", yLabel: "",
                    series: [
                        named("in-cluster cosine", 2), named("in-object cosine", 3),
                        named("unique-label ratio", 4),
                    ].compactMap { $0 }),
                CurvesFigure.Panel(
                    title: "number of clusters", yLabel: "clusters per object",
                    series: [named("clusters per object", 5)].compactMap { $0 }),
            ]
        } else {
            panels = tables[0].table.names.map { measure in
                CurvesFigure.Panel(
                    title: measure, yLabel: "",
                    series: tables.enumerated().compactMap { index, file in
                        file.table.names.firstIndex(of: measure).map {
                            series(file.table, $0, name: file.name, style: index)
                        }
                    })
            }
        }
        let counts = tables.map(\.table.rows.count)
        let images = listed(
            counts.dropLast().map(grouped) + [CountedNoun.images.counted(counts.last ?? 0)])
        let figure = CurvesFigure(
            panels: panels, x: isSame ? blocks(layers).map { Double(layers[$0]) ?? 0 } : [],
            xLabel: isSame ? "block" : relativeDepthName,
            title: "Objects and clusters of patch tokens, \(images)",
            caption: files[0].artist.caption(
                "clusters: DBSCAN on the object patches of each image, minPts 3, eps the mean "
                    + "distance between consecutive patches of an object; a patch belongs to an "
                    + "object that covers 40 % of it or more",
                bandsExplained(counts), isSame ? nil : depthExplained))
        return [
            Picture(
                .layers, "layers", "Objects and clusters by block",
                of: "patch tokens of all blocks",
                figure)
        ]
    }

    /// Images below which an interval says nothing.
    private static let fewestForBands = 5

    private static func bandsExplained(_ counts: [Int]) -> String {
        let bands = "bands: bootstrap 95 % interval of the mean over images"
        let few = counts.filter { $0 < fewestForBands }
        if few.isEmpty { return bands }
        let none = "no band from fewer than \(fewestForBands) images"
        return few.count == counts.count
            ? "mean over images, \(none)" : "\(bands), \(none)"
    }

    func attentionDistance() throws -> [Picture] {
        let distances = try readDistances()
        let hasBars = distances.images >= Self.fewestForBands
        func nested(_ matrix: Matrix<Double>) -> [[Double]] {
            (0..<matrix.rows).map { Array(matrix.row($0)) }
        }
        let figure = HeadDistanceFigure(
            distance: nested(distances.mean), low: hasBars ? nested(distances.low) : [],
            high: hasBars ? nested(distances.high) : [], uniform: uniformAttentionDistance(grid),
            title: "Mean attention distance of each head",
            caption: caption(
                "mean over \(CountedNoun.images.counted(distances.images)) of "
                    + "\(model.imageSize) x \(model.imageSize) pixels",
                hasBars
                    ? "bars: the middle 95 % of the images"
                    : "no bars from fewer than \(Self.fewestForBands) images"))
        return [
            Picture(
                .attentionDistance, "attention-distance", "Attention distance", of: "all heads",
                figure)
        ]
    }

    private func readDistances() throws -> HeadDistances {
        guard let distances = reduction.headDistances else {
            throw MissingContent(
                reason: "the file holds no attention distances; run extract without --attention "
                    + "none.")
        }
        return distances
    }

    /// The mean of the heads of several files, a curve a file; the band spans the heads.
    static func attentionDistance(
        _ files: [(name: String, artist: Artist)]
    ) throws -> [Picture] {
        let tables = try files.map { try $0.artist.readDistances() }
        let depths = tables.map(\.mean.rows)
        let isSame = Set(depths).count == 1
        func series(_ index: Int, over unit: Double) -> CurvesFigure.Series {
            let blocks = (0..<depths[index]).map { block in
                tables[index].mean.row(block).map { $0 / unit }.filter(\.isFinite)
            }
            return CurvesFigure.Series(
                name: files[index].name,
                values: blocks.map {
                    $0.isEmpty ? .nan : $0.reduce(0, +) / Double($0.count)
                }, low: blocks.map { $0.min() ?? .nan }, high: blocks.map { $0.max() ?? .nan },
                style: index,
                places: isSame
                    ? nil
                    : blocks.indices.map { relativeDepth(String($0), depth: depths[index]) })
        }
        let panels = [
            panel(
                "mean attention distance", yLabel: "pixels",
                files.indices.map { series($0, over: 1) }),
            panel(
                "relative to uniform attention", yLabel: "ratio",
                files.indices.map { index in
                    series(index, over: uniformAttentionDistance(files[index].artist.grid))
                }),
        ].compactMap { $0 }
        let figure = CurvesFigure(
            panels: panels, x: isSame ? (0..<depths[0]).map(Double.init) : [],
            xLabel: isSame ? "block" : relativeDepthName, title: "Mean attention distance",
            caption: files[0].artist.caption(
                "line: mean over heads; band: smallest to largest head mean",
                isSame ? nil : depthExplained))
        return [Picture(.attentionDistance, "attention-distance", "Attention distance", figure)]
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
            title: "Cosine similarity of the position embeddings")
        return [
            Picture(
                .positions, "positions", "Position embeddings",
                of: "position table of \(model.grid) x \(model.grid)", figure)
        ]
    }

    func patchColors() throws -> [Picture] {
        guard let colors = reduction.patchColors else {
            throw MissingContent(
                reason: "the file has no patch tokens of an explained image at the layer; run "
                    + "extract with --tokens class,mean,patches.")
        }
        let images = try chosenImages(default: "all").filter { colors.colors[$0.place] != nil }
        let ranges = Self.colorRanges(colors)
        let pairs = images.prefix(8).compactMap { place, image in
            colors.colors[place].map { own in
                [
                    ImageGridFigure.Cell(
                        image: raster(image), caption: Self.fileName(displayPath(image.path))),
                    ImageGridFigure.Cell(
                        image: smooth(patches: own, ranges),
                        caption: Self.phrase(colors.layer)),
                ]
            }
        }
        // Pairs fill the page: one alone is large, more share lines of two or three.
        let columns = pairs.count == 1 ? 1 : pairs.count <= 4 ? 2 : 3
        let rows = stride(from: 0, to: pairs.count, by: columns).map { start in
            ImageGridFigure.Row(
                label: "", cells: pairs[start..<min(pairs.count, start + columns)].flatMap { $0 })
        }
        let sum = colors.ratios.reduce(0, +)
        let share = sum.isFinite ? sum : 0
        let figure = ImageGridFigure(
            rows: rows, columnTitles: [],
            caption: caption(
                "red, green, blue: the first three principal components of the patch tokens "
                    + "(\(Int((100 * share).rounded())) % of the variance), one basis for all "
                    + "images, each scaled from its 2nd to its 98th percentile; bicubic "
                    + "interpolation"),
            cellSide: columns == 1 ? 215 : columns == 2 ? 161.3 : nil)
        return [
            Picture(
                .pcaRGB, "pca-rgb", "Patch tokens as colours",
                of: Self.phrase(colors.layer) + ", patch tokens", figure)
        ]
    }

    /// The 2nd and the 98th percentile of each component over all patches, so that a few outlier
    /// tokens do not take the whole range.
    static func colorRanges(_ colors: PatchColors) -> [ClosedRange<Float>] {
        (0..<3).map { channel in
            let values = colors.colors.values.flatMap { matrix in
                (0..<matrix.rows).map { matrix[$0, channel] }
            }.filter(\.isFinite).sorted()
            guard !values.isEmpty else { return 0...1 }
            let (low, high) = (
                values[(values.count - 1) * 2 / 100], values[(values.count - 1) * 98 / 100]
            )
            return high > low ? low...high : 0...1
        }
    }

    /// `[patches, 3]` as a smooth picture of the model's size, each component over its range.
    private func smooth(
        patches: Matrix<Float>, _ ranges: [ClosedRange<Float>]
    ) -> RasterImage {
        let side = model.imageSize
        let channels = (0..<3).map { channel in
            let (low, high) = (ranges[channel].lowerBound, ranges[channel].upperBound)
            let shares = (0..<patches.rows).map {
                max(0, min(1, (patches[$0, channel] - low) / (high - low)))
            }
            return enlarge(shares, from: model.grid, to: side)
        }
        var values: [Float] = []
        values.reserveCapacity(3 * side * side)
        for pixel in 0..<side * side { values += channels.map { $0[pixel] } }
        return RasterTiles(count: 1, side: side, values: values).image(0)
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
        let threshold =
            factor == 1 ? "1 median" : "\(Self.number(factor)) medians"
        let hasOutliers = layers.contains { $0.outlierShare > 0 }
        let figure = TokenNormsFigure(
            layers: layers, examples: Array(examples.prefix(4)),
            title: "Norms of the patch tokens of \(CountedNoun.images.counted(norms.images))",
            caption: caption(
                "outliers: patch tokens with a norm above \(threshold) of their layer"
                    + (hasOutliers ? "" : ", of which there are none"),
                examples.isEmpty
                    ? nil
                    : "images: norms after \(layers[last].name), each map with its "
                        + "own colour scale" + (hasOutliers ? ", outliers framed" : "")),
            thresholdName: threshold)
        let largest = layers.max { $0.outlierShare < $1.outlierShare }
        let sentence =
            "The norms of the patch tokens, block by block; "
            + (hasOutliers
                ? "up to \(TokenNormsFigure.percent(largest?.outlierShare ?? 0)) "
                    + "(\(largest?.name ?? "")) are outliers, above \(threshold) of their layer."
                : "none is above \(threshold) of its layer.")
        return [
            Picture(
                .tokenNorms, "token-norms", "Norms of the patch tokens",
                of: "patch tokens of all layers", sentence: sentence, figure)
        ]
    }

    /// "3", "1.5".
    private static func number(_ value: Double) -> String {
        value == value.rounded() ? String(Int(value)) : "\(value)"
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
