internal import Dense
internal import Foundation

/// Neighbour lists in which the first of several equal rows represents them all.
struct CandidateLists {
    /// Number of rows, n.
    let rowCount: Int
    /// Groups of equal rows, `[groups][members]`, members ascending.
    let equal: [[Int]]
    /// Rows that represent themselves and their copies, ascending.
    let rows: [Int]
    /// The row that represents each row, `[n]`.
    private let representative: [Int]
    /// Neighbours of all rows, `[n, n]`.
    private let graph: SparseMatrix
    /// Index of the next entry in the list of each row, `[n]`.
    private var cursors: [Int]

    /// Lists from which nothing was read yet.
    init(_ graph: SparseMatrix, equal: [[Int]]) {
        precondition(
            graph.rowCount == graph.columnCount,
            "\(graph.rowCount) x \(graph.columnCount) neighbours")
        rowCount = graph.rowCount
        self.equal = equal
        self.graph = graph
        var representative = Array(0..<graph.rowCount)
        for members in equal {
            for member in members { representative[member] = members[0] }
        }
        self.representative = representative
        rows = representative.indices.filter { representative[$0] == $0 }
        cursors = (0..<graph.rowCount).map { graph.entries(ofRow: $0).lowerBound }
    }

    /// The next `count` neighbours of a row that were not returned before; fewer at the end of the
    /// list.
    mutating func next(_ count: Int, of row: Int) -> [Int] {
        var found: [Int] = []
        let end = graph.entries(ofRow: row).upperBound
        while found.count < count && cursors[row] < end {
            let other = representative[Int(graph.columns[cursors[row]])]
            cursors[row] += 1
            if other != row && !found.contains(other) { found.append(other) }
        }
        return found
    }

    /// The neighbours of a row without its copies, each once, nearest first, with their distances.
    func neighbors(of row: Int) -> [(Int, Double)] {
        var found: [(Int, Double)] = []
        for entry in graph.entries(ofRow: row) {
            let other = representative[Int(graph.columns[entry])]
            if other == representative[row] || found.contains(where: { $0.0 == other }) { continue }
            found.append((other, Double(graph.values[entry])))
        }
        return found
    }

    /// The distance of two rows of which one lists the other; NaN if neither does.
    func distance(_ pair: RowPair) -> Double {
        for (row, other) in [(pair.first, pair.second), (pair.second, pair.first)] {
            if let found = neighbors(of: row).first(where: { $0.0 == other }) { return found.1 }
        }
        return .nan
    }

    /// The distance of a pair over the smaller of the two distances to the farthest listed
    /// neighbour, 0...1; pairs with low values stand out from their surroundings.
    func crowding(_ pair: RowPair) -> Double {
        let farthest = min(farthestListed(pair.first), farthestListed(pair.second))
        return farthest > 0 ? distance(pair) / farthest : 0
    }

    /// Distance to the last neighbour in the list of a row; 0 without neighbours.
    private func farthestListed(_ row: Int) -> Double {
        let entries = graph.entries(ofRow: row)
        return entries.isEmpty ? 0 : Double(graph.values[entries.upperBound - 1])
    }

    // MARK: - Rows without images

    /// The ratio of first to second distance below which `chance` rows of the data set lie by
    /// chance; 1 if for most rows both distances are equal, 0 if no row has two neighbours.
    func shareByChance(_ chance: Double) -> Double {
        let logarithms = rows.compactMap { row -> Double? in
            let nearest = neighbors(of: row).prefix(2)
            guard nearest.count == 2, nearest[0].1 > 0 else { return nil }
            return log(nearest[1].1 / nearest[0].1)
        }.sorted()
        guard !logarithms.isEmpty else { return 0 }
        // The median of r^m is a half.
        let dimensions = log(2) / logarithms[logarithms.count / 2]
        return exp(log(min(1, chance / Double(rows.count))) / dimensions)
    }

    /// A group of rows that stands apart from all others.
    struct IsolatedGroup {
        /// Its rows, ascending.
        var members: [Int]
        /// Smallest distance from one of them to a row outside.
        var isolation: Double
    }

    /// Largest group that is considered.
    private static let largest = 64

    /// The largest groups whose longest joining step is at most `share` of their isolation, by
    /// their first members.
    ///
    /// Groups grow as in single linkage, the shortest step first. A row that lists members of its
    /// group only is not known to stand apart; groups of more than 64 rows are none.
    func isolatedGroups(share: Double) -> [IsolatedGroup] {
        var steps: [(distance: Double, pair: RowPair)] = []
        for row in rows {
            for (other, distance) in neighbors(of: row)
            where distance <= share * min(farthestListed(row), farthestListed(other)) {
                steps.append((distance, RowPair(row, other)))
            }
        }
        steps.sort { ($0.distance, $0.pair) < ($1.distance, $1.pair) }
        var joined = RowGroups(count: rowCount)
        var members: [Int: [Int]] = [:]
        var found: [Int: IsolatedGroup] = [:]
        for (distance, pair) in steps {
            let (a, b) = (joined.root(pair.first), joined.root(pair.second))
            if a == b { continue }
            joined.join(a, b)
            let all = (members[a] ?? [a]) + (members[b] ?? [b])
            (members[max(a, b)], members[min(a, b)]) = (nil, Array(all.prefix(Self.largest + 1)))
            // Where the whole is none its parts stand.
            if all.count <= Self.largest, let isolation = isolation(of: Set(all)),
                distance <= share * isolation
            {
                for member in all { found[member] = nil }
                found[min(a, b)] = IsolatedGroup(members: all.sorted(), isolation: isolation)
            }
        }
        return found.values.sorted { $0.members[0] < $1.members[0] }
    }

    /// The least distance from a member to a row outside; nil where no list shows one.
    private func isolation(of members: Set<Int>) -> Double? {
        var least: Double?
        for row in members {
            let list = neighbors(of: row)
            guard let outside = list.first(where: { !members.contains($0.0) }) else {
                // A row that lists members only is the reason that nothing is known of it.
                return nil
            }
            least = min(least ?? .infinity, outside.1)
        }
        return least
    }
}

/// Disjoint sets of rows with path halving; the first row of a set represents it.
struct RowGroups {
    private var parents: [Int]

    /// Every row is a set of its own.
    init(count: Int) { parents = Array(0..<count) }

    /// The first row of a row's group.
    mutating func root(_ row: Int) -> Int {
        var row = row
        while parents[row] != row {
            parents[row] = parents[parents[row]]
            row = parents[row]
        }
        return row
    }

    /// Joins the sets of two rows.
    mutating func join(_ a: Int, _ b: Int) {
        let (a, b) = (root(a), root(b))
        parents[max(a, b)] = min(a, b)
    }
}
