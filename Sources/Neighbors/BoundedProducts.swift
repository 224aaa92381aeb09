internal import Dense

// Squared distances from single-precision products, with bounds that are never wrong.
//
// With x, y centred and rounded to single precision and d columns, |x - y|² differs from
// |x|² + |y|² - 2 fl(x · y) by at most c (|x|² + |y|²), c = (d + 8) · 2^-24: the rounding of a dot
// product of d terms (Higham, "Accuracy and Stability", section 3.1: at most d · 2^-24 |x| |y|, in
// any order of summation), twice, and that of the coordinates. So a point is ruled out by a cheap
// product only when no rounding could make it a neighbour, and all that remain are recomputed
// exactly. Rows are scaled by a power of two to at most 1, so that nothing overflows and what
// underflows is covered by a constant.

/// Rows prepared for bounded distances.
struct BoundedProducts {
    let points: Matrix<Float>
    /// `[rows * columns]`, less the mean of all rows, scaled.
    private let centered: [Float]
    /// `[rows]`: squared lengths of the centred rows.
    private let squares: [Double]
    /// `[rows]`: half of what a row adds to a lower bound, see `Slack.half`.
    private let halves: [Double]
    /// By what scaled squared distances exceed the true ones.
    private let squaredScale: Double
    private let slack: Slack

    /// Columns of a block of products.
    private static let blockColumns = 2048

    init(_ points: Matrix<Float>) {
        self.points = points
        let (n, d) = (points.rows, points.columns)
        var mean = [Double](repeating: 0, count: d)
        for row in 0..<n {
            for c in 0..<d { mean[c] += Double(points.elements[row * d + c]) }
        }
        for c in 0..<d { mean[c] /= Double(max(1, n)) }
        var largest = 0.0
        for row in 0..<n {
            for c in 0..<d {
                largest = max(largest, abs(Double(points.elements[row * d + c]) - mean[c]))
            }
        }
        let scale = largest > 0 ? 1 / largest.binade : 1
        var centered = [Float](repeating: 0, count: n * d)
        parallelFill(&centered, pieceLength: max(1, 256 * d)) { piece, part in
            let elements = points.elements.span
            let mean = mean.span
            let first = piece * 256 * d
            var start = 0
            while start < part.count {
                for c in 0..<d {
                    let shifted = Double(elements[first + start + c]) - mean[c]
                    part[start + c] = Float(scale * shifted)
                }
                start += d
            }
        }
        var squares = [Double](repeating: 0, count: n)
        for row in 0..<n {
            var sum = 0.0
            for c in 0..<d { sum += Double(centered[row * d + c]) * Double(centered[row * d + c]) }
            squares[row] = sum
        }
        self.centered = centered
        self.squares = squares
        squaredScale = scale * scale
        let slack = Slack(
            relative: Double(d + 8) * 0x1p-24, absolute: Double(d + 8) * 0x1p-120)
        self.slack = slack
        halves = squares.map { slack.half($0) }
    }

    /// The exact squared distance between two rows, in double precision.
    func squaredDistance(_ i: Int, _ j: Int) -> Double {
        let d = points.columns
        let elements = points.elements.span
        // Four sums, so that additions need not wait for one another.
        var sums = SIMD4<Double>.zero
        var c = 0
        while c + 4 <= d {
            let a = i * d + c
            let b = j * d + c
            let x = SIMD4<Double>(
                Double(elements[a]), Double(elements[a + 1]), Double(elements[a + 2]),
                Double(elements[a + 3]))
            let y = SIMD4<Double>(
                Double(elements[b]), Double(elements[b + 1]), Double(elements[b + 2]),
                Double(elements[b + 3]))
            sums += (x - y) * (x - y)
            c += 4
        }
        var sum = (sums[0] + sums[1]) + (sums[2] + sums[3])
        while c < d {
            let difference = Double(elements[i * d + c]) - Double(elements[j * d + c])
            sum += difference * difference
            c += 1
        }
        return sum
    }

    /// The same as the scaled rows have it; scaling by a power of two rounds nothing.
    private func scaledSquaredDistance(_ i: Int, _ j: Int) -> Double {
        squaredDistance(i, j) * squaredScale
    }

    /// The products of some rows with all rows, a block of columns at a time.
    ///
    /// `body(columns, products)` gets, for the points `columns`, their dot products with the
    /// `queries`, `[queries, blockColumns]` with a stride of `columns.count`.
    func forEachBlock(
        of queries: ArraySlice<Int>, _ body: (Range<Int>, borrowing Span<Float>) -> Void
    ) {
        let d = points.columns
        var rows: [Float] = []
        rows.reserveCapacity(queries.count * d)
        for query in queries { rows.append(contentsOf: centered[query * d..<(query + 1) * d]) }
        let width = min(Self.blockColumns, points.rows)
        var products = [Float](repeating: 0, count: queries.count * width)
        for start in stride(from: 0, to: points.rows, by: Self.blockColumns) {
            let columns = start..<min(points.rows, start + Self.blockColumns)
            var span = products.mutableSpan
            multiply(
                rows.span, Place(rows: queries.count, columns: d), transposed: false,
                centered.span, Place(offset: start * d, rows: columns.count, columns: d),
                transposed: true, into: &span,
                Place(rows: queries.count, columns: columns.count))
            body(columns, products.span)
        }
    }

    /// The nearest rows to each of `queries`, without itself, `[queries][count]`, nearest first,
    /// ties by index, with exact squared distances.
    func nearest(to queries: [Int], count k: Int) -> [[Neighbor]] {
        let pieceRows = 128
        let pieces = (queries.count + pieceRows - 1) / pieceRows
        let found = parallelMap(pieces) { piece -> [[Neighbor]] in
            let part = queries[
                piece * pieceRows..<min(queries.count, (piece + 1) * pieceRows)]
            var candidates = part.map { Candidates(query: $0, count: k) }
            forEachBlock(of: part) { columns, products in
                for (r, query) in part.enumerated() {
                    candidates[r].scan(
                        products, from: r * columns.count, columns: columns,
                        square: squares[query], squares: squares.span, halves: halves.span,
                        slack: slack)
                }
            }
            return candidates.map { candidates in
                let exact = candidates.survivors().map { index in
                    Neighbor(
                        index: index, squaredDistance: squaredDistance(candidates.query, index))
                }
                return Array(exact.sorted().prefix(k))
            }
        }
        return found.flatMap { $0 }
    }

    /// For each query and each of its `targets`, the target's place (1 is nearest) among the
    /// query's neighbours by exact distance, ties by index; `[queries][targets]`.
    func ranks(of targets: [[Int]], from queries: [Int]) -> [[Int]] {
        let pieceRows = 128
        let pieces = (queries.count + pieceRows - 1) / pieceRows
        let found = parallelMap(pieces) { piece -> [[Int]] in
            let range = piece * pieceRows..<min(queries.count, (piece + 1) * pieceRows)
            var counters = range.map { position in
                RankCounter(
                    query: queries[position],
                    targets: targets[position].map { target in
                        Neighbor(
                            index: target,
                            squaredDistance: scaledSquaredDistance(queries[position], target))
                    })
            }
            forEachBlock(of: queries[range]) { columns, products in
                for r in counters.indices {
                    counters[r].scan(
                        products, from: r * columns.count, columns: columns,
                        square: squares[counters[r].query], squares: squares.span,
                        halves: halves.span, slack: slack
                    ) { scaledSquaredDistance($0, $1) }
                }
            }
            return counters.map { $0.ranks }
        }
        return found.flatMap { $0 }
    }
}
