public import Dense

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
