internal import Console
internal import Dense
internal import Neighbors
internal import PCA
internal import TSNE

/// Stage `layout`: t-SNE of the rows of the sample with the smallest hashes, on the components of
/// all rows. Its settings are those of `reduce`.
final class LayoutStage: StageComputation {
    private let run: StageRun
    private let quiet: Bool

    init(_ run: StageRun, quiet: Bool) { (self.run, self.quiet) = (run, quiet) }

    func compute(_ piece: Int, _ writer: PartWriter) throws {}
    func add(_ piece: Int, _ part: PartReader) throws {}

    func finish(_ writer: PartWriter) throws -> [String] {
        let sample = try run.joined(.sample)
        let places = try run.samplePlaces(run.plan.settings.mapRows)
        let numbers = try sample.read("rows", UInt32(0))
        let components = try run.components()
        let vectors = try sample.vectors(run.plan.input, rows: nil).rows(places)
        let scores = components.scores(of: vectors, normalization: run.plan.normalization)
        let unique = UniqueRows(scores)
        let points = unique.isTrivial ? scores : scores.rows(unique.first)
        guard points.rows >= 10 else {
            throw Failure(
                Exit.data,
                "\(run.folder.path): expected ten different rows in the sample, found "
                    + "\(points.rows), too few for a map.")
        }
        var options = TSNEOptions()
        options.perplexity = min(run.plan.settings.perplexity, Double(points.rows - 1) / 3)
        options.seed = run.plan.settings.seed
        let count = min(points.rows - 1, neighborCount(perplexity: options.perplexity))
        let isExact = chooseMethod(rows: points.rows, columns: points.columns).method == .exact
        let neighbors: SparseMatrix
        do {
            neighbors =
                isExact
                ? exactNeighbors(of: points, count: count)
                : try approximateNeighbors(
                    of: points, count: count, settings: ApproximateSettings(seed: options.seed))
        } catch { throw Failure(Exit.tryAgain, "\(run.folder.path): \(error)") }
        var progress = Progress(
            total: options.exaggerationIterations + options.iterations, unit: "steps",
            quiet: quiet)
        let result = tsne(
            affinities: Affinities.fit(neighbors: neighbors, perplexity: options.perplexity),
            initial: initialLayout(fromPrincipalScores: points, seed: options.seed),
            options: options
        ) { step, _ in
            progress.update(done: step)
            return Interruption.exitCode == nil
        }
        progress.end()
        if let code = Interruption.exitCode {
            throw Failure(code, "interrupted; the layout was not written.")
        }
        let positions = unique.isTrivial ? result.layout : unique.spread(result.layout)
        try writer.add("rows", places.map { numbers[$0] })
        try writer.add("scores", scores.elements, shape: [scores.rows, scores.columns])
        try writer.add("positions", positions.elements, shape: [positions.rows, 2])
        try writer.add("divergence", [result.klDivergence])
        return [
            "layout   t-SNE of \(counted(positions.rows, "row")), perplexity "
                + "\(rounded(options.perplexity)), KL divergence \(rounded(result.klDivergence))"
        ]
    }
}

extension StageRun {
    /// The principal components of all rows.
    func components() throws -> PrincipalComponents {
        let moments = try joined(.moments)
        let shape = try moments.section("components").shape
        return PrincipalComponents(
            mean: try moments.read("mean", 0.0),
            components: Matrix(
                rows: shape[0], columns: shape[1], elements: try moments.read("components", 0.0)),
            variances: try moments.read("variances", 0.0),
            ratios: try moments.read("ratios", 0.0),
            count: Int(try moments.read("count", Int64(0))[0]))
    }
}
