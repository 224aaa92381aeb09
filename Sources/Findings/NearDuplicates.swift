public import Dense

/// Two rows that are copies of one another, or nearly.
public struct DuplicatePair: Sendable, Equatable {
    /// The lower of the two rows.
    public let first: Int
    public let second: Int
    /// Cosine of the two rows, -1...1.
    public let cosine: Double
    /// Their distance over the smaller of their scales; see `nearDuplicates`. At least 0.
    public let relativeDistance: Double
}

/// Where the limit of near duplicates stands, and why.
public struct DuplicateEvidence: Sendable, Equatable {
    public enum Origin: String, Sendable {
        /// The widest limit at which the number of pairs hardly grows.
        case plateau
        /// There is no such limit: the default.
        case noPlateau = "no plateau"
        /// The caller's.
        case given
    }

    /// Pairs of at most this relative distance are near duplicates.
    public let limit: Double
    public let origin: Origin
    /// The neighbour whose distance is a row's scale, from 1; smaller than asked with few rows.
    public let scaleNeighbor: Int
    /// The median of the rows' scales, as a cosine.
    public let medianScaleCosine: Double
    /// How many pairs of different rows there are at relative distances of 0.1, 0.2, ... 1.
    public let pairCounts: [(limit: Double, pairs: Int)]
    /// The smallest and the median cosine of the pairs found; nil without pairs.
    public let lowestCosine: Double?
    public let medianCosine: Double?

    public static func == (a: DuplicateEvidence, b: DuplicateEvidence) -> Bool {
        a.limit == b.limit && a.origin == b.origin && a.scaleNeighbor == b.scaleNeighbor
            && a.medianScaleCosine == b.medianScaleCosine
            && a.pairCounts.elementsEqual(b.pairCounts) { $0 == $1 }
            && a.lowestCosine == b.lowestCosine && a.medianCosine == b.medianCosine
    }
}

/// The near duplicates of a data set.
public struct NearDuplicates: Sendable, Equatable {
    /// Nearest first, equal ones by their rows.
    public let pairs: [DuplicatePair]
    /// What pairs connect, `[groups][members]`: members ascending, groups by their first.
    public let groups: [[Int]]
    public let evidence: DuplicateEvidence
}

/// How near duplicates are told from pictures that are merely alike.
public struct DuplicateSettings: Sendable, Equatable {
    /// The neighbour whose distance is a row's scale, at least 1.
    public var scaleNeighbor = 20
    /// The least scale over the median scale, 0...1: groups of more than `scaleNeighbor` copies
    /// would otherwise measure themselves by themselves.
    public var leastScale = 0.25
    /// The limit of the relative distance; nil to choose it by the plateau.
    public var limit: Double?
    /// The limit where there is no plateau.
    public var defaultLimit = 0.5

    public init() {}
}

/// A limit that is wider by this factor...
private let plateauStep = 1.1
/// ...adds at most this share of pairs and of links on the plateau...
private let plateauGrowth = 0.04
/// ...which stands on at least so many links.
private let plateauLinks = 10

/// Finds pairs of rows that are much nearer to one another than to what else is around them.
///
/// A row's scale is the distance to its 20th neighbour (at least a quarter of the median scale);
/// the relative distance of two rows is their distance over the smaller of their scales. In a dense
/// part of a data set, such as a hundred pictures of cats, a cosine says little: the one that makes
/// two pictures of a rare thing copies is there between different pictures. A relative distance
/// means the same everywhere and for every model.
///
/// The limit: unrelated pairs grow with a high power of it, copies are found at small ones, and
/// between them the number of pairs stays nearly the same. It is the widest limit, at most
/// 1 / 1.1, from which a widening by a tenth adds at most 4 % of pairs and 4 % of links, on ten
/// links or more; 0.5 where there is none. Links are the pairs that join two groups (single
/// linkage), so that one group of many copies, all of them pairs, does not hide what is added
/// elsewhere. Equal rows are pairs whatever the limit and are not counted for it.
///
/// - Parameter neighbors: `[n, n]`: each row's nearest others, nearest first, with Euclidean
///   distances of rows of length 1; pairs are sought in these lists only.
public func nearDuplicates(
    neighbors: SparseMatrix, settings: DuplicateSettings = DuplicateSettings()
) -> NearDuplicates {
    let n = neighbors.rowCount
    precondition(
        n == neighbors.columnCount && settings.scaleNeighbor >= 1
            && (0...1).contains(settings.leastScale) && settings.defaultLimit >= 0,
        "\(n) x \(neighbors.columnCount) neighbours, settings \(settings)")
    let (scales, median, rank) = rowScales(neighbors, settings)
    let all = candidates(neighbors, scales)
    let counted = all.map(\.relativeDistance).filter { $0 > 0 }
    var groups = Groups(count: n)
    let links = all.filter { groups.join($0.first, $0.second) && $0.relativeDistance > 0 }
    let plateau = plateauLimit(pairs: counted, links: links.map(\.relativeDistance))
    let limit = settings.limit ?? plateau ?? settings.defaultLimit
    let pairs = Array(all.prefix { $0.relativeDistance <= limit })
    let cosines = pairs.map(\.cosine).sorted()
    let evidence = DuplicateEvidence(
        limit: limit,
        origin: settings.limit != nil ? .given : plateau != nil ? .plateau : .noPlateau,
        scaleNeighbor: rank, medianScaleCosine: 1 - median * median / 2,
        pairCounts: (1...10).map { tenth in
            let bound = Double(tenth) / 10
            return (bound, count(counted, upTo: bound))
        },
        lowestCosine: cosines.first,
        medianCosine: cosines.isEmpty ? nil : cosines[cosines.count / 2])
    var found = Groups(count: n)
    for pair in pairs { _ = found.join(pair.first, pair.second) }
    return NearDuplicates(
        pairs: pairs, groups: groupsOfEqual((0..<n).map { found.root($0) }), evidence: evidence)
}

/// Each row's scale `[n]`, their median before the small ones were raised, and the rank used.
private func rowScales(
    _ neighbors: SparseMatrix, _ settings: DuplicateSettings
) -> (scales: [Double], median: Double, rank: Int) {
    var rank = 0
    let distances = (0..<neighbors.rowCount).map { row -> Double in
        let entries = neighbors.entries(ofRow: row).prefix(settings.scaleNeighbor)
        rank = max(rank, entries.count)
        return entries.last.map { Double(neighbors.values[$0]) } ?? 0
    }
    let median = distances.isEmpty ? 0 : distances.sorted()[distances.count / 2]
    return (distances.map { max($0, settings.leastScale * median) }, median, rank)
}

/// Every pair of the lists once that is within the scales of both, nearest first, equal ones by
/// their rows.
private func candidates(_ neighbors: SparseMatrix, _ scales: [Double]) -> [DuplicatePair] {
    var pairs: [DuplicatePair] = []
    for row in 0..<neighbors.rowCount {
        for entry in neighbors.entries(ofRow: row) {
            let other = Int(neighbors.columns[entry])
            let distance = Double(neighbors.values[entry])
            let scale = min(scales[row], scales[other])
            if other == row || distance > scale { continue }
            // Both rows list the pair as a rule, where a search is approximate perhaps only one.
            if other < row && lists(neighbors, other, row) { continue }
            pairs.append(
                DuplicatePair(
                    first: min(row, other), second: max(row, other),
                    cosine: 1 - distance * distance / 2,
                    relativeDistance: distance > 0 ? distance / scale : 0))
        }
    }
    pairs.sort {
        ($0.relativeDistance, $0.first, $0.second) < ($1.relativeDistance, $1.first, $1.second)
    }
    return pairs
}

private func lists(_ neighbors: SparseMatrix, _ row: Int, _ other: Int) -> Bool {
    neighbors.entries(ofRow: row).contains { Int(neighbors.columns[$0]) == other }
}

/// The limit at the end of the plateau; both `pairs` and `links` are distances that ascend. Limits
/// are tried from wide to narrow, each half a per cent below the last.
private func plateauLimit(pairs: [Double], links: [Double]) -> Double? {
    func isFlat(_ distances: [Double], _ limit: Double) -> Bool {
        let wider = Double(count(distances, upTo: limit * plateauStep))
        return wider <= (1 + plateauGrowth) * Double(count(distances, upTo: limit))
    }
    var limit = 1 / plateauStep
    while count(links, upTo: limit) >= plateauLinks {
        if isFlat(pairs, limit) && isFlat(links, limit) { return limit }
        limit *= 0.995
    }
    return nil
}

/// How many of `distances`, which ascend, are at most `limit`.
private func count(_ distances: [Double], upTo limit: Double) -> Int {
    var (low, high) = (0, distances.count)
    while low < high {
        let middle = (low + high) / 2
        if distances[middle] <= limit { low = middle + 1 } else { high = middle }
    }
    return low
}

/// Rows that are joined to groups, by union and find.
private struct Groups {
    private var parents: [Int]

    init(count: Int) { parents = Array(0..<count) }

    /// The first row of a row's group.
    mutating func root(_ row: Int) -> Int {
        var row = row
        while parents[row] != row {
            parents[row] = parents[parents[row]]
            row = parents[row]
        }
        return row
    }

    /// Joins the groups of two rows; false where they are one already.
    mutating func join(_ a: Int, _ b: Int) -> Bool {
        let (a, b) = (root(a), root(b))
        parents[max(a, b)] = min(a, b)
        return a != b
    }
}
