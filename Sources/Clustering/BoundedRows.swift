internal import Dense

// Squared distances bounded by single-precision products and confirmed in double precision.
//
// Rows are centred and scaled by a power of two to at most 2. A row is ruled out by a cheap product
// only where no rounding could have made it wanted: see `DistanceBound`.

/// One row's search among all rows, which `BoundedRows.search` feeds with those within its limit.
protocol RowSearch: Sendable {
    /// The index of the row that searches.
    var query: Int { get }
    /// The squared distance beyond which nothing is wanted, which may fall during the search; below
    /// 0 when nothing is wanted.
    var limit: Double { get }
    /// Takes a row within the limit (or, because of rounding, little beyond it), with its exact
    /// squared distance.
    mutating func visit(_ row: Int, squaredDistance: Double)
}

/// Rows prepared for searches by products: a copy in single precision and two bounds per row.
struct BoundedRows: Sendable {
    /// The rows as they were given, `[n, columns]`.
    let rows: Matrix<Float>
    /// `[rows * columns]`, less the mean of all rows, scaled.
    private let centered: [Float]
    /// `[rows]`: half of what a row adds to a lower bound of the scaled squared distance.
    private let halves: [Double]
    /// `[rows]`: `halves` rounded down.
    private let lowHalves: [Float]
    /// The factor of scaled squared distances over the true ones.
    private let squaredScale: Double

    /// The searches of one piece of parallel work.
    private static let pieceRows = 128
    /// The rows of one block of products.
    private static let blockColumns = 1024

    /// Prepares rows `[n, columns]` of finite numbers.
    init(_ rows: Matrix<Float>) {
        self.rows = rows
        let d = rows.columns
        let mean = columnMeans(rows)
        let pieces = (rows.rows + 255) / 256
        let largest =
            parallelMap(pieces) { piece -> Double in
                var largest = 0.0
                let elements = rows.elements.span
                for row in piece * 256..<min(rows.rows, (piece + 1) * 256) {
                    for c in 0..<d {
                        largest = max(largest, abs(Double(elements[row * d + c]) - mean[c]))
                    }
                }
                return largest
            }.max() ?? 0
        let scale = largest > 0 ? 1 / largest.binade : 1
        var centered = [Float](repeating: 0, count: rows.elements.count)
        parallelFill(&centered, pieceLength: max(1, 256 * d)) { piece, part in
            let elements = rows.elements.span
            let mean = mean.span
            let first = piece * 256 * d
            var c = 0
            for i in 0..<part.count {
                part[i] = Float(scale * (Double(elements[first + i]) - mean[c]))
                c = c + 1 == d ? 0 : c + 1
            }
        }
        let bound = DistanceBound(columns: d)
        var halves = [Double](repeating: 0, count: rows.rows)
        parallelFill(&halves, pieceLength: 256) { piece, part in
            let values = centered.span
            for r in 0..<part.count {
                var sum = 0.0
                for i in (piece * 256 + r) * d..<(piece * 256 + r + 1) * d {
                    sum += Double(values[i]) * Double(values[i])
                }
                part[r] = bound.lowerHalf(sum)
            }
        }
        self.centered = centered
        self.halves = halves
        lowHalves = halves.map { Float($0).nextDown }
        squaredScale = scale * scale
    }

    /// The squared distance of two rows, in double precision from the differences.
    func squaredDistance(_ i: Int, _ j: Int) -> Double {
        let d = rows.columns
        let elements = rows.elements.span
        // Four sums, so that additions need not wait for one another.
        var sums = SIMD4<Double>.zero
        var c = 0
        while c + 4 <= d {
            let (a, b) = (i * d + c, j * d + c)
            let difference = SIMD4<Double>(
                Double(elements[a]) - Double(elements[b]),
                Double(elements[a + 1]) - Double(elements[b + 1]),
                Double(elements[a + 2]) - Double(elements[b + 2]),
                Double(elements[a + 3]) - Double(elements[b + 3]))
            sums += difference * difference
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

    /// Squared distances as filters of `search` take them: scaled, rounded down, `[values]`.
    func lowered(_ values: [Double]) -> [Float] {
        values.map { Float($0 * squaredScale).nextDown }
    }

    /// Lets each search see the rows that may lie within its limit, in ascending order, and returns
    /// the searches in their order. A search may lower its limit as it goes, and alters nothing but
    /// itself.
    ///
    /// - Parameters:
    ///   - groups: `[n]`: a search does not see the rows of its query's group.
    ///   - cores: `[n]`, see `lowered`: a search sees no row whose core exceeds its limit.
    func search<Search: RowSearch>(
        _ searches: [Search], groups: [Int32], cores: [Float]? = nil
    ) -> [Search] {
        let n = rows.rows
        let d = rows.columns
        let cores = cores ?? [Float](repeating: -1, count: n)
        let pieces = (searches.count + Self.pieceRows - 1) / Self.pieceRows
        let found = parallelMap(pieces) { piece -> [Search] in
            var part = Array(
                searches[
                    piece * Self.pieceRows..<min(searches.count, (piece + 1) * Self.pieceRows)])
            var queries: [Float] = []
            queries.reserveCapacity(part.count * d)
            for search in part {
                queries += centered[search.query * d..<(search.query + 1) * d]
            }
            var products = [Float](repeating: 0, count: part.count * min(n, Self.blockColumns))
            for start in stride(from: 0, to: n, by: Self.blockColumns)
            where part.contains(where: { $0.limit >= 0 }) {
                let columns = start..<min(n, start + Self.blockColumns)
                multiply(
                    MatrixView(queries, rows: part.count, columns: d),
                    MatrixView(centered, offset: start * d, rows: columns.count, columns: d)
                        .transposed, into: &products)
                for r in part.indices {
                    scan(
                        &part[r], products.span, at: r * columns.count, columns, groups.span,
                        cores.span)
                }
            }
            return part
        }
        return found.flatMap { $0 }
    }

    /// Feeds one search with the rows of one block that its limit does not rule out.
    private func scan<Search: RowSearch>(
        _ search: inout Search, _ products: borrowing Span<Float>, at offset: Int,
        _ columns: Range<Int>, _ groups: borrowing Span<Int32>, _ cores: borrowing Span<Float>
    ) {
        let query = search.query
        let halves = lowHalves.span
        var limit = search.limit
        var limits = scaled(limit, query, groups[query])
        var next = columns.lowerBound
        while limit >= 0 {
            let row = nextWithin(
                products, at: offset, columns: columns, from: next, halves: halves, cores: cores,
                groups: groups, limits)
            if row == columns.upperBound { return }
            search.visit(row, squaredDistance: squaredDistance(query, row))
            if search.limit != limit {
                limit = search.limit
                limits = scaled(limit, query, groups[query])
            }
            next = row + 1
        }
    }

    /// The limit as single-precision bounds are compared with it, rounded up.
    private func scaled(_ limit: Double, _ query: Int, _ group: Int32) -> WithinLimits {
        let scaled = limit * squaredScale
        return WithinLimits(
            limit: Float(scaled / 2 - halves[query]).nextUp, core: Float(scaled).nextUp,
            group: group)
    }
}

/// The mean of each column, `[columns]`, summed in fixed pieces of rows in double precision.
func columnMeans(_ rows: Matrix<Float>) -> [Double] {
    let (n, d) = (rows.rows, rows.columns)
    let length = max(256, (n + 63) / 64)
    let sums = parallelMap((n + length - 1) / length) { piece -> [Double] in
        var sums = [Double](repeating: 0, count: d)
        let range = piece * length..<min(n, (piece + 1) * length)
        var span = sums.mutableSpan
        addRows(
            rows.elements.span, at: range.lowerBound * d, columns: d,
            groups: [Int32](repeating: 0, count: range.count).span, to: &span)
        return sums
    }
    var mean = [Double](repeating: 0, count: d)
    for part in sums { for c in 0..<d { mean[c] += part[c] } }
    return mean.map { $0 / Double(max(1, n)) }
}
