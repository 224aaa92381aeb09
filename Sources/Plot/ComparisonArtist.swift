internal import Dense
internal import Figures
internal import Foundation
internal import MapPages
internal import Store

/// Figures of a file of `compare`: accuracy by depth, similarity of all layers, and the images on
/// which the models differ.
struct ComparisonArtist {
    /// The map file.
    let file: MapFile

    /// Images of the contact sheet for each two files.
    private static let shownChanges = 8

    /// All figures of the comparison.
    ///
    /// - Throws: `MissingContent` for a map of one file.
    func figures() throws -> [PlotFigure] {
        guard let comparison = file.reduction.comparison else {
            throw MissingContent(
                reason: "the file is the map of one store; compare A.h5 B.h5 writes a comparison.",
                isReportedByDefault: false)
        }
        return [accuracy(comparison)].compactMap(\.self) + similarities(comparison)
            + changes(comparison)
    }

    /// Label accuracy of each file against relative depth; nil without labels.
    private func accuracy(_ comparison: ModelComparison) -> PlotFigure? {
        let series = comparison.models.enumerated().map { style, model in
            let layers = comparison.layers.filter { $0.name == model.name && $0.depth.isFinite }
            return CurvesFigure.Series(
                name: model.name, values: layers.map(\.accuracy), style: style,
                places: layers.map(\.depth))
        }
        guard let panel = MapFile.panel("label accuracy, 20 nearest", series) else { return nil }
        let figure = CurvesFigure(
            panels: [panel], x: [String](), xLabel: MapFile.relativeDepthName,
            title: "Layers of \(comparison.models.count) models",
            caption: file.caption(
                comparison.models.map { "\($0.name): \($0.model)" }.joined(separator: ", "),
                "relative depth: 0 is the embedding, 1 the last block and the final norm"))
        return PlotFigure(
            .comparison, "comparison-accuracy", "Label accuracy of the models", of: "all layers",
            sentence: "How well 20 neighbours predict the labels, by relative depth.", figure)
    }

    /// CKA and common neighbours of all layers, a figure for each two files.
    private func similarities(_ comparison: ModelComparison) -> [PlotFigure] {
        comparison.pairs.enumerated().compactMap { index, pair in
            let own = comparison.layerPairs.filter {
                $0.first == pair.first && $0.second == pair.second
            }
            let rows = Self.distinct(own.map(\.firstLayer))
            let columns = Self.distinct(own.map(\.secondLayer))
            guard rows.count * columns.count == own.count, own.count > 1 else { return nil }
            func cell(_ title: String, _ value: (LayerPairRow) -> Double) -> ImageGridFigure.Cell {
                let best = own.filter { value($0).isFinite }.max { value($0) < value($1) }
                return ImageGridFigure.Cell(
                    image: Self.matrix(own.map(value), columns: columns.count),
                    caption: title,
                    detail: best.map {
                        "most: \($0.firstLayer) and \($0.secondLayer), "
                            + String(format: "%.2f", value($0))
                    }, isCrisp: true)
            }
            let figure = ImageGridFigure(
                rows: [
                    ImageGridFigure.Row(
                        label: "\(pair.first)\nrows, from the embedding down",
                        cells: [cell("linear CKA", \.cka), cell("common neighbours", \.overlap)])
                ],
                columnTitles: [pair.second, pair.second],
                title: "Layers of \(pair.first) and \(pair.second)",
                caption: file.caption(
                    "rows: layers of \(pair.first), columns: layers of \(pair.second), from the "
                        + "embedding on; common neighbours: share of the 10 nearest; grey: all "
                        + "rows of a layer are equal"),
                cellSide: 190, colors: 0...1)
            return PlotFigure(
                .comparison, "comparison-layers" + (index == 0 ? "" : "-\(index + 1)"),
                "Similarity of layers: \(pair.first) and \(pair.second)", of: "all layers",
                sentence: "Which layers of the two models represent the images alike.", figure)
        }
    }

    /// Numbers 0...1 `[rows, columns]` as an image in viridis.
    private static func matrix(_ values: [Double], columns: Int) -> RasterImage {
        let map = RasterImage(
            map: values.map { Float($0.isFinite ? $0 : 0) }, width: columns,
            height: values.count / columns, low: 0, high: 1)
        var pixels = map.pixels
        // Layers whose rows are all equal have no similarity.
        for (cell, value) in values.enumerated() where !value.isFinite {
            for colour in 0..<3 { pixels[3 * cell + colour] = 0xE4 }
        }
        return RasterImage(width: map.width, height: map.height, pixels: pixels)
    }

    /// The texts, each once, in their order.
    private static func distinct(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }

    /// The images whose neighbours differ most, with their neighbours by each of two files.
    private func changes(_ comparison: ModelComparison) -> [PlotFigure] {
        comparison.pairs.enumerated().compactMap { index, pair in
            let own = comparison.changes.filter {
                $0.first == pair.first && $0.second == pair.second && $0.overlap < 1
            }.prefix(Self.shownChanges)
            guard own.contains(where: { file.preview($0.row) != nil }) else { return nil }
            let width = own.map(\.firstNeighbors.count).max() ?? 0
            let rows = own.map { change in
                ImageGridFigure.Row(
                    label: [
                        change.label,
                        String(format: "%.0f %% in common", 100 * change.overlap),
                    ].filter { !$0.isEmpty }.joined(separator: "\n"),
                    cells: [cell(change.row)] + change.firstNeighbors.map(cell) + [nil]
                        + change.secondNeighbors.map(cell))
            }
            var titles = [String](repeating: "", count: 2 * width + 2)
            titles[0] = "image"
            if width > 0 {
                titles[1 + width / 2] = pair.first
                titles[2 + width + width / 2] = pair.second
            }
            let figure = ImageGridFigure(
                rows: rows, columnTitles: titles,
                title: "Images on which \(pair.first) and \(pair.second) differ most",
                caption: file.caption(
                    "left the nearest neighbours by \(pair.first), right those by "
                        + "\(pair.second); in common: share of the 10 nearest"), cellSide: 56)
            return PlotFigure(
                .comparison, "comparison-changes" + (index == 0 ? "" : "-\(index + 1)"),
                "Images on which \(pair.first) and \(pair.second) differ", of: "chosen layers",
                sentence: "The images whose nearest neighbours the two models share least.", figure)
        }
    }

    /// The preview of an image; nil where the file has none.
    private func cell(_ row: Int) -> ImageGridFigure.Cell? {
        file.preview(row).map { ImageGridFigure.Cell(image: $0) }
    }
}
