public import Dense

/// Which rows of a matrix are exact duplicates of earlier ones, so that a map lays each out once.
public struct UniqueRows: Sendable, Equatable {
    /// `[unique]`: the first row of each group of equal ones, ascending.
    public let first: [Int]
    /// `[n]`: for each row the place of its group in `first`.
    public let place: [Int]

    /// Whether no row equals another.
    public var isTrivial: Bool { first.count == place.count }

    /// Groups the rows of `rows` `[n, columns]` by equality (0 and -0 are equal).
    public init(_ rows: Matrix<Float>) {
        var first: [Int] = []
        var place: [Int] = []
        place.reserveCapacity(rows.rows)
        var groups: [UInt64: [Int]] = [:]
        for row in 0..<rows.rows {
            let values = rows.row(row)
            var hash: UInt64 = 0
            for value in values {
                hash = (hash ^ UInt64((value + 0).bitPattern)) &* 0x9E37_79B9_7F4A_7C15
                hash ^= hash >> 29
            }
            let known = groups[hash]?.first { rows.row(first[$0]).elementsEqual(values) }
            if let known {
                place.append(known)
            } else {
                groups[hash, default: []].append(first.count)
                place.append(first.count)
                first.append(row)
            }
        }
        self.first = first
        self.place = place
    }

    /// The rows of the groups `[unique, columns]` given to each of their members, `[n, columns]`.
    public func spread(_ values: Matrix<Float>) -> Matrix<Float> {
        precondition(
            values.rows == first.count, "\(values.rows) rows for \(first.count) groups")
        return values.rows(place)
    }
}
