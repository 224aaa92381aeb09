import Dense
import Neighbors
import TestSupport
import Testing

@Suite("Approximate neighbours", .serialized)
struct ApproximateNeighborsTests {
    private func checkRows(_ graph: SparseMatrix, _ points: Matrix<Float>, count k: Int) {
        graph.checkInvariants()
        #expect(graph.offsets == (0...points.rows).map { $0 * k })
        for row in 0..<graph.rowCount {
            let entries = graph.entries(ofRow: row)
            let columns = graph.columns[entries]
            #expect(Set(columns).count == k && !columns.contains(Int32(row)), "row \(row)")
            let squares = columns.map {
                (Referee.squaredDistance(points.row(row), points.row(Int($0))), $0)
            }
            #expect(zip(squares, squares.dropFirst()).allSatisfy { $0 < $1 }, "row \(row)")
            #expect(Array(graph.values[entries]) == squares.map { Float($0.0.squareRoot()) })
        }
    }

    @Test("nearly all are found, in order, among clusters in any order and in one cloud")
    func recall() throws {
        for (name, points) in [
            ("mixed", clusters(6000, 20, groups: 30, seed: 1)),
            ("sorted", clusters(6000, 20, groups: 30, seed: 2, sorted: true)),
            ("one cloud", randomPoints(6000, 12, seed: 3)),
        ] {
            let graph = try approximateNeighbors(of: points, count: 30)
            checkRows(graph, points, count: 30)
            let recall = sampledRecall(of: graph, points: points, seed: 1)
            #expect(recall.value > 0.97, "\(name): \(recall)")
            #expect(recall.margin ?? 1 < 0.01)
        }
    }

    @Test("results have the same bits for any number of threads")
    func threads() throws {
        let points = clusters(3000, 10, groups: 10, seed: 4)
        let before = Parallelism.threads
        defer { Parallelism.threads = before }
        let results = try [1, 2, 3, 4].map { threads in
            Parallelism.threads = threads
            return try approximateNeighbors(of: points, count: 15)
        }
        for result in results.dropFirst() { #expect(result == results[0]) }
        let other = try approximateNeighbors(
            of: points, count: 15, settings: ApproximateSettings(searchBreadth: 16, seed: 9))
        #expect(other != results[0])
    }

    @Test("every row has its k neighbours, also where rows are the same or few")
    func degenerate() throws {
        for (n, k) in [(2, 1), (5, 4), (30, 29), (600, 20)] {
            let points = Matrix<Float>(rows: n, columns: 3, repeating: 2)
            let graph = try approximateNeighbors(of: points, count: k)
            checkRows(graph, points, count: k)
        }
        var two = randomPoints(900, 4, seed: 5)
        for i in 450..<900 {
            for c in 0..<4 { two[i, c] = 1e6 }
        }
        checkRows(try approximateNeighbors(of: two, count: 25), two, count: 25)
    }

    @Test("the recall of a sample is the share of true neighbours")
    func sampled() {
        let points = randomPoints(500, 5, seed: 6)
        let exact = exactNeighbors(of: points, count: 11)
        #expect(sampledRecall(of: exact, points: points, seed: 0).value == 1)
        // The 2nd to 11th instead of the first ten: nine of ten are right.
        let kept = (0..<500).flatMap { row in exact.entries(ofRow: row).dropFirst() }
        let shifted = SparseMatrix(
            rowCount: 500, columnCount: 500, offsets: (0...500).map { $0 * 10 },
            columns: kept.map { exact.columns[$0] }, values: kept.map { exact.values[$0] })
        let all = sampledRecall(of: shifted, points: points, seed: 0)
        #expect(abs(all.value - 0.9) < 1e-12 && all.margin == nil)
    }

    @Test("few rows are searched exactly, many not, and why is said")
    func choice() {
        let few = chooseMethod(rows: 20_000, columns: 50)
        let many = chooseMethod(rows: 1_000_000, columns: 50)
        #expect((250_000...300_000).contains(largestExactSearch(columns: 50)))
        #expect((50_000...60_000).contains(largestExactSearch(columns: 768)))
        #expect(few.method == .exact && few.reason.contains("exact (20000"))
        #expect(many.method == .hnsw && many.reason.contains("HNSW (1000000"))
        for method in NeighborMethod.allCases {
            let bytes = neighborsMemory(method: method, rows: 1_000_000, columns: 50, count: 90)
            #expect(bytes > 1_000_000 * (200 + 720) && bytes < 3 << 30)
        }
    }
}
