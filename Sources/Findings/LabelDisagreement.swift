public import Dense
internal import Foundation

/// A labelled row and what its neighbours say of its label.
public struct LabelDisagreement: Sendable, Equatable {
    public let row: Int
    public let label: Int32
    /// The share of the neighbours' votes for the row's own label, 0...1.
    public let probability: Double
    /// The label with most votes, the lowest of equal ones, and its share.
    public let suggestedLabel: Int32
    public let suggestedProbability: Double
}

/// Labelled rows by how little their neighbours agree with their label, the least first, equal
/// ones by row.
///
/// A row's first `count` labelled neighbours vote with the weight `exp(cosine / temperature)`, the
/// row itself left out (the k-NN protocol of Caron et al. 2021, arXiv 2104.14294). Rows without a
/// label or without a labelled neighbour are left out.
///
/// - Parameters:
///   - neighbors: `[n, n]`: each row's nearest others, nearest first, with Euclidean distances of
///     rows of length 1.
///   - labels: `[n]`; a negative one is none.
public func labelDisagreements(
    neighbors: SparseMatrix, labels: [Int32], count: Int = 20, temperature: Double = 0.07
) -> [LabelDisagreement] {
    let n = neighbors.rowCount
    precondition(
        labels.count == n && neighbors.columnCount == n && count >= 1 && temperature > 0,
        "\(labels.count) labels, \(n) x \(neighbors.columnCount) neighbours, \(count) votes, "
            + "temperature \(temperature)")
    let found = (0..<n).compactMap { row -> LabelDisagreement? in
        if labels[row] < 0 { return nil }
        let voters = neighbors.entries(ofRow: row).lazy
            .map { (labels[Int(neighbors.columns[$0])], Double(neighbors.values[$0])) }
            .filter { $0.0 >= 0 }.prefix(count)
        // Less the nearest's cosine, so that no power overflows at a low temperature.
        guard let nearest = voters.first?.1 else { return nil }
        var votes: [Int32: Double] = [:]
        var sum = 0.0
        for (label, distance) in voters {
            let weight = exp((nearest * nearest - distance * distance) / 2 / temperature)
            votes[label, default: 0] += weight
            sum += weight
        }
        guard
            let winner = votes.max(by: {
                $0.value != $1.value ? $0.value < $1.value : $0.key > $1.key
            })
        else { return nil }
        return LabelDisagreement(
            row: row, label: labels[row], probability: (votes[labels[row]] ?? 0) / sum,
            suggestedLabel: winner.key, suggestedProbability: winner.value / sum)
    }
    return found.sorted { ($0.probability, $0.row) < ($1.probability, $1.row) }
}
