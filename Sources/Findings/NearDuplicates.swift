public import Dense

/// How two rows are the same.
public enum DuplicateKind: String, Sendable, CaseIterable {
    /// The image files have equal bytes, or the vectors equal numbers.
    case exact
    /// The images agree pixel by pixel after alignment.
    case near
    /// Rows without images that are much nearer to one another than to any other row.
    case nearInVectors = "near in the vectors"
}

/// Two rows.
public struct RowPair: Sendable, Hashable, Comparable {
    /// The lower of the two.
    public let first: Int
    public let second: Int

    public init(_ a: Int, _ b: Int) { (first, second) = (min(a, b), max(a, b)) }

    public static func < (a: RowPair, b: RowPair) -> Bool {
        (a.first, a.second) < (b.first, b.second)
    }
}

/// Two rows that are copies of one another.
public struct DuplicatePair: Sendable, Equatable {
    /// The lower of the two rows.
    public let first: Int
    public let second: Int
    public let kind: DuplicateKind
    /// Distance of the two in the metric of the graph, 0 or more.
    public let distance: Double
    /// The distance over that to the nearest row outside their group, at least 0; nil where the
    /// neighbour lists show none.
    public let relativeDistance: Double?
    /// The comparison of their pixels; nil for exact copies and for rows without images.
    public let imageMatch: ImageMatch?
}

/// The similarity limit of a search for duplicates, and the pairs that were compared.
public struct DuplicateEvidence: Sendable, Equatable {
    /// The lowest similarity of a pair, 0...1. For images it is `ImageMatch.similarity`, for rows
    /// without images 1 - `relativeDistance`.
    public let limit: Double
    /// Whether the caller gave it.
    public let isGiven: Bool
    /// Pairs that were compared.
    public let candidates: Int
    /// Pairs of near neighbours that were too many to compare.
    public let leftOut: Int
    /// Similarities of the compared pairs that reach half of the limit, descending.
    public let similarities: [Double]
}

/// The copies in a data set.
public struct NearDuplicates: Sendable, Equatable {
    /// Exact pairs first, then in order of falling similarity; ties by row.
    public let pairs: [DuplicatePair]
    /// Connected components of the pairs, `[groups][members]`: members ascending, groups by their
    /// first member.
    public let groups: [[Int]]
    /// The index in `groups` of each row `[n]`, -1 for rows without a copy.
    public let groupOfRow: [Int]
    public let evidence: DuplicateEvidence

    /// Number of pairs of a kind.
    public func count(_ kind: DuplicateKind) -> Int { pairs.count { $0.kind == kind } }
}

/// Thresholds of the search for duplicates, and how many pairs it compares.
public struct DuplicateSettings: Sendable, Equatable {
    /// The least similarity, 0...1; nil for the defaults below.
    public var limit: Double?
    /// The default limit for images. The most similar photographs of different scenes reach about
    /// 0.5, the least similar copies 0.7; see Documentation/ReductionVerification.md.
    public var imageLimit = 0.6
    /// The default limit for rows without images. It is raised where chance alone makes such pairs.
    public var vectorLimit = 0.5
    /// For rows without images: number of pairs that chance may make in the whole data set.
    public var chance = 0.01
    /// Neighbours of a row that are compared with it at a time.
    public var batch = 5
    /// Largest number of pairs that are compared in one round.
    public var mostPairs = 100_000

    public init() {}
}

/// Finds images that are copies of one another.
///
/// Candidates come from the neighbour graph: each row with its five nearest; where one of these is
/// a copy, with the next five, and so on. No distance decides, so that the answer does not depend
/// on how many rows there are or how dense they lie. With more than `mostPairs` candidates those
/// of the smallest distances, over the distance to the farthest listed neighbour, are compared.
///
/// - Parameters:
///   - neighbors: `[n, n]`: each row's nearest others, nearest first, with their distances.
///   - equal: groups of exact copies, `[groups][members]`, ascending; one of each is compared.
///   - compare: the match of each pair; nil for images that differ or cannot be compared.
public func nearDuplicates(
    neighbors: SparseMatrix, equal: [[Int]], settings: DuplicateSettings = DuplicateSettings(),
    compare: ([RowPair]) throws -> [ImageMatch?]
) throws -> NearDuplicates {
    var lists = CandidateLists(neighbors, equal: equal)
    let limit = settings.limit ?? settings.imageLimit
    var seen: Set<RowPair> = []
    var found: [(pair: RowPair, imageMatch: ImageMatch)] = []
    var similarities: [Double] = []
    var leftOut = 0
    var rows = lists.rows
    while !rows.isEmpty {
        var fresh: [RowPair] = []
        for row in rows {
            for other in lists.next(settings.batch, of: row) {
                let pair = RowPair(row, other)
                if seen.insert(pair).inserted { fresh.append(pair) }
            }
        }
        if fresh.count > settings.mostPairs {
            leftOut += fresh.count - settings.mostPairs
            let order = fresh.map { (lists.crowding($0), $0) }.sorted { $0 < $1 }
            fresh = order.prefix(settings.mostPairs).map(\.1)
            seen = Set(fresh)
        }
        fresh.sort()
        let imageMatches = try compare(fresh)
        precondition(
            imageMatches.count == fresh.count, "\(imageMatches.count) answers of \(fresh.count)")
        var again: Set<Int> = []
        for (pair, imageMatch) in zip(fresh, imageMatches) {
            guard let imageMatch else { continue }
            if imageMatch.similarity >= limit / 2 { similarities.append(imageMatch.similarity) }
            if imageMatch.similarity < limit { continue }
            found.append((pair, imageMatch))
            again.formUnion([pair.first, pair.second])
        }
        rows = again.sorted()
    }
    return assemble(
        lists, found.map { ($0.pair, $0.imageMatch) }, kind: .near,
        DuplicateEvidence(
            limit: limit, isGiven: settings.limit != nil, candidates: seen.count,
            leftOut: leftOut, similarities: similarities.sorted(by: >)))
}

/// Finds rows that are much nearer to one another than to any other row, where there are no
/// images to look at.
///
/// A group of rows (two, as a rule) stands apart when the largest of the steps that join it is at
/// most a share of the distance from any of its rows to the nearest row outside. The share is 1 -
/// `limit`: half by default, and less where chance makes such pairs. Of `n` rows spread evenly in
/// `m` dimensions one is at most `r` times as far from its nearest neighbour as from the second
/// with a probability of `r^m` (as in TwoNN, Facco et al. 2017, doi:10.1038/s41598-017-11873-y),
/// so the share is at most `(chance / n)^(1 / m)`, with the `m` at which the median of these ratios
/// is that of the rows.
///
/// - Parameters:
///   - neighbors: `[n, n]`: each row's nearest others, nearest first, with their distances, in any
///     metric.
///   - equal: groups of equal rows, `[groups][members]`, ascending; one of each counts.
public func nearDuplicates(
    neighbors: SparseMatrix, equal: [[Int]], settings: DuplicateSettings = DuplicateSettings()
) -> NearDuplicates {
    let lists = CandidateLists(neighbors, equal: equal)
    let share =
        settings.limit.map { 1 - $0 }
        ?? min(1 - settings.vectorLimit, lists.shareByChance(settings.chance))
    let groups = lists.isolatedGroups(share: share)
    var pairs: [RowPair] = []
    var similarities: [Double] = []
    for group in groups {
        let members = Set(group.members)
        for row in group.members {
            for (other, distance) in lists.neighbors(of: row)
            where members.contains(other) && distance <= share * group.isolation {
                // Both list the pair as a rule, where a search is approximate perhaps only one.
                if other < row && lists.neighbors(of: other).contains(where: { $0.0 == row }) {
                    continue
                }
                pairs.append(RowPair(row, other))
                similarities.append(1 - distance / group.isolation)
            }
        }
    }
    return assemble(
        lists, pairs.map { ($0, nil) }, kind: .nearInVectors,
        DuplicateEvidence(
            limit: 1 - share, isGiven: settings.limit != nil, candidates: pairs.count,
            leftOut: 0, similarities: similarities.sorted(by: >)))
}

/// Groups of more exact copies than this are pairs of the first with each other one only.
private let mostPairedCopies = 8

/// The pairs found among the rows that stand for equal ones, the pairs of these, and the groups of
/// both.
private func assemble(
    _ lists: CandidateLists, _ found: [(RowPair, ImageMatch?)], kind: DuplicateKind,
    _ evidence: DuplicateEvidence
) -> NearDuplicates {
    var exact: [RowPair] = []
    for members in lists.equal {
        for (place, row) in members.enumerated()
        where place == 0 || members.count <= mostPairedCopies {
            exact += members[(place + 1)...].map { RowPair(row, $0) }
        }
    }
    var joined = RowGroups(count: lists.rowCount)
    for pair in exact + found.map(\.0) { joined.join(pair.first, pair.second) }
    let roots = (0..<lists.rowCount).map { joined.root($0) }
    let groups = groupsOfEqual(roots)
    var groupOfRow = [Int](repeating: -1, count: lists.rowCount)
    for (number, members) in groups.enumerated() {
        for member in members { groupOfRow[member] = number }
    }
    /// Distance from a row to the nearest row outside its group.
    func isolation(_ row: Int) -> Double? {
        lists.neighbors(of: row).first { roots[$0.0] != roots[row] }?.1
    }
    let exactPairs = exact.sorted().map { pair in
        DuplicatePair(
            first: pair.first, second: pair.second, kind: .exact, distance: 0,
            relativeDistance: 0, imageMatch: nil)
    }
    let nearPairs = found.map { pair, imageMatch in
        let distance = lists.distance(pair)
        let outside = [isolation(pair.first), isolation(pair.second)].compactMap { $0 }.min()
        return DuplicatePair(
            first: pair.first, second: pair.second, kind: kind, distance: distance,
            relativeDistance: outside.flatMap { $0 > 0 ? distance / $0 : nil },
            imageMatch: imageMatch)
    }
    func order(_ pair: DuplicatePair) -> (Double, Int, Int) {
        (
            pair.imageMatch.map { -$0.similarity } ?? pair.relativeDistance ?? 1, pair.first,
            pair.second
        )
    }
    return NearDuplicates(
        pairs: exactPairs + nearPairs.sorted { order($0) < order($1) }, groups: groups,
        groupOfRow: groupOfRow, evidence: evidence)
}
