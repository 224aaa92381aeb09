/// How one image is aligned with another: mirroring, scale and shift.
struct Alignment: Sendable, Equatable {
    /// Whether the second image is mirrored horizontally first.
    var isMirrored: Bool
    /// A pixel at `x` from the centre of the first image lies at `x * scaleX + shiftX` from the
    /// centre of the second, in pixels of images with 64 on a side; so for `y`.
    var scaleX: Float
    var scaleY: Float
    var shiftX: Float
    var shiftY: Float

    static let identity = Alignment(isMirrored: false, scaleX: 1, scaleY: 1, shiftX: 0, shiftY: 0)
}

/// The similarity of two images in their best alignment, and how they differ.
public struct ImageMatch: Sendable, Equatable {
    /// Similarity over the part that both show, at most 1 (equal images): `agreement` less
    /// `plainPenalty`, or `pixelEquality` where that is higher, for plain images.
    public let similarity: Double
    /// Whether one is the mirror image of the other.
    public let isMirrored: Bool
    /// Whether one shows a window of the other: larger by 3 % or shifted by 2 of 64 pixels.
    public let isCropped: Bool
    /// Whether one is grey and the other is not.
    public let isGrey: Bool

    /// What was done to one of them, in words: "mirrored, cropped, grey"; "" for nothing of these.
    public var transform: String {
        [(isMirrored, "mirrored"), (isCropped, "cropped"), (isGrey, "grey")]
            .filter(\.0).map(\.1).joined(separator: ", ")
    }
}

/// Largest shift between two sketches, in cells of 16 on a side.
private let farthestShift = 3
/// Smallest share of an image that the other must show.
private let leastOverlap: Float = 0.4

/// The score of two sketches at their best shift and zoom, -1...1, and the best alignments.
public struct SketchMatch: Sendable {
    public let score: Double
    let alignments: [Alignment]
}

/// Compares two sketches with each other at nine ratios of zoom, 49 shifts, as they are and
/// mirrored, by the correlation over the cells that both show.
///
/// - Returns: the best score and the three best ratios with their shifts, best first.
public func match(_ a: ImageSketch, _ b: ImageSketch) -> SketchMatch {
    let n = ImageSketch.side
    let lanes = ImageSketch.zooms.count
    // A lane a ratio: the first at its own size against the second's zooms, then the reverse.
    func spread(_ cells: [SIMD8<Int8>], isFirst: Bool) -> [SIMD16<Int16>] {
        cells.map { cell in
            var result = SIMD16<Int16>()
            for lane in 0..<2 * lanes - 1 {
                let zoom = lane < lanes ? lane : lane - lanes + 1
                result[lane] = Int16(cell[isFirst == (lane >= lanes) ? zoom : 0])
            }
            return result
        }
    }
    let first = spread(a.cells, isFirst: true)
    let second = spread(b.cells, isFirst: false)
    let firstSums = SquareSums(first)
    let secondSums = SquareSums(second)
    var found: [(score: Float, alignment: Alignment)] = []
    for isMirrored in [false, true] {
        var best = SIMD16<Float>(repeating: -1)
        var shiftX = SIMD16<Float>()
        var shiftY = SIMD16<Float>()
        for dy in -farthestShift...farthestShift {
            for dx in -farthestShift...farthestShift {
                let columns = max(0, -dx)..<min(n, n - dx)
                let rows = max(0, -dy)..<min(n, n - dy)
                var products = SIMD16<Int32>()
                for y in rows {
                    var row = SIMD16<Int16>()
                    for x in columns {
                        let other = isMirrored ? n - 1 - x - dx : x + dx
                        row &+= first[y * n + x] &* second[(y + dy) * n + other]
                    }
                    products &+= SIMD16<Int32>(truncatingIfNeeded: row)
                }
                let shifted = columns.lowerBound + dx..<columns.upperBound + dx
                let otherColumns =
                    isMirrored ? n - shifted.upperBound..<n - shifted.lowerBound : shifted
                let norms =
                    SIMD16<Float>(firstSums.sum(columns, rows))
                    * SIMD16<Float>(
                        secondSums.sum(
                            otherColumns, rows.lowerBound + dy..<rows.upperBound + dy))
                let score = SIMD16<Float>(products) / (norms + 1).squareRoot()
                let isBetter = score .> best
                best.replace(with: score, where: isBetter)
                shiftX.replace(with: Float(dx), where: isBetter)
                shiftY.replace(with: Float(dy), where: isBetter)
            }
        }
        for lane in 0..<2 * lanes - 1 {
            let zoom = ImageSketch.zooms[lane < lanes ? lane : lane - lanes + 1]
            // In pixels of the second image, of which a cell of its zoom has fewer.
            let cell = lane < lanes ? 4 / zoom : 4
            let scale = lane < lanes ? 1 / zoom : zoom
            found.append(
                (
                    best[lane],
                    Alignment(
                        isMirrored: isMirrored, scaleX: scale, scaleY: scale,
                        shiftX: cell * shiftX[lane], shiftY: cell * shiftY[lane])
                ))
        }
    }
    // Equal scores in the order in which they were found.
    let order = found.indices.sorted { (-found[$0].score, $0) < (-found[$1].score, $1) }
    return SketchMatch(
        score: Double(found[order[0]].score),
        alignments: order.prefix(3).map { found[$0].alignment })
}

/// Sums of squares over rectangles of cells.
private struct SquareSums {
    /// `[17, 17]`: over all cells above and to the left.
    private var sums: [SIMD16<Int32>]
    private let pitch = ImageSketch.side + 1

    init(_ cells: [SIMD16<Int16>]) {
        sums = [SIMD16<Int32>](repeating: .zero, count: pitch * pitch)
        for y in 1..<pitch {
            var row = SIMD16<Int32>()
            for x in 1..<pitch {
                let cell = cells[(y - 1) * (pitch - 1) + x - 1]
                row &+= SIMD16<Int32>(truncatingIfNeeded: cell &* cell)
                sums[y * pitch + x] = sums[(y - 1) * pitch + x] &+ row
            }
        }
    }

    func sum(_ columns: Range<Int>, _ rows: Range<Int>) -> SIMD16<Int32> {
        let (top, bottom) = (rows.lowerBound * pitch, rows.upperBound * pitch)
        return sums[bottom + columns.upperBound] &- sums[bottom + columns.lowerBound]
            &- sums[top + columns.upperBound] &+ sums[top + columns.lowerBound]
    }
}

/// Compares two images after aligning them: hill climbing from each alignment that their sketches
/// gave, by small steps of shift, scale and aspect as long as the correlation rises.
///
/// - Parameter minimumCorrelation: an alignment whose correlation stays below this after the large
///   steps is given up.
public func imageMatch(
    _ a: ImageDetail, _ b: ImageDetail, from match: SketchMatch, minimumCorrelation: Double = 0.3
) -> ImageMatch {
    let mirrored = match.alignments.contains(where: \.isMirrored) ? b.mirrored() : b
    var best = (score: Float(-1), alignment: match.alignments[0])
    for start in match.alignments {
        let other = start.isMirrored ? mirrored : b
        let end = hillClimb(from: start, a, other, minimumCorrelation: Float(minimumCorrelation))
        if end.score > best.score { best = end }
    }
    let place = best.alignment
    let other = place.isMirrored ? mirrored : b
    let agreed = agreement(a, other, place, correlation: best.score)
    let isGrey = min(a.chroma, b.chroma) < 2 && max(a.chroma, b.chroma) > 8
    let scale = (place.scaleX * place.scaleY).squareRoot()
    func found(_ similarity: Float, isInPlace: Bool = false) -> ImageMatch {
        ImageMatch(
            similarity: Double(similarity), isMirrored: place.isMirrored && !isInPlace,
            isCropped: !isInPlace
                && (abs(scale - 1) > 0.03 || max(abs(place.shiftX), abs(place.shiftY)) > 2),
            isGrey: isGrey)
    }
    let lowered = agreed - plainPenalty(a, b)
    if lowered == agreed { return found(agreed) }
    // Images that agree nearly as well without an alignment are neither mirrored nor cropped.
    let moved = canBeAligned(a, b) ? pixelEquality(a, other, place, isGrey: isGrey) : 0
    let still = pixelEquality(a, b, Alignment.identity, isGrey: isGrey)
    let isInPlace = still > 0.9 * moved
    let same = min(agreed, isInPlace ? still : moved)
    return same > lowered ? found(same, isInPlace: isInPlace) : found(lowered)
}

/// A step of shift in pixels and of scale, on every `spacing`-th pixel.
private let stages: [(spacing: Int, shift: Float, scale: Float)] = [
    (2, 2, 0.03), (2, 1, 0.015), (1, 0.5, 0.008), (1, 0.25, 0.004),
]

/// Hill climbing from one alignment; the best correlation, -1...1, and where it was found.
private func hillClimb(
    from start: Alignment, _ a: ImageDetail, _ b: ImageDetail, minimumCorrelation: Float
) -> (score: Float, alignment: Alignment) {
    var place = start
    var score: Float = -1
    for (number, stage) in stages.enumerated() {
        if number == 2 && score < minimumCorrelation { break }
        score = correlation(a, b, place, spacing: stage.spacing)
        for _ in 0..<4 {
            let before = score
            for (shiftX, shiftY, scaleX, scaleY) in steps {
                var next = place
                next.shiftX += shiftX * stage.shift
                next.shiftY += shiftY * stage.shift
                next.scaleX += scaleX * stage.scale
                next.scaleY += scaleY * stage.scale
                let found = correlation(a, b, next, spacing: stage.spacing)
                if found > score { (score, place) = (found, next) }
            }
            if score <= before + 0.0005 { break }
        }
    }
    return (score, place)
}

/// Left, right, up, down, larger, smaller, and the two aspects.
private let steps: [(Float, Float, Float, Float)] = [
    (1, 0, 0, 0), (-1, 0, 0, 0), (0, 1, 0, 0), (0, -1, 0, 0),
    (0, 0, 1, 1), (0, 0, -1, -1), (0, 0, 1, -1), (0, 0, -1, 1),
]

/// Correlation about zero of the pixels of `a` with those of `b` that lie under them, -1...1; 0
/// where they overlap too little.
private func correlation(
    _ a: ImageDetail, _ b: ImageDetail, _ place: Alignment, spacing: Int
) -> Float {
    let n = ImageDetail.side
    let centre = Float(n - 1) / 2
    let (first, second) = (a.coarse.span, b.coarse.span)
    // The columns of `a` under which `b` has pixels on both sides.
    var columns: [(place: Int, left: Int, share: Float)] = []
    columns.reserveCapacity(n)
    for x in stride(from: spacing / 2, to: n, by: spacing) {
        let at = centre + (Float(x) - centre) * place.scaleX + place.shiftX
        if at >= 0 && at < Float(n - 1) { columns.append((x, Int(at), at - Float(Int(at)))) }
    }
    var (products, firstSquares, secondSquares) = (Float(0), Float(0), Float(0))
    var rows = 0
    for y in stride(from: spacing / 2, to: n, by: spacing) {
        let at = centre + (Float(y) - centre) * place.scaleY + place.shiftY
        if at < 0 || at >= Float(n - 1) { continue }
        rows += 1
        let upper = Int(at) * n
        let share = at - Float(Int(at))
        for column in columns {
            let i = upper + column.left
            let above = second[i] + column.share * (second[i + 1] - second[i])
            let below = second[i + n] + column.share * (second[i + n + 1] - second[i + n])
            let value = above + share * (below - above)
            let own = first[y * n + column.place]
            products += own * value
            firstSquares += own * own
            secondSquares += value * value
        }
    }
    let side = Float((n - spacing / 2 + spacing - 1) / spacing)
    guard Float(rows * columns.count) >= leastOverlap * side * side else { return 0 }
    return products / (firstSquares * secondSquares + 1).squareRoot()
}
