/// Parameters of a map file that do not depend on what was computed.
///
/// All parameter types are flat: each property is one text or number below
/// `/uns/vitrine/parameters`, under the name of its coding key. A property that is nil is not
/// written.
public struct RunParameters: Sendable, Equatable, Codable {
    /// Seed for k-means, sampling and random initialisation.
    public var seed: Int?
    /// What `extract` did to the images before the model saw them: variant and mosaics, such as
    /// "original" or "shuffle:4, mosaics of 2 x 2"; nil for vectors.
    public var imageChanges: String?
    /// Name of the array of a `.npz` or `.h5ad` file; nil for the default.
    public var array: String?
    /// Path of the folder or list of the images.
    public var imageSource: String?
    /// The same as an absolute path; nil in files of versions without it.
    public var imageFolder: String?
    /// Variant of every image, without mosaics: "original", "random:0.5", "shuffle:4".
    public var inputVariant: String?
    /// Why the file has no findings; nil if it has them.
    public var findingsMissing: String?
    /// Why the file has no layer profile; nil if it has one.
    public var profileMissing: String?
    /// Layers without a map, since fewer than ten of their rows differ: "embedding, 0".
    public var layersWithoutMap: String?

    public init(seed: Int? = nil) { self.seed = seed }

    enum CodingKeys: String, CodingKey {
        case seed, array
        case imageChanges = "pictures"
        case imageSource = "source"
        case imageFolder = "source_path"
        case inputVariant = "input_variant"
        case findingsMissing = "findings_missing"
        case profileMissing = "profile_missing"
        case layersWithoutMap = "layers_without_map"
    }
}
