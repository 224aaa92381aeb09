internal import Foundation

/// The layer whose neighbours predict most labels on a part of the rows, the last of equal ones.
///
/// - Parameters:
///   - hits: for each layer whether the vote for each row is right; nil without a label.
///   - part: the rows that count.
public func bestLayer(_ hits: [[Bool?]], on part: [Bool]) -> Int {
    precondition(!hits.isEmpty, "a choice among no layers")
    let counts = hits.map { layer in layer.indices.count { part[$0] && layer[$0] == true } }
    return counts.indices.reduce(0) { counts[$1] >= counts[$0] ? $1 : $0 }
}

/// Every other labelled row, the first one among them: the half on which a layer is chosen.
public func everyOtherLabelled(_ labels: [Int32]) -> [Bool] {
    var labelled = 0
    return labels.map { label in
        labelled += label >= 0 ? 1 : 0
        return labelled % 2 == 1
    }
}

/// How much better one layer predicts the labels than another, on the same rows.
public struct PairedGain: Sendable, Equatable {
    /// Accuracy of the first less that of the second, -1...1.
    public private(set) var gain = 0.0
    /// Half of its 95 % interval, by the variance over the rows.
    public private(set) var margin = 0.0
    /// Rows that have both votes.
    public private(set) var rows = 0
    /// Rows that only the first predicts, and only the second.
    public private(set) var onlyFirst = 0
    public private(set) var onlySecond = 0

    /// Compares the votes on a part of the rows.
    public init(_ first: [Bool?], _ second: [Bool?], on part: [Bool]) {
        for row in first.indices where part[row] {
            guard let mine = first[row], let its = second[row] else { continue }
            rows += 1
            if mine && !its { onlyFirst += 1 }
            if its && !mine { onlySecond += 1 }
        }
        let total = Double(max(1, rows))
        gain = Double(onlyFirst - onlySecond) / total
        // The differences are 1, -1 and 0.
        let squares = Double(onlyFirst + onlySecond) - total * gain * gain
        let variance = max(0, squares) / max(1, total - 1)
        margin = 1.96 * (variance / total).squareRoot()
    }

    /// McNemar's exact test: the probability of numbers at least as uneven as `onlyFirst` and
    /// `onlySecond`, in either direction, if both layers were equally good.
    public var probability: Double {
        let (n, k) = (onlyFirst + onlySecond, min(onlyFirst, onlySecond))
        guard n > 0 else { return 1 }
        func logFactorial(_ n: Int) -> Double { lgamma(Double(n) + 1) }
        let tail = (0...k).reduce(0.0) { sum, i in
            let binomial = logFactorial(n) - logFactorial(i) - logFactorial(n - i)
            return sum + exp(binomial - Double(n) * log(2.0))
        }
        return min(1, 2 * tail)
    }
}
