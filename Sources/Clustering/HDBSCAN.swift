public import Dense

/// A clustering of varying density; see `hdbscan`.
public struct DensityClustering: Sendable, Equatable {
    /// `[n]`: each row's cluster, numbered by descending size, ties by the first member; -1 for
    /// noise.
    public let assignments: [Int32]
    /// `[n]`: how strongly each row belongs to its cluster, 0...1; 0 for noise.
    public let probabilities: [Double]
    /// `[clusters]`: how long each cluster persists relative to its size, 0...1 (the `hdbscan`
    /// package's `cluster_persistence_`); 1 for all clusters where rows merge at distance 0.
    public let persistence: [Double]
    /// Whether the spanning tree is that of all pairs of rows, and not of the neighbour graph.
    public let isExact: Bool

    /// The number of clusters.
    public var count: Int { persistence.count }
}

/// HDBSCAN (Campello, Moulavi and Sander 2013, doi:10.1007/978-3-642-37456-2_14; McInnes and
/// Healy 2017, doi:10.1109/ICDMW.2017.12): clusters of greatest excess of mass in the hierarchy
/// of mutual reachability distances; never one cluster of all rows.
///
/// Labels, probabilities and persistence are the `hdbscan` package's, whose `min_samples` leaves
/// the row itself out: scikit-learn's HDBSCAN gives the same with `min_samples` one greater. Mutual
/// reachability distances tie by their nature, which leaves the hierarchy open; here the edge with
/// the denser end goes first (see `ReachabilityEdge`), so that labels do not depend on the order of
/// the rows. The package's depend there on its algorithm and on an unstable sort.
///
/// Up to `exactLimit` rows, and without a graph always, the spanning tree is the least one of all
/// pairs (`isExact`). Beyond, the tree grows along the graph's edges, and where those do not prove
/// a component's nearest other component, up to 64 of its rows (or its share of 20,000, where that
/// is more; evenly spaced over those that may hold it, in index order) are compared with all
/// others: every edge is a true one, but a shorter one may have been missed.
///
/// - Parameters:
///   - rows: `[n, columns]`, Euclidean.
///   - neighbors: `[n, n]`, each row's nearest rows without itself, nearest first, at least
///     `minimumSamples` of them (or all others); core distances are taken from it. Computed by
///     products of all pairs when it is nil.
///   - minimumClusterSize: rows that make a cluster, at least 2.
///   - minimumSamples: the neighbour whose distance is the core distance, at least 1.
///   - isGraphExact: whether `neighbors` are truly the nearest; the result says exact only then.
public func hdbscan(
    _ rows: Matrix<Float>, neighbors: SparseMatrix? = nil, minimumClusterSize: Int = 5,
    minimumSamples: Int = 5, exactLimit: Int = 50_000, isGraphExact: Bool = true
) -> DensityClustering {
    let isLimited = neighbors != nil && rows.rows > exactLimit
    return hdbscan(
        rows, neighbors, minimumClusterSize, minimumSamples, isGraphExact: isGraphExact,
        limits: isLimited ? SearchLimits() : nil)
}

/// HDBSCAN with the limits of `ReachabilityTree`; nil for none.
func hdbscan(
    _ rows: Matrix<Float>, _ neighbors: SparseMatrix?, _ minimumClusterSize: Int,
    _ minimumSamples: Int, isGraphExact: Bool, limits: SearchLimits?
) -> DensityClustering {
    let n = rows.rows
    precondition(
        minimumClusterSize >= 2 && minimumSamples >= 1 && n < Int(Int32.max) / 2,
        "clusters of \(minimumClusterSize) rows, \(minimumSamples) samples, \(n) rows")
    if n < 2 {
        return DensityClustering(
            assignments: [Int32](repeating: -1, count: n),
            probabilities: [Double](repeating: 0, count: n), persistence: [], isExact: true)
    }
    let edges = reachabilityEdges(
        rows, neighbors, minimumSamples: min(minimumSamples, n - 1), isGraphExact: isGraphExact,
        limits: limits)
    let tree = SingleLinkage(
        rows: n, edges: edges.map { ($0.a, $0.b, $0.weight.squareRoot()) })
    return densityClustering(
        CondensedTree(tree, minimumClusterSize: minimumClusterSize),
        isExact: neighbors == nil || (limits == nil && isGraphExact))
}

/// Labels, probabilities and persistence of the selected clusters.
private func densityClustering(_ tree: CondensedTree, isExact: Bool) -> DensityClustering {
    let n = tree.clusters.count
    let owner = tree.selection()
    var sizes = [Int](repeating: 0, count: tree.parents.count)
    var first = [Int](repeating: n, count: tree.parents.count)
    for row in 0..<n {
        let cluster = owner[Int(tree.clusters[row])]
        if cluster < 0 { continue }
        sizes[cluster] += 1
        first[cluster] = min(first[cluster], row)
    }
    let order = owner.indices.filter { owner[$0] == $0 }.sorted {
        sizes[$0] != sizes[$1] ? sizes[$0] > sizes[$1] : first[$0] < first[$1]
    }
    var number = [Int32](repeating: -1, count: owner.count)
    for (place, cluster) in order.enumerated() { number[cluster] = Int32(place) }

    var assignments = [Int32](repeating: -1, count: n)
    var probabilities = [Double](repeating: 0, count: n)
    for row in 0..<n {
        let cluster = owner[Int(tree.clusters[row])]
        if cluster < 0 { continue }
        assignments[row] = number[cluster]
        let death = tree.deaths[cluster]
        let lambda = tree.lambdas[row]
        probabilities[row] =
            death == 0 || lambda.isInfinite ? 1 : min(lambda, death) / death
    }
    let longest = tree.deaths.max() ?? 0
    return DensityClustering(
        assignments: assignments, probabilities: probabilities,
        persistence: order.map { cluster in
            longest.isInfinite || longest == 0
                ? 1 : tree.stabilities[cluster] / (Double(sizes[cluster]) * longest)
        }, isExact: isExact)
}
