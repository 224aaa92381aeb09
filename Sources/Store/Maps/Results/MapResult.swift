public import Dense

/// A map of the rows: principal components, positions in the plane, and measures of its quality.
public struct MapResult: Sendable {
    /// The principal components and the scores of the rows.
    public var pca: PCAResult
    /// Positions of the rows on the map, `[n, 2]`; nil if fewer than ten rows differ.
    public var layout: Matrix<Float>?
    /// How the layout was computed; nil exactly if `layout` is nil.
    public var parameters: MapParameters?
    /// The neighbour graph, `[n, n]`: for each row the distances to its nearest neighbours, nearest
    /// first. nil in a map read from a file, where it stays in `/obsp/distances`.
    public var neighbors: SparseMatrix?
    /// The quality card; empty if the run was interrupted.
    public var quality: [QualityRow]
    /// Share of each row's 10 nearest rows that are among its 10 nearest points, 0...1, `[n]`; NaN
    /// for rows that were not sampled. nil if the run was interrupted.
    public var recall: [Float]?
    /// Maps of the same rows at other layers, `[n, 2]` each, in the order in which they were
    /// computed. Each is rotated onto the previous one.
    public var otherLayouts: [(layer: String, layout: Matrix<Float>)]
    /// Quality of the map of each layer; nil if there is only one layer.
    public var layers: [LayerMapRow]?
    /// Whether each row was placed among the others after t-SNE, `[n]`; nil for a map that was not
    /// brought up to date.
    public var placed: [Bool]?
    /// How new each placed row is, `[n]`; unknown for rows that t-SNE laid out. nil for a map that
    /// was not brought up to date.
    public var novelty: [NoveltyRow]?

    public init(
        pca: PCAResult, layout: Matrix<Float>? = nil, parameters: MapParameters? = nil,
        neighbors: SparseMatrix? = nil, quality: [QualityRow] = [], recall: [Float]? = nil,
        otherLayouts: [(layer: String, layout: Matrix<Float>)] = [],
        layers: [LayerMapRow]? = nil, placed: [Bool]? = nil,
        novelty: [NoveltyRow]? = nil
    ) {
        self.pca = pca
        self.layout = layout
        self.parameters = parameters
        self.neighbors = neighbors
        self.quality = quality
        self.recall = recall
        self.otherLayouts = otherLayouts
        self.layers = layers
        self.placed = placed
        self.novelty = novelty
    }
}
