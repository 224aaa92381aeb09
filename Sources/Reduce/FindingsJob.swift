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
    let source: RowSource
    let layer: LayerName
    let map: MapOptions
    let run: RunOptions

    /// Neighbours of a row: 20 vote, the first ones are compared as pictures.
    static let neighbors = 30
    /// Rows below which nothing is looked for.
    static let fewestRows = 2
    /// Rows below which none is called an outlier: the 10th neighbour is the farthest or nearly so.
    static let fewestRowsForOutliers = 12
    /// Rows of the table of outliers.
    private static let outlierLimit = 10_000

    /// Which rows the graph is over, as it is said and stored.
    private var basis: (source: RowSource, layer: LayerName, text: String) {
        if case .images(let reader, let kind) = source.origin {
            if reader.holds(.final, kind) {
                return (source, .final, "final \(kind.rawValue) tokens")
            }
            return (source, layer, "\(kind.rawValue) tokens of layer \(layer.text)")
        }
        return (source, layer, source.noun)
    }

    func add(to result: inout Reduction) throws {
        let (source, layer, text) = basis
        let n = source.rows
        guard n >= Self.fewestRows else { return }
        let copies = DuplicatesJob(source: source, map: map, run: run)
        var rows = try source.matrix(layer)
        let equal = try copies.equalRows(rows)
        let ownGraph = try copies.ownGraph(rows, equal: equal)
        RowNormalization.l2.apply(&rows)
        let count = min(Self.neighbors, n - 1)
        let method = chooseMethod(rows: n, columns: rows.columns).method
        let graph =
            method == .exact
            ? exactNeighbors(of: rows, count: count)
            : try approximateNeighbors(
                of: rows, count: count, settings: ApproximateSettings(seed: run.seed))
        result.parameters += [
            ("findings_from", .text(text)), ("findings_neighbors", .text(method.rawValue)),
        ]
        if method != .exact {
            let recall = sampledRecall(of: graph, points: rows, seed: run.seed).value
            result.parameters.append(("findings_recall", .real(recall)))
        }
        let duplicates = try copies.add(
            rows: rows, graph: ownGraph ?? graph, equal: equal, to: &result)
        let outliers = n < Self.fewestRowsForOutliers ? [] : outliers(neighbors: graph)
        addLabels(graph, far: farRows(outliers), to: &result)
        addOutliers(outliers, to: &result)
        try addLeaks(duplicates.pairs, rows, to: &result)
    }

    // MARK: - Tables

    private func addOutliers(_ outliers: [Outlier], to result: inout Reduction) {
        guard let median = medianDistance(outliers) else { return }
        let found = outliers.prefix(Self.outlierLimit)
        result.parameters += [
            ("outliers_median_distance", .real(median)),
            ("outliers_factor", .real(outlyingFactor)),
        ]
        result.tables.append(
            ResultTable(
                "outliers",
                [
                    .init("row", .integers(found.map { Int64($0.row) })),
                    .init("path", .texts(found.map { result.paths[$0.row] })),
                    .init("distance", .reals(found.map(\.distance))),
                    .init("percentile", .reals(found.map(\.percentile))),
                ]))
    }

    private func addLeaks(
        _ pairs: [DuplicatePair], _ rows: Matrix<Float>, to result: inout Reduction
    ) throws {
        guard case .images(let reader, _) = source.origin, let splits = try reader.splits(),
            Set(splits).count > 1
        else { return }
        let names = Set(splits).subtracting([""]).sorted()
        let numbers = splits.map { split in
            Int32(names.firstIndex(of: split) ?? -1)
        }
        let found = splitLeaks(pairs, splits: numbers).map(\.pair)
        result.tables.append(
            ResultTable(
                "leaks",
                [
                    .init("first_path", .texts(found.map { result.paths[$0.first] })),
                    .init("first_split", .texts(found.map { splits[$0.first] })),
                    .init("second_path", .texts(found.map { result.paths[$0.second] })),
                    .init("second_split", .texts(found.map { splits[$0.second] })),
                    .init("cosine", .reals(found.map { cosine(rows, $0) })),
                ]))
    }
}
