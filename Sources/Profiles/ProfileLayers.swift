internal import Dense
public import Neighbors

/// Settings of a profile, and the sizes above which rows are sampled.
public struct ProfileSettings: Sendable, Equatable {
    /// Number of neighbours that vote for a label, at least 1.
    public var voters = 20
    /// The temperature of the weights exp(cosine / temperature), above 0.
    public var temperature = 0.07
    /// Number of neighbours that are compared between layers, 1...`voters`.
    public var comparedNeighbors = 10
    /// Number of rows up to which the neighbours of all rows are searched.
    public var completeRows = 20_000
    /// Number of rows whose neighbours are searched among more than `completeRows`, at least 2.
    public var sampledRows = 5_000
    /// Largest number of rows for CKA, at least 2.
    public var alignedRows = 20_000
    /// Seed of the samples, which are the same for every layer.
    public var seed: UInt64 = 0

    public init() {}
}

/// The error for a layer whose rows cannot be profiled.
public struct ProfileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Index of the layer in the order of reading, from 0.
    public let layer: Int
    /// A sentence with what was expected and found.
    public let problem: String

    public var description: String { "Layer \(layer) (the first is 0): \(problem)" }
}

/// Profiles layers of a data set, the rows of one kind of token, in order.
///
/// Neighbours by cosine (Euclidean distance of rows of length 1) are searched once per layer: vote,
/// overlap with the previous layer and intrinsic dimension use the same lists. CKA uses the rows as
/// they are. Each layer is read twice in blocks, the last one three times. Memory holds samples of
/// three layers, and all rows of one layer up to `completeRows`.
///
/// - Parameters:
///   - layers: the rows `[n, width]` of each; n is the same for all.
///   - labels: label of each row, `[n]`, negative for rows without one. With fewer than two labels
///     there is neither accuracy nor silhouette.
///   - copies: rows that are copies of others. The intrinsic dimension is estimated without them:
///     the distance of a row to its copy does not depend on the dimension.
/// - Throws: `ProfileError` where a value is not finite or the number of rows differs; what the
///   layers and `finished` throw.
public func profileLayers(
    _ layers: [RowBlocks], labels: [Int32]?, copies: Set<Int> = [],
    settings: ProfileSettings = ProfileSettings(),
    finished: (LayerProfile) throws -> Void = { _ in }
) throws -> [LayerProfile] {
    precondition(
        settings.voters >= 1 && (1...settings.voters).contains(settings.comparedNeighbors)
            && settings.temperature > 0 && settings.sampledRows >= 2 && settings.alignedRows >= 2,
        "settings out of their ranges: \(settings)")
    guard let last = layers.last else { return [] }
    let n = last.rows
    precondition(labels == nil || labels?.count == n, "\(labels?.count ?? 0) labels, \(n) rows")
    if let layer = layers.firstIndex(where: { $0.rows != n }) {
        throw ProfileError(
            layer: layer,
            problem: "expected \(n) rows as in the last layer, found \(layers[layer].rows).")
    }
    let pass = LayerPass(rows: n, labels: labels, settings: settings)
    let lastFeatures = CenteredFeatures(try last.gather(pass.aligned))
    var previous: LayerPass.Found?
    var profiles: [LayerProfile] = []
    for (layer, source) in layers.enumerated() {
        let found = try pass.look(at: source, layer: layer)
        var profile = LayerProfile(
            layer: layer, rows: n, queries: pass.queries.count, alignedRows: pass.aligned.count)
        profile.ckaWithPrevious = previous.flatMap { found.features.cka(with: $0.features) }
        profile.ckaWithLast = found.features.cka(with: lastFeatures)
        profile.silhouette = found.silhouette
        if let lists = found.neighbors {
            let equal = equalToEarlier(neighbors: lists, queries: pass.queries)
            let two = nearestTwo(
                neighbors: lists, queries: pass.queries, leftOut: copies.union(equal))
            profile.intrinsicDimension = twoNN(nearest: two.nearest, second: two.second)
            profile.dimensionRows = two.nearest.count
            if let voting = pass.voting {
                let accuracy = voteAccuracy(
                    neighbors: lists, queries: pass.queries, labels: voting,
                    count: settings.voters, temperature: settings.temperature)
                profile.accuracy = accuracy?.value
                profile.accuracyMargin = accuracy?.margin
            }
            if let before = previous?.neighbors {
                let overlap = neighborOverlap(before, lists, count: settings.comparedNeighbors)
                profile.overlap = overlap?.value
                profile.overlapMargin = overlap?.margin
            }
        }
        previous = found
        profiles.append(profile)
        try finished(profile)
    }
    return profiles
}

/// What is the same for every layer, and how one is gone through.
private struct LayerPass {
    let rows: Int
    let settings: ProfileSettings
    /// Rows whose neighbours are searched, ascending: all, or a sample.
    let queries: [Int]
    /// Rows that CKA is computed from, ascending.
    let aligned: [Int]
    /// Labels of all rows, `[n]`; nil with fewer than two labels.
    let voting: [Int32]?

    /// What one layer yields.
    struct Found {
        let features: CenteredFeatures
        /// Neighbours of the queries; nil for a single row, or if all rows are equal.
        let neighbors: SparseMatrix?
        let silhouette: Double?
    }

    init(rows n: Int, labels: [Int32]?, settings: ProfileSettings) {
        rows = n
        self.settings = settings
        var generator = CounterGenerator(seed: settings.seed)
        queries =
            n > settings.completeRows
            ? generator.sample(settings.sampledRows, below: n) : Array(0..<n)
        // Another stretch of the same sequence.
        generator.position = 1 << 32
        aligned = generator.sample(settings.alignedRows, below: n)
        voting = labels.flatMap { labels in
            Set(labels.filter { $0 >= 0 }).count > 1 ? labels : nil
        }
    }

    /// Reads a layer, once or twice, and computes its features, neighbours and silhouette.
    ///
    /// - Throws: `ProfileError` for NaN or infinity.
    func look(at source: RowBlocks, layer: Int) throws -> Found {
        var features = PickedRows(aligned, columns: source.columns)
        var asking = PickedRows(queries, columns: source.columns)
        var silhouette = voting.flatMap { CosineSilhouette(labels: $0, width: source.columns) }
        var firstRow: ArraySlice<Float> = []
        var areEqual = true
        try source.forEachBlock { block, first in
            guard allFinite(block.elements.span) else {
                throw ProfileError(
                    layer: layer, problem: "a value is NaN or infinite; extract the images again.")
            }
            if first == 0 { firstRow = block.row(0) }
            areEqual = areEqual && (0..<block.rows).allSatisfy { block.row($0) == firstRow }
            features.add(block, firstRow: first)
            asking.add(block, firstRow: first)
            silhouette?.add(block, firstRow: first)
        }
        let aligned = CenteredFeatures(features.matrix)
        let wanted = min(settings.voters, rows - 1)
        if wanted < 1 || areEqual {
            return Found(features: aligned, neighbors: nil, silhouette: nil)
        }
        var queryRows = asking.matrix
        normalizeRows(&queryRows)
        if queries.count == rows {
            try source.forEachBlock { silhouette?.measure($0, firstRow: $1) }
            return Found(
                features: aligned, neighbors: exactNeighbors(of: queryRows, count: wanted),
                silhouette: silhouette?.mean)
        }
        var search = StreamedNeighbors(queries: queryRows, count: wanted, excluded: queries)
        try source.forEachBlock { block, first in
            silhouette?.measure(block, firstRow: first)
            var unit = block
            normalizeRows(&unit)
            search.add(unit, firstRow: first)
        }
        return Found(
            features: aligned, neighbors: search.graph(rows: rows), silhouette: silhouette?.mean)
    }
}

/// Divides each row by its length in double precision; a row of zeros stays as it is.
func normalizeRows(_ rows: inout Matrix<Float>) {
    let width = rows.columns
    if width == 0 { return }
    parallelFill(&rows.elements, pieceLength: 256 * width) { _, part in
        for row in 0..<part.count / width {
            let range = row * width..<(row + 1) * width
            var squares = 0.0
            for i in range { squares += Double(part[i]) * Double(part[i]) }
            let scale = squares > 0 ? 1 / squares.squareRoot() : 0
            for i in range { part[i] = Float(scale * Double(part[i])) }
        }
    }
}
