import Dense
import Foundation

@testable import Store

/// A model of two blocks, 2 x 2 patches of 8 pixels and four numbers a token.
let tinyModel = ModelDescription(
    family: "timm", name: "tiny", weightsFile: "tiny.npz", weightsSHA256: "00", width: 4,
    depth: 2, heads: 2, patch: 8, imageSize: 16, registers: 0, eps: 1e-6, activation: "gelu",
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

/// A map of three images that has something in every group of the format.
func fullReduction() -> Reduction {
    let paths = ["a/1.jpg", "a/2.jpg", "b/\\xff.jpg"]
    var full = Reduction(
        parentFile: "out.h5", parentUUID: "u", parentHash: "h", toolVersion: "0",
        commandLine: ["reduce", "out.h5"], model: tinyModel, layer: "1", token: "class",
        paths: paths, labels: [0, -1, 1], labelNames: ["cat", "dög"],
        patchKernel: numbers(192, 4).asFloat())
    full.clusters = [1, 0, -1]
    full.recall = [0.5, 1, .nan]
    full.neighbors = SparseMatrix(
        rowCount: 3, columnCount: 3, offsets: [0, 1, 2, 3], columns: [1, 0, 0], values: [2, 2, 3])
    full.pca = PCAResult(
        scores: numbers(3, 2).asFloat(), components: numbers(2, 4), mean: [1, 2, 3, 4],
        variances: [2, 1], ratios: [0.5, 0.25])
    full.layout = numbers(3, 2).asFloat()
    full.otherLayouts = [("0", numbers(3, 2, from: 9).asFloat())]
    full.rowColumns = [
        .init("novelty", .reals([0, 1, .nan])), .init("place", .integers([3, 4, 5])),
        .init("nearest_path", .texts(["", "b", "cc"])),
    ]
    full.quality = [
        QualityRow(
            name: "recall", map: 0.5, interval: 0, mapAgainstScores: 0.6, firstComponents: 0.1,
            random: .nan)
    ]
    full.parameters = [
        ("cluster_method", .text("hdbscan")), ("finished", .integer(1)), ("theta", .real(0.5)),
    ]
    full.tables = [
        ResultTable(
            "clusters",
            [
                .init("cluster", .integers([0, 1])), .init("size", .integers([1, 1])),
                .init("medoid", .integers([1, 0])), .init("medoid_path", .texts(["a", "b"])),
                .init("label", .texts(["cat", ""])), .init("share", .reals([0.5, .nan])),
                .init("exemplars", .texts(["1", "0"])),
            ])
    ]
    full.position = numbers(5, 4).asFloat()
    full.filterComponents = numbers(2, 192).asFloat()
    full.classNames = ["cat", "dog"]
    full.headDistances = HeadDistances(
        mean: numbers(2, 2), low: numbers(2, 2), high: numbers(2, 2), images: 7)
    full.layerMeasures = LayerMeasureTable(
        names: ["purity", "silhouette", "x"], layers: ["0", "1"], rows: [4, 5],
        values: (0..<12).map(Double.init), mean: numbers(3, 2), low: numbers(3, 2),
        high: numbers(3, 2), skipped: 9)
    full.tokenNorms = TokenNorms(
        layers: ["0", "final"], edges: [1, 2, 3], counts: numbers(2, 2), median: [1, 2],
        outlierFactor: 3, outlierShare: [0, 0.5], classNorm: [10, .nan],
        extraNorms: numbers(2, 4), images: 12, explained: [0: numbers(2, 4).asFloat()])
    full.patchColors = PatchColors(
        layer: "1", colors: [0: numbers(4, 3).asFloat()], ratios: [0.5, 0.25, 0.125])
    let pixels = (0..<768).map { UInt8($0 & 255) }
    full.explained = [
        ExplainedImage(
            path: Array("a".utf8), row: 0, pixels: pixels, joint: (0..<50).map { Float($0) / 50 },
            heads: (0..<16).map { Float($0) / 16 }, objects: [0, 1, 1, 0], objectNames: ["cat"],
            variant: "random:0.2", predictedLabels: [1, 0], probabilities: [0.75, 0.25])
    ]
    full.scenes = [
        Scene(
            path: "a", row: 0, size: 16, pixels: pixels, objects: [0, 1, 1, 0],
            objectNames: ["cat"],
            layers: [
                SceneLayer(layer: "1", layout: numbers(4, 2).asFloat(), klDivergence: 0.5)
            ], attention: [0.1, 0.2, 0.3, 0.4])
    ]
    full.previews = [0: [1, 2, 3], 1: [4]]
    return full
}
