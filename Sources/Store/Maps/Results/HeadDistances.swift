public import Dense

/// Mean attention distance of each head: the mean distance in pixels between a query patch and the
/// patches that it attends to, weighted by attention (Dosovitskiy et al. 2021, arXiv 2010.11929,
/// figure 7).
public struct HeadDistances: Sendable, Equatable {
    /// Mean over the images, `[depth, heads]`, in pixels.
    public var mean: Matrix<Double>
    /// 2.5th percentile over the images, `[depth, heads]`, in pixels.
    public var low: Matrix<Double>
    /// 97.5th percentile over the images, `[depth, heads]`, in pixels.
    public var high: Matrix<Double>
    /// Number of images.
    public var images: Int

    public init(mean: Matrix<Double>, low: Matrix<Double>, high: Matrix<Double>, images: Int) {
        self.mean = mean
        self.low = low
        self.high = high
        self.images = images
    }
}
