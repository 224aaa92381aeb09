import Dense
import Foundation
import Testing

@testable import Clustering

/// Rows around random centres, in turn, and the number of each row's centre.
private func blobs(
    count: Int, columns: Int, clusters: Int, seed: UInt64, distance: Double = 10
) -> (rows: Matrix<Float>, labels: [Int32]) {
    var generator = CounterGenerator(seed: seed)
    let centers = (0..<clusters * columns).map { _ in distance * generator.normal() }
    let values = (0..<count * columns).map { i in
        Float(centers[i / columns % clusters * columns + i % columns] + generator.normal())
    }
    return (
        Matrix(rows: count, columns: columns, elements: values),
        (0..<count).map { Int32($0 % clusters) }
    )
}

/// The sum of squared distances from the centroids, by plain loops.
private func inertia(_ rows: Matrix<Float>, _ result: KMeans) -> Double {
    var sum = 0.0
    for i in 0..<rows.rows {
        for c in 0..<rows.columns {
            let difference =
                Double(rows[i, c]) - Double(result.centroids[Int(result.assignments[i]), c])
            sum += difference * difference
        }
    }
    return sum
}

@Suite("k-means", .serialized)
struct KMeansTests {
    init() { useSingleThreadedBLAS() }

    @Test("clusters that lie apart are found, numbered by size", arguments: 0..<4 as Range<UInt64>)
    func separated(seed: UInt64) {
        let (rows, labels) = blobs(count: 403, columns: 8, clusters: 5, seed: seed)
        let result = kMeans(rows, clusters: 5, seed: seed)
        #expect(purity(result.assignments, labels) == 1, "seed \(seed)")
        #expect(adjustedRandIndex(result.assignments, labels) == 1)
        // 403 = 5 · 80 + 3: the first three have 81 rows, in order of their first member.
        #expect(Array(result.assignments[0..<5]) == [0, 1, 2, 3, 4])
        #expect(abs(result.inertia / inertia(rows, result) - 1) < 1e-5)
    }

    @Test("the objective never rises", arguments: 0..<5 as Range<UInt64>)
    func objectiveFalls(seed: UInt64) {
        let (rows, _) = blobs(count: 500, columns: 4, clusters: 3, seed: seed, distance: 1)
        let problem = LloydProblem(rows)
        var generator = CounterGenerator(seed: seed)
        for k in [1, 2, 7, 40] {
            let history = problem.run(
                from: problem.plusPlus(k, &generator), maximumIterations: 300
            ).history
            for (before, after) in zip(history, history.dropFirst()) {
                #expect(after <= before * (1 + 1e-12), "seed \(seed), k \(k)")
            }
        }
    }

    @Test("more clusters, less inertia; one cluster's centroid is the mean")
    func moreClusters() {
        let (rows, _) = blobs(count: 300, columns: 3, clusters: 4, seed: 9, distance: 1)
        let inertias = [1, 2, 4, 8, 16, 64].map { kMeans(rows, clusters: $0, seed: 1).inertia }
        #expect(zip(inertias, inertias.dropFirst()).allSatisfy { $0 > $1 }, "\(inertias)")
        let one = kMeans(rows, clusters: 1, seed: 1)
        for c in 0..<3 {
            let mean = (0..<300).reduce(0.0) { $0 + Double(rows[$1, c]) } / 300
            #expect(abs(Double(one.centroids[0, c]) - mean) < 1e-6)
        }
    }

    @Test("fewer different rows than clusters make a cluster each")
    func fewRows() {
        let rows = Matrix<Float>(rows: 5, columns: 1, elements: [1, 7, 1, 7, 3])
        let result = kMeans(rows, clusters: 10, seed: 1)
        #expect(result.centroids.elements == [1, 7, 3])
        #expect(result.assignments == [0, 1, 0, 1, 2])
        #expect(result.inertia == 0)
        let same = kMeans(Matrix(rows: 4, columns: 2, repeating: 2), clusters: 3, seed: 1)
        #expect(same.centroids.rows == 1 && same.inertia == 0)
    }

    @Test("a cluster that loses all rows gets the farthest one")
    func emptyCluster() {
        let rows = Matrix<Float>(rows: 6, columns: 1, elements: [0, 1, 2, 50, 51, 90])
        // Two equal starts: the second gets no row.
        let state = LloydProblem(rows).run(from: [0, 0, 3], maximumIterations: 50)
        #expect(Set(state.assignments).count == 3)
        for (before, after) in zip(state.history, state.history.dropFirst()) {
            #expect(after <= before)
        }
        #expect(state.inertia == 2.5)
    }

    @Test("results have the same bits for any number of threads")
    func threads() {
        let (rows, _) = blobs(count: 5000, columns: 6, clusters: 9, seed: 3, distance: 1)
        let before = Parallelism.threads
        defer { Parallelism.threads = before }
        let results = [1, 2, 3, 4].map { threads in
            Parallelism.threads = threads
            return kMeans(rows, clusters: 12, seed: 5, restarts: 2)
        }
        for result in results.dropFirst() { #expect(result == results[0]) }
    }

    @Test("many rows are clustered as well as few are, by single-precision blocks")
    func blocked() {
        let (rows, labels) = blobs(count: 3000, columns: 7, clusters: 12, seed: 2)
        let many = kMeansOfMany(rows, 12, 1, 10, 300)
        let few = kMeans(rows, clusters: 12, seed: 1)
        #expect(adjustedRandIndex(many.assignments, labels) > 0.99)
        #expect(abs(many.inertia / few.inertia - 1) < 1e-4)
        #expect(abs(many.inertia / inertia(rows, many) - 1) < 1e-5)
        #expect(many.assignments == few.assignments)
    }

    @Test("an assignment by blocks is the exact one", arguments: [1, 2, 7, 16, 17, 40])
    func blockedAssignment(k: Int) {
        // Far from zero, so that the mean matters.
        var (rows, _) = blobs(count: 1500, columns: 9, clusters: 5, seed: 4, distance: 1)
        for i in rows.elements.indices { rows.elements[i] += 50 }
        let problem = BlockedLloyd(rows)
        let exact = LloydProblem(rows)
        let start = (0..<k).map { $0 * 31 }
        let round = problem.assign(problem.centroids(at: start))
        let expected = exact.run(from: start, maximumIterations: 0)
        #expect(round.assignments == expected.assignments)
        #expect(abs(round.inertia / expected.inertia - 1) < 1e-6)
        for (found, expected) in zip(round.distances, expected.distances) {
            #expect(abs(Double(found) - expected) < 1e-4)
        }
    }

    @Test("by blocks, too, the objective never rises", arguments: 0..<4 as Range<UInt64>)
    func blockedObjective(seed: UInt64) {
        let (rows, _) = blobs(count: 2000, columns: 4, clusters: 3, seed: seed, distance: 1)
        let problem = BlockedLloyd(rows)
        var generator = CounterGenerator(seed: seed)
        for k in [1, 2, 7, 40] {
            let start = problem.plusPlus(k, &generator)
            #expect(Set(start).count == k)
            let history = problem.run(
                from: problem.centroids(at: start), maximumIterations: 100
            ).history
            #expect(k == 1 || history.count > 2)
            for (before, after) in zip(history, history.dropFirst()) {
                #expect(after < before, "seed \(seed), k \(k)")
            }
        }
    }

    @Test("of more rows than the sample, clusters are those of all rows")
    func beyondTheSample() {
        let (rows, labels) = blobs(count: 10_500, columns: 3, clusters: 4, seed: 5, distance: 30)
        let result = kMeansOfMany(rows, 4, 1, 1, 300)
        let pairs = Set(zip(labels, result.assignments).map { "\($0) \($1)" })
        #expect(pairs.count == 4 && result.centroids.rows == 4)
        // The sample's centroids, with its own mean, are the same places among all rows.
        let all = BlockedLloyd(rows)
        let sample = BlockedLloyd(rows.rows(Array(0..<40)))
        let moved = all.centered(sample.centroids(at: [7, 31]), of: sample)
        for (a, b) in zip(moved, all.centroids(at: [7, 31])) { #expect(abs(a - b) < 1e-4) }
    }

    @Test("by blocks, too, equal rows and empty clusters are dealt with")
    func blockedFewRows() {
        let rows = Matrix<Float>(rows: 5, columns: 1, elements: [1, 7, 1, 7, 3])
        let result = kMeansOfMany(rows, 10, 1, 1, 300)
        #expect(result.centroids.elements == [1, 7, 3])
        #expect(result.assignments == [0, 1, 0, 1, 2])
        #expect(result.inertia == 0)
        let same = kMeansOfMany(Matrix(rows: 4, columns: 2, repeating: 2), 3, 1, 1, 300)
        #expect(same.centroids.rows == 1 && same.inertia == 0)
        let apart = BlockedLloyd(
            Matrix(rows: 6, columns: 1, elements: [0, 1, 2, 50, 51, 90]))
        let run = apart.run(from: apart.centroids(at: [0, 0, 3]), maximumIterations: 50)
        #expect(Set(run.round.assignments).count == 3)
        // Rows less their mean are rounded to single precision.
        #expect(abs(apart.finished(run).inertia - 2.5) < 1e-5)
    }

    @Test("by blocks, too, results have the same bits for any number of threads")
    func blockedThreads() {
        let (rows, _) = blobs(count: 20_000, columns: 6, clusters: 9, seed: 3, distance: 1)
        let before = Parallelism.threads
        defer { Parallelism.threads = before }
        let results = [1, 2, 3, 4].map { threads in
            Parallelism.threads = threads
            return kMeansOfMany(rows, 12, 5, 2, 20)
        }
        for result in results.dropFirst() { #expect(result == results[0]) }
    }

    @Test(
        "the digits' inertia is as low as scikit-learn's",
        .enabled(if: ProcessInfo.processInfo.environment["VITRINE_DIGITS"] != nil))
    func digits() throws {
        // Run by Scripts/checks/tsne_digits.py, which compares the numbers printed.
        let environment = ProcessInfo.processInfo.environment
        let path = try #require(environment["VITRINE_DIGITS"])
        let data = try Data(contentsOf: URL(filePath: path))
        let values = stride(from: 0, to: data.count, by: 4).map { start in
            Float(bitPattern: data[start..<start + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) })
        }
        let rows = Matrix(rows: values.count / 64, columns: 64, elements: values)
        let result = kMeans(rows, clusters: 10, seed: 1)
        let output = try #require(environment["VITRINE_DIGITS_OUT"])
        try "\(result.inertia)".write(
            toFile: output + "/inertia.txt", atomically: true, encoding: .utf8)
    }

    @Test("the silhouette chooses the number of groups that there are", arguments: [2, 5])
    func chosenNumber(groups: Int) throws {
        let (rows, labels) = blobs(count: 120, columns: 4, clusters: groups, seed: 3)
        let found = try #require(kMeansBySilhouette(rows, seed: 0))
        #expect(found.tried == Array(2...10) && found.sampleSize == 120)
        #expect(found.clusters.centroids.rows == groups)
        #expect(adjustedRandIndex(found.clusters.assignments, labels) == 1)
        // Against plain loops over the finished clusters.
        var sum = 0.0
        let clusters = found.clusters.assignments
        for i in 0..<120 {
            var sums = [Double](repeating: 0, count: groups)
            for j in 0..<120 {
                var squares = 0.0
                for c in 0..<rows.columns {
                    let gap = Double(rows[i, c] - rows[j, c])
                    squares += gap * gap
                }
                sums[Int(clusters[j])] += squares.squareRoot()
            }
            let own = Int(clusters[i])
            let within = sums[own] / Double(clusters.count { Int($0) == own } - 1)
            let between =
                sums.indices.filter { $0 != own }.map { cluster in
                    sums[cluster] / Double(clusters.count { Int($0) == cluster })
                }.min() ?? 0
            sum += (between - within) / max(between, within)
        }
        #expect(abs(found.silhouette - sum / 120) < 1e-5)
        #expect(found.silhouettes.max() == found.silhouette)
    }

    @Test("there is nothing to choose for few rows, or where hardly any differ")
    func nothingToChoose() {
        #expect(
            kMeansBySilhouette(Matrix(rows: 3, columns: 1, elements: [1, 2, 3]), seed: 0) == nil)
        #expect(kMeansBySilhouette(Matrix(rows: 40, columns: 2, repeating: 1), seed: 0) == nil)
        let two = Matrix<Float>(rows: 40, columns: 1, elements: (0..<40).map { Float($0 % 2) })
        #expect(kMeansBySilhouette(two, seed: 0)?.tried == [2])
    }
}
