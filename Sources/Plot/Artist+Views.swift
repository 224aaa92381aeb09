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
                .filters, "filters", "Filters of the patch embedding",
                FilterGridFigure(filters: filterTiles(), caption: note))
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
                    sentence: "The directions in which the filters differ most, as the ViT paper "
                        + "draws them.",
                    FilterGridFigure(
                        filters: tiles, columns: 7, rows: 4,
                        title: "First \(components.rows) principal components", caption: note)))
        }
        return pictures
    }

    /// One grid a file, side by side.
    static func filters(_ files: [(name: String, artist: Artist)]) -> [Picture] {
        let figure = FilterGridsFigure(
            files.map { name, artist in
                let model = artist.model.name
                return (
                    title: name == model ? name : "\(model) (\(name))",
                    filters: artist.filterTiles(), caption: artist.note
                )
            })
        return [Picture(.filters, "filters", "Filters of \(files.count) models", figure)]
    }

    /// The first filters as tiles.
    private func filterTiles() -> RasterTiles {
        RasterTiles(
            patchKernel: reduction.patchKernel.elements, side: model.patch, width: model.width,
            indices: 0..<min(Self.shownFilters, model.width), scale: filterTile)
    }

    func viewsOfPatch() throws -> [Picture] {
        let indices = try filterIndices(default: Set([0, 1, 2, model.width - 1]).sorted())
        let patch = try checked(choices.patches ?? [0], below: model.patches, "--patch")[0]
        return try chosenImages().map { _, image in
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
                caption: note)
            return Picture(
                .views, "views\(suffix(image))",
                "Views of patch \(patch) of \(displayPath(image.path))", figure)
        }
    }

    /// Rows of images; columns the picture and its views by the best and the worst filter, or by
    /// those asked for.
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
        let areas = Dictionary(uniqueKeysWithValues: ranked.map { ($0.filter, $0.auroc) })
        let titles = indices.map { index in
            areas[index].map { "filter \(index) (\(String(format: "%.2f", $0)))" }
                ?? "filter \(index)"
        }
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
            ? "left the filters that tell objects from background best, right the worst" : nil
        return [
            Picture(
                .filterViews, "filter-views", "Images through good and bad filters",
                ImageGridFigure(
                    rows: rows, columnTitles: ["image"] + titles,
                    caption: caption(
                        explanation,
                        ranked.isEmpty
                            ? nil
                            : "in brackets the area under the ROC curve (AUROC) of the response, "
                                + "mean of \(ranked[0].byImage.count) images")))
        ]
    }

    /// Rows: the class token and some patches; columns: after some blocks.
    func globalViews() throws -> [Picture] {
        let after = try afterBlocks(default: [0, 4, 8, 11])
        let filterIndex = try shownFilter()
        return try chosenImages().map { _, image in
            try requireJoint(image)
            let pixels = normalized(image)
            let patches =
                try choices.patches.map {
                    try checked($0, below: model.patches, "--patches")
                } ?? tellingPatches(of: image)
            let tokens =
                [(0, "class token")]
                + patches.map { ($0 + model.prefix, describe(patch: $0, of: image)) }
            let rows = tokens.map { token, label in
                ImageGridFigure.Row(
                    label: label,
                    cells: after.map { blocks in
                        let weights = globalViewWeights(
                            joint: image.joint, token: token, afterBlocks: blocks,
                            prefix: model.prefix, patches: model.patches)
                        guard let weights else {
                            return ImageGridFigure.Cell(
                                image: raster(image),
                                caption: image.variant == "original"
                                    ? "original image" : Self.describe(variant: image.variant))
                        }
                        return ImageGridFigure.Cell(
                            image: raster(
                                view: imageView(
                                    pixels, filter: filter(filterIndex), weights: weights, grid)))
                    })
            }
            return Picture(
                .globalViews, "global-views\(suffix(image))",
                "Global views of \(displayPath(image.path))",
                ImageGridFigure(
                    rows: rows, columnTitles: after.map(Self.afterTitle),
                    caption: caption("filter \(filterIndex)")))
        }
    }

    /// Rows: variants of an image; columns: the picture, then one patch's view after some blocks.
    func occlusion() throws -> [Picture] {
        let after = try afterBlocks(default: [0, 3, 8, 11])
        let filterIndex = try shownFilter()
        let withVariants = try chosenImages(default: "all").map {
            ($0.image, variants(of: $0.image))
        }
        .filter { !$0.1.isEmpty }
        guard !withVariants.isEmpty else {
            throw MissingContent(
                reason: "no image is kept with parts blacked out; run extract with --explain NAME "
                    + "--variants original,random:0.2,salient:1,background:1.")
        }
        return try withVariants.map { image, variants in
            let patch =
                try choices.patches.map {
                    try checked($0, below: model.patches, "--patches")[0]
                } ?? tellingPatches(of: image).last ?? 0
            let rows = try variants.map { variant in
                try requireJoint(variant)
                let pixels = normalized(variant)
                let views = after.map { blocks in
                    let weights = globalViewWeights(
                        joint: variant.joint, token: patch + model.prefix, afterBlocks: blocks,
                        prefix: model.prefix, patches: model.patches)
                    let view = imageView(
                        pixels, filter: filter(filterIndex), weights: weights, grid)
                    return ImageGridFigure.Cell(image: raster(view: view))
                }
                let frame = ImageGridFigure.Patch(
                    index: patch, grid: model.grid, size: model.patch)
                return ImageGridFigure.Row(
                    label: Self.describe(variant: variant.variant),
                    cells: [ImageGridFigure.Cell(image: raster(variant), frame: frame)] + views)
            }
            return Picture(
                .occlusion, "occlusion\(suffix(image))",
                "\(displayPath(image.path)) with parts blacked out",
                ImageGridFigure(
                    rows: rows, columnTitles: ["image"] + after.map(Self.afterTitle),
                    caption: caption(
                        "view of \(describe(patch: patch, of: image)) "
                            + "by filter \(filterIndex)")))
        }
    }

    // MARK: - Choices

    /// The filters by how well they tell objects from background in the explained images.
    private func ranking() throws -> [RankedFilter] {
        rankFilters(
            images: try chosenImages(default: "all").map(\.image).filter { !$0.objects.isEmpty }
                .map { (patches: patchRows(normalized($0), grid), objects: $0.objects) },
            kernel: reduction.patchKernel)
    }

    /// The filter of a figure that shows one: the first asked for, else the best of the ranking.
    private func shownFilter() throws -> Int {
        if choices.filters != nil { return try filterIndices(default: [])[0] }
        return try ranking().first?.filter ?? 0
    }

    private static func afterTitle(_ blocks: Int) -> String {
        blocks == 1 ? "after 1 block" : "after \(blocks) blocks"
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

    /// The first background patch, and of the first two objects the patch nearest their middle.
    func tellingPatches(of image: ExplainedImage) -> [Int] {
        guard image.objects.contains(where: { $0 != 0 }) else {
            return Set([0, model.patches / 2 + model.grid / 2]).sorted()
        }
        var chosen = image.objects.firstIndex(of: 0).map { [$0] } ?? []
        for object in Set(image.objects).subtracting([0]).sorted().prefix(2) {
            let own = image.objects.indices.filter { image.objects[$0] == object }
            let row = own.reduce(0.0) { $0 + Double($1 / model.grid) } / Double(own.count)
            let column = own.reduce(0.0) { $0 + Double($1 % model.grid) } / Double(own.count)
            func distance(_ patch: Int) -> Double {
                let dy = Double(patch / model.grid) - row
                let dx = Double(patch % model.grid) - column
                return dy * dy + dx * dx
            }
            if let middle = own.min(by: { distance($0) < distance($1) }) { chosen.append(middle) }
        }
        return chosen
    }
}
