public import Dense

/// The measures of how well the patch tokens of an image's objects hold together at one layer
/// (Nguyen et al. 2022, arXiv 2210.07646): DBSCAN's clusters of the object patches are compared
/// with the objects.
public struct LayerMeasures: Sendable, Equatable {
    /// Mean silhouette by cosine distance over the clustered patches, -1...1; -1 without a
    /// cluster, 0 with one, and where every patch is a cluster of its own.
    public var silhouette: Double
    /// Sum over the clusters of the patches of their most frequent object over all object patches,
    /// 0...1: noise counts against it.
    public var purity: Double
    /// Mean over the clusters of the mean cosine similarity of two of their patches, -1...1; -1
    /// without a cluster of two.
    public var inClusterCosine: Double
    /// Mean over the objects of the mean cosine similarity of two of their patches, -1...1; -1
    /// without an object of two.
    public var inObjectCosine: Double
    /// Different class names that are the most frequent in some cluster, over the different class
    /// names of the image, 0...1.
    public var uniqueLabelRatio: Double
    /// The number of clusters over the number of objects, at least 0; 1 is one cluster per object.
    public var clustersPerObject: Double
    /// The number of DBSCAN's clusters; a core has at least 3 patches within `eps`, itself
    /// included.
    public var clusters: Int
    /// The reach of DBSCAN, a Euclidean distance: the mean over the objects of the mean distance of
    /// consecutive patches.
    public var eps: Double
}

/// Measures the object patches of one image at one layer. Time grows with n² · width.
///
/// - Parameters:
///   - tokens: `[n, width]`: the raw tokens of the patches that lie on objects, the patches of an
///     object in the order of their indices.
///   - objects: `[n]`: the object that each row lies on, from 0; each object has at least two rows.
///   - names: the class name of each object by its number; objects may share one, and one beyond
///     the list is "object N".
public func layerMeasures(
    tokens: Matrix<Float>, objects: [Int], names: [String]
) -> LayerMeasures {
    let n = tokens.rows
    precondition(
        n == objects.count && objects.allSatisfy { $0 >= 0 },
        "\(n) tokens of \(objects.count) objects' patches")
    let distances = pairDistances(tokens)
    let byObject = Dictionary(grouping: 0..<n) { objects[$0] }.sorted { $0.key < $1.key }
    let reaches = byObject.filter { $0.value.count > 1 }.map { _, rows in
        zip(rows, rows.dropFirst()).reduce(0.0) { $0 + distances[$1.0 * n + $1.1] }
            / Double(rows.count - 1)
    }
    let eps = reaches.reduce(0, +) / Double(max(1, reaches.count))
    let labels = dbscan(distances: distances, count: n, eps: eps, 3)
    let count = (labels.max() ?? -1) + 1
    let clusters = (0..<count).map { cluster in (0..<n).filter { labels[$0] == cluster } }
    let cosines = pairCosines(tokens)

    func name(_ object: Int) -> String {
        object < names.count ? names[object] : "object \(object + 1)"
    }
    var largest = 0
    var dominating: Set<String> = []
    for rows in clusters {
        let shares = Dictionary(grouping: rows) { objects[$0] }.mapValues(\.count)
        // Of equal shares the lowest object.
        let best = shares.max { ($0.value, -$0.key) < ($1.value, -$1.key) }
        largest += best?.value ?? 0
        if let best { dominating.insert(name(best.key)) }
    }
    let allNames = Set(byObject.map { name($0.key) })
    return LayerMeasures(
        silhouette: silhouette(cosines, n, labels, clusters),
        purity: Double(largest) / Double(max(1, n)),
        inClusterCosine: meanCosine(cosines, n, clusters),
        inObjectCosine: meanCosine(cosines, n, byObject.map(\.value)),
        uniqueLabelRatio: Double(dominating.count) / Double(max(1, allNames.count)),
        clustersPerObject: Double(count) / Double(max(1, byObject.count)), clusters: count,
        eps: eps)
}

/// Cosine similarities in double precision, `[n * n]`; 0 beside a row of zeros.
private func pairCosines(_ rows: Matrix<Float>) -> [Double] {
    let (n, width) = (rows.rows, rows.columns)
    var unit = rows.elements.map(Double.init)
    for row in 0..<n {
        let range = row * width..<(row + 1) * width
        let length = unit[range].reduce(0) { $0 + $1 * $1 }.squareRoot()
        if length > 0 { for i in range { unit[i] /= length } }
    }
    var cosines = [Double](repeating: 0, count: n * n)
    let view = MatrixView(unit, rows: n, columns: width)
    multiply(view, view.transposed, into: &cosines)
    return cosines
}

/// The mean over groups of two or more rows of the mean of their pairs; -1 without such a group.
private func meanCosine(_ cosines: [Double], _ n: Int, _ groups: [[Int]]) -> Double {
    let means = groups.filter { $0.count > 1 }.map { rows in
        var sum = 0.0
        for (i, a) in rows.enumerated() {
            for b in rows[(i + 1)...] { sum += cosines[a * n + b] }
        }
        return sum / Double(rows.count * (rows.count - 1) / 2)
    }
    return means.isEmpty ? -1 : means.reduce(0, +) / Double(means.count)
}

/// Rousseeuw's silhouette (1987, doi:10.1016/0377-0427(87)90125-7) by `1 - cosine` over the rows
/// that are in a cluster; a row alone in its cluster counts 0.
private func silhouette(
    _ cosines: [Double], _ n: Int, _ labels: [Int], _ clusters: [[Int]]
) -> Double {
    // Rounding leaves the cosine of parallel rows a hair beyond 1.
    func distance(_ cosine: Double) -> Double { min(2, max(0, 1 - cosine)) }
    let clustered = clusters.reduce(0) { $0 + $1.count }
    if clusters.isEmpty { return -1 }
    if clusters.count == 1 || clusters.count == clustered { return 0 }
    var sum = 0.0
    for row in 0..<n where labels[row] >= 0 {
        let size = clusters[labels[row]].count
        if size == 1 { continue }
        let means = clusters.map { rows in
            rows.reduce(0.0) { $0 + ($1 == row ? 0 : distance(cosines[row * n + $1])) }
                / Double(rows.count)
        }
        let within = means[labels[row]] * Double(size) / Double(size - 1)
        let nearest =
            means.indices.filter { $0 != labels[row] }.map { means[$0] }.min() ?? 0
        let scale = max(within, nearest)
        sum += scale > 0 ? (nearest - within) / scale : 0
    }
    return sum / Double(clustered)
}
