internal import Dense
internal import Figures
internal import Foundation
internal import Store
internal import Tokens
internal import Views

/// Figures of attention: where the class token looks, and over what distance each head attends.
struct AttentionArtist {
    /// The map file.
    let file: MapFile

    /// For each image the attention rollout with the likeliest classes, and the heads of one block,
    /// `--layers` or the last.
    ///
    /// - Throws: `MissingContent` for images without attention.
    func attention() throws -> [PlotFigure] {
        let block = try file.blocks(default: [file.model.depth - 1])[0]
        return try file.chosenImages().flatMap { _, image in
            guard !image.joint.isEmpty else {
                throw MissingContent(
                    reason: "the file holds no attention; run extract without --attention none.")
            }
            return [
                try rollout(of: image, block: block), try heads(of: image, block: block),
            ]
        }
    }

    /// Attention rollout of the image's token over one image.
    private func rollout(of image: ExplainedImage, block: Int) throws -> PlotFigure {
        let weights = file.model.imageRollout(
            image.joint, afterBlocks: block + 1, picture: image.picture)
        let area = file.picture(of: image)
        let map = rolloutMap(
            area.pick(weights, in: file.grid), area.grid(patch: file.model.patch))
        let raster = file.raster(image)
        let names = file.reduction.modelArrays.classNames
        let predictions = zip(image.predictedLabels, image.probabilities).map { label, share in
            AttentionFigure.Prediction(
                name: names.indices.contains(Int(label))
                    ? MapFile.shortName(ofClass: names[Int(label)]) : "class \(label)",
                probability: Double(share))
        }
        let figure = AttentionFigure(
            image: raster, map: map,
            product: RasterImage(
                width: raster.width, height: raster.height,
                pixels: shaded(raster.pixels, by: map)),
            predictions: predictions,
            caption: file.caption(
                "attention rollout \(file.model.attentionSource), after "
                    + CountedNoun("block", "blocks").counted(block + 1)
                    + ", divided by its maximum; colours from the smallest to the largest value"))
        return PlotFigure(
            .attention, "attention\(file.suffix(image))",
            "Attention to \(displayPath(image.path))", of: displayPath(image.path),
            sentence: "Attention rollout \(file.model.attentionSource)"
                + (predictions.isEmpty ? "." : ", and the most likely classes."), figure)
    }

    /// Attention of the image's token in each head of one block.
    private func heads(of image: ExplainedImage, block: Int) throws -> PlotFigure {
        let (heads, patches) = (file.model.heads, file.model.patches)
        let area = file.picture(of: image)
        let grid = area.grid(patch: file.model.patch)
        let cells = (0..<heads).map { head in
            let start = (block * heads + head) * patches
            let values = area.pick(Array(image.heads[start..<start + patches]), in: file.grid)
            return ImageGridFigure.Cell(
                image: RasterImage(
                    map: enlarge(values, grid), width: grid.width, height: grid.height, low: 0,
                    high: values.max() ?? 1), caption: "head \(head)")
        }
        let all = [ImageGridFigure.Cell(image: file.raster(image), caption: "image")] + cells
        let columns = all.count <= 5 ? all.count : all.count <= 8 ? 4 : all.count <= 15 ? 5 : 6
        let rows = stride(from: 0, to: all.count, by: columns).map { start in
            ImageGridFigure.Row(
                label: "", cells: Array(all[start..<min(all.count, start + columns)]))
        }
        return PlotFigure(
            .attention, "heads\(file.suffix(image))",
            "Heads of block \(block) on \(displayPath(image.path))",
            of: "block \(block), \(displayPath(image.path))",
            sentence: "Attention \(file.model.attentionSource), head by head.",
            ImageGridFigure(
                rows: rows, columnTitles: [],
                caption: file.caption(
                    "attention \(file.model.attentionSource), block \(block); each head "
                        + "divided by its maximum"), cellSide: 150, colors: 0...1))
    }

    /// Mean attention distance of each head, block by block.
    func distances() throws -> [PlotFigure] {
        let distances = try readDistances()
        let hasBars = distances.images >= LayerArtist.minimumImagesForBands
        func nested(_ matrix: Matrix<Double>) -> [[Double]] {
            (0..<matrix.rows).map { Array(matrix.row($0)) }
        }
        let figure = HeadDistanceFigure(
            distance: nested(distances.mean), low: hasBars ? nested(distances.low) : [],
            high: hasBars ? nested(distances.high) : [],
            uniform: uniformAttentionDistance(file.grid),
            title: "Mean attention distance of each head",
            caption: file.caption(
                "mean over \(CountedNoun.images.counted(distances.images)) of "
                    + "\(file.grid.sizeInWords) pixels",
                hasBars
                    ? "bars: the middle 95 % of the images"
                    : "no bars from fewer than \(LayerArtist.minimumImagesForBands) images"))
        return [
            PlotFigure(
                .attentionDistance, "attention-distance", "Attention distance", of: "all heads",
                figure)
        ]
    }

    /// The attention distances of the file.
    ///
    /// - Throws: `MissingContent` without them.
    private func readDistances() throws -> HeadDistances {
        guard let distances = file.reduction.audits.headDistances else {
            throw MissingContent(
                reason: "the file holds no attention distances; run extract without --attention "
                    + "none.")
        }
        return distances
    }

    /// Mean attention distance of several files, one curve per file; the band spans the heads.
    static func distances(
        _ files: [MapFile]
    ) throws -> [PlotFigure] {
        let tables = try files.map { try Self(file: $0).readDistances() }
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
                    : blocks.indices.map { MapFile.relativeDepth(String($0), depth: depths[index]) }
            )
        }
        let panels = [
            MapFile.panel(
                "mean attention distance", yLabel: "pixels",
                files.indices.map { series($0, over: 1) }),
            MapFile.panel(
                "relative to uniform attention", yLabel: "ratio",
                files.indices.map { index in
                    series(index, over: uniformAttentionDistance(files[index].grid))
                }),
        ].compactMap { $0 }
        let figure = CurvesFigure(
            panels: panels, x: isSame ? (0..<depths[0]).map(Double.init) : [],
            xLabel: isSame ? "block" : MapFile.relativeDepthName, title: "Mean attention distance",
            caption: files[0].caption(
                "line: mean over heads; band: smallest to largest head mean",
                isSame ? nil : MapFile.depthExplained))
        return [PlotFigure(.attentionDistance, "attention-distance", "Attention distance", figure)]
    }
}
