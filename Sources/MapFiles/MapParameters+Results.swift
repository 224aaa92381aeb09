public import Dense
public import PCA
public import Store
public import TSNE

extension MapParameters {
    /// Settings and results of t-SNE as the file states them.
    ///
    /// - Parameters:
    ///   - normalization: of the rows before PCA.
    ///   - differentRows: number of points that were laid out.
    public init(
        _ options: TSNEOptions, _ result: TSNEResult, _ pca: PrincipalComponents,
        normalization: RowNormalization, differentRows: Int
    ) {
        self.init(
            normalization: normalization.rawValue, components: pca.variances.count,
            explained: pca.ratios.reduce(0, +), perplexity: options.perplexity,
            exaggeration: options.exaggeration,
            exaggerationIterations: options.exaggerationIterations,
            iterations: options.iterations, iterationsDone: result.iterations,
            isFinished: result.isFinished,
            learningRate: options.learningRate.map { .fixed($0) } ?? .automatic,
            momentum: options.momentum, theta: options.theta,
            degreesOfFreedom: options.degreesOfFreedom,
            initialization: options.initialization.rawValue,
            repulsion: options.repulsion.resolved(points: differentRows).rawValue,
            differentRows: differentRows, klDivergence: result.klDivergence,
            klNormalization: Self.normalizationText(result),
            randomAlgorithm: CounterGenerator.algorithm)
    }

    /// How a divergence was computed.
    public static func normalizationText(_ result: TSNEResult) -> String {
        result.isKLExact ? "exact, over the sparse P" : "approximate, sparse P"
    }
}

extension PCAResult {
    /// Principal components with the scores of the rows, `[rows, components]`.
    public init(_ pca: PrincipalComponents, scores: Matrix<Float>) {
        self.init(
            scores: scores, components: pca.components, mean: pca.mean,
            variances: pca.variances, ratios: pca.ratios)
    }
}
