/// A picture in memory: 8-bit RGB, rows from the top.
public struct RGBImage: Sendable, Equatable {
    public let width: Int
    public let height: Int
    /// `[height, width, 3]`, red, green, blue in 0...255.
    public var pixels: [UInt8]

    /// `pixels` `[height, width, 3]`.
    public init(width: Int, height: Int, pixels: [UInt8]) {
        precondition(
            width > 0 && height > 0 && pixels.count == width * height * 3,
            "\(width) x \(height) pixels need \(width * height * 3) bytes, not \(pixels.count)")
        self.width = width
        self.height = height
        self.pixels = pixels
    }
}
