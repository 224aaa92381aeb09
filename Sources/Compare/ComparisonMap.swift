internal import Console
internal import Dense
internal import Foundation
internal import MapFiles
internal import Neighbors
internal import PCA
internal import Store
internal import TSNE
internal import Tokens

/// A map of the compared images for each file, by its chosen layer: each starts from the one before
/// and is rotated onto it, so that positions can be compared.
struct ComparisonMap {
    let files: [ComparedFile]
    /// The row of each image in each file.
    let rows: [[Int]]
    /// The chosen layer of each file.
    let layers: [LayerName]
    let seed: UInt64
    let quiet: Bool

    /// Principal components that neighbours are searched in.
    private static let components = 50

    /// The file of the main map: the last store, or the last file where all are vectors.
    var main: Int { files.lastIndex { $0.reader != nil } ?? files.count - 1 }

    /// The maps, the main one last.
    func maps() throws -> MapResult {
        var finished: [(layer: String, layout: Matrix<Float>)] = []
        let order = files.indices.filter { $0 != main } + [main]
        for index in order {
            let matrix = try files[index].rows(layers[index], rows[index])
            let (pca, scores) = try principal(matrix, files[index])
            let options = Self.options(points: scores.rows, seed: seed)
            let count = min(scores.rows - 1, neighborCount(perplexity: options.perplexity))
            let neighbors = exactNeighbors(of: scores, count: count)
            let start =
                finished.last.map { initialLayout(from: $0.layout) }
                ?? initialLayout(fromPrincipalScores: scores, seed: seed)
            let result = try layOut(neighbors, start, options, files[index].name)
            let layout =
                finished.last.map { aligned(result.layout, to: $0.layout) } ?? result.layout
            guard index == main else {
                finished.append((files[index].name, layout))
                continue
            }
            var parameters = MapParameters(
                options, result, pca, normalization: .l2, differentRows: scores.rows)
            parameters.neighbors = NeighborMethod.exact.rawValue
            return MapResult(
                pca: PCAResult(pca, scores: scores), layout: layout,
                parameters: parameters,
                neighbors: neighbors, otherLayouts: finished)
        }
        preconditionFailure("no main map among \(files.count)")
    }

    /// Principal components of rows of length 1, and their scores.
    private func principal(
        _ matrix: Matrix<Float>, _ file: ComparedFile
    ) throws -> (PrincipalComponents, Matrix<Float>) {
        var moments = MomentAccumulator(columns: matrix.columns)
        var workspace = MomentWorkspace()
        moments.add(VectorBlock(matrix), workspace: &workspace)
        do {
            let pca = try PrincipalComponents.fit(
                moments.finish(),
                components: min(Self.components, matrix.rows - 1, matrix.columns))
            return (pca, pca.transform(matrix))
        } catch {
            throw Failure(Exit.nothing, "\(file.path): \(error)")
        }
    }

    /// The options of t-SNE: those of `reduce`.
    private static func options(points n: Int, seed: UInt64) -> TSNEOptions {
        var options = TSNEOptions()
        options.perplexity = min(30, Double(n - 1) / 3)
        options.seed = seed
        return options
    }

    /// Runs t-SNE with a progress line.
    private func layOut(
        _ neighbors: SparseMatrix, _ start: Matrix<Double>, _ options: TSNEOptions, _ name: String
    ) throws -> TSNEResult {
        var progress = Progress(
            total: options.exaggerationIterations + options.iterations, unit: "steps of \(name)",
            quiet: quiet)
        defer { progress.end() }
        let affinities = Affinities.fit(neighbors: neighbors, perplexity: options.perplexity)
        let result = tsne(affinities: affinities, initial: start, options: options) { step, _ in
            progress.update(done: step)
            return Interruption.exitCode == nil
        }
        if let code = Interruption.exitCode {
            throw Failure(code, "interrupted; nothing was written.")
        }
        return result
    }
}
