public import Dense

/// The first three principal components of several images' patch tokens, one basis for all.
public struct PatchColors: Sendable, Equatable {
    public var layer: String
    /// By place in `Reduction.explained`: `[patches, 3]`, each component scaled to 0...1
    /// between its 1st and 99th percentile over all the images.
    public var colors: [Int: Matrix<Float>]
    /// Explained variance ratio of the three, `[3]`.
    public var ratios: [Double]

    public init(layer: String, colors: [Int: Matrix<Float>], ratios: [Double]) {
        self.layer = layer
        self.colors = colors
        self.ratios = ratios
    }
}
