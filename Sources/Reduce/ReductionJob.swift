internal import Clustering
internal import Console
internal import Dense
internal import Neighbors
internal import PCA
internal import Store
internal import TSNE

/// One file, one layer: from stored tokens to everything a map file holds.
struct ReductionJob {
    let reader: EmbeddingReader
    let layer: LayerName
    let map: MapOptions
    let layout: LayoutOptions
    let run: RunOptions

    /// Rows below which there is no image map.
    static let fewestRows = 10
    /// Rows that PCA takes at a time; fixed, since sums round by their pieces.
    private static let blockRows = 4096

    private var kind: TokenKind { map.token == .classToken ? .classToken : .mean }

    /// Says what will be read, written and needed.
    func announce(output: String) throws {
        let n = reader.imageCount
        let model = reader.model
        if let perplexity = layout.perplexity, n >= Self.fewestRows, perplexity >= Double(n) {
            throw Failure(
                Exit.usage,
                "--perplexity: expected less than the \(n) images of \(reader.path) "
                    + "(at most \(rounded(Double(n - 1) / 3)) is sensible), found \(perplexity).")
        }
        let bytes =
            n * (model.width + 2 * map.pca + 100) * 4 + model.width * model.width * 24 + (60 << 20)
        if bytes > Machine.memory {
            throw Failure(
                Exit.nothing,
                "\(reader.path): expected at most \(byteCount(Machine.memory)) of memory for "
                    + "\(n) rows, found a need of \(byteCount(bytes)); use a larger machine.")
        }
        if run.quiet { return }
        say(
            "read     \(reader.path): layer \(layer.text), \(map.token.rawValue) token, \(n) rows "
                + "of \(model.width) numbers, model \(model.name)"
                + (model.note.isEmpty ? "" : " (\(model.note))"))
        say(
            "write    \(output), about \(byteCount(bytes)) of memory, "
                + "\(Parallelism.threads) threads")
    }

    func reduce() throws -> Reduction {
        let n = reader.imageCount
        let labels = try reader.labels()
        var result = Reduction(
            parentFile: reader.path, parentUUID: reader.uuid,
            parentHash: try reader.contentHash(), toolVersion: toolVersion, commandLine: [],
            model: reader.model, layer: layer.text, token: map.token.rawValue,
            paths: try reader.paths().map(displayPath), labels: labels,
            labelNames: try reader.labelNames(), patchKernel: try reader.patchKernel())
        result.explained = try reader.explained(attention: true)
        result.previews = try reader.previews(rows: 0..<min(n, Reduction.previewLimit))
        result.parameters = [("seed", .integer(Int(clamping: run.seed)))]
        if n >= Self.fewestRows {
            try addMap(to: &result)
        } else if !run.quiet {
            say(
                "\(reader.path): \(n) \(n == 1 ? "image is" : "images are") too few for a map of "
                    + "images (it takes \(Self.fewestRows)); everything else is written.")
        }
        result.scenes = try SceneJob(
            reader: reader, wanted: map.scenes, layout: layout, run: run
        ).scenes()
        try AuditJob(reader: reader, layer: layer, limit: try map.measuredImages(), run: run)
            .add(to: &result)
        return result
    }

    // MARK: - The image map

    private func addMap(to result: inout Reduction) throws {
        let (rows, pca) = try readRowsAndComponents()
        let scores = pca.transform(rows)
        result.pca = PCAResult(
            scores: scores, components: pca.components, mean: pca.mean, variances: pca.variances,
            ratios: pca.ratios)
        let unique = UniqueRows(scores)
        let points = unique.isTrivial ? scores : scores.rows(unique.first)
        guard points.rows >= Self.fewestRows else {
            say(
                "\(reader.path): only \(points.rows) of \(scores.rows) rows differ, too few for a "
                    + "map of images; everything else is written.")
            return
        }
        let options = try settings(points: points.rows)
        let count = min(points.rows - 1, max(1, Int(3 * options.perplexity)))
        let neighbors = exactNeighbors(of: points, count: count)
        result.neighbors = unique.isTrivial ? neighbors : nil
        let affinities = Affinities.fit(neighbors: neighbors, perplexity: options.perplexity)
        let found = try layOut(points, affinities, options)
        let layout = unique.isTrivial ? found.layout : unique.spread(found.layout)
        result.layout = layout
        addParameters(options, found, pca, uniqueRows: points.rows, to: &result)
        try addClusters(scores, to: &result)
        addQuality(layout: layout, rows: rows, scores: scores, to: &result)
        result.quality.append(
            QualityRow(
                name: "KL divergence", map: found.klDivergence, interval: 0,
                mapAgainstScores: .nan, firstComponents: .nan, random: .nan))
    }

    /// One pass over the file: all rows of the layer `[n, width]`, normalised as asked, and their
    /// principal components.
    private func readRowsAndComponents() throws -> (Matrix<Float>, PrincipalComponents) {
        let (n, width) = (reader.imageCount, reader.model.width)
        var elements: [Float] = []
        elements.reserveCapacity(n * width)
        var moments = MomentAccumulator(columns: width)
        for start in stride(from: 0, to: n, by: Self.blockRows) {
            var block = try reader.tokens(
                layer, kind, rows: start..<min(n, start + Self.blockRows))
            map.normalize.apply(&block)
            moments.add(block)
            elements.append(contentsOf: block.elements)
        }
        let count = min(map.pca, n - 1, width)
        do {
            let pca = try PrincipalComponents.fit(moments.finish(), components: count)
            return (Matrix(rows: n, columns: width, elements: elements), pca)
        } catch {
            throw Failure(Exit.nothing, "\(reader.path), layer \(layer.text): \(error)")
        }
    }

    private func settings(points n: Int) throws -> TSNEOptions {
        let options = layout.settings(points: n, seed: run.seed)
        if options.perplexity >= Double(n) {
            throw Failure(
                Exit.usage,
                "--perplexity: expected less than the \(n) different rows of \(reader.path), "
                    + "found \(options.perplexity).")
        }
        if layout.perplexity == nil && options.perplexity < 30 && !run.quiet {
            say(
                "perplexity \(rounded(options.perplexity)) instead of 30: \(n) images allow at "
                    + "most (n - 1) / 3")
        }
        return options
    }

    private func layOut(
        _ points: Matrix<Float>, _ affinities: Affinities, _ options: TSNEOptions
    ) throws -> TSNEResult {
        let initial =
            options.initialization == .pca
            ? initialLayout(fromPrincipalScores: points, seed: run.seed)
            : randomLayout(count: points.rows, seed: run.seed)
        let total = options.exaggerationIterations + options.iterations
        var progress = Progress(total: total, unit: "steps", quiet: run.quiet)
        defer { progress.end() }
        let result = tsne(affinities: affinities, initial: initial, options: options) {
            step, divergence in
            progress.update(
                done: step, note: divergence.map { "KL \(rounded($0))" } ?? "")
            return Interruption.exitCode == nil
        }
        if let code = Interruption.exitCode {
            throw Failure(
                code, "interrupted after \(result.iterations) steps; nothing was written.")
        }
        return result
    }

    private func addParameters(
        _ options: TSNEOptions, _ found: TSNEResult, _ pca: PrincipalComponents,
        uniqueRows: Int, to result: inout Reduction
    ) {
        result.parameters += [
            ("normalize", .text(map.normalize.rawValue)),
            ("pca_components", .integer(pca.variances.count)),
            ("pca_explained", .real(pca.ratios.reduce(0, +))),
            ("perplexity", .real(options.perplexity)),
            ("exaggeration", .real(options.exaggeration)),
            ("exaggeration_iterations", .integer(options.exaggerationIterations)),
            ("iterations", .integer(options.iterations)),
            ("iterations_done", .integer(found.iterations)),
            (
                "learning_rate",
                options.learningRate.map { .real($0) } ?? .text("n / exaggeration")
            ),
            ("momentum", .real(options.momentum)),
            ("theta", .real(options.theta)),
            ("degrees_of_freedom", .real(options.degreesOfFreedom)),
            ("initialization", .text(options.initialization.rawValue)),
            ("repulsion", .text(options.repulsion.rawValue)),
            ("different_rows", .integer(uniqueRows)),
            ("kl_divergence", .real(found.klDivergence)),
            (
                "kl_normalization",
                .text(found.isKLExact ? "exact, over the sparse P" : "Barnes-Hut, sparse P")
            ),
            ("random_algorithm", .text(CounterGenerator.algorithm)),
        ]
    }

    // MARK: - Clusters and quality

    private func addClusters(_ scores: Matrix<Float>, to result: inout Reduction) throws {
        let different = Set(result.labels.filter { $0 >= 0 }).count
        guard let wanted = try map.clusterCount(labels: different) else { return }
        let k = min(wanted, scores.rows)
        let clusters = kMeans(scores, clusters: k, seed: run.seed)
        result.clusters = clusters.assignments
        result.parameters += [
            ("cluster_method", .text("kmeans")),
            ("cluster_count", .integer(clusters.centroids.rows)),
            ("cluster_inertia", .real(clusters.inertia)),
        ]
        let labelled = result.labels.indices.filter { result.labels[$0] >= 0 }
        if different > 1 {
            let assigned = labelled.map { clusters.assignments[$0] }
            let labels = labelled.map { result.labels[$0] }
            result.parameters += [
                ("cluster_purity", .real(purity(assigned, labels))),
                ("cluster_ari", .real(adjustedRandIndex(assigned, labels))),
                ("cluster_nmi", .real(normalizedMutualInformation(assigned, labels))),
            ]
        }
    }

    private func addQuality(
        layout: Matrix<Float>, rows: Matrix<Float>, scores: Matrix<Float>,
        to result: inout Reduction
    ) {
        let labels = Set(result.labels.filter { $0 >= 0 }).count > 1 ? result.labels : nil
        func measure(_ map: Matrix<Float>, _ rows: Matrix<Float>) -> MapQuality {
            mapQuality(map: map, rows: rows, labels: labels, seed: run.seed)
        }
        let own = measure(layout, rows)
        let againstScores = measure(layout, scores)
        var plane: [Float] = []
        for row in 0..<scores.rows {
            plane.append(scores[row, 0])
            plane.append(scores.columns > 1 ? scores[row, 1] : 0)
        }
        let first = measure(Matrix(rows: scores.rows, columns: 2, elements: plane), rows)
        let random = measure(randomLayout(count: scores.rows, seed: run.seed).asFloat(), rows)
        result.recall = own.perPointRecall
        func add(
            _ name: String, _ value: (MapQuality) -> Double?, _ margin: Double?
        ) {
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
        result.parameters.append(("quality_sample", .integer(own.sampleSize)))
    }
}
