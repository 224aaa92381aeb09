internal import Console
internal import Dense
internal import Foundation
internal import Neighbors
internal import PCA
internal import Store
internal import TSNE

/// Rows to a map: principal components, neighbours, t-SNE, and how far to trust it.
struct MapJob {
    let source: ReductionRows
    /// One map each, in this order; the last is the main one.
    let layers: [LayerName]
    /// For messages.
    let path: String
    /// `[n]`, -1 for rows without a label, or with a label of too few rows.
    let labels: [Int32]
    let map: MapOptions
    let layout: LayoutOptions
    let run: RunOptions

    /// What clusters are found in.
    struct ClusterInput {
        /// `[n, components]`
        var scores: Matrix<Float>
        /// `[n, n]`: the nearest of all rows; nil where equal rows were laid out once, since the
        /// search was among different ones.
        var neighbors: SparseMatrix?
        var areNeighborsExact = true
    }

    /// The maps that were made.
    struct Outcome {
        var map: MapResult
        /// Of the main map, or of the one that was interrupted; nil of vectors, and without a map.
        var layer: LayerName?
        /// Layers without a map: fewer than ten of their rows differ.
        var layersWithoutMap: [LayerName]
        /// Of the main map; nil without a map.
        var clusterInput: ClusterInput?
    }

    /// One layer's map.
    private struct LayerMap {
        var pca: PCAResult
        var layout: Matrix<Float>
        var neighbors: SparseMatrix
        var parameters: MapParameters
        var clusterInput: ClusterInput
    }

    /// Makes the maps of all layers in which ten rows differ, each started from the one before.
    func maps() throws -> Outcome {
        let components = try Components.fit(
            source, layers: layers, normalization: normalization, count: map.pca, path: path)
        let unique = components.map { UniqueRows($0.scores) }
        let places = mappableLayers(unique)
        let others = layers.indices.filter { !places.contains($0) }.map { layers[$0] }
        guard let main = places.last else {
            // The components of the last layer are kept where there is no map.
            return Outcome(
                map: MapResult(pca: PCAResult(components[components.count - 1])),
                layer: nil, layersWithoutMap: others, clusterInput: nil)
        }
        var finished: [(layer: String, layout: Matrix<Float>)] = []
        var rows: [LayerMapRow] = []
        for place in places {
            let layer = layers[place]
            let isMain = place == main
            let found = try layerMap(
                layer, components[place], unique[place], after: finished.last?.layout)
            var result = MapResult(
                pca: found.pca, layout: found.layout, parameters: found.parameters,
                neighbors: found.neighbors, otherLayouts: finished)
            let isFinished = found.parameters.isFinished
            if isFinished {
                let reference = try QualityReference(
                    source.blocks(layer, normalization), seed: run.seed)
                if isMain { try addQuality(reference, to: &result) }
                if places.count > 1 {
                    rows.append(
                        LayerMapRow(
                            layer.text, found.parameters.klDivergence,
                            try reference.qualities(of: [found.layout], labels: nil)[0]))
                }
            }
            if isMain || !isFinished {
                result.layers = rows.isEmpty ? nil : rows
                return Outcome(
                    map: result, layer: isVectors ? nil : layer, layersWithoutMap: others,
                    clusterInput: found.clusterInput)
            }
            finished.append((layer.text, found.layout))
        }
        preconditionFailure("no layer of \(places.count) was the main one")
    }

    private var isVectors: Bool {
        if case .vectors = source.origin { return true }
        return false
    }

    private var normalization: RowNormalization { map.normalization(of: source) }

    // MARK: - One map

    /// The layers that can have a map, by their places in `layers`; the others are printed.
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
        say(
            "\(path): \(counts.joined(separator: "; ")) (a map needs \(fewest) different rows), so "
                + (places.isEmpty
                    ? "there is no map and there are no clusters."
                    : "only the other layers have maps."))
        return places
    }

    private func layerMap(
        _ layer: LayerName, _ components: Components, _ unique: UniqueRows,
        after previous: Matrix<Float>?
    ) throws -> LayerMap {
        let scores = components.scores
        let points = unique.isTrivial ? scores : scores.rows(unique.first)
        let options = try settings(points: points.rows)
        // Clusters take their core distances from the same lists.
        let wanted = max(
            ClusterJob.minimumSamples, neighborCount(perplexity: options.perplexity))
        let count = min(points.rows - 1, wanted)
        let (neighbors, method, recall) = try self.neighbors(of: points, count: count)
        let affinities = Affinities.fit(neighbors: neighbors, perplexity: options.perplexity)
        let start: Matrix<Double>
        if let previous {
            start = scaled(unique.isTrivial ? previous : previous.rows(unique.first))
        } else {
            start =
                options.initialization == .pca
                ? initialLayout(fromPrincipalScores: points, seed: run.seed)
                : randomLayout(count: points.rows, seed: run.seed)
        }
        let found = layOut(affinities, start, options, layer: layer)
        var layout = unique.isTrivial ? found.layout : unique.spread(found.layout)
        if let previous { layout = aligned(layout, to: previous) }
        var parameters = parameters(options, found, components.pca, uniqueRows: points.rows)
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

    /// The last layer's map as a place to start from: as small as openTSNE starts, so that early
    /// exaggeration can move groups past one another.
    private func scaled(_ layout: Matrix<Float>) -> Matrix<Double> {
        let n = Double(layout.rows)
        var squares = 0.0
        for row in 0..<layout.rows { squares += Double(layout[row, 0]) * Double(layout[row, 0]) }
        let deviation = max((squares / n).squareRoot(), 1e-30)
        return Matrix(
            rows: layout.rows, columns: 2,
            elements: layout.elements.map { 1e-4 * Double($0) / deviation })
    }

    private func neighbors(
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
            say(
                "neighbours by HNSW, recall \(String(format: "%.4f", recall)) on "
                    + "\(min(1_000, points.rows)) rows")
        }
        return (neighbors, method, recall)
    }

    private func settings(points n: Int) throws -> TSNEOptions {
        let options = layout.settings(points: n, seed: run.seed)
        if options.perplexity >= Double(n) {
            throw Failure(
                Exit.usage,
                "--perplexity: expected less than the \(n) different rows of \(path), "
                    + "found \(options.perplexity).")
        }
        if layout.perplexity == nil && options.perplexity < 30 && !run.quiet {
            say(
                "perplexity \(rounded(options.perplexity)) instead of 30: at most (n - 1) / 3 for "
                    + "\(n) \(source.noun)")
        }
        return options
    }

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

    private func parameters(
        _ options: TSNEOptions, _ found: TSNEResult, _ pca: PrincipalComponents, uniqueRows: Int
    ) -> MapParameters {
        MapParameters(
            normalization: normalization.rawValue, components: pca.variances.count,
            explained: pca.ratios.reduce(0, +), perplexity: options.perplexity,
            exaggeration: options.exaggeration,
            exaggerationIterations: options.exaggerationIterations,
            iterations: options.iterations, iterationsDone: found.iterations,
            isFinished: found.isFinished,
            learningRate: options.learningRate.map { .fixed($0) } ?? .automatic,
            momentum: options.momentum, theta: options.theta,
            degreesOfFreedom: options.degreesOfFreedom,
            initialization: options.initialization.rawValue,
            repulsion: options.repulsion.resolved(points: uniqueRows).rawValue,
            differentRows: uniqueRows, klDivergence: found.klDivergence,
            klNormalization: found.isKLExact
                ? "exact, over the sparse P" : "approximate, sparse P",
            randomAlgorithm: CounterGenerator.algorithm)
    }

    // MARK: - Quality

    /// Measures the map beside PCA's first two components and random places.
    private func addQuality(_ reference: QualityReference, to result: inout MapResult) throws {
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
    init(_ components: Components) {
        let pca = components.pca
        self.init(
            scores: components.scores, components: pca.components, mean: pca.mean,
            variances: pca.variances, ratios: pca.ratios)
    }
}
