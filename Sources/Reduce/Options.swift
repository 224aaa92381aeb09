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
            "What a row of the map is: an image, or a patch of an image.",
            valueName: "images|patches"))
    var rows: Rows = .images

    @Option(
        help: "With --rows patches: the number of patches, drawn from all images. Default: 20000.")
    var limit: Int?

    @Option(
        help: ArgumentHelp(
            "The token that represents an image: the class token, or the mean of the patch tokens. "
                + "The findings use the same token of layer final.", valueName: "class|mean"))
    var token: ImageToken = .classToken

    @Option(
        help: ArgumentHelp(
            "t-SNE of the patch tokens of single images: the number of images or their names, of "
                + "those that extract kept in full, or none.", valueName: "N|NAME,...|none"))
    var scenes = "4"

    @Option(help: "Number of principal components for neighbours, map and clusters.")
    var pca = 50

    @Option(
        help: ArgumentHelp(
            "Normalisation of each row before PCA. Default: l2; none for vectors.",
            valueName: "l2|layernorm|none"))
    var normalize: RowNormalization?

    @Option(
        help: ArgumentHelp(
            "Nearest-neighbour search; auto chooses by the number of rows.",
            valueName: "auto|exact|hnsw"))
    var neighbors: NeighborOption = .auto

    @Option(
        help: ArgumentHelp(
            "Clustering of the PCA scores; auto is hdbscan.",
            valueName: "auto|hdbscan|dbscan:EPS|kmeans:K|none"))
    var cluster = "auto"

    @Option(
        help: ArgumentHelp(
            "Search for duplicates, doubtful labels, outliers and leaks between splits.",
            valueName: "all|none"))
    var findings: AllOrNone = .all

    @Option(
        help: ArgumentHelp(
            "Lowest pixel similarity of near duplicates, 0 to 1 (equal); auto is 0.6. For vectors: "
                + "1 - (distance of the pair) / (distance to the nearest other row); auto is 0.5 "
                + "or more.", valueName: "auto|LIMIT"))
    var duplicates: DuplicateLimit = .auto

    @Option(
        help: ArgumentHelp(
            "Layer profile: label accuracy, silhouette, overlap, CKA and intrinsic dimension of "
                + "every layer.",
            valueName: "all|none"))
    var profile: AllOrNone = .all

    @Option(
        help: ArgumentHelp(
            "Number of images whose patch tokens are measured (norms, clusters of objects), evenly "
                + "spaced in the file.", valueName: "all|none|N"))
    var measures = "1000"

    @Option(
        help: ArgumentHelp(
            "Place the rows in this finished map without moving its points, and measure how new "
                + "each row is. Layer, token and normalisation are those of the map.",
            valueName: "MAP"))
    var place: String?

    @Option(
        help: ArgumentHelp(
            "With --place: the file that the map was made from, if it was moved; novelty is "
                + "computed from its rows.", valueName: "FILE"))
    var parent: String?

    @Option(
        help: ArgumentHelp(
            "For vectors: a text file with one name per line. Default: the row number.",
            valueName: "FILE"))
    var ids: String?

    @Option(
        help: ArgumentHelp(
            "For vectors: the array of an .h5ad (X, obsm/NAME) or .npz file. Default: X, or the "
                + "only array.", valueName: "NAME"))
    var array: String?

    @Option(
        help: ArgumentHelp(
            "For vectors in an .h5ad file: the column of obs with the labels. Default: label, if "
                + "it exists.", valueName: "NAME"))
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
    @Option(help: "Effective number of neighbours of a point. Default: 30, at most (n - 1) / 3.")
    var perplexity: Double?

    @Option(help: "Early exaggeration: factor of the affinities in the first 250 steps.")
    var exaggeration = 12.0

    @Option(help: "Steps after early exaggeration.")
    var iterations = 500

    @Option(help: "Learning rate. Default: n / exaggeration in each phase.")
    var learningRate: Double?

    @Option(
        name: .customLong("init"),
        help: ArgumentHelp("Start of the layout.", valueName: "pca|random"))
    var initialization: Initialization = .pca

    @Option(help: "Degrees of freedom of the Student t kernel of the map; 1 is standard t-SNE.")
    var dof = 1.0

    @Option(
        help: ArgumentHelp(
            "Method for the repulsive forces; auto chooses by the number of points.",
            valueName: "auto|exact|barnes-hut|fft"))
    var repulsion: Repulsion = .auto

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
    @Option(help: "Number of threads. Default: one per processor. Results do not depend on it.")
    var threads: Int?

    @Option(help: "Seed for k-means, samples and random starts.")
    var seed: UInt64 = 0

    @Flag(help: "Print the plan and exit.")
    var dryRun = false

    @Flag(help: "Print errors only.")
    var quiet = false

    func validate() throws {
        try checkThreads(threads)
    }
}
