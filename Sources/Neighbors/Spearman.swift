internal import Dense

/// The distances between the points of a sample of rows, with which maps of all rows are compared.
struct PairDistances: Sendable {
    /// Ascending indices of the points, at most 1,000.
    private let sample: [Int]
    /// The number of all rows.
    private let population: Int
    /// `[pairs]`: ranks of the distances of all pairs.
    private let ranks: [Double]
    /// `[groups][pairs]`: ranks of the distances within each group; empty where the sample is all
    /// rows.
    private let groupRanks: [[Double]]

    /// The number of disjoint groups that the margin is taken from.
    private static let groups = 10

    /// Ranks the distances within the sample; `points` `[sample.count, columns]` are its rows.
    init(sample: [Int], of population: Int, points: Matrix<Float>) {
        self.sample = sample
        self.population = population
        ranks = averageRanks(pairwiseSquaredDistances(points))
        groupRanks =
            sample.count == population
            ? []
            : Self.members(sample.count).map {
                averageRanks(pairwiseSquaredDistances(points.rows($0)))
            }
    }

    /// Places in the sample, in ten disjoint groups.
    private static func members(_ count: Int) -> [[Int]] {
        (0..<groups).map { Array(stride(from: $0, to: count, by: groups)) }
    }

    /// Spearman's correlation of the sample's distances in the rows and on a map `[population, 2]`,
    /// -1...1; NaN where either side does not vary. The margin is nil where the sample is all rows.
    func correlation(with map: Matrix<Float>) -> Estimate {
        let points = map.rows(sample)
        let value = Neighbors.correlation(averageRanks(pairwiseSquaredDistances(points)), ranks)
        if sample.count == population { return Estimate(value: value, margin: nil) }
        // Pairs share points, so that formulas for independent pairs give too narrow an interval:
        // the spread over disjoint groups of points is used (Student's t, 9 degrees of freedom).
        let parts = zip(Self.members(sample.count), groupRanks).map { members, ranks in
            Neighbors.correlation(
                averageRanks(pairwiseSquaredDistances(points.rows(members))), ranks)
        }
        let count = Double(Self.groups)
        let mean = parts.reduce(0, +) / count
        let variance = parts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
        return Estimate(value: value, margin: 2.262 * (variance / count).squareRoot())
    }
}

/// The squared distances of all pairs `i < j`, `[n (n - 1) / 2]`; they rank as the distances do.
func pairwiseSquaredDistances(_ points: Matrix<Float>) -> [Double] {
    let n = points.rows
    return parallelMap(n) { i in
        squaredDistances(
            fromRow: i, of: points, to: ArraySlice(Int32(i + 1)..<Int32(n)), of: points)
    }.flatMap { $0 }
}

/// Ranks from 1, `[values]`; equal values share the mean of theirs.
func averageRanks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted {
        values[$0] != values[$1] ? values[$0] < values[$1] : $0 < $1
    }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
        var end = start + 1
        while end < order.count && values[order[end]] == values[order[start]] { end += 1 }
        let rank = Double(start + end + 1) / 2
        for position in start..<end { ranks[order[position]] = rank }
        start = end
    }
    return ranks
}

/// Pearson's correlation of two lists of equal length, -1...1; NaN when either side does not vary.
func correlation(_ a: [Double], _ b: [Double]) -> Double {
    let n = Double(a.count)
    let (meanA, meanB) = (a.reduce(0, +) / n, b.reduce(0, +) / n)
    var (aa, bb, ab) = (0.0, 0.0, 0.0)
    for i in a.indices {
        aa += (a[i] - meanA) * (a[i] - meanA)
        bb += (b[i] - meanB) * (b[i] - meanB)
        ab += (a[i] - meanA) * (b[i] - meanB)
    }
    return ab / (aa * bb).squareRoot()
}
