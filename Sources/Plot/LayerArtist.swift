internal import Dense
internal import Figures
internal import Foundation
internal import Store
internal import Views

/// Figures of how well clusters of patch tokens match objects, block by block.
struct LayerArtist {
    /// The map file.
    let file: MapFile

    /// Number of images below which no intervals are drawn.
    static let minimumImagesForBands = 5

    /// The curves of this file.
    func curves() throws -> [PlotFigure] { try Self.curves([file]) }

    /// The curves of one file in three panels as in Nguyen et al. 2022 (arXiv 2210.07646), or of
    /// several files in one panel per measure. Files of different layers share an axis of relative
    /// depth.
    ///
    /// - Throws: `MissingContent` if a file has no layer measures.
    static func curves(_ files: [MapFile]) throws -> [PlotFigure] {
        let curves = try MeasureCurves(files)
        let counts = curves.tables.map(\.rows.count)
        let images = listed(
            counts.dropLast().map(grouped) + [CountedNoun.images.counted(counts.last ?? 0)])
        let figure = CurvesFigure(
            panels: files.count == 1 ? curves.panelsOfOneFile : curves.panelsByMeasure,
            x: curves.x,
            xLabel: curves.hasEqualLayers ? "block" : MapFile.relativeDepthName,
            title: "Objects and clusters of patch tokens, \(images)",
            caption: files[0].caption(
                "clusters: DBSCAN on the object patches of each image, minPts 3, eps the mean "
                    + "distance between consecutive patches of an object; a patch belongs to an "
                    + "object that covers 40 % of it or more",
                bandsExplained(counts), curves.hasEqualLayers ? nil : MapFile.depthExplained))
        return [
            PlotFigure(
                .layers, "layers", "Objects and clusters by block",
                of: "patch tokens of all blocks", figure)
        ]
    }

    /// Caption about the intervals, given the number of images of each file.
    private static func bandsExplained(_ counts: [Int]) -> String {
        let bands = "bands: bootstrap 95 % interval of the mean over images"
        let few = counts.filter { $0 < minimumImagesForBands }
        if few.isEmpty { return bands }
        let none = "no band from fewer than \(minimumImagesForBands) images"
        return few.count == counts.count
            ? "mean over images, \(none)" : "\(bands), \(none)"
    }
}

/// The layer measures of one or several files as curves over the blocks.
private struct MeasureCurves {
    /// The map files.
    let files: [MapFile]
    /// The layer measures of each file.
    let tables: [LayerMeasureTable]
    /// Whether all files have the same layers, so that they share the axis of blocks.
    let hasEqualLayers: Bool

    /// Reads the measures.
    ///
    /// - Throws: `MissingContent` if a file has none.
    init(_ files: [MapFile]) throws {
        self.files = files
        tables = try files.map { file in
            guard let table = file.reduction.audits.layerMeasures else {
                throw MissingContent(
                    reason:
                        "the file has no layer measures, which need masks of two or more objects "
                        + "per image, and patch tokens; run extract with --masks DIR and "
                        + "--tokens \(file.model.imageTokenList),patches.")
            }
            return table
        }
        let layers = tables[0].layers
        hasEqualLayers = tables.allSatisfy { $0.layers == layers }
    }

    /// The blocks on the axis; empty if the files have different layers.
    var x: [Double] {
        let layers = tables[0].layers
        return hasEqualLayers ? blocks(of: tables[0]).map { Double(layers[$0]) ?? 0 } : []
    }

    /// Indices of the layers that are blocks: the embedding and the final norm have no place on
    /// the axis.
    private func blocks(of table: LayerMeasureTable) -> [Int] {
        table.layers.indices.filter { Int(table.layers[$0]) != nil }
    }

    /// The curve of a measure; nil if the file does not have it.
    private func series(
        _ measure: String, ofFile index: Int, name: String, style: Int
    ) -> CurvesFigure.Series? {
        let table = tables[index]
        guard let row = table.names.firstIndex(of: measure) else { return nil }
        let shown = blocks(of: table)
        func values(_ matrix: Matrix<Double>) -> [Double] { shown.map { matrix[row, $0] } }
        let depth = files.count > 1 ? files[index].model.depth : 1
        let hasBand = table.rows.count >= LayerArtist.minimumImagesForBands
        return CurvesFigure.Series(
            name: name, values: values(table.mean), low: hasBand ? values(table.low) : nil,
            high: hasBand ? values(table.high) : nil, style: style,
            places: hasEqualLayers
                ? nil : shown.map { MapFile.relativeDepth(table.layers[$0], depth: depth) })
    }

    /// Related measures of one file together.
    var panelsOfOneFile: [CurvesFigure.Panel] {
        func named(_ name: String, _ style: Int) -> CurvesFigure.Series? {
            series(name, ofFile: 0, name: name, style: style)
        }
        return [
            CurvesFigure.Panel(
                title: "clusters and objects", yLabel: "silhouette",
                series: [named("silhouette", 0)].compactMap { $0 }, rightLabel: "purity",
                rightSeries: [named("purity", 1)].compactMap { $0 }),
            CurvesFigure.Panel(
                title: "cosine similarity and labels", yLabel: "",
                series: [
                    named("in-cluster cosine", 2), named("in-object cosine", 3),
                    named("unique-label ratio", 4),
                ].compactMap { $0 }),
            CurvesFigure.Panel(
                title: "number of clusters", yLabel: "clusters per object",
                series: [named("clusters per object", 5)].compactMap { $0 }),
        ]
    }

    /// One panel per measure, one curve per file.
    var panelsByMeasure: [CurvesFigure.Panel] {
        tables[0].names.map { measure in
            CurvesFigure.Panel(
                title: measure, yLabel: "",
                series: files.indices.compactMap { index in
                    series(measure, ofFile: index, name: files[index].name, style: index)
                })
        }
    }
}
