// How similar two aligned images are.

/// Blocks on a side of the grid in which parts of the images are compared.
private let blocks = 8

/// The similarity of two aligned images, at most 1: usually 0.6 or more for copies, less for
/// different images of one kind.
///
/// `(2 c + f + q) / 4 / (1 + (r / 0.3)^2) / (1 + (d / 20)^2)`, where `c` is the correlation of the
/// details over 13 pixels, `f` that over 5 pixels, and `q` the correlation in the block that a
/// fifth of the 64 blocks lie below: images of one kind of object share outlines, copies agree
/// in every part. `r` is the median difference of the grey values, after the best gain and offset,
/// over their deviation: a stamp on a copy leaves the most of its pixels as they are. `d` is the
/// median difference of the colours in levels, 0 where one of them is grey.
///
/// - Parameter place: how `b`, mirrored already, lies under `a`.
func agreement(
    _ a: ImageDetail, _ b: ImageDetail, _ place: Alignment, correlation: Float
) -> Float {
    let n = ImageDetail.side
    var fine = Products()
    var parts = [Products](repeating: Products(), count: blocks * blocks)
    var seen: [(first: Float, second: Float)] = []
    var textured: [(first: Float, second: Float)] = []
    var colors: [Float] = []
    place.forEachPixel { pixel, block, x, y in
        func under(_ values: [Float]) -> Float { interpolated(values, side: n, x: x, y: y) }
        let other = under(b.fine)
        fine.add(a.fine[pixel], other)
        parts[block].add(a.fine[pixel], other)
        let greys = (a.grey[pixel], under(b.grey))
        seen.append(greys)
        if max(a.variance[pixel], under(b.variance)) > 25 { textured.append(greys) }
        colors.append(abs(a.blue[pixel] - under(b.blue)))
        colors.append(abs(a.red[pixel] - under(b.red)))
    }
    if seen.isEmpty { return 0 }
    let full = n / blocks * (n / blocks)
    let agreeing = parts.compactMap { part -> Float? in
        guard part.count * 5 > full * 3, max(part.first, part.second) > 6 else { return nil }
        return part.products / ((part.first * part.second).squareRoot() + 1)
    }.sorted()
    // Blocks without contrast are no evidence.
    let low = agreeing.isEmpty ? correlation : agreeing[(agreeing.count - 1) / 5]
    let mean = (2 * correlation + fine.correlation + low) / 4
    let residual = medianResidual(textured.count > 50 ? textured : seen) / 0.3
    let color = min(a.chroma, b.chroma) > 4 ? median(&colors) / 20 : 0
    return mean / (1 + residual * residual) / (1 + color * color)
}

/// Detailed blocks from which on details are evidence enough.
private let enoughBlocks: Float = 40

/// What is subtracted from the agreement of plain images, 0...0.6: 0.015 for each detailed block
/// that the plainer image has fewer than 40.
///
/// A few edges can be laid on those of most other drawings by a shift, a zoom or a turn; between
/// photographs only copies agree so well that they stay above the limit.
func plainPenalty(_ a: ImageDetail, _ b: ImageDetail) -> Float {
    0.6 * max(0, 1 - Float(min(a.detailedBlocks, b.detailedBlocks)) / enoughBlocks)
}

/// Whether both images have enough detail for an alignment, 4 detailed blocks or more.
func canBeAligned(_ a: ImageDetail, _ b: ImageDetail) -> Bool {
    min(a.detailedBlocks, b.detailedBlocks) >= 4
}

/// How nearly equal the pixels of two images are in every part, above 0 up to 1:
/// `1 / (1 + (w / 16)^2)`, where `w` is the root of the mean squared difference in levels, of the
/// channel that differs most, in the block of 8 x 8 pixels that differs most; 0 where they overlap
/// by less than 60 %.
///
/// - Parameters:
///   - place: how `b`, mirrored already, lies under `a`.
///   - isGrey: whether one of them is grey, so that only grey values are compared.
func pixelEquality(
    _ a: ImageDetail, _ b: ImageDetail, _ place: Alignment, isGrey: Bool
) -> Float {
    let n = ImageDetail.side
    var sums = [Float](repeating: 0, count: blocks * blocks)
    var counts = [Int](repeating: 0, count: blocks * blocks)
    place.forEachPixel { pixel, block, x, y in
        func difference(_ first: [Float], _ second: [Float]) -> Float {
            first[pixel] - interpolated(second, side: n, x: x, y: y)
        }
        let grey = difference(a.grey, b.grey)
        var largest = abs(grey)
        if !isGrey {
            largest = max(
                largest, abs(grey + difference(a.red, b.red)),
                abs(grey + difference(a.blue, b.blue)))
        }
        sums[block] += largest * largest
        counts[block] += 1
    }
    if counts.reduce(0, +) * 5 < n * n * 3 { return 0 }
    let full = n / blocks * (n / blocks)
    let squares = zip(sums, counts).filter { $0.1 * 5 > full * 3 }.map { $0.0 / Float($0.1) }
    return 1 / (1 + (squares.max() ?? 0) / (16 * 16))
}

extension Alignment {
    /// Goes through the pixels of the first image that lie on the second: the pixel's number, the
    /// number of its block, and the place on the second.
    fileprivate func forEachPixel(
        _ body: (_ pixel: Int, _ block: Int, _ x: Float, _ y: Float) -> Void
    ) {
        let n = ImageDetail.side
        let centre = Float(n - 1) / 2
        for row in 0..<n {
            let y = centre + (Float(row) - centre) * scaleY + shiftY
            if y < 0 || y > Float(n - 1) { continue }
            for column in 0..<n {
                let x = centre + (Float(column) - centre) * scaleX + shiftX
                if x < 0 || x > Float(n - 1) { continue }
                body(row * n + column, row * blocks / n * blocks + column * blocks / n, x, y)
            }
        }
    }
}

/// Sums over pairs of values.
private struct Products {
    var count = 0
    var products: Float = 0
    var first: Float = 0
    var second: Float = 0

    mutating func add(_ a: Float, _ b: Float) {
        count += 1
        products += a * b
        first += a * a
        second += b * b
    }

    /// About zero, -1...1; near 0 where there is little of either.
    var correlation: Float { products / (first * second + 1).squareRoot() }
}

/// The median absolute residual of the second values, over their deviation, after the first are
/// scaled and shifted to the deviation and median of the second.
private func medianResidual(_ pairs: [(first: Float, second: Float)]) -> Float {
    let first = deviation(pairs.map(\.first))
    let second = deviation(pairs.map(\.second))
    let gain = second / (first * first + 1).squareRoot()
    var differences = pairs.map { $0.second - gain * $0.first }
    let offset = median(&differences)
    var residuals = differences.map { abs($0 - offset) }
    return median(&residuals) / (second + 1)
}

private func deviation(_ values: [Float]) -> Float {
    let count = Float(values.count)
    let mean = values.reduce(0, +) / count
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
}

/// The middle one, the upper of two; reorders (Hoare's selection, 1961).
private func median(_ values: inout [Float]) -> Float {
    let middle = values.count / 2
    var (low, high) = (0, values.count - 1)
    while low < high {
        let pivot = values[(low + high) / 2]
        var (i, j) = (low, high)
        while i <= j {
            while values[i] < pivot { i += 1 }
            while values[j] > pivot { j -= 1 }
            if i <= j {
                values.swapAt(i, j)
                (i, j) = (i + 1, j - 1)
            }
        }
        // Between j and i all are equal to the pivot.
        if middle <= j { high = j } else if middle >= i { low = i } else { return pivot }
    }
    return values[middle]
}
