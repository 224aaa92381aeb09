/// The method by which the neighbour graph is found.
public enum NeighborMethod: String, Sendable, CaseIterable {
    /// By `exactNeighbors`, in a time that grows with the square of the rows.
    case exact
    /// By `approximateNeighbors`: hnswlib's hierarchical graph, which misses a few.
    case hnsw
}

/// A method and the reason for its choice.
public struct NeighborChoice: Sendable, Equatable {
    /// The method that is used.
    public let method: NeighborMethod
    /// A line for the run's report.
    public let reason: String
}

/// The most rows that are searched exactly unless the user asks otherwise, a multiple of 1,000:
/// about where both methods take the same processor time, by measurement with 90 neighbours.
///
/// Exact search took 0.2 + 0.0088 · columns nanoseconds per pair of rows, approximate search 160 +
/// 0.3 · columns microseconds per row (a third less where rows fall into clear clusters, a quarter
/// more where they do not).
public func largestExactSearch(columns: Int) -> Int {
    let width = Double(max(0, columns))
    return Int((160 + 0.3 * width) / (0.2 + 0.0088 * width)) * 1_000
}

/// The method for that many rows unless the user asks for another: exact up to
/// `largestExactSearch(columns:)`.
public func chooseMethod(rows: Int, columns: Int) -> NeighborChoice {
    let limit = largestExactSearch(columns: columns)
    let exact = rows <= limit
    return NeighborChoice(
        method: exact ? .exact : .hnsw,
        reason: exact
            ? "neighbours: exact (\(rows) rows; HNSW is faster only above about \(limit))"
            : "neighbours: approximate, by HNSW (\(rows) rows; exact search is slower above about "
                + "\(limit))")
}

/// The bytes that a search for `count` neighbours of `rows` rows needs at its peak, the rows
/// themselves and the result included; an estimate from the sizes of all arrays.
public func neighborsMemory(
    method: NeighborMethod, rows: Int, columns: Int, count: Int,
    settings: ApproximateSettings? = nil
) -> Int {
    let points = rows * columns * 4
    // Index and distance of every neighbour, and the offsets.
    let result = rows * (count * 8 + 8)
    switch method {
    case .exact:
        // The rows once more as they are scanned, with squares, two bounds and a gap; then lists
        // of candidates and a batch of results.
        let scan = points + rows * 28
        let batch = min(rows, 128 * 120) * count * 40
        return points + result + scan + batch + (16 << 20)
    case .hnsw:
        let links = (settings ?? ApproximateSettings()).links
        // hnswlib: the links of the lowest level, the row filled up to 16 numbers, its label, a
        // mutex of 40 bytes, a pointer, a level, two marks of visits a thread, and the higher
        // levels that one row of `links` has; ours: four orders of rows and their batches.
        let element = (2 * links + 1) * 4 + (columns + 15) / 16 * 64 + 8 + 40 + 8 + 4 + 8
        let higher = (links + 1) * 4 * 2 / links + 16
        return points + result + rows * (element + higher + 40)
            + min(rows, 8192) * count * 48 + (16 << 20)
    }
}
