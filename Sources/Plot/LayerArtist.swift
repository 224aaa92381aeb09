internal import Dense
internal import Figures
internal import Foundation
internal import Store
internal import Views

/// How objects hold together, block by block.
struct LayerArtist {
    let file: MapFile

    func curves() throws -> [PlotFigure] { try Self.curves([file]) }

    /// The curves of one file in the paper's panels, or of several in one panel a measure.
    static func curves(_ files: [MapFile]) throws -> [PlotFigure] {
        let tables = try files.map { file in
            guard let table = file.reduction.audits.layerMeasures else {
                throw MissingContent(
                    reason: "the file has no layer measures, which take images with masks of two "
                        + "or more objects and their patch tokens; run extract with --masks DIR "
                        + "and --tokens class,mean,patches.")
            }
            return (name: file.name, table: table)
        }
        let layers = tables[0].table.layers
        let isSame = tables.allSatisfy { $0.table.layers == layers }
        // The curves count blocks; the embedding and the closing norm have no place on the axis.
        func blocks(_ layers: [String]) -> [Int] {
            layers.indices.filter { Int(layers[$0]) != nil }
        }
        func series(
            _ table: LayerMeasureTable, _ measure: Int, name: String, style: Int
        ) -> CurvesFigure.Series {
            let shown = blocks(table.layers)
            func values(_ matrix: Matrix<Double>) -> [Double] { shown.map { matrix[measure, $0] } }
            let depth = tables.count > 1 ? files[style].model.depth : 1
            let hasBand = table.rows.count >= Self.minimumImagesForBands
            return CurvesFigure.Series(
                name: name, values: values(table.mean), low: hasBand ? values(table.low) : nil,
                high: hasBand ? values(table.high) : nil, style: style,
                places: isSame
                    ? nil : shown.map { MapFile.relativeDepth(table.layers[$0], depth: depth) })
        }
        let panels: [CurvesFigure.Panel]
        if tables.count == 1 {
            let table = tables[0].table
            func named(_ name: String, _ style: Int) -> CurvesFigure.Series? {
                table.names.firstIndex(of: name).map {
                    series(table, $0, name: name, style: style)
                }
            }
            panels = [
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
        } else {
            panels = tables[0].table.names.map { measure in
                CurvesFigure.Panel(
                    title: measure, yLabel: "",
                    series: tables.enumerated().compactMap { index, file in
                        file.table.names.firstIndex(of: measure).map {
                            series(file.table, $0, name: file.name, style: index)
                        }
                    })
            }
        }
        let counts = tables.map(\.table.rows.count)
        let images = listed(
            counts.dropLast().map(grouped) + [CountedNoun.images.counted(counts.last ?? 0)])
        let figure = CurvesFigure(
            panels: panels, x: isSame ? blocks(layers).map { Double(layers[$0]) ?? 0 } : [],
            xLabel: isSame ? "block" : MapFile.relativeDepthName,
            title: "Objects and clusters of patch tokens, \(images)",
            caption: files[0].caption(
                "clusters: DBSCAN on the object patches of each image, minPts 3, eps the mean "
                    + "distance between consecutive patches of an object; a patch belongs to an "
                    + "object that covers 40 % of it or more",
                bandsExplained(counts), isSame ? nil : MapFile.depthExplained))
        return [
            PlotFigure(
                .layers, "layers", "Objects and clusters by block",
                of: "patch tokens of all blocks",
                figure)
        ]
    }

    /// Images below which an interval says nothing.
    static let minimumImagesForBands = 5

    private static func bandsExplained(_ counts: [Int]) -> String {
        let bands = "bands: bootstrap 95 % interval of the mean over images"
        let few = counts.filter { $0 < minimumImagesForBands }
        if few.isEmpty { return bands }
        let none = "no band from fewer than \(minimumImagesForBands) images"
        return few.count == counts.count
            ? "mean over images, \(none)" : "\(bands), \(none)"
    }
}
