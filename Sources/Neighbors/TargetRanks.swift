internal import Dense

/// The ranks of some targets among all points, by exact distance from each of some queries.
///
/// Points come block by block, twice: first their distances are noted where they are targets, then
/// all are counted that are nearer.
struct TargetRanks {
    private let queries: Matrix<Float>
    /// `[queries]`: each query's own index among the points, which has no rank.
    private let selfIndices: [Int]
    /// `[queries, targetCount]`: indices of points.
    private let targets: [Int]
    private let targetCount: Int
    private let frame: ScanFrame
    /// `[queries, targetCount]`: the squared distance of each target; NaN until its block came.
    private var squares: [Double]

    /// Targets of queries; every query must have as many, else it is a programming error.
    ///
    /// - Parameters:
    ///   - queries: `[queries, columns]`.
    ///   - targets: `[queries][targetCount]`: indices of points.
    init(queries: Matrix<Float>, selfIndices: [Int], targets: [[Int]], frame: ScanFrame) {
        self.queries = queries
        self.selfIndices = selfIndices
        self.targets = targets.flatMap { $0 }
        targetCount = targets.first?.count ?? 0
        self.frame = frame
        precondition(
            targets.count == queries.rows && targets.allSatisfy { $0.count == targets[0].count },
            "\(targets.count) lists of targets for \(queries.rows) queries")
        squares = [Double](repeating: .nan, count: self.targets.count)
    }

    /// For each query and target its place, 1 for the nearest point, `[queries, targetCount]`.
    mutating func ranks(among rows: RowBlocks) throws -> [Int] {
        try rows.forEachBlock { block, first in noteDistances(block, first) }
        let pieceRows = NearestPiece.rows(for: queries.rows)
        var pieces = stride(from: 0, to: queries.rows, by: pieceRows).map { first in
            piece(first..<min(queries.rows, first + pieceRows))
        }
        try rows.forEachBlock { block, first in
            let packed = PackedPoints(block, frame: frame)
            let before = pieces
            pieces = parallelMap(before.count) { index in
                var piece = before[index]
                piece.add(packed, firstRow: first, queries: queries)
                return piece
            }
        }
        return pieces.flatMap { $0.ranks(selfIndices: selfIndices) }
    }

    /// Notes the distances of the targets that are in a block.
    private mutating func noteDistances(_ block: Matrix<Float>, _ first: Int) {
        let (targets, queries, targetCount) = (targets, queries, targetCount)
        let range = first..<first + block.rows
        parallelFill(&squares, pieceLength: max(1, 64 * targetCount)) { piece, part in
            let start = piece * 64 * targetCount
            for place in part.indices where range.contains(targets[start + place]) {
                let query = (start + place) / targetCount
                part[place] =
                    squaredDistances(
                        fromRow: query, of: queries, to: [Int32(targets[start + place] - first)],
                        of: block)[0]
            }
        }
    }

    /// The piece of the queries of a range.
    private func piece(_ range: Range<Int>) -> RankPiece {
        let entries = range.lowerBound * targetCount..<range.upperBound * targetCount
        return RankPiece(
            queries, range: range, frame: frame, targetCount: targetCount,
            targets: zip(targets[entries], squares[entries]).map {
                Neighbor(index: $0, squaredDistance: $1)
            })
    }
}

/// The queries of one thread, and the count of points nearer than each of their targets.
private struct RankPiece: Sendable {
    private let range: Range<Int>
    /// `[range, targetCount]`: the targets with their exact squared distances.
    private let targets: [Neighbor]
    private let targetCount: Int
    private let packed: PackedRows
    private var scan: RankScan
    /// `[range, targetCount]`: nearer points that were compared exactly.
    private var compared: [Int]

    init(
        _ queries: Matrix<Float>, range: Range<Int>, frame: ScanFrame, targetCount: Int,
        targets: [Neighbor]
    ) {
        self.range = range
        self.targets = targets
        self.targetCount = targetCount
        packed = PackedRows(
            queries, rows: range, role: .queries, pivot: frame.pivot, scale: frame.scale)
        compared = [Int](repeating: 0, count: targets.count)
        var certain: [Float] = []
        var possible: [Float] = []
        for (place, target) in targets.enumerated() {
            let square = packed.squares[place / targetCount]
            let half = target.squaredDistance * frame.squaredScale / 2
            let low = half - frame.bound.upperHalf(square)
            let high = half - frame.bound.lowerHalf(square)
            // A query out of the scan's sight is compared with every point.
            let seen = square >= 0
            certain.append(seen ? Float(roundedDown: low - abs(half) * 0x1p-50) : -.infinity)
            possible.append(
                seen
                    ? min(.greatestFiniteMagnitude, Float(roundedUp: high + abs(half) * 0x1p-50))
                    : -.infinity)
        }
        scan = RankScan(
            queries: packed, targets: targetCount, certain: certain, possible: possible)
    }

    /// Counts the points of some chunks that are nearer than the targets; those that the bounds
    /// leave open are compared exactly.
    mutating func add(_ points: PackedPoints, firstRow: Int, queries: Matrix<Float>) {
        for chunk in points.chunks {
            scan.scan(
                chunk.packed, lower: chunk.lower, upper: chunk.upper, first: chunk.first)
            for query in 0..<range.count where !scan.open[query].isEmpty {
                compare(query, ArraySlice(scan.open[query]), points, firstRow, queries)
            }
            scan.removeOpen()
        }
        for query in 0..<range.count {
            if packed.squares[query] < 0 {
                let all = ArraySlice(0..<Int32(points.points.rows))
                compare(query, all, points, firstRow, queries)
            } else if !points.distant.isEmpty {
                compare(query, ArraySlice(points.distant), points, firstRow, queries)
            }
        }
    }

    /// Compares points exactly with the targets of a query.
    private mutating func compare(
        _ query: Int, _ open: ArraySlice<Int32>, _ points: PackedPoints, _ firstRow: Int,
        _ queries: Matrix<Float>
    ) {
        let squares = squaredDistances(
            fromRow: range.lowerBound + query, of: queries, to: open, of: points.points)
        for (place, index) in open.enumerated() {
            let point = Neighbor(index: firstRow + Int(index), squaredDistance: squares[place])
            for entry in query * targetCount..<(query + 1) * targetCount
            where point < targets[entry] {
                compared[entry] += 1
            }
        }
    }

    /// The rank of each target, from 1, without the query itself.
    func ranks(selfIndices: [Int]) -> [Int] {
        targets.indices.map { entry in
            // The query itself, at distance 0, was counted where it comes before the target.
            let itself = Neighbor(
                index: selfIndices[range.lowerBound + entry / targetCount], squaredDistance: 0)
            let nearer = Int(scan.counts[entry]) + compared[entry]
            return 1 + nearer - (itself < targets[entry] ? 1 : 0)
        }
    }
}
