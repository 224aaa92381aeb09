internal import Dense

/// The number of lists to search, and the recall that they reach.
///
/// The 10 nearest neighbours of 200 sampled rows are found by an exact scan. On one half of the
/// sample the least number of lists is chosen whose mean recall is at least 0.99; the other half
/// estimates the recall, with the 95 % interval 1.96 s / sqrt(n).
///
/// - Parameters:
///   - index: an index with lists.
///   - seed: of the sample.
func measuredLists(of index: MappedIndex, seed: UInt64) -> IndexHeader.Lists {
    let rows = index.header.origin.rows
    let centroids = index.centroids
    let offsets = index.offsets
    let neighbors = min(10, rows - 1)
    var lists = IndexHeader.Lists(
        count: centroids.rows, probes: 1, recall: 1, margin: 0, queries: 0,
        neighbors: neighbors, seed: seed)
    if neighbors == 0 { return lists }
    // Another stretch of the generator than that of the sample for the lists.
    var generator = CounterGenerator(seed: seed, position: 1 << 40)
    let sample = generator.sample(200, below: rows)
    // For each query, how many of its neighbours stand in the list of each rank.
    let queries = sample.map { index.row($0) }
    let nearest = nearestPlaces(index, sample, queries, count: neighbors)
    let listRanks = parallelMap(sample.count) { query -> [Int] in
        var ranks = [Int](repeating: 0, count: centroids.rows)
        for (rank, list) in nearestLists(queries[query], centroids).enumerated() {
            ranks[list] = rank
        }
        return nearest[query].map { place in
            // The last list that begins at or before the place; empty ones begin there, too.
            var (low, high) = (0, centroids.rows)
            while high - low > 1 {
                let middle = (low + high) / 2
                if Int(offsets[middle]) <= place { low = middle } else { high = middle }
            }
            return ranks[low]
        }
    }
    func recalls(_ half: Int, _ probes: Int) -> [Double] {
        stride(from: half, to: listRanks.count, by: 2).map { query in
            Double(listRanks[query].count { $0 < probes }) / Double(neighbors)
        }
    }
    func mean(_ values: [Double]) -> Double {
        values.reduce(0, +) / Double(max(1, values.count))
    }
    lists.probes =
        (1...centroids.rows).first { mean(recalls(0, $0)) >= 0.99 } ?? centroids.rows
    let measured = recalls(listRanks.count > 1 ? 1 : 0, lists.probes)
    lists.recall = mean(measured)
    lists.queries = measured.count
    let squares = measured.map { ($0 - lists.recall) * ($0 - lists.recall) }
    let variance = squares.reduce(0, +) / Double(max(1, measured.count - 1))
    lists.margin = 1.96 * (variance / Double(max(1, measured.count))).squareRoot()
    return lists
}

/// The places of the rows nearest to each query, `[queries][count]`, by an exact scan.
///
/// - Parameter excluded: the place of each query itself, which is no neighbour.
private func nearestPlaces(
    _ index: MappedIndex, _ excluded: [Int], _ queries: [[Float]], count: Int
) -> [[Int]] {
    let rows = index.header.origin.rows
    // A piece of rows stays in the cache for all queries.
    let pieceRows = max(16, (512 << 10) / (2 * index.header.origin.columns))
    let pieces = parallelMap((rows + pieceRows - 1) / pieceRows) { piece in
        let range = piece * pieceRows..<min(rows, (piece + 1) * pieceRows)
        return queries.indices.map { query -> [(product: Float, place: Int)] in
            var products = [Float](repeating: 0, count: range.count)
            var span = products.mutableSpan
            index.products(range, queries[query], into: &span)
            return best(
                products.indices.map { (products[$0], range.lowerBound + $0) }
                    .filter { $0.1 != excluded[query] }, count)
        }
    }
    return queries.indices.map { query in
        best(pieces.flatMap { $0[query] }, count).map(\.place)
    }
}

/// The `count` rows with the largest products, in descending order, ties by place.
private func best(
    _ rows: [(product: Float, place: Int)], _ count: Int
) -> [(product: Float, place: Int)] {
    guard rows.count > count else { return rows }
    let least = largest(count, of: rows.map(\.product))
    let sorted = rows.filter { $0.product >= least }
        .sorted { $0.product != $1.product ? $0.product > $1.product : $0.place < $1.place }
    return Array(sorted.prefix(count))
}
