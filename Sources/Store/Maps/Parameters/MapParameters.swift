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
