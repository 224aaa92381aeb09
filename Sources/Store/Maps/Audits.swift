public import Dense

/// How far each head's attention reaches, over the images of a file.
public struct HeadDistances: Sendable, Equatable {
    /// Mean over the images, `[depth, heads]` in pixels.
    public var mean: Matrix<Double>
    /// 2.5 % of the images lie below, `[depth, heads]`.
    public var low: Matrix<Double>
    /// 2.5 % of the images lie above, `[depth, heads]`.
    public var high: Matrix<Double>
    /// Images that were averaged.
    public var images: Int

    public init(mean: Matrix<Double>, low: Matrix<Double>, high: Matrix<Double>, images: Int) {
        self.mean = mean
        self.low = low
        self.high = high
        self.images = images
    }
}

/// What the patch tokens of images with objects do, layer by layer: one number a measure, image
/// and layer, and the mean over the images.
public struct LayerMeasureTable: Sendable, Equatable {
    /// Such as "purity", `[measures]`.
    public var names: [String]
    /// Such as "0", `[layers]`.
    public var layers: [String]
    /// Rows of the measured images in the parent, `[images]`.
    public var rows: [Int32]
    /// `[measures * images * layers]`
    public var values: [Double]
    /// Mean over the images, `[measures, layers]`.
    public var mean: Matrix<Double>
    /// Bootstrap 95 % interval of the mean, `[measures, layers]`.
    public var low: Matrix<Double>
    public var high: Matrix<Double>
    /// Images with objects that were left out: fewer than two objects of a measurable size.
    public var skipped: Int

    public init(
        names: [String], layers: [String], rows: [Int32], values: [Double], mean: Matrix<Double>,
        low: Matrix<Double>, high: Matrix<Double>, skipped: Int
    ) {
        self.names = names
        self.layers = layers
        self.rows = rows
        self.values = values
        self.mean = mean
        self.low = low
        self.high = high
        self.skipped = skipped
    }
}

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
