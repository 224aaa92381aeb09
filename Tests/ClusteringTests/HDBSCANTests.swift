import Dense
import Foundation
import Testing

@testable import Clustering

/// The `count` nearest rows of each row without itself, by plain loops.
func neighborGraph(_ rows: Matrix<Float>, _ count: Int) -> SparseMatrix {
    let n = rows.rows
    let distances = pairDistances(rows)
    var graph = SparseMatrix(
        rowCount: n, columnCount: n, offsets: (0...n).map { $0 * min(count, n - 1) },
        columns: [Int32](repeating: 0, count: n * min(count, n - 1)),
        values: [Float](repeating: 0, count: n * min(count, n - 1)))
    for row in 0..<n {
        let nearest = (0..<n).filter { $0 != row }.sorted {
            (distances[row * n + $0], $0) < (distances[row * n + $1], $1)
        }
        for (place, entry) in graph.entries(ofRow: row).enumerated() {
            graph.columns[entry] = Int32(nearest[place])
            graph.values[entry] = Float(distances[row * n + nearest[place]])
        }
    }
    return graph
}

/// The least spanning tree by Kruskal's algorithm over all pairs: slow and plain.
func refereeTree(_ rows: Matrix<Float>, minimumSamples: Int) -> [ReachabilityEdge] {
    let n = rows.rows
    let bounded = BoundedRows(rows)
    let cores = (0..<n).map { row in
        (0..<n).filter { $0 != row }.map { bounded.squaredDistance(row, $0) }.sorted()[
            minimumSamples - 1]
    }
    var edges: [ReachabilityEdge] = []
    for i in 0..<n {
        for j in 0..<i {
            edges.append(
                ReachabilityEdge(
                    i, j, squaredDistance: bounded.squaredDistance(i, j),
                    squaredCores: cores.span))
        }
    }
    var sets = DisjointSets(n)
    return edges.sorted().filter { sets.join(Int($0.a), Int($0.b)) }
}

/// Whole numbers, so that many distances are equal and some rows are.
private func lattice(_ count: Int, columns: Int, seed: UInt64) -> Matrix<Float> {
    let values = (0..<count * columns).map { Float((3 * bell(seed, $0, from: 0)).rounded()) }
    return Matrix(rows: count, columns: columns, elements: values)
}

@Suite("HDBSCAN", .serialized)
struct HDBSCANTests {
    init() { useSingleThreadedBLAS() }

    @Test("labels, probabilities and persistence are the package's", arguments: clusterGoldens)
    func golden(_ golden: ClusterGolden) {
        let rows = golden.rows
        let sum = rows.elements.reduce(0) { $0 + Double($1) }
        #expect(abs(sum - golden.sum) < 1e-9 * abs(golden.sum))
        for graph in [nil, neighborGraph(rows, 5), neighborGraph(rows, 15)] {
            let result = hdbscan(rows, neighbors: graph)
            #expect(result.isExact)
            #expect(result.assignments == labels(golden.hdbscan), "\(golden.name)")
            #expect(abs(result.probabilities.reduce(0, +) - golden.probabilities) < 1e-9)
            for (found, expected) in zip(result.probabilities, golden.firstProbabilities) {
                #expect(abs(found - expected) < 1e-12)
            }
            #expect(result.count == golden.persistence.count)
            for (found, expected) in zip(result.persistence, golden.persistence) {
                #expect(abs(found - expected) < 1e-12)
            }
        }
    }

    @Test(
        "the tree is the referee's, also among equal rows and distances",
        arguments: 0..<4 as Range<UInt64>)
    func tree(seed: UInt64) {
        for rows in [
            mixture(seed), spreads(seed), lattice(300, columns: 2, seed: seed),
            lattice(300, columns: 5, seed: seed),
        ] {
            for minimumSamples in [1, 5] {
                let expected = refereeTree(rows, minimumSamples: minimumSamples)
                for graph in [nil, neighborGraph(rows, 5), neighborGraph(rows, 20)] {
                    let found = reachabilityEdges(
                        rows, graph, minimumSamples: minimumSamples, isGraphExact: true,
                        limits: nil)
                    #expect(found == expected, "seed \(seed), \(minimumSamples) samples")
                }
            }
        }
    }

    @Test("a graph that is wrong about neighbours still gives the least tree of its cores")
    func approximateGraph() {
        let rows = mixture(3)
        // Every second neighbour is missing: what is not listed may be near.
        let graph = neighborGraph(rows, 20)
        var thin = graph
        thin.offsets = (0...rows.rows).map { $0 * 10 }
        thin.columns = stride(from: 0, to: graph.columns.count, by: 2).map { graph.columns[$0] }
        thin.values = stride(from: 0, to: graph.values.count, by: 2).map { graph.values[$0] }
        let bounded = BoundedRows(rows)
        let cores = NeighborLists(thin, of: bounded, isExact: false)
        let squaredCores = (0..<rows.rows).map { cores.squaredCore($0, 5) }
        var all = ReachabilityTree(bounded, squaredCores: squaredCores)
        all.build()
        let found = reachabilityEdges(
            rows, thin, minimumSamples: 5, isGraphExact: false, limits: nil)
        #expect(found == all.edges.sorted())
        #expect(!hdbscan(rows, neighbors: thin, isGraphExact: false).isExact)
    }

    @Test("beyond the exact limit the clusters stay nearly the same", arguments: [15, 40])
    func limited(neighbors: Int) {
        let rows = blobsWithNoise(count: 2000, columns: 10, seed: 1)
        let graph = neighborGraph(rows, neighbors)
        let exact = hdbscan(rows, neighbors: graph)
        let limited = hdbscan(
            rows, graph, 5, 5, isGraphExact: true, limits: SearchLimits(step: 40, component: 8))
        #expect(exact.isExact && !limited.isExact)
        #expect(!hdbscan(rows, neighbors: graph, exactLimit: 1999).isExact)
        #expect(hdbscan(rows, neighbors: graph, exactLimit: 2000).isExact)
        let agreement = adjustedRandIndex(exact.assignments, limited.assignments)
        #expect(agreement >= 0.95, "\(agreement)")
    }

    @Test("equal rows have an infinite lambda: they are one cluster of probability 1")
    func duplicates() {
        var values: [Float] = []
        for i in 0..<20 { values += [Float(i % 2), 0] }
        for i in 0..<10 { values += [Float(3 + i), Float(10 + i * i)] }
        let result = hdbscan(Matrix(rows: 30, columns: 2, elements: values))
        // hdbscan 0.8.44: two clusters of ten, the rest noise; all values 1.
        let expected = (0..<30).map { (row: Int) -> Int32 in row < 20 ? Int32(row % 2) : -1 }
        #expect(result.assignments == expected)
        #expect(result.probabilities == expected.map { $0 >= 0 ? 1.0 : 0.0 })
        #expect(result.persistence == [1, 1])
    }

    @Test("few rows, one group and all rows equal give no clusters")
    func degenerate() {
        for n in [0, 1, 2, 4, 9] {
            let rows = Matrix<Float>(
                rows: n, columns: 1, elements: (0..<n).map { Float($0 * $0) })
            let result = hdbscan(rows)
            #expect(result.assignments == [Int32](repeating: -1, count: n) && result.count == 0)
        }
        let same = hdbscan(Matrix<Float>(rows: 5000, columns: 3, repeating: 2))
        #expect(same.count == 0 && same.assignments.allSatisfy { $0 == -1 })
    }

    @Test("a chain of many rows needs no deep stack")
    func deepTree() {
        let n = 60_000
        let edges = (1..<n).map { (a: Int32($0 - 1), b: Int32($0), distance: Double($0)) }
        let tree = CondensedTree(SingleLinkage(rows: n, edges: edges), minimumClusterSize: 5)
        #expect(tree.parents.count == 1 && tree.lambdas[n - 1] == 1 / Double(n - 1))
    }

    @Test("labels do not depend on the order of the rows")
    func permuted() {
        let rows = mixture(8)
        let n = rows.rows
        let expected = hdbscan(rows)
        let order = (0..<n).map { $0 * 7 % n }
        let result = hdbscan(rows.rows(order))
        #expect(result.assignments.map { $0 < 0 } == order.map { expected.assignments[$0] < 0 })
        #expect(
            adjustedRandIndex(result.assignments, order.map { expected.assignments[$0] }) == 1)
    }

    @Test("results have the same bits for any number of threads")
    func threads() {
        let rows = blobsWithNoise(count: 1500, columns: 8, seed: 2)
        let graph = neighborGraph(rows, 15)
        let before = Parallelism.threads
        defer { Parallelism.threads = before }
        let results = [1, 2, 3, 4].map { threads in
            Parallelism.threads = threads
            return [
                hdbscan(rows), hdbscan(rows, neighbors: graph),
                hdbscan(
                    rows, graph, 5, 5, isGraphExact: true,
                    limits: SearchLimits(step: 40, component: 8)),
            ]
        }
        for result in results.dropFirst() { #expect(result == results[0]) }
        #expect(results[0][0] == results[0][1])
    }

    @Test(
        "scikit-learn's digits have the package's clusters",
        .enabled(if: ProcessInfo.processInfo.environment["VITRINE_CLUSTER_ROWS"] != nil))
    func digits() throws {
        // Run by Scripts/checks/clusters.py, which compares the labels written.
        let environment = ProcessInfo.processInfo.environment
        let path = try #require(environment["VITRINE_CLUSTER_ROWS"])
        let columns = try #require(Int(environment["VITRINE_CLUSTER_COLUMNS"] ?? ""))
        let samples = try #require(Int(environment["VITRINE_CLUSTER_SAMPLES"] ?? ""))
        let data = try Data(contentsOf: URL(filePath: path))
        let values = stride(from: 0, to: data.count, by: 4).map { start in
            Float(bitPattern: data[start..<start + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) })
        }
        let rows = Matrix(rows: values.count / columns, columns: columns, elements: values)
        let result = hdbscan(rows, minimumSamples: samples)
        let lines = zip(result.assignments, result.probabilities).map { "\($0) \($1)" }
        try lines.joined(separator: "\n").write(
            toFile: path + ".labels", atomically: true, encoding: .utf8)
    }
}

/// Rows around ten centres, and a tenth of them anywhere.
func blobsWithNoise(count: Int, columns: Int, seed: UInt64) -> Matrix<Float> {
    let values = (0..<count * columns).map { i -> Float in
        let row = i / columns
        if row % 10 == 9 { return Float(6 * bell(seed, i, from: 100_000)) }
        let center = 4 * bell(seed, row % 9 * columns + i % columns, from: 0)
        return Float(center + bell(seed, i, from: 100_000))
    }
    return Matrix(rows: count, columns: columns, elements: values)
}
