internal import Dense

/// The nearest rows of some rows, as results hold them: `[rows, count]`, nearest first, equal
/// distances by row. Where there are fewer, the row is `none` and the distance infinite.
struct NearestLists {
    /// In place of a neighbour that there is not.
    static let none = UInt32.max

    /// Neighbours of each row.
    let count: Int
    var rows: [UInt32] = []
    var distances: [Float] = []

    init(count: Int) { self.count = count }

    /// Appends the lists of a graph, whose columns are places in `ids`.
    mutating func append(_ graph: SparseMatrix, ids: (Int) -> UInt32) {
        for row in 0..<graph.rowCount {
            let entries = graph.entries(ofRow: row)
            for entry in entries {
                rows.append(ids(Int(graph.columns[entry])))
                distances.append(graph.values[entry])
            }
            for _ in entries.count..<count {
                rows.append(Self.none)
                distances.append(.infinity)
            }
        }
    }

    /// Appends the list of each row, nearest first, of at most `count` neighbours.
    mutating func append(_ lists: [[Neighbor]]) {
        for list in lists {
            rows += list.map(\.row)
            distances += list.map(\.distance)
            rows += [UInt32](repeating: Self.none, count: count - list.count)
            distances += [Float](repeating: .infinity, count: count - list.count)
        }
    }

    /// Unites the lists with others of the same rows: the nearest of both, ties by row.
    mutating func unite(_ otherRows: [UInt32], _ otherDistances: [Float]) {
        if rows.isEmpty { (rows, distances) = (otherRows, otherDistances) }
        for start in stride(from: 0, to: rows.count, by: count) {
            let range = start..<start + count
            var all: [(Float, UInt32)] = range.map { (distances[$0], rows[$0]) }
            all += range.map { (otherDistances[$0], otherRows[$0]) }
            all.sort { $0 < $1 }
            var place = start
            for (index, entry) in all.enumerated() where place < range.upperBound {
                if index > 0, entry.1 == all[index - 1].1, entry.1 != Self.none { continue }
                (distances[place], rows[place]) = entry
                place += 1
            }
        }
    }
}

/// A row and its distance; the nearer first, ties by row.
struct Neighbor: Comparable {
    let row: UInt32
    let distance: Float

    static func < (a: Neighbor, b: Neighbor) -> Bool {
        a.distance != b.distance ? a.distance < b.distance : a.row < b.row
    }
}

extension [Neighbor] {
    /// Sorts, and keeps the first.
    mutating func keepNearest(_ count: Int) {
        sort()
        if self.count > count { removeLast(self.count - count) }
    }

    /// The squared distance beyond which no row can be among the `count` nearest, with the rounding
    /// of the distances; infinite for a shorter list.
    func limit(_ count: Int) -> Double {
        guard self.count == count, let last else { return .infinity }
        let distance = Double(last.distance)
        return distance * distance * (1 + 0x1p-22)
    }
}
