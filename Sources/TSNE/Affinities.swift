public import Dense
internal import Foundation

/// Rows of a piece of parallel work; a constant, so that sums do not depend on the number of
/// threads.
private let pieceRows = 256

/// The number of nearest neighbours that the affinities of a perplexity are over: three times as
/// many, rounded down, at least 1 (van der Maaten 2014, JMLR 15:3221).
public func neighborCount(perplexity: Double) -> Int { max(1, Int(3 * perplexity)) }

/// The joint probabilities P that a map reproduces: for each pair of neighbours a probability that
/// grows with their nearness (van der Maaten and Hinton 2008, JMLR 9:2579, section 2).
///
/// Only pairs of the neighbour graph have an entry; all other pairs count as 0. That leaves a
/// perplexity of 30 with about 90 to 180 entries per point, whatever the number of points.
public struct Affinities: Sendable, Equatable {
    /// `[n, n]`, symmetric, zero on the diagonal, entries sum to 1, columns ascending in each row.
    public let matrix: SparseMatrix
    /// `[n]`: the perplexity that each point's own affinities reached, `exp(entropy)`. It differs
    /// from the one asked for where the distances do not allow it; 0 for a point without
    /// neighbours.
    public let perplexities: [Double]

    /// Affinities of Gaussian kernels over the neighbours of each point.
    ///
    /// Row `i` becomes `p(j|i) ∝ exp(-β_i · distance²)` with `β_i` such that its entropy is
    /// `log(perplexity)` to 1e-8 (Newton's method kept within a bracket), and
    /// `P = (p(j|i) + p(i|j)) / 2 n`. Where distances do not allow the perplexity (all equal, or
    /// fewer neighbours), the row comes as near as it can, and `perplexities` has what it reached.
    /// Working memory is 16 bytes per entry of the graph beside it and the result.
    ///
    /// - Parameters:
    ///   - neighbors: `[n, n]`: distances (not squared) of each row's neighbours, itself left out;
    ///     another shape, NaN or infinity is a programming error.
    ///   - perplexity: above 0, and in use above 1: the effective number of neighbours.
    public static func fit(neighbors: SparseMatrix, perplexity: Double) -> Affinities {
        let n = neighbors.rowCount
        precondition(
            neighbors.columnCount == n, "neighbours \(n) x \(neighbors.columnCount) are not square")
        precondition(perplexity > 0, "perplexity \(perplexity) is not above 0")
        let fitted = conditionalAffinities(
            neighbors, perplexity: perplexity, isSortedByColumn: true)
        return Affinities(
            matrix: symmetrized(fitted.matrix), perplexities: fitted.perplexities)
    }
}

/// Each row's affinities `p(j|i)`, which sum to 1, over the graph `[rows, columns]`, and their
/// perplexities `[rows]`.
///
/// - Parameters:
///   - graph: distances (not squared), finite; NaN or infinity is a programming error. Rows may
///     have different numbers of entries, also none.
///   - isSortedByColumn: whether the entries of each row are put into ascending order of their
///     columns, as `symmetrized` needs them; else they stay in the graph's order.
func conditionalAffinities(
    _ graph: SparseMatrix, perplexity: Double, isSortedByColumn: Bool
) -> (matrix: SparseMatrix, perplexities: [Double]) {
    precondition(graph.values.allSatisfy(\.isFinite), "a neighbour graph holds NaN or infinity")
    let n = graph.rowCount
    let pieces = (n + pieceRows - 1) / pieceRows
    var columns = graph.columns
    var values = graph.values
    let starts = (0...pieces).map { min(n, $0 * pieceRows) }
    let perplexities = parallelFill(
        &columns, &values, cuts: starts.map { graph.offsets[$0] }
    ) { piece, columns, values -> [Double] in
        let offsets = graph.offsets.span
        let base = offsets[starts[piece]]
        var entries: [UInt64] = []
        var reached: [Double] = []
        for row in starts[piece]..<starts[piece + 1] {
            let range = offsets[row] - base..<offsets[row + 1] - base
            var kernel = range.map { Double(values[$0]) * Double(values[$0]) }
            reached.append(conditionalAffinities(&kernel, perplexity: perplexity))
            if isSortedByColumn {
                // A column and its value in one number, which sorts by the column.
                entries.removeAll(keepingCapacity: true)
                for (place, value) in zip(range, kernel) {
                    entries.append(
                        UInt64(columns[place]) << 32 | UInt64(Float(value).bitPattern))
                }
                entries.sort()
                for (place, entry) in zip(range, entries) {
                    columns[place] = Int32(entry >> 32)
                    values[place] = Float(bitPattern: UInt32(truncatingIfNeeded: entry))
                }
            } else {
                for (place, value) in zip(range, kernel) { values[place] = Float(value) }
            }
        }
        return reached
    }
    return (
        SparseMatrix(
            rowCount: n, columnCount: graph.columnCount, offsets: graph.offsets, columns: columns,
            values: values),
        perplexities.flatMap { $0 }
    )
}

/// Turns the squared distances of one point's neighbours, `row` `[neighbours]`, into its
/// affinities, which sum to 1, and returns their perplexity; 0 for an empty row.
///
/// The precision β of the Gaussian kernel is found by Newton's method on the entropy, kept within a
/// bracket and replaced by bisection where a step leaves it: at most 200 steps, to an error of the
/// entropy of 1e-8. Where no β gives the perplexity, the last one tried counts.
func conditionalAffinities(_ row: inout [Double], perplexity: Double) -> Double {
    if row.isEmpty { return 0 }
    // Only differences of squared distances matter; the nearest is at 0, so that no sum vanishes.
    let nearest = row.min() ?? 0
    let squares = row.map { $0 - nearest }
    let mean = squares.reduce(0, +) / Double(squares.count)
    let target = log(perplexity)
    var (low, high) = (0.0, Double.infinity)
    var precision = mean > 0 ? 1 / mean : 1
    var entropy = 0.0
    var total = 1.0
    for _ in 0..<200 {
        var (sum, first, second) = gaussianSums(squares, precision: precision, kernel: &row)
        total = sum
        first /= sum
        second /= sum
        entropy = log(sum) + precision * first
        let excess = entropy - target
        if abs(excess) <= 1e-8 { break }
        if excess > 0 { low = precision } else { high = precision }
        // The entropy falls by precision · variance per unit of precision.
        let slope = precision * (second - first * first)
        let newton = precision + excess / slope
        if newton > low && newton < min(high, 16 * precision) {
            precision = newton
        } else {
            let next = high.isFinite ? (low + high) / 2 : 2 * precision
            if next == precision || !next.isFinite { break }
            precision = next
        }
    }
    for place in row.indices { row[place] /= total }
    return exp(entropy)
}

/// `(P + transpose(P)) / sum` of a matrix `[n, n]` with ascending columns, columns ascending; the
/// entries of the result sum to 1.
private func symmetrized(_ p: SparseMatrix) -> SparseMatrix {
    let n = p.rowCount
    let turned = transposed(p)
    let pieces = (n + pieceRows - 1) / pieceRows
    let starts = (0...pieces).map { min(n, $0 * pieceRows) }
    let counts = parallelMap(pieces) { piece -> (entries: [Int], sum: Double) in
        var sum = 0.0
        let entries = (starts[piece]..<starts[piece + 1]).map { row in
            var count = 0
            merge(p, turned, row) { _, value in
                count += 1
                sum += value
            }
            return count
        }
        return (entries, sum)
    }
    let total = counts.reduce(0) { $0 + $1.sum }
    var offsets = [0]
    offsets.reserveCapacity(n + 1)
    for count in counts.lazy.flatMap(\.entries) {
        offsets.append(offsets[offsets.count - 1] + count)
    }
    var columns = [Int32](repeating: 0, count: offsets[n])
    var values = [Float](repeating: 0, count: offsets[n])
    parallelFill(&columns, &values, cuts: starts.map { offsets[$0] }) { piece, columns, values in
        var place = 0
        for row in starts[piece]..<starts[piece + 1] {
            merge(p, turned, row) { column, value in
                columns[place] = column
                values[place] = Float(value / total)
                place += 1
            }
        }
    }
    return SparseMatrix(
        rowCount: n, columnCount: n, offsets: offsets, columns: columns, values: values)
}

/// Gives `body` the columns and sums of one row of two matrices with ascending columns. Each value
/// is one sum of two numbers, so that entries (i, j) and (j, i) have the same bits.
@inline(__always)
private func merge(
    _ p: SparseMatrix, _ q: SparseMatrix, _ row: Int, _ body: (Int32, Double) -> Void
) {
    let (columnsA, valuesA) = (p.columns.span, p.values.span)
    let (columnsB, valuesB) = (q.columns.span, q.values.span)
    var (a, b) = (p.offsets[row], q.offsets[row])
    let (endA, endB) = (p.offsets[row + 1], q.offsets[row + 1])
    while a < endA || b < endB {
        let columnA = a < endA ? columnsA[a] : Int32.max
        let columnB = b < endB ? columnsB[b] : Int32.max
        var value = 0.0
        if columnA <= columnB {
            value += Double(valuesA[a])
            a += 1
        }
        if columnB <= columnA {
            value += Double(valuesB[b])
            b += 1
        }
        body(min(columnA, columnB), value)
    }
}

/// The transpose `[columns, rows]` of a matrix `[rows, columns]`; its columns ascend in each row,
/// since rows are visited in order.
private func transposed(_ p: SparseMatrix) -> SparseMatrix {
    var starts = [Int](repeating: 0, count: p.columnCount + 1)
    let (columns, values) = (p.columns.span, p.values.span)
    for entry in 0..<columns.count { starts[Int(columns[entry]) + 1] += 1 }
    for row in 0..<p.columnCount { starts[row + 1] += starts[row] }
    var next = starts
    var turnedColumns = [Int32](repeating: 0, count: columns.count)
    var turnedValues = [Float](repeating: 0, count: columns.count)
    for row in 0..<p.rowCount {
        for entry in p.offsets[row]..<p.offsets[row + 1] {
            let column = Int(columns[entry])
            let place = next[column]
            next[column] = place + 1
            turnedColumns[place] = Int32(row)
            turnedValues[place] = values[entry]
        }
    }
    return SparseMatrix(
        rowCount: p.columnCount, columnCount: p.rowCount, offsets: starts, columns: turnedColumns,
        values: turnedValues)
}
