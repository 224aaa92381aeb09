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
