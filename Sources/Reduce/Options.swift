public import ArgumentParser
internal import Console
internal import Neighbors
public import PCA
internal import Store
public import TSNE

extension RowNormalization: ExpressibleByArgument {}
extension Initialization: ExpressibleByArgument {}
extension Repulsion: ExpressibleByArgument {}

/// What the map is made of.
struct MapOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "images, or patches: a map of the patch tokens of many images.",
            valueName: "images|patches"))
    var rows: Rows = .images

    @Option(help: "With --rows patches: how many patches of all images, drawn by the seed.")
    var limit: Int?

    @Option(help: "class or mean: which token stands for an image.")
    var token: Token = .classToken

    @Option(
        help: ArgumentHelp(
            "t-SNE of single images' patch tokens: how many of those kept in full, their names, "
                + "or none.", valueName: "N|NAME,...|none"))
    var scenes = "4"

    @Option(help: "Principal components that neighbours and clusters are computed from.")
    var pca = 50

    @Option(
        help:
            "l2, layernorm or none: what is done to each row first. Default: l2, none for vectors.")
    var normalize: RowNormalization?

    @Option(help: "auto, exact or hnsw.")
    var neighbors: NeighborOption = .auto

    @Option(
        help: ArgumentHelp(
            "auto (hdbscan), hdbscan, dbscan:EPS, kmeans:K or none, over the PCA scores.",
            valueName: "auto|hdbscan|dbscan:EPS|kmeans:K|none"))
    var cluster = "auto"

    @Option(
        help: ArgumentHelp(
            "Duplicates, doubtful labels, outliers and leaks between splits: all or none.",
            valueName: "all|none"))
    var findings: AllOrNone = .all

    @Option(
        help: ArgumentHelp(
            "How alike two pictures have to be to count as near duplicates, a number in 0...1 "
                + "where 1 is equal, or auto: 0.6. Of vectors, 1 less the distance of a pair over "
                + "that to the nearest other row; auto: 0.5 or more.", valueName: "auto|LIMIT"))
    var duplicates: DuplicateLimit = .auto

    @Option(
        help: ArgumentHelp(
            "What each layer of the file knows of the labels: all or none.",
            valueName: "all|none"))
    var profile: AllOrNone = .all

    @Option(
        help: ArgumentHelp(
            "Images whose patch tokens are measured (norms, clusters of objects): all, none, or N "
                + "of them evenly spaced.", valueName: "all|none|N"))
    var measures = "1000"

    @Option(
        help: ArgumentHelp(
            "A finished map that the rows are put into without moving it; its layer, token and "
                + "normalisation are taken.", valueName: "MAP"))
    var place: String?

    @Option(
        help: ArgumentHelp(
            "With --place: the file that the map was made from, where it is no longer at its "
                + "place. Novelty is measured among its rows.", valueName: "FILE"))
    var parent: String?

    @Option(help: "Of vectors: a text file with a name a line. Default: the row's number.")
    var ids: String?

    @Option(
        help: ArgumentHelp(
            "Of vectors: which array of an .h5ad (X, obsm/NAME) or .npz file. Default: X, or the "
                + "only one.", valueName: "NAME"))
    var array: String?

    @Option(
        help: ArgumentHelp(
            "Of vectors in an .h5ad file: the column of obs that holds the labels. Default: label, "
                + "where there is one.", valueName: "NAME"))
    var labelColumn: String?

    /// Patches of a map when --limit is not given.
    static let patchLimit = 20_000

    /// The first given option that only vectors have; nil without such.
    var vectorOption: String? {
        ids != nil
            ? "--ids" : array != nil ? "--array" : labelColumn != nil ? "--label-column" : nil
    }

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

        var kind: TokenKind { self == .classToken ? .classToken : .mean }
    }

    enum Rows: String, ExpressibleByArgument { case images, patches }

    enum AllOrNone: String, ExpressibleByArgument { case all, none }

    enum DuplicateLimit: ExpressibleByArgument {
        case auto
        case given(Double)

        init?(argument: String) {
            if argument == "auto" {
                self = .auto
            } else if let limit = Double(argument), (0...1).contains(limit) {
                self = .given(limit)
            } else {
                return nil
            }
        }

        var limit: Double? {
            if case .given(let limit) = self { return limit }
            return nil
        }

        var defaultValueDescription: String {
            limit.map { rounded($0) } ?? "auto"
        }
    }

    enum NeighborOption: String, ExpressibleByArgument {
        case auto, exact, hnsw

        /// The method asked for; nil to choose by the size.
        var method: NeighborMethod? { NeighborMethod(rawValue: rawValue) }
    }

    func validate() throws {
        try checkNumber("--pca", pca, in: 2...1_000_000)
        try checkNumber("--limit", limit, in: 1...Int.max)
        if limit != nil && rows == .images {
            throw ValidationError("--limit: expected it with --rows patches, found it without.")
        }
        if place != nil && rows == .patches {
            throw ValidationError("--place: expected images or vectors, found --rows patches.")
        }
        if parent != nil && place == nil {
            throw ValidationError("--parent: expected it with --place, found it without.")
        }
        _ = try clusters()
        _ = try measuredImages()
    }

    /// What is done to rows when nothing was asked: a few huge numbers own the distances of raw
    /// tokens; of vectors whoever made them knows.
    func normalization(of source: RowSource) -> RowNormalization {
        if let normalize { return normalize }
        if case .vectors = source.origin { return .none }
        return .l2
    }

    func clusters() throws -> ClusterChoice {
        guard let choice = ClusterChoice(cluster) else {
            throw ValidationError(
                "--cluster: expected auto, hdbscan, dbscan:EPS, kmeans:K or none, found "
                    + "\"\(cluster)\".")
        }
        return choice
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

    @Option(help: "auto, exact, barnes-hut or fft.")
    var repulsion: Repulsion = .auto

    @Option(help: "Barnes-Hut's accuracy: 0 is exact, larger is faster.")
    var theta = 0.5

    func validate() throws {
        try checkNumber("--perplexity", perplexity, in: 1...1e9)
        try checkNumber("--exaggeration", exaggeration, in: 1...1e6)
        try checkNumber("--iterations", iterations, in: 0...100_000_000)
        try checkNumber("--learning-rate", learningRate, in: 1e-6...1e9)
        try checkNumber("--dof", dof, in: 0.01...1e6)
        try checkNumber("--theta", theta, in: 0...2)
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
        try checkThreads(threads)
    }
}
