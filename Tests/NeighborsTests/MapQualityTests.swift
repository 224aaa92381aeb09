import Dense
import TestSupport
import Testing

@testable import Neighbors

// Golden values are scikit-learn's and scipy's, by Scripts/goldens/reduction.py.

/// `count` numbers of a seed's sequence.
private func uniform(_ seed: UInt64, _ count: Int) -> [Double] {
    var generator = CounterGenerator(seed: seed)
    return (0..<count).map { _ in generator.uniform() }
}

/// The script's rows `[600, 12]`, their map and labels.
private func example() -> (rows: Matrix<Float>, map: Matrix<Float>, labels: [Int32]) {
    let (n, d) = (600, 12)
    let centers = uniform(21, 7 * d)
    let noise = uniform(22, n * d)
    let rows = Matrix(
        rows: n, columns: d,
        elements: (0..<n * d).map { Float(noise[$0] + centers[$0 / d % 7 * d + $0 % d]) })
    let shake = uniform(23, n * 2)
    let map = Matrix(
        rows: n, columns: 2,
        elements: (0..<n * 2).map { rows[$0 / 2, $0 % 2] * 4 + Float(shake[$0]) })
    return (rows, map, (0..<n).map { Int32($0 % 7) })
}

@Suite("Map quality", .serialized)
struct MapQualityTests {
    init() { useSingleThreadedBLAS() }

    @Test(
        "recall, trustworthiness, correlation and accuracy are scikit-learn's and scipy's",
        arguments: [
            (600, 0.08483333333333334, 0.6918158783783783, 0.44709132706394533, 229.0 / 600),
            (24, 0.6, 0.7234375, 0.4075746636035445, 0.25),
            (10, 0.775, 0.85, 0.7710144927536231, 0.1),
        ])
    func golden(
        count: Int, recall: Double, trustworthiness: Double, correlation: Double, accuracy: Double
    ) throws {
        let (rows, map, labels) = example()
        let some = Array(0..<count)
        let quality = mapQuality(
            map: map.rows(some), rows: rows.rows(some), labels: some.map { labels[$0] }, seed: 3)
        #expect(abs(quality.recall10 - recall) < 1e-9)
        #expect(abs(quality.trustworthiness5 - trustworthiness) < 1e-9)
        #expect(abs(quality.distanceCorrelation - correlation) < 1e-9)
        #expect(abs(try #require(quality.labelAccuracy) - accuracy) < 1e-9)
        #expect(quality.sampleSize == count && quality.recallMargin == nil)
        let mean = quality.perPointRecall.reduce(0.0) { $0 + Double($1) } / Double(count)
        #expect(abs(mean - recall) < 1e-7)
    }

    @Test("a map that is the rows is perfect")
    func identity() {
        let (_, map, _) = example()
        let quality = mapQuality(map: map, rows: map, labels: nil, seed: 0)
        #expect(quality.recall10 == 1 && quality.trustworthiness5 == 1)
        #expect(abs(quality.distanceCorrelation - 1) < 1e-12)
        #expect(quality.labelAccuracy == nil)
    }

    @Test("where map points coincide, only they vote, as in scikit-learn")
    func coincidentPoints() {
        let (rows, whole, labels) = example()
        var map = whole
        for i in 500..<510 {
            for c in 0..<2 { map[i, c] = map[i - 10, c] }
        }
        let quality = mapQuality(map: map, rows: rows, labels: labels, seed: 0)
        #expect(quality.labelAccuracy == 227.0 / 600)
    }

    @Test("points without a label neither vote nor count")
    func missingLabels() {
        let (rows, map, _) = example()
        let few = (0..<600).map { $0 % 3 == 0 ? Int32(4) : -1 }
        #expect(mapQuality(map: map, rows: rows, labels: few, seed: 0).labelAccuracy == 1)
        let none = [Int32](repeating: -1, count: 600)
        #expect(mapQuality(map: map, rows: rows, labels: none, seed: 0).labelAccuracy == nil)
    }

    @Test("above 20,000 points a sample comes with margins that hold the whole's value")
    func sampled() {
        let n = 20_001
        let values = uniform(5, 2 * n)
        let shake = uniform(6, 2 * n)
        let rows = Matrix(rows: n, columns: 2, elements: values.map { Float($0) })
        let map = Matrix(
            rows: n, columns: 2,
            elements: values.indices.map { Float(values[$0] + 0.01 * shake[$0]) })
        let labels = (0..<n).map { Int32(values[2 * $0] * 10) }
        let first = mapQuality(map: map, rows: rows, labels: labels, seed: 1)
        let second = mapQuality(map: map, rows: rows, labels: labels, seed: 2)
        #expect(first.sampleSize == 5_000 && first.correlationSampleSize == 1_000)
        #expect(first.perPointRecall.count { $0.isNaN } == n - 5_000)
        let margin = (first.recallMargin ?? 0) + (second.recallMargin ?? 0)
        #expect(margin > 0 && abs(first.recall10 - second.recall10) < margin)
        #expect(first.recall10 != second.recall10)
        #expect(first.distanceCorrelationMargin ?? 0 > 0)
        #expect(first.labelAccuracyMargin ?? 0 > 0 && first.trustworthinessMargin ?? 0 > 0)
    }

    @Test("ties share the mean of their ranks")
    func ranks() {
        #expect(averageRanks([3, 1, 3, 2, 3]) == [4, 1, 4, 2, 4])
        #expect(correlation([1, 1], [1, 2]).isNaN)
    }

    @Test("results have the same bits for any number of threads")
    func threads() {
        let (rows, map, labels) = example()
        let before = Parallelism.threads
        defer { Parallelism.threads = before }
        let results = [1, 2, 3, 4].map { threads in
            Parallelism.threads = threads
            return mapQuality(map: map, rows: rows, labels: labels, seed: 1)
        }
        for result in results.dropFirst() { #expect(result == results[0]) }
    }
}

extension MapQualityTests {
    @Test("several maps against rows in blocks are measured as each against the whole")
    func together() throws {
        let (rows, map, labels) = example()
        let other = Matrix(rows: 600, columns: 2, elements: map.elements.map { $0.squareRoot() })
        let blocks = RowBlocks(rows: 600, columns: 12) { body in
            for start in stride(from: 0, to: 600, by: 70) {
                try body(rows.rows(Array(start..<min(600, start + 70))), start)
            }
        }
        let both = try QualityReference(blocks, seed: 3).qualities(
            of: [map, other], labels: labels)
        #expect(both[0] == mapQuality(map: map, rows: rows, labels: labels, seed: 3))
        #expect(both[1] == mapQuality(map: other, rows: rows, labels: labels, seed: 3))
        #expect(both[0] != both[1])
    }

    @Test("ranks are those of plain sorting, with equal, far and coincident rows")
    func targetRanks() throws {
        var rows = example().rows
        for c in 0..<12 {
            rows[7, c] = 1e25
            rows[8, c] = 2e25
            for i in 20..<30 { rows[i, c] = 5 }
            for i in 30..<40 { rows[i, c] = Float(i % 2) }
        }
        // Rows 7 and 8 are out of the other queries' sight, or these are one point beside them.
        for queries in [[0, 20, 25, 31, 599], [0, 7, 20, 25, 31, 599]] {
            let targets = queries.map { query in
                Array((0..<600).filter { $0 != query && $0 % 7 == 3 }.prefix(80)) + [8]
            }
            let gathered = rows.rows(queries)
            var search = TargetRanks(
                queries: gathered, selfIndices: queries, targets: targets,
                frame: ScanFrame(gathered))
            let found = try search.ranks(among: RowBlocks(rows))
            var expected: [Int] = []
            for (query, targets) in zip(queries, targets) {
                let order = (0..<600).filter { $0 != query }
                    .map { (Referee.squaredDistance(rows.row(query), rows.row($0)), $0) }
                    .sorted { $0 < $1 }.map(\.1)
                expected += targets.map { order.firstIndex(of: $0)! + 1 }
            }
            #expect(found == expected)
        }
    }

    @Test("an error of the rows is passed on")
    func failing() {
        struct Broken: Error {}
        let rows = RowBlocks(rows: 100, columns: 3) { _ in throw Broken() }
        #expect(throws: Broken.self) { try QualityReference(rows, seed: 0) }
    }
}
