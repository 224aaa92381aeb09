import Dense
import Testing

@testable import Clustering

@Suite("Cluster summaries", .serialized)
struct ClusterSummaryTests {
    init() { useSingleThreadedBLAS() }

    @Test("medoid, exemplars and composition are what their definitions say")
    func definitions() {
        let rows = blobsWithNoise(count: 500, columns: 3, seed: 7)
        let assignments = (0..<500).map { (row: Int) -> Int32 in
            row % 10 == 9 ? -1 : Int32(row % 9 % 4)
        }
        let labels = (0..<500).map { (row: Int) -> Int32 in
            row % 7 == 0 ? -1 : Int32(row % 3)
        }
        let distances = pairDistances(rows)
        let summaries = clusterSummaries(
            rows, assignments: assignments, labels: labels, exemplars: 4)
        #expect(summaries.map(\.cluster) == [0, 1, 2, 3])
        for summary in summaries {
            let members = (0..<500).filter { assignments[$0] == summary.cluster }
            #expect(summary.size == members.count && summary.isMedoidExact)
            let sums = members.map { row in
                members.reduce(0) { $0 + distances[row * 500 + $1] }
            }
            let best = sums.indices.min { sums[$0] < sums[$1] } ?? 0
            #expect(summary.medoid == members[best])
            let nearest = members.filter { $0 != summary.medoid }.sorted {
                distances[summary.medoid * 500 + $0] < distances[summary.medoid * 500 + $1]
            }
            #expect(summary.exemplars == Array(nearest.prefix(4)))
            for entry in summary.labels {
                #expect(entry.count == members.count { labels[$0] == entry.label })
            }
            let labelled = members.count { labels[$0] >= 0 }
            #expect(summary.labels.reduce(0) { $0 + $1.count } == labelled)
            let counts = summary.labels.map(\.count)
            #expect(counts == counts.sorted(by: >))
            #expect(summary.largestShare == Double(summary.labels[0].count) / Double(labelled))
        }
    }

    @Test("exemplars by probability; ties of the medoid go to the lowest row")
    func probabilities() {
        let rows = Matrix<Float>(rows: 5, columns: 1, elements: [4, 1, 2, 3, 100])
        let summaries = clusterSummaries(
            rows, assignments: [0, 0, 0, 0, -1], probabilities: [0.5, 1, 0.2, 0.5, 0], exemplars: 3)
        // Rows 2 and 3 have the same sum of distances.
        #expect(summaries.count == 1 && summaries[0].medoid == 2)
        #expect(summaries[0].exemplars == [1, 3, 0])
        #expect(summaries[0].labels == [] && summaries[0].largestShare == 0)
    }

    @Test("the medoid of many members comes from a seeded sample, and says so")
    func sampled() {
        let rows = blobsWithNoise(count: 400, columns: 3, seed: 8)
        let assignments = [Int32](repeating: 3, count: 400)
        let one = clusterSummaries(rows, assignments: assignments, medoidLimit: 50, seed: 1)
        #expect(one == clusterSummaries(rows, assignments: assignments, medoidLimit: 50, seed: 1))
        #expect(one[0].size == 400 && !one[0].isMedoidExact && one[0].exemplars.count == 5)
        let single = clusterSummaries(
            Matrix(rows: 2, columns: 1, elements: [1, 2]), assignments: [0, 1])
        #expect(single.map(\.medoid) == [0, 1] && single.allSatisfy { $0.exemplars.isEmpty })
        #expect(clusterSummaries(rows, assignments: assignments.map { _ in -1 }).isEmpty)
    }

    @Test("noise counts neither for nor against agreement, and its share is said")
    func noise() {
        let assignments: [Int32] = [0, 0, 1, 1, -1, -1, 0, 1]
        let labels: [Int32] = [5, 5, 6, 6, 5, 6, -1, 5]
        let found = labelAgreement(assignments, labels)
        #expect(found.points == 5 && found.noiseShare == 0.25)
        #expect(found.purity == 0.8)
        #expect(
            found.adjustedRandIndex == adjustedRandIndex([0, 0, 1, 1, 1], [5, 5, 6, 6, 5]))
        let none = labelAgreement([-1, -1], [0, 1])
        #expect(none.points == 0 && none.noiseShare == 1 && none.purity == 0)
        #expect(labelAgreement([], []).noiseShare == 0)
    }
}
