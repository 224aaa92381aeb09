public import Dense

/// Which rows of a matrix are exact duplicates of earlier ones, so that a map lays each out once.
public struct UniqueRows: Sendable, Equatable {
    /// `[unique]`: the first row of each group of equal ones, ascending.
    public let first: [Int]
    /// `[n]`: for each row the place of its group in `first`.
    public let place: [Int]

    /// Whether no row equals another.
    public var isTrivial: Bool { first.count == place.count }

    /// Groups the rows of `rows` `[n, columns]` by equality of all their numbers (0 and -0 are
    /// equal), by hashes in one pass; a row that holds NaN equals none.
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

    /// The rows of the groups, `values` `[unique, columns]`, given to each of their members,
    /// `[n, columns]`.
    public func spread(_ values: Matrix<Float>) -> Matrix<Float> {
        precondition(
            values.rows == first.count, "\(values.rows) rows for \(first.count) groups")
        return values.rows(place)
    }

    /// The neighbours of the groups `[unique, unique]`, nearest first, as those of all rows
    /// `[n, n]`.
    ///
    /// A row lists its own copies at distance 0, by index and at most as many as its group has
    /// neighbours, then the first rows of the groups near its own. So a row has at most twice the
    /// neighbours of its group, however many copies there are.
    public func spread(_ graph: SparseMatrix) -> SparseMatrix {
        precondition(
            graph.rowCount == first.count && graph.columnCount == first.count,
            "a graph of \(graph.rowCount) x \(graph.columnCount) for \(first.count) groups")
        var members = [[Int32]](repeating: [], count: first.count)
        for (row, group) in place.enumerated() { members[group].append(Int32(row)) }
        var offsets = [0]
        var columns: [Int32] = []
        var values: [Float] = []
        for (row, group) in place.enumerated() {
            let entries = graph.entries(ofRow: group)
            let copies = members[group].lazy.filter { $0 != Int32(row) }.prefix(entries.count)
            columns += copies
            values += repeatElement(0, count: columns.count - values.count)
            for entry in entries {
                columns.append(Int32(first[Int(graph.columns[entry])]))
                values.append(graph.values[entry])
            }
            offsets.append(columns.count)
        }
        return SparseMatrix(
            rowCount: place.count, columnCount: place.count, offsets: offsets, columns: columns,
            values: values)
    }
}
