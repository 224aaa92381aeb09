public import Dense

/// A description of one cluster by its members; see `clusterSummaries`.
public struct ClusterSummary: Sendable, Equatable {
    /// The number of a cluster's members that have a label.
    public struct LabelCount: Sendable, Equatable {
        /// The label's number, not negative.
        public let label: Int32
        /// The number of members that have it, at least 1.
        public let count: Int
    }

    /// The cluster's number, as the assignments have it.
    public let cluster: Int32
    /// The number of members.
    public let size: Int
    /// The index of the member with the least sum of Euclidean distances from the members, the
    /// lowest of equal ones.
    public let medoid: Int
    /// Whether all members were compared, and not a sample of them.
    public let isMedoidExact: Bool
    /// Indices of members other than the medoid, the most typical first.
    public let exemplars: [Int]
    /// The labels of the members by descending count, ties by label; members without a label
    /// (negative) are not counted.
    public let labels: [LabelCount]
    /// The largest count over all members that have a label, 0...1; 0 without such a member.
    public let largestShare: Double
}

/// Describes each cluster, in ascending order of its number; noise (-1) has no summary. Time grows
/// with the square of the members compared, at most `medoidLimit` per cluster.
///
/// - Parameters:
///   - rows: `[n, columns]`.
///   - assignments: `[n]`, negative for noise.
///   - probabilities: `[n]`: exemplars are the members of highest probability, ties by their
///     distance from the medoid, then by index; without it the members nearest to the medoid.
///   - labels: `[n]`, negative where there is none.
///   - exemplars: the most exemplars of a cluster.
///   - medoidLimit: above so many members the medoid is that of a seeded sample of this size.
public func clusterSummaries(
    _ rows: Matrix<Float>, assignments: [Int32], probabilities: [Double]? = nil,
    labels: [Int32]? = nil, exemplars: Int = 5, medoidLimit: Int = 2_000, seed: UInt64 = 0
) -> [ClusterSummary] {
    let n = rows.rows
    precondition(
        assignments.count == n && probabilities?.count ?? n == n && labels?.count ?? n == n
            && exemplars >= 0 && medoidLimit >= 1,
        "\(n) rows, \(assignments.count) assignments, \(probabilities?.count ?? n) probabilities, "
            + "\(labels?.count ?? n) labels, \(exemplars) exemplars of \(medoidLimit)")
    var members: [Int32: [Int]] = [:]
    for row in 0..<n where assignments[row] >= 0 {
        members[assignments[row], default: []].append(row)
    }
    let clusters = members.sorted { $0.key < $1.key }
    return parallelMap(clusters.count) { place in
        let (cluster, rowsOfCluster) = clusters[place]
        var candidates = rowsOfCluster
        if candidates.count > medoidLimit {
            // Each cluster draws from a stretch of its own.
            var generator = CounterGenerator(seed: seed, position: UInt64(cluster) << 32)
            candidates = generator.sample(medoidLimit, below: candidates.count).map {
                rowsOfCluster[$0]
            }
        }
        let medoid = medoid(of: candidates, rows)
        let ranked = rowsOfCluster.filter { $0 != medoid }.map { row in
            (
                row: row, probability: probabilities?[row] ?? 0,
                distance: squaredDistance(rows, row, medoid)
            )
        }.sorted {
            if $0.probability != $1.probability { return $0.probability > $1.probability }
            return ($0.distance, $0.row) < ($1.distance, $1.row)
        }
        var counts: [Int32: Int] = [:]
        for row in rowsOfCluster {
            if let label = labels?[row], label >= 0 { counts[label, default: 0] += 1 }
        }
        let labelled = counts.values.reduce(0, +)
        return ClusterSummary(
            cluster: cluster, size: rowsOfCluster.count, medoid: medoid,
            isMedoidExact: candidates.count == rowsOfCluster.count,
            exemplars: ranked.prefix(exemplars).map(\.row),
            labels: counts.map { ClusterSummary.LabelCount(label: $0.key, count: $0.value) }
                .sorted { $0.count != $1.count ? $0.count > $1.count : $0.label < $1.label },
            largestShare: Double(counts.values.max() ?? 0) / Double(max(1, labelled)))
    }
}

/// The candidate with the least sum of distances from all of them, ties to the lowest.
private func medoid(of candidates: [Int], _ rows: Matrix<Float>) -> Int {
    let sums = sumsOfDistances(rows.rows(candidates))
    let least = sums.min() ?? 0
    // Products round; those that may be the least are summed from differences.
    let close = candidates.indices.filter { sums[$0] <= least * (1 + 1e-9) }
    if close.count == 1 { return candidates[close[0]] }
    let exact = close.map { i in
        candidates.reduce(0) { $0 + squaredDistance(rows, candidates[i], $1).squareRoot() }
    }
    let best = exact.indices.min { exact[$0] < exact[$1] } ?? 0
    return candidates[close[best]]
}

/// The sum of the Euclidean distances of each row from all, `[n]`, by blocks of products.
private func sumsOfDistances(_ rows: Matrix<Float>) -> [Double] {
    let (n, d) = (rows.rows, rows.columns)
    var values = rows.elements.map(Double.init)
    for c in 0..<d {
        var mean = 0.0
        for r in 0..<n { mean += values[r * d + c] }
        mean /= Double(n)
        for r in 0..<n { values[r * d + c] -= mean }
    }
    let squares = (0..<n).map { r in
        values[r * d..<(r + 1) * d].reduce(0) { $0 + $1 * $1 }
    }
    var sums = [Double](repeating: 0, count: n)
    let block = 128
    var products = [Double](repeating: 0, count: block * n)
    for first in stride(from: 0, to: n, by: block) {
        let count = min(block, n - first)
        multiply(
            MatrixView(values, offset: first * d, rows: count, columns: d),
            MatrixView(values, rows: n, columns: d).transposed, into: &products)
        for r in 0..<count {
            for j in 0..<n where j != first + r {
                let square = squares[first + r] + squares[j] - 2 * products[r * n + j]
                sums[first + r] += max(0, square).squareRoot()
            }
        }
    }
    return sums
}

/// The squared distance of two rows, in double precision from the differences.
private func squaredDistance(_ rows: Matrix<Float>, _ i: Int, _ j: Int) -> Double {
    let d = rows.columns
    let elements = rows.elements.span
    var sum = 0.0
    for c in 0..<d {
        let difference = Double(elements[i * d + c]) - Double(elements[j * d + c])
        sum += difference * difference
    }
    return sum
}
