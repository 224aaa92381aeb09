internal import Dense

/// The edges of a spanning tree of the mutual reachability graph of `rows` `[n, columns]`,
/// ascending, `[n - 1]`.
///
/// Equal rows are joined to the first of them beforehand: those edges are the least ones of their
/// rows, so they are in the tree, and the remaining work does not depend on how many rows are
/// equal.
///
/// - Parameters:
///   - graph: `[n, n]`, at least `minimumSamples` neighbours per row (fewer are a programming
///     error); nil computes core distances by products of all pairs.
///   - isGraphExact: whether the graph lists the true nearest rows.
///   - limits: see `ReachabilityTree`; nil gives the least spanning tree.
func reachabilityEdges(
    _ rows: Matrix<Float>, _ graph: SparseMatrix?, minimumSamples: Int, isGraphExact: Bool,
    limits: SearchLimits?
) -> [ReachabilityEdge] {
    let firstEqual = firstEqualRows(rows)
    let distinct = rows.rows == 0 ? [] : firstEqual.indices.filter { firstEqual[$0] == $0 }
    let all = BoundedRows(rows)
    let squaredCores: [Double]
    var lists: NeighborLists?
    if let graph {
        precondition(
            graph.rowCount == rows.rows && graph.columnCount == rows.rows,
            "a graph of \(graph.rowCount) rows for \(rows.rows)")
        let known = NeighborLists(graph, of: all, isExact: isGraphExact)
        squaredCores = distinct.map { row in
            let count = graph.entries(ofRow: row).count
            precondition(
                count >= minimumSamples,
                "row \(row) lists \(count) neighbors, \(minimumSamples) are needed")
            return known.squaredCore(row, minimumSamples)
        }
        lists =
            distinct.count == rows.rows
            ? known
            : NeighborLists(
                merged(graph, firstEqual, distinct), of: BoundedRows(rows.rows(distinct)),
                reach: distinct.map { known.reach[$0] })
    } else {
        squaredCores = squaredCoreDistances(all, distinct, minimumSamples)
    }
    let bounded = distinct.count == rows.rows ? all : BoundedRows(rows.rows(distinct))
    var tree = ReachabilityTree(
        bounded, squaredCores: squaredCores, lists: lists, limits: limits)
    tree.build()
    let edges = tree.edges.map { edge in
        var edge = edge
        edge.a = Int32(distinct[Int(edge.a)])
        edge.b = Int32(distinct[Int(edge.b)])
        return edge
    }
    return (edges + edgesOfEqualRows(firstEqual, distinct, squaredCores)).sorted()
}

/// The edges from the first of equal rows to the others, whose weight is the core distance;
/// `squaredCores` `[distinct]`.
private func edgesOfEqualRows(
    _ firstEqual: [Int], _ distinct: [Int], _ squaredCores: [Double]
) -> [ReachabilityEdge] {
    var place = [Int](repeating: 0, count: firstEqual.count)
    for (i, row) in distinct.enumerated() { place[row] = i }
    return firstEqual.indices.filter { firstEqual[$0] != $0 }.map { row in
        let first = firstEqual[row]
        return ReachabilityEdge(
            weight: squaredCores[place[first]], lesserCore: -1, squaredDistance: 0,
            a: Int32(first), b: Int32(row))
    }
}

/// For each row the first row that equals it, `[n]`; a row without an equal before it is its own. 0
/// and -0 are equal.
func firstEqualRows(_ rows: Matrix<Float>) -> [Int] {
    let d = rows.columns
    // Hashes first: whole rows as keys would be a copy of everything.
    let pieceRows = 1024
    let hashes = parallelMap((rows.rows + pieceRows - 1) / pieceRows) { piece -> [UInt64] in
        let elements = rows.elements.span
        return (piece * pieceRows..<min(rows.rows, (piece + 1) * pieceRows)).map { row in
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            for i in row * d..<(row + 1) * d {
                // Both zeros are one number.
                let bits = elements[i] == 0 ? 0 : elements[i].bitPattern
                hash = (hash ^ UInt64(bits)) &* 0x9E37_79B9_7F4A_7C15
                hash ^= hash >> 29
            }
            return hash
        }
    }.flatMap { $0 }
    var seen: [UInt64: [Int]] = [:]
    seen.reserveCapacity(rows.rows)
    return hashes.indices.map { row in
        for other in seen[hashes[row]] ?? [] where rows.row(other).elementsEqual(rows.row(row)) {
            return other
        }
        seen[hashes[row], default: []].append(row)
        return row
    }
}

/// The graph among the first of equal rows, without edges to itself and without repeated ones,
/// `[distinct, distinct]`; the order of each row's neighbours stays.
private func merged(_ graph: SparseMatrix, _ firstEqual: [Int], _ distinct: [Int]) -> SparseMatrix {
    var place = [Int32](repeating: 0, count: firstEqual.count)
    for (i, row) in distinct.enumerated() { place[row] = Int32(i) }
    var offsets = [0]
    var columns: [Int32] = []
    var values: [Float] = []
    for row in distinct {
        var listed: Set<Int32> = [place[row]]
        for entry in graph.entries(ofRow: row) {
            let other = place[firstEqual[Int(graph.columns[entry])]]
            if !listed.insert(other).inserted { continue }
            columns.append(other)
            values.append(graph.values[entry])
        }
        offsets.append(columns.count)
    }
    return SparseMatrix(
        rowCount: distinct.count, columnCount: distinct.count, offsets: offsets, columns: columns,
        values: values)
}
