internal import Dense
internal import Foundation

/// Lloyd's iterations over many rows: distances by single-precision products of blocks, means and
/// objective in double precision. `LloydProblem` is the exact one.
///
/// Rows are taken less their mean. A row whose two nearest centroids are equally far within the
/// rounding of single precision may go to either.
struct BlockedLloyd {
    /// The rows as they were given, `[n, d]`.
    let rows: Matrix<Float>
    /// `[n * d]`: the rows less their mean.
    let centered: [Float]
    /// `[d]`: the mean of all rows.
    let mean: [Double]
    /// `[n]`: squared lengths of the centred rows.
    private let squares: [Double]
    private let n: Int
    private let d: Int

    /// Rows of one product.
    private static let blockRows = 512
    /// Stretches of rows whose sums are gathered apart: each needs room for all centroids.
    private static let stretches = 16

    /// Centres the rows and takes their squared lengths, on several threads.
    init(_ rows: Matrix<Float>) {
        self.rows = rows
        (n, d) = (rows.rows, rows.columns)
        let mean = columnMeans(rows)
        self.mean = mean
        var centered = [Float](repeating: 0, count: rows.elements.count)
        let d = d
        parallelFill(&centered, pieceLength: max(1, 256 * d)) { piece, part in
            let elements = rows.elements.span
            let mean = mean.span
            var start = 0
            while start < part.count {
                let first = piece * 256 * d + start
                for c in 0..<d { part[start + c] = Float(Double(elements[first + c]) - mean[c]) }
                start += d
            }
        }
        self.centered = centered
        squares = squaredLengths(centered, columns: d)
    }

    /// An assignment of all rows to their nearest centroids, with each cluster's sums.
    struct Round {
        /// `[n]`: the nearest centroid of each row.
        var assignments: [Int32] = []
        /// `[n]`: squared distances from the centroids, in single precision.
        var distances: [Float] = []
        /// `[k * d]`: sums of the centred rows of each cluster.
        var sums: [Double] = []
        /// `[k]`: the number of rows of each cluster.
        var counts: [Int] = []
        /// The sum of squared distances, in double precision from the sums of the clusters; at
        /// least 0.
        var inertia = 0.0
    }

    /// The indices of rows to start from, at most `k`, no two equal: greedy k-means++. Fewer where
    /// fewer rows differ.
    func plusPlus(_ k: Int, _ generator: inout CounterGenerator) -> [Int] {
        let trials = 2 + Int(log(Double(k)))
        var chosen = [generator.below(n)]
        var nearest = lowered([Double](repeating: .infinity, count: n), chosen)[0]
        while chosen.count < k {
            let total = nearest.reduce(0, +)
            if total <= 0 { break }
            let levels = (0..<trials).map { _ in generator.uniform() * total }
            let candidates = draw(nearest, at: levels)
            let options = lowered(nearest, candidates)
            let totals = options.map { $0.reduce(0, +) }
            let best = totals.indices.min { totals[$0] < totals[$1] } ?? 0
            chosen.append(candidates[best])
            nearest = options[best]
        }
        return chosen
    }

    /// For each candidate, the least of `nearest` and the squared distance from it,
    /// `[candidates][n]`; what rounding could have made of equal rows is 0.
    private func lowered(_ nearest: [Double], _ candidates: [Int]) -> [[Double]] {
        let count = candidates.count
        let targets = candidates.flatMap { centered[$0 * d..<($0 + 1) * d] }
        let relative = DistanceBound(columns: d).relative
        let pieces = (n + 1023) / 1024
        let parts = parallelMap(pieces) { piece -> [[Double]] in
            let range = piece * 1024..<min(n, (piece + 1) * 1024)
            var products = [Float](repeating: 0, count: range.count * count)
            multiply(
                MatrixView(centered, offset: range.lowerBound * d, rows: range.count, columns: d),
                MatrixView(targets, rows: count, columns: d).transposed, into: &products)
            return candidates.indices.map { candidate in
                range.map { i in
                    let sum = squares[i] + squares[candidates[candidate]]
                    let product = products[(i - range.lowerBound) * count + candidate]
                    let distance = sum - 2 * Double(product)
                    return min(nearest[i], distance > relative * sum ? distance : 0)
                }
            }
        }
        return candidates.indices.map { candidate in parts.flatMap { $0[candidate] } }
    }

    /// The first place at which the running sum of `weights` exceeds each level, `[levels]`; the
    /// last place of positive weight where none does.
    private func draw(_ weights: [Double], at levels: [Double]) -> [Int] {
        levels.map { level in
            var sum = 0.0
            var last = 0
            for (place, weight) in weights.enumerated() where weight > 0 {
                sum += weight
                last = place
                if sum > level { break }
            }
            return last
        }
    }

    /// The centred rows of some indices, as centroids `[indices * d]`.
    func centroids(at indices: [Int]) -> [Float] {
        indices.flatMap { centered[$0 * d..<($0 + 1) * d] }
    }

    /// The centroids of another problem with these columns, `[k * d]`, less this one's mean in
    /// place of the other's.
    func centered(_ centroids: [Float], of other: BlockedLloyd) -> [Float] {
        centroids.indices.map { i in
            Float(Double(centroids[i]) + other.mean[i % d] - mean[i % d])
        }
    }

    /// Gives each row its nearest centroid, ties to the lowest; `centroids` `[k * d]`, centred.
    func assign(_ centroids: [Float]) -> Round {
        let k = centroids.count / d
        let lengths = squaredLengths(centroids, columns: d)
        let halves = lengths.map { Float($0 / 2) }
        let stretches = min(Self.stretches, max(1, n / Self.blockRows))
        let parts = parallelMap(stretches) { stretch in
            assign(
                n * stretch / stretches..<n * (stretch + 1) / stretches, centroids, halves)
        }
        var round = Round(
            sums: [Double](repeating: 0, count: k * d), counts: [Int](repeating: 0, count: k))
        for part in parts {
            round.assignments += part.assignments
            round.distances += part.distances
            for i in round.sums.indices { round.sums[i] += part.sums[i] }
            for cluster in 0..<k { round.counts[cluster] += part.counts[cluster] }
        }
        // Σ|x - c|² = Σ|x|² - 2 c · Σx + count |c|², cluster by cluster.
        var inertia = squares.reduce(0, +)
        for cluster in 0..<k {
            var product = 0.0
            for c in 0..<d {
                product += Double(centroids[cluster * d + c]) * round.sums[cluster * d + c]
            }
            inertia += Double(round.counts[cluster]) * lengths[cluster] - 2 * product
        }
        round.inertia = max(0, inertia)
        return round
    }

    /// `assign` for a range of rows, without the inertia.
    private func assign(_ range: Range<Int>, _ centroids: [Float], _ halves: [Float]) -> Round {
        let k = halves.count
        var assignments = [Int32](repeating: 0, count: range.count)
        var distances = [Float](repeating: 0, count: range.count)
        var sums = [Double](repeating: 0, count: k * d)
        var counts = [Int](repeating: 0, count: k)
        var products = [Float](repeating: 0, count: min(range.count, Self.blockRows) * k)
        for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.blockRows) {
            let block = start..<min(range.upperBound, start + Self.blockRows)
            multiply(
                MatrixView(centered, offset: start * d, rows: block.count, columns: d),
                MatrixView(centroids, rows: k, columns: d).transposed, into: &products)
            let first = start - range.lowerBound
            nearestCentroids(
                products.span, rows: block.count, halves: halves.span, into: &assignments,
                scores: &distances, at: first)
            for i in first..<first + block.count {
                counts[Int(assignments[i])] += 1
                distances[i] = max(
                    0, Float(squares[range.lowerBound + i]) + 2 * distances[i])
            }
            var into = sums.mutableSpan
            addRows(
                centered.span, at: start * d, columns: d,
                groups: assignments.span.extracting(first..<first + block.count), to: &into)
        }
        return Round(
            assignments: assignments, distances: distances, sums: sums, counts: counts)
    }
}
