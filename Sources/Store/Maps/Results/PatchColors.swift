public import Dense

/// The first three principal components of the patch tokens of the explained images, to be shown as
/// red, green and blue (Oquab et al. 2024, arXiv 2304.07193). All images share one basis.
public struct PatchColors: Sendable, Equatable {
    /// The layer of the tokens, as in `LayerName.text`.
    public var layer: String
    /// Components of each patch, `[patches, 3]`, by index into `Reduction.explained`. Each
    /// component is scaled to 0...1 between its smallest and its largest value over all images.
    public var colors: [Int: Matrix<Float>]
    /// Share of the variance that each component explains, `[3]`.
    public var ratios: [Double]

    public init(layer: String, colors: [Int: Matrix<Float>], ratios: [Double]) {
        self.layer = layer
        self.colors = colors
        self.ratios = ratios
    }
}
