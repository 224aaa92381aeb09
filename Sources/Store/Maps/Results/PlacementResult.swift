public import Dense

/// Rows placed in a finished map, whose points do not move.
public struct PlacementResult: Sendable {
    /// The principal components of the finished map, with the scores of the placed rows.
    public var pca: PCAResult
    /// Positions of the placed rows, `[n, 2]`.
    public var layout: Matrix<Float>
    /// How the rows were placed.
    public var parameters: PlacementParameters
    /// Novelty of each placed row, `[n]`.
    public var novelty: [NoveltyRow]
    /// The points of the finished map.
    public var reference: [ReferenceRow]

    public init(
        pca: PCAResult, layout: Matrix<Float>, parameters: PlacementParameters,
        novelty: [NoveltyRow], reference: [ReferenceRow]
    ) {
        self.pca = pca
        self.layout = layout
        self.parameters = parameters
        self.novelty = novelty
        self.reference = reference
    }
}
