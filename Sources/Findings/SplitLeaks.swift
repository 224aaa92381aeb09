/// Two copies that lie in different splits.
public struct SplitLeak: Sendable, Equatable {
    public let pair: DuplicatePair
    /// The splits of `pair.first` and `pair.second`.
    public let splits: [Int32]
}

/// The pairs of duplicates whose rows lie in different splits (train, val, test), in the order of
/// `pairs`. A group of duplicates that holds several splits has such a pair.
///
/// `splits` `[n]`; rows with a negative one are in none.
public func splitLeaks(_ pairs: [DuplicatePair], splits: [Int32]) -> [SplitLeak] {
    pairs.compactMap { pair in
        precondition(
            pair.first >= 0 && pair.second < splits.count,
            "rows \(pair.first) and \(pair.second), splits of \(splits.count)")
        let (a, b) = (splits[pair.first], splits[pair.second])
        return a >= 0 && b >= 0 && a != b ? SplitLeak(pair: pair, splits: [a, b]) : nil
    }
}
