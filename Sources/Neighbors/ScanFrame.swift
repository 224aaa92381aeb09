internal import Dense

// Squared distances from single-precision products, with bounds that are never wrong.
//
// A point is ruled out by a cheap product only when no rounding could make it a neighbour (see
// `DistanceBound`), and all that remain are recomputed exactly. Rows are scaled by a power of two
// to about 1; the few with a number beyond 2^30 after that are never ruled out.

/// The pivot and scale that all rows of one search are packed with, and the bound of their
/// products' errors.
struct ScanFrame: Sendable {
    /// `[columns]`, subtracted from every row.
    let pivot: [Double]
    /// A power of two that differences from the pivot are multiplied with.
    let scale: Double
    /// The factor of scaled squared distances over the true ones.
    let squaredScale: Double
    /// The bound of the errors of products of rows packed so.
    let bound: DistanceBound

    /// A frame for rows `[n, columns]`: less their mean, scaled by the binade of the largest number
    /// that then remains.
    init(_ rows: Matrix<Float>) {
        let (n, d) = (rows.rows, rows.columns)
        let pieceRows = 4096
        let pieces = (n + pieceRows - 1) / pieceRows
        let sums = parallelMap(pieces) { piece -> [Double] in
            var sum = [Double](repeating: 0, count: d)
            let elements = rows.elements.span
            for row in piece * pieceRows..<min(n, (piece + 1) * pieceRows) {
                for c in 0..<d { sum[c] += Double(elements[row * d + c]) }
            }
            return sum
        }
        var mean = [Double](repeating: 0, count: d)
        for sum in sums { for c in 0..<d { mean[c] += sum[c] } }
        for c in 0..<d { mean[c] /= Double(max(1, n)) }
        let pivot = mean
        let extremes = parallelMap(pieces) { piece -> (centered: Double, raw: Double) in
            var largest = (centered: 0.0, raw: 0.0)
            let elements = rows.elements.span
            for row in piece * pieceRows..<min(n, (piece + 1) * pieceRows) {
                for c in 0..<d {
                    let x = Double(elements[row * d + c])
                    largest.centered = max(largest.centered, abs(x - pivot[c]))
                    largest.raw = max(largest.raw, abs(x))
                }
            }
            return largest
        }
        // Where all rows are the same, other points are likely to be of their size.
        let largest = extremes.map(\.centered).max() ?? 0
        let size = largest > 0 ? largest : extremes.map(\.raw).max() ?? 0
        self.pivot = pivot
        scale = size > 0 ? 1 / size.binade : 1
        squaredScale = scale * scale
        bound = DistanceBound(columns: d)
    }

    /// The frame of rows of length 1: they are neither moved nor scaled.
    init(unitRowsOf columns: Int) {
        pivot = [Double](repeating: 0, count: columns)
        (scale, squaredScale) = (1, 1)
        bound = DistanceBound(columns: columns)
    }
}

extension Float {
    /// The least number of single precision that is at least `value`, at most one step more.
    init(roundedUp value: Double) {
        let nearest = Float(value)
        self = Double(nearest) < value ? nearest.nextUp : nearest
    }

    /// The greatest number of single precision that is at most `value`, at most one step less.
    init(roundedDown value: Double) {
        let nearest = Float(value)
        self = Double(nearest) > value ? nearest.nextDown : nearest
    }
}

/// Points packed for the scan, a chunk at a time.
struct PackedPoints: Sendable {
    /// Points that are scanned together.
    struct Chunk: Sendable {
        /// The index of the chunk's first point.
        let first: Int
        let packed: PackedRows
        /// `[panels * 32]`: halves of the lower bounds, infinite for the filling and for distant
        /// rows.
        let lower: [Float]
        /// `[panels * 32]`: halves of the upper bounds, infinite likewise.
        let upper: [Float]
    }

    let points: Matrix<Float>
    let frame: ScanFrame
    let chunks: [Chunk]
    /// `[rows]`: upper half less lower half of each point; infinite for distant rows.
    let gaps: [Float]
    /// Rows that the scan cannot compare, since a number is too large: they are candidates of every
    /// query.
    let distant: [Int32]

    /// Packs `points` `[n, columns]`, on several threads, with the pivot and scale of the queries'
    /// frame.
    init(_ points: Matrix<Float>, frame: ScanFrame) {
        let n = points.rows
        // A chunk lies in the second-level cache beside the queries.
        let rows = min(512, max(64, 65_536 / max(1, points.columns) / 32 * 32))
        let chunks = parallelMap((n + rows - 1) / rows) { piece -> Chunk in
            let range = piece * rows..<min(n, (piece + 1) * rows)
            let packed = PackedRows(
                points, rows: range, role: .points, pivot: frame.pivot, scale: frame.scale)
            let room = packed.panels * PackedRows.panelRows
            var lower = [Float](repeating: .infinity, count: room)
            var upper = lower
            for (row, square) in packed.squares.enumerated() where square >= 0 {
                lower[row] = Float(roundedDown: frame.bound.lowerHalf(square))
                upper[row] = Float(roundedUp: frame.bound.upperHalf(square))
            }
            return Chunk(first: range.lowerBound, packed: packed, lower: lower, upper: upper)
        }
        var gaps: [Float] = []
        gaps.reserveCapacity(n)
        var distant: [Int32] = []
        for chunk in chunks {
            for (row, square) in chunk.packed.squares.enumerated() {
                if square < 0 { distant.append(Int32(chunk.first + row)) }
                gaps.append(
                    square < 0
                        ? .infinity
                        : Float(roundedUp: Double(chunk.upper[row]) - Double(chunk.lower[row])))
            }
        }
        self.points = points
        self.frame = frame
        self.chunks = chunks
        self.gaps = gaps
        self.distant = distant
    }

    /// The most rows of a chunk, with the filling of its last panel; 0 without points.
    var chunkRoom: Int { chunks.map { $0.lower.count }.max() ?? 0 }
}
