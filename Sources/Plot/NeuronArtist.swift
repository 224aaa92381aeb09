internal import Figures
internal import Foundation
internal import Store
internal import Tokens
internal import Views

/// What the units of a model tell: selectivity by block, and the strongest patches of units.
struct NeuronArtist {
    /// The map file.
    let file: MapFile

    /// Units of the figure of strongest patches without `--units`.
    private static let mostUnits = 12
    /// Units of one label in that figure, so that one label does not fill it.
    private static let mostOfLabel = 3
    /// Patches of a unit that are shown.
    private static let mostPatches = [NeuronRow].shownPatches
    /// Images and units of the figure of maps.
    private static let mostImages = 8
    private static let mostColumns = 6
    /// Labels with a curve of their own.
    private static let mostCurves = 6

    /// The table of units.
    ///
    /// - Throws: `MissingContent` without one.
    private func table() throws -> [NeuronRow] {
        guard let rows = file.reduction.neurons else {
            throw MissingContent(
                reason: "the file has no statistics of units; run extract with --neurons 16.",
                isReportedByDefault: false)
        }
        return rows
    }

    /// Selectivity by block, then the strongest patches of the most selective units; with `--units`
    /// those of the chosen units alone.
    ///
    /// - Throws: `MissingContent` without statistics of units, `WrongChoice` for an unknown unit.
    func units() throws -> [PlotFigure] {
        // `extract explain --units` stores them also in files without statistics.
        let maps = unitMaps()
        guard file.reduction.neurons != nil || maps.isEmpty else { return maps }
        let rows = try table()
        let chosen = try self.chosen(rows)
        var figures = maps
        if chosen == nil, let overview = overview(rows) { figures.append(overview) }
        let shown = chosen ?? best(rows)
        if !shown.isEmpty { figures.append(patches(shown, areChosen: chosen != nil)) }
        return figures
    }

    /// The units of `--units`; nil without the option.
    private func chosen(_ rows: [NeuronRow]) throws -> [NeuronRow]? {
        guard let names = file.choices.units else { return nil }
        let byName = Dictionary(rows.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        return try names.map { name in
            guard let row = byName[name] else {
                let hidden = rows.count { $0.layer == 0 && $0.kind == .hidden }
                throw WrongChoice(
                    reason: "--units: expected hidden units such as 7:112 (blocks 0 to "
                        + "\(file.model.depth - 1), units 0 to \(hidden - 1)), or 7:attention2 and "
                        + "7:value2 (heads 0 to \(file.model.heads - 1)), found \"\(name)\".")
            }
            return row
        }
    }

    /// The most selective units, few of each label; without labels the rarest that are active.
    private func best(_ rows: [NeuronRow]) -> [NeuronRow] {
        var counts: [String: Int] = [:]
        let few = rows.shown.filter { row in
            counts[row.label, default: 0] += 1
            return row.label.isEmpty || counts[row.label, default: 0] <= Self.mostOfLabel
        }
        return Array(few.prefix(Self.mostUnits))
    }

    // MARK: - Maps over images

    /// For each image that has values of units (`extract explain --units`) these over the image.
    private func unitMaps() -> [PlotFigure] {
        let names = file.reduction.explained.flatMap { $0.units.keys }
        let known = Set(names).sorted { $0.localizedStandardCompare($1) == .orderedAscending }
        let wanted = (file.choices.units ?? known).filter(known.contains)
        let images = file.reduction.explained.filter { !$0.units.isEmpty }
        guard !wanted.isEmpty else { return [] }
        let rows = images.prefix(Self.mostImages).map { image in
            let area = file.picture(of: image)
            let raster = file.raster(image)
            let cells = wanted.prefix(Self.mostColumns).map { name -> ImageGridFigure.Cell? in
                guard let values = image.units[name] else { return nil }
                // Negative values are as dark as zero.
                let shown = area.pick(values, in: file.grid).map { max(0, $0) }
                // Never quite dark, so that one sees where the unit is inactive.
                let map = rolloutMap(shown, area.grid(patch: file.model.patch))
                    .map { 0.2 + 0.8 * $0 }
                return ImageGridFigure.Cell(
                    image: RasterImage(
                        width: raster.width, height: raster.height,
                        pixels: shaded(raster.pixels, by: map)),
                    caption: shown.max().map {
                        $0 > 0 ? String(format: "to %.2f", $0) : "inactive"
                    })
            }
            let name = (displayPath(image.path) as NSString).lastPathComponent
            let variant = image.variant == "original" ? "" : "\n\(image.variant)"
            return ImageGridFigure.Row(
                label: (name as NSString).deletingPathExtension + variant,
                cells: [ImageGridFigure.Cell(image: raster)] + cells)
        }
        let figure = ImageGridFigure(
            rows: Array(rows),
            columnTitles: ["image"] + wanted.prefix(Self.mostColumns).map { "unit \($0)" },
            title: "Units over images",
            caption: file.caption(
                "each patch as bright as the unit's value, divided by its largest in the image, "
                    + "which is below it"))
        return [
            PlotFigure(
                .units, "unit-maps", "Units over images", of: "chosen units",
                sentence: "Where in the images the chosen units are active.", figure)
        ]
    }

    // MARK: - Selectivity by block

    /// Curves over the blocks: the best unit of each kind, the share of units that tell a label,
    /// and the best unit of each label; nil without labels.
    private func overview(_ rows: [NeuronRow]) -> PlotFigure? {
        guard rows.contains(where: { $0.auroc.isFinite }) else { return nil }
        let blocks = 0..<file.model.depth
        func curve(
            _ name: String, _ style: Int, _ own: (NeuronRow) -> Bool,
            _ value: ([NeuronRow]) -> Double
        ) -> CurvesFigure.Series {
            var byBlock = [[NeuronRow]](repeating: [], count: blocks.count)
            for row in rows where own(row) && blocks.contains(row.layer) {
                byBlock[row.layer].append(row)
            }
            return CurvesFigure.Series(
                name: name, values: byBlock.map { $0.isEmpty ? .nan : value($0) }, style: style)
        }
        func largest(_ rows: [NeuronRow]) -> Double { rows.map(\.auroc).max() ?? .nan }
        let kinds: [(NeuronRow.Kind, String)] = [
            (.hidden, "hidden units"), (.attention, "attention of heads"),
            (.value, "value lengths of heads"),
        ]
        let best = kinds.enumerated().map { style, kind in
            curve(kind.1, style, { $0.kind == kind.0 }, largest)
        }
        let share = kinds.enumerated().map { style, kind in
            curve(kind.1, style, { $0.kind == kind.0 }) { rows in
                Double(rows.count { $0.aurocLow > 0.5 }) / Double(rows.count)
            }
        }
        let labels = bestLabels(rows)
        let ofLabels = labels.enumerated().map { style, label in
            curve(label, style, { $0.label == label }, largest)
        }
        let panels = [
            MapFile.panel("best unit of each block", yLabel: "AUROC", best),
            MapFile.panel("selective units", yLabel: "share", share),
            MapFile.panel("best unit for a label", yLabel: "AUROC", ofLabels),
        ].compactMap(\.self)
        let first = rows.bySelectivity.first
        let figure = CurvesFigure(
            panels: panels, x: blocks.map(String.init), xLabel: "block",
            title: "Selectivity of \(grouped(rows.count)) units",
            caption: file.caption(
                "AUROC: probability that the largest activation in an image of the label exceeds "
                    + "that in another image",
                "selective units: the interval of the AUROC, corrected for all units and "
                    + "labels, lies above 0.5"),
            marked: first.map {
                CurvesFigure.Marked(
                    place: $0.layer,
                    name: "most selective: \($0.name), \($0.label), "
                        + String(format: "%.3f", $0.auroc))
            })
        return PlotFigure(
            .units, "units", "Selectivity of units", of: "all blocks",
            sentence: "How well single units separate one label from all others, block by block.",
            figure)
    }

    /// The labels whose best units are the most selective.
    private func bestLabels(_ rows: [NeuronRow]) -> [String] {
        var labels: [String] = []
        for row in rows.bySelectivity where !labels.contains(row.label) {
            labels.append(row.label)
            if labels.count == Self.mostCurves { break }
        }
        return labels
    }

    // MARK: - Strongest patches

    /// A row of images per unit, its strongest patches framed, the strongest first.
    private func patches(_ units: [NeuronRow], areChosen: Bool) -> PlotFigure {
        let kept = units.map(\.patches.count).max() ?? 0
        let isJudged = units.contains { $0.auroc.isFinite }
        let figure = ImageGridFigure(
            rows: units.map { unit in
                ImageGridFigure.Row(label: label(of: unit), cells: cells(of: unit))
            },
            columnTitles: [],
            title: "Strongest patches of \(CountedNoun.units.counted(units.count))",
            caption: file.caption(
                "the patches of all images with the largest values of each unit, strongest first"
                    + (kept > Self.mostPatches ? " (\(Self.mostPatches) of \(kept))" : ""),
                file.reduction.neurons?.contains { $0.auroc.isFinite } == true
                    ? "interval corrected for all units and labels" : nil),
            cellSide: 56)
        return PlotFigure(
            .units, "unit-patches", "Strongest patches of units",
            of: areChosen
                ? "chosen units"
                : isJudged ? "most selective units" : "rarest units, since no label was judged",
            figure)
    }

    /// What is known of a unit, in four lines.
    private func label(of unit: NeuronRow) -> String {
        var lines = [unit.title]
        if unit.auroc.isFinite {
            lines.append("\(unit.label) " + String(format: "%.3f", unit.auroc))
            lines.append(String(format: "(%.3f to %.3f)", unit.aurocLow, unit.aurocHigh))
        }
        lines.append(
            unit.active > 0 && unit.active < 0.001
                ? "active < 0.1 %" : String(format: "active %.1f %%", 100 * unit.active))
        // No-break spaces keep each line together.
        return lines.map { $0.replacingOccurrences(of: " ", with: "\u{A0}") }
            .joined(separator: " ")
    }

    /// The images of the strongest patches.
    private func cells(of unit: NeuronRow) -> [ImageGridFigure.Cell?] {
        unit.patches.prefix(Self.mostPatches).map { place in
            guard place.patch < file.model.patches, let image = file.preview(place.row) else {
                return nil
            }
            return ImageGridFigure.Cell(image: image, frame: frame(place.patch, row: place.row))
        }
    }

    /// The patch as a frame on the preview of its image, which shows the picture without a border.
    private func frame(_ patch: Int, row: Int) -> ViewsFigure.Patch? {
        let grid = file.model.grid
        let pictures = file.reduction.pictures
        guard !pictures.isEmpty else {
            return file.model.hasBorder ? nil : ViewsFigure.Patch(index: patch, grid: grid)
        }
        guard pictures.indices.contains(row), pictures[row].contains(patch, in: grid) else {
            return nil
        }
        return ViewsFigure.Patch(
            index: pictures[row].place(of: patch, in: grid),
            grid: pictures[row].grid(patch: grid.patch))
    }
}

extension NeuronRow {
    /// The unit in words: "unit 7:112", "7:attention2".
    fileprivate var title: String {
        switch kind {
        case .hidden: "unit \(name)"
        case .attention, .value: name
        }
    }
}
