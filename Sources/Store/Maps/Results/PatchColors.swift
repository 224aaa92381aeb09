public import Dense

/// The first three principal components of the patch tokens of the explained images at one layer,
/// to be shown as red, green and blue (Oquab et al. 2024, arXiv 2304.07193). All images share one
/// basis, from which outlier tokens are left out.
public struct PatchColors: Sendable, Equatable {
    /// Components of one basis.
    public struct Components: Sendable, Equatable {
        /// Components of each patch, `[patches, 3]`, by index into `Reduction.explained`. Each
        /// component is scaled to 0...1 between its smallest and its largest value over all images,
        /// outliers left out; outliers are cut to that range.
        public var colors: [Int: Matrix<Float>]
        /// Share of the variance that each component explains, `[3]`.
        public var ratios: [Double]

        public init(colors: [Int: Matrix<Float>], ratios: [Double]) {
            self.colors = colors
            self.ratios = ratios
        }
    }

    /// The layer of the tokens, as in `LayerName.text`.
    public var layer: String
    /// Components of all patches.
    public var all: Components
    /// Components of a basis of the foreground alone; nil in files of earlier versions, and where
    /// the foreground has too few patches.
    public var foreground: Components?
    /// Whether each patch is foreground, `[patches]`, by index into `Reduction.explained`: by the
    /// image's mask, or by the first component where it has none. Empty in earlier files.
    public var isForeground: [Int: [Bool]]
    /// Number of images whose foreground is that of their masks.
    public var masked: Int
    /// Number of outlier tokens, which have no part in the bases; 0 in earlier files.
    public var outliers: Int

    public init(
        layer: String, all: Components, foreground: Components? = nil,
        isForeground: [Int: [Bool]] = [:], masked: Int = 0, outliers: Int = 0
    ) {
        self.layer = layer
        self.all = all
        self.foreground = foreground
        self.isForeground = isForeground
        self.masked = masked
        self.outliers = outliers
    }
}
