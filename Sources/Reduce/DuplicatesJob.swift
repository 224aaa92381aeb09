internal import Console
internal import Dense
internal import Findings
internal import Neighbors
internal import PCA
internal import Store

/// The copies in a data set: of images by the pixels of their previews, of vectors by how far they
/// stand apart from all others.
struct DuplicatesJob {
    let source: RowSource
    let map: MapOptions
    let run: RunOptions

    /// Groups of more equal rows than this would fill the neighbour lists of their members.
    private static let mostEqualListed = 8

    private var normalization: RowNormalization { map.normalization(of: source) }

    /// Groups of images of equal bytes, or of vectors of equal numbers as they were given.
    ///
    /// - Parameter rows: `[n, columns]`, not normalised.
    func equalRows(_ rows: Matrix<Float>) throws -> [[Int]] {
        guard case .images(let reader, _) = source.origin else { return groupsOfEqualRows(rows) }
        let digests = try reader.digests()
        return groupsOfEqual((0..<source.rows).lazy.map { digests[32 * $0..<32 * ($0 + 1)] })
    }

    /// The neighbour graph where that of the cosine of all rows does not do: of vectors in the
    /// map's metric; where many rows are equal, of one of each. Nil where it does.
    ///
    /// - Parameter rows: `[n, columns]`, not normalised.
    func ownGraph(_ rows: Matrix<Float>, equal: [[Int]]) throws -> SparseMatrix? {
        var isOwnMetric = false
        if case .vectors = source.origin { isOwnMetric = normalization != .l2 }
        let isCrowded = equal.contains { $0.count > Self.mostEqualListed }
        guard isOwnMetric || isCrowded else { return nil }
        var isCopy = [Bool](repeating: false, count: rows.rows)
        for members in equal {
            for member in members.dropFirst() { isCopy[member] = true }
        }
        let places = isCopy.indices.filter { !isCopy[$0] }
        var unique = rows.rows(places)
        (isOwnMetric ? normalization : .l2).apply(&unique)
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

    /// A graph of some of the rows as one of all; the others list nothing.
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

    /// Finds the copies and adds their table and parameters.
    ///
    /// - Parameters:
    ///   - rows: `[n, columns]`, of length 1.
    ///   - graph: of `ownGraph`, or of the cosines.
    func add(
        rows: Matrix<Float>, graph: SparseMatrix, equal: [[Int]], to result: inout Reduction
    ) throws -> NearDuplicates {
        var settings = DuplicateSettings()
        settings.limit = map.duplicates.limit
        var found: NearDuplicates
        var evidence = "the vectors"
        var unseen = 0
        if case .images(let reader, _) = source.origin {
            var previews = PreviewComparison(
                reader: reader, limit: settings.limit ?? settings.pictureLimit)
            found = try nearDuplicates(neighbors: graph, equal: equal, settings: settings) {
                try previews.compare($0)
            }
            unseen = previews.unreadable.count
            evidence = "the pixels of the previews"
            if unseen == source.rows {
                found = nearDuplicates(neighbors: graph, equal: equal, settings: settings)
                evidence = "the vectors, since the file has no previews"
            }
        } else {
            found = nearDuplicates(neighbors: graph, equal: equal, settings: settings)
        }
        result.tables.append(table(found, rows, result))
        let steps = (5...9).map { tenth in
            let limit = Double(tenth) / 10
            return "\(rounded(limit)) \(found.evidence.similarities.count { $0 >= limit })"
        }
        result.parameters += [
            ("duplicates_evidence", .text(evidence)),
            ("duplicates_limit", .real(found.evidence.limit)),
            ("duplicates_limit_from", .text(found.evidence.isGiven ? "given" : "default")),
            ("duplicates_candidates", .integer(found.evidence.candidates)),
            ("duplicates_candidates_left_out", .integer(found.evidence.leftOut)),
            ("duplicates_without_preview", .integer(unseen)),
            ("duplicates_pairs_by_limit", .text(steps.joined(separator: ", "))),
            ("duplicates_exact", .integer(found.count(.exact))),
            ("duplicates_near", .integer(found.pairs.count - found.count(.exact))),
        ]
        return found
    }

    private func table(
        _ found: NearDuplicates, _ rows: Matrix<Float>, _ result: Reduction
    ) -> ResultTable {
        let pairs = found.pairs
        func label(_ row: Int) -> String {
            let label = Int(result.labels[row])
            return result.labelNames.indices.contains(label) ? result.labelNames[label] : ""
        }
        return ResultTable(
            "duplicates",
            [
                .init("first", .integers(pairs.map { Int64($0.first) })),
                .init("second", .integers(pairs.map { Int64($0.second) })),
                .init("first_path", .texts(pairs.map { result.paths[$0.first] })),
                .init("second_path", .texts(pairs.map { result.paths[$0.second] })),
                .init("kind", .texts(pairs.map(\.kind.rawValue))),
                .init("cosine", .reals(pairs.map { cosine(rows, $0) })),
                .init("relative_distance", .reals(pairs.map { $0.relativeDistance ?? .nan })),
                .init("group", .integers(pairs.map { Int64(found.groupOfRow[$0.first]) })),
                .init("pixel_similarity", .reals(pairs.map { $0.likeness?.similarity ?? .nan })),
                .init("transform", .texts(pairs.map { $0.likeness?.transform ?? "" })),
                .init("first_label", .texts(pairs.map { label($0.first) })),
                .init("second_label", .texts(pairs.map { label($0.second) })),
            ])
    }
}

/// Of two rows of length 1, -1...1: single precision's rounding of the rows goes no further.
func cosine(_ rows: Matrix<Float>, _ pair: DuplicatePair) -> Double {
    let product = zip(rows.row(pair.first), rows.row(pair.second)).reduce(0) {
        $0 + Double($1.0) * Double($1.1)
    }
    return min(1, max(-1, product))
}
