import Dense
import Testing
import Tokens

@testable import Store

@Suite("What a map's figures show") struct ShownImagesTests {
    private func reduction(rows: Int) -> Reduction {
        Reduction(
            origin: ReductionOrigin(file: "out.h5", uuid: "", hash: ""), toolVersion: "",
            commandLine: [], model: sampleModel, layer: "final", token: "class",
            rows: MapRows(
                paths: (0..<rows).map { "\($0).jpg" },
                labels: [Int32](repeating: -1, count: rows), labelNames: []),
            modelArrays: ModelArrays(
                patchKernel: Matrix(rows: 0, columns: sampleModel.width, elements: [])))
    }

    private func clusters(_ rows: [ClusterRow]) -> ClusterResult {
        ClusterResult(
            assignments: [], rows: rows, parameters: ClusterParameters(method: .hdbscan))
    }

    private func findings(_ pairs: [DuplicateRow]) -> FindingsResult {
        FindingsResult(
            parameters: FindingsParameters(source: nil, neighbors: nil, neighborsRecall: nil),
            duplicates: DuplicateResult(rows: pairs, parameters: DuplicateParameters()))
    }

    @Test("Rows that tables name are shown, beyond the first 5,000, too")
    func tables() {
        var map = reduction(rows: 9_000)
        map.clusters = clusters([
            ClusterRow(medoid: 7_000, exemplars: [7_001, 7_002]), ClusterRow(medoid: 3),
        ])
        map.findings = findings([DuplicateRow(first: 6_000, second: 8_999, group: 0)])
        map.findings?.labels = LabelResult(
            rows: [
                LabelRow(row: 5_500, label: "a", suggestedLabel: "b"),
                LabelRow(row: 5_501, label: "b", suggestedLabel: "b"),
            ], conflicts: nil, parameters: LabelParameters())
        map.findings?.outliers = OutlierResult(
            rows: (0..<1_000).map { OutlierRow(row: 8_000 - $0) },
            parameters: OutlierParameters(medianDistance: nil, factor: nil))
        map.findings?.leaks = [LeakRow(firstPath: "8500.jpg", secondPath: "gone.jpg")]
        let shown = map.imagesToShow
        // A label that its neighbours agree with is no finding.
        let named: Set = [7_000, 3, 7_001, 7_002, 6_000, 8_999, 5_500, 8_500]
        let outliers = Set((0..<Reduction.shownTableRows).map { 8_000 - $0 })
        #expect(shown == named.union(outliers))
    }

    @Test("A group's first pair is shown, however many pairs stand before it")
    func groups() {
        var map = reduction(rows: 9_000)
        let pairs = 400
        map.findings = findings(
            (0..<pairs).map {
                DuplicateRow(first: $0, second: $0 + 1_000, group: $0 < 399 ? 0 : 1)
            })
        #expect(map.imagesToShow.isSuperset(of: [0, 1_000, 199, 1_199, 399, 1_399]))
        #expect(!map.imagesToShow.contains(250))
    }

    @Test("Of placed rows the newest are shown, and of patches their images")
    func others() {
        var placed = reduction(rows: 6_000)
        let layout = Matrix<Float>(rows: 6_000, columns: 2, repeating: 0)
        placed.placement = PlacementResult(
            pca: PCAResult(
                scores: layout, components: Matrix(rows: 0, columns: 8, elements: []), mean: [],
                variances: [], ratios: []),
            layout: layout,
            parameters: PlacementParameters(
                map: "", perplexity: 5, iterations: 0, exaggeration: 1, learningRate: 1,
                normalization: "l2", isFinished: true, noveltySource: nil, noveltyNeighbors: nil,
                noveltyLimit: nil, noveltyScaleRows: nil, noveltyFalseAlarms: nil),
            novelty: (0..<6_000).map {
                NoveltyRow(novelty: $0 == 5_999 ? .nan : Double($0) / 6_000)
            }, reference: [])
        #expect(placed.imagesToShow == Set(5_949..<5_999))
        var patches = reduction(rows: 4)
        patches.rows.patches = [5_100, 5_100, 5_200, 5_300].map { PatchRow(image: $0) }
        patches.clusters = clusters([ClusterRow(medoid: 0, exemplars: [2, 9])])
        #expect(patches.imagesToShow == [5_100, 5_200])
    }
}

private let sampleModel = ModelDescription(
    family: "vit", name: "small", weightsFile: "", weightsSHA256: "", width: 8, depth: 2, heads: 2,
    grid: PatchGrid(side: 2, patch: 8), registers: 0, eps: 1e-6, activation: "gelu",
    recipe: "squash",
    interpolation: "bilinear", cropRatio: 1, mean: [0, 0, 0], std: [1, 1, 1], precision: "f32",
    parameterCount: 1, note: "", positionMethod: "")
