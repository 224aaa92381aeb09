internal import Console
internal import Dense
internal import Findings
internal import Neighbors
internal import PCA
internal import Store
internal import TSNE
internal import Tokens

/// Places rows in a finished map, whose points do not move, and measures their novelty
/// (`reduce --place`).
struct PlacementJob {
    /// The rows to place.
    let source: ReductionRows
    /// Path of the input, for messages.
    let path: String
    /// The finished map.
    let reference: Reduction
    /// Path of the finished map.
    let finished: String
    /// Options of the map.
    let map: MapOptions
    /// Threads, seed and output of the run.
    let run: RunOptions

    /// Checks that the rows are comparable with those of the map: same width, weights and
    /// preprocessing.
    ///
    /// - Parameters:
    ///   - model: The model of the rows.
    ///   - imageChanges: What was done to their images before embedding; nil for vectors.
    /// - Throws: `Failure` with the first difference.
    func check(model: ModelDescription, imageChanges: String?) throws {
        guard let pca = reference.pca, let layout = reference.layout, layout.rows > 1 else {
            throw Failure(
                Exit.nothing,
                "\(finished): expected a file with a map of images or vectors, found no map; run "
                    + "reduce on ten rows or more first.")
        }
        guard pca.mean.count == source.columns else {
            throw Failure(
                Exit.nothing,
                "\(path): expected rows of \(pca.mean.count) numbers as in \(finished), found "
                    + "\(source.columns); embed the images with the same model.")
        }
        if reference.model.weightsSHA256 != model.weightsSHA256 {
            throw Failure(
                Exit.nothing,
                "\(path): expected tokens of the weights of \(finished) "
                    + "(\(reference.model.name)), found those of \(model.name); embed the "
                    + "images with the same weights.")
        }
        try checkPreparation(model, imageChanges)
        guard reference.token != "patches" else {
            throw Failure(
                Exit.nothing,
                "\(finished): expected a map of images or vectors, found one of patches; run "
                    + "reduce without --rows patches first.")
        }
    }

    /// Places the rows and measures their novelty. `check` must have succeeded.
    ///
    /// Each row starts at the median of its neighbours' positions and moves by t-SNE's gradient
    /// against the fixed points of the map.
    func placed() throws -> PlacementResult {
        guard let pca = reference.pca, let layout = reference.layout else {
            preconditionFailure("\(finished) was not checked: it has no map")
        }
        if !reference.isVerified && !run.quiet {
            printMessage("\(finished): \(Reduction.unverifiedNote)")
        }
        let (layer, components, scores) = try reducedRows()
        let places = places(of: scores, on: layout)
        let (novelty, basis) = try novelty(
            NoveltyJob(
                source: source, reference: reference, components: components, scores: scores,
                layer: layer, normalization: normalization, seed: run.seed))
        return PlacementResult(
            pca: PCAResult(
                scores: scores, components: pca.components, mean: pca.mean,
                variances: pca.variances, ratios: pca.ratios),
            layout: places,
            parameters: PlacementParameters(
                map: finished, perplexity: options.perplexity, iterations: options.iterations,
                exaggeration: options.exaggeration, learningRate: options.learningRate,
                normalization: normalization.rawValue,
                isFinished: Interruption.exitCode == nil, noveltySource: basis,
                noveltyNeighbors: NoveltyJob.neighbors, noveltyLimit: NoveltyJob.limit,
                noveltyScaleRows: novelty.scale.distances.count,
                noveltyFalseAlarms: novelty.scale.falseAlarms(above: NoveltyJob.limit)),
            novelty: novelty.rows(paths: reference.paths),
            reference: (0..<layout.rows).map {
                ReferenceRow(
                    x: Double(layout[$0, 0]), y: Double(layout[$0, 1]),
                    label: reference.rows.label(ofRow: $0))
            })
    }

    /// The rows on the components of the map, with those components and the map's layer.
    func reducedRows() throws -> (
        layer: LayerName, components: PrincipalComponents, scores: Matrix<Float>
    ) {
        guard let pca = reference.pca else {
            preconditionFailure("\(finished) was not checked: it has no map")
        }
        let layer = LayerName(reference.layer) ?? .final
        let components = PrincipalComponents(
            mean: pca.mean, components: pca.components, variances: pca.variances,
            ratios: pca.ratios, count: pca.scores.rows)
        let scores = try Components.scores(
            source, layers: [layer], normalization: normalization, by: [components])[0]
        return (layer, components, scores)
    }

    /// Options of the descent, with the kernel of the map.
    private var options: PlacementOptions {
        var options = PlacementOptions()
        if let dof = reference.map?.parameters?.degreesOfFreedom, dof > 0, dof.isFinite {
            options.degreesOfFreedom = dof
        }
        return options
    }

    /// Places of rows with these scores on the map, `[rows, 2]`. An interruption ends the descent
    /// early.
    func places(of scores: Matrix<Float>, on layout: Matrix<Float>) -> Matrix<Float> {
        guard let pca = reference.pca else {
            preconditionFailure("\(finished) was not checked: it has no map")
        }
        let options = options
        let count = min(pca.scores.rows, neighborCount(perplexity: options.perplexity))
        let neighbors = nearestRows(of: scores, among: pca.scores, count: count)
        var progress = Progress(total: options.iterations, unit: "steps", quiet: run.quiet)
        defer { progress.end() }
        return place(neighbors: neighbors, on: layout, options: options) { step in
            progress.update(done: step)
            return Interruption.exitCode == nil
        }
    }

    /// Checks that the images were preprocessed like those of the map.
    private func checkPreparation(_ model: ModelDescription, _ imageChanges: String?) throws {
        var difference = reference.model.difference(from: model)
        // Maps of earlier versions do not record the variant of their images.
        if difference == nil, let mine = reference.parameters.imageChanges,
            let its = imageChanges, mine != its
        {
            difference = ("input variant", mine, its)
        }
        guard let difference else { return }
        throw Failure(
            Exit.nothing,
            "\(path): expected images prepared as for \(finished), with \(difference.name) "
                + "\(difference.mine), found \(difference.name) \(difference.its); their tokens "
                + "are not comparable, so embed them with the same options.")
    }

    /// Novelty from the rows that the map was made from, or approximate novelty from the map
    /// itself; with the description of which it is.
    private func novelty(_ job: NoveltyJob) throws -> (NoveltyJob.Measurement, basis: String) {
        switch try MapParent(reference: job.reference, map: finished, given: map.parent).find() {
        case .rows(let parent): return (try job.measure(among: parent), "stored rows")
        case .missing(let reason):
            if !run.quiet {
                printMessage(
                    "novelty  approximate, from the PCA scores of the map, since \(reason); name "
                        + "that file with --parent")
            }
            return (try job.measureFromScores(), "scores and residuals (approximate)")
        }
    }

    /// Normalisation of the map's rows.
    var normalization: RowNormalization {
        reference.map?.parameters.flatMap { RowNormalization(rawValue: $0.normalization) }
            ?? map.normalization(of: source)
    }
}
