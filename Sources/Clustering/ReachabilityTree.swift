internal import Dense

/// An edge of the mutual reachability graph (Campello, Moulavi and Sander 2013,
/// doi:10.1007/978-3-642-37456-2_14).
///
/// Edges are ordered by mutual reachability distance. All edges within a row's core distance tie
/// in that; of those the ones between equal rows go first, then those with the denser end (the
/// lesser core distance), then by plain distance, then by the two indices. No two edges are equal
/// in that order, so there is one least spanning tree, whatever the way to it.
struct ReachabilityEdge: Comparable, Sendable {
    /// The squared mutual reachability distance: the largest of the squared distance and the two
    /// squared core distances.
    var weight: Double
    /// The lesser squared core distance of the two ends; -1 between equal rows.
    var lesserCore: Double
    /// The squared Euclidean distance of the two ends.
    var squaredDistance: Double
    /// The lower index of the two ends.
    var a: Int32
    /// The higher index.
    var b: Int32

    /// The edge behind all others, for "no edge".
    static let none = ReachabilityEdge(
        weight: .infinity, lesserCore: .infinity, squaredDistance: .infinity, a: .max, b: .max)

    init(weight: Double, lesserCore: Double, squaredDistance: Double, a: Int32, b: Int32) {
        self.weight = weight
        self.lesserCore = lesserCore
        self.squaredDistance = squaredDistance
        self.a = a
        self.b = b
    }

    /// Between rows `i` and `j`; `squaredCores` `[rows]`.
    init(_ i: Int, _ j: Int, squaredDistance: Double, squaredCores: borrowing Span<Double>) {
        self.init(
            weight: max(squaredDistance, squaredCores[i], squaredCores[j]),
            lesserCore: squaredDistance == 0 ? -1 : min(squaredCores[i], squaredCores[j]),
            squaredDistance: squaredDistance, a: Int32(min(i, j)), b: Int32(max(i, j)))
    }

    /// The order described above; its last part, the indices, makes it total.
    static func < (x: ReachabilityEdge, y: ReachabilityEdge) -> Bool {
        if x.weight != y.weight { return x.weight < y.weight }
        if x.lesserCore != y.lesserCore { return x.lesserCore < y.lesserCore }
        if x.squaredDistance != y.squaredDistance { return x.squaredDistance < y.squaredDistance }
        return x.a != y.a ? x.a < y.a : x.b < y.b
    }

    /// The end that is not `row`.
    func other(than row: Int) -> Int { Int(a) == row ? Int(b) : Int(a) }
}

/// Sets of rows that grow together (union-find with path halving); the lowest row of a set stands
/// for it.
struct DisjointSets: Sendable {
    private var parents: [Int32]
    /// The number of sets.
    private(set) var count: Int

    /// Each of `rows` rows as a set of its own.
    init(_ rows: Int) {
        parents = (0..<Int32(rows)).map { $0 }
        count = rows
    }

    /// The lowest row of the set of a row.
    mutating func root(_ row: Int) -> Int {
        var row = Int32(row)
        while parents[Int(row)] != row {
            let grandparent = parents[Int(parents[Int(row)])]
            parents[Int(row)] = grandparent
            row = grandparent
        }
        return Int(row)
    }

    /// Joins the sets of two rows; false when they are one already.
    mutating func join(_ i: Int, _ j: Int) -> Bool {
        let (a, b) = (root(i), root(j))
        if a == b { return false }
        parents[max(a, b)] = Int32(min(a, b))
        count -= 1
        return true
    }

    /// Each row's set by its lowest row, `[rows]`.
    mutating func labels() -> [Int32] { parents.indices.map { Int32(root($0)) } }
}

/// The number of rows that `ReachabilityTree` searches through in one step where it need not be
/// exact.
struct SearchLimits: Sendable {
    /// Rows of all components together.
    var step = 20_000
    /// Rows of each component even beyond that: evenly spaced, in index order, over those that
    /// need it.
    var component = 64
}

/// Builds the least spanning tree of the mutual reachability graph by Borůvka's steps.
///
/// A step gives each component its least edge outwards. Where the neighbour lists prove that edge
/// (everything that a row does not list lies beyond its last neighbour) nothing is computed; rows
/// for which they prove nothing are searched through, all at once, by blocked products. A row's
/// edge stays its least one until the component swallows the other end, and what was found is a
/// lower bound from then on, so that few rows are searched twice. The largest component waits for
/// the others.
struct ReachabilityTree {
    private let rows: BoundedRows
    /// `[rows]`: squared core distances.
    private let squaredCores: [Double]
    /// `[rows]`: the same as `BoundedRows.search` takes them.
    private let loweredCores: [Float]
    /// Each row's nearest neighbours; no entries where no graph was given.
    private let lists: NeighborLists
    /// The limits of a step; nil for an exact tree.
    private let limits: SearchLimits?
    private var sets: DisjointSets
    /// The edges so far, in the order in which they were added.
    private(set) var edges: [ReachabilityEdge] = []
    /// `[rows]`: the least outward edge known.
    private var best: [ReachabilityEdge]
    /// `[rows]`: whether `best` is known to be the least.
    private var isLeast: [Bool]
    /// `[rows]`: no outward edge that is not in the lists has a lower weight.
    private var floors: [Double]
    /// The number of searches through all rows so far, a measure of the work.
    private(set) var searched = 0

    /// - Parameters:
    ///   - squaredCores: squared core distances, `[rows]`.
    ///   - lists: the neighbours of each row that are known beforehand.
    ///   - limits: when they are given the tree may not be the least.
    init(
        _ rows: BoundedRows, squaredCores: [Double], lists: NeighborLists? = nil,
        limits: SearchLimits? = nil
    ) {
        self.rows = rows
        self.squaredCores = squaredCores
        self.limits = limits
        loweredCores = rows.lowered(squaredCores)
        let n = rows.rows.rows
        let lists = lists ?? NeighborLists(rows: n)
        self.lists = lists
        sets = DisjointSets(n)
        best = [ReachabilityEdge](repeating: .none, count: n)
        isLeast = [Bool](repeating: false, count: n)
        floors = (0..<n).map { max(squaredCores[$0], lists.reach[$0]) }
    }

    /// Adds edges until all rows are joined.
    mutating func build() {
        var components = sets.labels()
        refresh(components, all: true)
        while sets.count > 1 {
            var least = leastEdges(components)
            let largest = largestComponent(components)
            let open = openRows(components, least, largest: largest)
            var isOpen = [Bool](repeating: false, count: components.count)
            for row in open { isOpen[Int(components[row])] = true }
            // Components that need no search go first: they often swallow those that do.
            let isFree = least.indices.contains {
                least[$0].weight < .infinity && !isOpen[$0] && $0 != largest
            }
            if !isFree {
                search(limited(open, components), components, &least)
                for row in open { isOpen[Int(components[row])] = false }
            }
            let chosen = least.indices.filter { $0 != largest && !isOpen[$0] }
                .map { least[$0] }.filter { $0.weight < .infinity }.sorted()
            for edge in chosen where sets.join(Int(edge.a), Int(edge.b)) { edges.append(edge) }
            components = sets.labels()
            refresh(components, all: false)
        }
    }

    /// Gives rows whose edge no longer leads outwards the least of their lists that does.
    private mutating func refresh(_ components: [Int32], all: Bool) {
        let pieceRows = 512
        let n = components.count
        let changes = parallelMap((n + pieceRows - 1) / pieceRows) {
            piece -> [(row: Int, edge: ReachabilityEdge)] in
            var changes: [(row: Int, edge: ReachabilityEdge)] = []
            for row in piece * pieceRows..<min(n, (piece + 1) * pieceRows) {
                let known = best[row]
                let isStale =
                    known.weight < .infinity
                    && components[Int(known.a)] == components[Int(known.b)]
                if !all && !isStale { continue }
                changes.append((row, lists.least(row, components, squaredCores)))
            }
            return changes
        }
        for (row, edge) in changes.joined() {
            best[row] = edge
            isLeast[row] = edge.weight < floors[row]
        }
    }

    /// The least edge known of each component, by its lowest row, `[rows]`.
    private func leastEdges(_ components: [Int32]) -> [ReachabilityEdge] {
        var least = [ReachabilityEdge](repeating: .none, count: components.count)
        for edge in best where edge.weight < .infinity {
            // An edge leads outwards for both of its ends.
            for component in [Int(components[Int(edge.a)]), Int(components[Int(edge.b)])]
            where edge < least[component] {
                least[component] = edge
            }
        }
        return least
    }

    /// The component with the most rows, by its lowest row.
    private func largestComponent(_ components: [Int32]) -> Int {
        var sizes = [Int](repeating: 0, count: components.count)
        for component in components { sizes[Int(component)] += 1 }
        var largest = 0
        for component in sizes.indices where sizes[component] > sizes[largest] {
            largest = component
        }
        return largest
    }

    /// The rows that may have an edge below the least known one of their component.
    private func openRows(
        _ components: [Int32], _ least: [ReachabilityEdge], largest: Int
    ) -> [Int] {
        components.indices.filter { row in
            let component = Int(components[row])
            return component != largest && !isLeast[row]
                && floors[row] <= least[component].weight
        }
    }

    /// The rows of `open` that the limits allow, ascending: all of a small component, evenly spaced
    /// ones of a large one.
    private func limited(_ open: [Int], _ components: [Int32]) -> [Int] {
        guard let limits, open.count > limits.step else { return open }
        var members: [Int32: [Int]] = [:]
        for row in open { members[components[row], default: []].append(row) }
        let each = max(limits.component, limits.step / members.count)
        return members.values.flatMap { rows -> [Int] in
            if rows.count <= each { return rows }
            return (0..<each).map { rows[$0 * rows.count / each] }
        }.sorted()
    }

    /// Searches rows through and lowers the least edges of their components.
    private mutating func search(
        _ open: [Int], _ components: [Int32], _ least: inout [ReachabilityEdge]
    ) {
        let searches = open.map {
            OutwardSearch(query: $0, best: least[Int(components[$0])], squaredCores: squaredCores)
        }
        searched += open.count
        for found in rows.search(searches, groups: components, cores: loweredCores) {
            let row = found.query
            if found.best.weight < .infinity
                && (Int(found.best.a) == row || Int(found.best.b) == row)
            {
                best[row] = found.best
                isLeast[row] = true
            }
            floors[row] = max(floors[row], found.best.weight)
            let component = Int(components[row])
            least[component] = min(least[component], found.best)
        }
    }
}

/// Looks for one row's least edge out of its component.
private struct OutwardSearch: RowSearch {
    let query: Int
    /// The least outward edge found so far.
    var best: ReachabilityEdge
    let squaredCores: [Double]

    var limit: Double { squaredCores[query] <= best.weight ? best.weight : -1 }

    mutating func visit(_ row: Int, squaredDistance: Double) {
        let edge = ReachabilityEdge(
            query, row, squaredDistance: squaredDistance, squaredCores: squaredCores.span)
        if edge < best { best = edge }
    }
}
