internal import Console
internal import Dense
internal import Findings
internal import Neighbors
internal import PCA
internal import Store
internal import TSNE

/// Puts rows into a finished map, which does not move, and says how new each is.
struct PlacementJob {
    let source: RowSource
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

    /// Adds places and novelty of rows that `check` let pass.
    func add(to result: inout Reduction) throws {
        guard let pca = reference.pca, let layout = reference.layout else {
            preconditionFailure("\(finished) was not checked: it has no map")
        }
        if !reference.isVerified && !run.quiet { say("\(finished): \(Reduction.unverifiedNote)") }
        let layer = LayerName(reference.layer) ?? .final
        let components = PrincipalComponents(
            mean: pca.mean, components: pca.components, variances: pca.variances,
            ratios: pca.ratios, count: pca.scores.rows)
        let normalization = normalization(of: reference)
        let scores = try Components.scores(
            source, layers: [layer], normalization: normalization, by: [components])[0]
        var options = PlacementOptions()
        if case .real(let dof)? = parameter("degrees_of_freedom", of: reference), dof > 0,
            dof.isFinite
        {
            options.degreesOfFreedom = dof
        }
        let count = min(pca.scores.rows, neighborCount(perplexity: options.perplexity))
        let neighbors = nearestRows(of: scores, among: pca.scores, count: count)
        var progress = Progress(total: options.iterations, unit: "steps", quiet: run.quiet)
        result.layout = place(neighbors: neighbors, on: layout, options: options) { step in
            progress.update(done: step)
            return Interruption.exitCode == nil
        }
        progress.end()
        result.layer = reference.layer
        result.token = reference.token
        result.pca = PCAResult(
            scores: scores, components: pca.components, mean: pca.mean,
            variances: pca.variances, ratios: pca.ratios)
        try addNovelty(
            NoveltyJob(
                source: source, reference: reference, components: components, scores: scores,
                layer: layer, normalization: normalization, seed: run.seed), to: &result)
        result.tables.append(
            ResultTable(
                "reference",
                [
                    .init("x", .reals((0..<layout.rows).map { Double(layout[$0, 0]) })),
                    .init("y", .reals((0..<layout.rows).map { Double(layout[$0, 1]) })),
                    .init(
                        "label",
                        .texts(
                            reference.labels.map {
                                $0 >= 0 ? reference.labelNames[Int($0)] : ""
                            })),
                ]))
        result.parameters += [
            ("placed_in", .text(finished)), ("perplexity", .real(options.perplexity)),
            ("iterations", .integer(options.iterations)),
            ("exaggeration", .real(options.exaggeration)),
            ("learning_rate", .real(options.learningRate)),
            ("normalize", .text(normalization.rawValue)),
            ("finished", .integer(Interruption.exitCode == nil ? 1 : 0)),
        ]
    }

    /// Refuses rows of pictures that came to the model in another way than the map's.
    private func checkPreparation(_ model: ModelDescription, _ pictures: String?) throws {
        var difference = reference.model.difference(from: model)
        // Maps of earlier versions do not say what was done to their pictures.
        if difference == nil, case .text(let mine)? = parameter("pictures", of: reference),
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
    private func addNovelty(_ job: NoveltyJob, to result: inout Reduction) throws {
        let found: NoveltyJob.Found
        let basis: String
        switch try MapParent(reference: job.reference, map: finished, given: map.parent).find() {
        case .rows(let parent):
            found = try job.measure(among: parent)
            basis = "stored rows"
        case .missing(let reason):
            if !run.quiet {
                say(
                    "novelty  approximate, from the map's scores, since \(reason); give that file "
                        + "with --parent")
            }
            found = try job.measureFromScores()
            basis = "scores and residuals (approximate)"
        }
        result.rowColumns = [
            .init("novelty", .reals(found.novelty)),
            .init("neighbor_distance", .reals(found.distances)),
            .init("nearest_distance", .reals(found.nearestDistances)),
            .init("nearest_path", .texts(found.nearest.map { job.reference.paths[$0] })),
        ]
        result.parameters += [
            ("novelty_from", .text(basis)),
            ("novelty_neighbors", .integer(NoveltyJob.neighbors)),
            ("novelty_limit", .real(NoveltyJob.limit)),
            ("novelty_scale_rows", .integer(found.scale.distances.count)),
            (
                "novelty_false_alarms", .real(found.scale.falseAlarms(above: NoveltyJob.limit))
            ),
        ]
    }

    private func parameter(_ name: String, of reduction: Reduction) -> ParameterValue? {
        reduction.parameters.first { $0.name == name }?.value
    }

    private func normalization(of reduction: Reduction) -> RowNormalization {
        if case .text(let text)? = parameter("normalize", of: reduction),
            let known = RowNormalization(rawValue: text)
        {
            return known
        }
        return map.normalization(of: source)
    }
}
