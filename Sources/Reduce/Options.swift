public import ArgumentParser
public import PCA
public import TSNE

extension RowNormalization: ExpressibleByArgument {}
extension Initialization: ExpressibleByArgument {}
extension Repulsion: ExpressibleByArgument {}

/// What the map is made of.
struct MapOptions: ParsableArguments {
    @Option(help: "class or mean: which token stands for an image.")
    var token: Token = .classToken

    @Option(
        help: ArgumentHelp(
            "t-SNE of single images' patch tokens: how many of those kept in full, their names, "
                + "or none.", valueName: "N|NAME,...|none"))
    var scenes = "4"

    @Option(help: "Principal components that neighbours and clusters are computed from.")
    var pca = 50

    @Option(help: "l2, layernorm or none: what is done to each row first.")
    var normalize: RowNormalization = .l2

    @Option(
        help: ArgumentHelp("auto, kmeans:K or none.", valueName: "auto|kmeans:K|none"))
    var cluster = "auto"

    @Option(
        help: ArgumentHelp(
            "Images whose patch tokens are measured (norms, clusters of objects): all, none, or N "
                + "of them evenly spaced.", valueName: "all|none|N"))
    var measures = "1000"

    /// How many images to measure, nil for all.
    func measuredImages() throws -> Int? {
        switch measures {
        case "all": return nil
        case "none": return 0
        default:
            guard let count = Int(measures), count >= 1 else {
                throw ValidationError(
                    "--measures: expected all, none or a positive number, found "
                        + "\"\(measures)\".")
            }
            return count
        }
    }

    enum Token: String, ExpressibleByArgument {
        case classToken = "class"
        case mean
    }

    func validate() throws {
        if pca < 2 {
            throw ValidationError("--pca: expected at least 2 components, found \(pca).")
        }
        _ = try clusterCount(labels: 1)
        _ = try measuredImages()
    }

    /// How many clusters; nil for none. `labels` is how many different labels there are.
    func clusterCount(labels: Int) throws -> Int? {
        switch cluster {
        case "none": return nil
        case "auto": return labels > 1 ? labels : 10
        default:
            let parts = cluster.split(separator: ":")
            if parts.count == 2, parts[0] == "kmeans", let k = Int(parts[1]), k >= 1 { return k }
            throw ValidationError(
                "--cluster: expected auto, kmeans:K or none, found \"\(cluster)\".")
        }
    }
}

/// t-SNE's settings; the defaults are openTSNE's.
struct LayoutOptions: ParsableArguments {
    @Option(help: "Effective neighbours of a point. Default: 30, or (n - 1) / 3 if that is less.")
    var perplexity: Double?

    @Option(help: "Factor of the affinities in the first phase.")
    var exaggeration = 12.0

    @Option(help: "Steps after the 250 of the first phase.")
    var iterations = 500

    @Option(help: "Default: n / exaggeration in each phase.")
    var learningRate: Double?

    @Option(name: .customLong("init"), help: "pca or random.")
    var initialization: Initialization = .pca

    @Option(help: "Degrees of freedom of the kernel on the map.")
    var dof = 1.0

    @Option(help: "auto, exact or barnes-hut.")
    var repulsion: Repulsion = .auto

    @Option(help: "Barnes-Hut's accuracy: 0 is exact, larger is faster.")
    var theta = 0.5

    func validate() throws {
        func require(_ holds: Bool, _ option: String, _ expected: String, _ found: Double) throws {
            if !holds {
                throw ValidationError("\(option): expected \(expected), found \(found).")
            }
        }
        if let perplexity {
            try require(perplexity >= 1, "--perplexity", "a number of at least 1", perplexity)
        }
        try require(exaggeration >= 1, "--exaggeration", "at least 1", exaggeration)
        try require(iterations >= 0, "--iterations", "at least 0", Double(iterations))
        if let learningRate {
            try require(learningRate > 0, "--learning-rate", "a positive number", learningRate)
        }
        try require(dof > 0, "--dof", "a positive number", dof)
        try require(theta >= 0 && theta <= 2, "--theta", "a number in 0...2", theta)
    }

    /// The settings for `n` points; an explicit perplexity is taken as it is.
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

    static func defaultPerplexity(points n: Int) -> Double { min(30, Double(n - 1) / 3) }
}

/// How the run behaves.
struct RunOptions: ParsableArguments {
    @Option(help: "Threads. Default: one a processor. Results do not depend on it.")
    var threads: Int?

    @Option(help: "Of k-means, samples and random starts.")
    var seed: UInt64 = 0

    @Flag(help: "Say what would be done, and stop.")
    var dryRun = false

    @Flag(help: "Only errors.")
    var quiet = false

    func validate() throws {
        if let threads, threads < 1 {
            throw ValidationError("--threads: expected a positive number, found \(threads).")
        }
    }
}
