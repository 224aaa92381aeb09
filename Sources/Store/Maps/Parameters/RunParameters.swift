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
