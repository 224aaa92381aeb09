public import Dense
internal import Foundation

/// The class of a row by the votes of its nearest rows of known class.
public struct VotedClass: Sendable, Equatable {
    /// The class with most votes, the lowest of equal ones.
    public let index: Int
    /// Its share of the votes, 0...1.
    public let share: Double

    public init(index: Int, share: Double) {
        self.index = index
        self.share = share
    }
}

/// Classes of unit rows `[m, width]` by the `count` nearest of the unit rows `memory`
/// `[n, width]`, each voting with exp(cosine / temperature): the protocol of Hummingbird
/// (Balažević et al. 2023, arXiv 2306.01667).
///
/// - Parameters:
///   - classes: Class of each row of the memory, `[n]`, from 0.
///   - count: 1 to n.
public func votedClasses(
    of rows: Matrix<Float>, memory: Matrix<Float>, classes: [Int], count: Int, temperature: Double
) -> [VotedClass] {
    precondition(classes.count == memory.rows, "\(classes.count) classes of \(memory.rows) rows")
    let nearest = nearestRows(of: rows, among: memory, count: count)
    return (0..<rows.rows).map { row in
        let entries = nearest.offsets[row]..<nearest.offsets[row + 1]
        // Of unit rows at distance d the cosine is 1 - d²/2. The nearest has weight 1.
        let first = Double(nearest.values[entries.lowerBound])
        var votes: [Int: Double] = [:]
        var sum = 0.0
        for entry in entries {
            let distance = Double(nearest.values[entry])
            let weight = exp((first * first - distance * distance) / 2 / temperature)
            votes[classes[Int(nearest.columns[entry])], default: 0] += weight
            sum += weight
        }
        let best = votes.max { ($0.value, $1.key) < ($1.value, $0.key) }!
        return VotedClass(index: best.key, share: best.value / sum)
    }
}
