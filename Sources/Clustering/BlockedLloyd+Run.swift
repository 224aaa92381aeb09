internal import Dense

/// Lloyd's iterations and what they end with.
extension BlockedLloyd {
    /// The state after some iterations.
    struct Run {
        /// `[k * d]`, centred.
        var centroids: [Float]
        /// The assignment to `centroids`.
        var round: Round
        /// Iterations so far, one that was undone included.
        var iterations = 0
        /// The inertia after each assignment that was kept.
        var history: [Double]
    }

    /// Iterates from centroids `[k * d]`, centred, until the inertia falls by less than a 100,000th
    /// of itself; an iteration after which it has not fallen is undone.
    func run(from start: [Float], maximumIterations: Int) -> Run {
        let first = assign(start)
        var run = Run(centroids: start, round: first, history: [first.inertia])
        while run.iterations < maximumIterations {
            run.iterations += 1
            let next = means(run.round)
            let moved = assign(next)
            let fall = run.round.inertia - moved.inertia
            if fall <= 0 { break }
            run.centroids = next
            run.round = moved
            run.history.append(moved.inertia)
            if fall < 1e-5 * moved.inertia { break }
        }
        return run
    }

    /// The means of the clusters, `[k * d]`; clusters without rows are given the rows that lie
    /// farthest off, as `LloydProblem` does it.
    private func means(_ round: Round) -> [Float] {
        let d = rows.columns
        var sums = round.sums
        var counts = round.counts
        var taken: Set<Int> = []
        for cluster in counts.indices where counts[cluster] == 0 {
            var (farthest, distance) = (-1, Float(0))
            for row in round.distances.indices
            where round.distances[row] > distance && counts[Int(round.assignments[row])] > 1
                && !taken.contains(row)
            {
                (farthest, distance) = (row, round.distances[row])
            }
            if farthest < 0 { break }
            taken.insert(farthest)
            let old = Int(round.assignments[farthest])
            for c in 0..<d {
                let value = Double(centered[farthest * d + c])
                sums[old * d + c] -= value
                sums[cluster * d + c] = value
            }
            counts[old] -= 1
            counts[cluster] = 1
        }
        return sums.indices.map { Float(sums[$0] / Double(max(1, counts[$0 / d]))) }
    }

    /// The result: clusters in order of size, centroids where the rows are, the inertia from
    /// differences in double precision.
    func finished(_ run: Run) -> KMeans {
        let d = rows.columns
        let pieces = (rows.rows + 511) / 512
        let parts = parallelMap(pieces) { piece -> Double in
            let values = centered.span
            let centroids = run.centroids.span
            var sum = 0.0
            for row in piece * 512..<min(rows.rows, (piece + 1) * 512) {
                var (a, b) = (row * d, Int(run.round.assignments[row]) * d)
                let end = a + d
                // Four sums, so that additions need not wait for one another.
                var sums = SIMD4<Double>.zero
                while a + 4 <= end {
                    let difference = SIMD4<Double>(
                        Double(values[a]) - Double(centroids[b]),
                        Double(values[a + 1]) - Double(centroids[b + 1]),
                        Double(values[a + 2]) - Double(centroids[b + 2]),
                        Double(values[a + 3]) - Double(centroids[b + 3]))
                    sums += difference * difference
                    a += 4
                    b += 4
                }
                sum += (sums[0] + sums[1]) + (sums[2] + sums[3])
                while a < end {
                    let difference = Double(values[a]) - Double(centroids[b])
                    sum += difference * difference
                    a += 1
                    b += 1
                }
            }
            return sum
        }
        let (numbers, order) = numbersBySize(
            run.round.assignments, clusters: run.round.counts.count)
        return KMeans(
            assignments: run.round.assignments.map { numbers[Int($0)] },
            centroids: Matrix(
                rows: order.count, columns: d,
                elements: order.flatMap { cluster in
                    (0..<d).map { Float(Double(run.centroids[cluster * d + $0]) + mean[$0]) }
                }),
            inertia: parts.reduce(0, +), iterations: run.iterations)
    }
}

/// The squared length of each row of `values` `[rows * columns]`, `[rows]`.
func squaredLengths(_ values: [Float], columns d: Int) -> [Double] {
    var lengths = [Double](repeating: 0, count: values.count / max(1, d))
    parallelFill(&lengths, pieceLength: 256) { piece, part in
        let values = values.span
        for r in 0..<part.count {
            var (even, odd) = (0.0, 0.0)
            var i = (piece * 256 + r) * d
            let end = i + d
            while i + 2 <= end {
                even += Double(values[i]) * Double(values[i])
                odd += Double(values[i + 1]) * Double(values[i + 1])
                i += 2
            }
            if i < end { even += Double(values[i]) * Double(values[i]) }
            part[r] = even + odd
        }
    }
    return lengths
}

/// The number of each cluster by descending size (ties by the first member, -1 for clusters without
/// rows), and the clusters in that order.
///
/// - Parameter assignments: `[n]`, each in `0 ..< clusters`.
func numbersBySize(_ assignments: [Int32], clusters: Int) -> (numbers: [Int32], order: [Int]) {
    var counts = [Int](repeating: 0, count: clusters)
    var first = [Int](repeating: assignments.count, count: clusters)
    for (row, cluster) in assignments.enumerated() {
        counts[Int(cluster)] += 1
        first[Int(cluster)] = min(first[Int(cluster)], row)
    }
    let order = (0..<clusters).filter { counts[$0] > 0 }.sorted {
        counts[$0] != counts[$1] ? counts[$0] > counts[$1] : first[$0] < first[$1]
    }
    var numbers = [Int32](repeating: -1, count: clusters)
    for (place, cluster) in order.enumerated() { numbers[cluster] = Int32(place) }
    return (numbers, order)
}
