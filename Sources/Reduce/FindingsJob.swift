internal import Console
internal import Dense
internal import Findings
internal import Foundation
internal import Neighbors
internal import PCA
internal import Store
internal import Tokens

/// Searches a neighbour graph for problems of a data set: duplicates, doubtful labels, outliers,
/// and leaks between splits.
///
/// The graph is built from cosine distances between tokens of layer `final`, of the map's kind of
/// token (class or mean), if the file has them; otherwise from the rows of the map.
struct FindingsJob {
    /// The rows of the map.
    let source: ReductionRows
    /// Layer of the map.
    let layer: LayerName
    /// Names and labels of the rows.
    let rows: MapRows
    /// Options of the map.
    let map: MapOptions
    /// Threads, seed and output of the run.
    let run: RunOptions

    /// Neighbours per row: 20 of them vote on labels, the nearest ones are compared as images.
    static let neighbors = 30
    /// Number of rows below which nothing is searched.
    static let minimumRows = 2
    /// Number of rows below which there are no outliers, since the 10th neighbour would be nearly
    /// the farthest row.
    static let minimumRowsForOutliers = 12
    /// Largest number of rows in the table of outliers.
    private static let outlierLimit = 10_000

    /// The rows that the graph is built from, and their description in the file and on the card.
    private var basis: (source: ReductionRows, layer: LayerName, text: String) {
        if case .images(let reader, let kind) = source.origin {
            if reader.holds(.final, kind) {
                return (source, .final, "final \(kind.rawValue) tokens")
            }
            return (source, layer, "\(kind.rawValue) tokens of layer \(layer.text)")
        }
        return (source, layer, source.noun)
    }

    /// Searches for all kinds of findings; nil if there are fewer than `minimumRows` rows.
    ///
    /// A graph of the 30 nearest neighbours by cosine is computed once: the nearest ones are
    /// compared as images, 20 vote on labels, the 10th decides about outliers.
    ///
    /// - Throws: `Failure` if the run is interrupted.
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

    /// Table and parameters of the outliers; nil without any.
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

    /// Duplicates in two splits; nil if the data set has fewer than two splits.
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
