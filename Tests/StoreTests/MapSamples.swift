import Dense
import Foundation
import Tokens

@testable import Store

/// A model of two blocks, 2 x 2 patches of 8 pixels and four numbers a token.
let tinyModel = ModelDescription(
    family: "timm", name: "tiny", weightsFile: "tiny.npz", weightsSHA256: "00", width: 4,
    depth: 2, heads: 2, grid: PatchGrid(side: 2, patch: 8), registers: 0, eps: 1e-6,
    activation: "gelu",
    recipe: "squash", interpolation: "bilinear", cropRatio: 1, mean: [0.5, 0.5, 0.5],
    std: [0.5, 0.25, 0.5], precision: "f32", parameterCount: 99, note: "")

/// A folder for the time of `body`.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let path = FileManager.default.temporaryDirectory
        .appendingPathComponent("vitrine-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
}

private func numbers(_ rows: Int, _ columns: Int, from first: Double = 1) -> Matrix<Double> {
    Matrix(
        rows: rows, columns: columns,
        elements: (0..<rows * columns).map { (first + Double($0)) / 8 })
}

/// Parameters of a map that was finished.
let sampleParameters = MapParameters(
    normalization: "l2", components: 2, explained: 0.75, perplexity: 30, exaggeration: 12,
    exaggerationIterations: 250, iterations: 500, iterationsDone: 750, isFinished: true,
    learningRate: .automatic, momentum: 0.8, theta: 0.5, degreesOfFreedom: 1,
    initialization: "pca", repulsion: "exact", differentRows: 3, klDivergence: 0.125,
    klNormalization: "exact", randomAlgorithm: "counter", neighbors: "hnsw", neighborsRecall: 0.99,
    qualitySample: 3)

/// Colours of the four patches of one image.
private let samplePatchColors = PatchColors.Components(
    colors: [0: numbers(4, 3).asFloat()], ratios: [0.5, 0.25, 0.125])

/// A map of three images that has something in every group of the format.
func fullReduction() -> Reduction {
    var full = Reduction(
        origin: ReductionOrigin(
            file: "out.h5", uuid: "u", hash: "h", commandLine: ["extract", "data", "out.h5"]),
        toolVersion: "0",
        commandLine: ["reduce", "out.h5"], model: tinyModel, layer: "1", token: "class",
        rows: MapRows(
            paths: ["a/1.jpg", "a/2.jpg", "b/\\xff.jpg"], labels: [0, -1, 1],
            labelNames: ["cat", "dög"],
            predictions: [
                PredictionRow(predictedClass: "cat", predictedProbability: 0.5),
                PredictionRow(predictedClass: "", predictedProbability: .nan),
                PredictionRow(predictedClass: "dog", predictedProbability: 1),
            ], splits: ["train", "", "val"], digests: (0..<96).map { UInt8($0) }),
        parameters: RunParameters(seed: 7),
        modelArrays: ModelArrays(
            patchKernel: numbers(192, 4).asFloat(), position: numbers(5, 4).asFloat(),
            filterComponents: numbers(2, 192).asFloat(), classNames: ["cat", "dog"]))
    full.map = MapResult(
        pca: PCAResult(
            scores: numbers(3, 2).asFloat(), components: numbers(2, 4), mean: [1, 2, 3, 4],
            variances: [2, 1], ratios: [0.5, 0.25]),
        layout: numbers(3, 2).asFloat(), parameters: sampleParameters,
        neighbors: SparseMatrix(
            rowCount: 3, columnCount: 3, offsets: [0, 1, 2, 3], columns: [1, 0, 0],
            values: [2, 2, 3]),
        quality: [
            QualityRow(
                name: "recall", map: 0.5, interval: 0, mapAgainstScores: 0.6,
                firstComponents: 0.1, random: .nan)
        ], recall: [0.5, 1, .nan], otherLayouts: [("0", numbers(3, 2, from: 9).asFloat())],
        layers: [LayerMapRow(layer: "0", klDivergence: 1, recall: 0.5, trustworthiness: 0.9)])
    full.clusters = ClusterResult(
        assignments: [1, 0, -1],
        rows: [
            ClusterRow(
                cluster: 0, size: 1, medoid: 1, medoidPath: "a", label: "cat", share: 0.5,
                exemplars: [1]),
            ClusterRow(cluster: 1, size: 1, medoid: 0, medoidPath: "b", exemplars: [0]),
        ], parameters: ClusterParameters(method: .hdbscan, count: 2, noise: 0.25),
        kMeans: KMeansResult(
            assignments: [0, 0, 1], rows: [ClusterRow(cluster: 0, size: 2, medoid: 1)],
            parameters: KMeansParameters(
                clusters: 2, silhouette: 0.5, silhouettes: "2 0.5", largest: 2, sample: 3)))
    full.findings = sampleFindings
    full.profile = [LayerProfileRow(layer: "1", token: "class", rows: 3, accuracy: 0.5)]
    full.audits = AuditResult(
        headDistances: HeadDistances(
            mean: numbers(2, 2), low: numbers(2, 2), high: numbers(2, 2), images: 7),
        layerMeasures: LayerMeasureTable(
            names: ["purity", "silhouette", "x"], layers: ["0", "1"], rows: [4, 5],
            values: (0..<12).map(Double.init), mean: numbers(3, 2), low: numbers(3, 2),
            high: numbers(3, 2), skipped: 9),
        tokenNorms: TokenNorms(
            layers: ["0", "final"], edges: [1, 2, 3], counts: numbers(2, 2), median: [1, 2],
            outlierFactor: 3, outlierShare: [0, 0.5], classNorm: [10, .nan],
            extraNorms: numbers(2, 4), images: 12, explained: [0: numbers(2, 4).asFloat()]),
        patchColors: [
            PatchColors(
                layer: "1", all: samplePatchColors, foreground: samplePatchColors,
                isForeground: [0: [true, false, true, false]], masked: 1, outliers: 2)
        ],
        lens: LensResult(
            rows: [LensRow(layer: "0", images: 3, agreement: 0.5, patches: 0.25)],
            images: [
                0: LensResult.Image(
                    predicted: 1, probabilities: numbers(1, 4).asFloat(), tokenClasses: [2],
                    tokenProbabilities: [0.5])
            ]))
    let pixels = (0..<768).map { UInt8($0 & 255) }
    full.explained = [
        ExplainedImage(
            path: Array("a".utf8), row: 0, pixels: pixels, joint: (0..<50).map { Float($0) / 50 },
            heads: (0..<16).map { Float($0) / 16 }, objects: [0, 1, 1, 0], objectNames: ["cat"],
            variant: "random:0.2", predictedLabels: [1, 0], probabilities: [0.75, 0.25])
    ]
    full.scenes = [
        Scene(
            path: "a", row: 0, pixels: pixels, objects: [0, 1, 1, 0],
            objectNames: ["cat"],
            layers: [
                SceneLayer(layer: "1", layout: numbers(4, 2).asFloat(), klDivergence: 0.5)
            ], attention: [0.1, 0.2, 0.3, 0.4])
    ]
    full.previews = [0: [1, 2, 3], 1: [4]]
    full.thumbnails = ThumbnailSheets(
        side: 64, columns: 2, perSheet: 2, count: 3, sheets: [[1, 2], [3]], missing: [1])
    full.patchFeatures = PatchFeatures(
        layers: ["0", "final"], size: 3, scales: [0.5, 0.25],
        images: [0: (-12..<12).map { Int8($0) }])
    return full
}

/// A finding of each kind.
private var sampleFindings: FindingsResult {
    var duplicates = DuplicateParameters()
    (duplicates.evidence, duplicates.exactPairs) = ("the pixels of the previews", 1)
    var labels = LabelParameters()
    (labels.judged, labels.leastConfidence) = (2, 0.25)
    return FindingsResult(
        parameters: FindingsParameters(
            source: "final class tokens", neighbors: "exact", neighborsRecall: nil),
        duplicates: DuplicateResult(
            rows: [
                DuplicateRow(
                    first: 0, second: 2, firstPath: "a/1.jpg", secondPath: "b", kind: .exact,
                    cosine: 1, group: 0, transform: "mirrored", firstLabel: "cat")
            ], parameters: duplicates),
        labels: LabelResult(
            rows: [
                LabelRow(
                    row: 0, path: "a/1.jpg", label: "cat", probability: 0.25,
                    suggestedLabel: "dög", suggestedProbability: 0.75, margin: 0.5,
                    confidence: 0.5, votes: 2, suggestedVotes: 1)
            ],
            conflicts: [
                LabelConflictRow(
                    first: 0, second: 2, firstPath: "a/1.jpg", firstLabel: "cat",
                    secondPath: "b", secondLabel: "dög", kind: .nearInVectors, cosine: 0.5)
            ], parameters: labels),
        outliers: OutlierResult(
            rows: [OutlierRow(row: 2, path: "b", distance: 2, percentile: 100)],
            parameters: OutlierParameters(medianDistance: 1, factor: 1.5)),
        leaks: [
            LeakRow(
                firstPath: "a", firstSplit: "train", secondPath: "b", secondSplit: "val",
                cosine: 0.5)
        ])
}
