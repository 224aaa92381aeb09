public import Dense

/// The measures of how well a map keeps the neighbourhoods of the rows behind it;
/// `QualityReference` computes them and defines them.
public struct MapQuality: Sendable, Equatable {
    /// Mean share of a point's nearest rows that are also among its nearest on the map, 0...1;
    /// about `recallCount / n` for a random map.
    public let recall10: Double
    /// scikit-learn's trustworthiness, at most 1: it falls with the rank, among the rows, of the
    /// points that are near on the map alone.
    public let trustworthiness5: Double
    /// Spearman's correlation of pairwise distances in the rows and on the map, -1...1; NaN when
    /// all distances of either are equal.
    public let distanceCorrelation: Double
    /// Share of labelled points whose label their neighbours on the map vote for; nil without
    /// labels.
    public let labelAccuracy: Double?
    /// `[n]`: each point's recall; NaN for those that were not sampled.
    public let perPointRecall: [Float]
    /// The number of points whose neighbourhoods were compared: all, or a sample.
    public let sampleSize: Int
    /// The number of points whose pairwise distances were correlated, at most 1,000.
    public let correlationSampleSize: Int
    /// The neighbourhood size of the recall: 10 unless there are too few points.
    public let recallCount: Int
    /// The neighbourhood size of the trustworthiness: 5 unless there are too few points.
    public let trustworthinessCount: Int
    /// The number of neighbours that vote for a label: 20 unless there are too few points.
    public let labelCount: Int
    /// Half the width of the 95 % interval of `recall10`; nil when it is exact.
    public let recallMargin: Double?
    /// Half the width of the 95 % interval of `trustworthiness5`; nil when it is exact.
    public let trustworthinessMargin: Double?
    /// Half the width of the 95 % interval of `distanceCorrelation`; nil when it is exact.
    public let distanceCorrelationMargin: Double?
    /// Half the width of the 95 % interval of `labelAccuracy`; nil when it is exact, or there are
    /// no labels.
    public let labelAccuracyMargin: Double?
}

/// Above this many points a sample of them is compared.
private let completeCount = 20_000
/// The number of points of that sample.
private let sampledCount = 5_000
/// The most points whose pairwise distances are correlated.
private let correlationCount = 1_000

/// The neighbourhoods of the rows `[n, columns]`, `n >= 10`, with which maps of them are compared:
/// made once, so that several maps share the search among the rows.
///
/// - recall: the share of a point's 10 nearest rows that are among its 10 nearest on the map.
/// - trustworthiness (Venna and Kaski 2001): `1 - 2 / (n k (2 n - 3 k - 1)) · Σ max(0, r - k)` over
///   each point's `k = 5` nearest on the map, `r` their rank among its nearest rows.
/// - distance correlation: Spearman's, over all pairs of at most 1,000 points, ties averaged.
/// - label accuracy: each point's label against the vote of its 20 nearest on the map, weighted by
///   1 / distance (where some distance is zero, only those vote), ties to the lowest label. Points
///   with a negative label have none: they neither vote nor count.
///
/// Distances are Euclidean, equal ones are ordered by index. With few points the neighbourhoods
/// shrink to at most `n / 2 - 1`, `(n - 1) / 2` and `n - 1` (recall, trustworthiness, labels).
/// Above 20,000 points 5,000 of them, drawn by `seed`, are compared, and margins are given.
public struct QualityReference {
    private let rows: RowBlocks
    /// Ascending indices of the points whose neighbourhoods are looked at.
    private let queries: [Int]
    /// `[queries, columns]`: the rows of `queries`.
    private let queryRows: Matrix<Float>
    private let frame: ScanFrame
    /// `[queries][recallCount]`: the indices of their nearest rows.
    private let nearest: [[Int]]
    private let pairs: PairDistances
    private let recallCount: Int
    private let trustCount: Int
    private let labelCount: Int

    /// Searches the rows for the neighbours of all points, or of a sample, and gathers what the
    /// comparison needs; goes through the rows twice and throws what they throw. Fewer than 10 rows
    /// are a programming error.
    public init(_ rows: RowBlocks, seed: UInt64) throws {
        let n = rows.rows
        precondition(n >= 10, "the quality of a map needs 10 points, not \(n)")
        self.rows = rows
        recallCount = min(10, n / 2 - 1)
        trustCount = min(5, (n - 1) / 2)
        labelCount = min(20, n - 1)
        var generator = CounterGenerator(seed: seed)
        let queries =
            n > completeCount ? generator.sample(sampledCount, below: n) : Array(0..<n)
        // Another stretch of the same sequence than the neighbourhoods' sample.
        generator = CounterGenerator(seed: seed, position: 1 << 32)
        let paired = generator.sample(correlationCount, below: n)
        let wanted = Array(Set(queries).union(paired)).sorted()
        let found = try rows.gather(wanted)
        let places = Dictionary(uniqueKeysWithValues: wanted.enumerated().map { ($1, $0) })
        self.queries = queries
        queryRows = wanted.count == queries.count ? found : found.rows(queries.map { places[$0]! })
        pairs = PairDistances(
            sample: paired, of: n, points: found.rows(paired.map { places[$0]! }))
        frame = ScanFrame(queryRows)
        var search = StreamedNeighbors(
            queries: queryRows, count: recallCount, excluded: queries)
        try rows.forEachBlock { block, first in search.add(block, firstRow: first) }
        nearest = search.nearest.map { $0.map(\.index) }
    }

    /// The quality of each of some maps `[n, 2]`; goes through the rows twice, for all of them
    /// together, and throws what they throw.
    ///
    /// - Parameter labels: `[n]`, negative for points without one; nil when there are none.
    public func qualities(
        of maps: [Matrix<Float>], labels: [Int32]?
    ) throws -> [MapQuality] {
        let n = rows.rows
        for map in maps {
            precondition(map.columns == 2, "a map has 2 columns, not \(map.columns)")
            precondition(map.rows == n, "a map of \(map.rows) points for \(n) rows")
        }
        precondition(
            labels == nil || labels?.count == n, "\(labels?.count ?? 0) labels for \(n) points")
        let onMaps = maps.map { map in
            var search = StreamedNeighbors(
                queries: map.rows(queries), count: max(labelCount, recallCount),
                excluded: queries)
            search.add(map, firstRow: 0)
            return search.nearest
        }
        var targets = TargetRanks(
            queries: queryRows, selfIndices: queries,
            targets: queries.indices.map { query in
                onMaps.flatMap { $0[query].prefix(trustCount).map(\.index) }
            }, frame: frame)
        let ranks = try targets.ranks(among: rows)
        return maps.indices.map { index in
            let starts = queries.indices.map { ($0 * maps.count + index) * trustCount }
            return quality(
                of: maps[index], neighbors: onMaps[index],
                ranks: starts.map { ranks[$0..<$0 + trustCount] }, labels: labels)
        }
    }

    /// The quality of one map.
    ///
    /// - Parameters:
    ///   - neighbors: `[queries]`: the nearest points on the map.
    ///   - ranks: `[queries, trustCount]`: the ranks, among the rows, of the nearest on the map.
    private func quality(
        of map: Matrix<Float>, neighbors: [[Neighbor]], ranks: [ArraySlice<Int>],
        labels: [Int32]?
    ) -> MapQuality {
        let n = map.rows
        let recalls = zip(nearest, neighbors).map { inRows, onMap in
            let near = Set(onMap.prefix(recallCount).map(\.index))
            return Double(inRows.count { near.contains($0) }) / Double(recallCount)
        }
        let k = Double(trustCount)
        let penaltyScale = 2 / (k * (2 * Double(n) - 3 * k - 1))
        let trusts = ranks.map { ranks in
            1 - penaltyScale * Double(ranks.reduce(0) { $0 + max(0, $1 - trustCount) })
        }
        let recall = Estimate(recalls, of: n)
        let trust = Estimate(trusts, of: n)
        let accuracy = labels.flatMap { labels in
            labelAccuracy(neighbors, queries, labels, count: labelCount, of: n)
        }
        let correlation = pairs.correlation(with: map)
        var perPoint = [Float](repeating: .nan, count: n)
        for (query, recall) in zip(queries, recalls) { perPoint[query] = Float(recall) }
        return MapQuality(
            recall10: recall?.value ?? .nan, trustworthiness5: trust?.value ?? .nan,
            distanceCorrelation: correlation.value, labelAccuracy: accuracy?.value,
            perPointRecall: perPoint, sampleSize: queries.count,
            correlationSampleSize: min(n, correlationCount), recallCount: recallCount,
            trustworthinessCount: trustCount, labelCount: labelCount,
            recallMargin: recall?.margin, trustworthinessMargin: trust?.margin,
            distanceCorrelationMargin: correlation.margin, labelAccuracyMargin: accuracy?.margin)
    }
}

/// The share of labelled queries whose label wins the vote of their neighbours; nil without a
/// labelled query.
private func labelAccuracy(
    _ neighbors: [[Neighbor]], _ queries: [Int], _ labels: [Int32], count: Int, of n: Int
) -> Estimate? {
    var hits: [Double] = []
    for (query, row) in zip(queries, neighbors) where labels[query] >= 0 {
        let voters = row.prefix(count).filter { labels[$0.index] >= 0 }
        let coincident = voters.filter { $0.squaredDistance == 0 }
        var votes: [Int32: Double] = [:]
        for voter in coincident.isEmpty ? voters : coincident {
            let weight =
                coincident.isEmpty ? 1 / voter.squaredDistance.squareRoot() : 1
            votes[labels[voter.index], default: 0] += weight
        }
        let winner = votes.min {
            $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key
        }
        hits.append(winner?.key == labels[query] ? 1 : 0)
    }
    let labelled = queries.count == n ? hits.count : labels.count { $0 >= 0 }
    return Estimate(hits, of: labelled)
}
