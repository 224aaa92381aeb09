internal import Console
internal import Dense
internal import MapFiles
internal import Neighbors
internal import PCA
internal import Store
internal import TSNE
internal import Tokens

/// Brings a finished map up to date (`reduce --update`): rows that it has keep their positions, new
/// ones are placed among them as by `--place`, and rows that are gone are left out.
///
/// Principal components stay those of the map; neighbours, divergence and quality are computed
/// again for all rows.
struct MapUpdateJob {
    /// The rows as they are now, and the finished map with its components.
    let placement: PlacementJob
    /// What computes neighbours and quality.
    let job: MapJob
    /// Name of each row now, `[n]`.
    let paths: [String]
    /// Whether a map that has few of the rows may be replaced.
    let overwrite: Bool

    /// Largest distance of a row from its earlier scores, as a share of their length: an image that
    /// is embedded again differs by rounding, about 1e-6.
    private static let equalShare: Float = 1e-3
    /// Share of placed rows above which a new map is advised.
    private static let muchPlaced = 0.2

    private var reference: Reduction { placement.reference }

    /// Checks that the map can be brought up to date.
    ///
    /// - Parameter curation: the lists and label files of this command.
    /// - Throws: `Failure` for an unfinished map, one of several layers, or one made with lists or
    ///   label files that this command lacks, or the other way round.
    func check(_ curation: CurationParameters) throws {
        let mine = reference.curation
        for (option, was, now) in [
            ("--only", mine.onlySHA256, curation.onlySHA256),
            ("--except", mine.exceptSHA256, curation.exceptSHA256),
            ("--labels", mine.labelFilesSHA256, curation.labelFilesSHA256),
        ] where (was == nil) != (now == nil) {
            throw Failure(
                Exit.usage,
                "\(placement.finished): expected \(option) as when it was made, found it "
                    + (was == nil ? "here only" : "missing") + "; give the same lists and labels.")
        }
        guard reference.placement == nil, let map = reference.map, let parameters = map.parameters,
            parameters.isFinished
        else {
            throw Failure(
                Exit.nothing,
                "\(placement.finished): expected a finished map of its own, found "
                    + (reference.placement == nil
                        ? "an unfinished one" : "rows placed in another map") + "; run reduce "
                    + "again without --update.")
        }
        guard map.otherLayouts.isEmpty else {
            throw Failure(
                Exit.nothing,
                "\(placement.finished): expected a map of one layer, found maps of "
                    + "\(map.otherLayouts.count + 1), whose components are not stored; run "
                    + "reduce again without --update.")
        }
    }

    /// Positions of all rows, and where they come from.
    private struct Positions {
        var layout: Matrix<Float>
        /// Whether each row was placed, now or earlier.
        var placed: [Bool]
        /// How new each placed row is, as far as it is known.
        var novelty: [NoveltyRow]
        /// Rows to be placed.
        var new: [Int] = []
        /// Rows whose name is another one now.
        var moved = 0
        /// Rows of the map that are gone.
        var dropped = 0
    }

    /// Prints how many rows keep their positions, without placing the others.
    ///
    /// - Throws: `Failure` for a map of other rows.
    func announce() throws {
        guard let old = reference.map else { return }
        report(try positions(of: try placement.reducedRows().scores, on: old))
    }

    /// The map of all rows.
    func outcome() throws -> MapJob.Outcome {
        guard let old = reference.map, let settings = old.parameters else {
            preconditionFailure("\(placement.finished) was not checked: it has no map")
        }
        let reduced = try placement.reducedRows()
        var positions = try positions(of: reduced.scores, on: old)
        report(positions)
        place(&positions, reduced.scores)
        let rows = placement.source.blocks(reduced.layer, placement.normalization)
        try measureNovelty(
            of: &positions, rows, reduced.scores, reduced.components, reduced.layer)
        let scores = reduced.scores
        let unique = UniqueRows(scores)
        let points = unique.isTrivial ? scores : scores.rows(unique.first)
        guard points.rows >= ReductionJob.minimumRows else {
            throw Failure(
                Exit.nothing,
                "\(placement.path): expected \(ReductionJob.minimumRows) different rows or more "
                    + "for a map, found \(points.rows).")
        }
        let perplexity = min(settings.perplexity, Double(points.rows - 1) / 3)
        let wanted = max(ClusterJob.minimumSamples, neighborCount(perplexity: perplexity))
        let (neighbors, method, recall) = try job.neighbors(
            of: points, count: min(points.rows - 1, wanted))
        var parameters = settings
        parameters.neighbors = method.rawValue
        parameters.neighborsRecall = recall
        parameters.differentRows = points.rows
        parameters.placedRows = positions.placed.count { $0 }
        parameters.updatedFrom = reference.origin.uuid
        (parameters.klDivergence, parameters.klNormalization) = divergence(
            positions.layout, unique, neighbors, settings, perplexity: perplexity)
        var map = MapResult(
            pca: PCAResult(
                scores: scores, components: old.pca.components, mean: old.pca.mean,
                variances: old.pca.variances, ratios: old.pca.ratios),
            layout: positions.layout, parameters: parameters,
            neighbors: unique.isTrivial ? neighbors : unique.spread(neighbors),
            placed: positions.placed, novelty: positions.novelty)
        try job.addQuality(try QualityReference(rows, seed: job.run.seed), to: &map)
        return MapJob.Outcome(
            map: map, layer: LayerName(reference.layer), layersWithoutMap: [],
            clusterInput: MapJob.ClusterInput(
                scores: scores, neighbors: unique.isTrivial ? neighbors : nil,
                areNeighborsExact: method == .exact))
    }

    /// The earlier positions of the rows that the map has.
    ///
    /// - Throws: `Failure` if the map has other rows.
    private func positions(of scores: Matrix<Float>, on old: MapResult) throws -> Positions {
        guard let layout = old.layout else { preconditionFailure("a map without positions") }
        var positions = Positions(
            layout: Matrix(rows: scores.rows, columns: 2, repeating: 0),
            placed: [Bool](repeating: false, count: scores.rows),
            novelty: [NoveltyRow](repeating: .unknown, count: scores.rows))
        var isTaken = [Bool](repeating: false, count: layout.rows)
        func keep(_ row: Int, _ oldRow: Int) {
            isTaken[oldRow] = true
            for column in 0..<2 { positions.layout[row, column] = layout[oldRow, column] }
            positions.placed[row] = old.placed?[oldRow] ?? false
            positions.novelty[row] = old.novelty?[oldRow] ?? .unknown
        }
        let oldRows = Dictionary(
            zip(reference.paths, 0...), uniquingKeysWith: { first, _ in first })
        var others: [Int] = []
        for (row, path) in paths.enumerated() {
            if let oldRow = oldRows[path], areEqual(scores, row, old.pca.scores, oldRow) {
                keep(row, oldRow)
            } else {
                others.append(row)
            }
        }
        // What was moved has another name and the same tokens; copies are moved one by one, and a
        // further copy stands where its twin does.
        if !others.isEmpty {
            let nearest = nearestRows(of: scores.rows(others), among: old.pca.scores, count: 1)
            var copies: [[Float]: [Int]] = [:]
            for oldRow in (0..<layout.rows).reversed() where !isTaken[oldRow] {
                copies[Array(old.pca.scores.row(oldRow)), default: []].append(oldRow)
            }
            for (place, row) in others.enumerated() {
                let twin = Int(nearest.columns[nearest.entries(ofRow: place).lowerBound])
                guard areEqual(scores, row, old.pca.scores, twin) else {
                    positions.new.append(row)
                    continue
                }
                if let free = copies[Array(old.pca.scores.row(twin))]?.popLast() {
                    keep(row, free)
                    positions.moved += 1
                } else {
                    keep(row, twin)
                }
            }
        }
        positions.dropped = isTaken.count { !$0 }
        let kept = layout.rows - positions.dropped
        guard kept > 0, 2 * kept >= layout.rows || overwrite else {
            throw Failure(
                Exit.nothing,
                "\(placement.path): expected at least half of the "
                    + "\(counted(layout.rows, "row")) of \(placement.finished), found \(kept)"
                    + (kept > 0
                        ? "; pass --overwrite to bring it up to date anyway."
                        : "; it is the map of another input."))
        }
        return positions
    }

    /// Places the new rows. An interruption ends the descent early.
    private func place(_ positions: inout Positions, _ scores: Matrix<Float>) {
        guard !positions.new.isEmpty, let layout = reference.map?.layout else { return }
        let places = placement.places(of: scores.rows(positions.new), on: layout)
        for (place, row) in positions.new.enumerated() {
            for column in 0..<2 { positions.layout[row, column] = places[place, column] }
            positions.placed[row] = true
        }
    }

    /// Measures how new the rows are that were placed now, among all others, and prints how many
    /// are novel.
    private func measureNovelty(
        of positions: inout Positions, _ rows: RowBlocks, _ scores: Matrix<Float>,
        _ components: PrincipalComponents, _ layer: LayerName
    ) throws {
        let new = Set(positions.new)
        let others = paths.indices.filter { !new.contains($0) }
        guard !new.isEmpty, others.count > 1 else { return }
        let groups = (reference.findings?.duplicates.rows ?? []).copyGroups(
            count: reference.paths.count)
        let groupsByPath = Dictionary(
            zip(reference.paths, groups), uniquingKeysWith: { first, _ in first })
        let measured = try NoveltyJob(
            source: placement.source, reference: reference, components: components,
            scores: scores, layer: layer, normalization: placement.normalization,
            seed: job.run.seed
        ).measure(
            rows.part(positions.new), among: rows.part(others),
            copies: others.map { groupsByPath[paths[$0]] ?? -1 }
        ).rows(paths: others.map { paths[$0] })
        for (place, row) in positions.new.enumerated() { positions.novelty[row] = measured[place] }
        if job.run.quiet { return }
        let novel = measured.count { $0.novelty > NoveltyJob.limit }
        let most = measured.indices.max {
            (measured[$0].novelty, measured[$0].neighborDistance, $1)
                < (measured[$1].novelty, measured[$1].neighborDistance, $0)
        }
        printMessage(
            "novelty  \(novel) of \(counted(measured.count, "placed row")) above "
                + "\(NoveltyJob.limit)"
                + (most.map { index in
                    "; the most novel is \(paths[positions.new[index]]) "
                        + "(\(rounded(measured[index].novelty)))"
                } ?? ""))
    }

    /// Whether two rows have the same scores but for rounding.
    private func areEqual(
        _ scores: Matrix<Float>, _ row: Int, _ other: Matrix<Float>, _ otherRow: Int
    ) -> Bool {
        var (distance, length): (Float, Float) = (0, 0)
        for (a, b) in zip(scores.row(row), other.row(otherRow)) {
            distance += (a - b) * (a - b)
            length += b * b
        }
        return distance <= Self.equalShare * Self.equalShare * length
    }

    /// The divergence of a layout, without a step, and how it was computed.
    private func divergence(
        _ layout: Matrix<Float>, _ unique: UniqueRows, _ neighbors: SparseMatrix,
        _ settings: MapParameters, perplexity: Double
    ) -> (Double, normalization: String) {
        var options = TSNEOptions()
        options.exaggeration = 1
        (options.exaggerationIterations, options.iterations) = (0, 0)
        options.theta = settings.theta
        options.degreesOfFreedom = settings.degreesOfFreedom
        let points = unique.isTrivial ? layout : layout.rows(unique.first)
        let result = tsne(
            affinities: Affinities.fit(neighbors: neighbors, perplexity: perplexity),
            initial: Matrix(
                rows: points.rows, columns: 2, elements: points.elements.map(Double.init)),
            options: options)
        return (result.klDivergence, MapParameters.normalizationText(result))
    }

    /// Prints how many rows keep their positions.
    private func report(_ positions: Positions) {
        if job.run.quiet { return }
        let count = positions.placed.count
        let moved = positions.moved > 0 ? " (\(positions.moved) of them under another name)" : ""
        printMessage(
            "update   \(count - positions.new.count) of "
                + "\(counted(count, placement.source.singular)) keep their places\(moved), "
                + "\(positions.new.count) placed, \(positions.dropped) of the map are gone")
        let placed = positions.placed.count { $0 } + positions.new.count
        if Double(placed) > Self.muchPlaced * Double(count) {
            printMessage(
                "note     \(placed) of \(count) positions are placed, not laid out by t-SNE: run "
                    + "reduce without --update for a new map")
        }
    }
}
