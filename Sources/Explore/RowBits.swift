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

/// A closed line around a part of a map.
struct Outline: Sendable {
    /// x and y of each corner, `[2 * corners]`.
    private let corners: [Double]
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
            numbers.allSatisfy(\.isFinite)
        else { return nil }
        corners = numbers
        let x = stride(from: 0, to: numbers.count, by: 2).map { numbers[$0] }
        let y = stride(from: 1, to: numbers.count, by: 2).map { numbers[$0] }
        (left, right) = (x.min() ?? 0, x.max() ?? 0)
        (bottom, top) = (y.min() ?? 0, y.max() ?? 0)
    }

    /// Whether a place is inside (even-odd rule).
    func contains(_ x: Double, _ y: Double) -> Bool {
        guard x >= left, x <= right, y >= bottom, y <= top else { return false }
        var isInside = false
        var last = corners.count - 2
        for place in stride(from: 0, to: corners.count, by: 2) {
            let (x1, y1, x2, y2) = (
                corners[place], corners[place + 1], corners[last], corners[last + 1]
            )
            if (y1 > y) != (y2 > y) && x < (x2 - x1) * (y - y1) / (y2 - y1) + x1 {
                isInside.toggle()
            }
            last = place
        }
        return isInside
    }
}
