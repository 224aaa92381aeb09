import Dense
import Testing

@testable import Clustering

/// The silhouette of each row of a group by plain loops.
private func referee(
    _ rows: Matrix<Float>, _ groups: [Int32], _ distance: (Int, Int) -> Double
) -> [Double] {
    let inGroup = groups.indices.filter { groups[$0] >= 0 }
    let names = Set(inGroup.map { groups[$0] }).sorted()
    return inGroup.map { row in
        let means = names.map { name -> Double in
            let members = inGroup.filter { groups[$0] == name && $0 != row }
            return members.reduce(0) { $0 + distance(row, $1) } / Double(members.count)
        }
        let own = names.firstIndex(of: groups[row]) ?? 0
        if means[own].isNaN { return 0 }
        let nearest = names.indices.filter { $0 != own }.map { means[$0] }.min() ?? 0
        let scale = max(means[own], nearest)
        return scale > 0 ? (nearest - means[own]) / scale : 0
    }
}

private func worstDifference(_ a: [Double], _ b: [Double]) -> Double {
    a.count == b.count ? zip(a, b).map { abs($0 - $1) }.max() ?? 0 : .infinity
}

/// Nine groups in turn, each tenth row in none.
private func noisyGroups(_ count: Int) -> [Int32] {
    (0..<count).map { (row: Int) -> Int32 in row % 10 == 9 ? -1 : Int32(row % 9) }
}

@Suite("Silhouette", .serialized)
struct SilhouetteTests {
    init() { useSingleThreadedBLAS() }

    @Test("values are scikit-learn's", arguments: clusterGoldens)
    func golden(_ golden: ClusterGolden) throws {
        let groups = labels(golden.hdbscan)
        let euclidean = try #require(
            silhouette(golden.rows, groups: groups, distance: .euclidean))
        #expect(abs(euclidean.mean - golden.euclidean) < 1e-9)
        #expect(abs(euclidean.values[0] - golden.euclideanFirst) < 1e-9)
        let cosine = try #require(silhouette(golden.rows, groups: groups, distance: .cosine))
        #expect(abs(cosine.mean - golden.cosine) < 1e-9)
        #expect(abs(cosine.values[0] - golden.cosineFirst) < 1e-9)
        #expect(euclidean.margin == 0 && cosine.margin == 0)
        #expect(euclidean.rows == groups.indices.filter { groups[$0] >= 0 })
    }

    @Test("values are the referee's, with noise, single rows, equal rows and rows of zeros")
    func referees() throws {
        var rows = blobsWithNoise(count: 700, columns: 5, seed: 4)
        for c in 0..<5 {
            rows[1, c] = 0
            rows[2, c] = rows[11, c]
        }
        var groups = noisyGroups(700)
        groups[5] = 1000
        let distances = pairDistances(rows)
        let euclidean = try #require(silhouette(rows, groups: groups, distance: .euclidean))
        let expected = referee(rows, groups) { (i: Int, j: Int) -> Double in
            distances[i * 700 + j]
        }
        #expect(worstDifference(euclidean.values, expected) < 1e-9)
        let cosine = try #require(silhouette(rows, groups: groups, distance: .cosine))
        func cosineDistance(_ i: Int, _ j: Int) -> Double {
            let (a, b) = (rows.row(i).map(Double.init), rows.row(j).map(Double.init))
            func dot(_ x: [Double], _ y: [Double]) -> Double {
                zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
            }
            let scale = (dot(a, a) * dot(b, b)).squareRoot()
            return scale > 0 ? 1 - dot(a, b) / scale : 1
        }
        let expectedCosine = referee(rows, groups, cosineDistance)
        #expect(worstDifference(cosine.values, expectedCosine) < 1e-9)
    }

    @Test("a sample's mean lies near that of all rows, within a few margins")
    func sampled() throws {
        let rows = blobsWithNoise(count: 2000, columns: 4, seed: 5)
        let groups = noisyGroups(2000)
        let all = try #require(silhouette(rows, groups: groups, distance: .euclidean))
        let one = try #require(
            silhouette(rows, groups: groups, distance: .euclidean, limit: 600, seed: 3))
        #expect(one.rows.count == 600 && one.rows == one.rows.sorted())
        #expect(one.margin > 0 && abs(one.mean - all.mean) < 3 * one.margin)
        let same = silhouette(rows, groups: groups, distance: .euclidean, limit: 600, seed: 3)
        #expect(same == one)
        let other = silhouette(rows, groups: groups, distance: .euclidean, limit: 600, seed: 4)
        #expect(other != one)
    }

    @Test("one group, no group and single rows have no silhouette")
    func degenerate() {
        let rows = blobsWithNoise(count: 6, columns: 2, seed: 6)
        for groups: [Int32] in [
            [0, 0, 0, 0, 0, 0], [-1, -1, -1, -1, -1, -1], [0, 1, 2, 3, 4, 5],
        ] {
            for distance in RowDistance.allCases {
                #expect(silhouette(rows, groups: groups, distance: distance) == nil)
            }
        }
        let same = Matrix<Float>(rows: 4, columns: 2, repeating: 3)
        #expect(
            silhouette(same, groups: [0, 0, 1, 1], distance: .euclidean)?.values == [0, 0, 0, 0])
    }

    @Test("results have the same bits for any number of threads")
    func threads() {
        let rows = blobsWithNoise(count: 1500, columns: 8, seed: 2)
        let groups = (0..<1500).map { Int32($0 % 9) }
        let before = Parallelism.threads
        defer { Parallelism.threads = before }
        let results = [1, 2, 3, 4].map { threads in
            Parallelism.threads = threads
            return RowDistance.allCases.map { silhouette(rows, groups: groups, distance: $0) }
        }
        for result in results.dropFirst() { #expect(result == results[0]) }
    }
}
