/// An image in memory: 8-bit RGB without alpha, rows from the top. The values are those of its
/// file; no colour profile was applied.
public struct RGBImage: Sendable, Equatable {
    /// Columns, at least 1.
    public let width: Int
    /// Rows, at least 1.
    public let height: Int
    /// The samples `[height, width, 3]`, row after row; red, green, blue of a pixel in 0...255.
    public var pixels: [UInt8]
    /// The values before they were rounded to `pixels`, `[height, width, 3]` in 0...255; nil where
    /// the pixels are the values, as in every file.
    public var exact: [Float]?

    /// Wraps `pixels` `[height, width, 3]`.
    ///
    /// A size below 1 or another number of bytes is a programming error and ends the process.
    public init(width: Int, height: Int, pixels: [UInt8]) {
        precondition(
            width > 0 && height > 0 && pixels.count == width * height * 3,
            "\(width) x \(height) pixels need \(width * height * 3) bytes, not \(pixels.count)")
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    /// An image of values that are not whole numbers, `[height, width, 3]` in 0...255, which its
    /// pixels round to the nearest.
    ///
    /// A size below 1 or another number of values is a programming error and ends the process.
    public init(width: Int, height: Int, exact: [Float]) {
        self.init(
            width: width, height: height,
            pixels: exact.map { UInt8(min(255, max(0, $0.rounded()))) })
        self.exact = exact
    }
}
