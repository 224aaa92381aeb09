internal import Console
internal import Dense
internal import PCA

/// Stage `moments`: count, mean and centred second moment of each piece; joined in a fixed tree by
/// piece (Chan, Golub and LeVeque 1983), so that the bytes do not depend on the number of tasks.
final class MomentsStage: StageComputation {
    private let run: StageRun
    /// The roots of the tree so far, with the height of each; heights fall.
    private var roots: [(height: Int, moments: MomentAccumulator)] = []

    init(_ run: StageRun) { self.run = run }

    func compute(_ piece: Int, _ writer: PartWriter) throws {
        var moments = MomentAccumulator(columns: run.plan.input.columns)
        var workspace = MomentWorkspace()
        try run.rows.forEachBlock(run.plan.rows(ofPiece: piece)) { _, block in
            moments.add(block, normalization: run.plan.normalization, workspace: &workspace)
        }
        try write(moments, writer)
    }

    private func write(_ moments: MomentAccumulator, _ writer: PartWriter) throws {
        try writer.add("count", [Int64(moments.count)])
        try writer.add("mean", moments.mean)
        let scatter = moments.scatterMatrix
        try writer.add("scatter", scatter.elements, shape: [scatter.rows, scatter.columns])
    }

    func add(_ piece: Int, _ part: PartReader) throws {
        let columns = run.plan.input.columns
        let moments = MomentAccumulator(
            count: Int(try part.read("count", Int64(0))[0]), mean: try part.read("mean", 0.0),
            scatterMatrix: Matrix(
                rows: columns, columns: columns, elements: try part.read("scatter", 0.0)))
        roots.append((0, moments))
        while roots.count > 1, roots[roots.count - 1].height == roots[roots.count - 2].height {
            fold()
        }
    }

    /// Merges the last two roots.
    private func fold() {
        let last = roots.removeLast()
        roots[roots.count - 1].moments.merge(last.moments)
        roots[roots.count - 1].height += 1
    }

    func finish(_ writer: PartWriter) throws -> [String] {
        while roots.count > 1 { fold() }
        let moments = roots[0].moments
        try write(moments, writer)
        let count = min(run.plan.settings.components, moments.count - 1, moments.columns)
        guard count >= 1 else { return [] }
        let pca: PrincipalComponents
        do {
            pca = try PrincipalComponents.fit(moments.finish(), components: count)
        } catch { throw Failure(Exit.data, "\(run.folder.path): \(error)") }
        try writer.add(
            "components", pca.components.elements,
            shape: [pca.components.rows, pca.components.columns])
        try writer.add("variances", pca.variances)
        try writer.add("ratios", pca.ratios)
        let share = pca.ratios.reduce(0, +)
        return [
            "PCA      \(counted(count, "component")) of \(counted(moments.count, "row")) have "
                + "\(rounded(100 * share)) % of the variance"
        ]
    }
}
