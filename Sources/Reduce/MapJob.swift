internal import Console
internal import Dense
internal import Foundation
internal import Neighbors
internal import PCA
internal import Store
internal import TSNE

/// Rows to a map: principal components, neighbours, t-SNE, and how far to trust it.
struct MapJob {
    let source: RowSource
    /// One map each, in this order; the last is the main one.
    let layers: [LayerName]
    /// For messages.
    let path: String
    let map: MapOptions
    let layout: LayoutOptions
    let run: RunOptions

    /// What a map was made from.
    struct Made {
        /// `[n, components]`
        var scores: Matrix<Float>
        /// `[n, n]`: the nearest of all rows; nil where equal rows were laid out once, since the
        /// search was among different ones.
        var neighbors: SparseMatrix?
        var areNeighborsExact = true
    }

    /// Adds the maps; nil where too few rows differ. The result is that of the main map.
    func add(to result: inout Reduction) throws -> Made? {
        let components = try Components.fit(
            source, layers: layers, normalization: normalization, count: map.pca, path: path)
        let unique = components.map { UniqueRows($0.scores) }
        let places = try possible(unique, components, &result)
        guard let main = places.last else { return nil }
        name(layers[main], in: &result)
        var made: Made?
        var table: [(layer: String, kl: Double, quality: MapQuality)] = []
        for (order, place) in places.enumerated() {
            let layer = layers[place]
            if order > 0, let finished = result.layout {
                result.otherLayouts.append((layers[places[order - 1]].text, finished))
            }
            let isMain = place == main
            let found = try one(
                layer, components[place], unique[place], isMain: isMain, after: result.layout,
                &result)
            made = found.made
            guard found.isFinished else {
                name(layer, in: &result)
                break
            }
            let reference = try QualityReference(
                source.blocks(layer, normalization), seed: run.seed)
            if isMain { try addQuality(reference, found.made.scores, found.kl, to: &result) }
            if places.count > 1, let layout = result.layout {
                let quality = try reference.qualities(of: [layout], labels: nil)[0]
                table.append((layer.text, found.kl, quality))
            }
        }
        if !table.isEmpty {
            result.tables.append(
                ResultTable(
                    "maps",
                    [
                        .init("layer", .texts(table.map(\.layer))),
                        .init("kl_divergence", .reals(table.map(\.kl))),
                        .init("recall", .reals(table.map(\.quality.recall10))),
                        .init("trustworthiness", .reals(table.map(\.quality.trustworthiness5))),
                        .init(
                            "distance_correlation",
                            .reals(table.map(\.quality.distanceCorrelation))),
                    ]))
        }
        return made
    }

    private var normalization: RowNormalization { map.normalization(of: source) }

    /// Notes the layer of the main map; vectors have none.
    private func name(_ layer: LayerName, in result: inout Reduction) {
        if case .vectors = source.origin { return }
        result.layer = layer.text
    }

    // MARK: - One map

    /// The layers that can have a map, by their places in `layers`; the others are named.
    private func possible(
        _ unique: [UniqueRows], _ components: [Components], _ result: inout Reduction
    ) throws -> [Int] {
        let fewest = ReductionJob.fewestRows
        let places = layers.indices.filter { unique[$0].first.count >= fewest }
        let others = layers.indices.filter { unique[$0].first.count < fewest }
        if others.isEmpty { return places }
        let counts = others.map { place in
            let count = unique[place].first.count
            let name = layers.count > 1 ? "layer \(layers[place].text): " : ""
            return name + (count == 1 ? "all rows are equal" : "only \(count) different rows")
        }
        // Components of the last layer are kept where there is no map.
        if places.isEmpty, let last = components.last { result.pca = PCAResult(last) }
        result.parameters.append(
            ("layers_without_map", .text(others.map { layers[$0].text }.joined(separator: ", "))))
        say(
            "\(path): \(counts.joined(separator: "; ")) (a map needs \(fewest) different rows), so "
                + (places.isEmpty
                    ? "there is no map and there are no clusters."
                    : "only the other layers have maps."))
        return places
    }

    private func one(
        _ layer: LayerName, _ components: Components, _ unique: UniqueRows, isMain: Bool,
        after last: Matrix<Float>?, _ result: inout Reduction
    ) throws -> (made: Made, isFinished: Bool, kl: Double) {
        let (pca, scores) = (components.pca, components.scores)
        result.pca = PCAResult(components)
        let points = unique.isTrivial ? scores : scores.rows(unique.first)
        let options = try settings(points: points.rows)
        // Clusters take their core distances from the same lists.
        let wanted = max(
            ClusterJob.minimumSamples, neighborCount(perplexity: options.perplexity))
        let count = min(points.rows - 1, wanted)
        let (neighbors, method, recall) = try self.neighbors(of: points, count: count)
        let affinities = Affinities.fit(neighbors: neighbors, perplexity: options.perplexity)
        let start: Matrix<Double>
        if let last {
            start = scaled(unique.isTrivial ? last : last.rows(unique.first))
        } else {
            start =
                options.initialization == .pca
                ? initialLayout(fromPrincipalScores: points, seed: run.seed)
                : randomLayout(count: points.rows, seed: run.seed)
        }
        let found = layOut(affinities, start, options, layer: layer)
        var layout = unique.isTrivial ? found.layout : unique.spread(found.layout)
        if let last { layout = aligned(layout, to: last) }
        result.layout = layout
        result.neighbors = unique.isTrivial ? neighbors : unique.spread(neighbors)
        if isMain || !found.isFinished {
            result.parameters.append(("neighbors", .text(method.rawValue)))
            if let recall { result.parameters.append(("neighbors_recall", .real(recall))) }
            addParameters(options, found, pca, uniqueRows: points.rows, method, to: &result)
        }
        let made = Made(
            scores: scores, neighbors: unique.isTrivial ? neighbors : nil,
            areNeighborsExact: method == .exact)
        return (made, found.isFinished, found.klDivergence)
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

    private func addParameters(
        _ options: TSNEOptions, _ found: TSNEResult, _ pca: PrincipalComponents,
        uniqueRows: Int, _ method: NeighborMethod, to result: inout Reduction
    ) {
        result.parameters += [
            ("normalize", .text(normalization.rawValue)),
            ("pca_components", .integer(pca.variances.count)),
            ("pca_explained", .real(pca.ratios.reduce(0, +))),
            ("perplexity", .real(options.perplexity)),
            ("exaggeration", .real(options.exaggeration)),
            ("exaggeration_iterations", .integer(options.exaggerationIterations)),
            ("iterations", .integer(options.iterations)),
            ("iterations_done", .integer(found.iterations)),
            ("finished", .integer(found.isFinished ? 1 : 0)),
            (
                "learning_rate",
                options.learningRate.map { .real($0) } ?? .text("n / exaggeration")
            ),
            ("momentum", .real(options.momentum)),
            ("theta", .real(options.theta)),
            ("degrees_of_freedom", .real(options.degreesOfFreedom)),
            ("initialization", .text(options.initialization.rawValue)),
            ("repulsion", .text(options.repulsion.resolved(points: uniqueRows).rawValue)),
            ("different_rows", .integer(uniqueRows)),
            ("kl_divergence", .real(found.klDivergence)),
            (
                "kl_normalization",
                .text(found.isKLExact ? "exact, over the sparse P" : "approximate, sparse P")
            ),
            ("random_algorithm", .text(CounterGenerator.algorithm)),
        ]
    }

    // MARK: - Quality

    private func addQuality(
        _ reference: QualityReference, _ scores: Matrix<Float>, _ kl: Double,
        to result: inout Reduction
    ) throws {
        guard let layout = result.layout else { return }
        let judgeable = result.judgeableLabels
        let labels = Set(judgeable.filter { $0 >= 0 }).count > 1 ? judgeable : nil
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
        let (own, first, random) = (measured[0], measured[1], measured[2])
        let againstScores = try QualityReference(RowBlocks(scores), seed: run.seed)
            .qualities(of: [layout], labels: labels)[0]
        result.recall = own.perPointRecall
        func add(_ name: String, _ value: (MapQuality) -> Double?, _ margin: Double?) {
            guard let map = value(own) else { return }
            result.quality.append(
                QualityRow(
                    name: name, map: map, interval: margin ?? 0,
                    mapAgainstScores: value(againstScores) ?? .nan,
                    firstComponents: value(first) ?? .nan, random: value(random) ?? .nan))
        }
        add("neighbour recall@\(own.recallCount)", { $0.recall10 }, own.recallMargin)
        add(
            "trustworthiness@\(own.trustworthinessCount)", { $0.trustworthiness5 },
            own.trustworthinessMargin)
        add(
            "distance correlation", { $0.distanceCorrelation }, own.distanceCorrelationMargin)
        add(
            "label accuracy (\(own.labelCount) nearest)", { $0.labelAccuracy },
            own.labelAccuracyMargin)
        result.quality.append(
            QualityRow(
                name: "KL divergence", map: kl, interval: 0, mapAgainstScores: .nan,
                firstComponents: .nan, random: .nan))
        result.parameters.append(("quality_sample", .integer(own.sampleSize)))
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
