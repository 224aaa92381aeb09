internal import Console
internal import Dense
internal import Findings
internal import Neighbors
internal import PCA
internal import Store
internal import TSNE

/// Puts rows into a finished map, which does not move, and says how new each is.
struct PlacementJob {
    let source: ReductionRows
    let path: String
    /// The finished map, and its file.
    let reference: Reduction
    let finished: String
    let map: MapOptions
    let run: RunOptions

    /// Refuses rows that the map was not made for.
    ///
    /// - Parameters:
    ///   - model: of the rows.
    ///   - pictures: what was done to their pictures; nil of vectors.
    func check(model: ModelDescription, pictures: String?) throws {
        guard let pca = reference.pca, let layout = reference.layout, layout.rows > 1 else {
            throw Failure(
                Exit.nothing,
                "\(finished): expected a finished map of images or vectors, found none in it; "
                    + "reduce ten rows or more first.")
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
        try checkPreparation(model, pictures)
        guard reference.token != "patches" else {
            throw Failure(
                Exit.nothing,
                "\(finished): expected a map of images or vectors, found one of patches; reduce "
                    + "the images without --rows patches first.")
        }
    }

    /// Places and novelty of rows that `check` let pass.
    func placed() throws -> PlacementResult {
        guard let pca = reference.pca, let layout = reference.layout else {
            preconditionFailure("\(finished) was not checked: it has no map")
        }
        if !reference.isVerified && !run.quiet { say("\(finished): \(Reduction.unverifiedNote)") }
        let layer = LayerName(reference.layer) ?? .final
        let components = PrincipalComponents(
            mean: pca.mean, components: pca.components, variances: pca.variances,
            ratios: pca.ratios, count: pca.scores.rows)
        let scores = try Components.scores(
            source, layers: [layer], normalization: normalization, by: [components])[0]
        var options = PlacementOptions()
        if let dof = reference.map?.parameters?.degreesOfFreedom, dof > 0, dof.isFinite {
            options.degreesOfFreedom = dof
        }
        let count = min(pca.scores.rows, neighborCount(perplexity: options.perplexity))
        let neighbors = nearestRows(of: scores, among: pca.scores, count: count)
        var progress = Progress(total: options.iterations, unit: "steps", quiet: run.quiet)
        let places = place(neighbors: neighbors, on: layout, options: options) { step in
            progress.update(done: step)
            return Interruption.exitCode == nil
        }
        progress.end()
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

    /// Refuses rows of pictures that came to the model in another way than the map's.
    private func checkPreparation(_ model: ModelDescription, _ pictures: String?) throws {
        var difference = reference.model.difference(from: model)
        // Maps of earlier versions do not say what was done to their pictures.
        if difference == nil, let mine = reference.parameters.imageChanges,
            let its = pictures, mine != its
        {
            difference = ("pictures", mine, its)
        }
        guard let difference else { return }
        throw Failure(
            Exit.nothing,
            "\(path): expected pictures prepared as for \(finished), with \(difference.name) "
                + "\(difference.mine), found \(difference.name) \(difference.its); their tokens "
                + "are not comparable, so embed them with the same options.")
    }

    /// From the map's own rows where their file is at hand, else from the map alone.
    private func novelty(_ job: NoveltyJob) throws -> (NoveltyJob.Measurement, basis: String) {
        switch try MapParent(reference: job.reference, map: finished, given: map.parent).find() {
        case .rows(let parent): return (try job.measure(among: parent), "stored rows")
        case .missing(let reason):
            if !run.quiet {
                say(
                    "novelty  approximate, from the map's scores, since \(reason); give that file "
                        + "with --parent")
            }
            return (try job.measureFromScores(), "scores and residuals (approximate)")
        }
    }

    /// That of the map's rows.
    private var normalization: RowNormalization {
        reference.map?.parameters.flatMap { RowNormalization(rawValue: $0.normalization) }
            ?? map.normalization(of: source)
    }
}
