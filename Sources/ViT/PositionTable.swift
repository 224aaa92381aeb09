public import Tokens

/// How the rows of a position table are interpolated for another grid: always bicubic, as the
/// library resizes that a checkpoint was published with. Raw values are printed and stored.
public enum PositionResize: String, Sendable, CaseIterable {
    /// a = -1/2, without samples beyond the edges, weights divided by their sum; where the grid
    /// shrinks the filter grows with it. PyTorch's `interpolate(mode="bicubic", antialias=True)`:
    /// timm, OpenCLIP, and all models with registers.
    case antialiased = "bicubic with antialiasing"
    /// a = -3/4, four samples whatever the size, those beyond an edge equal to the edge's.
    /// PyTorch's `interpolate(mode="bicubic")`: Transformers, for models without registers.
    case plain = "bicubic without antialiasing"
    /// As `plain`, on a grid of `to + 0.1` cells, of which the last 0.1 is not made: DINOv2's own
    /// repository, for models without registers.
    case offset = "bicubic without antialiasing, of n + 0.1 cells"
    /// As `plain`, with the centres of the corner cells on those of the corners of the stored grid:
    /// `align_corners=True`, torchvision.
    case aligned = "bicubic without antialiasing, with aligned corners"
}

/// A position table `[prefix + from · from, width]` for another grid, `[prefix + to.count, width]`.
///
/// The rows of the patches are resampled as an image of `width` channels, cells centred on halves
/// (`align_corners=False`) but for `aligned`. The first `prefix` rows are copied.
public func resizedPositions(
    _ table: [Float], prefix: Int, from: Int, to: PatchGrid, width: Int,
    _ method: PositionResize = .antialiased
) -> [Float] {
    precondition(
        table.count == (prefix + from * from) * width && to.count > 0,
        "\(table.count) numbers for \(prefix) and \(from) x \(from) rows of \(width)")
    let start = prefix * width
    func taps(_ cells: Int) -> [Taps] {
        (0..<cells).map { Taps(at: $0, from: from, to: cells, method) }
    }
    let (down, across) = (taps(to.rows), taps(to.columns))
    // Columns first, then rows; double precision between them.
    var narrow = [Double](repeating: 0, count: from * to.columns * width)
    for y in 0..<from {
        for (x, taps) in across.enumerated() {
            for (k, weight) in taps.weights.enumerated() {
                let source = start + (y * from + taps.first + k) * width
                let target = (y * to.columns + x) * width
                for i in 0..<width { narrow[target + i] += weight * Double(table[source + i]) }
            }
        }
    }
    var result = Array(table[..<start])
    result.reserveCapacity((prefix + to.count) * width)
    for taps in down {
        var row = [Double](repeating: 0, count: to.columns * width)
        for (k, weight) in taps.weights.enumerated() {
            let source = (taps.first + k) * to.columns * width
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

    init(at place: Int, from: Int, to: Int, _ method: PositionResize) {
        switch method {
        case .antialiased: self.init(antialiased: place, from: from, to: to)
        case .plain:
            self.init(at: Double(from) / Double(to) * (Double(place) + 0.5) - 0.5, from: from)
        case .offset:
            self.init(
                at: Double(from) / (Double(to) + 0.1) * (Double(place) + 0.5) - 0.5, from: from)
        case .aligned:
            self.init(at: Double(place * (from - 1)) / Double(max(1, to - 1)), from: from)
        }
    }

    private init(antialiased place: Int, from: Int, to: Int) {
        let ratio = Double(from) / Double(to)
        let stretch = max(1, ratio)
        let centre = ratio * (Double(place) + 0.5)
        let first = max(0, Int(centre - 2 * stretch + 0.5))
        let end = min(from, Int(centre + 2 * stretch + 0.5))
        let weights = (first..<end).map {
            Self.cubic((Double($0) - centre + 0.5) / stretch, a: -0.5)
        }
        let sum = weights.reduce(0, +)
        self.first = first
        self.weights = weights.map { $0 / sum }
    }

    /// Four cells around a place, which counts from the centre of the first cell.
    private init(at centre: Double, from: Int) {
        let nearest = Int(centre.rounded(.down))
        let cells = (nearest - 1...nearest + 2).map { min(max($0, 0), from - 1) }
        var weights = [Double](repeating: 0, count: cells[3] - cells[0] + 1)
        for (cell, place) in zip(cells, nearest - 1...nearest + 2) {
            weights[cell - cells[0]] += Self.cubic(centre - Double(place), a: -0.75)
        }
        first = cells[0]
        self.weights = weights
    }

    /// Keys's cubic convolution kernel (doi:10.1109/TASSP.1981.1163711).
    private static func cubic(_ x: Double, a: Double) -> Double {
        let x = abs(x)
        if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
        if x < 2 { return ((a * x - 5 * a) * x + 8 * a) * x - 4 * a }
        return 0
    }
}
