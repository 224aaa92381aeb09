internal import Dense

/// A row and its cosine with the query.
public struct Hit: Sendable, Equatable {
    /// The store's row: an image, or a patch of all images' patches.
    public let row: Int
    /// Cosine with the query, -1...1.
    public let cosine: Double
}

/// The `count` rows nearest to a query, by exact cosines in double precision.
struct Ranking {
    /// The token of the query, `[columns]`.
    let query: [Double]
    /// Euclidean length of the query.
    private let length: Double
    /// Most hits that are kept.
    let count: Int
    /// Size of the groups of which only the nearest row counts: 1, or the patches of an image.
    let groupRows: Int
    /// The row that the query is, which comes first whatever its cosine; nil for none.
    let queryRow: Int?
    /// The nearest of the rows added so far, the nearest first.
    private(set) var hits: [Hit] = []

    /// A ranking without rows.
    ///
    /// - Parameters:
    ///   - query: `[columns]`, not zero.
    ///   - count: largest number of hits, 1 or more.
    init(query: [Float], count: Int, groupRows: Int, queryRow: Int?) {
        self.query = query.map(Double.init)
        length = self.query.reduce(0) { $0 + $1 * $1 }.squareRoot()
        self.count = count
        self.groupRows = groupRows
        self.queryRow = queryRow
    }

    /// Adds rows as the store has them, `[numbers.count, columns]`, with their numbers.
    ///
    /// cosine = (x . q) / (|x| |q|) in double precision, clamped to -1...1; 0 for a row of zeros.
    mutating func add(_ numbers: [Int], _ block: VectorBlock) {
        let values = block.matrix.elements
        let columns = block.columns
        let query = query
        let length = length
        let pieceRows = 64
        let added = parallelMap((numbers.count + pieceRows - 1) / pieceRows) { piece -> [Hit] in
            let span = values.span
            return (piece * pieceRows..<min(numbers.count, (piece + 1) * pieceRows)).map { place in
                var product = 0.0
                var square = 0.0
                for c in 0..<columns {
                    let x = Double(span[place * columns + c])
                    product += x * query[c]
                    square += x * x
                }
                // A row of zeros has no direction.
                let cosine = square > 0 ? product / (square.squareRoot() * length) : 0
                return Hit(row: numbers[place], cosine: max(-1, min(1, cosine)))
            }
        }
        var groups = Set<Int>()
        let sorted = (hits + added.flatMap { $0 }).sorted(by: comesFirst)
        hits.removeAll()
        for hit in sorted where groups.insert(hit.row / groupRows).inserted {
            hits.append(hit)
            if hits.count == count { break }
        }
    }

    /// The query's own row first, then by descending cosine, ties by row number.
    private func comesFirst(_ a: Hit, _ b: Hit) -> Bool {
        if (a.row == queryRow) != (b.row == queryRow) { return a.row == queryRow }
        return a.cosine != b.cosine ? a.cosine > b.cosine : a.row < b.row
    }
}

/// The `k`-th largest of `values`, `1 <= k <= values.count`, without NaN.
///
/// Two passes of counting by the upper and the lower 16 bits of keys in the order of the numbers:
/// time proportional to `values.count`, whatever `k` is.
func largest(_ k: Int, of values: [Float]) -> Float {
    precondition(k >= 1 && k <= values.count, "the \(k)-th of \(values.count) numbers")
    /// Integers in the order of the numbers that they encode.
    func key(_ value: Float) -> UInt32 {
        let bits = value.bitPattern
        return bits >> 31 == 1 ? ~bits : bits | 1 << 31
    }
    func descend(_ counts: [Int], from rest: inout Int) -> UInt32 {
        for bin in counts.indices.reversed() {
            if rest <= counts[bin] { return UInt32(bin) }
            rest -= counts[bin]
        }
        return 0
    }
    var rest = k
    var counts = [Int](repeating: 0, count: 1 << 16)
    for value in values { counts[Int(key(value) >> 16)] += 1 }
    let high = descend(counts, from: &rest)
    counts = [Int](repeating: 0, count: 1 << 16)
    for value in values {
        let key = key(value)
        if key >> 16 == high { counts[Int(key & 0xFFFF)] += 1 }
    }
    let result = high << 16 | descend(counts, from: &rest)
    return Float(bitPattern: result >> 31 == 1 ? result & ~(1 << 31) : ~result)
}
