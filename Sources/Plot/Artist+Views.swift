internal import Dense
internal import Figures
internal import Foundation
internal import Store
internal import Views

/// Filters, and pictures seen through them (Nguyen et al. 2022, arXiv 2210.07646).
extension Artist {
    /// How many filters a grid shows.
    private static let shownFilters = 128

    func filters() -> [Picture] {
        var pictures = [
            Picture(
                .filters, "filters", "Filters of the patch embedding", of: "patch embedding",
                FilterGridFigure(
                    filters: filterTiles(), title: "Filters of the patch embedding, \(filterCount)",
                    caption: "each scaled by its own minimum and maximum"))
        ]
        if let components = reduction.filterComponents {
            let numbers = components.columns
            let tiles = RasterTiles(
                count: components.rows, side: model.patch,
                values: (0..<components.rows).flatMap { row in
                    filterTile(Array(components.elements[row * numbers..<(row + 1) * numbers]))
                })
            pictures.append(
                Picture(
                    .filters, "filter-components", "Principal components of the filters",
                    of: "patch embedding",
                    sentence: "The directions of the largest variance among the filters, drawn "
                        + "as in the ViT paper.",
                    FilterGridFigure(
                        filters: tiles, columns: 7, rows: 4,
                        title: "\(components.rows) principal components of \(model.width) filters",
                        caption: "each scaled by its own minimum and maximum")))
        }
        return pictures
    }

    /// One grid for each different patch embedding, side by side; of files of one model the figure
    /// of the first.
    static func filters(_ files: [(name: String, artist: Artist)]) -> [Picture] {
        var different: [(name: String, artist: Artist)] = []
        for file in files {
            let kernel = file.artist.reduction.patchKernel
            if !different.contains(where: { $0.artist.reduction.patchKernel == kernel }) {
                different.append(file)
            }
        }
        if different.count == 1 { return different[0].artist.filters() }
        let models = Set(different.map(\.artist.model.name)).count
        let figure = FilterGridsFigure(
            different.map { name, artist in
                let model = artist.model.name
                return (
                    title: (name == model ? name : "\(model) (\(name))")
                        + ", \(artist.filterCount)",
                    filters: artist.filterTiles(), caption: artist.note
                )
            }, columns: files[0].artist.choices.columns)
        let title =
            models == different.count
            ? "Filters of \(models) models" : "Filters of \(different.count) files"
        return [Picture(.filters, "filters", title, figure)]
    }

    /// "128 of 192", or "64" where all are shown.
    private var filterCount: String {
        model.width > Self.shownFilters
            ? "\(Self.shownFilters) of \(model.width)" : "\(model.width)"
    }

    /// The first filters as tiles.
    private func filterTiles() -> RasterTiles {
        RasterTiles(
            patchKernel: reduction.patchKernel.elements, side: model.patch, width: model.width,
            indices: 0..<min(Self.shownFilters, model.width), scale: filterTile)
    }

    func viewsOfPatch() throws -> [Picture] {
        let indices = try filterIndices(default: Set([0, 1, 2, model.width - 1]).sorted())
        return try chosenImages().map { _, image in
            let patch = try checked(
                choices.patches ?? [tellingPatch(of: image)], below: model.patches, "--patch")[0]
            let pixels = Array(patchRows(normalized(image), grid).row(patch))
            func tiles(_ scale: ([Float]) -> [Float]) -> RasterTiles {
                RasterTiles(
                    patchKernel: reduction.patchKernel.elements, side: model.patch,
                    width: model.width, indices: indices, scale: scale)
            }
            let figure = ViewsFigure(
                image: raster(image),
                patch: ViewsFigure.Patch(index: patch, grid: model.grid, size: model.patch),
                filterIndices: indices, filters: tiles(signedTile),
                views: tiles { filter in signedTile(zip(filter, pixels).map { $0 * $1 }) },
                caption: "each divided by its largest magnitude, negative values black")
            return Picture(
                .views, "views\(suffix(image))",
                "Views of patch \(patch) of \(displayPath(image.path))",
                of: "\(displayPath(image.path)), \(describe(patch: patch, of: image))", figure)
        }
    }

    /// Rows of images; columns the picture and its views by the two best and the two worst filters,
    /// or by those asked for.
    func filterViews() throws -> [Picture] {
        let images = try chosenImages(default: "all").map(\.image)
        let ranked = try ranking()
        guard !ranked.isEmpty || choices.filters != nil else {
            throw MissingContent(
                reason: "no image kept in full has objects and background to rank filters by; run "
                    + "extract with --masks and --explain.")
        }
        let best = ranked.prefix(2).map(\.filter)
        let worst = ranked.suffix(2).map(\.filter)
        let indices = try filterIndices(default: best + worst)
        let known = Dictionary(uniqueKeysWithValues: ranked.map { ($0.filter, $0) })
        let titles = indices.map { index in
            "filter\u{A0}\(index)"
                + (known[index].map { " (\(Self.describe(separation: $0)))" } ?? "")
        }
        let hasInverted = indices.contains { known[$0]?.isInverted ?? false }
        let rows = images.prefix(8).map { image in
            let pixels = normalized(image)
            let views = indices.map { index in
                ImageGridFigure.Cell(
                    image: raster(view: imageView(pixels, filter: filter(index), grid)))
            }
            return ImageGridFigure.Row(
                label: Self.fileName(displayPath(image.path)),
                cells: [ImageGridFigure.Cell(image: raster(image))] + views)
        }
        let explanation =
            choices.filters == nil
            ? "the two filters whose response separates objects from background best, then the two "
                + "worst" : nil
        return [
            Picture(
                .filterViews, "filter-views",
                choices.filters == nil
                    ? "Images through the best and the worst filters" : "Images through filters",
                of: (rows.count == images.count ? "" : "\(rows.count) of ")
                    + "\(CountedNoun.images.counted(images.count)) kept in full",
                sentence: choices.filters == nil
                    ? nil
                    : "Whole images through "
                        + "\(CountedNoun("filter", "filters").counted(indices.count)).",
                ImageGridFigure(
                    rows: rows, columnTitles: ["image"] + titles,
                    caption: caption(
                        explanation,
                        ranked.isEmpty
                            ? nil
                            : "in brackets the AUROC of the response for objects against "
                                + "background"
                                + (ranked[0].byImage.count == 1
                                    ? "" : ", mean over \(ranked[0].byImage.count) images")
                                + (hasInverted
                                    ? "; inverted: 1 - AUROC, as the background responds more" : "")
                    )))
        ]
    }

    /// "0.92", or "0.92, inverted" of a filter that responds more to the background.
    private static func describe(separation filter: RankedFilter) -> String {
        // Both ways round are the same at 0.50.
        let text = String(format: "%.2f", filter.separation)
        return text + (filter.isInverted && text != "0.50" ? ",\u{A0}inverted" : "")
    }

    /// Rows: the class token and some patches; columns: after some blocks.
    func globalViews() throws -> [Picture] {
        let after = try afterBlocks(default: [0, 4, 8, 11])
        return try chosenImages().map { _, image in
            try requireJoint(image)
            let pixels = normalized(image)
            let (filterIndex, reason) = try shownFilter(for: [image])
            let patches =
                try choices.patches.map {
                    try checked($0, below: model.patches, "--patches")
                } ?? tellingPatches(of: image)
            let tokens =
                [(0, "class token")]
                + patches.map { ($0 + model.prefix, describe(patch: $0, of: image)) }
            let rows = tokens.map { token, label in
                let views = after.map { blocks in
                    globalViewWeights(
                        joint: image.joint, token: token, afterBlocks: blocks,
                        prefix: model.prefix, patches: model.patches
                    ).map { weights in
                        imageView(pixels, filter: filter(filterIndex), weights: weights, grid)
                    }
                }
                return ImageGridFigure.Row(
                    label: label,
                    cells: zip(after, views).map { blocks, view in
                        guard let view else {
                            return ImageGridFigure.Cell(
                                image: raster(image),
                                caption: image.variant == "original"
                                    ? "original image" : Self.describe(variant: image.variant))
                        }
                        // What the embedding shows is one bright patch.
                        let gain = blocks > 0 ? Self.gain(of: [view]) : 1
                        return ImageGridFigure.Cell(
                            image: raster(view: view, gain: gain),
                            caption: gain == 1 ? nil : "x\u{A0}\(gain)")
                    })
            }
            return Picture(
                .globalViews, "global-views\(suffix(image))",
                "Global views of \(displayPath(image.path))", of: displayPath(image.path),
                ImageGridFigure(
                    rows: rows, columnTitles: after.map(Self.afterTitle),
                    caption: caption(
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
    func occlusion() throws -> [Picture] {
        let after = try afterBlocks(default: [0, 3, 8, 11])
        // A file whose rows all are one variant has nothing beside them.
        let withVariants = try chosenImages(default: "all").map {
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
                try choices.patches.map {
                    try checked($0, below: model.patches, "--patches")[0]
                } ?? tellingPatches(of: image).last ?? 0
            let (filterIndex, reason) = try shownFilter(for: [image])
            let views = try variants.map { variant in
                try requireJoint(variant)
                let pixels = normalized(variant)
                return after.map { blocks in
                    let weights = globalViewWeights(
                        joint: variant.joint, token: patch + model.prefix, afterBlocks: blocks,
                        prefix: model.prefix, patches: model.patches)
                    return imageView(pixels, filter: filter(filterIndex), weights: weights, grid)
                }
            }
            let rows = zip(variants, views).map { variant, views in
                let frame = ImageGridFigure.Patch(
                    index: patch, grid: model.grid, size: model.patch)
                return ImageGridFigure.Row(
                    label: Self.describe(variant: variant.variant),
                    cells: [ImageGridFigure.Cell(image: raster(variant), frame: frame)]
                        + zip(after, views).map { blocks, view in
                            let gain = blocks == 0 ? 1 : Self.gain(of: [view])
                            return ImageGridFigure.Cell(
                                image: raster(view: view, gain: gain),
                                caption: gain == 1 ? nil : "x\u{A0}\(gain)")
                        })
            }
            let path = displayPath(image.path)
            return Picture(
                .occlusion, "occlusion\(suffix(image))", "Variants of \(path)", of: path,
                sentence: Self.sentence(
                    path, variants.map(\.variant), describe(patch: patch, of: image)),
                ImageGridFigure(
                    rows: rows, columnTitles: ["image"] + after.map(Self.afterTitle),
                    caption: caption(
                        "view of \(describe(patch: patch, of: image)) through filter "
                            + "\(filterIndex), \(reason)", Self.gainExplained)))
        }
    }

    /// "cat.jpg with random drop 20 % and non-salient drop 100 %, and what ..."
    private static func sentence(
        _ path: String, _ variants: [String], _ patch: String
    ) -> String {
        let list = listed(variants.map(describe(variant:)))
        return "\(path) with \(list), and the view of the \(patch) after some blocks."
    }

    // MARK: - Choices

    /// The filters by how well they tell objects from background in the explained images.
    private func ranking() throws -> [RankedFilter] {
        rankFilters(
            images: try chosenImages(default: "all").map(\.image).filter { !$0.objects.isEmpty }
                .map { (patches: patchRows(normalized($0), grid), objects: $0.objects) },
            kernel: reduction.patchKernel)
    }

    /// The filter of a figure that shows one, and why: the first asked for, the one of the highest
    /// AUROC, or without objects the one through which the images have most contrast.
    private func shownFilter(
        for images: [ExplainedImage]
    ) throws -> (index: Int, reason: String) {
        if choices.filters != nil { return (try filterIndices(default: [])[0], "as chosen") }
        // The paper's good filters respond to objects.
        if let best = try ranking().max(by: { ($0.auroc, $1.filter) < ($1.auroc, $0.filter) }) {
            return (
                best.filter,
                "which responds to objects most (AUROC \(String(format: "%.2f", best.auroc)))"
            )
        }
        let pixels = images.map { normalized($0) }
        let contrasts = (0..<model.width).map { index in
            let filter = filter(index)
            return pixels.reduce(0) { $0 + Self.contrast(imageView($1, filter: filter, grid)) }
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

    /// "random:0.2" as people say it.
    static func describe(variant: String) -> String {
        let parts = variant.split(separator: ":").map(String.init)
        func percent(_ index: Int) -> String {
            guard parts.count > index, let share = Double(parts[index]), (0...1).contains(share)
            else { return "" }
            // A no-break space keeps the number and its sign on one line.
            return " \(Int((100 * share).rounded()))\u{A0}%"
        }
        switch parts.first {
        case "random": return "random drop" + percent(1)
        case "salient": return "salient drop" + percent(1)
        case "background": return "non-salient drop" + percent(1)
        case "object" where parts.count > 1: return "\(parts[1]) dropped" + percent(2)
        case "patches": return "patches dropped"
        case "shuffle" where parts.count > 1: return "shuffled \(parts[1])\u{A0}x\u{A0}\(parts[1])"
        default: return variant
        }
    }

    private func afterBlocks(default blocks: [Int]) throws -> [Int] {
        let usual = Set(blocks.map { min($0, model.depth) }).sorted()
        return try checked(choices.afterBlocks ?? usual, below: model.depth + 1, "--after-blocks")
    }

    /// The blacked out versions of an image, in the order of the file.
    private func variants(of image: ExplainedImage) -> [ExplainedImage] {
        reduction.explained.filter {
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
