internal import Dense
internal import Figures
internal import Foundation
internal import Store
internal import Views

/// Where the class token looks.
extension Artist {
    /// For each image the rollout with the most likely classes, and the heads of one block.
    func attention() throws -> [Picture] {
        let block = try blocks(default: [model.depth - 1])[0]
        return try chosenImages().flatMap { _, image in
            guard !image.joint.isEmpty else {
                throw MissingContent(
                    reason: "the file holds no attention; run extract without --attention none.")
            }
            return [
                try rollout(of: image, block: block), try heads(of: image, block: block),
            ]
        }
    }

    private func rollout(of image: ExplainedImage, block: Int) throws -> Picture {
        let weights =
            globalViewWeights(
                joint: image.joint, token: 0, afterBlocks: block + 1, prefix: model.prefix,
                patches: model.patches) ?? []
        let map = rolloutMap(weights, grid)
        let names = reduction.classNames
        let predictions = zip(image.predictedLabels, image.probabilities).map { label, share in
            AttentionFigure.Prediction(
                name: names.indices.contains(Int(label))
                    ? Self.shortName(ofClass: names[Int(label)]) : "class \(label)",
                probability: Double(share))
        }
        let figure = AttentionFigure(
            image: raster(image), map: map, side: model.imageSize,
            product: raster(shaded(image.pixels, by: map)), predictions: predictions,
            caption: caption(
                "attention rollout of the class token after "
                    + CountedNoun("block", "blocks").counted(block + 1)
                    + ", divided by its maximum; colours from the smallest to the largest value"))
        return Picture(
            .attention, "attention\(suffix(image))",
            "Attention to \(displayPath(image.path))", of: displayPath(image.path),
            sentence: "Attention rollout of the class token"
                + (predictions.isEmpty ? "." : ", and the most likely classes."), figure)
    }

    private func heads(of image: ExplainedImage, block: Int) throws -> Picture {
        let (heads, patches) = (model.heads, model.patches)
        let cells = (0..<heads).map { head in
            let start = (block * heads + head) * patches
            let values = Array(image.heads[start..<start + patches])
            return ImageGridFigure.Cell(
                image: RasterImage(
                    map: enlarge(values, from: model.grid, to: model.imageSize),
                    width: model.imageSize, height: model.imageSize, low: 0,
                    high: values.max() ?? 1), caption: "head \(head)")
        }
        let all = [ImageGridFigure.Cell(image: raster(image), caption: "image")] + cells
        let columns = all.count <= 5 ? all.count : all.count <= 8 ? 4 : all.count <= 15 ? 5 : 6
        let rows = stride(from: 0, to: all.count, by: columns).map { start in
            ImageGridFigure.Row(
                label: "", cells: Array(all[start..<min(all.count, start + columns)]))
        }
        return Picture(
            .attention, "heads\(suffix(image))",
            "Heads of block \(block) on \(displayPath(image.path))",
            of: "block \(block), \(displayPath(image.path))",
            sentence: "Attention of the class token to the patches, head by head.",
            ImageGridFigure(
                rows: rows, columnTitles: [],
                caption: caption(
                    "attention of the class token to the patches, block \(block); each head "
                        + "divided by its maximum"), cellSide: 150, colors: 0...1))
    }
}
