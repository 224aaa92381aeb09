public import Dense

/// A k-means clustering with the number of clusters that a silhouette chose; see
/// `kMeansBySilhouette`.
public struct ChosenClusters: Sendable, Equatable {
    /// The clustering of all rows into the chosen number.
    public let clusters: KMeans
    /// The numbers of clusters that were tried, ascending.
    public let tried: [Int]
    /// The mean silhouette of each number that was tried, -1...1.
    public let silhouettes: [Double]
    /// The number of rows that the silhouettes were taken over.
    public let sampleSize: Int
    /// The mean silhouette of the chosen number, the highest of all.
    public let silhouette: Double
}

/// Clusters `rows` `[n, columns]` by k-means into the number of clusters, of 2...`min(50, √n)`,
/// whose mean silhouette (Rousseeuw 1987, doi:10.1016/0377-0427(87)90125-7, Euclidean) is the
/// highest, the least of equal ones; nil below four rows, or where fewer than three differ.
///
/// Numbers are tried on at most 1,000 rows, drawn by `seed`; the chosen one is computed over all.
public func kMeansBySilhouette(_ rows: Matrix<Float>, seed: UInt64) -> ChosenClusters? {
    let n = rows.rows
    let largest = min(50, Int(Double(n).squareRoot()))
    guard largest >= 2 else { return nil }
    var generator = CounterGenerator(seed: seed)
    let sample = n > sampledRows ? rows.rows(generator.sample(sampledRows, below: n)) : rows
    let distances = distanceMatrix(sample)
    var tried: [Int] = []
    var silhouettes: [Double] = []
    for k in 2...largest {
        let found = kMeans(sample, clusters: k, seed: seed, restarts: 2)
        // Fewer different rows than clusters: greater numbers give the same.
        guard found.centroids.rows == k, k < sample.rows else { break }
        tried.append(k)
        silhouettes.append(
            meanSilhouette(distances, sample.rows, found.assignments, clusters: k))
    }
    guard let best = silhouettes.max(), let place = silhouettes.firstIndex(of: best) else {
        return nil
    }
    return ChosenClusters(
        clusters: kMeans(rows, clusters: tried[place], seed: seed), tried: tried,
        silhouettes: silhouettes, sampleSize: sample.rows, silhouette: best)
}

/// The most rows that numbers of clusters are tried on.
private let sampledRows = 1_000

/// Euclidean distances `[n * n]` of `rows` `[n, columns]`.
private func distanceMatrix(_ rows: Matrix<Float>) -> [Float] {
    let n = rows.rows
    var distances = [Float](repeating: 0, count: n * n)
    parallelFill(&distances, pieceLength: 16 * n) { piece, part in
        let elements = rows.elements.span
        let width = rows.columns
        for place in 0..<part.count / n {
            let row = (piece * 16 + place) * width
            for other in 0..<n {
                var squares: Float = 0
                for c in 0..<width {
                    let gap = elements[row + c] - elements[other * width + c]
                    squares += gap * gap
                }
                part[place * n + other] = squares.squareRoot()
            }
        }
    }
    return distances
}

/// The mean of `(b - a) / max(a, b)` over all rows, -1...1, from all distances `[n * n]`: a is the
/// mean distance from the other rows of the cluster, b the least mean distance from those of
/// another one. A row alone in its cluster has 0.
func meanSilhouette(
    _ distances: [Float], _ n: Int, _ assignments: [Int32], clusters k: Int
) -> Double {
    var sizes = [Int](repeating: 0, count: k)
    for cluster in assignments { sizes[Int(cluster)] += 1 }
    let values = parallelMap((n + 63) / 64) { piece -> Double in
        let distances = distances.span
        var sum = 0.0
        for row in piece * 64..<min(n, piece * 64 + 64) {
            let home = Int(assignments[row])
            if sizes[home] < 2 { continue }
            var sums = [Double](repeating: 0, count: k)
            for other in 0..<n {
                sums[Int(assignments[other])] += Double(distances[row * n + other])
            }
            let within = sums[home] / Double(sizes[home] - 1)
            var between = Double.infinity
            for cluster in 0..<k where cluster != home && sizes[cluster] > 0 {
                between = min(between, sums[cluster] / Double(sizes[cluster]))
            }
            let larger = max(within, between)
            if larger > 0 && larger.isFinite { sum += (between - within) / larger }
        }
        return sum
    }
    return values.reduce(0, +) / Double(max(1, n))
}
