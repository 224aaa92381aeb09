public import Dense
internal import Foundation

/// The joint probabilities P that a map shall reproduce, over a neighbour graph.
public struct Affinities: Sendable, Equatable {
    /// `[n, n]`, symmetric, zero on the diagonal, entries sum to 1, columns ascending in each row.
    public let matrix: SparseMatrix
    /// `[n]`: the perplexity that each point's own affinities have.
    public let perplexities: [Double]

    /// Affinities of Gaussian kernels over the neighbours of each point.
    ///
    /// `neighbors` `[n, n]`: distances (not squared) of each row's neighbours, itself left out.
    /// Row `i` becomes `p(j|i) ∝ exp(-β_i · distance²)` with `β_i` such that its entropy is
    /// `log(perplexity)` to 1e-8 (Newton's method kept within a bracket), and
    /// `P = (p(j|i) + p(i|j)) / 2 n`. Where distances do not allow the perplexity (all equal, or
    /// fewer neighbours), the row comes as near as it can; `perplexities` tells.
    public static func fit(neighbors: SparseMatrix, perplexity: Double) -> Affinities {
        let n = neighbors.rowCount
        precondition(
            neighbors.columnCount == n, "neighbours \(n) x \(neighbors.columnCount) are not square")
        precondition(perplexity > 0, "perplexity \(perplexity) is not above 0")
        let pieceRows = 256
        let pieces = (n + pieceRows - 1) / pieceRows
        let fitted = parallelMap(pieces) { piece -> (values: [Double], perplexities: [Double]) in
            var values: [Double] = []
            var perplexities: [Double] = []
            for row in piece * pieceRows..<min(n, (piece + 1) * pieceRows) {
                let entries = neighbors.entries(ofRow: row)
                var kernel = entries.map {
                    Double(neighbors.values[$0]) * Double(neighbors.values[$0])
                }
                perplexities.append(conditionalAffinities(&kernel, perplexity: perplexity))
                values += kernel
            }
            return (values, perplexities)
        }
        return Affinities(
            matrix: symmetrized(neighbors, fitted.flatMap(\.values)),
            perplexities: fitted.flatMap(\.perplexities))
    }
}

/// Turns the squared distances of one point's neighbours into its affinities, which sum to 1, and
/// returns their perplexity.
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
    for _ in 0..<200 {
        var (sum, first, second) = (0.0, 0.0, 0.0)
        for (place, square) in squares.enumerated() {
            let kernel = exp(-precision * square)
            row[place] = kernel
            sum += kernel
            first += kernel * square
            second += kernel * square * square
        }
        first /= sum
        entropy = log(sum) + precision * first
        for place in row.indices { row[place] /= sum }
        let excess = entropy - target
        if abs(excess) <= 1e-8 { break }
        if excess > 0 { low = precision } else { high = precision }
        // The entropy falls by precision · variance per unit of precision.
        let slope = precision * (second / sum - first * first)
        let newton = precision + excess / slope
        if newton > low && newton < min(high, 16 * precision) {
            precision = newton
        } else {
            let next = high.isFinite ? (low + high) / 2 : 2 * precision
            if next == precision || !next.isFinite { break }
            precision = next
        }
    }
    return exp(entropy)
}

/// `(P + transpose(P)) / sum` over the graph's entries with the given values, columns ascending.
private func symmetrized(_ graph: SparseMatrix, _ values: [Double]) -> SparseMatrix {
    let n = graph.rowCount
    // Rows of the transpose come with ascending columns, since rows are visited in order; the
    // transpose of that is the graph itself with its columns ascending.
    let turned = transpose(offsets: graph.offsets, columns: graph.columns, values: values, n)
    let straight = transpose(
        offsets: turned.offsets, columns: turned.columns, values: turned.values, n)
    var offsets = [0]
    var columns: [Int32] = []
    var sums: [Double] = []
    for row in 0..<n {
        var (a, b) = (straight.offsets[row], turned.offsets[row])
        let (endA, endB) = (straight.offsets[row + 1], turned.offsets[row + 1])
        while a < endA || b < endB {
            let columnA = a < endA ? straight.columns[a] : Int32.max
            let columnB = b < endB ? turned.columns[b] : Int32.max
            var value = 0.0
            // A sum of two, so that entries (i, j) and (j, i) have the same bits.
            if columnA <= columnB {
                value += straight.values[a]
                a += 1
            }
            if columnB <= columnA {
                value += turned.values[b]
                b += 1
            }
            columns.append(min(columnA, columnB))
            sums.append(value)
        }
        offsets.append(columns.count)
    }
    let total = sums.reduce(0, +)
    return SparseMatrix(
        rowCount: n, columnCount: n, offsets: offsets, columns: columns,
        values: sums.map { Float($0 / total) })
}

private func transpose(
    offsets: [Int], columns: [Int32], values: [Double], _ n: Int
) -> (offsets: [Int], columns: [Int32], values: [Double]) {
    var starts = [Int](repeating: 0, count: n + 1)
    for column in columns { starts[Int(column) + 1] += 1 }
    for row in 0..<n { starts[row + 1] += starts[row] }
    var next = starts
    var turnedColumns = [Int32](repeating: 0, count: columns.count)
    var turnedValues = [Double](repeating: 0, count: columns.count)
    for row in 0..<n {
        for entry in offsets[row]..<offsets[row + 1] {
            let place = next[Int(columns[entry])]
            next[Int(columns[entry])] += 1
            turnedColumns[place] = Int32(row)
            turnedValues[place] = values[entry]
        }
    }
    return (starts, turnedColumns, turnedValues)
}
