import Dense
import Store

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
    reduction.clusters = clusters
    reduction.tables = [
        ResultTable(
            "clusters",
            [
                .init("cluster", .integers([0, 1])),
                .init("size", .integers([0, 1].map { id in Int64(clusters.count { $0 == id }) })),
                .init("medoid", .integers([1, 2])),
                .init("medoid_path", .texts([reduction.paths[1], reduction.paths[2]])),
                .init("label", .texts(["cat", ""])), .init("share", .reals([0.5, .nan])),
                .init("persistence", .reals([0.5, .nan])), .init("exemplars", .texts(["1 4", ""])),
            ]),
        ResultTable(
            "duplicates",
            [
                .init("first", .integers([0, 2])), .init("second", .integers([1, Int64(n)])),
                .init("first_path", .texts(["a/<b>&'\"0.jpg", "2"])),
                .init("second_path", .texts([reduction.paths[1], "beyond"])),
                .init("kind", .texts(["exact", "near"])), .init("cosine", .reals([1, 0.99])),
                .init("relative_distance", .reals([0, 0.1])), .init("group", .integers([0, 1])),
            ]),
        ResultTable(
            "labels",
            [
                .init("row", .integers([0, 1])),
                .init("path", .texts([reduction.paths[0], "agreed.jpg"])),
                .init("label", .texts(["cat", "dog"])), .init("probability", .reals([0.1, 0.6])),
                .init("suggested_label", .texts(["dog", "dog"])),
                .init("suggested_probability", .reals([0.9, 0.6])),
            ]),
        ResultTable(
            "outliers",
            [
                .init("row", .integers([3])), .init("path", .texts([reduction.paths[3]])),
                .init("distance", .reals([1.5])), .init("percentile", .reals([100])),
            ]),
        ResultTable(
            "leaks",
            [
                .init("first_path", .texts([reduction.paths[0]])),
                .init("first_split", .texts(["train"])), .init("second_path", .texts(["gone"])),
                .init("second_split", .texts(["val"])), .init("cosine", .reals([0.999])),
            ]),
        profile(rows: n),
        ResultTable(
            "maps",
            [
                .init("layer", .texts(["5", reduction.layer])),
                .init("recall", .reals([0.5, .nan])),
                .init("trustworthiness", .reals([0.9, 0.95])),
            ]),
    ]
    if let layout = reduction.layout { reduction.otherLayouts = [("5", layout)] }
}

private func profile(rows n: Int) -> ResultTable {
    let numbers = [Double](repeating: 0.5, count: 6)
    return ResultTable(
        "layer_profile",
        [
            .init("layer", .texts(["embedding", "0", "1", "embedding", "0", "1"])),
            .init("token", .texts(["class", "class", "class", "mean", "mean", "mean"])),
            .init("rows", .integers([Int64](repeating: Int64(n), count: 6))),
            .init("accuracy", .reals([0.1, 0.5, 0.7, 0.2, 0.9, 0.6])),
            .init("accuracy_margin", .reals(numbers.map { $0 / 10 })),
            .init("silhouette", .reals(numbers)),
            .init("overlap", .reals([.nan, 0.5, 0.6, .nan, 0.7, 0.8])),
            .init("overlap_margin", .reals(numbers.map { $0 / 10 })),
            .init("cka_previous", .reals(numbers)), .init("cka_last", .reals(numbers)),
            .init("intrinsic_dimension", .reals([5, 6, 7, 5, 6, 7])),
        ])
}

/// The same rows as vectors of another origin.
func becomeVectors(_ reduction: inout Reduction) {
    let width = reduction.model.width
    reduction.model = ModelDescription(
        family: "vectors", name: "rows.npy", weightsFile: "", weightsSHA256: "", width: width,
        depth: 0, heads: 0, patch: 0, imageSize: 0, registers: 0, eps: 0, activation: "",
        recipe: "", interpolation: "", cropRatio: 0, mean: [], std: [], precision: "float32",
        parameterCount: 0, note: "", positionMethod: "")
    (reduction.layer, reduction.token) = ("vectors", "rows")
    reduction.patchKernel = Matrix(rows: 0, columns: width, elements: [])
    (reduction.position, reduction.filterComponents) = (nil, nil)
    (reduction.explained, reduction.scenes, reduction.previews) = ([], [], [:])
    (reduction.headDistances, reduction.layerMeasures) = (nil, nil)
    (reduction.tokenNorms, reduction.patchColors) = (nil, nil)
    reduction.tables.removeAll { $0.name == "layer_profile" || $0.name == "maps" }
    reduction.otherLayouts = []
}

/// The same rows as patches of the first image, in reading order.
func becomePatches(_ reduction: inout Reduction) {
    let (n, grid) = (reduction.paths.count, reduction.model.grid)
    reduction.token = "patches"
    reduction.rowColumns = [
        .init("image", .integers([Int64](repeating: 0, count: n))),
        .init("grid_row", .integers((0..<n).map { Int64($0 / grid) })),
        .init("grid_column", .integers((0..<n).map { Int64($0 % grid) })),
        .init("object", .texts((0..<n).map { ["", "dog", "cat"][$0 % 3] })),
        .init("attention", .reals((0..<n).map { $0 == 0 ? .nan : Double($0) / Double(n) })),
    ]
    reduction.tables.removeAll { $0.name != "clusters" }
}
