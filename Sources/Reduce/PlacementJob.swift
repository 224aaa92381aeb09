internal import Console
internal import Dense
internal import Neighbors
internal import PCA
internal import Store
internal import TSNE

/// Puts rows into a finished map, which does not move, and says how new each is.
struct PlacementJob {
    let source: RowSource
    let path: String
    /// The finished map's file.
    let finished: String
    let map: MapOptions
    let run: RunOptions

    func add(to result: inout Reduction) throws {
        let reference = try ReductionReader.read(finished)
        guard let pca = reference.pca, let layout = reference.layout else {
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
        if reference.model.weightsSHA256 != result.model.weightsSHA256 {
            throw Failure(
                Exit.nothing,
                "\(path): expected tokens of the weights of \(finished) "
                    + "(\(reference.model.name)), found those of \(result.model.name); embed the "
                    + "images with the same weights.")
        }
        try checkPreparation(reference, result)
        let layer = LayerName(reference.layer) ?? .final
        let components = PrincipalComponents(
            mean: pca.mean, components: pca.components, variances: pca.variances,
            ratios: pca.ratios, count: pca.scores.rows)
        let scores = try Components.scores(
            source, layers: [layer], normalization: normalization(of: reference),
            by: [components])[0]
        var options = PlacementOptions()
        if case .real(let dof)? = parameter("degrees_of_freedom", of: reference) {
            options.degreesOfFreedom = dof
        }
        let count = min(pca.scores.rows, max(1, Int(3 * options.perplexity)))
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
        let distances = neighbors.offsets.dropLast().map { neighbors.values[$0] }
        result.rowColumns = [
            .init("novelty", .reals(novelty(distances, pca.scores))),
            .init("nearest_distance", .reals(distances.map(Double.init))),
            .init(
                "nearest_path",
                .texts(
                    neighbors.offsets.dropLast().map { start in
                        reference.paths[Int(neighbors.columns[start])]
                    })),
        ]
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
            ("learning_rate", .real(options.learningRate)), ("normalize", .text("as the map's")),
            ("finished", .integer(Interruption.exitCode == nil ? 1 : 0)),
        ]
    }

    /// Refuses rows of pictures that came to the model in another way than the map's.
    private func checkPreparation(_ reference: Reduction, _ result: Reduction) throws {
        var difference = reference.model.difference(from: result.model)
        // Maps of earlier versions do not say what was done to their pictures.
        if difference == nil, case .text(let mine)? = parameter("pictures", of: reference),
            case .text(let its)? = parameter("pictures", of: result), mine != its
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

    /// The share of the map's own rows that are nearer to their nearest neighbour than a new row is
    /// to its: 0 for a copy, 1 for what is farther from everything than any of them.
    private func novelty(_ distances: [Float], _ scores: Matrix<Float>) -> [Double] {
        let own = exactNeighbors(of: scores, count: 1).values.sorted()
        return distances.map { distance in
            var (low, high) = (0, own.count)
            while low < high {
                let middle = (low + high) / 2
                if own[middle] < distance { low = middle + 1 } else { high = middle }
            }
            return Double(low) / Double(max(1, own.count))
        }
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
