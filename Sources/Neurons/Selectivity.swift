internal import Dense
internal import Foundation

/// How well the values of a unit tell the images of a label from all others.
public struct Selectivity: Sendable, Equatable {
    /// Index of the label that the unit tells best.
    public let label: Int
    /// Area under the ROC curve, 0...1: the probability that the value of an image of the label is
    /// larger than that of another image, equal values counted as half (Hanley and McNeil 1982).
    public let auroc: Double
    /// The interval of the area; see `selectivity`.
    public let interval: ClosedRange<Double>
}

/// The label that each unit tells best from all other images.
///
/// The interval is `auroc ± z · error` at 95 % after Bonferroni's correction for having looked at
/// all units with all labels. The error is the larger one of Hanley and McNeil's (1982, Radiology
/// 143, 29), which vanishes for perfect separation however few the images, and of that of a unit
/// that knows nothing, `sqrt((n + 1) / (12 · inside · outside))`. The sum of ranks has lighter
/// tails than the normal distribution, so that few images never give a lower end above 0.5.
///
/// - Parameters:
///   - values: the largest value in each image, `[units][images]`.
///   - labels: which images have the label, `[labels][images]`; each has some and lacks some.
///   - comparisons: the number of all units times that of all labels.
public func selectivity(
    _ values: [[Float]], labels: [[Bool]], comparisons: Int
) -> [Selectivity] {
    guard !labels.isEmpty else { return [] }
    let members = labels.map { own in own.indices.filter { own[$0] } }
    let z = normalQuantile(1 - 0.025 / Double(max(1, comparisons)))
    return values.map { unit in
        let ranks = averageRanks(unit)
        var best = (label: 0, auroc: -1.0)
        for (label, images) in members.enumerated() {
            let (inside, outside) = (Double(images.count), Double(unit.count - images.count))
            precondition(inside > 0 && outside > 0, "a label of \(inside) of \(unit.count) images")
            let sum = images.reduce(0) { $0 + ranks[$1] }
            let auroc = (sum - inside * (inside + 1) / 2) / (inside * outside)
            if auroc > best.auroc { best = (label, auroc) }
        }
        let inside = Double(members[best.label].count)
        let outside = Double(unit.count) - inside
        let a = best.auroc
        let (q1, q2) = (a / (2 - a), 2 * a * a / (1 + a))
        let variance =
            (a * (1 - a) + (inside - 1) * (q1 - a * a) + (outside - 1) * (q2 - a * a))
            / (inside * outside)
        let chance = Double(unit.count + 1) / (12 * inside * outside)
        let half = z * max(chance, variance).squareRoot()
        return Selectivity(
            label: best.label, auroc: a, interval: max(0, a - half)...min(1, a + half))
    }
}

/// The rank of each value from 1 on; equal values have the mean of theirs.
func averageRanks(_ values: [Float]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
        var end = start + 1
        while end < order.count && values[order[end]] == values[order[start]] { end += 1 }
        for place in start..<end { ranks[order[place]] = Double(start + 1 + end) / 2 }
        start = end
    }
    return ranks
}

/// The number that a standard normal variable stays below with probability `p`, 0.5..<1, by
/// bisection of the error function.
func normalQuantile(_ p: Double) -> Double {
    var (low, high) = (0.0, 40.0)
    for _ in 0..<200 {
        let middle = (low + high) / 2
        // erfc keeps its digits where p is near 1.
        if erfc(middle / 2.0.squareRoot()) / 2 > 1 - p { low = middle } else { high = middle }
    }
    return (low + high) / 2
}
