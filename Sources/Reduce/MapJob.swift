internal import Console
internal import Dense
internal import Foundation
internal import MapFiles
internal import Neighbors
internal import PCA
internal import Store
internal import TSNE
internal import Tokens

/// Computes the map of the rows: principal components, neighbour graph, t-SNE, and measures of its
/// quality.
///
/// 1. `Components.fit`: PCA of the normalised rows, and their scores `[n, components]`.
/// 2. `UniqueRows`: equal rows are one point, since t-SNE cannot separate them.
/// 3. Neighbours of the points by their scores, exact or by HNSW.
/// 4. `Affinities.fit`: conditional probabilities of the given perplexity, symmetrised.
/// 5. `tsne` from the first two components, or from the map of the previous layer.
/// 6. `QualityReference`: how well the map preserves neighbours of the normalised rows.
struct MapJob {
    /// The rows.
    let source: ReductionRows
    /// Layers in the order of their maps; the last one is the main map.
    let layers: [LayerName]
    /// Path of the input, for messages.
    let path: String
    /// Label of each row, `[n]`; -1 without a label, or with a label of too few rows.
    let labels: [Int32]
    /// Options of the map.
    let map: MapOptions
    /// Options of t-SNE.
    let layout: LayoutOptions
    /// Threads, seed and output of the run.
    let run: RunOptions

    /// What clusters are computed from.
    struct ClusterInput {
        /// PCA scores of the main map, `[n, components]`.
        var scores: Matrix<Float>
        /// Neighbour graph of all rows, `[n, n]`; nil if some rows are equal, since the graph has
        /// each of them once.
        var neighbors: SparseMatrix?
        /// Whether the graph was computed by the exact search.
        var areNeighborsExact = true
    }

    /// The maps of a run.
    struct Outcome {
        /// The main map with the maps of the other layers.
        var map: MapResult
        /// Layer of the main map, or of the map that was interrupted; nil for vectors and without a
        /// map.
        var layer: LayerName?
        /// Layers without a map, since fewer than ten of their rows differ.
        var layersWithoutMap: [LayerName]
        /// Input for the clustering of the main map; nil without a map.
        var clusterInput: ClusterInput?
    }

    /// The map of one layer.
    private struct LayerMap {
        /// Components and scores of the layer.
        var pca: PCAResult
        /// Positions of all rows, `[n, 2]`.
        var layout: Matrix<Float>
        /// Neighbour graph of all rows, `[n, n]`; equal rows list one another.
        var neighbors: SparseMatrix
        /// Settings and results of t-SNE.
        var parameters: MapParameters
        /// Scores and graph for the clustering.
        var clusterInput: ClusterInput
    }

    /// Computes the maps of all layers in which at least ten rows differ. Each starts from the
    /// previous one and is rotated onto it.
    ///
    /// The quality of each map is measured against the normalised rows of its layer. An
    /// interruption ends the current map early; it then becomes the main one, marked unfinished.
    ///
    /// - Throws: `Failure` for rows that are not finite, or a perplexity that is too large.
    func maps() throws -> Outcome {
        let components = try Components.fit(
            source, layers: layers, normalization: normalization, count: map.pca, path: path)
        let unique = components.map { UniqueRows($0.scores) }
        let places = mappableLayers(unique)
        let others = layers.indices.filter { !places.contains($0) }.map { layers[$0] }
        guard let main = places.last else {
            // Without a map the components of the last layer are kept.
            return Outcome(
                map: MapResult(pca: PCAResult(components[components.count - 1])),
                layer: nil, layersWithoutMap: others, clusterInput: nil)
        }
        var finished: [(layer: String, layout: Matrix<Float>)] = []
        var rows: [LayerMapRow] = []
        for place in places {
            let layer = layers[place]
            let isMain = place == main
            let current = try layerMap(
                layer, components[place], unique[place], after: finished.last?.layout)
            var result = MapResult(
                pca: current.pca, layout: current.layout, parameters: current.parameters,
                neighbors: current.neighbors, otherLayouts: finished)
            let isFinished = current.parameters.isFinished
            if isFinished {
                let reference = try QualityReference(
                    source.blocks(layer, normalization), seed: run.seed)
                if isMain { try addQuality(reference, to: &result) }
                if places.count > 1 {
                    rows.append(
                        LayerMapRow(
                            layer.text, current.parameters.klDivergence,
                            try reference.qualities(of: [current.layout], labels: nil)[0]))
                }
            }
            if isMain || !isFinished {
                result.layers = rows.isEmpty ? nil : rows
                return Outcome(
                    map: result, layer: isVectors ? nil : layer, layersWithoutMap: others,
                    clusterInput: current.clusterInput)
            }
            finished.append((layer.text, current.layout))
        }
        preconditionFailure("no layer of \(places.count) was the main one")
    }

    /// Whether the rows are vectors of another program.
    private var isVectors: Bool {
        if case .vectors = source.origin { return true }
        return false
    }

    /// Normalisation of the rows before PCA.
    private var normalization: RowNormalization { map.normalization(of: source) }

    // MARK: - One map

    /// Indices of the layers that can have a map; the others are reported.
    private func mappableLayers(_ unique: [UniqueRows]) -> [Int] {
        let fewest = ReductionJob.minimumRows
        let places = layers.indices.filter { unique[$0].first.count >= fewest }
        let others = layers.indices.filter { unique[$0].first.count < fewest }
        if others.isEmpty { return places }
        let counts = others.map { place in
            let count = unique[place].first.count
            let name = layers.count > 1 ? "layer \(layers[place].text): " : ""
            return name + (count == 1 ? "all rows are equal" : "only \(count) different rows")
        }
        printMessage(
            "\(path): \(counts.joined(separator: "; ")) (a map needs \(fewest) different rows), so "
                + (places.isEmpty
                    ? "there is no map and there are no clusters."
                    : "only the other layers get maps."))
        return places
    }

    /// Computes the map of one layer from its components.
    ///
    /// - Parameters:
    ///   - unique: Which rows are equal.
    ///   - previous: The map of the previous layer, `[n, 2]`, from which this one starts and onto
    ///     which it is rotated; nil for the first.
    private func layerMap(
        _ layer: LayerName, _ components: Components, _ unique: UniqueRows,
        after previous: Matrix<Float>?
    ) throws -> LayerMap {
        let scores = components.scores
        let points = unique.isTrivial ? scores : scores.rows(unique.first)
        let options = try settings(points: points.rows)
        // HDBSCAN takes its core distances from the same lists.
        let wanted = max(
            ClusterJob.minimumSamples, neighborCount(perplexity: options.perplexity))
        let count = min(points.rows - 1, wanted)
        let (neighbors, method, recall) = try self.neighbors(of: points, count: count)
        let affinities = Affinities.fit(neighbors: neighbors, perplexity: options.perplexity)
        let start: Matrix<Double>
        if let previous {
            start = initialLayout(
                from: unique.isTrivial ? previous : previous.rows(unique.first))
        } else {
            start =
                options.initialization == .pca
                ? initialLayout(fromPrincipalScores: points, seed: run.seed)
                : randomLayout(count: points.rows, seed: run.seed)
        }
        let result = layOut(affinities, start, options, layer: layer)
        var layout = unique.isTrivial ? result.layout : unique.spread(result.layout)
        if let previous { layout = aligned(layout, to: previous) }
        var parameters = MapParameters(
            options, result, components.pca, normalization: normalization,
            differentRows: points.rows)
        parameters.neighbors = method.rawValue
        parameters.neighborsRecall = recall
        return LayerMap(
            pca: PCAResult(components), layout: layout,
            neighbors: unique.isTrivial ? neighbors : unique.spread(neighbors),
            parameters: parameters,
            clusterInput: ClusterInput(
                scores: scores, neighbors: unique.isTrivial ? neighbors : nil,
                areNeighborsExact: method == .exact))
    }

    /// The neighbour graph with `count` neighbours per point, how it was computed, and the recall
    /// of HNSW.
    func neighbors(
        of points: Matrix<Float>, count: Int
    ) throws -> (SparseMatrix, NeighborMethod, recall: Double?) {
        let method =
            map.neighbors.method ?? chooseMethod(rows: points.rows, columns: points.columns).method
        let neighbors: SparseMatrix
        do {
            neighbors =
                method == .exact
                ? exactNeighbors(of: points, count: count)
                : try approximateNeighbors(
                    of: points, count: count, settings: ApproximateSettings(seed: run.seed))
        } catch {
            throw Failure(Exit.nothing, "\(path): \(error)")
        }
        if method == .exact { return (neighbors, method, nil) }
        let recall = sampledRecall(of: neighbors, points: points, seed: run.seed).value
        if !run.quiet {
            printMessage(
                "neighbours by HNSW, recall \(String(format: "%.4f", recall)) on "
                    + "\(min(1_000, points.rows)) rows")
        }
        return (neighbors, method, recall)
    }

    /// Options of t-SNE for n points.
    ///
    /// - Throws: `Failure` if the perplexity is too large for the number of points.
    private func settings(points n: Int) throws -> TSNEOptions {
        let options = layout.settings(points: n, seed: run.seed)
        if options.perplexity >= Double(n) {
            throw Failure(
                Exit.usage,
                "--perplexity: expected less than the \(n) different rows of \(path), "
                    + "found \(options.perplexity).")
        }
        if layout.perplexity == nil && options.perplexity < 30 && !run.quiet {
            printMessage(
                "perplexity \(rounded(options.perplexity)) instead of 30: \(n) \(source.noun) "
                    + "allow at most (n - 1) / 3")
        }
        return options
    }

    /// Runs t-SNE with a progress line. After SIGINT or SIGTERM it returns the positions of the
    /// current step.
    private func layOut(
        _ affinities: Affinities, _ start: Matrix<Double>, _ options: TSNEOptions,
        layer: LayerName
    ) -> TSNEResult {
        let total = options.exaggerationIterations + options.iterations
        let unit = layers.count > 1 ? "steps of layer \(layer.text)" : "steps"
        var progress = Progress(total: total, unit: unit, quiet: run.quiet)
        defer { progress.end() }
        return tsne(affinities: affinities, initial: start, options: options) {
            step, divergence in
            progress.update(
                done: step, note: divergence.map { "KL \(rounded($0))" } ?? "")
            return Interruption.exitCode == nil
        }
    }

    // MARK: - Quality

    /// Adds the quality card: the measures of the map, of the first two principal components, and
    /// of random positions.
    func addQuality(_ reference: QualityReference, to result: inout MapResult) throws {
        guard let layout = result.layout else { return }
        let labels = Set(self.labels.filter { $0 >= 0 }).count > 1 ? self.labels : nil
        let scores = result.pca.scores
        var plane: [Float] = []
        for row in 0..<scores.rows {
            plane.append(scores[row, 0])
            plane.append(scores.columns > 1 ? scores[row, 1] : 0)
        }
        let measured = try reference.qualities(
            of: [
                layout, Matrix(rows: scores.rows, columns: 2, elements: plane),
                randomLayout(count: scores.rows, seed: run.seed).asFloat(),
            ], labels: labels)
        let (map, first, random) = (measured[0], measured[1], measured[2])
        let againstScores = try QualityReference(RowBlocks(scores), seed: run.seed)
            .qualities(of: [layout], labels: labels)[0]
        func row(
            _ name: String, _ value: (MapQuality) -> Double?, _ margin: Double?
        ) -> QualityRow? {
            value(map).map {
                QualityRow(
                    name: name, map: $0, interval: margin ?? 0,
                    mapAgainstScores: value(againstScores) ?? .nan,
                    firstComponents: value(first) ?? .nan, random: value(random) ?? .nan)
            }
        }
        result.quality = [
            row("neighbour recall@\(map.recallCount)", { $0.recall10 }, map.recallMargin),
            row(
                "trustworthiness@\(map.trustworthinessCount)", { $0.trustworthiness5 },
                map.trustworthinessMargin),
            row(
                "distance correlation", { $0.distanceCorrelation }, map.distanceCorrelationMargin),
            row(
                "label accuracy (\(map.labelCount) nearest)", { $0.labelAccuracy },
                map.labelAccuracyMargin),
            QualityRow(
                name: "KL divergence", map: result.parameters?.klDivergence ?? .nan, interval: 0,
                mapAgainstScores: .nan, firstComponents: .nan, random: .nan),
        ].compactMap(\.self)
        result.recall = map.perPointRecall
        result.parameters?.qualitySample = map.sampleSize
    }
}

extension LayerMapRow {
    fileprivate init(_ layer: String, _ klDivergence: Double, _ quality: MapQuality) {
        self.init(
            layer: layer, klDivergence: klDivergence, recall: quality.recall10,
            trustworthiness: quality.trustworthiness5,
            distanceCorrelation: quality.distanceCorrelation)
    }
}

extension PCAResult {
    init(_ components: Components) { self.init(components.pca, scores: components.scores) }
}
