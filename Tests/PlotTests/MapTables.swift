import Dense
import Store
import Tokens

/// Reads a map file, changes it and writes it back.
func rewrite(_ path: String, _ change: (inout Reduction) -> Void) throws {
    var reduction = try ReductionReader.read(path)
    change(&reduction)
    try ReductionWriter.write(reduction, to: path)
}

/// Two clusters and noise, findings, a profile of three layers, and maps of two.
func addTables(to reduction: inout Reduction) {
    let n = reduction.paths.count
    let clusters = (0..<n).map { Int32($0 % 3) - 1 }
    reduction.clusters = ClusterResult(
        assignments: clusters,
        rows: [
            ClusterRow(
                cluster: 0, size: clusters.count { $0 == 0 }, medoid: 1,
                medoidPath: reduction.paths[1], label: "cat", share: 0.5, persistence: 0.5,
                exemplars: [1, 4]),
            ClusterRow(
                cluster: 1, size: clusters.count { $0 == 1 }, medoid: 2,
                medoidPath: reduction.paths[2]),
        ], parameters: ClusterParameters(method: .hdbscan, count: 2, noise: 0.3))
    reduction.findings = findings(reduction.paths)
    let layers = ["embedding", "0", "1"]
    reduction.profile =
        zip(layers, [(0.1, .nan, 5), (0.5, 0.5, 6), (0.7, 0.6, 7)]).map { layer, values in
            profileRow(layer, "class", rows: n, values)
        }
        + zip(layers, [(0.2, .nan, 5), (0.9, 0.7, 6), (0.6, 0.8, 7)]).map { layer, values in
            profileRow(layer, "mean", rows: n, values)
        }
    if let layout = reduction.layout {
        reduction.map?.otherLayouts = [("5", layout)]
        reduction.map?.layers = [
            LayerMapRow(layer: "5", recall: 0.5, trustworthiness: 0.9),
            LayerMapRow(layer: reduction.layer, trustworthiness: 0.95),
        ]
    }
}

/// A map without clusters, findings, profile and other layers.
func removeTables(from reduction: inout Reduction) {
    (reduction.clusters, reduction.findings, reduction.profile) = (nil, nil, nil)
    reduction.map?.otherLayouts = []
    reduction.map?.layers = nil
}

/// One finding of each kind but copies under two labels, as files of early versions have them.
private func findings(_ paths: [String]) -> FindingsResult {
    let n = paths.count
    return FindingsResult(
        parameters: FindingsParameters(source: nil, neighbors: nil, neighborsRecall: nil),
        duplicates: DuplicateResult(
            rows: [
                DuplicateRow(
                    first: 0, second: 1, firstPath: "a/<b>&'\"0.jpg", secondPath: paths[1],
                    kind: .exact, cosine: 1, relativeDistance: 0, group: 0),
                DuplicateRow(
                    first: 2, second: n, firstPath: "2", secondPath: "beyond", kind: .near,
                    cosine: 0.99, relativeDistance: 0.1, group: 1),
            ], parameters: DuplicateParameters()),
        labels: LabelResult(
            rows: [
                LabelRow(
                    row: 0, path: paths[0], label: "cat", probability: 0.1,
                    suggestedLabel: "dog", suggestedProbability: 0.9),
                LabelRow(
                    row: 1, path: "agreed.jpg", label: "dog", probability: 0.6,
                    suggestedLabel: "dog", suggestedProbability: 0.6),
            ], conflicts: nil, parameters: LabelParameters()),
        outliers: OutlierResult(
            rows: [OutlierRow(row: 3, path: paths[3], distance: 1.5, percentile: 100)],
            parameters: OutlierParameters(medianDistance: nil, factor: nil)),
        leaks: [
            LeakRow(
                firstPath: paths[0], firstSplit: "train", secondPath: "gone", secondSplit: "val",
                cosine: 0.999)
        ])
}

private func profileRow(
    _ layer: String, _ token: String, rows n: Int,
    _ values: (accuracy: Double, overlap: Double, dimension: Double)
) -> LayerProfileRow {
    LayerProfileRow(
        layer: layer, token: token, rows: n, accuracy: values.accuracy, accuracyMargin: 0.05,
        silhouette: 0.5, overlap: values.overlap, overlapMargin: 0.05, ckaPrevious: 0.5,
        ckaLast: 0.5, intrinsicDimension: values.dimension)
}

/// The same rows as vectors of another origin.
func becomeVectors(_ reduction: inout Reduction) {
    let width = reduction.model.width
    reduction.model = ModelDescription(
        family: "vectors", name: "rows.npy", weightsFile: "", weightsSHA256: "", width: width,
        depth: 0, heads: 0, grid: .none, registers: 0, eps: 0, activation: "",
        recipe: "", interpolation: "", cropRatio: 0, mean: [], std: [], precision: "float32",
        parameterCount: 0, note: "", positionMethod: "")
    (reduction.layer, reduction.token) = ("vectors", "rows")
    reduction.modelArrays = ModelArrays(
        patchKernel: Matrix(rows: 0, columns: width, elements: []))
    (reduction.explained, reduction.scenes, reduction.previews) = ([], [], [:])
    (reduction.thumbnails, reduction.patchFeatures) = (nil, nil)
    reduction.rows.digests = nil
    reduction.audits = AuditResult()
    reduction.profile = nil
    reduction.map?.otherLayouts = []
    reduction.map?.layers = nil
}

/// The same rows as patches of the first image, in reading order.
func becomePatches(_ reduction: inout Reduction) {
    let (n, grid) = (reduction.paths.count, reduction.model.grid)
    reduction.token = "patches"
    reduction.rows.patches = (0..<n).map {
        PatchRow(
            image: 0, gridRow: grid.row(of: $0), gridColumn: grid.column(of: $0),
            object: ["", "dog", "cat"][$0 % 3],
            attention: $0 == 0 ? .nan : Double($0) / Double(n))
    }
    (reduction.findings, reduction.profile) = (nil, nil)
    reduction.rows.digests = nil
    reduction.map?.otherLayouts = []
    reduction.map?.layers = nil
}
