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
    /// The layer that predicted the labels best where the layer was chosen; nil if it was given, or
    /// if there were no labels.
    public var layerBest: String?
    /// Share of labels that this layer predicts on the half of the sample that it was not chosen
    /// on, 0...1.
    public var layerAccuracy: Double?
    /// How much that is above the last layer's, and half of its 95 % interval.
    public var layerGain: Double?
    public var layerGainMargin: Double?
    /// Labelled images of that half.
    public var layerImages: Int?

    public init(seed: Int? = nil) { self.seed = seed }

    /// Takes how the layer was chosen from the parameters of an earlier map.
    public mutating func takeLayerChoice(from other: Self) {
        (layerBest, layerAccuracy, layerImages) =
            (other.layerBest, other.layerAccuracy, other.layerImages)
        (layerGain, layerGainMargin) = (other.layerGain, other.layerGainMargin)
    }

    enum CodingKeys: String, CodingKey {
        case seed, array
        case imageChanges = "pictures"
        case imageSource = "source"
        case imageFolder = "source_path"
        case inputVariant = "input_variant"
        case findingsMissing = "findings_missing"
        case profileMissing = "profile_missing"
        case layersWithoutMap = "layers_without_map"
        case layerBest = "layer_best"
        case layerAccuracy = "layer_accuracy"
        case layerGain = "layer_gain"
        case layerGainMargin = "layer_gain_margin"
        case layerImages = "layer_images"
    }
}
