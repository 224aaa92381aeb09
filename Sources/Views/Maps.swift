public import Tokens

/// A map of one number per patch enlarged to the image's pixels, as Pillow's
/// `Image.resize(..., BICUBIC)` does it in mode F.
///
/// Columns first, then rows; each weight in double precision, each pass rounded to single
/// precision. The kernel is Keys' with a = -0.5 (doi:10.1109/TASSP.1981.1163711).
///
/// - Parameter values: `[patches]`.
/// - Returns: `[height, width]`.
public func enlarge(_ values: [Float], _ grid: PatchGrid) -> [Float] {
    precondition(values.count == grid.count, "\(values.count) numbers for \(grid.countInWords)")
    let (height, width, columns) = (grid.height, grid.width, grid.columns)
    let across = (0..<width).map { Tap(output: $0, from: columns, to: width) }
    let down = (0..<height).map { Tap(output: $0, from: grid.rows, to: height) }
    var wide = [Float](repeating: 0, count: grid.rows * width)
    for row in 0..<grid.rows {
        for (column, tap) in across.enumerated() {
            wide[row * width + column] = tap.apply { values[row * columns + $0] }
        }
    }
    var result = [Float](repeating: 0, count: height * width)
    for (row, tap) in down.enumerated() {
        for column in 0..<width {
            result[row * width + column] = tap.apply { wide[$0 * width + column] }
        }
    }
    return result
}

/// The inputs of one output and their weights, which sum to 1.
private struct Tap {
    let first: Int
    let weights: [Double]

    init(output: Int, from: Int, to: Int) {
        let center = (Double(output) + 0.5) * Double(from) / Double(to)
        let low = max(0, Int(center - 2 + 0.5))
        let high = min(from, Int(center + 2 + 0.5))
        let raw = (low..<high).map { Tap.cubic(Double($0) - center + 0.5) }
        let sum = raw.reduce(0, +)
        first = low
        weights = raw.map { $0 / sum }
    }

    func apply(_ value: (Int) -> Float) -> Float {
        var sum = 0.0
        for (i, weight) in weights.enumerated() { sum += Double(value(first + i)) * weight }
        return Float(sum)
    }

    private static func cubic(_ x: Double) -> Double {
        let x = abs(x)
        if x < 1 { return (1.5 * x - 2.5) * x * x + 1 }
        if x < 2 { return ((-0.5 * x + 2.5) * x - 4) * x + 2 }
        return 0
    }
}

/// The rollout map of an image: the class token's scores over their maximum, enlarged to the
/// image's size and cut to the range of the scores, since bicubic interpolation overshoots,
/// `[height, width]` (Abnar and Zuidema 2020, arXiv 2005.00928).
///
/// `scores` `[patches]`.
public func rolloutMap(_ scores: [Float], _ grid: PatchGrid) -> [Float] {
    let largest = scores.reduce(0) { max($0, $1) }
    let shares = largest > 0 ? scores.map { $0 / largest } : scores
    let (low, high) = (shares.min() ?? 0, shares.max() ?? 1)
    return enlarge(shares, grid).map { min(high, max(low, $0)) }
}

/// The image with each pixel multiplied by the map, which is cut to 0...1, `[height, width, 3]`.
public func shaded(_ pixels: [UInt8], by map: [Float]) -> [UInt8] {
    precondition(pixels.count == 3 * map.count, "\(pixels.count), \(map.count)")
    return pixels.indices.map { UInt8(Float(pixels[$0]) * min(1, max(0, map[$0 / 3]))) }
}
