import Dense
import Foundation
import Neighbors
import TSNE
import Testing

private func affinities(
    _ rows: Matrix<Float>, perplexity: Double, neighbors: Int
) -> Affinities {
    Affinities.fit(
        neighbors: exactNeighbors(of: rows, count: neighbors), perplexity: perplexity)
}

@Test(
    "affinities are symmetric bit for bit, sum to one and leave out the diagonal",
    arguments: 0..<4 as Range<UInt64>)
func affinitiesAreJointProbabilities(seed: UInt64) {
    let rows = clusteredRows(count: 200, columns: 7, clusters: 5, seed: seed)
    let fitted = affinities(rows, perplexity: 10, neighbors: 30)
    fitted.matrix.checkInvariants()
    let dense = fitted.matrix.asDense()
    var total = 0.0
    for i in 0..<200 {
        #expect(dense[i, i] == 0)
        for j in 0..<200 {
            #expect(dense[i, j] == dense[j, i], "seed \(seed), entry \(i), \(j)")
            total += dense[i, j]
        }
        let columns = fitted.matrix.columns[fitted.matrix.entries(ofRow: i)]
        #expect(zip(columns, columns.dropFirst()).allSatisfy { $0 < $1 })
    }
    // Entries are rounded to single precision, each to 6e-8 of itself at random.
    #expect(abs(total - 1) < 1e-7, "seed \(seed): sum \(total)")
}

@Test("every point's affinities have the perplexity asked for", arguments: [2.0, 5, 30])
func perplexityIsReached(perplexity: Double) {
    let rows = clusteredRows(count: 300, columns: 5, clusters: 3, seed: 7)
    let fitted = affinities(rows, perplexity: perplexity, neighbors: Int(3 * perplexity))
    for (row, reached) in fitted.perplexities.enumerated() {
        #expect(abs(reached / perplexity - 1) < 1e-7, "row \(row): \(reached)")
    }
}

@Test("over all neighbours, sparse affinities equal the dense ones")
func sparseEqualsDense() {
    let rows = clusteredRows(count: 60, columns: 4, clusters: 3, seed: 2)
    let sparse = affinities(rows, perplexity: 12, neighbors: 59).matrix.asDense()
    let dense = denseAffinities(rows, perplexity: 12)
    let largest = dense.elements.max() ?? 0
    for (a, b) in zip(sparse.elements, dense.elements) {
        // Distances come in single precision.
        #expect(abs(a - b) < 1e-6 * largest)
    }
}

@Test("equal distances give equal affinities, and the perplexity says what was possible")
func equalDistances() {
    let graph = SparseMatrix(
        rowCount: 4, columnCount: 4, offsets: [0, 3, 6, 9, 12],
        columns: [1, 2, 3, 0, 2, 3, 0, 1, 3, 0, 1, 2],
        values: [Float](repeating: 2.5, count: 12))
    let fitted = Affinities.fit(neighbors: graph, perplexity: 2)
    for value in fitted.matrix.values { #expect(abs(value - 1.0 / 12) < 1e-7) }
    for perplexity in fitted.perplexities { #expect(abs(perplexity - 3) < 1e-12) }
}

@Test("a perplexity beyond the number of neighbours gives nearly uniform affinities")
func perplexityTooLarge() {
    let rows = clusteredRows(count: 20, columns: 3, clusters: 1, seed: 3)
    let fitted = affinities(rows, perplexity: 30, neighbors: 9)
    for reached in fitted.perplexities { #expect(abs(reached - 9) < 1e-3) }
}

@Test("distances of any scale reach the perplexity", arguments: [1e-12, 1e-3, 1, 1e9] as [Float])
func anyScale(scale: Float) {
    var rows = clusteredRows(count: 100, columns: 4, clusters: 2, seed: 5)
    for i in rows.elements.indices { rows.elements[i] *= scale }
    let fitted = affinities(rows, perplexity: 8, neighbors: 24)
    for reached in fitted.perplexities { #expect(abs(reached - 8) < 1e-6) }
}

@Test("duplicate rows are grouped by their first occurrence and spread again")
func uniqueRows() {
    let rows = Matrix<Float>(
        rows: 6, columns: 2, elements: [1, 2, 0, 0, 1, 2, -0.0, 0, 3, 1, 1, 2])
    let unique = UniqueRows(rows)
    #expect(unique.first == [0, 1, 4])
    #expect(unique.place == [0, 1, 0, 1, 2, 0])
    #expect(!unique.isTrivial)
    #expect(unique.spread(rows.rows(unique.first)) == rows)
    #expect(UniqueRows(rows.rows([0, 1, 4])).isTrivial)
}

@Test("the neighbours of different rows are given to their copies, at distance 0 to one another")
func neighborsOfCopies() {
    let rows = Matrix<Float>(rows: 6, columns: 1, elements: [5, 1, 5, 3, 5, 5])
    let unique = UniqueRows(rows)
    // Different rows: 0 (5), 1 (1) and 3 (3); two neighbours each.
    let graph = SparseMatrix(
        rowCount: 3, columnCount: 3, offsets: [0, 2, 4, 6], columns: [2, 1, 2, 0, 0, 1],
        values: [2, 4, 2, 4, 2, 2])
    let spread = unique.spread(graph)
    #expect(spread.rowCount == 6 && spread.columnCount == 6)
    func row(_ row: Int) -> [(Int32, Float)] {
        spread.entries(ofRow: row).map { (spread.columns[$0], spread.values[$0]) }
    }
    #expect(row(0).map(\.0) == [2, 4, 3, 1] && row(0).map(\.1) == [0, 0, 2, 4])
    // The last copy lists the first two of the other three.
    #expect(row(5).map(\.0) == [0, 2, 3, 1] && row(5).map(\.1) == [0, 0, 2, 4])
    #expect(row(1).map(\.0) == [3, 0] && row(3).map(\.0) == [0, 1])
}

@Test("initial layouts have the deviation of openTSNE's")
func initialLayouts() {
    let scores = principalScores(clusteredRows(count: 500, columns: 6, clusters: 4, seed: 1))
    for layout in [
        initialLayout(fromPrincipalScores: scores), randomLayout(count: 500, seed: 1),
        initialLayout(fromPrincipalScores: Matrix(rows: 500, columns: 2, repeating: 1)),
    ] {
        let first = (0..<500).map { layout[$0, 0] }
        let mean = first.reduce(0, +) / 500
        let deviation = (first.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 500).squareRoot()
        #expect(abs(deviation / 1e-4 - 1) < 0.1, "deviation \(deviation)")
    }
    #expect(randomLayout(count: 5, seed: 1) != randomLayout(count: 5, seed: 2))
    let single = initialLayout(
        fromPrincipalScores: Matrix(rows: 3, columns: 1, elements: [1, 2, 3]))
    #expect(single.columns == 2 && abs(single[2, 0] - single[0, 0] - 2.449e-4) < 1e-5)
}
