internal import Figures
internal import Foundation
internal import MapPages
internal import Store
internal import Tokens

/// Objects of patches by their nearest patches in images with masks.
struct SegmentationArtist {
    /// The map file.
    let file: MapFile

    /// Classes that have a colour of their own.
    private static let mostClasses = 10

    /// Images, masks and found objects.
    ///
    /// - Throws: `MissingContent` without `reduce --segment`.
    func segmentation() throws -> [PlotFigure] {
        guard let result = file.reduction.audits.segmentation else {
            throw MissingContent(
                reason: "the file has no objects found by neighbours; run reduce with --segment.",
                isReportedByDefault: false)
        }
        let patches = file.model.patches
        let shown = result.shown
        // The classes that are seen, the largest first; further ones are grey.
        var sizes: [Int32: Int] = [:]
        for index in shown {
            for patch in index * patches..<(index + 1) * patches {
                for value in [result.objects[patch], result.truth[patch]] where value > 0 {
                    sizes[value, default: 0] += 1
                }
            }
        }
        let classes = sizes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
            .prefix(Self.mostClasses)
        let colors = Dictionary(
            uniqueKeysWithValues: classes.enumerated().map { ($1, Color.segment($0)) })
        var cells: [[ImageGridFigure.Cell?]] = []
        for index in shown {
            let row = Int(result.rows[index])
            guard let picture = file.preview(row) else { continue }
            let range = index * patches..<(index + 1) * patches
            let truth = Array(result.truth[range])
            let name =
                file.rowKind == .images
                ? MapFile.fileName(file.reduction.paths[row]) : "image \(row)"
            cells.append([
                ImageGridFigure.Cell(image: picture, detail: name),
                truth.contains { $0 >= 0 }
                    ? ImageGridFigure.Cell(
                        image: raster(truth, row, colors), detail: "mask", isCrisp: true) : nil,
                ImageGridFigure.Cell(
                    image: raster(Array(result.objects[range]), row, colors),
                    detail: "by neighbours", isCrisp: true),
            ])
        }
        guard !cells.isEmpty else {
            throw MissingContent(reason: "the file has no previews of the segmented images.")
        }
        let rows = stride(from: 0, to: cells.count, by: 2).map { start in
            ImageGridFigure.Row(
                label: "", cells: cells[start..<min(cells.count, start + 2)].flatMap { $0 })
        }
        let figure = ImageGridFigure(
            rows: rows, columnTitles: [], caption: file.caption(caption(result)),
            legend: classes.map { (result.classes[Int($0)], colors[$0]!) })
        return [
            PlotFigure(
                .segmentation, "segmentation", "Objects by the nearest patches",
                of: Reduction.phrase(ofLayer: result.layer) + ", patch tokens", figure)
        ]
    }

    private func caption(_ result: SegmentationResult) -> String {
        func number(_ value: Double) -> String { String(format: "%.2f", value) }
        let judged =
            result.meanIoU.isFinite
            ? "mean IoU \(number(result.meanIoU)) (\(number(result.low)) to "
                + "\(number(result.high))) over \(result.table.count { $0.patches > 0 }) classes, "
                + CountedNoun.images.counted(result.masked)
                + " with masks, each judged by the other half; "
            : ""
        return judged
            + "each patch has the class that its \(result.neighbors) nearest patches of images "
            + "with masks vote for; background is black, classes without a colour are grey"
    }

    /// The classes of the patches of a picture, one pixel each.
    private func raster(_ values: [Int32], _ row: Int, _ colors: [Int32: Color]) -> RasterImage {
        let shown = values.indices.filter { values[$0] >= 0 }
        let rows = shown.map { file.grid.row(of: $0) }
        let columns = shown.map { file.grid.column(of: $0) }
        let (top, left) = (rows.min() ?? 0, columns.min() ?? 0)
        let (height, width) = ((rows.max() ?? 0) - top + 1, (columns.max() ?? 0) - left + 1)
        var pixels = [UInt8](repeating: 0, count: 3 * height * width)
        for patch in shown where values[patch] > 0 {
            let color = colors[values[patch]] ?? Color.segment(nil)
            let place =
                (file.grid.row(of: patch) - top) * width + file.grid.column(of: patch) - left
            for (channel, value) in [color.red, color.green, color.blue].enumerated() {
                pixels[3 * place + channel] = UInt8((255 * value).rounded())
            }
        }
        return RasterImage(width: width, height: height, pixels: pixels)
    }
}
