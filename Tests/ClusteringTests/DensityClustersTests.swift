import Dense
import Testing

@testable import Clustering

@Suite("DBSCAN", .serialized)
struct DensityClustersTests {
    init() { useSingleThreadedBLAS() }

    @Test("labels are scikit-learn's", arguments: clusterGoldens)
    func golden(_ golden: ClusterGolden) {
        let found = dbscan(golden.rows, eps: golden.eps, minimumSamples: 5)
        #expect(found.map(Int32.init) == labels(golden.dbscan), "\(golden.name)")
    }

    @Test("blocked products give the labels of all distances", arguments: 0..<3 as Range<UInt64>)
    func referee(seed: UInt64) {
        let noisy = blobsWithNoise(count: 1300, columns: 6, seed: seed)
        // Whole numbers have distances that are exactly eps, and equal rows.
        let whole = Matrix(
            rows: 1300, columns: 6, elements: noisy.elements.map { $0.rounded() })
        for rows in [noisy, whole] {
            let distances = pairDistances(rows)
            for eps in [0, 0.5, 1, 2, 3, 4, 100] {
                for minimumSamples in [1, 2, 5, 30] {
                    let expected = dbscan(
                        distances: distances, count: rows.rows, eps: eps, minimumSamples)
                    let found = dbscan(rows, eps: eps, minimumSamples: minimumSamples)
                    #expect(found == expected, "eps \(eps), \(minimumSamples) rows, seed \(seed)")
                }
            }
        }
    }

    @Test("no rows, and rows far from their mean")
    func extremes() {
        #expect(dbscan(Matrix(rows: 0, columns: 2, elements: []), eps: 1, minimumSamples: 2) == [])
        let rows = Matrix<Float>(
            rows: 6, columns: 1, elements: [1e6, 1e6 + 1, 1e6 + 2, -1e6, -1e6 + 1, 0])
        #expect(dbscan(rows, eps: 1, minimumSamples: 2) == [0, 0, 0, 1, 1, -1])
    }
}
