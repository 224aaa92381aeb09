/// How labels were judged by neighbours.
public struct LabelParameters: Sendable, Equatable, Codable {
    public var judged: Int?
    /// Judged labels that less than half of the neighbours' support is for.
    public var outvoted: Int?
    /// Confidence from which a label counts as doubtful, -1...1; nil in files of early versions.
    public var leastConfidence: Double?
    public var doubtful: Int?
    /// Images below which a label is not judged.
    public var fewestImages: Int?
    /// Labels of fewer images, and their images.
    public var rareLabels: Int?
    public var rareImages: Int?
    /// Images with a label that are too far from all others to be judged.
    public var farImages: Int?

    public init() {}

    enum CodingKeys: String, CodingKey {
        case judged = "labels_judged"
        case outvoted = "labels_outvoted"
        case leastConfidence = "labels_confidence"
        case doubtful = "labels_doubtful"
        case fewestImages = "labels_fewest_images"
        case rareLabels = "labels_rare"
        case rareImages = "labels_rare_images"
        case farImages = "labels_far_images"
    }
}
