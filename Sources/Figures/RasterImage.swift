/// An 8-bit RGB image to be drawn in a figure, `[height, width, 3]`.
public struct RasterImage: Sendable, Equatable {
    /// Columns, at least 1.
    public let width: Int
    /// Rows, at least 1.
    public let height: Int
    /// The samples `[height, width, 3]`, row after row, red first, 0...255.
    public let pixels: [UInt8]

    /// Wraps `pixels` `[height, width, 3]`; another count is a programming error.
    public init(width: Int, height: Int, pixels: [UInt8]) {
        precondition(
            width > 0 && height > 0 && pixels.count == width * height * 3,
            "a \(width) x \(height) image has \(width * height * 3) bytes, not \(pixels.count)")
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    /// Values in 0...1 as samples, rounded to 8 bits.
    public static func bytes(_ values: [Float]) -> [UInt8] { values.map(eightBit) }

    /// The same image with every pixel repeated as a square of `factor` x `factor` pixels; itself
    /// for a factor below 2.
    func magnified(by factor: Int) -> RasterImage {
        guard factor > 1 else { return self }
        var result: [UInt8] = []
        result.reserveCapacity(pixels.count * factor * factor)
        for row in 0..<height {
            var line: [UInt8] = []
            line.reserveCapacity(width * factor * 3)
            for column in 0..<width {
                let start = (row * width + column) * 3
                for _ in 0..<factor { line.append(contentsOf: pixels[start..<start + 3]) }
            }
            for _ in 0..<factor { result.append(contentsOf: line) }
        }
        return RasterImage(width: width * factor, height: height * factor, pixels: result)
    }
}

/// Square RGB tiles of one size, `[count, side, side, 3]`, such as the filters of a patch
/// embedding.
public struct RasterTiles: Sendable, Equatable {
    /// How many tiles there are; may be 0.
    public let count: Int
    /// Pixels on a side of a tile, at least 1.
    public let side: Int
    /// The samples `[count, side, side, 3]` in 0...1; what lies outside is drawn as the nearer end.
    public let values: [Float]

    /// Wraps `values` `[count, side, side, 3]`; another count is a programming error.
    public init(count: Int, side: Int, values: [Float]) {
        precondition(
            side > 0 && values.count == count * side * side * 3,
            "\(count) tiles of \(side) x \(side) have \(count * side * side * 3) numbers, "
                + "not \(values.count)")
        self.count = count
        self.side = side
        self.values = values
    }

    /// Takes filters out of a patch embedding's kernel and scales each by itself.
    ///
    /// - Parameters:
    ///   - patchKernel: `[side, side, 3, width]`, as JAX checkpoints store it.
    ///   - side: pixels on a side of a patch.
    ///   - width: filters of the kernel, the model's width.
    ///   - indices: the filters to take, from 0, in the order of the tiles.
    ///   - scale: maps a filter `[side, side, 3]` to 0...1: `filterTile` for a grid of filters,
    ///     `signedTile` for views.
    public init(
        patchKernel: [Float], side: Int, width: Int, indices: some Sequence<Int>,
        scale: ([Float]) -> [Float]
    ) {
        let numbers = side * side * 3
        precondition(
            patchKernel.count == numbers * width,
            "a kernel of \(width) filters has \(numbers * width) numbers, not \(patchKernel.count)")
        var values: [Float] = []
        var count = 0
        for index in indices {
            precondition(
                (0..<width).contains(index), "filter \(index) of a kernel of \(width) filters")
            values += scale((0..<numbers).map { patchKernel[$0 * width + index] })
            count += 1
        }
        self.init(count: count, side: side, values: values)
    }

    /// One tile as an image `[side, side, 3]`, rounded to 8 bits.
    public func image(_ index: Int) -> RasterImage {
        let length = side * side * 3
        let bytes = values[index * length..<(index + 1) * length].map(eightBit)
        return RasterImage(width: side, height: side, pixels: bytes)
    }
}

/// A filter `[side, side, 3]` scaled to 0...1 by its own smallest and largest number,
/// `(v - min) / (max - min)`.
///
/// A constant filter becomes 0.5 throughout.
public func filterTile(_ values: [Float]) -> [Float] {
    guard let low = values.min(), let high = values.max(), high > low else {
        return values.map { _ in 0.5 }
    }
    return values.map { ($0 - low) / (high - low) }
}

/// A filter or a view `[side, side, 3]` divided by its largest magnitude, with negative parts set
/// to 0.
///
/// This is the form of the figures of Nguyen et al. 2022 (arXiv:2210.07646). All zeros stay zeros.
public func signedTile(_ values: [Float]) -> [Float] {
    let largest = values.reduce(0) { max($0, abs($1)) }
    guard largest > 0 else { return values.map { _ in 0 } }
    return values.map { max(0, $0 / largest) }
}

/// A value in 0...1 as 0...255, rounded to the nearest; values outside take the nearer end.
func eightBit(_ value: Float) -> UInt8 {
    UInt8(max(0, min(1, value)) * 255 + 0.5)
}
