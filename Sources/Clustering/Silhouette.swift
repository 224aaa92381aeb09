public import Dense

/// How far rows are from each other for `silhouette`.
public enum RowDistance: String, Sendable, CaseIterable {
    case euclidean
    /// 1 - cosine, 0...2; 1 beside a row of zeros.
    case cosine
}

/// How well rows lie in their groups, see `silhouette`.
public struct Silhouette: Sendable, Equatable {
    /// The mean over the rows measured, -1...1.
    public let mean: Double
    /// Half of the 95 % interval of `mean` where rows were sampled, otherwise 0.
    public let margin: Double
    /// The rows measured, ascending.
    public let rows: [Int]
    /// `[rows]`: the silhouette of each row measured, -1...1; 0 for a row alone in its group.
    public let values: [Double]
}

/// Rousseeuw's silhouette (1987, doi:10.1016/0377-0427(87)90125-7) of rows in groups, which may be
/// clusters or labels: `(b - a) / max(a, b)` with a the mean distance from the others of a row's
/// group and b the least mean distance from another group.
///
/// Rows of negative group take no part. By cosine all rows are measured, in time that grows with
/// rows x groups; by Euclidean distance time grows with the square of the rows, and where more than
/// `limit` are left a seeded sample of that size is measured as if it were all, as scikit-learn
/// does with `sample_size`; the margin is 1.96 standard errors with the correction for a finite
/// population. Nil with fewer than two groups, or with no group of two rows.
///
/// - Parameters:
///   - rows: `[n, columns]`.
///   - groups: `[n]`.
public func silhouette(
    _ rows: Matrix<Float>, groups: [Int32], distance: RowDistance, limit: Int = 20_000,
    seed: UInt64 = 0
) -> Silhouette? {
    precondition(groups.count == rows.rows, "\(groups.count) groups of \(rows.rows) rows")
    let grouped = groups.indices.filter { groups[$0] >= 0 }
    var chosen = grouped
    if distance == .euclidean && grouped.count > limit {
        var generator = CounterGenerator(seed: seed)
        chosen = generator.sample(limit, below: grouped.count).map { grouped[$0] }
    }
    // Rows of a group stand together, so that sums over a group run along a block of products.
    let sorted = chosen.sorted { (groups[$0], $0) < (groups[$1], $1) }
    var bounds = [0]
    for i in sorted.indices.dropFirst() where groups[sorted[i]] != groups[sorted[i - 1]] {
        bounds.append(i)
    }
    bounds.append(sorted.count)
    let count = bounds.count - 1
    if sorted.isEmpty || count < 2 || count == sorted.count { return nil }
    let values: [Double]
    switch distance {
    case .euclidean: values = euclideanSilhouettes(centered(rows, sorted), bounds)
    case .cosine: values = cosineSilhouettes(unit(rows, sorted), bounds)
    }
    let order = sorted.indices.sorted { sorted[$0] < sorted[$1] }
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    var margin = 0.0
    if chosen.count < grouped.count {
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
        let left = (Double(grouped.count) - n) / Double(grouped.count - 1)
        margin = 1.96 * (variance / n * left).squareRoot()
    }
    return Silhouette(
        mean: mean, margin: margin, rows: order.map { sorted[$0] },
        values: order.map { values[$0] })
}

/// One row's silhouette from its sums of distances from each group; `own` is its group.
private func silhouette(_ sums: borrowing Span<Double>, own: Int, _ bounds: [Int]) -> Double {
    let size = bounds[own + 1] - bounds[own]
    if size == 1 { return 0 }
    let within = sums[own] / Double(size - 1)
    var nearest = Double.infinity
    for group in 0..<bounds.count - 1 where group != own {
        nearest = min(nearest, sums[group] / Double(bounds[group + 1] - bounds[group]))
    }
    let scale = max(within, nearest)
    return scale > 0 ? (nearest - within) / scale : 0
}

/// `rows` `[n, columns]` stand group after group, group g in `bounds[g] ..< bounds[g + 1]`.
private func euclideanSilhouettes(_ rows: Matrix<Double>, _ bounds: [Int]) -> [Double] {
    let (n, d, count) = (rows.rows, rows.columns, bounds.count - 1)
    let squares = (0..<n).map { row in rows.row(row).reduce(0) { $0 + $1 * $1 } }
    let (pieceRows, blockColumns) = (128, 512)
    let parts = parallelMap((n + pieceRows - 1) / pieceRows) { piece -> [Double] in
        let range = piece * pieceRows..<min(n, (piece + 1) * pieceRows)
        var sums = [Double](repeating: 0, count: range.count * count)
        var products = [Double](repeating: 0, count: range.count * min(n, blockColumns))
        var group = 0
        for first in stride(from: 0, to: n, by: blockColumns) {
            let columns = first..<min(n, first + blockColumns)
            var span = products.mutableSpan
            multiply(
                rows.elements.span,
                Place(offset: range.lowerBound * d, rows: range.count, columns: d),
                transposed: false, rows.elements.span,
                Place(offset: first * d, rows: columns.count, columns: d), transposed: true,
                into: &span, Place(rows: range.count, columns: columns.count))
            var start = first
            while start < columns.upperBound {
                while bounds[group + 1] <= start { group += 1 }
                let end = min(columns.upperBound, bounds[group + 1])
                for r in range {
                    sums[(r - range.lowerBound) * count + group] += sumOfDistances(
                        products.span, at: (r - range.lowerBound) * columns.count - first,
                        start..<end, squares.span, row: r)
                }
                start = end
            }
        }
        var own = 0
        return range.map { r in
            while bounds[own + 1] <= r { own += 1 }
            let start = (r - range.lowerBound) * count
            return silhouette(sums.span.extracting(start..<start + count), own: own, bounds)
        }
    }
    return parts.flatMap { $0 }
}

/// The sum of distances of one row from the rows of a range, itself left out.
private func sumOfDistances(
    _ products: borrowing Span<Double>, at offset: Int, _ range: Range<Int>,
    _ squares: borrowing Span<Double>, row: Int
) -> Double {
    let square = squares[row]
    func distance(_ j: Int) -> Double {
        j == row ? 0 : max(0, square + squares[j] - 2 * products[offset + j]).squareRoot()
    }
    // Four sums, so that additions need not wait for one another.
    var (s0, s1, s2, s3) = (0.0, 0.0, 0.0, 0.0)
    var j = range.lowerBound
    while j + 4 <= range.upperBound {
        s0 += distance(j)
        s1 += distance(j + 1)
        s2 += distance(j + 2)
        s3 += distance(j + 3)
        j += 4
    }
    while j < range.upperBound {
        s0 += distance(j)
        j += 1
    }
    return (s0 + s1) + (s2 + s3)
}

/// The same by `1 - cosine`: its sum over a group is the group's size less the product with the
/// sum of the group's unit rows.
private func cosineSilhouettes(_ units: Matrix<Double>, _ bounds: [Int]) -> [Double] {
    let (n, d, count) = (units.rows, units.columns, bounds.count - 1)
    let totals = parallelMap(count) { group -> [Double] in
        var total = [Double](repeating: 0, count: d)
        let elements = units.elements.span
        for row in bounds[group]..<bounds[group + 1] {
            for c in 0..<d { total[c] += elements[row * d + c] }
        }
        return total
    }.flatMap { $0 }
    let pieceRows = 256
    let parts = parallelMap((n + pieceRows - 1) / pieceRows) { piece -> [Double] in
        let range = piece * pieceRows..<min(n, (piece + 1) * pieceRows)
        var sums = [Double](repeating: 0, count: range.count * count)
        var span = sums.mutableSpan
        multiply(
            units.elements.span,
            Place(offset: range.lowerBound * d, rows: range.count, columns: d),
            transposed: false, totals.span, Place(rows: count, columns: d), transposed: true,
            into: &span, Place(rows: range.count, columns: count))
        var own = 0
        return range.map { r in
            while bounds[own + 1] <= r { own += 1 }
            let start = (r - range.lowerBound) * count
            for group in 0..<count {
                sums[start + group] =
                    Double(bounds[group + 1] - bounds[group]) - sums[start + group]
            }
            let square = units.row(r).reduce(0) { $0 + $1 * $1 }
            sums[start + own] = max(0, sums[start + own] - (1 - square))
            return silhouette(sums.span.extracting(start..<start + count), own: own, bounds)
        }
    }
    return parts.flatMap { $0 }
}

/// Some rows in double precision less the mean of all, `[indices.count, columns]`.
private func centered(_ rows: Matrix<Float>, _ indices: [Int]) -> Matrix<Double> {
    let mean = columnMeans(rows)
    let d = rows.columns
    var values = [Double](repeating: 0, count: indices.count * d)
    parallelFill(&values, pieceLength: max(1, 256 * d)) { piece, part in
        let elements = rows.elements.span
        for r in 0..<part.count / max(1, d) {
            let row = indices[piece * 256 + r]
            for c in 0..<d { part[r * d + c] = Double(elements[row * d + c]) - mean[c] }
        }
    }
    return Matrix(rows: indices.count, columns: d, elements: values)
}

/// Some rows in double precision divided by their lengths, `[indices.count, columns]`; rows of
/// zeros stay.
private func unit(_ rows: Matrix<Float>, _ indices: [Int]) -> Matrix<Double> {
    let d = rows.columns
    var values = [Double](repeating: 0, count: indices.count * d)
    parallelFill(&values, pieceLength: max(1, 256 * d)) { piece, part in
        let elements = rows.elements.span
        for r in 0..<part.count / max(1, d) {
            let row = indices[piece * 256 + r]
            var square = 0.0
            for c in 0..<d {
                let value = Double(elements[row * d + c])
                part[r * d + c] = value
                square += value * value
            }
            if square == 0 { continue }
            let length = square.squareRoot()
            for c in 0..<d { part[r * d + c] /= length }
        }
    }
    return Matrix(rows: indices.count, columns: d, elements: values)
}
