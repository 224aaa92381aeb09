import Dense
import Images
import Store
import Tokens

/// A model of two blocks, 2 x 2 patches of 16 pixels.
let tinyModel = ModelDescription(
    family: "timm", name: "tiny", weightsFile: "tiny.npz", weightsSHA256: "00", width: 4,
    depth: 2, heads: 2, grid: PatchGrid(side: 2, patch: 16), registers: 0, eps: 1e-6,
    activation: "gelu",
    recipe: "squash", interpolation: "bilinear", cropRatio: 1, mean: [0.5, 0.5, 0.5],
    std: [0.5, 0.5, 0.5], precision: "f32", parameterCount: 99, note: "")

/// A layout whose coordinates are the numbers from `first` on.
func layout(_ rows: Int, from first: Float = 0) -> Matrix<Float> {
    Matrix(rows: rows, columns: 2, elements: (0..<2 * rows).map { first + Float($0) / 4 })
}

/// A map with rows of these names and nothing else.
func plainMap(_ paths: [String], model: ModelDescription = tinyModel) -> Reduction {
    let n = paths.count
    var reduction = Reduction(
        origin: ReductionOrigin(file: "out.h5", uuid: "u", hash: "h"), toolVersion: "0",
        commandLine: ["reduce", "out.h5"], model: model, layer: "1", token: "class",
        rows: MapRows(
            paths: paths, labels: [Int32](repeating: -1, count: n), labelNames: []),
        modelArrays: ModelArrays(
            patchKernel: Matrix(rows: 0, columns: model.width, elements: [])))
    reduction.map = MapResult(
        pca: PCAResult(
            scores: layout(n), components: Matrix(rows: 2, columns: 4, repeating: 0),
            mean: [0, 0, 0, 0], variances: [2, 1], ratios: [0.5, 0.25]),
        layout: layout(n, from: 1))
    return reduction
}

/// A square image of one colour.
func image(_ color: [UInt8], side: Int) -> RGBImage {
    RGBImage(
        width: side, height: side,
        pixels: (0..<side * side).flatMap { _ in color })
}

/// A map of four images with something in every part of the page.
func fullMap() -> Reduction {
    var full = plainMap(["a/1.jpg", "a/2.jpg", "b/\\xff.jpg", "c"])
    full.rows.labels = [0, -1, 1, 0]
    full.rows.labelNames = ["cat", "dög"]
    full.rows.predictions = ["n02091831 Saluki, gazelle hound", "", "tabby", "tabby"].map {
        PredictionRow(predictedClass: $0, predictedProbability: $0.isEmpty ? .nan : 0.5)
    }
    full.rows.splits = ["val", "train", "", "train"]
    full.rows.digests = (0..<128).map { UInt8($0) }
    full.map?.recall = [0.5, 1, .nan, 0]
    full.map?.otherLayouts = [("0", layout(4, from: 9))]
    full.map?.quality = [
        QualityRow(
            name: "neighbour recall@3", map: 0.5, interval: 0, mapAgainstScores: 0.6,
            firstComponents: 0.1, random: .nan)
    ]
    full.map?.layers = [LayerMapRow(layer: "0", recall: 0.25)]
    full.clusters = ClusterResult(
        assignments: [1, 0, -1, 1],
        rows: [
            ClusterRow(
                cluster: 0, size: 1, medoid: 1, label: "cat", share: .nan, exemplars: [1, 99])
        ], parameters: ClusterParameters(method: .hdbscan, count: 2, noise: 0.25))
    full.findings = FindingsResult(
        parameters: FindingsParameters(source: nil, neighbors: nil, neighborsRecall: nil),
        duplicates: DuplicateResult(
            rows: [
                DuplicateRow(
                    first: 0, second: 2, kind: .exact, cosine: 1, pixelSimilarity: 0.75,
                    transform: "mirrored", firstLabel: "cat", secondLabel: "dög"),
                DuplicateRow(first: 1, second: 4),
            ], parameters: DuplicateParameters()),
        labels: LabelResult(
            rows: [
                LabelRow(
                    row: 3, label: "cat", suggestedLabel: "dög", confidence: 0.5, votes: 3,
                    suggestedVotes: 2),
                LabelRow(row: 0, label: "cat", suggestedLabel: "cat", confidence: -0.5),
            ], conflicts: nil, parameters: LabelParameters()),
        outliers: OutlierResult(
            rows: [
                OutlierRow(row: 2, path: "", distance: 2, percentile: 100),
                OutlierRow(row: 1, path: "", distance: 1, percentile: 75),
            ], parameters: OutlierParameters(medianDistance: 1, factor: 1.5)),
        leaks: [
            LeakRow(
                firstPath: "b/\\xff.jpg", firstSplit: "", secondPath: "a/1.jpg",
                secondSplit: "val", cosine: 0.5),
            LeakRow(firstPath: "gone", secondPath: "c"),
        ])
    full.profile = [LayerProfileRow(layer: "1", token: "class", rows: 4, accuracy: 0.5)]
    full.modelArrays.classNames = ["n02091831 Saluki, gazelle hound", "tabby"]
    let joint: [Float] = (0..<50).map { Float($0 % 5) / 10 }
    full.explained = ["original", "random:0.2"].map { variant in
        ExplainedImage(
            path: Array("a/2.jpg".utf8), row: 1,
            pixels: image([200, 100, 50], side: 32).pixels, joint: joint,
            heads: (0..<16).map { Float($0) / 16 }, objects: [0, 1, 1, 0], objectNames: ["cat"],
            variant: variant, predictedLabels: [0, 7], probabilities: [0.75, 0.25])
    }
    full.patchFeatures = PatchFeatures(
        layers: ["0", "1"], size: 2, scales: [1, 1], images: [0: (-8..<8).map { Int8($0) }])
    let sheet = ThumbnailSheet(side: 64, columns: 2)
    let colors: [[UInt8]] = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [128, 128, 128]]
    full.thumbnails = ThumbnailSheets(
        side: 64, columns: 2, perSheet: 3, count: 4,
        sheets: [
            sheet.encode(colors[..<3].map { image($0, side: 64) }), sheet.encode([nil]),
        ], missing: [3])
    return full
}
