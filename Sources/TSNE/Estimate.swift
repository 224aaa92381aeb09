/// The memory and time that a map will take; see `estimate`.
public struct TSNEEstimate: Sendable, Equatable {
    /// The method that `Repulsion.auto` chooses.
    public let repulsion: Repulsion
    /// The most bytes held at one time beside the neighbour graph, with every neighbour one-sided
    /// (twice as many affinities as neighbours); real graphs need a quarter less.
    public let bytes: Int
    /// Seconds of the affinities, and of one iteration: rough, within a factor of two on a server
    /// processor of 2024, less sure on others.
    public let affinitySeconds: Double
    public let iterationSeconds: Double

    /// Seconds of affinities and all iterations, as rough.
    public func seconds(_ options: TSNEOptions) -> Double {
        affinitySeconds
            + iterationSeconds * Double(options.exaggerationIterations + options.iterations)
    }
}

/// The memory and time of a map of `points` with `neighbors` each, on `threads` processors.
///
/// Times are those measured on one 2024 server processor (nanoseconds of one thread: 0.5 an
/// affinity, 0.075 a pair of points, 15 a point and doubling of points in the tree, 60 a point and
/// 0.5 a node in the field, for a map 160 wide) over the threads.
public func estimate(
    points: Int, neighbors: Int, options: TSNEOptions = TSNEOptions(), threads: Int
) -> TSNEEstimate {
    precondition(
        points >= 0 && neighbors >= 0 && threads >= 1,
        "\(points) points, \(neighbors) neighbours, \(threads) threads")
    let repulsion = options.repulsion.resolved(points: points)
    let entries = points * neighbors
    let (graph, affinities) = (8 * entries, 16 * entries)
    // The graph with its affinities and its transpose, then their sum; or two orders of the sum.
    let matrices = max(2 * graph + affinities, 2 * affinities)
    let n = Double(points)
    let extent = min(160, 1.6 * n.squareRoot())
    let nodes = 2 * extent * nodesPerUnit
    let work: (bytes: Int, nanoseconds: Double) =
        switch repulsion {
        case .exact: (24 * points, 0.075 * n * n)
        case .auto, .barnesHut:
            (160 * points, 15 * n * (1 + n).logarithm / (2.0).logarithm)
        // The grid, the spectrum and the filter, up to the widest map.
        case .fft: (12 * points + Int(8 * nodes * nodes), 60 * n + 0.5 * nodes * nodes)
        }
    let perEdge = 0.5 * 1.5 * Double(entries)
    return TSNEEstimate(
        repulsion: repulsion, bytes: matrices + 96 * points + work.bytes,
        affinitySeconds: 250e-9 * Double(entries) / Double(threads),
        iterationSeconds: (perEdge + work.nanoseconds) * 1e-9 / Double(threads))
}
