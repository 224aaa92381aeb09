internal import Dense

/// The squared distances of some rows from their `count`-th nearest row, themselves left out,
/// `[queries]`; exact, by products of all pairs. Where there are fewer rows, the farthest counts; 0
/// for a row that is alone.
func squaredCoreDistances(_ rows: BoundedRows, _ queries: [Int], _ count: Int) -> [Double] {
    // Every row is a group of its own, so a search leaves out its query alone.
    let groups = (0..<Int32(rows.rows.rows)).map { $0 }
    let searches = queries.map { CoreSearch(query: $0, count: count) }
    return rows.search(searches, groups: groups).map(\.farthest)
}

/// Gathers the least squared distances from one row.
private struct CoreSearch: RowSearch {
    let query: Int
    /// The neighbour whose distance is wanted, from 1.
    let count: Int
    /// Ascending, at most `count`.
    var nearest: [Double] = []

    init(query: Int, count: Int) {
        self.query = query
        self.count = count
    }

    /// The greatest distance gathered; 0 while there is none.
    var farthest: Double { nearest.last ?? 0 }

    var limit: Double {
        // Rows no nearer than the farthest change nothing; of many equal rows none need be seen.
        if nearest.count < count { return .infinity }
        return farthest > 0 ? farthest : -1
    }

    mutating func visit(_ row: Int, squaredDistance: Double) {
        if nearest.count == count {
            if squaredDistance >= farthest { return }
            nearest.removeLast()
        }
        let place = nearest.firstIndex { $0 > squaredDistance } ?? nearest.count
        nearest.insert(squaredDistance, at: place)
    }
}
