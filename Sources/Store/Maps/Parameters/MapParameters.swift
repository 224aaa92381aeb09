/// Settings and results of the t-SNE of a map.
public struct MapParameters: Sendable, Equatable, Codable {
    /// Normalisation of the rows before PCA: "l2", "layernorm" or "none".
    public var normalization: String
    /// Number of principal components that t-SNE was computed from.
    public var components: Int
    /// Share of the variance that these components explain, 0...1.
    public var explained: Double
    /// Perplexity, 1 or more: the effective number of neighbours of a point.
    public var perplexity: Double
    /// Factor of the affinities during early exaggeration.
    public var exaggeration: Double
    /// Number of iterations with early exaggeration.
    public var exaggerationIterations: Int
    /// Number of iterations after early exaggeration.
    public var iterations: Int
    /// Number of iterations that were run, early exaggeration included.
    public var iterationsDone: Int
    /// False if the run was interrupted before the last iteration.
    public var isFinished: Bool
    /// Learning rate of the gradient descent.
    public var learningRate: LearningRate
    /// Momentum of the gradient descent after early exaggeration, 0..<1.
    public var momentum: Double
    /// Opening angle of Barnes-Hut; 0 is exact.
    public var theta: Double
    /// Degrees of freedom of the Student t kernel of the map; 1 for standard t-SNE.
    public var degreesOfFreedom: Double
    /// Initial layout: "pca" or "random".
    public var initialization: String
    /// Method for the repulsive forces: "exact", "barnes-hut" or "fft".
    public var repulsion: String
    /// Number of different rows. Equal rows share one position on the map.
    public var differentRows: Int
    /// Kullback-Leibler divergence of the final layout, 0 or more.
    public var klDivergence: Double
    /// How that divergence was computed: "exact, over the sparse P" or "approximate, sparse P".
    public var klNormalization: String
    /// Name of the random number generator.
    public var randomAlgorithm: String
    /// Method of the neighbour search: "exact" or "hnsw".
    public var neighbors: String?
    /// Recall of HNSW on a sample of the rows, 0...1; nil for the exact search.
    public var neighborsRecall: Double?
    /// Number of rows on which the quality was measured.
    public var qualitySample: Int?
    /// Number of rows that were placed after t-SNE; nil for a map that was not brought up to date.
    public var placedRows: Int?
    /// `uuid` of the file that the map was made from before it was brought up to date; "" for
    /// vectors.
    public var updatedFrom: String?

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
        case placedRows = "placed_rows"
        case updatedFrom = "updated_from"
    }
}
