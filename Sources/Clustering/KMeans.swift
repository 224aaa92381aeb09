public import Dense

/// Groups of rows around centroids; see `kMeans`.
public struct KMeans: Sendable, Equatable {
    /// `[n]`: each row's cluster, numbered by descending size, ties by the first member.
    public let assignments: [Int32]
    /// `[clusters, columns]`: the mean of each cluster's rows.
    public let centroids: Matrix<Float>
    /// The sum of squared distances of the rows from their centroids.
    public let inertia: Double
    /// Lloyd iterations of the restart that was kept.
    public let iterations: Int
}

/// Cuts `rows` `[n, columns]` into at most `k` clusters of small squared distances from their
/// means.
///
/// The best of `restarts` runs: greedy k-means++ (Arthur and Vassilvitskii 2007; each centroid the
/// best of `2 + log k` candidates, as in scikit-learn), then Lloyd's iterations. A cluster that
/// loses all rows is given the row farthest from its centroid. There are fewer clusters than `k`
/// when there are fewer different rows. The result is determined by rows and `seed`.
///
/// Where rows x columns x clusters stay below 2 x 10^8 everything is in double precision, there
/// are 10 restarts, and iterations go on until no row changes its cluster. Above, distances are in
/// single precision (means and inertia in double), there is one run, k-means++ and iterations over
/// a seeded sample of `max(10,000, 50 k)` rows give the first centroids, and iterations end when
/// the inertia falls by less than a 100,000th.
///
/// - Parameters:
///   - restarts: 10 or 1 as said, unless given.
///   - maximumIterations: of each run.
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

/// The way of many rows, see `kMeans`.
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

/// Centroids and what they give.
struct LloydState {
    /// `[clusters * columns]`, centred like the rows.
    var centroids: [Double]
    /// `[n]`
    var assignments: [Int32]
    /// `[n]`: squared distances from the centroids.
    var distances: [Double]
    var inertia: Double
    var iterations: Int
    /// The inertia after each assignment.
    var history: [Double]
}
