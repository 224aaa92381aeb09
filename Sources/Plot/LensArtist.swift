internal import Dense
internal import Figures
internal import Foundation
internal import Store
internal import Tokens
internal import Views

/// Figures of the logit lens: when the class appears over the layers, and at which patches.
struct LensArtist {
    /// The map file.
    let file: MapFile

    /// Images of the figure of maps.
    private static let mostImages = 6

    /// Curves over the layers, then maps of the explained images.
    ///
    /// - Throws: `MissingContent` without a lens, `WrongChoice` for a block that was not stored.
    func lens() throws -> [PlotFigure] {
        guard let lens = file.reduction.audits.lens else {
            throw MissingContent(
                reason: "the file has no classification head for the logit lens; run extract with "
                    + "a checkpoint that has one, and then reduce, with this version.",
                isReportedByDefault: false)
        }
        return try [curves(lens)] + maps(lens)
    }

    /// Names of the layers on the axis.
    private func names(_ lens: LensResult) -> [String] { lens.rows.map(\.layer) }

    private func curves(_ lens: LensResult) -> PlotFigure {
        let rows = lens.rows
        func series(_ name: String, _ value: (LensRow) -> Double) -> CurvesFigure.Series? {
            let values = rows.map(value)
            return values.contains(where: \.isFinite)
                ? CurvesFigure.Series(name: name, values: values) : nil
        }
        let token = file.model.headInput == "mean" ? "mean" : "class token"
        let panels = [
            CurvesFigure.Panel(
                title: "the image's class is the likeliest", yLabel: "share",
                series: [
                    series(token, \.agreement), series("patches", \.patches),
                    series("patches of objects", \.objectPatches),
                    series("patches of the background", \.backgroundPatches),
                ].compactMap(\.self)),
            CurvesFigure.Panel(
                title: "probability of the image's class, and where it appears for good",
                yLabel: "",
                series: [
                    series("mean probability, \(token)", \.probability),
                    series("share of images in which it appears", \.appears),
                ].compactMap(\.self)),
        ].filter { !$0.series.isEmpty }
        let images = rows.map(\.images).max() ?? 0
        let patchImages = rows.map(\.patchImages).max() ?? 0
        let figure = CurvesFigure(
            panels: panels, x: names(lens), xLabel: "layer", title: "Logit lens",
            caption: file.caption(
                "the classification head applied to every layer; the image's class is the one that "
                    + "the model predicts; \(CountedNoun.images.counted(images)), patches of "
                    + "\(patchImages)"))
        return PlotFigure(
            .logitLens, "logit-lens", "When the class appears", of: "classification head", figure)
    }

    /// Maps of the probability of each image's class, layer beside layer.
    private func maps(_ lens: LensResult) throws -> [PlotFigure] {
        let images = try file.chosenImages(default: "all").filter {
            // Another program may have changed the table.
            guard let image = lens.images[$0.place], !lens.rows.isEmpty else { return false }
            return image.probabilities.rows == lens.rows.count
                && image.tokenClasses.count == lens.rows.count
        }.prefix(Self.mostImages)
        if images.isEmpty { return [] }
        let layers = try shownLayers(lens)
        let rows = images.map { place, image in
            let found = lens.images[place]!
            return ImageGridFigure.Row(
                label: name(found.predicted),
                cells: [
                    ImageGridFigure.Cell(
                        image: file.raster(image),
                        detail: MapFile.fileName(displayPath(image.path)))
                ]
                    + layers.map { cell(found, $0, image) })
        }
        let figure = ImageGridFigure(
            rows: Array(rows),
            columnTitles: [""] + layers.map { Reduction.phrase(ofLayer: lens.rows[$0].layer) },
            caption: file.caption(
                "probability of the class on the left, which the model predicts, at each patch, 0 "
                    + "to the largest of each map; below each map the likeliest class of the "
                    + (file.model.headInput == "mean" ? "mean of the patches" : "class token"),
                file.choices.isCrisp ? nil : "bicubic interpolation"))
        return [
            PlotFigure(
                .logitLens, "logit-lens-maps", "Where the class appears",
                of: "classification head on patch tokens",
                sentence: "The probability that the classification head gives the predicted class "
                    + "at each patch, layer by layer.", figure)
        ]
    }

    /// Indices of the layers of `--layers`; by default those of the attention panels and the last.
    private func shownLayers(_ lens: LensResult) throws -> [Int] {
        let names = names(lens)
        guard let blocks = file.choices.blocks else {
            let usual = Scene.attentionBlocks(depth: file.model.depth).map { String($0) }
            return names.indices.filter {
                usual.contains(names[$0]) || names[$0] == LayerName.final.text
            }
        }
        return try file.blocks(default: blocks).map { block in
            guard let index = names.firstIndex(of: String(block)) else {
                throw WrongChoice(
                    reason: "--layers: expected blocks that the file has ("
                        + names.joined(separator: ", ") + "), found \(block).")
            }
            return index
        }
    }

    /// The map of an image at a layer, with the likeliest class of its token.
    private func cell(
        _ found: LensResult.Image, _ layer: Int, _ image: ExplainedImage
    ) -> ImageGridFigure.Cell {
        let area = file.picture(of: image)
        let grid = area.grid(patch: file.model.patch)
        let values = area.pick(Array(found.probabilities.row(layer)), in: file.grid)
        let high = values.max() ?? 1
        let shown =
            file.choices.isCrisp ? values : enlarge(values, grid).map { min(high, max(0, $0)) }
        let share = found.tokenProbabilities[layer]
        return ImageGridFigure.Cell(
            image: RasterImage(
                map: shown, width: file.choices.isCrisp ? grid.columns : grid.width,
                height: file.choices.isCrisp ? grid.rows : grid.height, low: 0, high: high),
            detail: share.isFinite
                ? "\(name(found.tokenClasses[layer])) \(Int((100 * share).rounded()))\u{A0}%" : nil,
            isCrisp: file.choices.isCrisp, scale: 0...Double(high))
    }

    /// The name of a class: the first of its synonyms, or its number.
    private func name(_ index: Int32) -> String {
        let names = file.reduction.modelArrays.classNames
        guard names.indices.contains(Int(index)) else { return "class \(index)" }
        return names[Int(index)].split(separator: ",").first.map(String.init)
            ?? names[Int(index)]
    }
}
