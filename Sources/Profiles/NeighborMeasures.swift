public import Dense
internal import Foundation

/// How often a row's neighbours vote for its label: DINO's k-NN protocol (Caron et al. 2021,
/// arXiv 2104.14294), each row left out of its own vote; nil without a labelled query.
///
/// Each of the first `count` labelled neighbours votes for its label with the weight
/// `exp(cosine / temperature)`, `cosine = 1 - distance² / 2`; equal votes go to the lowest label.
/// A query without a label is passed over; one without a labelled neighbour counts as missed.
///
/// - Parameters:
///   - neighbors: `[queries, n]`: each query's nearest rows, itself left out, nearest first, with
///     Euclidean distances of rows of length 1.
///   - queries: which row each row of `neighbors` belongs to, `[queries]`.
///   - labels: `[n]`; a negative one is none.
public func voteAccuracy(
    neighbors: SparseMatrix, queries: [Int], labels: [Int32], count: Int = 20,
    temperature: Double = 0.07
) -> Estimate? {
    let hits = voteHits(
        neighbors: neighbors, queries: queries, labels: labels, count: count,
        temperature: temperature
    ).compactMap { $0.map { $0 ? 1.0 : 0.0 } }
    let labelled = queries.count == labels.count ? hits.count : labels.count { $0 >= 0 }
    return Estimate(hits, of: labelled)
}

/// Whether the neighbours of each query vote for its label, `[queries]`; nil for a query without
/// one. The parameters are those of `voteAccuracy`.
public func voteHits(
    neighbors: SparseMatrix, queries: [Int], labels: [Int32], count: Int = 20,
    temperature: Double = 0.07
) -> [Bool?] {
    check(neighbors, queries)
    precondition(
        labels.count == neighbors.columnCount && count >= 1 && temperature > 0,
        "\(labels.count) labels of \(neighbors.columnCount) rows, \(count) votes, \(temperature)")
    var hits: [Bool?] = []
    for (place, query) in queries.enumerated() {
        guard labels[query] >= 0 else {
            hits.append(nil)
            continue
        }
        var votes: [Int32: Double] = [:]
        var voters = 0
        for entry in neighbors.entries(ofRow: place) where voters < count {
            let label = labels[Int(neighbors.columns[entry])]
            if label < 0 { continue }
            let distance = Double(neighbors.values[entry])
            votes[label, default: 0] += exp((1 - distance * distance / 2) / temperature)
            voters += 1
        }
        let winner = votes.min {
            $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key
        }
        hits.append(winner?.key == labels[query])
    }
    return hits
}

/// The mean share of a query's first `count` neighbours in one layer that are among its first
/// `count` in another, 0...1; nil without queries. Lists that are shorter than `count` are
/// compared as they are.
///
/// `a` and `b` `[queries, n]` belong to the same queries, nearest first.
public func neighborOverlap(_ a: SparseMatrix, _ b: SparseMatrix, count: Int = 10) -> Estimate? {
    precondition(
        a.rowCount == b.rowCount && a.columnCount == b.columnCount && count >= 1,
        "neighbours of \(a.rowCount) and \(b.rowCount) queries among \(a.columnCount) and "
            + "\(b.columnCount) rows, \(count) of each")
    let shares = (0..<a.rowCount).map { row -> Double in
        let first = a.columns[a.entries(ofRow: row)].prefix(count)
        let second = Set(b.columns[b.entries(ofRow: row)].prefix(count))
        return Double(first.count { second.contains($0) })
            / Double(max(1, first.count, second.count))
    }
    return Estimate(shares, of: a.columnCount)
}

/// Intrinsic dimension from each query's two nearest neighbours; see the function over distances.
public func twoNN(neighbors: SparseMatrix) -> Double? {
    let found = nearestTwo(
        neighbors: neighbors, queries: Array(0..<neighbors.rowCount), leftOut: [])
    return twoNN(nearest: found.nearest, second: found.second)
}

/// The queries that have an earlier row at distance 0.
func equalToEarlier(neighbors: SparseMatrix, queries: [Int]) -> Set<Int> {
    var found: Set<Int> = []
    for (place, query) in queries.enumerated() {
        let isEqual = neighbors.entries(ofRow: place).contains { entry in
            neighbors.values[entry] == 0 && neighbors.columns[entry] < query
        }
        if isEqual { found.insert(query) }
    }
    return found
}

/// The distances of each query to its two nearest neighbours, without queries and neighbours that
/// are `leftOut`, without neighbours at distance 0, and without queries that list fewer than two
/// others.
///
/// - Parameters:
///   - neighbors: `[queries, n]`, nearest first.
///   - queries: which row each row of `neighbors` belongs to, `[queries]`.
func nearestTwo(
    neighbors: SparseMatrix, queries: [Int], leftOut: Set<Int>
) -> (nearest: [Double], second: [Double]) {
    var found: (nearest: [Double], second: [Double]) = ([], [])
    for (place, query) in queries.enumerated() where !leftOut.contains(query) {
        let others = neighbors.entries(ofRow: place).lazy.filter { entry in
            neighbors.values[entry] > 0 && !leftOut.contains(Int(neighbors.columns[entry]))
        }.prefix(2).map { Double(neighbors.values[$0]) }
        let two = Array(others)
        if two.count < 2 { continue }
        found.nearest.append(two[0])
        found.second.append(two[1])
    }
    return found
}

/// Intrinsic dimension by TwoNN (Facco et al. 2017, doi:10.1038/s41598-017-11873-y); nil with
/// fewer than three usable points or where every ratio is 1.
///
/// Points whose `nearest` distance is zero are removed. Of the ratios `second / nearest` of the `N`
/// others, ascending, the largest tenth is discarded; the dimension is the slope of the line
/// through the origin that fits `-log(1 - i / N)`, `i` from 0, to their logarithms by least
/// squares: scikit-dimension's estimator.
///
/// - Parameters: distances (or distances times any constant) of each point, `[points]`.
public func twoNN(nearest: [Double], second: [Double]) -> Double? {
    precondition(nearest.count == second.count, "\(nearest.count), \(second.count) distances")
    let ratios = zip(nearest, second).filter { $0.0 > 0 }.map { $0.1 / $0.0 }.sorted()
    let count = Double(ratios.count)
    let kept = Int(count * (1 - 0.1))
    if kept < 2 { return nil }
    var products = 0.0
    var squares = 0.0
    for (i, ratio) in ratios.prefix(kept).enumerated() {
        let x = log(ratio)
        products += x * -log(1 - Double(i) / count)
        squares += x * x
    }
    return squares > 0 ? products / squares : nil
}

private func check(_ neighbors: SparseMatrix, _ queries: [Int]) {
    precondition(
        neighbors.rowCount == queries.count
            && queries.allSatisfy { $0 >= 0 && $0 < neighbors.columnCount },
        "neighbours of \(neighbors.rowCount) queries among \(neighbors.columnCount) rows for "
            + "\(queries.count) queries")
}
