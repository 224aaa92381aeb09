public import Dense
internal import Tokens

/// How well clusters of patch tokens match the objects of an image: one value per measure, image
/// and layer, and the mean over the images (the measures of Nguyen et al. 2022, arXiv 2210.07646).
public struct LayerMeasureTable: Sendable, Equatable {
    /// Names of the measures, such as "purity", `[measures]`.
    public var names: [String]
    /// Layers as in `LayerName.text`, `[layers]`.
    public var layers: [String]
    /// Row index of each measured image in the parent file, `[images]`.
    public var rows: [Int32]
    /// Values in the order measure, image, layer: `[measures * images * layers]`.
    public var values: [Double]
    /// Mean over the images, `[measures, layers]`.
    public var mean: Matrix<Double>
    /// Lower end of the bootstrap 95 % interval of the mean, `[measures, layers]`.
    public var low: Matrix<Double>
    /// Upper end of that interval, `[measures, layers]`.
    public var high: Matrix<Double>
    /// Number of images with objects that were not measured: they have fewer than two objects of
    /// more than two patches.
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
