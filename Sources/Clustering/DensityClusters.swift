public import Dense

/// DBSCAN (Ester, Kriegel, Sander and Xu 1996): the cluster of each row, -1 for noise, `[n]`.
///
/// A row with at least `minimumSamples` rows within `eps` of it, itself included, is a core; cores
/// within `eps` of each other share a cluster, and a row that is no core joins the first cluster
/// with a core within `eps`. Clusters are numbered by their first core, as scikit-learn does it.
/// All pairs are compared by blocked products; memory grows with `n * minimumSamples`.
///
/// - Parameters:
///   - rows: `[n, columns]`.
///   - eps: Euclidean distance, inclusive, at least 0; at 0 equal rows alone are near each other.
///   - minimumSamples: at least 1, which makes every row a core.
public func dbscan(_ rows: Matrix<Float>, eps: Double, minimumSamples: Int) -> [Int] {
    precondition(eps >= 0 && minimumSamples > 0, "eps \(eps), \(minimumSamples) rows")
    let n = rows.rows
    let bounded = BoundedRows(rows)
    let each = (0..<Int32(n)).map { $0 }
    let near = bounded.search(
        (0..<n).map { ReachSearch(query: $0, eps: eps, wanted: minimumSamples - 1) }, groups: each
    ).map(\.found)
    let isCore = near.map { $0.count >= minimumSamples - 1 }
    var sets = DisjointSets(n)
    for row in 0..<n where isCore[row] {
        for other in near[row] where isCore[other] { _ = sets.join(row, other) }
    }
    // Each core looks for one core of another cluster until there is none; then it never will be.
    let cores = isCore.map { $0 ? Float(-1) : Float.infinity }
    var open = (0..<n).filter { isCore[$0] }
    while !open.isEmpty {
        let found = bounded.search(
            open.map { ReachSearch(query: $0, eps: eps, wanted: 1) }, groups: sets.labels(),
            cores: cores
        ).filter { !$0.found.isEmpty }
        for search in found { _ = sets.join(search.query, search.found[0]) }
        open = found.map(\.query)
    }
    let roots = sets.labels()
    var number = [Int](repeating: -1, count: n)
    var clusters = 0
    for row in 0..<n where isCore[row] && Int(roots[row]) == row {
        number[row] = clusters
        clusters += 1
    }
    return (0..<n).map { row in
        // A row that is no core has listed all that are near it.
        isCore[row]
            ? number[Int(roots[row])]
            : near[row].filter { isCore[$0] }.map { number[Int(roots[$0])] }.min() ?? -1
    }
}

/// Gathers the first `wanted` rows within `eps` of one row, in ascending order, and then stops.
private struct ReachSearch: RowSearch {
    let query: Int
    let eps: Double
    let wanted: Int
    /// The indices of the rows found, in ascending order.
    var found: [Int] = []

    init(query: Int, eps: Double, wanted: Int) {
        self.query = query
        self.eps = eps
        self.wanted = wanted
    }

    var limit: Double { found.count < wanted ? (eps * eps).nextUp : -1 }

    mutating func visit(_ row: Int, squaredDistance: Double) {
        if squaredDistance.squareRoot() <= eps { found.append(row) }
    }
}

/// DBSCAN on given `distances` `[n * n]`, for few rows: the cluster of each row, -1 for noise,
/// `[n]`.
func dbscan(distances: [Double], count n: Int, eps: Double, _ minimumSamples: Int) -> [Int] {
    func near(_ row: Int) -> [Int] { (0..<n).filter { distances[row * n + $0] <= eps } }
    let neighbors = (0..<n).map(near)
    let isCore = neighbors.map { $0.count >= minimumSamples }
    var labels = [Int](repeating: -1, count: n)
    var clusters = 0
    for seed in 0..<n where isCore[seed] && labels[seed] == -1 {
        var open = [seed]
        while let row = open.popLast() {
            if labels[row] != -1 { continue }
            labels[row] = clusters
            if isCore[row] { open += neighbors[row].filter { labels[$0] == -1 } }
        }
        clusters += 1
    }
    return labels
}

/// Euclidean distances in double precision from the differences, `[n * n]`: equal rows are exactly
/// 0 apart, and a distance equal to `eps` stays equal. It is meant for the few hundred patches of
/// an image: time grows with n² · columns on one thread.
func pairDistances(_ rows: Matrix<Float>) -> [Double] {
    let (n, width) = (rows.rows, rows.columns)
    let elements = rows.elements
    let values = elements.span
    var distances = [Double](repeating: 0, count: n * n)
    for a in 0..<n {
        for b in a + 1..<max(n, a + 1) {
            // Four sums side by side: the compiler may not reorder one.
            var (s0, s1, s2, s3) = (0.0, 0.0, 0.0, 0.0)
            var (i, j) = (a * width, b * width)
            let end = i + width / 4 * 4
            while i < end {
                let d0 = Double(values[i]) - Double(values[j])
                let d1 = Double(values[i + 1]) - Double(values[j + 1])
                let d2 = Double(values[i + 2]) - Double(values[j + 2])
                let d3 = Double(values[i + 3]) - Double(values[j + 3])
                s0 += d0 * d0
                s1 += d1 * d1
                s2 += d2 * d2
                s3 += d3 * d3
                i += 4
                j += 4
            }
            while i < (a + 1) * width {
                let d = Double(values[i]) - Double(values[j])
                s0 += d * d
                i += 1
                j += 1
            }
            let distance = ((s0 + s1) + (s2 + s3)).squareRoot()
            distances[a * n + b] = distance
            distances[b * n + a] = distance
        }
    }
    return distances
}
