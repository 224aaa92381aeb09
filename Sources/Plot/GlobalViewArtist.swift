internal import Dense
internal import Figures
internal import Foundation
internal import MapPages
internal import Store
internal import Views

/// Figures of what tokens have gathered from an image after some blocks, seen through one filter
/// (Nguyen et al. 2022, arXiv 2210.07646).
///
/// The weight of a patch is its entry in the row of the token of the joint attention rollout. A
/// view is the image times the filter, patch by patch, times these weights.
struct GlobalViewArtist {
    /// The map file.
    let file: MapFile

    /// Global views of each image: one row per token (class token and some patches), one column per
    /// number of blocks.
    ///
    /// Before the first block a patch token has gathered itself and the class token nothing: its
    /// row shows the image there.
    ///
    /// - Throws: `MissingContent` for an image without attention, `WrongChoice` for patches,
    ///   filters or blocks that the model does not have.
    func globalViews() throws -> [PlotFigure] {
        let after = try afterBlocks(default: [0, 4, 8, 11])
        return try file.chosenImages().map { _, image in
            try requireJoint(image)
            let (filter, reason) = try shownFilter(for: [image])
            let viewer = TokenViewer(file: file, image: image, filter: filter)
            let patches =
                try file.choices.patches.map {
                    try file.checked($0, of: image, "--patches")
                } ?? file.defaultPatches(of: image)
            let tokens: [(Int?, String)] =
                [(nil, file.model.imageTokenName)]
                + patches.map { ($0 + file.model.prefix, file.describe(patch: $0, of: image)) }
            let rows = tokens.map { token, label in
                ImageGridFigure.Row(
                    label: label,
                    cells: after.map { viewer.cell(token: token, after: $0) ?? imageCell(image) })
            }
            let path = displayPath(image.path)
            return PlotFigure(
                .globalViews, "global-views\(file.suffix(image))", "Global views of \(path)",
                of: path,
                ImageGridFigure(
                    rows: rows, columnTitles: after.map(Self.afterTitle),
                    caption: file.caption(
                        "views through filter \(filter), \(reason)", Self.gainExplained)))
        }
    }

    /// The image itself, in place of a view that does not exist.
    private func imageCell(_ image: ExplainedImage) -> ImageGridFigure.Cell {
        ImageGridFigure.Cell(
            image: file.raster(image),
            caption: image.variant == "original"
                ? "original image" : DescribedMap.describe(variant: image.variant))
    }

    /// Brightness factor for dark views: the largest of 1, 2, 4 ... 64 that keeps the median of the
    /// views' 80th percentiles (of positive values, each view divided by its largest magnitude) at
    /// 0.4 or less.
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

    /// Caption about the brightness.
    private static let gainExplained =
        "each view divided by its largest magnitude, negative values black, then multiplied by the "
        + "factor below it"

    /// Variants of each image: one row per variant, the image first, then the view of one patch
    /// after some blocks.
    ///
    /// - Throws: `MissingContent` if no image has variants.
    func occlusion() throws -> [PlotFigure] {
        let after = try afterBlocks(default: [0, 3, 8, 11])
        // A file whose rows are all of one variant has no other variants.
        let withVariants = try file.chosenImages(default: "all").map {
            ($0.image, variants(of: $0.image))
        }
        .filter { image, variants in variants.contains { $0.variant != image.variant } }
        guard !withVariants.isEmpty else {
            throw MissingContent(
                reason: "no image is stored with patches blacked out; run extract with --explain "
                    + "NAME --variants original,random:0.2,salient:1,background:1.")
        }
        return try withVariants.map { try occlusion(of: $0, variants: $1, after: after) }
    }

    /// The figure of one image and its variants.
    private func occlusion(
        of image: ExplainedImage, variants: [ExplainedImage], after: [Int]
    ) throws -> PlotFigure {
        let patch =
            try file.choices.patches.map {
                try file.checked($0, of: image, "--patches")[0]
            } ?? file.defaultPatches(of: image).last ?? 0
        let patchName = file.describe(patch: patch, of: image)
        let (filter, reason) = try shownFilter(for: [image])
        let frame = file.frame(patch, of: image)
        let rows = try variants.map { variant in
            try requireJoint(variant)
            let viewer = TokenViewer(file: file, image: variant, filter: filter)
            return ImageGridFigure.Row(
                label: DescribedMap.describe(variant: variant.variant),
                cells: [ImageGridFigure.Cell(image: file.raster(variant), frame: frame)]
                    + after.compactMap {
                        viewer.cell(token: patch + file.model.prefix, after: $0)
                    })
        }
        let path = displayPath(image.path)
        return PlotFigure(
            .occlusion, "occlusion\(file.suffix(image))", "Variants of \(path)", of: path,
            sentence: Self.sentence(path, variants.map(\.variant), patchName),
            ImageGridFigure(
                rows: rows, columnTitles: ["image"] + after.map(Self.afterTitle),
                caption: file.caption(
                    "view of \(patchName) through filter \(filter), \(reason)",
                    Self.gainExplained)))
    }

    /// The sentence of an occlusion figure: "cat.jpg with random drop 20 %, and the view of the cat
    /// patch 62 after some blocks."
    private static func sentence(
        _ path: String, _ variants: [String], _ patch: String
    ) -> String {
        let list = listed(variants.map(DescribedMap.describe(variant:)))
        return "\(path) with \(list), and the view of the \(patch) after some blocks."
    }

    /// Index of the filter to look through, and why it was chosen: the requested one, the one with
    /// the highest AUROC, or without objects the one with the highest contrast.
    private func shownFilter(
        for images: [ExplainedImage]
    ) throws -> (index: Int, reason: String) {
        if file.choices.filters != nil {
            return (try file.filterIndices(default: [])[0], "as chosen")
        }
        // The best filters of the paper respond to objects.
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

    /// Standard deviation of a view as it is shown: divided by its largest magnitude, negative
    /// values 0.
    private static func contrast(_ view: [Float]) -> Double {
        let shown = signedTile(view)
        let mean = shown.reduce(0.0) { $0 + Double($1) } / Double(max(1, shown.count))
        return shown.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }.squareRoot()
    }

    /// Title of a column: "after 4 blocks".
    private static func afterTitle(_ blocks: Int) -> String {
        "after " + CountedNoun("block", "blocks").counted(blocks)
    }

    /// The requested numbers of blocks, or `blocks` limited to the depth of the model.
    private func afterBlocks(default blocks: [Int]) throws -> [Int] {
        let usual = Set(blocks.map { min($0, file.model.depth) }).sorted()
        return try file.checked(
            file.choices.afterBlocks ?? usual, below: file.model.depth + 1, "--after-blocks")
    }

    /// The variants of an image with attention, in the order of the file.
    private func variants(of image: ExplainedImage) -> [ExplainedImage] {
        file.reduction.explained.filter {
            $0.path == image.path && $0.variant != "original" && !$0.joint.isEmpty
        }
    }

    /// Checks that an image has attention.
    ///
    /// - Throws: `MissingContent` without it.
    private func requireJoint(_ image: ExplainedImage) throws {
        if image.joint.isEmpty {
            throw MissingContent(
                reason: "the file holds no attention; run extract without --attention none.")
        }
    }
}

/// Draws what tokens have gathered from one image, seen through one filter.
private struct TokenViewer {
    /// The map file.
    private let file: MapFile
    /// Attention rollout after each block, `[depth, tokens, tokens]`.
    private let joint: [Float]
    /// The image.
    private let image: ExplainedImage
    /// The normalised image, `[height, width, 3]`.
    private let pixels: [Float]
    /// The filter, `[patch * patch * 3]`.
    private let filter: [Float]

    /// - Parameters:
    ///   - image: An image with attention.
    ///   - filter: Index of the filter.
    init(file: MapFile, image: ExplainedImage, filter: Int) {
        self.file = file
        self.image = image
        joint = image.joint
        pixels = file.normalized(image)
        self.filter = file.filter(filter)
    }

    /// The view of a token after some blocks, brightened if it is dark; nil for the token that
    /// stands for the image before the first block, which has gathered nothing.
    ///
    /// - Parameter token: nil for the token that stands for the image.
    func cell(token: Int?, after blocks: Int) -> ImageGridFigure.Cell? {
        guard let weights = weights(token, after: blocks) else { return nil }
        let view = imageView(pixels, filter: filter, weights: weights, file.grid)
        // Before the first block a view is one bright patch.
        let gain = blocks > 0 ? GlobalViewArtist.gain(of: [view]) : 1
        return ImageGridFigure.Cell(
            image: file.raster(view: view, of: image, gain: gain),
            caption: gain == 1 ? nil : "x\u{A0}\(gain)")
    }

    /// The weights of the patches in the view of a token; nil for a view that does not exist.
    private func weights(_ token: Int?, after blocks: Int) -> [Float]? {
        guard let token else {
            return blocks == 0
                ? nil
                : file.model.imageRollout(
                    joint, afterBlocks: blocks, picture: image.picture)
        }
        return globalViewWeights(
            joint: joint, token: token, afterBlocks: blocks, prefix: file.model.prefix,
            patches: file.model.patches)
    }
}
