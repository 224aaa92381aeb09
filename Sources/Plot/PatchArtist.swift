internal import Dense
internal import Figures
internal import Foundation
internal import Store
internal import Tokens
internal import Views

/// Figures of position embeddings, and of patch tokens as colours.
struct PatchArtist {
    /// The map file.
    let file: MapFile

    /// Cosine similarity between the position embeddings of the patches, `[patches, patches]`, as
    /// one small map per patch.
    ///
    /// - Throws: `MissingContent` in map files without them.
    func positions() throws -> [PlotFigure] {
        guard let position = file.reduction.modelArrays.position,
            position.rows >= file.model.patches
        else {
            throw MissingContent(
                reason: file.model.hasNoPositionTable
                    ? "the model has \(file.model.positionMethod) positions and no table of "
                        + "position embeddings."
                    : "the file holds no position embeddings; run reduce again on it.")
        }
        let first = position.rows - file.model.patches
        let patches = position.rows(Array(first..<position.rows))
        let figure = PositionsFigure(
            similarity: cosineSimilarities(patches), grid: file.grid,
            title: "Cosine similarity of the position embeddings")
        return [
            PlotFigure(
                .positions, "positions", "Position embeddings",
                of: "position table of \(file.grid.countInWords)", figure)
        ]
    }

    /// The first three principal components of the patch tokens as red, green and blue, for up to 8
    /// images, with one basis for all.
    ///
    /// - Throws: `MissingContent` without patch tokens of an image in full.
    func colors() throws -> [PlotFigure] {
        guard let colors = file.reduction.audits.patchColors else {
            throw MissingContent(
                reason: "the file has no patch tokens of an explained image at the layer; run "
                    + "extract with --tokens \(file.model.imageTokenList),patches.")
        }
        let images = try file.chosenImages(default: "all").filter { colors.colors[$0.place] != nil }
        let ranges = Self.colorRanges(colors)
        let pairs = images.prefix(8).compactMap { place, image in
            colors.colors[place].map { components in
                [
                    ImageGridFigure.Cell(
                        image: file.raster(image),
                        caption: MapFile.fileName(displayPath(image.path))),
                    ImageGridFigure.Cell(
                        image: smooth(patches: components, of: image, ranges),
                        caption: Reduction.phrase(ofLayer: colors.layer)),
                ]
            }
        }
        // A single pair is drawn large; more pairs share lines of two or three.
        let columns = pairs.count == 1 ? 1 : pairs.count <= 4 ? 2 : 3
        let rows = stride(from: 0, to: pairs.count, by: columns).map { start in
            ImageGridFigure.Row(
                label: "", cells: pairs[start..<min(pairs.count, start + columns)].flatMap { $0 })
        }
        let sum = colors.ratios.reduce(0, +)
        let share = sum.isFinite ? sum : 0
        let figure = ImageGridFigure(
            rows: rows, columnTitles: [],
            caption: file.caption(
                "red, green, blue: the first three principal components of the patch tokens "
                    + "(\(Int((100 * share).rounded())) % of the variance), one basis for all "
                    + "images, each scaled from its 2nd to its 98th percentile; bicubic "
                    + "interpolation"),
            cellSide: columns == 1 ? 215 : columns == 2 ? 161.3 : nil)
        return [
            PlotFigure(
                .pcaRGB, "pca-rgb", "Patch tokens as colours",
                of: Reduction.phrase(ofLayer: colors.layer) + ", patch tokens", figure)
        ]
    }

    /// 2nd and 98th percentile of each component over all patches, so that a few outlier tokens do
    /// not determine the range.
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

    /// Patch colours `[patches, 3]`, enlarged to the size of the image with bicubic interpolation.
    private func smooth(
        patches: Matrix<Float>, of image: ExplainedImage, _ ranges: [ClosedRange<Float>]
    ) -> RasterImage {
        let area = file.picture(of: image)
        let grid = area.grid(patch: file.model.patch)
        let channels = (0..<3).map { channel in
            let (low, high) = (ranges[channel].lowerBound, ranges[channel].upperBound)
            let shares = (0..<patches.rows).map {
                max(0, min(1, (patches[$0, channel] - low) / (high - low)))
            }
            return enlarge(area.pick(shares, in: file.grid), grid)
        }
        var values: [Float] = []
        values.reserveCapacity(3 * grid.height * grid.width)
        for pixel in 0..<grid.height * grid.width { values += channels.map { $0[pixel] } }
        return RasterImage(
            width: grid.width, height: grid.height, pixels: RasterImage.bytes(values))
    }
}
