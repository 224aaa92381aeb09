internal import Dense
internal import Foundation

/// Rows to be clustered, less their mean, with Lloyd's iterations in double precision.
struct LloydProblem {
    private let n: Int
    private let d: Int
    /// `[columns]`: the mean of all rows.
    private let mean: [Double]
    /// The rows as they were given, `[n, columns]`.
    private let rows: Matrix<Float>

    /// The rows of a piece of the passes over all rows.
    private static let pieceRows = 256

    init(_ rows: Matrix<Float>) {
        self.rows = rows
        n = rows.rows
        d = rows.columns
        var mean = [Double](repeating: 0, count: d)
        for row in 0..<n {
            for c in 0..<d { mean[c] += Double(rows.elements[row * d + c]) }
        }
        for c in 0..<d { mean[c] /= Double(n) }
        self.mean = mean
    }

    /// The rows of a range less the mean, `[range * columns]`.
    private func centered(_ range: Range<Int>) -> [Double] {
        var values = [Double](repeating: 0, count: range.count * d)
        let elements = rows.elements.span
        for r in 0..<range.count {
            for c in 0..<d {
                values[r * d + c] = Double(elements[(range.lowerBound + r) * d + c]) - mean[c]
            }
        }
        return values
    }

    /// The results of `body` for pieces of all rows, several at once, in their order.
    private func forPieces<Result: Sendable>(
        length: Int = LloydProblem.pieceRows, _ body: (Range<Int>) -> Result
    ) -> [Result] {
        parallelMap((n + length - 1) / length) { piece -> Result in
            body(piece * length..<min(n, (piece + 1) * length))
        }
    }

    /// Squared distances of all rows from some of them, `[candidates][n]`, from differences in
    /// double precision.
    private func squaredDistances(from candidates: [Int]) -> [[Double]] {
        let targets = candidates.flatMap { centered($0..<$0 + 1) }
        let parts = forPieces { range -> [Double] in
            let values = centered(range)
            var distances = [Double](repeating: 0, count: candidates.count * range.count)
            for candidate in candidates.indices {
                for r in 0..<range.count {
                    distances[candidate * range.count + r] = squaredDistance(
                        values.span, r * d, targets.span, candidate * d)
                }
            }
            return distances
        }
        return candidates.indices.map { candidate in
            parts.flatMap { part in
                let length = part.count / candidates.count
                return part[candidate * length..<(candidate + 1) * length]
            }
        }
    }

    /// The squared distance of two rows of `d` numbers that begin at the given places.
    private func squaredDistance(
        _ a: borrowing Span<Double>, _ aStart: Int, _ b: borrowing Span<Double>, _ bStart: Int
    ) -> Double {
        var (even, odd) = (0.0, 0.0)
        var c = 0
        while c + 2 <= d {
            let first = a[aStart + c] - b[bStart + c]
            let second = a[aStart + c + 1] - b[bStart + c + 1]
            even += first * first
            odd += second * second
            c += 2
        }
        if c < d {
            let last = a[aStart + c] - b[bStart + c]
            even += last * last
        }
        return even + odd
    }

    /// The indices of rows to start from, at most `k`, no two equal: greedy k-means++. Fewer where
    /// fewer rows differ.
    func plusPlus(_ k: Int, _ generator: inout CounterGenerator) -> [Int] {
        let trials = 2 + Int(log(Double(k)))
        var chosen = [generator.below(n)]
        var nearest = squaredDistances(from: chosen)[0]
        while chosen.count < k {
            let total = nearest.reduce(0, +)
            if total <= 0 { break }
            let candidates = (0..<trials).map { _ in
                draw(nearest, at: generator.uniform() * total)
            }
            var best: (row: Int, nearest: [Double], total: Double)?
            for (candidate, distances) in zip(candidates, squaredDistances(from: candidates)) {
                let reduced = zip(nearest, distances).map { min($0, $1) }
                let sum = reduced.reduce(0, +)
                if sum < best?.total ?? .infinity { best = (candidate, reduced, sum) }
            }
            guard let best else { break }
            chosen.append(best.row)
            nearest = best.nearest
        }
        return chosen
    }

    /// The first row at which the running sum of `weights` exceeds `level`; the last row of
    /// positive weight where none does.
    private func draw(_ weights: [Double], at level: Double) -> Int {
        var sum = 0.0
        var last = 0
        for (row, weight) in weights.enumerated() where weight > 0 {
            sum += weight
            last = row
            if sum > level { break }
        }
        return last
    }

    /// Does Lloyd's iterations from the given rows until no row changes its cluster,
    /// `maximumIterations` at most.
    func run(from start: [Int], maximumIterations: Int) -> LloydState {
        var state = assign(start.flatMap { centered($0..<$0 + 1) })
        state.history = [state.inertia]
        var iterations = 0
        while iterations < maximumIterations {
            iterations += 1
            let moved = assign(centroids(of: state))
            let isSettled = moved.assignments == state.assignments
            let history = state.history + [moved.inertia]
            state = moved
            state.history = history
            if isSettled { break }
        }
        state.iterations = iterations
        return state
    }

    /// Assigns each row to its nearest centroid, ties to the lowest; `centroids` `[k * d]`,
    /// centred.
    private func assign(_ centroids: [Double]) -> LloydState {
        let k = centroids.count / d
        let lengths = (0..<k).map { cluster in
            centroids[cluster * d..<(cluster + 1) * d].reduce(0) { $0 + $1 * $1 }
        }
        let parts = forPieces { range -> (assignments: [Int32], distances: [Double]) in
            let values = centered(range)
            var products = [Double](repeating: 0, count: range.count * k)
            multiply(
                MatrixView(values, rows: range.count, columns: d),
                MatrixView(centroids, rows: k, columns: d).transposed, into: &products)
            var assignments = [Int32](repeating: 0, count: range.count)
            var distances = [Double](repeating: 0, count: range.count)
            for r in 0..<range.count {
                var (best, lowest) = (0, Double.infinity)
                for cluster in 0..<k {
                    let value = lengths[cluster] - 2 * products[r * k + cluster]
                    if value < lowest { (best, lowest) = (cluster, value) }
                }
                assignments[r] = Int32(best)
                distances[r] = squaredDistance(values.span, r * d, centroids.span, best * d)
            }
            return (assignments, distances)
        }
        let distances = parts.flatMap(\.distances)
        return LloydState(
            centroids: centroids, assignments: parts.flatMap(\.assignments), distances: distances,
            inertia: distances.reduce(0, +), iterations: 0, history: [])
    }

    /// The means of the clusters, `[k * d]`; clusters without rows are given the rows that lie
    /// farthest off.
    private func centroids(of state: LloydState) -> [Double] {
        let k = state.centroids.count / d
        var sums = [Double](repeating: 0, count: k * d)
        var counts = [Int](repeating: 0, count: k)
        // Sixteen pieces at most: each needs room for all centroids.
        for part in forPieces(
            length: max(Self.pieceRows, (n + 15) / 16),
            { range -> (sums: [Double], counts: [Int]) in
                var sums = [Double](repeating: 0, count: k * d)
                var counts = [Int](repeating: 0, count: k)
                let elements = rows.elements.span
                let assignments = state.assignments.span
                let mean = mean.span
                for row in range {
                    let cluster = Int(assignments[row])
                    counts[cluster] += 1
                    for c in 0..<d {
                        sums[cluster * d + c] += Double(elements[row * d + c]) - mean[c]
                    }
                }
                return (sums, counts)
            })
        {
            for i in sums.indices { sums[i] += part.sums[i] }
            for cluster in 0..<k { counts[cluster] += part.counts[cluster] }
        }
        reseedEmptyClusters(&sums, &counts, state)
        for cluster in 0..<k where counts[cluster] > 0 {
            for c in 0..<d { sums[cluster * d + c] /= Double(counts[cluster]) }
        }
        return sums
    }

    /// Moves the row farthest from its centroid (ties: the lowest) into each empty cluster, and
    /// corrects the sums `[k * d]` and counts `[k]`; a row that is alone stays where it is.
    private func reseedEmptyClusters(
        _ sums: inout [Double], _ counts: inout [Int], _ state: LloydState
    ) {
        var taken: Set<Int> = []
        for cluster in counts.indices where counts[cluster] == 0 {
            var (farthest, distance) = (-1, -1.0)
            for row in 0..<n
            where state.distances[row] > distance && counts[Int(state.assignments[row])] > 1
                && !taken.contains(row)
            {
                (farthest, distance) = (row, state.distances[row])
            }
            if farthest < 0 { return }
            taken.insert(farthest)
            let old = Int(state.assignments[farthest])
            let values = centered(farthest..<farthest + 1)
            for c in 0..<d {
                sums[old * d + c] -= values[c]
                sums[cluster * d + c] = values[c]
            }
            counts[old] -= 1
            counts[cluster] = 1
        }
    }

    /// The result: clusters in order of size, with centroids where the rows are; clusters without
    /// rows are left out.
    func finished(_ state: LloydState) -> KMeans {
        let k = state.centroids.count / d
        let (number, order) = numbersBySize(state.assignments, clusters: k)
        let centroids = order.flatMap { cluster in
            (0..<d).map { Float(state.centroids[cluster * d + $0] + mean[$0]) }
        }
        return KMeans(
            assignments: state.assignments.map { number[Int($0)] },
            centroids: Matrix(rows: order.count, columns: d, elements: centroids),
            inertia: state.inertia, iterations: state.iterations)
    }
}
