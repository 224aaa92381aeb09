internal import Dense
internal import Figures
internal import Foundation
internal import Images
internal import MapPages
internal import Page
internal import Store
internal import Tokens

/// What the rows of a file are, and their names, attention and previews.
extension MapFile {
    /// Whether the rows come from a model; vectors of another program do not.
    var hasModel: Bool { model.patch > 0 }

    /// The error for a figure that needs a model.
    static let withoutModel = MissingContent(
        reason: "the file holds vectors of another program, without a model and without images.")

    /// What the rows of this file are.
    var rowKind: DescribedMap.RowKind { described.rowKind }

    /// Checks that the rows are images with a map of their own.
    ///
    /// - Throws: `MissingContent` that begins with `sentence`.
    func requireImages(_ sentence: String) throws {
        if rowKind == .images && reduction.placement == nil { return }
        throw MissingContent(
            reason: "\(sentence); the rows of this file are "
                + (reduction.placement != nil
                    ? "placed in another map." : "\(noun(2))."),
            isReportedByDefault: false)
    }

    /// The noun for a row, in singular and plural.
    var rowNoun: CountedNoun { CountedNoun(reduction.rowNoun.one, reduction.rowNoun.many) }

    /// The noun for this number of rows.
    func noun(_ count: Int) -> String { count == 1 ? rowNoun.one : rowNoun.many }

    /// A number of rows with its noun: "1,234 images".
    func count(_ count: Int) -> String { rowNoun.counted(count) }

    /// The measures of the quality card in one line.
    var qualityNote: String {
        (reduction.map?.quality ?? []).filter(\.map.isFinite).map {
            // No-break spaces keep a measure and its number on one line.
            "\($0.name) \(String(format: "%.2f", $0.map))"
                .replacingOccurrences(of: " ", with: "\u{A0}")
        }.joined(separator: ", ")
    }

    /// Attention of each patch divided by the 99th percentile, `[rows]`; empty if the file has
    /// none.
    var attentionWeights: [Float] {
        guard let attention = reduction.rows.patches?.map(\.attention) else { return [] }
        let known = attention.filter(\.isFinite).sorted()
        guard let top = known.last, top > 0 else { return [] }
        let most = known[(known.count - 1) * 99 / 100]
        return attention.map { Float($0 / (most > 0 ? most : top)) }
    }

    // MARK: - Thumbnails

    /// Preview of a row; for a patch the preview of its surroundings with the patch framed.
    func thumbnail(_ row: Int?) -> Thumbnail {
        guard let row, reduction.paths.indices.contains(row) else { return Thumbnail(image: nil) }
        guard let patch = reduction.rows.patches?[row] else {
            return Thumbnail(image: preview(row))
        }
        let area =
            reduction.pictures.isEmpty
            ? PictureArea(all: model.grid) : reduction.pictures[patch.image]
        let grid = area.grid(patch: model.patch)
        let (line, column) = (
            patch.gridRow - area.rows.lowerBound, patch.gridColumn - area.columns.lowerBound
        )
        guard let whole = preview(patch.image), (0..<grid.rows).contains(line),
            (0..<grid.columns).contains(column), whole.width == grid.width,
            whole.height == grid.height
        else { return Thumbnail(image: nil) }
        // The patch is at the centre of its surroundings, except at the edges of the image.
        let window = min(5, grid.rows, grid.columns)
        let top = max(0, min(grid.rows - window, line - window / 2))
        let left = max(0, min(grid.columns - window, column - window / 2))
        let side = window * model.patch
        var pixels: [UInt8] = []
        for line in top * model.patch..<top * model.patch + side {
            let start = (line * whole.width + left * model.patch) * 3
            pixels += whole.pixels[start..<start + side * 3]
        }
        return Thumbnail(
            image: RasterImage(width: side, height: side, pixels: pixels),
            frame: ViewsFigure.Patch(
                index: (line - top) * window + column - left,
                grid: PatchGrid(side: window, patch: model.patch)))
    }

    /// The decoded preview of an image; nil if there is none or it cannot be decoded.
    func preview(_ image: Int) -> RasterImage? {
        guard let bytes = reduction.previews[image],
            let decoded = try? decodeImage(bytes).image
        else { return nil }
        return RasterImage(width: decoded.width, height: decoded.height, pixels: decoded.pixels)
    }
}
