internal import Foundation

// How well two labellings of the same points agree; the numbers of labels do not matter, only
// which points share one. Definitions are scikit-learn's.

/// The share of points that have the most frequent label of their cluster, 0...1; 0 for no points.
///
/// It rises with the number of clusters: clusters of one point each have 1. Lists of different
/// lengths are a programming error.
public func purity(_ assignments: [Int32], _ labels: [Int32]) -> Double {
    let table = Contingency(assignments, labels)
    if table.count == 0 { return 0 }
    var largest = [Int](repeating: 0, count: table.rowSums.count)
    for cell in table.cells { largest[cell.row] = max(largest[cell.row], cell.count) }
    return Double(largest.reduce(0, +)) / Double(table.count)
}

/// The Rand index corrected for chance (Hubert and Arabie 1985, doi:10.1007/BF01908075):
///
///     (pairs in one cluster and one label - expected) / (mean of both kinds of pairs - expected)
///
/// It is 1 for equal partitions, about 0 for independent ones, and may be negative; 1 for fewer
/// than two points.
public func adjustedRandIndex(_ assignments: [Int32], _ labels: [Int32]) -> Double {
    let table = Contingency(assignments, labels)
    // Ordered pairs that share their cluster in both, in one, in the other.
    let both = table.cells.reduce(0.0) { $0 + Double($1.count) * Double($1.count - 1) }
    let inRows = table.rowSums.reduce(0.0) { $0 + Double($1) * Double($1 - 1) }
    let inColumns = table.columnSums.reduce(0.0) { $0 + Double($1) * Double($1 - 1) }
    let all = Double(table.count) * Double(table.count - 1)
    if all <= 0 { return 1 }
    let expected = inRows * inColumns / all
    let maximum = (inRows + inColumns) / 2
    // Both all one cluster, or both all single points: equal partitions.
    return maximum == expected ? 1 : (both - expected) / (maximum - expected)
}

/// Mutual information over the arithmetic mean of the two entropies, 0...1; 1 when both are one
/// cluster each or there are no points, 0 for independent labellings.
public func normalizedMutualInformation(_ assignments: [Int32], _ labels: [Int32]) -> Double {
    let table = Contingency(assignments, labels)
    if table.rowSums.count <= 1 && table.columnSums.count <= 1 { return 1 }
    let n = Double(table.count)
    var information = 0.0
    for cell in table.cells {
        let independent = Double(table.rowSums[cell.row]) * Double(table.columnSums[cell.column])
        information += Double(cell.count) / n * log(n * Double(cell.count) / independent)
    }
    let mean = (entropy(table.rowSums) + entropy(table.columnSums)) / 2
    return mean > 0 ? min(1, max(0, information / mean)) : 0
}

/// The agreement of labels with clusters that leave some points out, as `labelAgreement` computes
/// it.
public struct LabelAgreement: Sendable, Equatable {
    /// The share of points with the most frequent label of their cluster, 0...1; see `purity`.
    public let purity: Double
    /// The Rand index corrected for chance, at most 1; see `adjustedRandIndex`.
    public let adjustedRandIndex: Double
    /// Mutual information over the mean entropy, 0...1; see `normalizedMutualInformation`.
    public let normalizedMutualInformation: Double
    /// The number of points that have both a cluster and a label; the other measures are over
    /// these.
    public let points: Int
    /// The share of all points that is in no cluster, 0...1; 0 for no points.
    public let noiseShare: Double
}

/// Compares clusters with labels over the points that have both: noise (-1) and points of negative
/// label count neither for nor against; the share of noise is given beside.
///
/// - Parameters:
///   - assignments: `[n]`, negative for noise.
///   - labels: `[n]`, negative for points without one.
public func labelAgreement(_ assignments: [Int32], _ labels: [Int32]) -> LabelAgreement {
    precondition(
        assignments.count == labels.count,
        "\(assignments.count) assignments, \(labels.count) labels")
    let compared = assignments.indices.filter { assignments[$0] >= 0 && labels[$0] >= 0 }
    let (a, b) = (compared.map { assignments[$0] }, compared.map { labels[$0] })
    return LabelAgreement(
        purity: purity(a, b), adjustedRandIndex: adjustedRandIndex(a, b),
        normalizedMutualInformation: normalizedMutualInformation(a, b), points: compared.count,
        noiseShare: Double(assignments.count { $0 < 0 }) / Double(max(1, assignments.count)))
}

/// The entropy of a distribution by its counts, in nats.
private func entropy(_ counts: [Int]) -> Double {
    let n = Double(counts.reduce(0, +))
    return counts.reduce(0) { $0 - Double($1) / n * log(Double($1) / n) }
}

/// The number of points that have each pair of labels.
private struct Contingency {
    /// The number of points.
    let count: Int
    /// The number of points with each label of the first list.
    let rowSums: [Int]
    /// The number of points with each label of the second list.
    let columnSums: [Int]
    /// The pairs that occur, by row and column.
    let cells: [(row: Int, column: Int, count: Int)]

    /// Counts the pairs of labels; lists of different lengths are a programming error.
    init(_ a: [Int32], _ b: [Int32]) {
        precondition(a.count == b.count, "\(a.count) assignments, \(b.count) labels")
        count = a.count
        let rows = Self.numbers(a)
        let columns = Self.numbers(b)
        var rowSums = [Int](repeating: 0, count: (rows.max() ?? -1) + 1)
        var columnSums = [Int](repeating: 0, count: (columns.max() ?? -1) + 1)
        let width = max(1, columnSums.count)
        var counts: [Int: Int] = [:]
        for (row, column) in zip(rows, columns) {
            rowSums[row] += 1
            columnSums[column] += 1
            counts[row * width + column, default: 0] += 1
        }
        self.rowSums = rowSums
        self.columnSums = columnSums
        // Sorted, so that sums do not depend on the order of a dictionary.
        cells = counts.sorted { $0.key < $1.key }.map {
            (row: $0.key / width, column: $0.key % width, count: $0.value)
        }
    }

    /// Labels as 0, 1, 2, ... in ascending order of label.
    private static func numbers(_ labels: [Int32]) -> [Int] {
        let distinct = Set(labels).sorted()
        var number: [Int32: Int] = [:]
        for (place, label) in distinct.enumerated() { number[label] = place }
        return labels.map { number[$0] ?? 0 }
    }
}
