/// A position table `[prefix + from · from, width]` for another grid, `[prefix + to · to, width]`.
///
/// The rows of the patches are resampled as an image of `width` channels: bicubic (a = -1/2),
/// without samples beyond the edges, weights divided by their sum. Where the grid shrinks the
/// filter grows with it (antialiasing). That is `interpolate(mode="bicubic", antialias=True,
/// align_corners=False)` of PyTorch, which timm applies to checkpoints. The first `prefix` rows are
/// copied.
public func resizedPositions(
    _ table: [Float], prefix: Int, from: Int, to: Int, width: Int
) -> [Float] {
    resizedPositions(table, prefix: prefix, from: from, to: to, width: width, isAntialiased: true)
}

/// With `isAntialiased` false the filter keeps its size where the grid shrinks: for tests only.
func resizedPositions(
    _ table: [Float], prefix: Int, from: Int, to: Int, width: Int, isAntialiased: Bool
) -> [Float] {
    precondition(
        table.count == (prefix + from * from) * width && to > 0,
        "\(table.count) numbers for \(prefix) and \(from) x \(from) rows of \(width)")
    let start = prefix * width
    let taps = (0..<to).map { Taps(at: $0, from: from, to: to, isAntialiased: isAntialiased) }
    // Columns first, then rows; double precision between them.
    var narrow = [Double](repeating: 0, count: from * to * width)
    for y in 0..<from {
        for (x, taps) in taps.enumerated() {
            for (k, weight) in taps.weights.enumerated() {
                let source = start + (y * from + taps.first + k) * width
                let target = (y * to + x) * width
                for i in 0..<width { narrow[target + i] += weight * Double(table[source + i]) }
            }
        }
    }
    var result = Array(table[..<start])
    result.reserveCapacity((prefix + to * to) * width)
    for taps in taps {
        var row = [Double](repeating: 0, count: to * width)
        for (k, weight) in taps.weights.enumerated() {
            let source = (taps.first + k) * to * width
            for i in row.indices { row[i] += weight * narrow[source + i] }
        }
        result += row.map { Float($0) }
    }
    return result
}

/// The cells of the old grid, along one axis, that one cell of the new grid is interpolated from.
private struct Taps {
    /// The first of them.
    let first: Int
    /// Their weights, which sum to 1.
    let weights: [Double]

    init(at place: Int, from: Int, to: Int, isAntialiased: Bool) {
        let ratio = Double(from) / Double(to)
        let stretch = isAntialiased ? max(1, ratio) : 1
        let centre = ratio * (Double(place) + 0.5)
        let first = max(0, Int(centre - 2 * stretch + 0.5))
        let end = min(from, Int(centre + 2 * stretch + 0.5))
        let weights = (first..<end).map { Self.cubic((Double($0) - centre + 0.5) / stretch) }
        let sum = weights.reduce(0, +)
        self.first = first
        self.weights = weights.map { $0 / sum }
    }

    /// Keys's cubic convolution kernel with a = -1/2 (doi:10.1109/TASSP.1981.1163711).
    private static func cubic(_ x: Double) -> Double {
        let x = abs(x)
        if x < 1 { return (1.5 * x - 2.5) * x * x + 1 }
        if x < 2 { return ((-0.5 * x + 2.5) * x - 4) * x + 2 }
        return 0
    }
}
