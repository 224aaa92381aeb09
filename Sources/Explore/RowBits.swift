internal import Dense
internal import Store

/// A set of rows as bits: row r is bit r % 8 of byte r / 8.
struct RowBits {
    /// `[ceil(n / 8)]`.
    private(set) var bytes: [UInt8]

    /// The rows for which `holds` is true.
    init(count: Int, where holds: @Sendable (Int) -> Bool) {
        let pieceBytes = 1 << 13
        let pieces = parallelMap((count / 8 + pieceBytes) / pieceBytes) { piece -> [UInt8] in
            let first = piece * pieceBytes
            let last = min((count + 7) / 8, first + pieceBytes)
            return (first..<max(first, last)).map { byte in
                var bits: UInt8 = 0
                for bit in 0..<8 where 8 * byte + bit < count && holds(8 * byte + bit) {
                    bits |= 1 << bit
                }
                return bits
            }
        }
        bytes = pieces.flatMap { $0 }
    }
}

/// A closed line around a part of a map. Its edges are sorted into bands, so that a point is
/// compared with those at its height alone.
struct Outline: Sendable {
    /// An edge between two corners.
    private struct Edge {
        var (x1, y1): (Double, Double)
        var (x2, y2): (Double, Double)
    }

    /// The edges of each band, from the bottom; an edge may be in several.
    private let bands: [[Edge]]
    private let (left, right): (Double, Double)
    private let (bottom, top): (Double, Double)

    /// Largest number of corners.
    static let mostCorners = 4096

    /// Reads "x,y,x,y,...": 3 corners or more; nil for another text.
    init?(_ text: String) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Double($0) }
        guard numbers.count == parts.count, numbers.count % 2 == 0,
            (6...2 * Self.mostCorners).contains(numbers.count),
            numbers.allSatisfy({ abs($0) < 1e100 })
        else { return nil }
        let x = stride(from: 0, to: numbers.count, by: 2).map { numbers[$0] }
        let y = stride(from: 1, to: numbers.count, by: 2).map { numbers[$0] }
        (left, right) = (x.min() ?? 0, x.max() ?? 0)
        (bottom, top) = (y.min() ?? 0, y.max() ?? 0)
        var bands = [[Edge]](repeating: [], count: x.count)
        for place in x.indices {
            let last = place == 0 ? x.count - 1 : place - 1
            let edge = Edge(x1: x[place], y1: y[place], x2: x[last], y2: y[last])
            let low = Self.band(min(edge.y1, edge.y2), bottom, top, bands.count)
            let high = Self.band(max(edge.y1, edge.y2), bottom, top, bands.count)
            for band in low...high { bands[band].append(edge) }
        }
        self.bands = bands
    }

    /// Number of the band at a height.
    private static func band(
        _ y: Double, _ bottom: Double, _ top: Double, _ count: Int
    ) -> Int {
        guard top > bottom else { return 0 }
        return min(count - 1, max(0, Int((y - bottom) / (top - bottom) * Double(count))))
    }

    /// Whether a place is inside (even-odd rule).
    func contains(_ x: Double, _ y: Double) -> Bool {
        guard x >= left, x <= right, y >= bottom, y <= top else { return false }
        var isInside = false
        for edge in bands[Self.band(y, bottom, top, bands.count)]
        where (edge.y1 > y) != (edge.y2 > y)
            && x < (edge.x2 - edge.x1) * (y - edge.y1) / (edge.y2 - edge.y1) + edge.x1
        {
            isInside.toggle()
        }
        return isInside
    }
}
