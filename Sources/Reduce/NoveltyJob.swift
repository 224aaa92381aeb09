internal import Console
internal import Dense
internal import Findings
internal import Neighbors
internal import PCA
internal import Store

/// How far new rows lie from the rows of a finished map, and how new that makes them.
struct NoveltyJob {
    /// The new rows.
    let source: ReductionRows
    let reference: Reduction
    let components: PrincipalComponents
    /// Of the new rows, `[rows, components]`.
    let scores: Matrix<Float>
    let layer: LayerName
    let normalization: RowNormalization
    let seed: UInt64

    /// Novelty above which a row counts as new.
    static let limit = 0.99
    /// Rows of the map that make the scale: all, or so many drawn by the seed.
    static let scaleRows = 5_000
    /// Neighbours whose mean distance counts: one alone may be a stray row itself.
    static let neighbors = 5
    /// The distance to the nearest row over the mean distance up to which a row is a copy.
    static let copyShare = 1e-3
    /// Neighbours of a row that are sought, so that copies among them can be passed over.
    private static let searchedNeighbors = 16
    /// New rows whose neighbours are sought in one pass over the map's.
    private static let batchRows = 16_384

    struct Measurement {
        let scale: NoveltyScale
        /// `[rows]`: the mean distance of each new row to its nearest rows of the map.
        var distances: [Double] = []
        /// `[rows]`: the distance to the nearest row, and which it is.
        var nearestDistances: [Double] = []
        var nearest: [Int] = []

        /// `[rows]`: 0 for a copy of a row of the map.
        ///
        /// A picture embedded again differs from its stored row by rounding: its distance is some
        /// 1e-6 of that to other pictures, and up to 1e-4 where single tokens round another way.
        var novelty: [Double] {
            zip(distances, nearestDistances).map {
                $1 <= NoveltyJob.copyShare * $0 ? 0 : scale.novelty($0)
            }
        }

        /// The table; `paths` are those of the map.
        func rows(paths: [String]) -> [NoveltyRow] {
            let novelty = novelty
            return novelty.indices.map {
                NoveltyRow(
                    novelty: novelty[$0], neighborDistance: distances[$0],
                    nearestDistance: nearestDistances[$0], nearestPath: paths[nearest[$0]])
            }
        }
    }

    /// From the rows themselves, normalised as the map's.
    func measure(among parent: ReductionRows) throws -> Measurement {
        let rows = parent.blocks(layer, normalization)
        let chosen = scaleRows(of: rows.rows)
        let queries = try rows.gather(chosen)
        var scale = StreamedNeighbors(
            queries: queries, count: min(Self.searchedNeighbors, rows.rows - 1), excluded: chosen)
        try rows.forEachBlock { scale.add($0, firstRow: $1) }
        let copies = self.copies
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
        try source.blocks(layer, normalization).forEachBlock { block, first in
            batch += block.elements
            let isLast = first + block.rows == source.rows
            if isLast || batch.count >= Self.batchRows * rows.columns {
                try searchMap(batch)
                batch = []
            }
        }
        return measurement
    }

    /// Where the map's rows are not at hand: from its scores and the lengths of what rows have off
    /// the components.
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
        // A column more, in which the distance to a query's 0 is the length of the row's rest.
        let points = widened(pca.scores) { Float(mapResiduals.own[$0].squareRoot()) }
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

    private func scaleRows(of count: Int) -> [Int] {
        var generator = CounterGenerator(seed: seed)
        return count > Self.scaleRows
            ? generator.sample(Self.scaleRows, below: count) : Array(0..<count)
    }

    /// The mean distance of each chosen row to its nearest that are no copies of it; rows that have
    /// copies only are left out. `rest` is a row's squared distance beside that of the graph.
    private func distancesWithinMap(
        _ graph: SparseMatrix, of chosen: [Int], _ copies: [Int], residual: (Int) -> Double
    ) -> [Double] {
        chosen.enumerated().compactMap { place, row in
            let others = graph.entries(ofRow: place).lazy.filter { graph.values[$0] > 0 }
            return meanDistance(
                graph, Array(others), copies, own: copies[row], residual: residual(row))
        }
    }

    /// Adds new rows by the neighbours of each, `rest` by their places in the graph.
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

    /// The mean of the first distances, a group of copies counted once and the row's own not at
    /// all; nil where nothing is left.
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

    /// The group of copies of each row of the map, by its table of duplicates.
    private var copies: [Int] {
        (reference.findings?.duplicates.rows ?? []).copyGroups(count: reference.paths.count)
    }

    // MARK: - Off the components

    /// The squared length of every row after normalisation.
    private var squaredLength: Double? {
        switch normalization {
        case .l2: 1
        case .layernorm: Double(source.columns)
        case .none: nil
        }
    }

    /// The squared length of what each new row has off the components, `[rows]`.
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

    private func widened(_ rows: Matrix<Float>, _ value: (Int) -> Float) -> Matrix<Float> {
        var elements: [Float] = []
        elements.reserveCapacity(rows.rows * (rows.columns + 1))
        for row in 0..<rows.rows {
            elements += rows.row(row)
            elements.append(value(row))
        }
        return Matrix(rows: rows.rows, columns: rows.columns + 1, elements: elements)
    }

    private func squares(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 } }
}
