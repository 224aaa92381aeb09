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
