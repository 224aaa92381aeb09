internal import Dense

/// A row and its cosine with the query.
struct Hit: Sendable, Equatable {
    /// The store's row: an image, or a patch of all images' patches.
    let row: Int
    let cosine: Double
}

/// The `k` rows nearest to a query, by exact cosines.
struct Ranking {
    let query: [Double]
    private let length: Double
    let count: Int
    /// Rows of which the nearest alone counts: 1, or an image's patches.
    let groupRows: Int
    /// A row that comes first whatever is as near: the query's own.
    let own: Int?
    private(set) var hits: [Hit] = []

    /// `query` `[columns]`, not zero.
    init(query: [Float], count: Int, groupRows: Int, own: Int?) {
        self.query = query.map(Double.init)
        length = self.query.reduce(0) { $0 + $1 * $1 }.squareRoot()
        self.count = count
        self.groupRows = groupRows
        self.own = own
    }

    /// Looks at more rows, as the store has them, `[numbers.count, columns]`.
    mutating func add(_ numbers: [Int], _ block: VectorBlock) {
        let values = block.matrix.elements
        let columns = block.columns
        let query = query
        let length = length
        let pieceRows = 64
        let found = parallelMap((numbers.count + pieceRows - 1) / pieceRows) { piece -> [Hit] in
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
        let sorted = (hits + found.flatMap { $0 }).sorted(by: comesFirst)
        hits.removeAll()
        for hit in sorted where groups.insert(hit.row / groupRows).inserted {
            hits.append(hit)
            if hits.count == count { break }
        }
    }

    /// The own row, then by descending cosine, equal ones in the store's order.
    private func comesFirst(_ a: Hit, _ b: Hit) -> Bool {
        if (a.row == own) != (b.row == own) { return a.row == own }
        return a.cosine != b.cosine ? a.cosine > b.cosine : a.row < b.row
    }
}

/// The `k`-th largest of `values`, `1 <= k <= values.count`; none is NaN.
func largest(_ k: Int, of values: [Float]) -> Float {
    precondition(k >= 1 && k <= values.count, "the \(k)-th of \(values.count) numbers")
    /// Whole numbers in the order of the numbers they stand for.
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
    let found = high << 16 | descend(counts, from: &rest)
    return Float(bitPattern: found >> 31 == 1 ? found & ~(1 << 31) : ~found)
}
