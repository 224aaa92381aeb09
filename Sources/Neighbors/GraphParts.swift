public import Dense

/// The connected parts of a graph, its entries taken as links in both directions.
public struct ConnectedParts: Sendable, Equatable {
    /// `[rows]`: the part of each row; parts are numbered by size, the largest 0, ties by first
    /// row.
    public let partOfRow: [Int32]
    /// `[parts]`: rows of each part, descending.
    public let sizes: [Int]

    public var count: Int { sizes.count }
}

/// Finds the connected parts of a square graph such as a neighbour graph `[n, n]`: rows between
/// which there is a path of entries, whatever their direction.
public func connectedParts(of graph: SparseMatrix) -> ConnectedParts {
    precondition(
        graph.rowCount == graph.columnCount,
        "a graph of \(graph.rowCount) x \(graph.columnCount) is not square")
    let n = graph.rowCount
    // A forest whose roots are the least rows of their trees (union-find, paths halved).
    var parent = Array(0..<Int32(n))
    func root(_ row: Int32, _ parent: inout [Int32]) -> Int32 {
        var row = row
        while parent[Int(row)] != row {
            parent[Int(row)] = parent[Int(parent[Int(row)])]
            row = parent[Int(row)]
        }
        return row
    }
    for row in 0..<n {
        for entry in graph.entries(ofRow: row) {
            let a = root(Int32(row), &parent)
            let b = root(graph.columns[entry], &parent)
            if a != b { parent[Int(max(a, b))] = min(a, b) }
        }
    }
    var sizes = [Int](repeating: 0, count: n)
    for row in 0..<n {
        let found = root(Int32(row), &parent)
        parent[row] = found
        sizes[Int(found)] += 1
    }
    let roots = (0..<n).filter { sizes[$0] > 0 }.sorted {
        sizes[$0] != sizes[$1] ? sizes[$0] > sizes[$1] : $0 < $1
    }
    var numbers = [Int32](repeating: 0, count: n)
    for (number, root) in roots.enumerated() { numbers[root] = Int32(number) }
    return ConnectedParts(
        partOfRow: parent.map { numbers[Int($0)] }, sizes: roots.map { sizes[$0] })
}

/// The distance from each row of a neighbour graph to its `k`-th neighbour, `[rows]`; NaN for rows
/// with fewer; `k >= 1`.
public func distances(toNeighbor k: Int, in graph: SparseMatrix) -> [Float] {
    precondition(k >= 1, "there is no neighbour \(k)")
    return (0..<graph.rowCount).map { row in
        let entries = graph.entries(ofRow: row)
        return entries.count < k ? .nan : graph.values[entries.lowerBound + k - 1]
    }
}

/// The cosine of the angle between two rows of length 1 that lie `distance` apart, `1 - d² / 2`,
/// -1...1.
///
/// Among rows of length 1 (`normalize l2`), the nearest by Euclidean distance are the nearest by
/// cosine, in the same order, so every search here finds cosine neighbours too.
public func cosineSimilarity(ofUnitRowsAtDistance distance: Float) -> Float {
    let d = Double(distance)
    return Float(max(-1, 1 - d * d / 2))
}
