import Dense
import Foundation
import Neighbors
import TSNE
import TestSupport
import Testing

// Run by Scripts/checks/tsne_digits.py and Scripts/checks/tsne_placement.py, which write the data
// and judge what comes out.

private let environment = ProcessInfo.processInfo.environment

/// Raw single-precision numbers of a file, in rows of `columns`.
private func readMatrix(_ path: String, columns: Int) throws -> Matrix<Float> {
    let data = try Data(contentsOf: URL(filePath: path))
    let values = stride(from: 0, to: data.count, by: 4).map { start in
        Float(bitPattern: data[start..<start + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) })
    }
    return Matrix(rows: values.count / columns, columns: columns, elements: values)
}

private func write(_ values: [Float], to path: String) throws {
    var data = Data()
    for value in values {
        let bits = value.bitPattern
        for shift in [UInt32(0), 8, 16, 24] {
            data.append(UInt8(truncatingIfNeeded: bits >> shift))
        }
    }
    try data.write(to: URL(filePath: path))
}

@Test(
    "a real data set is laid out as well as by the field's implementations",
    .enabled(if: environment["VITRINE_DIGITS"] != nil))
func digits() throws {
    let input = try #require(environment["VITRINE_DIGITS"])
    let output = try #require(environment["VITRINE_DIGITS_OUT"])
    let columns = Int(environment["VITRINE_DIGITS_COLUMNS"] ?? "64") ?? 64
    useSingleThreadedBLAS()
    let points = try readMatrix(input, columns: columns)
    let clock = ContinuousClock()
    var options = TSNEOptions()
    if let name = environment["VITRINE_REPULSION"] {
        options.repulsion = try #require(Repulsion(rawValue: name))
    }
    var marks: [String] = []
    var start = clock.now
    func mark(_ name: String) {
        marks.append("\(name) \(clock.now - start)")
        start = clock.now
    }
    let scores = principalScores(points)
    mark("pca")
    let neighbors = exactNeighbors(of: points, count: 90)
    mark("neighbours")
    let affinities = Affinities.fit(neighbors: neighbors, perplexity: options.perplexity)
    mark("affinities (\(affinities.matrix.values.count) entries)")
    let result = tsne(
        affinities: affinities, initial: initialLayout(fromPrincipalScores: scores),
        options: options)
    mark("descent")
    let quality = mapQuality(map: result.layout, rows: points, labels: nil, seed: 1)
    mark("quality")
    try write(result.layout.elements, to: output + "/layout.f32")
    let report = [
        "kl \(result.klDivergence)", "gradient \(result.gradientNorm)",
        "recall \(quality.recall10)", "trust \(quality.trustworthiness5)",
        "cpd \(quality.distanceCorrelation)",
    ]
    print((marks + report).joined(separator: "\n"))
    try (marks + report).joined(separator: "\n").write(
        toFile: output + "/report.txt", atomically: true, encoding: .utf8)
}

@Test(
    "new points are placed where openTSNE places them",
    .enabled(if: environment["VITRINE_PLACEMENT"] != nil))
func placement() throws {
    let folder = try #require(environment["VITRINE_PLACEMENT"])
    let map = try readMatrix(folder + "/map.f32", columns: 2)
    let (columns, distances) = (
        try readMatrix(folder + "/neighbors.f32", columns: 15),
        try readMatrix(folder + "/distances.f32", columns: 15)
    )
    let neighbors = SparseMatrix(
        rowCount: columns.rows, columnCount: map.rows,
        offsets: (0...columns.rows).map { 15 * $0 }, columns: columns.elements.map { Int32($0) },
        values: distances.elements)
    let placed = place(neighbors: neighbors, on: map)
    try write(placed.elements, to: folder + "/placed.f32")
}
