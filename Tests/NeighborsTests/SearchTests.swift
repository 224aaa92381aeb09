import Dense
import Neighbors
import TestSupport
import Testing

@Suite("Nearest rows of another set", .serialized)
struct SearchTests {
    /// The nearest rows by plain loops in double precision.
    private func referee(
        _ queries: Matrix<Float>, _ points: Matrix<Float>, count k: Int, excluded: [Int]?
    ) -> [[Int32]] {
        (0..<queries.rows).map { q in
            let all = (0..<points.rows).filter { $0 != excluded?[q] }
                .map { (Referee.squaredDistance(queries.row(q), points.row($0)), $0) }
            return all.sorted { $0 < $1 }.prefix(k).map { Int32($0.1) }
        }
    }

    private func lists(_ graph: SparseMatrix) -> [[Int32]] {
        (0..<graph.rowCount).map { Array(graph.columns[graph.entries(ofRow: $0)]) }
    }

    @Test("they are those of plain loops", arguments: 0..<4 as Range<UInt64>)
    func equalReferee(seed: UInt64) {
        for (m, n, d, k) in [(1, 1, 1, 1), (13, 700, 5, 9), (300, 40, 17, 40), (150, 90, 1, 3)] {
            let queries = randomPoints(m, d, seed: seed)
            let points = randomPoints(n, d, seed: seed + 100)
            let graph = nearestRows(of: queries, among: points, count: k)
            #expect(graph.rowCount == m && graph.columnCount == n)
            #expect(
                lists(graph) == referee(queries, points, count: k, excluded: nil),
                "seed \(seed), \(m) among \(n) x \(d)")
        }
    }

    @Test("queries far from the points, and points far from the queries, are no exception")
    func farApart() {
        var points = randomPoints(300, 6, seed: 1)
        for c in 0..<6 { points[7, c] = 3e30 }
        var queries = randomPoints(20, 6, seed: 2, scale: 1e-3)
        for c in 0..<6 {
            queries[3, c] = -2e32
            queries[5, c] = 1e4
        }
        let graph = nearestRows(of: queries, among: points, count: 5)
        #expect(lists(graph) == referee(queries, points, count: 5, excluded: nil))
        // Streams are scaled by their queries: the point is out of sight, then some queries are.
        for some in [queries.rows([0, 1, 2]), queries] {
            var stream = StreamedNeighbors(queries: some, count: 300)
            stream.add(points, firstRow: 0)
            let expected = referee(some, points, count: 300, excluded: nil)
            #expect(lists(stream.graph(rows: 300)) == expected)
        }
    }

    @Test("an excluded row is left out, also among rows that are the same")
    func excluded() {
        let points = Matrix<Float>(rows: 40, columns: 3, repeating: 1)
        let some = [0, 17, 39]
        let graph = nearestRows(
            of: points.rows(some), among: points, count: 38, excluded: some)
        #expect(
            lists(graph)
                == some.map { own in (0..<40).filter { $0 != own }.prefix(38).map(Int32.init) })
    }

    @Test("blocks of any size and order give what the whole gives", arguments: [1, 7, 100, 1000])
    func streamed(blockRows: Int) {
        let points = clusters(1000, 9, groups: 5, seed: 3, sorted: true)
        let rows = stride(from: 0, to: 1000, by: 13).map { $0 }
        let queries = points.rows(rows)
        let whole = nearestRows(of: queries, among: points, count: 12, excluded: rows)
        var stream = StreamedNeighbors(queries: queries, count: 12, excluded: rows)
        for start in stride(from: 0, to: 1000, by: blockRows).reversed() {
            let block = points.rows(Array(start..<min(1000, start + blockRows)))
            stream.add(block, firstRow: start)
        }
        #expect(stream.graph(rows: 1000) == whole)
    }

    @Test("distances are the referee's to the last bit", arguments: [0, 1, 7, 8, 9, 50, 96])
    func squares(columns: Int) {
        let a = randomPoints(3, columns, seed: 5)
        let b = randomPoints(30, columns, seed: 6)
        let found = squaredDistances(fromRow: 1, of: a, to: ArraySlice(0..<30), of: b)
        #expect(found == (0..<30).map { Referee.squaredDistance(a.row(1), b.row($0)) })
    }
}
