internal import Store

/// What was found in the data set, by row. A list is nil if it was not searched.
struct FindingsDescription: Encodable {
    @OrNull var conflicts: [Pair]?
    @OrNull var duplicates: [Pair]?
    @OrNull var doubtful: [Doubt]?
    @OrNull var outliers: [Outlier]?
    @OrNull var leaks: [Pair]?
    @OrNull var missing: String?

    /// Two rows that are copies.
    struct Pair: Encodable {
        var first: Int
        var second: Int
        var kind: String
        @OrNull var cosine: Double?
        @OrNull var pixels: Double?
        var transform: String
        var firstLabel: String
        var secondLabel: String
    }

    /// A label that the neighbours contradict.
    struct Doubt: Encodable {
        var row: Int
        var label: String
        var suggested: String
        @OrNull var confidence: Double?
        var votes: Int
        var suggestedVotes: Int
    }

    /// A row far from the others.
    struct Outlier: Encodable {
        var row: Int
        @OrNull var distance: Double?
        @OrNull var percentile: Double?
        var isFar: Bool
    }

    /// No findings.
    init(missing: String? = nil) { self.missing = missing }

    /// The findings of a map; lines about rows that it does not have are left out.
    ///
    /// - Throws: `StoreError` if the paths cannot be read.
    init(_ map: PageMap) throws {
        let reduction = map.reduction
        missing = reduction.parameters.findingsMissing
        guard let findings = reduction.findings else { return }
        let rows = 0..<map.rowCount
        var copies: [[Int]: DuplicateRow] = [:]
        for pair in findings.duplicates.rows { copies[[pair.first, pair.second]] = pair }
        func isKnown(_ first: Int, _ second: Int) -> Bool {
            rows.contains(first) && rows.contains(second)
        }
        func pair(
            _ first: Int, _ second: Int, kind: DuplicateRow.Kind?, cosine: Double,
            _ labels: (String, String)
        ) -> Pair {
            let copy = copies[[first, second]] ?? copies[[second, first]]
            return Pair(
                first: first, second: second,
                kind: (kind ?? copy?.kind ?? .near).rawValue, cosine: finite(cosine),
                pixels: copy.flatMap { finite($0.pixelSimilarity) },
                transform: copy?.transform ?? "", firstLabel: labels.0, secondLabel: labels.1)
        }
        conflicts = findings.labels?.conflicts?.filter { isKnown($0.first, $0.second) }.map {
            pair(
                $0.first, $0.second, kind: $0.kind, cosine: $0.cosine,
                ($0.firstLabel, $0.secondLabel))
        }
        duplicates = findings.duplicates.rows.filter { isKnown($0.first, $0.second) }.map {
            pair(
                $0.first, $0.second, kind: $0.kind, cosine: $0.cosine,
                ($0.firstLabel, $0.secondLabel))
        }
        doubtful = findings.labels?.doubtful.filter { rows.contains($0.row) }.map {
            Doubt(
                row: $0.row, label: $0.label, suggested: $0.suggestedLabel,
                confidence: finite($0.confidence), votes: $0.votes,
                suggestedVotes: $0.suggestedVotes)
        }
        if let outliers = findings.outliers {
            let parameters = outliers.parameters
            let limit = (parameters.medianDistance ?? .nan) * (parameters.factor ?? .nan)
            self.outliers = outliers.rows.filter { rows.contains($0.row) }.map {
                Outlier(
                    row: $0.row, distance: finite($0.distance), percentile: finite($0.percentile),
                    isFar: $0.distance >= limit)
            }
        }
        guard let leaks = findings.leaks else { return }
        var places: [String: Int] = [:]
        let wanted = Set(leaks.flatMap { [$0.firstPath, $0.secondPath] })
        for rows in PageChunk.blocks(of: wanted.isEmpty ? 0 : map.rowCount) {
            for (row, path) in zip(rows, try map.paths(of: rows))
            where wanted.contains(path) && places[path] == nil { places[path] = row }
        }
        self.leaks = leaks.compactMap { leak in
            guard let first = places[leak.firstPath], let second = places[leak.secondPath] else {
                return nil
            }
            return pair(
                first, second, kind: nil, cosine: leak.cosine, (leak.firstSplit, leak.secondSplit))
        }
    }
}
