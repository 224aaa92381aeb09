/// How rows were placed in a finished map, and how their novelty was computed.
public struct PlacementParameters: Sendable, Equatable, Codable {
    /// Path of the finished map.
    public var map: String
    /// Perplexity of the affinities between placed rows and rows of the map.
    public var perplexity: Double
    /// Number of iterations.
    public var iterations: Int
    /// Factor of the affinities.
    public var exaggeration: Double
    /// Learning rate of the gradient descent.
    public var learningRate: Double
    /// Normalisation of the rows, that of the finished map.
    public var normalization: String
    /// False if the run was interrupted before the last iteration.
    public var isFinished: Bool
    /// What the novelty was computed from: "stored rows" of the map's parent file, or "scores and
    /// residuals (approximate)".
    public var noveltySource: String?
    /// Number of nearest rows of the map whose mean distance counts.
    public var noveltyNeighbors: Int?
    /// Novelty above which a row counts as novel, 0...1.
    public var noveltyLimit: Double?
    /// Number of rows of the map that the novelty is a share of.
    public var noveltyScaleRows: Int?
    /// Expected share of rows above the limit among new rows of the map's own kind, 0...1.
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
