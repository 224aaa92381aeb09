/// What the comparison of two images needs of each, at 64 x 64 pixels: grey values, and grey values
/// with their local mean removed and their local contrast equalised.
///
/// In the latter only edges and texture count, not brightness or the depth of shadows.
public struct ImageDetail: Sendable {
    /// Pixels on a side.
    public static let side = 64
    /// `[64, 64]` each, row-major. Grey in 0...255.
    var grey: [Float]
    /// Normalised over squares of 13 pixels: about -3...3, 0 in even parts.
    var coarse: [Float]
    /// Normalised over squares of 5 pixels.
    var fine: [Float]
    /// Variance of the grey values in squares of 5 pixels.
    var variance: [Float]
    /// Blue less grey, red less grey, -255...255.
    var blue: [Float]
    var red: [Float]
    /// The mean of the absolute values of both.
    let chroma: Float
    /// Number of the 64 blocks of 8 x 8 pixels whose grey values change in more than one direction.
    /// They make an image recognisable; an even wall, a gradient, stripes and an edge have none.
    let detailedBlocks: Int

    /// - Parameter rgb: `[64, 64, 3]`.
    public init(rgb: [UInt8]) {
        let n = Self.side
        let grey = greyValues(rgb)
        self.grey = grey
        coarse = normalized(grey, side: n, radius: 6).values
        (fine, variance) = normalized(grey, side: n, radius: 2)
        blue = grey.indices.map { Float(rgb[3 * $0 + 2]) - grey[$0] }
        red = grey.indices.map { Float(rgb[3 * $0]) - grey[$0] }
        let sum = zip(blue, red).reduce(Float(0)) { $0 + abs($1.0) + abs($1.1) }
        chroma = sum / Float(2 * n * n)
        detailedBlocks = countDetailedBlocks(grey, side: n)
    }

    /// The mirror image, left and right exchanged.
    func mirrored() -> ImageDetail {
        let n = Self.side
        func turned(_ values: [Float]) -> [Float] {
            values.indices.map { values[$0 / n * n + n - 1 - $0 % n] }
        }
        var other = self
        other.grey = turned(grey)
        other.coarse = turned(coarse)
        other.fine = turned(fine)
        other.variance = turned(variance)
        other.blue = turned(blue)
        other.red = turned(red)
        return other
    }
}

/// An image in 16 x 16 cells at five zooms about its centre, for the first, coarse comparison at
/// every shift.
public struct ImageSketch: Sendable {
    static let side = 16
    /// Magnifications about the centre; crops up to the last of these are found.
    static let zooms: [Float] = [1, 1.07, 1.145, 1.225, 1.31]
    /// The largest value of a cell: products of a row of 16 fit 16 bits.
    private static let largest: Float = 31
    /// `[256]` cells, row-major; one lane per zoom.
    let cells: [SIMD8<Int8>]

    /// - Parameter rgb: `[64, 64, 3]`.
    public init(rgb: [UInt8]) {
        // Half the side, so that a cell is the mean of 2 x 2 samples.
        let half = halved(greyValues(rgb), side: ImageDetail.side)
        let n = Self.side
        var cells = [SIMD8<Int8>](repeating: .zero, count: n * n)
        for (lane, zoom) in Self.zooms.enumerated() {
            let found = normalized(Self.zoomed(half, zoom), side: n, radius: 3)
            for (cell, value) in found.values.enumerated() {
                let scaled = max(-Self.largest, min(Self.largest, (14 * value).rounded()))
                cells[cell][lane] = Int8(scaled)
            }
        }
        self.cells = cells
    }

    /// The `[16, 16]` means of an image `[32, 32]` enlarged by `zoom` about its centre.
    private static func zoomed(_ half: [Float], _ zoom: Float) -> [Float] {
        let n = side
        // Two samples per cell and direction: their places in the image.
        let places = (0..<2 * n).map { sample in
            Float(n) - 0.5 + (Float(sample) + 0.5 - Float(n)) / zoom
        }
        var sums = [Float](repeating: 0, count: n * n)
        for (v, y) in places.enumerated() {
            for (u, x) in places.enumerated() {
                sums[v / 2 * n + u / 2] += interpolated(half, side: 2 * n, x: x, y: y)
            }
        }
        return sums.map { $0 / 4 }
    }
}

/// Grey values by the weights of BT.601, as libjpeg's luma has them, `[pixels]` in 0...255.
private func greyValues(_ rgb: [UInt8]) -> [Float] {
    let pixels = ImageDetail.side * ImageDetail.side
    precondition(rgb.count == 3 * pixels, "\(rgb.count) bytes for \(pixels) pixels")
    return (0..<pixels).map { pixel in
        let (r, g, b) = (rgb[3 * pixel], rgb[3 * pixel + 1], rgb[3 * pixel + 2])
        return (299 * Float(r) + 587 * Float(g) + 114 * Float(b)) / 1000
    }
}

/// The blocks of 8 x 8 pixels in which the smaller eigenvalue of the mean structure tensor is above
/// 4: grey values change by 2 levels per pixel along every direction (Shi and Tomasi 1994,
/// doi:10.1109/CVPR.1994.323794).
private func countDetailedBlocks(_ image: [Float], side n: Int) -> Int {
    func slope(_ pixel: Int, _ place: Int, step: Int) -> Float {
        let (before, after) = (
            place > 0 ? pixel - step : pixel, place < n - 1 ? pixel + step : pixel
        )
        return (image[after] - image[before]) / Float((after - before) / step)
    }
    let size = 8
    var count = 0
    for top in stride(from: 0, to: n, by: size) {
        for left in stride(from: 0, to: n, by: size) {
            var (xx, yy, xy) = (Float(0), Float(0), Float(0))
            for y in top..<top + size {
                for x in left..<left + size {
                    let (dx, dy) = (slope(y * n + x, x, step: 1), slope(y * n + x, y, step: n))
                    xx += dx * dx
                    yy += dy * dy
                    xy += dx * dy
                }
            }
            let half = (xx - yy) / 2
            let smaller = (xx + yy) / 2 - (half * half + xy * xy).squareRoot()
            if smaller > Float(4 * size * size) { count += 1 }
        }
    }
    return count
}

/// Means of 2 x 2 pixels, `[side / 2, side / 2]`.
private func halved(_ image: [Float], side n: Int) -> [Float] {
    var result = [Float](repeating: 0, count: n / 2 * (n / 2))
    for y in 0..<n {
        for x in 0..<n { result[y / 2 * (n / 2) + x / 2] += image[y * n + x] / 4 }
    }
    return result
}

/// Bilinear interpolation of an image `[side, side]` at a place in pixels; places beyond the edge
/// have the value of the edge.
func interpolated(_ image: [Float], side n: Int, x: Float, y: Float) -> Float {
    let x = max(0, min(Float(n - 1), x))
    let y = max(0, min(Float(n - 1), y))
    let column = min(n - 2, Int(x))
    let row = min(n - 2, Int(y))
    let (u, v) = (x - Float(column), y - Float(row))
    let first = row * n + column
    let upper = image[first] + u * (image[first + 1] - image[first])
    let lower = image[first + n] + u * (image[first + n + 1] - image[first + n])
    return upper + v * (lower - upper)
}

/// Each pixel less the mean of the square of `2 radius + 1` pixels around it, over the deviation
/// there plus a floor: 3 grey levels and a fifth of the whole image's deviation, so that the noise
/// of an even wall stays small. The variances are returned too.
private func normalized(
    _ image: [Float], side n: Int, radius: Int
) -> (values: [Float], variances: [Float]) {
    let means = localMeans(image, side: n, radius: radius)
    var values = image
    for pixel in values.indices { values[pixel] -= means[pixel] }
    let squares = localMeans(values.map { $0 * $0 }, side: n, radius: radius)
    let floor = 3 + 0.2 * (max(0, squares.reduce(0, +)) / Float(n * n)).squareRoot()
    for pixel in values.indices { values[pixel] /= max(0, squares[pixel]).squareRoot() + floor }
    return (values, squares)
}

/// Means over squares of `2 radius + 1` pixels on a side, cut at the edges, `[side, side]`.
private func localMeans(_ image: [Float], side n: Int, radius: Int) -> [Float] {
    /// Along lines of `n` pixels, `step` apart, the lines `lineStep` apart.
    func lines(_ input: [Float], step: Int, lineStep: Int) -> [Float] {
        var output = input
        for line in 0..<n {
            let first = line * lineStep
            var sum: Float = 0
            for place in 0..<radius { sum += input[first + place * step] }
            for place in 0..<n {
                if place + radius < n { sum += input[first + (place + radius) * step] }
                if place > radius { sum -= input[first + (place - radius - 1) * step] }
                let count = min(n - 1, place + radius) - max(0, place - radius) + 1
                output[first + place * step] = sum / Float(count)
            }
        }
        return output
    }
    return lines(lines(image, step: 1, lineStep: n), step: n, lineStep: 1)
}
