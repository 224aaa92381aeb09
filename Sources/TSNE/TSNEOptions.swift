public import Dense

/// The method that computes repulsive forces. All methods agree up to their own errors; they differ
/// in time.
public enum Repulsion: String, Sendable, CaseIterable {
    /// Exact up to 2,000 points, Barnes-Hut up to 7,000, the field above.
    case auto
    /// Every pair: time grows with the square of the number of points.
    case exact
    /// Far cells of a quadtree act as one point (van der Maaten 2014, JMLR 15:3221).
    case barnesHut = "barnes-hut"
    /// A smooth field interpolated on a grid, by Fourier transforms (after Linderman and others
    /// 2019, doi:10.1038/s41592-018-0308-4).
    case fft

    /// The method that `auto` comes to for a number of points; every other method is itself.
    public func resolved(points: Int) -> Repulsion {
        if self != .auto { return self }
        return points <= exactRepulsionCount
            ? .exact : points <= barnesHutCount ? .barnesHut : .fft
    }
}

// From these numbers of points on the next method is the fastest (Documentation/ReductionSpeed.md).
/// Above this number of points the tree is faster than all pairs.
private let exactRepulsionCount = 2_000
/// Above this number of points the field is faster than the tree.
private let barnesHutCount = 7_000

/// The layout from which a descent starts.
public enum Initialization: String, Sendable, CaseIterable {
    /// The first two principal components, scaled; see `initialLayout(fromPrincipalScores:seed:)`.
    case pca
    /// Independent normal numbers; see `randomLayout(count:seed:)`.
    case random
}

/// The settings of a t-SNE; the defaults are those of openTSNE 1.0.4.
public struct TSNEOptions: Sendable, Equatable {
    /// The effective number of neighbours of each point, above 1; its affinities have the entropy
    /// `log(perplexity)`.
    public var perplexity = 30.0
    /// Attraction is multiplied by this in the first phase; at least 1.
    public var exaggeration = 12.0
    /// The number of iterations of the first phase; 0 leaves it out.
    public var exaggerationIterations = 250
    /// The number of iterations of the second phase.
    public var iterations = 500
    /// The step per unit of gradient (without its factor 4) in both phases, at most 1e12; nil: the
    /// number of points divided by the phase's exaggeration (Belkina and others 2019,
    /// doi:10.1038/s41467-019-13055-y).
    public var learningRate: Double?
    /// A cell of side s at distance r acts as one point where `s / r < theta`, at least 0; 0 is
    /// exact, larger is faster and coarser. Only Barnes-Hut uses it.
    public var theta = 0.5
    /// The layout from which the descent starts; `tsne` itself takes the one that it is given.
    public var initialization = Initialization.pca
    /// The method for the repulsive forces.
    public var repulsion = Repulsion.auto
    /// The kernel of the map is `(1 + r² / dof)^-dof`, dof above 0: 1 is Student's t, below 1
    /// heavier tails that show finer clusters (Kobak and others 2019, arXiv:1902.05804).
    public var degreesOfFreedom = 1.0
    /// The part of the last update that the next one keeps, 0 ..< 1.
    public var momentum = 0.8
    /// No point moves further than this in one iteration, in units of the map.
    public var maximumStep = 5.0
    /// The seed of the initialisation.
    public var seed: UInt64 = 0

    /// The default settings.
    public init() {}
}

/// A t-SNE map and how well it reproduces the affinities.
public struct TSNEResult: Sendable, Equatable {
    /// `[n, 2]`: the place of each row, centred on the mean of all after every iteration.
    public let layout: Matrix<Float>
    /// Kullback-Leibler divergence of the map from the affinities given, in nats; 0 for fewer than
    /// two points.
    public let klDivergence: Double
    /// Whether the divergence is normalised over all pairs; above 50,000 points the sum over
    /// pairs is the descent's own.
    public let isKLExact: Bool
    /// The number of iterations done, over both phases.
    public let iterations: Int
    /// Whether all iterations asked for were done; `progress` may have stopped the descent.
    public let isFinished: Bool
    /// Euclidean length of the gradient of the divergence at the end.
    public let gradientNorm: Double
}
