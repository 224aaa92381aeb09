public import Dense
internal import Foundation

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
/// best of `2 + log k` candidates, as in scikit-learn), then Lloyd's iterations until no row
/// changes its cluster or `maximumIterations` are done. A cluster that loses all rows is given the
/// row farthest from its centroid. There are fewer clusters than `k` when there are fewer
/// different rows. In double precision; the result is determined by rows and `seed`.
public func kMeans(
    _ rows: Matrix<Float>, clusters k: Int, seed: UInt64, restarts: Int = 10,
    maximumIterations: Int = 300
) -> KMeans {
    precondition(
        rows.rows >= 1 && k >= 1 && restarts >= 1 && maximumIterations >= 1,
        "\(k) clusters of \(rows.rows) rows, \(restarts) restarts, \(maximumIterations) iterations")
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
