/// How labels were judged by neighbours, and how many are doubtful. Every property is nil in files
/// of versions without it.
public struct LabelParameters: Sendable, Equatable, Codable {
    /// Number of labels that were judged.
    public var judged: Int?
    /// Number of judged labels for which the neighbours' majority suggests another label.
    public var outvoted: Int?
    /// Confidence from which a label counts as doubtful, -1...1.
    public var leastConfidence: Double?
    /// Number of doubtful labels.
    public var doubtful: Int?
    /// Number of images below which a label is not judged.
    public var fewestImages: Int?
    /// Number of labels with fewer images than that.
    public var rareLabels: Int?
    /// Number of images with such a label.
    public var rareImages: Int?
    /// Number of labelled images that are too far from all others to be judged.
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
