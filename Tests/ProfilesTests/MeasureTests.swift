import Dense
import Testing

@testable import Profiles

/// What scikit-learn and numpy make of one case of `Scripts/goldens/profiles.py`.
struct ProfileGolden: Sendable, CustomTestStringConvertible {
    let seed: UInt64
    let n: Int
    let d: Int
    let classes: Int
    let spread: Double
    let vote: Double
    let silhouette: Double
    let overlap: Double
    /// With rows of twice the spread, and with the first half of the columns.
    let cka: Double
    let ckaOfHalf: Double
    /// Of the rows, and after rows 20...23 became copies of rows 4...7.
    let dimension: Double
    let dimensionWithTwins: Double

    var testDescription: String { "\(n) x \(d)" }
}

private let goldens = [
    ProfileGolden(
        seed: 41, n: 300, d: 12, classes: 5, spread: 1.5, vote: 0.7208480565371025,
        silhouette: 0.14283022372264537, overlap: 0.5966666666666667, cka: 0.9042808259800525,
        ckaOfHalf: 0.7267743392072146, dimension: 9.74356236951003,
        dimensionWithTwins: 9.546784332744503),
    ProfileGolden(
        seed: 43, n: 150, d: 40, classes: 3, spread: 2.5, vote: 0.8943661971830986,
        silhouette: 0.12045640019468784, overlap: 0.7093333333333333, cka: 0.9403445997110779,
        ckaOfHalf: 0.7866885312796218, dimension: 20.96682398238214,
        dimensionWithTwins: 19.838718383669782),
    ProfileGolden(
        seed: 45, n: 40, d: 64, classes: 2, spread: 3.0, vote: 0.868421052631579,
        silhouette: 0.1267619311717211, overlap: 0.7849999999999999, cka: 0.9689852663861741,
        ckaOfHalf: 0.8875603002672748, dimension: 24.510917858225998,
        dimensionWithTwins: 28.869113330345826),
]

/// Rows of length 1 and the neighbours of each.
private func lists(_ rows: Matrix<Float>, _ count: Int) -> SparseMatrix {
    var unit = rows
    normalizeRows(&unit)
    return plainNeighbors(unit, Array(0..<rows.rows), count)
}

private func expectNear(
    _ found: Double?, _ expected: Double, _ bound: Double,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let error = found.map { abs($0 - expected) / max(1, abs(expected)) } ?? .infinity
    #expect(
        error <= bound, "found \(found ?? .nan), expected \(expected), relative error \(error)",
        sourceLocation: sourceLocation)
}

@Suite("Profile measures", .serialized)
struct MeasureTests {
    init() { useSingleThreadedBLAS() }

    @Test("vote, silhouette and overlap are scikit-learn's", arguments: goldens)
    private func neighbors(golden: ProfileGolden) {
        let (rows, labels) = rowsOf(
            seed: golden.seed, golden.n, golden.d, classes: golden.classes, spread: golden.spread)
        let (others, _) = rowsOf(
            seed: golden.seed, golden.n, golden.d, classes: golden.classes,
            spread: 2 * golden.spread)
        let all = Array(0..<golden.n)
        let found = lists(rows, 20)
        expectNear(
            voteAccuracy(neighbors: found, queries: all, labels: labels)?.value, golden.vote, 1e-12)
        expectNear(cosineSilhouette(rows, labels: labels), golden.silhouette, 1e-12)
        expectNear(neighborOverlap(found, lists(others, 20))?.value, golden.overlap, 1e-12)
    }

    @Test("only the nearest labelled neighbours vote, however long the lists are")
    func voters() {
        let graph = SparseMatrix(
            rowCount: 2, columnCount: 5, offsets: [0, 4, 8], columns: [1, 2, 3, 4, 0, 2, 3, 4],
            values: [0.1, 0.2, 0.2, 0.2, 0.1, 0.1, 0.3, 0.3])
        func accuracy(_ count: Int) -> Double? {
            voteAccuracy(
                neighbors: graph, queries: [0, 1], labels: [7, -1, 7, 3, 3], count: count)?.value
        }
        // Of the second query nothing is asked, since it has no label.
        #expect(accuracy(1) == 1 && accuracy(2) == 0 && accuracy(3) == 0)
    }

    @Test("CKA is numpy's by either form", arguments: goldens)
    private func alignment(golden: ProfileGolden) {
        let (x, _) = rowsOf(
            seed: golden.seed, golden.n, golden.d, classes: golden.classes, spread: golden.spread)
        let (y, _) = rowsOf(
            seed: golden.seed, golden.n, golden.d, classes: golden.classes,
            spread: 2 * golden.spread)
        let half = Matrix(
            rows: x.rows, columns: x.columns / 2,
            elements: (0..<x.rows).flatMap { x.row($0).prefix(x.columns / 2) })
        let (a, b, c) = (CenteredFeatures(x), CenteredFeatures(y), CenteredFeatures(half))
        expectNear(a.cka(with: b), golden.cka, 1e-12)
        expectNear(b.cka(with: a), golden.cka, 1e-12)
        expectNear(a.cka(with: c), golden.ckaOfHalf, 1e-12)
        expectNear(a.cka(with: a), 1, 1e-12)
    }

    @Test("CKA over several blocks and tiles is numpy's, wherever the origin lies")
    func blocks() {
        let (x, _) = rowsOf(seed: 47, 2500, 70, classes: 4, spread: 1)
        let (y, _) = rowsOf(seed: 47, 2500, 70, classes: 4, spread: 2)
        let part = Matrix(
            rows: 2500, columns: 33, elements: (0..<2500).flatMap { y.row($0).prefix(33) })
        let features = CenteredFeatures(x)
        expectNear(features.cka(with: CenteredFeatures(y)), 0.8472701576995537, 1e-12)
        expectNear(features.cka(with: CenteredFeatures(part)), 0.6014272951824279, 1e-12)

        let near = Matrix(
            rows: 2500, columns: 70, elements: x.elements.map { ($0 * 128).rounded() })
        let far = Matrix(rows: 2500, columns: 70, elements: near.elements.map { $0 + 65536 })
        expectNear(CenteredFeatures(near).cka(with: CenteredFeatures(far)), 1, 1e-12)
    }

    @Test("the silhouette of more labels than are multiplied at a time is that of all distances")
    func manyLabels() {
        let (rows, _) = rowsOf(seed: 48, 2200, 5, classes: 1100, spread: 0.2)
        let labels = (0..<2200).map { $0 < 9 ? -1 : Int32($0 % 1100) }
        expectNear(
            cosineSilhouette(rows, labels: labels), plainSilhouette(rows, labels: labels), 1e-12)
    }

    @Test("TwoNN is scikit-dimension's formula, zero distances removed", arguments: goldens)
    private func dimension(golden: ProfileGolden) {
        var (rows, _) = rowsOf(
            seed: golden.seed, golden.n, golden.d, classes: golden.classes, spread: golden.spread)
        expectNear(twoNN(neighbors: lists(rows, 2)), golden.dimension, 1e-6)
        for row in 20..<24 {
            for c in 0..<golden.d { rows[row, c] = rows[row - 16, c] }
        }
        expectNear(twoNN(neighbors: lists(rows, 2)), golden.dimensionWithTwins, 1e-6)
    }

    @Test("TwoNN finds the dimension of points spread over a plane and over a cube")
    func knownDimension() throws {
        for d in [2, 3] {
            let points = uniform(3, 2000 * d).map(Float.init)
            let found = try #require(
                twoNN(
                    neighbors: plainNeighbors(
                        Matrix(rows: 2000, columns: d, elements: points), Array(0..<2000), 2)))
            #expect(abs(found - Double(d)) < 0.15 * Double(d), "\(found) for \(d)")
        }
    }

    @Test("what cannot be computed is nil")
    func degenerate() {
        #expect(twoNN(nearest: [1, 1], second: [2, 3]) == nil)
        #expect(twoNN(nearest: [1, 1, 1, 1], second: [1, 1, 1, 1]) == nil)
        let flat = CenteredFeatures(Matrix(rows: 9, columns: 2, repeating: 3))
        let (rows, _) = rowsOf(seed: 1, 9, 2, classes: 2, spread: 1)
        #expect(flat.cka(with: CenteredFeatures(rows)) == nil)
        #expect(cosineSilhouette(rows, labels: [Int32](repeating: 4, count: 9)) == nil)
        #expect(cosineSilhouette(rows, labels: (0..<9).map { Int32($0) }) == nil)
        let none = [Int32](repeating: -1, count: 9)
        #expect(
            voteAccuracy(neighbors: lists(rows, 3), queries: Array(0..<9), labels: none) == nil)
    }

    @Test("labels that lie together have a silhouette near 1, equal rows one of 0")
    func silhouetteProperties() throws {
        let apart = Matrix<Float>(rows: 5, columns: 2, elements: [1, 0, 2, 0, 0, 1, 0, 3, 0, 0])
        // The row of zeros is alone with its label and counts 0.
        #expect(abs(try #require(cosineSilhouette(apart, labels: [0, 0, 1, 1, 2])) - 0.8) < 1e-12)
        // A row of zeros has distance 1 to its own label's other row as well.
        let withZeros = Matrix<Float>(rows: 4, columns: 2, elements: [1, 0, 0, 0, 0, 1, 0, 3])
        #expect(abs(try #require(cosineSilhouette(withZeros, labels: [0, 0, 1, 1])) - 0.5) < 1e-12)
        let equal = Matrix<Float>(rows: 4, columns: 3, repeating: 0.1)
        #expect(cosineSilhouette(equal, labels: [0, 0, 1, 1]) == 0)
    }

    @Test("a margin holds the mean over all, and is there for samples only")
    func margins() throws {
        let values = (0..<1000).map { $0 % 3 == 0 ? 1.0 : 0 }
        let all = try #require(Estimate(values, of: 1000))
        #expect(all.margin == nil)
        let some = try #require(Estimate(Array(values.prefix(200)), of: 1000))
        // 1.96 sqrt(p q / (m - 1) (1 - m / n)) of 67 hits among 200.
        let p = 67.0 / 200
        let expected = 1.96 * (p * (1 - p) / 199 * 0.8).squareRoot()
        #expect(abs(try #require(some.margin) - expected) < 1e-12)
        #expect(Estimate([], of: 3) == nil)
    }
}
