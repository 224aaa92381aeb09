/// The area under the ROC curve, 0...1: the probability that a positive has a higher score than a
/// negative, ties counted half (Mann and Whitney's statistic over average ranks).
///
/// - Parameters:
///   - scores: `[n]`, without NaN.
///   - isPositive: `[n]`.
/// - Returns: nil without positives or without negatives.
public func areaUnderROC(scores: [Double], isPositive: [Bool]) -> Double? {
    precondition(
        scores.count == isPositive.count && !scores.contains(where: \.isNaN),
        "\(scores.count) scores (or a NaN among them), \(isPositive.count) classes")
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    let positives = isPositive.count { $0 }
    let negatives = scores.count - positives
    if positives == 0 || negatives == 0 { return nil }
    var rankSum = 0.0
    var start = 0
    while start < order.count {
        var end = start
        while end < order.count && scores[order[end]] == scores[order[start]] { end += 1 }
        // Ranks from 1: those of the tied are start + 1 ... end.
        let rank = Double(start + 1 + end) / 2
        rankSum += rank * Double(order[start..<end].count { isPositive[$0] })
        start = end
    }
    let least = Double(positives) * Double(positives + 1) / 2
    return (rankSum - least) / (Double(positives) * Double(negatives))
}
