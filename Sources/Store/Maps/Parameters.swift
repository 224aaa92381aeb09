/// How a map file was made: what is true of it whatever it holds.
public struct RunParameters: Sendable, Equatable, Codable {
    /// Of k-means, samples and random starts.
    public var seed: Int?
    /// What extract did to the images before the model saw them; nil of vectors.
    public var imageChanges: String?
    /// The array of a `.npz` or `.h5ad` file.
    public var array: String?
    /// The folder or list of the images.
    public var imageSource: String?
    /// "original", or what extract did to every image: "occlude:random:0.5".
    public var inputVariant: String?
    /// Why there are no findings, and why no profile of the layers; nil where there are some.
    public var findingsMissing: String?
    public var profileMissing: String?
    /// Layers that have no map since fewer than ten of their rows differ: "embedding, 0".
    public var layersWithoutMap: String?

    public init(seed: Int? = nil) { self.seed = seed }

    enum CodingKeys: String, CodingKey {
        case seed, array
        case imageChanges = "pictures"
        case imageSource = "source"
        case inputVariant = "input_variant"
        case findingsMissing = "findings_missing"
        case profileMissing = "profile_missing"
        case layersWithoutMap = "layers_without_map"
    }
}

/// Factor of the gradient of t-SNE.
public enum LearningRate: Sendable, Equatable, Codable, ParameterConvertible {
    /// Rows over the exaggeration (Belkina et al. 2019).
    case automatic
    case fixed(Double)

    private static let automaticText = "n / exaggeration"

    var parameterValue: ParameterValue {
        switch self {
        case .automatic: .text(Self.automaticText)
        case .fixed(let rate): .real(rate)
        }
    }

    init?(_ value: ParameterValue) {
        switch value {
        case .text(Self.automaticText): self = .automatic
        case .text: return nil
        case .real(let rate): self = .fixed(rate)
        case .integer(let rate): self = .fixed(Double(rate))
        }
    }
}

/// How the places of a map were found, and what came of it.
public struct MapParameters: Sendable, Equatable, Codable {
    /// "l2", "layernorm" or "none": of the rows, before anything else.
    public var normalization: String
    public var components: Int
    /// Share of the variance that the components explain, 0...1.
    public var explained: Double
    public var perplexity: Double
    public var exaggeration: Double
    public var exaggerationIterations: Int
    public var iterations: Int
    /// With those of the exaggeration.
    public var iterationsDone: Int
    /// False where the run was interrupted before its last iteration.
    public var isFinished: Bool
    public var learningRate: LearningRate
    public var momentum: Double
    /// Opening angle of Barnes-Hut.
    public var theta: Double
    /// Of the kernel in the plane; 1 is t-SNE's.
    public var degreesOfFreedom: Double
    /// "pca" or "random".
    public var initialization: String
    /// How the repulsion was computed: "exact", "barnes-hut" or "fft".
    public var repulsion: String
    /// Rows that differ: equal ones are laid out once.
    public var differentRows: Int
    public var klDivergence: Double
    /// What the divergence is over.
    public var klNormalization: String
    public var randomAlgorithm: String
    /// "exact" or "hnsw", and HNSW's recall on a sample, 0...1.
    public var neighbors: String?
    public var neighborsRecall: Double?
    /// Rows on which the quality was measured.
    public var qualitySample: Int?

    public init(
        normalization: String, components: Int, explained: Double, perplexity: Double,
        exaggeration: Double, exaggerationIterations: Int, iterations: Int, iterationsDone: Int,
        isFinished: Bool, learningRate: LearningRate, momentum: Double, theta: Double,
        degreesOfFreedom: Double, initialization: String, repulsion: String, differentRows: Int,
        klDivergence: Double, klNormalization: String, randomAlgorithm: String,
        neighbors: String? = nil, neighborsRecall: Double? = nil, qualitySample: Int? = nil
    ) {
        self.normalization = normalization
        self.components = components
        self.explained = explained
        self.perplexity = perplexity
        self.exaggeration = exaggeration
        self.exaggerationIterations = exaggerationIterations
        self.iterations = iterations
        self.iterationsDone = iterationsDone
        self.isFinished = isFinished
        self.learningRate = learningRate
        self.momentum = momentum
        self.theta = theta
        self.degreesOfFreedom = degreesOfFreedom
        self.initialization = initialization
        self.repulsion = repulsion
        self.differentRows = differentRows
        self.klDivergence = klDivergence
        self.klNormalization = klNormalization
        self.randomAlgorithm = randomAlgorithm
        self.neighbors = neighbors
        self.neighborsRecall = neighborsRecall
        self.qualitySample = qualitySample
    }

    enum CodingKeys: String, CodingKey {
        case perplexity, exaggeration, iterations, momentum, theta, initialization, repulsion
        case neighbors
        case normalization = "normalize"
        case components = "pca_components"
        case explained = "pca_explained"
        case exaggerationIterations = "exaggeration_iterations"
        case iterationsDone = "iterations_done"
        case isFinished = "finished"
        case learningRate = "learning_rate"
        case degreesOfFreedom = "degrees_of_freedom"
        case differentRows = "different_rows"
        case klDivergence = "kl_divergence"
        case klNormalization = "kl_normalization"
        case randomAlgorithm = "random_algorithm"
        case neighborsRecall = "neighbors_recall"
        case qualitySample = "quality_sample"
    }
}

/// How rows were placed in a finished map.
public struct PlacementParameters: Sendable, Equatable, Codable {
    /// File of the finished map.
    public var map: String
    public var perplexity: Double
    public var iterations: Int
    public var exaggeration: Double
    public var learningRate: Double
    /// As the finished map's rows.
    public var normalization: String
    public var isFinished: Bool
    /// What the novelty was computed from: the map's stored rows, or its scores.
    public var noveltySource: String?
    /// Nearest rows whose mean distance counts.
    public var noveltyNeighbors: Int?
    /// Novelty above which a row counts as new, 0...1.
    public var noveltyLimit: Double?
    /// Rows of the map that make the scale of novelty.
    public var noveltyScaleRows: Int?
    /// Share of rows of the map's own kind that would be above the limit, 0...1.
    public var noveltyFalseAlarms: Double?

    public init(
        map: String, perplexity: Double, iterations: Int, exaggeration: Double,
        learningRate: Double, normalization: String, isFinished: Bool, noveltySource: String?,
        noveltyNeighbors: Int?, noveltyLimit: Double?, noveltyScaleRows: Int?,
        noveltyFalseAlarms: Double?
    ) {
        self.map = map
        self.perplexity = perplexity
        self.iterations = iterations
        self.exaggeration = exaggeration
        self.learningRate = learningRate
        self.normalization = normalization
        self.isFinished = isFinished
        self.noveltySource = noveltySource
        self.noveltyNeighbors = noveltyNeighbors
        self.noveltyLimit = noveltyLimit
        self.noveltyScaleRows = noveltyScaleRows
        self.noveltyFalseAlarms = noveltyFalseAlarms
    }

    enum CodingKeys: String, CodingKey {
        case perplexity, iterations, exaggeration
        case map = "placed_in"
        case learningRate = "learning_rate"
        case normalization = "normalize"
        case isFinished = "finished"
        case noveltySource = "novelty_from"
        case noveltyNeighbors = "novelty_neighbors"
        case noveltyLimit = "novelty_limit"
        case noveltyScaleRows = "novelty_scale_rows"
        case noveltyFalseAlarms = "novelty_false_alarms"
    }
}
