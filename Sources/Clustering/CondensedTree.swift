// The hierarchy of HDBSCAN after its spanning tree: McInnes and Healy 2017,
// doi:10.1109/ICDMW.2017.12, section 3; the arithmetic is the `hdbscan` package's.

/// The merge tree of a spanning tree: node `i < n` is row `i`, node `n + m` the `m`-th merge.
struct SingleLinkage {
    /// The number of rows, n.
    let rows: Int
    /// `[rows - 1]`: one of the two nodes that each merge joins.
    let left: [Int32]
    /// `[rows - 1]`: the other one.
    let right: [Int32]
    /// `[rows - 1]`: the length of each merge's edge, ascending.
    let distances: [Double]
    /// `[rows - 1]`: the number of rows below each merge.
    let sizes: [Int32]

    /// Merges along the edges of a spanning tree, `[rows - 1]`, which must ascend by length;
    /// another number of edges is a programming error.
    init(rows: Int, edges: [(a: Int32, b: Int32, distance: Double)]) {
        precondition(edges.count == max(0, rows - 1), "\(edges.count) edges join \(rows) rows")
        self.rows = rows
        var sets = DisjointSets(rows)
        // The node that stands for a set, by the set's lowest row.
        var node = (0..<Int32(rows)).map { $0 }
        var left: [Int32] = []
        var right: [Int32] = []
        var sizes: [Int32] = []
        func size(_ node: Int32) -> Int32 { node < rows ? 1 : sizes[Int(node) - rows] }
        for (merge, edge) in edges.enumerated() {
            let (a, b) = (sets.root(Int(edge.a)), sets.root(Int(edge.b)))
            left.append(node[a])
            right.append(node[b])
            sizes.append(size(node[a]) + size(node[b]))
            _ = sets.join(a, b)
            node[min(a, b)] = Int32(rows + merge)
        }
        self.left = left
        self.right = right
        self.sizes = sizes
        distances = edges.map(\.distance)
    }

    /// The number of rows below a node.
    func size(_ node: Int32) -> Int { node < rows ? 1 : Int(sizes[Int(node) - rows]) }
}

/// The splits of a merge tree into parts of at least `minimumClusterSize` rows; smaller parts fall
/// out of their cluster. Lambda is 1 / distance, infinite at distance 0.
struct CondensedTree {
    /// `[clusters]`: the parent of each cluster, which stands before it; cluster 0 holds all rows
    /// and has -1.
    private(set) var parents: [Int] = [-1]
    /// `[clusters]`: the lambda at which each cluster splits off its parent; 0 for cluster 0.
    private(set) var births: [Double] = [0]
    /// `[clusters]`: the greatest lambda at which something leaves each cluster.
    private(set) var deaths: [Double] = [0]
    /// `[clusters]`: the sum of (lambda at which a row leaves - birth) over the rows of each
    /// cluster, its excess of mass.
    private(set) var stabilities: [Double] = [0]
    /// `[rows]`: the cluster that each row falls out of.
    private(set) var clusters: [Int32]
    /// `[rows]`: the lambda at which each row falls out.
    private(set) var lambdas: [Double]

    /// Condenses a merge tree; a single row, or none, leaves cluster 0 alone.
    init(_ tree: SingleLinkage, minimumClusterSize: Int) {
        let n = tree.rows
        clusters = [Int32](repeating: 0, count: n)
        lambdas = [Double](repeating: 0, count: n)
        if n < 2 { return }
        // An explicit stack: merge trees may be as deep as they have rows.
        var open: [(node: Int32, cluster: Int)] = [(Int32(2 * n - 2), 0)]
        while let (node, cluster) = open.popLast() {
            let merge = Int(node) - n
            let distance = tree.distances[merge]
            let lambda = distance > 0 ? 1 / distance : .infinity
            let parts = [tree.left[merge], tree.right[merge]]
            let isSplit = parts.allSatisfy { tree.size($0) >= minimumClusterSize }
            for part in parts {
                if isSplit {
                    leave(cluster, tree.size(part), lambda)
                    parents.append(cluster)
                    births.append(lambda)
                    deaths.append(0)
                    stabilities.append(0)
                    open.append((part, parents.count - 1))
                } else if tree.size(part) >= minimumClusterSize {
                    open.append((part, cluster))
                } else {
                    fallOut(part, of: cluster, lambda, tree)
                }
            }
        }
    }

    /// Counts `count` rows that leave a cluster at `lambda`.
    private mutating func leave(_ cluster: Int, _ count: Int, _ lambda: Double) {
        deaths[cluster] = max(deaths[cluster], lambda)
        stabilities[cluster] += (lambda - births[cluster]) * Double(count)
    }

    /// Lets all rows below a node fall out of a cluster at `lambda`.
    private mutating func fallOut(
        _ part: Int32, of cluster: Int, _ lambda: Double, _ tree: SingleLinkage
    ) {
        var open = [part]
        while let node = open.popLast() {
            if node < tree.rows {
                leave(cluster, 1, lambda)
                clusters[Int(node)] = Int32(cluster)
                lambdas[Int(node)] = lambda
            } else {
                open.append(tree.left[Int(node) - tree.rows])
                open.append(tree.right[Int(node) - tree.rows])
            }
        }
    }

    /// The clusters of greatest excess of mass, no one within another and never that of all rows,
    /// `[clusters]`: for each cluster the selected one that it is or lies in, -1 for none. A parent
    /// is selected where its stability is at least the sum of those selected below it.
    func selection() -> [Int] {
        var isSelected = [Bool](repeating: false, count: parents.count)
        var stabilities = stabilities
        var below = [Double](repeating: 0, count: parents.count)
        for cluster in parents.indices.reversed() where cluster > 0 {
            if below[cluster] > stabilities[cluster] {
                stabilities[cluster] = below[cluster]
            } else {
                isSelected[cluster] = true
            }
            below[parents[cluster]] += stabilities[cluster]
        }
        var owner = [Int](repeating: -1, count: parents.count)
        for cluster in parents.indices where cluster > 0 {
            let above = owner[parents[cluster]]
            owner[cluster] = above >= 0 ? above : isSelected[cluster] ? cluster : -1
        }
        return owner
    }
}
