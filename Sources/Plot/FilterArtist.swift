internal import Dense
internal import Figures
internal import Foundation
internal import Store
internal import Views

/// Filters, and patches and images through them (Nguyen et al. 2022, arXiv 2210.07646).
struct FilterArtist {
    let file: MapFile

    /// How many filters a grid shows.
    private static let shownFilters = 128

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
                            "\(components.rows) principal components of \(file.model.width) filters",
                        caption: "each scaled by its own minimum and maximum")))
        }
        return figures
    }

    /// One grid for each different patch embedding, side by side; of files of one model the figure
    /// of the first.
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

    /// "128 of 192", or "64" where all are shown.
    private var filterCount: String {
        file.model.width > Self.shownFilters
            ? "\(Self.shownFilters) of \(file.model.width)" : "\(file.model.width)"
    }

    /// The first filters as tiles.
    private func filterTiles() -> RasterTiles {
        RasterTiles(
            patchKernel: file.reduction.modelArrays.patchKernel.elements, side: file.model.patch,
            width: file.model.width,
            indices: 0..<min(Self.shownFilters, file.model.width), scale: filterTile)
    }

    func viewsOfPatch() throws -> [PlotFigure] {
        let indices = try file.filterIndices(
            default: Set([0, 1, 2, file.model.width - 1]).sorted())
        return try file.chosenImages().map { _, image in
            let patch = try file.checked(
                file.choices.patches ?? [file.defaultPatch(of: image)], below: file.model.patches,
                "--patch")[0]
            let pixels = Array(patchRows(file.normalized(image), file.grid).row(patch))
            func tiles(_ scale: ([Float]) -> [Float]) -> RasterTiles {
                RasterTiles(
                    patchKernel: file.reduction.modelArrays.patchKernel.elements,
                    side: file.model.patch,
                    width: file.model.width, indices: indices, scale: scale)
            }
            let figure = ViewsFigure(
                image: file.raster(image),
                patch: ViewsFigure.Patch(
                    index: patch, grid: file.model.grid, size: file.model.patch),
                filterIndices: indices, filters: tiles(signedTile),
                views: tiles { filter in signedTile(zip(filter, pixels).map { $0 * $1 }) },
                caption: "each divided by its largest magnitude, negative values black")
            return PlotFigure(
                .views, "views\(file.suffix(image))",
                "Views of patch \(patch) of \(displayPath(image.path))",
                of: "\(displayPath(image.path)), \(file.describe(patch: patch, of: image))", figure)
        }
    }

    /// Rows of images; columns the picture and its views by the two best and the two worst filters,
    /// or by those asked for.
    func filterViews() throws -> [PlotFigure] {
        let images = try file.chosenImages(default: "all").map(\.image)
        let ranked = try ranking()
        guard !ranked.isEmpty || file.choices.filters != nil else {
            throw MissingContent(
                reason: "no image kept in full has objects and background to rank filters by; run "
                    + "extract with --masks and --explain.")
        }
        let best = ranked.prefix(2).map(\.filter)
        let worst = ranked.suffix(2).map(\.filter)
        let indices = try file.filterIndices(default: best + worst)
        let known = Dictionary(uniqueKeysWithValues: ranked.map { ($0.filter, $0) })
        let titles = indices.map { index in
            "filter\u{A0}\(index)"
                + (known[index].map { " (\(Self.describe(separation: $0)))" } ?? "")
        }
        let hasInverted = indices.contains { known[$0]?.isInverted ?? false }
        let rows = images.prefix(8).map { image in
            let pixels = file.normalized(image)
            let views = indices.map { index in
                ImageGridFigure.Cell(
                    image: file.raster(
                        view: imageView(pixels, filter: file.filter(index), file.grid)))
            }
            return ImageGridFigure.Row(
                label: MapFile.fileName(displayPath(image.path)),
                cells: [ImageGridFigure.Cell(image: file.raster(image))] + views)
        }
        let explanation =
            file.choices.filters == nil
            ? "the two filters whose response separates objects from background best, then the two "
                + "worst" : nil
        return [
            PlotFigure(
                .filterViews, "filter-views",
                file.choices.filters == nil
                    ? "Images through the best and the worst filters" : "Images through filters",
                of: (rows.count == images.count ? "" : "\(rows.count) of ")
                    + "\(CountedNoun.images.counted(images.count)) kept in full",
                sentence: file.choices.filters == nil
                    ? nil
                    : "Whole images through "
                        + "\(CountedNoun("filter", "filters").counted(indices.count)).",
                ImageGridFigure(
                    rows: rows, columnTitles: ["image"] + titles,
                    caption: file.caption(
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

    /// The filters by how well they tell objects from background in the explained images.
    func ranking() throws -> [RankedFilter] {
        rankFilters(
            images: try file.chosenImages(default: "all").map(\.image).filter {
                !$0.objects.isEmpty
            }
            .map { (patches: patchRows(file.normalized($0), file.grid), objects: $0.objects) },
            kernel: file.reduction.modelArrays.patchKernel)
    }
}
