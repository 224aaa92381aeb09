// The hierarchy of HDBSCAN after its spanning tree: McInnes and Healy 2017,
// doi:10.1109/ICDMW.2017.12, section 3; the arithmetic is the `hdbscan` package's.

/// A merge tree: node `i < n` is row `i`, node `n + m` the `m`-th merge.
struct SingleLinkage {
    let rows: Int
    /// `[rows - 1]`
    let left: [Int32]
    let right: [Int32]
    let distances: [Double]
    /// `[rows - 1]`: rows below each merge.
    let sizes: [Int32]

    /// From the edges of a spanning tree `[rows - 1]` in ascending order and their lengths.
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

    func size(_ node: Int32) -> Int { node < rows ? 1 : Int(sizes[Int(node) - rows]) }
}

/// The splits of a merge tree into parts of at least `minimumClusterSize` rows; smaller parts fall
/// out of their cluster. Lambda is 1 / distance, infinite at distance 0.
struct CondensedTree {
    /// Cluster 0 holds all rows; a parent stands before its children.
    private(set) var parents: [Int] = [-1]
    /// Lambda at which each cluster comes to be.
    private(set) var births: [Double] = [0]
    /// The greatest lambda at which something leaves each cluster.
    private(set) var deaths: [Double] = [0]
    private(set) var stabilities: [Double] = [0]
    /// `[rows]`: the cluster that each row falls out of, and when.
    private(set) var clusters: [Int32]
    private(set) var lambdas: [Double]

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

    private mutating func leave(_ cluster: Int, _ count: Int, _ lambda: Double) {
        deaths[cluster] = max(deaths[cluster], lambda)
        stabilities[cluster] += (lambda - births[cluster]) * Double(count)
    }

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

    /// The clusters of greatest excess of mass, no one within another and never that of all rows:
    /// for each cluster the selected one that it is or lies in, -1 for none.
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
