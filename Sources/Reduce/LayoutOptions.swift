public import ArgumentParser
internal import Console
public import TSNE

extension Initialization: ExpressibleByArgument {}

extension Repulsion: ExpressibleByArgument {}

/// Options of t-SNE; the defaults are those of openTSNE.
struct LayoutOptions: ParsableArguments {
    /// Range: 1 or more, and less than the number of rows; nil for `defaultPerplexity`.
    @Option(
        help: ArgumentHelp(
            "Perplexity: effective number of neighbours per point. Default: 30, at most "
                + "(n - 1) / 3."))
    var perplexity: Double?

    /// Range: 1...10^6; higher values form tighter and more separate clusters.
    @Option(help: "Early exaggeration: factor of the affinities in the first 250 steps.")
    var exaggeration = 12.0

    /// Range: 0 or more, after 250 of early exaggeration.
    @Option(help: "Steps after early exaggeration.")
    var iterations = 500

    /// Range: 10^-6...10^9; nil for n / exaggeration (Belkina et al. 2019,
    /// doi:10.1038/s41467-019-13055-y).
    @Option(help: "Learning rate. Default: n / exaggeration in each phase.")
    var learningRate: Double?

    @Option(
        name: .customLong("init"),
        help: ArgumentHelp("Initial layout.", valueName: "pca|random"))
    var initialization: Initialization = .pca

    /// Range: 0.01...10^6; below 1 clusters split into finer ones (Kobak et al. 2019, arXiv
    /// 1902.05804).
    @Option(help: "Degrees of freedom of the Student t kernel of the map; 1 is standard t-SNE.")
    var dof = 1.0

    @Option(
        help: ArgumentHelp(
            "Method for the repulsive forces; auto chooses by the number of points.",
            valueName: "auto|exact|barnes-hut|fft"))
    var repulsion: Repulsion = .auto

    /// Range: 0...2.
    @Option(help: "Barnes-Hut opening angle: 0 is exact, larger is faster.")
    var theta = 0.5

    func validate() throws {
        try checkNumber("--perplexity", perplexity, in: 1...1e9)
        try checkNumber("--exaggeration", exaggeration, in: 1...1e6)
        try checkNumber("--iterations", iterations, in: 0...100_000_000)
        try checkNumber("--learning-rate", learningRate, in: 1e-6...1e9)
        try checkNumber("--dof", dof, in: 0.01...1e6)
        try checkNumber("--theta", theta, in: 0...2)
    }

    /// The first option that is not the default; nil without one.
    var given: String? {
        let options: [(String, Bool)] = [
            ("--perplexity", perplexity != nil), ("--exaggeration", exaggeration != 12),
            ("--iterations", iterations != 500), ("--learning-rate", learningRate != nil),
            ("--init", initialization != .pca), ("--dof", dof != 1),
            ("--repulsion", repulsion != .auto), ("--theta", theta != 0.5),
        ]
        return options.first(where: \.1)?.0
    }

    /// Options for `n` points. A given perplexity is used as it is, the default is limited by the
    /// number of points.
    func settings(points n: Int, seed: UInt64) -> TSNEOptions {
        var options = TSNEOptions()
        options.perplexity = perplexity ?? Self.defaultPerplexity(points: n)
        options.exaggeration = exaggeration
        options.iterations = iterations
        options.learningRate = learningRate
        options.initialization = initialization
        options.degreesOfFreedom = dof
        options.repulsion = repulsion
        options.theta = theta
        options.seed = seed
        return options
    }

    /// 30, but at most (n - 1) / 3.
    static func defaultPerplexity(points n: Int) -> Double { min(30, Double(n - 1) / 3) }
}
