internal import Dense

/// Spearman's rank correlation of the pairwise distances of two sets of points `[n, columns]`.
func spearmanOfDistances(_ a: Matrix<Float>, _ b: Matrix<Float>) -> Double {
    correlation(
        averageRanks(pairwiseSquaredDistances(a)), averageRanks(pairwiseSquaredDistances(b)))
}

/// The squared distances of all pairs `i < j`, `[n (n - 1) / 2]`; they rank as the distances do.
func pairwiseSquaredDistances(_ points: Matrix<Float>) -> [Double] {
    let n = points.rows
    let products = BoundedProducts(points)
    return parallelMap(n) { i in (i + 1..<n).map { products.squaredDistance(i, $0) } }
        .flatMap { $0 }
}

/// Ranks from 1, equal values sharing the mean of theirs, `[values]`.
func averageRanks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted {
        values[$0] != values[$1] ? values[$0] < values[$1] : $0 < $1
    }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
        var end = start + 1
        while end < order.count && values[order[end]] == values[order[start]] { end += 1 }
        let rank = Double(start + end + 1) / 2
        for position in start..<end { ranks[order[position]] = rank }
        start = end
    }
    return ranks
}

/// Pearson's correlation; NaN when either side does not vary.
func correlation(_ a: [Double], _ b: [Double]) -> Double {
    let n = Double(a.count)
    let (meanA, meanB) = (a.reduce(0, +) / n, b.reduce(0, +) / n)
    var (aa, bb, ab) = (0.0, 0.0, 0.0)
    for i in a.indices {
        aa += (a[i] - meanA) * (a[i] - meanA)
        bb += (b[i] - meanB) * (b[i] - meanB)
        ab += (a[i] - meanA) * (b[i] - meanB)
    }
    return ab / (aa * bb).squareRoot()
}
