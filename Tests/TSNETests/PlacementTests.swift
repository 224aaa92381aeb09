import Dense
import Foundation
import Neighbors
import TSNE
import Testing

/// A map of clustered rows, and the neighbour lists of new rows among them.
private struct Example {
    let map: Matrix<Float>
    let neighbors: SparseMatrix
    let count: Int

    init(new count: Int = 40) {
        self.count = count
        let all = clusteredRows(count: 300 + count, columns: 8, clusters: 4, seed: 2)
        let old = all.rows(Array(0..<300))
        let affinities = Affinities.fit(
            neighbors: exactNeighbors(of: old, count: 45), perplexity: 15)
        map = tsne(affinities: affinities, initial: randomLayout(count: 300, seed: 1)).layout
        var (columns, values) = ([Int32](), [Float]())
        for row in 300..<300 + count {
            let distances = (0..<300).map { other -> Float in
                var sum: Float = 0
                for c in 0..<8 {
                    let difference = all[row, c] - all[other, c]
                    sum += difference * difference
                }
                return sum.squareRoot()
            }
            let nearest = (0..<300).sorted { distances[$0] < distances[$1] }.prefix(20)
            columns += nearest.map { Int32($0) }
            values += nearest.map { distances[$0] }
        }
        neighbors = SparseMatrix(
            rowCount: count, columnCount: 300, offsets: (0...count).map { 20 * $0 },
            columns: columns, values: values)
    }
}

@Test("new points are placed among their own kind, near their neighbours")
func placedAmongTheirKind() {
    let example = Example()
    let placed = place(neighbors: example.neighbors, on: example.map)
    #expect(placed.rows == 40 && placed.elements.allSatisfy { $0.isFinite })
    for row in 0..<40 {
        let nearest = (0..<300).min { a, b in
            hypot(example.map[a, 0] - placed[row, 0], example.map[a, 1] - placed[row, 1])
                < hypot(example.map[b, 0] - placed[row, 0], example.map[b, 1] - placed[row, 1])
        }
        #expect(nearest.map { $0 % 4 } == (300 + row) % 4, "row \(row)")
    }
}

@Test("a point's place does not depend on the points placed with it, nor on threads")
func placedAlone() {
    let example = Example()
    let before = Parallelism.threads
    defer { Parallelism.threads = before }
    let together = place(neighbors: example.neighbors, on: example.map)
    for (row, threads) in [(0, 1), (17, 2), (39, 3)] {
        Parallelism.threads = threads
        let entries = example.neighbors.entries(ofRow: row)
        let alone = SparseMatrix(
            rowCount: 1, columnCount: 300, offsets: [0, entries.count],
            columns: Array(example.neighbors.columns[entries]),
            values: Array(example.neighbors.values[entries]))
        #expect(place(neighbors: alone, on: example.map) == together.rows([row]))
    }
}

@Test("without iterations a new point stands at the median of its neighbours")
func placedAtMedian() {
    let map = Matrix<Float>(rows: 4, columns: 2, elements: [0, 0, 10, 1, 2, 7, 4, 3])
    let neighbors = SparseMatrix(
        rowCount: 2, columnCount: 4, offsets: [0, 3, 7], columns: [0, 1, 2, 3, 2, 1, 0],
        values: [1, 2, 3, 1, 2, 3, 4])
    var options = PlacementOptions()
    options.iterations = 0
    #expect(place(neighbors: neighbors, on: map, options: options).elements == [2, 1, 3, 2])
    options.medianNeighbors = 1
    #expect(place(neighbors: neighbors, on: map, options: options).elements == [0, 0, 4, 3])
}

@Test("a map too wide for a field places points by all pairs, as near as the field does")
func placedOnWideMap() {
    let example = Example(new: 10)
    // One old point far away makes the grid too large; it hardly repels anybody.
    let wide = Matrix(
        rows: 301, columns: 2, elements: example.map.elements + [20_000, 20_000])
    let neighbors = SparseMatrix(
        rowCount: 10, columnCount: 301, offsets: example.neighbors.offsets,
        columns: example.neighbors.columns, values: example.neighbors.values)
    let byField = place(neighbors: example.neighbors, on: example.map)
    let byPairs = place(neighbors: neighbors, on: wide)
    for (a, b) in zip(byField.elements, byPairs.elements) { #expect(abs(a - b) < 0.1) }
}

@Test("placing stops when it is told to; old maps of one point and of equal points do")
func placedOnSmallMaps() {
    var calls = 0
    let one = SparseMatrix(rowCount: 1, columnCount: 1, offsets: [0, 1], columns: [0], values: [2])
    let placed = place(
        neighbors: one, on: Matrix(rows: 1, columns: 2, elements: [5, 6])
    ) { iteration in
        calls = iteration
        return iteration < 9
    }
    #expect(calls == 9 && placed.elements.allSatisfy { $0.isFinite })
    let equal = place(
        neighbors: SparseMatrix(
            rowCount: 1, columnCount: 3, offsets: [0, 3], columns: [0, 1, 2], values: [1, 1, 1]),
        on: Matrix(rows: 3, columns: 2, repeating: 4))
    #expect(equal.elements.allSatisfy { $0.isFinite })
}
