public import Dense

/// Rows in a finished map.
public struct PlacementResult: Sendable {
    /// Scores of the rows on the components of the finished map.
    public var pca: PCAResult
    /// `[n, 2]`
    public var layout: Matrix<Float>
    public var parameters: PlacementParameters
    /// `[n]`
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
