import Dense
import Testing

@testable import Store

@Suite("What a map's figures show") struct ShownImagesTests {
    private func reduction(rows: Int) -> Reduction {
        Reduction(
            parentFile: "out.h5", parentUUID: "", parentHash: "", toolVersion: "",
            commandLine: [], model: sampleModel, layer: "final", token: "class",
            paths: (0..<rows).map { "\($0).jpg" },
            labels: [Int32](repeating: -1, count: rows), labelNames: [],
            patchKernel: Matrix(rows: 0, columns: sampleModel.width, elements: []))
    }

    @Test("Rows that tables name are shown, beyond the first 5,000, too")
    func tables() {
        var map = reduction(rows: 9_000)
        map.tables = [
            ResultTable(
                "clusters",
                [
                    .init("medoid", .integers([7_000, 3])),
                    .init("exemplars", .texts(["7001 7002", ""])),
                ]),
            ResultTable(
                "duplicates",
                [
                    .init("first", .integers([6_000])), .init("second", .integers([8_999])),
                    .init("group", .integers([0])),
                ]),
            ResultTable(
                "labels",
                [
                    .init("row", .integers([5_500, 5_501])), .init("label", .texts(["a", "b"])),
                    .init("suggested_label", .texts(["b", "b"])),
                ]),
            ResultTable("outliers", [.init("row", .integers((0..<1_000).map { 8_000 - $0 }))]),
            ResultTable(
                "leaks",
                [
                    .init("first_path", .texts(["8500.jpg"])),
                    .init("second_path", .texts(["gone.jpg"])),
                ]),
        ]
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
        map.tables = [
            ResultTable(
                "duplicates",
                [
                    .init("first", .integers((0..<pairs).map { Int64($0) })),
                    .init("second", .integers((0..<pairs).map { Int64($0 + 1_000) })),
                    .init("group", .integers((0..<pairs).map { $0 < 399 ? 0 : 1 })),
                ])
        ]
        #expect(map.imagesToShow.isSuperset(of: [0, 1_000, 199, 1_199, 399, 1_399]))
        #expect(!map.imagesToShow.contains(250))
    }

    @Test("Of placed rows the newest are shown, and of patches their images")
    func others() {
        var placed = reduction(rows: 6_000)
        placed.rowColumns = [
            .init("novelty", .reals((0..<6_000).map { $0 == 5_999 ? .nan : Double($0) / 6_000 }))
        ]
        #expect(placed.imagesToShow == Set(5_949..<5_999))
        var patches = reduction(rows: 4)
        patches.rowColumns = [.init("image", .integers([5_100, 5_100, 5_200, 5_300]))]
        patches.tables = [
            ResultTable(
                "clusters",
                [.init("medoid", .integers([0])), .init("exemplars", .texts(["2 9"]))])
        ]
        #expect(patches.imagesToShow == [5_100, 5_200])
    }
}

private let sampleModel = ModelDescription(
    family: "vit", name: "small", weightsFile: "", weightsSHA256: "", width: 8, depth: 2, heads: 2,
    patch: 8, imageSize: 16, registers: 0, eps: 1e-6, activation: "gelu", recipe: "squash",
    interpolation: "bilinear", cropRatio: 1, mean: [0, 0, 0], std: [1, 1, 1], precision: "f32",
    parameterCount: 1, note: "", positionMethod: "")
