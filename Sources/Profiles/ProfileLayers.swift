public import Dense

/// Finds the nearest rows: for each of `queries` (rows of `points` `[n, width]`) its `count`
/// nearest rows by Euclidean distance, itself left out, nearest first, with the distances,
/// `[queries.count, n]`.
public typealias NeighborSearch =
    (_ points: Matrix<Float>, _ queries: [Int], _ count: Int) throws -> SparseMatrix

/// What a profile looks at; the sizes beyond which it looks at a sample.
public struct ProfileSettings: Sendable, Equatable {
    /// Neighbours that vote for a label, at least 1.
    public var voters = 20
    /// What a cosine is divided by in a vote's exponent.
    public var temperature = 0.07
    /// Neighbours that are compared between layers, 1...`voters`.
    public var comparedNeighbors = 10
    /// Up to so many rows the neighbours of all are looked at, beyond of `sampledRows`.
    public var completeRows = 20_000
    /// Queries among more than `completeRows` rows.
    public var sampledRows = 5_000
    /// Layers are aligned (CKA) over at most so many rows.
    public var alignedRows = 20_000
    /// Of the samples, which are the same for every layer.
    public var seed: UInt64 = 0

    public init() {}
}

/// A layer's rows cannot be profiled.
public struct ProfileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// In the order of reading, from 0.
    public let layer: Int
    public let problem: String

    public var description: String { "Layer \(layer) (the first is 0): \(problem)" }
}

/// Profiles `count` layers of a data set, the rows of one kind of token, in order.
///
/// Neighbours are those by cosine (Euclidean of rows of length 1) and are sought once a layer: the
/// vote, the overlap with the layer before and the intrinsic dimension come from the same lists.
/// CKA takes the rows as they are. Besides the layer that is being looked at, which is normalised
/// in place, only samples of two others are kept: of the layer before and of the last, which is
/// read twice.
///
/// - Parameters:
///   - labels: `[n]`; a negative one is none. Without labels, or with one only, there is neither
///     accuracy nor silhouette.
///   - read: the rows `[n, width]` of a layer; n is the same for all.
///   - neighbors: an exact search (or one whose recall is known).
/// - Throws: `ProfileError` where a value is not finite or the number of rows differs; what `read`,
///   `neighbors` and `finished` throw.
public func profileLayers(
    count: Int, labels: [Int32]?, settings: ProfileSettings = ProfileSettings(),
    read: (_ layer: Int) throws -> Matrix<Float>, neighbors: NeighborSearch,
    finished: (LayerProfile) throws -> Void = { _ in }
) throws -> [LayerProfile] {
    precondition(
        settings.voters >= 1 && (1...settings.voters).contains(settings.comparedNeighbors)
            && settings.temperature > 0 && settings.sampledRows >= 2 && settings.alignedRows >= 2,
        "settings out of their ranges: \(settings)")
    if count == 0 { return [] }
    let last = try finite(read(count - 1), count - 1)
    let n = last.rows
    precondition(labels == nil || labels?.count == n, "\(labels?.count ?? 0) labels, \(n) rows")
    var generator = CounterGenerator(seed: settings.seed)
    let queries =
        n > settings.completeRows
        ? generator.sample(settings.sampledRows, below: n) : Array(0..<n)
    // Another stretch of the same sequence.
    generator.position = 1 << 32
    let aligned = generator.sample(settings.alignedRows, below: n)
    let voting = labels.flatMap { labels in
        Set(labels.filter { $0 >= 0 }).count > 1 ? labels : nil
    }

    let lastFeatures = CenteredFeatures(last.rows(aligned))
    var previousFeatures: CenteredFeatures?
    var previousNeighbors: SparseMatrix?
    var profiles: [LayerProfile] = []
    for layer in 0..<count {
        var rows = try finite(read(layer), layer)
        if rows.rows != n {
            throw ProfileError(
                layer: layer,
                problem: "expected \(n) rows as in the last layer, found \(rows.rows).")
        }
        var profile = LayerProfile(
            layer: layer, rows: n, queries: queries.count, alignedRows: aligned.count)
        let features = CenteredFeatures(rows.rows(aligned))
        profile.ckaWithPrevious = previousFeatures.flatMap { features.cka(with: $0) }
        profile.ckaWithLast = features.cka(with: lastFeatures)
        previousFeatures = features

        normalizeRows(&rows)
        var found: SparseMatrix?
        let wanted = min(settings.voters, n - 1)
        if wanted >= 1 && !allRowsEqual(rows) {
            let lists = try neighbors(rows, queries, wanted)
            precondition(
                lists.rowCount == queries.count && lists.columnCount == n,
                "a search for \(queries.count) queries among \(n) rows gave \(lists.rowCount) "
                    + "lists among \(lists.columnCount)")
            found = lists
            profile.intrinsicDimension = twoNN(neighbors: lists)
            if let voting {
                let accuracy = voteAccuracy(
                    neighbors: lists, queries: queries, labels: voting, count: settings.voters,
                    temperature: settings.temperature)
                profile.accuracy = accuracy?.value
                profile.accuracyMargin = accuracy?.margin
                profile.silhouette = cosineSilhouette(rows, labels: voting)
            }
            if let before = previousNeighbors {
                let overlap = neighborOverlap(before, lists, count: settings.comparedNeighbors)
                profile.overlap = overlap?.value
                profile.overlapMargin = overlap?.margin
            }
        }
        previousNeighbors = found
        profiles.append(profile)
        try finished(profile)
    }
    return profiles
}

private func finite(_ rows: Matrix<Float>, _ layer: Int) throws -> Matrix<Float> {
    guard allFinite(rows.elements.span) else {
        throw ProfileError(
            layer: layer, problem: "a value is NaN or infinite; extract the images again.")
    }
    return rows
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

private func allRowsEqual(_ rows: Matrix<Float>) -> Bool {
    let elements = rows.elements.span
    let width = rows.columns
    for i in width..<max(width, elements.count) where elements[i] != elements[i - width] {
        return false
    }
    return true
}
