public import Dense

/// The clusters of a k-means clustering; see `kMeans`.
public struct KMeans: Sendable, Equatable {
    /// `[n]`: each row's cluster, numbered by descending size, ties by the first member; every
    /// cluster has a member.
    public let assignments: [Int32]
    /// `[clusters, columns]`: the mean of each cluster's rows.
    public let centroids: Matrix<Float>
    /// The sum of squared Euclidean distances of the rows from their centroids.
    public let inertia: Double
    /// The number of Lloyd's iterations of the restart that was kept.
    public let iterations: Int
}

/// Cuts `rows` `[n, columns]` into at most `k` clusters of small squared distances from their
/// means.
///
/// The best of `restarts` runs: greedy k-means++ (Arthur and Vassilvitskii 2007; each centroid the
/// best of `2 + log k` candidates, as in scikit-learn), then Lloyd's iterations (Lloyd 1982,
/// doi:10.1109/TIT.1982.1056489). A cluster that loses all rows is given the row farthest from its
/// centroid. There are fewer clusters than `k` when there are fewer different rows. The result is
/// determined by rows and `seed`.
///
/// Where rows x columns x clusters stay below 2 x 10^8 everything is in double precision, there are
/// 10 restarts, and iterations go on until no row changes its cluster. Above, distances are in
/// single precision (means and inertia in double), there is one run, k-means++ and iterations over
/// a seeded sample of `max(10,000, 50 k)` rows give the first centroids, and iterations end when
/// the inertia falls by less than a 100,000th.
///
/// - Parameters:
///   - k: at least 1.
///   - restarts: 10 or 1 as described above when it is nil; at least 1.
///   - maximumIterations: the most iterations of each run, at least 1.
public func kMeans(
    _ rows: Matrix<Float>, clusters k: Int, seed: UInt64, restarts: Int? = nil,
    maximumIterations: Int = 300
) -> KMeans {
    precondition(
        rows.rows >= 1 && k >= 1 && (restarts ?? 1) >= 1 && maximumIterations >= 1,
        "\(k) clusters of \(rows.rows) rows, \(restarts ?? 0) restarts, \(maximumIterations) "
            + "iterations")
    let isLarge = Double(rows.rows) * Double(rows.columns) * Double(k) >= 2e8
    return isLarge
        ? kMeansOfMany(rows, k, seed, restarts ?? 1, maximumIterations)
        : kMeansOfFew(rows, k, seed, restarts ?? 10, maximumIterations)
}

/// `kMeans` in double precision, by `LloydProblem`.
private func kMeansOfFew(
    _ rows: Matrix<Float>, _ k: Int, _ seed: UInt64, _ restarts: Int, _ maximumIterations: Int
) -> KMeans {
    let problem = LloydProblem(rows)
    var best: LloydState?
    for restart in 0..<restarts {
        // Each restart draws from a stretch of its own.
        var generator = CounterGenerator(seed: seed, position: UInt64(restart) << 40)
        let state = problem.run(
            from: problem.plusPlus(k, &generator), maximumIterations: maximumIterations)
        if state.inertia < (best?.inertia ?? .infinity) { best = state }
    }
    return problem.finished(best ?? problem.run(from: [0], maximumIterations: maximumIterations))
}

/// `kMeans` in single precision, by `BlockedLloyd`.
func kMeansOfMany(
    _ rows: Matrix<Float>, _ k: Int, _ seed: UInt64, _ restarts: Int, _ maximumIterations: Int
) -> KMeans {
    let problem = BlockedLloyd(rows)
    let runs = (0..<restarts).map { restart in
        var generator = CounterGenerator(seed: seed, position: UInt64(restart) << 40)
        let size = max(10_000, 50 * k)
        if rows.rows <= size {
            let start = problem.centroids(at: problem.plusPlus(k, &generator))
            return problem.run(from: start, maximumIterations: maximumIterations)
        }
        let sample = BlockedLloyd(rows.rows(generator.sample(size, below: rows.rows)))
        let early = sample.run(
            from: sample.centroids(at: sample.plusPlus(k, &generator)),
            maximumIterations: maximumIterations)
        return problem.run(
            from: problem.centered(early.centroids, of: sample),
            maximumIterations: maximumIterations)
    }
    let best = runs.indices.min { runs[$0].round.inertia < runs[$1].round.inertia } ?? 0
    return problem.finished(runs[best])
}

/// Centroids and the assignment that they give.
struct LloydState {
    /// `[clusters * columns]`, centred like the rows.
    var centroids: [Double]
    /// `[n]`: the nearest centroid of each row.
    var assignments: [Int32]
    /// `[n]`: squared distances from the centroids.
    var distances: [Double]
    /// The sum of `distances`.
    var inertia: Double
    /// The number of iterations that led here.
    var iterations: Int
    /// The inertia after each assignment.
    var history: [Double]
}
