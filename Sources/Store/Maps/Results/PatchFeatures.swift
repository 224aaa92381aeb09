internal import Tokens

/// A few coordinates of the patch tokens of the explained images, from which the cosine of two
/// patches is computed.
///
/// The basis of a layer are the leading eigenvectors of the second moments of its patch tokens,
/// scaled to length 1, over all explained images.
public struct PatchFeatures: Sendable, Equatable {
    /// Layers as in `LayerName.text`, `[layers]`.
    public var layers: [String]
    /// Coordinates per patch.
    public var size: Int
    /// What a coordinate is multiplied with to get a token of length 1, `[layers]`.
    public var scales: [Float]
    /// Coordinates, `[layers, patches, size]`, by index into `Reduction.explained`. Variants of an
    /// image have none.
    public var images: [Int: [Int8]]

    public init(layers: [String], size: Int, scales: [Float], images: [Int: [Int8]]) {
        self.layers = layers
        self.size = size
        self.scales = scales
        self.images = images
    }
}
