public import Dense

/// The lengths of the patch tokens, layer by layer.
public struct TokenNorms: Sendable, Equatable {
    /// `[layers]`
    public var layers: [String]
    /// Ends of the bins, ascending, the same for all layers, `[bins + 1]`.
    public var edges: [Double]
    /// Patch tokens in each bin, `[layers, bins]`.
    public var counts: Matrix<Double>
    /// `[layers]`
    public var median: [Double]
    /// Tokens longer than this many medians of their layer are outliers.
    public var outlierFactor: Double
    /// Share of the outliers, `[layers]`, 0...1.
    public var outlierShare: [Double]
    /// Mean norm of the class token, `[layers]`; NaN where the file lacks it.
    public var classNorm: [Double]
    /// Mean norms of registers or the distillation token, `[layers, extra]`.
    public var extraNorms: Matrix<Double>
    /// Images that were measured.
    public var images: Int
    /// Norms of the explained images' patches by place in `Reduction.explained`,
    /// `[layers, patches]`; only originals have them.
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
