/// The memory and time that a map will take, as `estimate` computes them before a run.
public struct TSNEEstimate: Sendable, Equatable {
    /// The method that is used: the one asked for, or what `Repulsion.auto` comes to.
    public let repulsion: Repulsion
    /// The most bytes held at one time beside the neighbour graph, with every neighbour one-sided
    /// (twice as many affinities as neighbours); real graphs need a quarter less.
    public let bytes: Int
    /// Seconds for all affinities: rough, within a factor of two on a server processor of 2024,
    /// less sure on others.
    public let affinitySeconds: Double
    /// Seconds of one iteration, as rough as `affinitySeconds`.
    public let iterationSeconds: Double

    /// Seconds for the affinities and all iterations of `options`, over both phases; as rough as
    /// its two parts.
    public func seconds(_ options: TSNEOptions) -> Double {
        affinitySeconds
            + iterationSeconds * Double(options.exaggerationIterations + options.iterations)
    }
}

/// The memory and time of a map of `points` with `neighbors` each, on `threads` processors.
///
/// Times are those measured on one 2024 server processor, divided by the threads. In nanoseconds of
/// one thread they are: 0.5 per affinity, 0.075 per pair of points, 15 per point and doubling of
/// points in the tree, 60 per point and 0.5 per node in the field, for a map 160 wide. Negative
/// numbers, or no thread, are a programming error.
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
