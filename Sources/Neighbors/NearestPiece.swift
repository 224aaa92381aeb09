internal import Dense

/// A point and its squared distance; ordered by distance, ties by index.
struct Neighbor: Comparable, Sendable {
    let index: Int
    let squaredDistance: Double

    /// Whether `a` is nearer than `b`, or as near with a lower index.
    @inline(__always)
    static func < (a: Neighbor, b: Neighbor) -> Bool {
        a.squaredDistance != b.squaredDistance
            ? a.squaredDistance < b.squaredDistance : a.index < b.index
    }
}

/// The queries of one thread, and the nearest points to each among all that were added so far.
struct NearestPiece: Sendable {
    /// The rows of the queries' matrix.
    let range: Range<Int>
    private let frame: ScanFrame
    private let packed: PackedRows
    /// `[queries]`: the index that is no neighbour of the query, or -1.
    private let excluded: [Int]
    private let count: Int
    /// `[queries]`: squared distances beyond which no point is wanted; nil without limits.
    private let limits: [Double]?
    /// `[queries][at most count]`, nearest first.
    private(set) var nearest: [[Neighbor]]

    /// Queries of a piece: as many as make the packing of points worth while, and few enough that
    /// small sets still keep several threads busy. A function of the number of queries alone.
    static func rows(for queries: Int) -> Int {
        let block = PackedRows.blockRows
        return min(10 * block, max(block, queries / 16 / block * block))
    }

    /// A piece for the rows `range` of `queries` `[m, columns]`, which looks for the `count`
    /// nearest points of each.
    ///
    /// - Parameters:
    ///   - excluded: `[range.count]`: the index that is no neighbour of the query, or -1.
    ///   - limits: `[range.count]`: squared distances beyond which no point is wanted.
    init(
        _ queries: Matrix<Float>, range: Range<Int>, frame: ScanFrame, count: Int,
        excluded: [Int], limits: [Double]? = nil
    ) {
        self.range = range
        self.frame = frame
        self.count = count
        self.excluded = excluded
        self.limits = limits
        packed = PackedRows(
            queries, rows: range, role: .queries, pivot: frame.pivot, scale: frame.scale)
        nearest = [[Neighbor]](repeating: [], count: range.count)
    }

    /// Compares more points, whose indices begin at `firstRow`, with each query, and keeps the
    /// `count` nearest of all so far.
    mutating func add(_ points: PackedPoints, firstRow: Int, queries: Matrix<Float>) {
        // A query may be among the points: one more is looked for.
        let wanted = count + 1
        let trigger = max(2 * wanted, 192)
        var lists = CandidateLists(queries: packed, capacity: trigger + 2 * points.chunkRoom)
        for query in nearest.indices {
            var farthest = limits?[query] ?? .infinity
            if nearest[query].count == count {
                farthest = min(farthest, nearest[query][count - 1].squaredDistance)
            }
            guard farthest < .infinity else { continue }
            lower(&lists, query, to: farthest * frame.squaredScale / 2 * (1 + 0x1p-23))
        }
        for chunk in points.chunks {
            if let longest = lists.counts.max(), longest + chunk.lower.count > lists.capacity {
                lists = lists.grown(to: 2 * (longest + chunk.lower.count))
            }
            lists.scan(chunk.packed, halves: chunk.lower, first: chunk.first)
            for query in nearest.indices where lists.counts[query] >= trigger {
                tighten(&lists, query, wanted, points.gaps)
            }
        }
        for query in nearest.indices {
            tighten(&lists, query, wanted, points.gaps)
            merge(query, candidates(lists, query, points), points, firstRow, queries)
        }
    }

    /// Half a squared distance that `wanted` of the candidates cannot exceed rules out the others.
    private func tighten(
        _ lists: inout CandidateLists, _ query: Int, _ wanted: Int, _ gaps: [Float]
    ) {
        if let bound = lists.upperBound(query: query, wanted: wanted, gaps: gaps) {
            lower(&lists, query, to: frame.bound.upperHalf(packed.squares[query]) + bound)
        }
    }

    /// Lowers a query's limit to half a squared distance that no wanted point exceeds, rounded up;
    /// a query that is out of the scan's sight has none.
    private func lower(_ lists: inout CandidateLists, _ query: Int, to half: Double) {
        let square = packed.squares[query]
        if square < 0 { return }
        let limit = half - frame.bound.lowerHalf(square)
        // The last bits are this sum's own rounding.
        lists.lower(query: query, to: Float(roundedUp: limit + abs(half) * 0x1p-50))
    }

    /// The points that may be among the nearest of a query: its list, and the points that the scan
    /// cannot compare.
    private func candidates(
        _ lists: CandidateLists, _ query: Int, _ points: PackedPoints
    ) -> ArraySlice<Int32> {
        // A query that is out of the scan's sight is compared with every point.
        if packed.squares[query] < 0 { return ArraySlice(0..<Int32(points.points.rows)) }
        let found = lists.candidates(query: query)
        return points.distant.isEmpty ? found : found + points.distant
    }

    /// Merges candidates, by their exact distances, into the nearest points of a query.
    private mutating func merge(
        _ query: Int, _ candidates: ArraySlice<Int32>, _ points: PackedPoints, _ firstRow: Int,
        _ queries: Matrix<Float>
    ) {
        let squares = squaredDistances(
            fromRow: range.lowerBound + query, of: queries, to: candidates, of: points.points)
        var all = nearest[query]
        all.reserveCapacity(all.count + candidates.count)
        for (place, candidate) in candidates.enumerated() {
            let index = firstRow + Int(candidate)
            if index != excluded[query], squares[place] <= limits?[query] ?? .infinity {
                all.append(Neighbor(index: index, squaredDistance: squares[place]))
            }
        }
        all.sort()
        // A copy, so that the room for many equal distances is not kept.
        nearest[query] = all.count > count ? Array(all.prefix(count)) : all
    }
}
