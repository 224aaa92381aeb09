internal import Dense
internal import Figures
internal import Foundation
internal import Store
internal import Tokens
internal import Views

/// Figures of filters, and of patches and images seen through them (Nguyen et al. 2022, arXiv
/// 2210.07646).
struct FilterArtist {
    /// The map file.
    let file: MapFile

    /// Largest number of filters in a grid.
    private static let shownFilters = 128

    /// A grid of the first filters, and one of their principal components.
    func filters() -> [PlotFigure] {
        var figures = [
            PlotFigure(
                .filters, "filters", "Filters of the patch embedding", of: "patch embedding",
                FilterGridFigure(
                    filters: filterTiles(), title: "Filters of the patch embedding, \(filterCount)",
                    caption: "each scaled by its own minimum and maximum"))
        ]
        if let components = file.reduction.modelArrays.filterComponents {
            let numbers = components.columns
            let tiles = RasterTiles(
                count: components.rows, side: file.model.patch,
                values: (0..<components.rows).flatMap { row in
                    filterTile(Array(components.elements[row * numbers..<(row + 1) * numbers]))
                })
            figures.append(
                PlotFigure(
                    .filters, "filter-components", "Principal components of the filters",
                    of: "patch embedding",
                    sentence: "The directions of the largest variance among the filters, drawn "
                        + "as in the ViT paper.",
                    FilterGridFigure(
                        filters: tiles, columns: 7, rows: 4,
                        title:
                            "\(components.rows) principal components of \(file.model.width) "
                            + "filters",
                        caption: "each scaled by its own minimum and maximum")))
        }
        return figures
    }

    /// A grid for each different patch embedding, side by side. Files of one model have a single
    /// grid.
    static func filters(_ files: [MapFile]) -> [PlotFigure] {
        var different: [MapFile] = []
        for file in files {
            let kernel = file.reduction.modelArrays.patchKernel
            if !different.contains(where: { $0.reduction.modelArrays.patchKernel == kernel }) {
                different.append(file)
            }
        }
        if different.count == 1 { return Self(file: different[0]).filters() }
        let models = Set(different.map(\.model.name)).count
        let figure = FilterGridsFigure(
            different.map { file in
                let (artist, model) = (Self(file: file), file.model.name)
                return (
                    title: (file.name == model ? model : "\(model) (\(file.name))")
                        + ", \(artist.filterCount)",
                    filters: artist.filterTiles(), caption: file.note
                )
            }, columns: files[0].choices.columns)
        let title =
            models == different.count
            ? "Filters of \(models) models" : "Filters of \(different.count) files"
        return [PlotFigure(.filters, "filters", title, figure)]
    }

    /// "128 of 192", or "64" if all are shown.
    private var filterCount: String {
        file.model.width > Self.shownFilters
            ? "\(Self.shownFilters) of \(file.model.width)" : "\(file.model.width)"
    }

    /// The first filters as tiles, each scaled to its own range.
    private func filterTiles() -> RasterTiles {
        RasterTiles(
            patchKernel: file.reduction.modelArrays.patchKernel.elements, side: file.model.patch,
            width: file.model.width,
            indices: 0..<min(Self.shownFilters, file.model.width), scale: filterTile)
    }

    /// One patch of each image multiplied by several filters, element by element: what each filter
    /// sums up.
    ///
    /// - Throws: `WrongChoice` for a patch or filter that the model does not have.
    func viewsOfPatch() throws -> [PlotFigure] {
        let indices = try file.filterIndices(
            default: Set([0, 1, 2, file.model.width - 1]).sorted())
        return try file.chosenImages().map { _, image in
            let patch = try file.checked(
                file.choices.patches ?? [file.defaultPatch(of: image)], of: image, "--patch")[0]
            let pixels = Array(patchRows(file.normalized(image), file.grid).row(patch))
            func tiles(_ scale: ([Float]) -> [Float]) -> RasterTiles {
                RasterTiles(
                    patchKernel: file.reduction.modelArrays.patchKernel.elements,
                    side: file.model.patch,
                    width: file.model.width, indices: indices, scale: scale)
            }
            let figure = ViewsFigure(
                image: file.raster(image),
                patch: file.frame(patch, of: image),
                filterIndices: indices, filters: tiles(signedTile),
                views: tiles { filter in signedTile(zip(filter, pixels).map { $0 * $1 }) },
                caption: "each divided by its largest magnitude, negative values black")
            return PlotFigure(
                .views, "views\(file.suffix(image))",
                "Views of patch \(patch) of \(displayPath(image.path))",
                of: "\(displayPath(image.path)), \(file.describe(patch: patch, of: image))", figure)
        }
    }

    /// Images seen through filters: one row per image (at most 8), one column per filter. The
    /// default is the two filters that separate objects from background best and the two worst, by
    /// AUROC.
    ///
    /// - Throws: `MissingContent` if no image has objects and no filters were requested.
    func filterViews() throws -> [PlotFigure] {
        let images = try file.chosenImages(default: "all").map(\.image)
        let ranked = try ranking()
        guard !ranked.isEmpty || file.choices.filters != nil else {
            throw MissingContent(
                reason: "no image in full has objects and background to rank filters by; run "
                    + "extract with --masks and --explain.")
        }
        let isDefault = file.choices.filters == nil
        let indices = try file.filterIndices(
            default: ranked.prefix(2).map(\.filter) + ranked.suffix(2).map(\.filter))
        let rows = images.prefix(8).map { image in
            let pixels = file.normalized(image)
            let views = indices.map { index in
                ImageGridFigure.Cell(
                    image: file.raster(
                        view: imageView(pixels, filter: file.filter(index), file.grid), of: image))
            }
            return ImageGridFigure.Row(
                label: MapFile.fileName(displayPath(image.path)),
                cells: [ImageGridFigure.Cell(image: file.raster(image))] + views)
        }
        return [
            PlotFigure(
                .filterViews, "filter-views",
                isDefault
                    ? "Images through the best and the worst filters" : "Images through filters",
                of: (rows.count == images.count ? "" : "\(rows.count) of ")
                    + "\(CountedNoun.images.counted(images.count)) in full",
                sentence: isDefault
                    ? nil
                    : "Whole images through "
                        + "\(CountedNoun("filter", "filters").counted(indices.count)).",
                ImageGridFigure(
                    rows: rows, columnTitles: ["image"] + Self.titles(indices, ranked),
                    caption: file.caption(
                        isDefault
                            ? "the two filters whose response separates objects from background "
                                + "best, then the two worst" : nil,
                        Self.rankingExplained(indices, ranked))))
        ]
    }

    /// Titles of the columns: the filters with their AUROC, if it is known.
    private static func titles(_ indices: [Int], _ ranked: [RankedFilter]) -> [String] {
        let known = Dictionary(uniqueKeysWithValues: ranked.map { ($0.filter, $0) })
        return indices.map { index in
            "filter\u{A0}\(index)"
                + (known[index].map { " (\(describe(separation: $0)))" } ?? "")
        }
    }

    /// Caption about the AUROC in the titles; nil without a ranking.
    private static func rankingExplained(_ indices: [Int], _ ranked: [RankedFilter]) -> String? {
        guard let first = ranked.first else { return nil }
        let hasInverted = ranked.contains { $0.isInverted && indices.contains($0.filter) }
        return "in brackets the AUROC of the response for objects against background"
            + (first.byImage.count == 1 ? "" : ", mean over \(first.byImage.count) images")
            + (hasInverted ? "; inverted: 1 - AUROC, as the background responds more" : "")
    }

    /// AUROC of a filter: "0.92", or "0.92, inverted" if the background responds more.
    private static func describe(separation filter: RankedFilter) -> String {
        // At 0.50 the inverted filter is no different.
        let text = String(format: "%.2f", filter.separation)
        return text + (filter.isInverted && text != "0.50" ? ",\u{A0}inverted" : "")
    }

    /// The filters by how well their response separates objects from background in the images
    /// stored in full; empty without masks.
    func ranking() throws -> [RankedFilter] {
        rankFilters(
            images: try file.chosenImages(default: "all").map(\.image).filter {
                !$0.objects.isEmpty
            }
            .map { image in
                let area = file.picture(of: image)
                return (
                    patches: patchRows(file.normalized(image), file.grid)
                        .rows(area.indices(in: file.grid)),
                    objects: area.pick(image.objects, in: file.grid)
                )
            },
            kernel: file.reduction.modelArrays.patchKernel)
    }
}
