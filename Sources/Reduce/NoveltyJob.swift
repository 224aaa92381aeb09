internal import Console
internal import Dense
internal import Findings
internal import Neighbors
internal import PCA
internal import Store
internal import Tokens

/// Measures how new rows are compared with the rows of a finished map.
///
/// A row's distance is the mean distance to its 5 nearest rows of the map, copies counted once. Its
/// novelty is the share of the map's rows with a smaller distance to their own neighbours, 0...1; 0
/// for a copy. Of rows like those of the map, a share of about 1 - x has a novelty above x.
///
/// `measure` uses the rows that the map was made from; `measureFromScores` only the map file.
struct NoveltyJob {
    /// The new rows.
    let source: ReductionRows
    /// The finished map.
    let reference: Reduction
    /// Principal components of the finished map.
    let components: PrincipalComponents
    /// Scores of the new rows, `[rows, components]`.
    let scores: Matrix<Float>
    /// Layer of the map.
    let layer: LayerName
    /// Normalisation of the rows before PCA.
    let normalization: RowNormalization
    /// Seed for the sample of the map's rows.
    let seed: UInt64

    /// Novelty above which a row counts as novel.
    static let limit = 0.99
    /// Largest number of rows of the map that form the scale; more are sampled by the seed.
    static let scaleRows = 5_000
    /// Number of nearest rows whose mean distance counts: a single nearest row may itself be an
    /// outlier.
    static let neighbors = 5
    /// A row is a copy if its distance to the nearest row is at most this share of its mean
    /// distance.
    static let copyShare = 1e-3
    /// Number of neighbours that are searched, so that copies among them can be skipped.
    private static let searchedNeighbors = 16
    /// Number of new rows whose neighbours are searched in one pass over the map's rows.
    private static let batchRows = 16_384

    /// Distances of the new rows to the map, and the scale that turns them into novelty.
    struct Measurement {
        /// Distances within the map.
        let scale: NoveltyScale
        /// Mean distance of each new row to its nearest rows of the map, `[rows]`.
        var distances: [Double] = []
        /// Distance of each new row to its nearest row of the map, `[rows]`.
        var nearestDistances: [Double] = []
        /// Index of that row, `[rows]`.
        var nearest: [Int] = []

        /// Novelty of each new row, 0...1, `[rows]`; 0 for a copy of a row of the map.
        ///
        /// An image that is embedded again differs from its stored row by rounding: its distance is
        /// about 1e-6 of the distance to other images, and up to 1e-4 if single tokens round
        /// differently.
        var novelty: [Double] {
            zip(distances, nearestDistances).map {
                $1 <= NoveltyJob.copyShare * $0 ? 0 : scale.novelty($0)
            }
        }

        /// The rows of the table; `paths` are those of the map.
        func rows(paths: [String]) -> [NoveltyRow] {
            let novelty = novelty
            return novelty.indices.map {
                NoveltyRow(
                    novelty: novelty[$0], neighborDistance: distances[$0],
                    nearestDistance: nearestDistances[$0], nearestPath: paths[nearest[$0]])
            }
        }
    }

    /// Measures novelty with the rows that the map was made from, normalised as for the map.
    /// Distances are exact.
    ///
    /// - Parameter parent: Those rows; they are read once for the scale, and once per 16,384 new
    ///   rows.
    func measure(among parent: ReductionRows) throws -> Measurement {
        try measure(
            source.blocks(layer, normalization), among: parent.blocks(layer, normalization),
            copies: copies)
    }

    /// Measures the novelty of rows among others, both normalised as for the map.
    ///
    /// - Parameter copies: Group of copies of each of the other rows; -1 without copies.
    func measure(
        _ new: RowBlocks, among rows: RowBlocks, copies: [Int]
    ) throws -> Measurement {
        let chosen = scaleRows(of: rows.rows)
        let queries = try rows.gather(chosen)
        var scale = StreamedNeighbors(
            queries: queries, count: min(Self.searchedNeighbors, rows.rows - 1), excluded: chosen)
        try rows.forEachBlock { scale.add($0, firstRow: $1) }
        var measurement = Measurement(
            scale: NoveltyScale(
                distancesWithinMap(scale.graph(rows: rows.rows), of: chosen, copies) { _ in 0 }))
        func searchMap(_ elements: [Float]) throws {
            var search = StreamedNeighbors(
                queries: Matrix(
                    rows: elements.count / rows.columns, columns: rows.columns, elements: elements),
                count: min(Self.searchedNeighbors, rows.rows))
            try rows.forEachBlock { search.add($0, firstRow: $1) }
            add(search.graph(rows: rows.rows), copies, to: &measurement) { _ in 0 }
        }
        var batch: [Float] = []
        try new.forEachBlock { block, first in
            batch += block.elements
            let isLast = first + block.rows == new.rows
            if isLast || batch.count >= Self.batchRows * rows.columns {
                try searchMap(batch)
                batch = []
            }
        }
        return measurement
    }

    /// Measures approximate novelty if those rows are not available: from the scores of the map,
    /// and from the estimated length of what each row has outside the components.
    func measureFromScores() throws -> Measurement {
        guard let pca = reference.pca else {
            preconditionFailure("a map without components has no rows placed in it")
        }
        let meanScores = (0..<pca.components.rows).map { row in
            zip(pca.components.row(row), pca.mean).reduce(0.0) { $0 + $1.0 * $1.1 }
        }
        let explained = pca.ratios.reduce(0, +)
        let mapResiduals = ComponentResiduals(
            scores: pca.scores, variances: pca.variances, meanScores: meanScores,
            meanRest: squares(pca.mean) - squares(meanScores),
            squaredLength: squaredLength,
            totalVariance: explained > 0 ? pca.variances.reduce(0, +) / explained : 0)
        // With one more column, which is 0 for queries, distances include the length of what a row
        // has outside the components.
        let points = widened(pca.scores) { Float(mapResiduals.inSample[$0].squareRoot()) }
        let chosen = scaleRows(of: points.rows)
        let graph = nearestRows(
            of: widened(pca.scores.rows(chosen)) { _ in 0 }, among: points,
            count: min(Self.searchedNeighbors, points.rows - 1), excluded: chosen)
        let copies = self.copies
        var measurement = Measurement(
            scale: NoveltyScale(
                distancesWithinMap(graph, of: chosen, copies) { mapResiduals.leftOut[$0] }))
        let residuals = try self.residuals()
        add(
            nearestRows(
                of: widened(scores) { _ in 0 }, among: points,
                count: min(Self.searchedNeighbors, points.rows)), copies, to: &measurement
        ) { residuals[$0] }
        return measurement
    }

    // MARK: - The scale

    /// Rows of the map that form the scale.
    private func scaleRows(of count: Int) -> [Int] {
        var generator = CounterGenerator(seed: seed)
        return count > Self.scaleRows
            ? generator.sample(Self.scaleRows, below: count) : Array(0..<count)
    }

    /// Mean distance of each chosen row of the map to its nearest rows that are not copies of it;
    /// rows with copies only are left out.
    ///
    /// - Parameter residual: Squared distance outside the components, by row.
    private func distancesWithinMap(
        _ graph: SparseMatrix, of chosen: [Int], _ copies: [Int], residual: (Int) -> Double
    ) -> [Double] {
        chosen.enumerated().compactMap { place, row in
            let others = graph.entries(ofRow: place).lazy.filter { graph.values[$0] > 0 }
            return meanDistance(
                graph, Array(others), copies, own: copies[row], residual: residual(row))
        }
    }

    /// Appends the distances of new rows, given their neighbours.
    ///
    /// - Parameter residual: Squared distance outside the components, by row of the graph.
    private func add(
        _ graph: SparseMatrix, _ copies: [Int], to measurement: inout Measurement,
        residual: (Int) -> Double
    ) {
        for row in 0..<graph.rowCount {
            let entries = graph.entries(ofRow: row)
            let nearest = Double(graph.values[entries.lowerBound])
            let residual = residual(row)
            measurement.nearest.append(Int(graph.columns[entries.lowerBound]))
            measurement.nearestDistances.append((nearest * nearest + residual).squareRoot())
            measurement.distances.append(
                meanDistance(graph, Array(entries), copies, own: -1, residual: residual) ?? 0)
        }
    }

    /// Mean of the first distances of a row, each group of copies counted once and the row's own
    /// group left out; nil if nothing is left.
    private func meanDistance(
        _ graph: SparseMatrix, _ entries: [Int], _ copies: [Int], own: Int, residual: Double
    ) -> Double? {
        var seen: Set<Int> = []
        var distances: [Double] = []
        for entry in entries where distances.count < Self.neighbors {
            let group = copies[Int(graph.columns[entry])]
            if group >= 0 && (group == own || !seen.insert(group).inserted) { continue }
            let distance = Double(graph.values[entry])
            distances.append((distance * distance + residual).squareRoot())
        }
        return distances.isEmpty ? nil : distances.reduce(0, +) / Double(distances.count)
    }

    /// Group of copies of each row of the map; -1 without copies.
    private var copies: [Int] {
        (reference.findings?.duplicates.rows ?? []).copyGroups(count: reference.paths.count)
    }

    // MARK: - Off the components

    /// Squared length of every normalised row; nil without normalisation.
    private var squaredLength: Double? {
        switch normalization {
        case .l2: 1
        case .layernorm: Double(source.columns)
        case .none: nil
        }
    }

    /// Squared length of what each new row has outside the components, `[rows]`.
    private func residuals() throws -> [Double] {
        var residuals: [Double] = []
        residuals.reserveCapacity(source.rows)
        try source.blocks(layer, normalization).forEachBlock { block, first in
            for row in 0..<block.rows {
                var whole = 0.0
                for (value, mean) in zip(block.row(row), components.mean) {
                    whole += (Double(value) - mean) * (Double(value) - mean)
                }
                let inside = scores.row(first + row).reduce(0.0) { $0 + Double($1) * Double($1) }
                residuals.append(max(0, whole - inside))
            }
        }
        return residuals
    }

    /// Rows with one more column.
    private func widened(_ rows: Matrix<Float>, _ value: (Int) -> Float) -> Matrix<Float> {
        var elements: [Float] = []
        elements.reserveCapacity(rows.rows * (rows.columns + 1))
        for row in 0..<rows.rows {
            elements += rows.row(row)
            elements.append(value(row))
        }
        return Matrix(rows: rows.rows, columns: rows.columns + 1, elements: elements)
    }

    /// Sum of squares.
    private func squares(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 } }
}
