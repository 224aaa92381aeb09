internal import Dense
internal import Figures
internal import Foundation
internal import Store
internal import Views

/// What tokens gather from an image, through one filter (Nguyen et al. 2022, arXiv 2210.07646).
struct GlobalViewArtist {
    let file: MapFile

    /// Rows: the class token and some patches; columns: after some blocks.
    func globalViews() throws -> [PlotFigure] {
        let after = try afterBlocks(default: [0, 4, 8, 11])
        return try file.chosenImages().map { _, image in
            try requireJoint(image)
            let pixels = file.normalized(image)
            let (filterIndex, reason) = try shownFilter(for: [image])
            let patches =
                try file.choices.patches.map {
                    try file.checked($0, below: file.model.patches, "--patches")
                } ?? file.defaultPatches(of: image)
            let tokens =
                [(0, "class token")]
                + patches.map { ($0 + file.model.prefix, file.describe(patch: $0, of: image)) }
            let rows = tokens.map { token, label in
                let views = after.map { blocks in
                    globalViewWeights(
                        joint: image.joint, token: token, afterBlocks: blocks,
                        prefix: file.model.prefix, patches: file.model.patches
                    ).map { weights in
                        imageView(
                            pixels, filter: file.filter(filterIndex), weights: weights, file.grid)
                    }
                }
                return ImageGridFigure.Row(
                    label: label,
                    cells: zip(after, views).map { blocks, view in
                        guard let view else {
                            return ImageGridFigure.Cell(
                                image: file.raster(image),
                                caption: image.variant == "original"
                                    ? "original image" : MapFile.describe(variant: image.variant))
                        }
                        // What the embedding shows is one bright patch.
                        let gain = blocks > 0 ? Self.gain(of: [view]) : 1
                        return ImageGridFigure.Cell(
                            image: file.raster(view: view, gain: gain),
                            caption: gain == 1 ? nil : "x\u{A0}\(gain)")
                    })
            }
            return PlotFigure(
                .globalViews, "global-views\(file.suffix(image))",
                "Global views of \(displayPath(image.path))", of: displayPath(image.path),
                ImageGridFigure(
                    rows: rows, columnTitles: after.map(Self.afterTitle),
                    caption: file.caption(
                        "views through filter \(filterIndex), \(reason)", Self.gainExplained)))
        }
    }

    /// The factor, 1, 2, 4 ... 64, that brings the brighter parts of dark views, each over its
    /// largest magnitude, to at most 0.4 of full brightness: the median of their 80th percentiles
    /// above 0.
    static func gain(of views: [[Float]]) -> Int {
        let levels = views.compactMap { view -> Float? in
            let bright = signedTile(view).filter { $0 > 0 }.sorted()
            return bright.isEmpty ? nil : bright[(bright.count - 1) * 80 / 100]
        }.sorted()
        guard !levels.isEmpty, levels[levels.count / 2] > 0 else { return 1 }
        var gain = 1
        while gain < 64, Float(2 * gain) * levels[levels.count / 2] <= 0.4 { gain *= 2 }
        return gain
    }

    private static let gainExplained =
        "each view divided by its largest magnitude, negative values black, then multiplied by the "
        + "factor below it"

    /// Rows: variants of an image; columns: the picture, then one patch's view after some blocks.
    func occlusion() throws -> [PlotFigure] {
        let after = try afterBlocks(default: [0, 3, 8, 11])
        // A file whose rows all are one variant has nothing beside them.
        let withVariants = try file.chosenImages(default: "all").map {
            ($0.image, variants(of: $0.image))
        }
        .filter { image, variants in variants.contains { $0.variant != image.variant } }
        guard !withVariants.isEmpty else {
            throw MissingContent(
                reason: "no image is kept with patches blacked out; run extract with --explain "
                    + "NAME --variants original,random:0.2,salient:1,background:1.")
        }
        return try withVariants.map { image, variants in
            let patch =
                try file.choices.patches.map {
                    try file.checked($0, below: file.model.patches, "--patches")[0]
                } ?? file.defaultPatches(of: image).last ?? 0
            let (filterIndex, reason) = try shownFilter(for: [image])
            let views = try variants.map { variant in
                try requireJoint(variant)
                let pixels = file.normalized(variant)
                return after.map { blocks in
                    let weights = globalViewWeights(
                        joint: variant.joint, token: patch + file.model.prefix, afterBlocks: blocks,
                        prefix: file.model.prefix, patches: file.model.patches)
                    return imageView(
                        pixels, filter: file.filter(filterIndex), weights: weights, file.grid)
                }
            }
            let rows = zip(variants, views).map { variant, views in
                let frame = ImageGridFigure.Patch(
                    index: patch, grid: file.model.grid, size: file.model.patch)
                return ImageGridFigure.Row(
                    label: MapFile.describe(variant: variant.variant),
                    cells: [ImageGridFigure.Cell(image: file.raster(variant), frame: frame)]
                        + zip(after, views).map { blocks, view in
                            let gain = blocks == 0 ? 1 : Self.gain(of: [view])
                            return ImageGridFigure.Cell(
                                image: file.raster(view: view, gain: gain),
                                caption: gain == 1 ? nil : "x\u{A0}\(gain)")
                        })
            }
            let path = displayPath(image.path)
            return PlotFigure(
                .occlusion, "occlusion\(file.suffix(image))", "Variants of \(path)", of: path,
                sentence: Self.sentence(
                    path, variants.map(\.variant), file.describe(patch: patch, of: image)),
                ImageGridFigure(
                    rows: rows, columnTitles: ["image"] + after.map(Self.afterTitle),
                    caption: file.caption(
                        "view of \(file.describe(patch: patch, of: image)) through filter "
                            + "\(filterIndex), \(reason)", Self.gainExplained)))
        }
    }

    /// "cat.jpg with random drop 20 % and non-salient drop 100 %, and what ..."
    private static func sentence(
        _ path: String, _ variants: [String], _ patch: String
    ) -> String {
        let list = listed(variants.map(MapFile.describe(variant:)))
        return "\(path) with \(list), and the view of the \(patch) after some blocks."
    }

    /// The filter of a figure that shows one, and why: the first asked for, the one of the highest
    /// AUROC, or without objects the one through which the images have most contrast.
    private func shownFilter(
        for images: [ExplainedImage]
    ) throws -> (index: Int, reason: String) {
        if file.choices.filters != nil {
            return (try file.filterIndices(default: [])[0], "as chosen")
        }
        // The paper's good filters respond to objects.
        if let best = try FilterArtist(file: file).ranking().max(by: {
            ($0.auroc, $1.filter) < ($1.auroc, $0.filter)
        }) {
            return (
                best.filter,
                "which responds to objects most (AUROC \(String(format: "%.2f", best.auroc)))"
            )
        }
        let pixels = images.map { file.normalized($0) }
        let contrasts = (0..<file.model.width).map { index in
            let filter = file.filter(index)
            return pixels.reduce(0) { $0 + Self.contrast(imageView($1, filter: filter, file.grid)) }
        }
        let most = contrasts.indices.max { (contrasts[$0], $1) < (contrasts[$1], $0) } ?? 0
        return (most, "the one with the highest contrast")
    }

    /// The standard deviation of a view as it is shown: over its largest magnitude, cut at 0.
    private static func contrast(_ view: [Float]) -> Double {
        let shown = signedTile(view)
        let mean = shown.reduce(0.0) { $0 + Double($1) } / Double(max(1, shown.count))
        return shown.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }.squareRoot()
    }

    private static func afterTitle(_ blocks: Int) -> String {
        "after " + CountedNoun("block", "blocks").counted(blocks)
    }

    private func afterBlocks(default blocks: [Int]) throws -> [Int] {
        let usual = Set(blocks.map { min($0, file.model.depth) }).sorted()
        return try file.checked(
            file.choices.afterBlocks ?? usual, below: file.model.depth + 1, "--after-blocks")
    }

    /// The blacked out versions of an image, in the order of the file.
    private func variants(of image: ExplainedImage) -> [ExplainedImage] {
        file.reduction.explained.filter {
            $0.path == image.path && $0.variant != "original" && !$0.joint.isEmpty
        }
    }

    private func requireJoint(_ image: ExplainedImage) throws {
        if image.joint.isEmpty {
            throw MissingContent(
                reason: "the file holds no attention; run extract without --attention none.")
        }
    }
}
