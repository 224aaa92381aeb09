internal import Console
internal import Dense
internal import Findings
internal import Neighbors
internal import PCA
internal import Store

/// Finds the copies in a data set: of images by the pixels of their previews, of vectors by how
/// isolated a pair is from all other rows.
struct DuplicatesJob {
    /// The rows that are compared.
    let source: ReductionRows
    /// Options of the map, among them the similarity limit.
    let map: MapOptions
    /// Threads, seed and output of the run.
    let run: RunOptions

    /// Largest group of equal rows for which the usual neighbour graph is used. Larger ones would
    /// fill the neighbour lists of their members.
    private static let largestListedGroup = 8

    /// Normalisation of the map's rows.
    private var normalization: RowNormalization { map.normalization(of: source) }

    /// Groups of images with equal bytes, or of vectors with equal numbers, `[groups][members]`.
    ///
    /// - Parameter rows: The rows, `[n, columns]`, not normalised.
    func equalRows(_ rows: Matrix<Float>) throws -> [[Int]] {
        guard case .images(let reader, _) = source.origin else { return groupsOfEqualRows(rows) }
        let digests = try reader.digests()
        return groupsOfEqual((0..<source.rows).lazy.map { digests[32 * $0..<32 * ($0 + 1)] })
    }

    /// A neighbour graph in which each group of equal rows has one row only. It is needed for
    /// vectors with another metric than the cosine, and if groups of equal rows are large;
    /// otherwise it is nil, and the cosine graph of all rows is used.
    ///
    /// - Parameters:
    ///   - rows: The rows, `[n, columns]`, not normalised.
    ///   - equal: Groups of equal rows.
    func uniqueRowGraph(_ rows: Matrix<Float>, equal: [[Int]]) throws -> SparseMatrix? {
        var usesMapMetric = false
        if case .vectors = source.origin { usesMapMetric = normalization != .l2 }
        let hasLargeGroups = equal.contains { $0.count > Self.largestListedGroup }
        guard usesMapMetric || hasLargeGroups else { return nil }
        var isCopy = [Bool](repeating: false, count: rows.rows)
        for members in equal {
            for member in members.dropFirst() { isCopy[member] = true }
        }
        let places = isCopy.indices.filter { !isCopy[$0] }
        var unique = rows.rows(places)
        (usesMapMetric ? normalization : .l2).apply(&unique)
        guard places.count > 1 else { return expanded(nil, places, rowCount: rows.rows) }
        let count = min(FindingsJob.neighbors, places.count - 1)
        let method = chooseMethod(rows: unique.rows, columns: unique.columns).method
        let graph =
            method == .exact
            ? exactNeighbors(of: unique, count: count)
            : try approximateNeighbors(
                of: unique, count: count, settings: ApproximateSettings(seed: run.seed))
        return expanded(graph, places, rowCount: rows.rows)
    }

    /// Renumbers a graph of some of the rows as one of all rows; the other rows have no neighbours.
    private func expanded(
        _ graph: SparseMatrix?, _ places: [Int], rowCount: Int
    ) -> SparseMatrix {
        var counts = [Int](repeating: 0, count: rowCount)
        if let graph {
            for (row, place) in places.enumerated() {
                counts[place] = graph.entries(ofRow: row).count
            }
        }
        var offsets = [0]
        for count in counts { offsets.append(offsets[offsets.count - 1] + count) }
        return SparseMatrix(
            rowCount: rowCount, columnCount: rowCount, offsets: offsets,
            columns: graph.map { $0.columns.map { Int32(places[Int($0)]) } } ?? [],
            values: graph?.values ?? [])
    }

    /// Finds the copies.
    ///
    /// - Parameters:
    ///   - vectors: The rows, normalised to length 1, `[n, columns]`.
    ///   - graph: The result of `uniqueRowGraph`, or the cosine graph.
    ///   - equal: Groups of equal rows.
    ///   - rows: Names and labels.
    /// - Returns: The result, and the pairs of which it is made.
    func duplicates(
        _ vectors: Matrix<Float>, graph: SparseMatrix, equal: [[Int]], rows: MapRows
    ) throws -> (result: DuplicateResult, pairs: [DuplicatePair]) {
        var settings = DuplicateSettings()
        settings.limit = map.duplicates.limit
        var search: NearDuplicates
        var evidence = DuplicateEvidenceText.vectors
        var unreadable = 0
        if case .images(let reader, _) = source.origin {
            var previews = PreviewComparison(
                reader: reader, limit: settings.limit ?? settings.imageLimit)
            search = try nearDuplicates(neighbors: graph, equal: equal, settings: settings) {
                try previews.compare($0)
            }
            unreadable = previews.unreadable.count
            evidence = DuplicateEvidenceText.pixels
            if unreadable == source.rows {
                search = nearDuplicates(neighbors: graph, equal: equal, settings: settings)
                evidence = DuplicateEvidenceText.withoutPreviews
            }
        } else {
            search = nearDuplicates(neighbors: graph, equal: equal, settings: settings)
        }
        let steps = (5...9).map { tenth in
            let limit = Double(tenth) / 10
            return "\(rounded(limit)) \(search.evidence.similarities.count { $0 >= limit })"
        }
        var parameters = DuplicateParameters()
        parameters.evidence = evidence
        parameters.limit = search.evidence.limit
        parameters.limitSource = search.evidence.isGiven ? "given" : "default"
        parameters.candidates = search.evidence.candidates
        parameters.candidatesLeftOut = search.evidence.leftOut
        parameters.withoutPreview = unreadable
        parameters.pairsByLimit = steps.joined(separator: ", ")
        parameters.exactPairs = search.count(.exact)
        parameters.nearPairs = search.pairs.count - search.count(.exact)
        let table = search.pairs.map { pair in
            DuplicateRow(
                first: pair.first, second: pair.second, firstPath: rows.paths[pair.first],
                secondPath: rows.paths[pair.second], kind: .init(pair.kind),
                cosine: cosine(vectors, pair), relativeDistance: pair.relativeDistance ?? .nan,
                group: search.groupOfRow[pair.first],
                pixelSimilarity: pair.imageMatch?.similarity ?? .nan,
                transform: pair.imageMatch?.transform ?? "",
                firstLabel: rows.label(ofRow: pair.first),
                secondLabel: rows.label(ofRow: pair.second))
        }
        return (DuplicateResult(rows: table, parameters: parameters), search.pairs)
    }
}

/// What pairs were compared by, as the file states it.
enum DuplicateEvidenceText {
    /// Rows without images.
    static let vectors = "the vectors"
    /// Images with previews.
    static let pixels = "the pixels of the previews"
    /// Images of which no preview can be decoded.
    static let withoutPreviews = "the vectors, since the file has no previews"
}

extension DuplicateRow.Kind {
    /// The kind as the table names it.
    fileprivate init(_ kind: DuplicateKind) {
        switch kind {
        case .exact: self = .exact
        case .near: self = .near
        case .nearInVectors: self = .nearInVectors
        }
    }
}

/// Cosine similarity of two rows of length 1, clamped to -1...1.
func cosine(_ rows: Matrix<Float>, _ pair: DuplicatePair) -> Double {
    let product = zip(rows.row(pair.first), rows.row(pair.second)).reduce(0) {
        $0 + Double($1.0) * Double($1.1)
    }
    return min(1, max(-1, product))
}
