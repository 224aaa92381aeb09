public import Dense

/// Distribution of the L2 norms of the patch tokens, layer by layer. Tokens of unusually large norm
/// hold global information in place of local one (Darcet et al. 2024, arXiv 2309.16588).
public struct TokenNorms: Sendable, Equatable {
    /// Layers as in `LayerName.text`, `[layers]`.
    public var layers: [String]
    /// Edges of the histogram bins, ascending and evenly spaced in the logarithm, the same for all
    /// layers, `[bins + 1]`.
    public var edges: [Double]
    /// Number of patch tokens in each bin, `[layers, bins]`.
    public var counts: Matrix<Double>
    /// Median norm, `[layers]`.
    public var median: [Double]
    /// A token is an outlier if its norm is above this factor times the median of its layer.
    public var outlierFactor: Double
    /// Share of outlier tokens, 0...1, `[layers]`.
    public var outlierShare: [Double]
    /// Mean norm of the class token, `[layers]`; NaN if the file does not have that token.
    public var classNorm: [Double]
    /// Mean norms of the register tokens or the distillation token, `[layers, extra]`; no columns
    /// without them.
    public var extraNorms: Matrix<Double>
    /// Number of images.
    public var images: Int
    /// Norms of the patches of the explained images, `[layers, patches]`, by index into
    /// `Reduction.explained`. Variants of an image have none.
    public var explained: [Int: Matrix<Float>]

    public init(
        layers: [String], edges: [Double], counts: Matrix<Double>, median: [Double],
        outlierFactor: Double, outlierShare: [Double], classNorm: [Double],
        extraNorms: Matrix<Double>, images: Int, explained: [Int: Matrix<Float>]
    ) {
        self.layers = layers
        self.edges = edges
        self.counts = counts
        self.median = median
        self.outlierFactor = outlierFactor
        self.outlierShare = outlierShare
        self.classNorm = classNorm
        self.extraNorms = extraNorms
        self.images = images
        self.explained = explained
    }
}
