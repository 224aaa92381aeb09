internal import Console
internal import Dense
internal import Findings
internal import Foundation
internal import Neighbors
internal import PCA
internal import Store

/// What one neighbour graph knows of a data set: duplicates, labels that their neighbours doubt,
/// outliers, and copies on both sides of a split.
///
/// The graph is that of the cosine of the `final` tokens of the map's kind, class or mean, where
/// the store has them, else of the rows that the map is made of.
struct FindingsJob {
    let source: ReductionRows
    let layer: LayerName
    let rows: MapRows
    let map: MapOptions
    let run: RunOptions

    /// Neighbours of a row: 20 vote, the first ones are compared as pictures.
    static let neighbors = 30
    /// Rows below which nothing is looked for.
    static let minimumRows = 2
    /// Rows below which none is called an outlier: the 10th neighbour is the farthest or nearly so.
    static let minimumRowsForOutliers = 12
    /// Rows of the table of outliers.
    private static let outlierLimit = 10_000

    /// Which rows the graph is over, as it is said and stored.
    private var basis: (source: ReductionRows, layer: LayerName, text: String) {
        if case .images(let reader, let kind) = source.origin {
            if reader.holds(.final, kind) {
                return (source, .final, "final \(kind.rawValue) tokens")
            }
            return (source, layer, "\(kind.rawValue) tokens of layer \(layer.text)")
        }
        return (source, layer, source.noun)
    }

    /// Nil below `fewestRows` rows.
    func findings() throws -> FindingsResult? {
        let (source, layer, text) = basis
        let n = source.rows
        guard n >= Self.minimumRows else { return nil }
        let job = DuplicatesJob(source: source, map: map, run: run)
        var vectors = try source.matrix(layer)
        let equal = try job.equalRows(vectors)
        let uniqueRowGraph = try job.uniqueRowGraph(vectors, equal: equal)
        RowNormalization.l2.apply(&vectors)
        let count = min(Self.neighbors, n - 1)
        let method = chooseMethod(rows: n, columns: vectors.columns).method
        let graph =
            method == .exact
            ? exactNeighbors(of: vectors, count: count)
            : try approximateNeighbors(
                of: vectors, count: count, settings: ApproximateSettings(seed: run.seed))
        let recall =
            method == .exact
            ? nil : sampledRecall(of: graph, points: vectors, seed: run.seed).value
        let (duplicates, pairs) = try job.duplicates(
            vectors, graph: uniqueRowGraph ?? graph, equal: equal, rows: rows)
        let outliers = n < Self.minimumRowsForOutliers ? [] : outliers(neighbors: graph)
        return FindingsResult(
            parameters: FindingsParameters(
                source: text, neighbors: method.rawValue, neighborsRecall: recall),
            duplicates: duplicates,
            labels: labels(graph, copies: duplicates.rows, far: farRows(outliers)),
            outliers: outlierResult(outliers), leaks: try leaks(pairs, vectors))
    }

    // MARK: - Tables

    private func outlierResult(_ outliers: [Outlier]) -> OutlierResult? {
        guard let median = medianDistance(outliers) else { return nil }
        return OutlierResult(
            rows: outliers.prefix(Self.outlierLimit).map {
                OutlierRow(
                    row: $0.row, path: rows.paths[$0.row], distance: $0.distance,
                    percentile: $0.percentile)
            },
            parameters: OutlierParameters(medianDistance: median, factor: outlyingFactor))
    }

    /// Nil where the images are of one split.
    private func leaks(
        _ pairs: [DuplicatePair], _ vectors: Matrix<Float>
    ) throws -> [LeakRow]? {
        guard case .images(let reader, _) = source.origin, let splits = try reader.splits(),
            Set(splits).count > 1
        else { return nil }
        let names = Set(splits).subtracting([""]).sorted()
        let numbers = splits.map { split in
            Int32(names.firstIndex(of: split) ?? -1)
        }
        return splitLeaks(pairs, splits: numbers).map(\.pair).map { pair in
            LeakRow(
                firstPath: rows.paths[pair.first], firstSplit: splits[pair.first],
                secondPath: rows.paths[pair.second], secondSplit: splits[pair.second],
                cosine: cosine(vectors, pair))
        }
    }
}
