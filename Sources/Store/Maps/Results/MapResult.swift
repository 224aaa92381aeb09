public import Dense

/// A map: principal components, places in the plane, and how far to trust them.
public struct MapResult: Sendable {
    public var pca: PCAResult
    /// `[n, 2]`; nil where fewer than ten rows differ.
    public var layout: Matrix<Float>?
    /// Nil with `layout`.
    public var parameters: MapParameters?
    /// Indices and distances of each row's neighbours; nil in a map that was read from a file.
    public var neighbors: SparseMatrix?
    /// The measures of the map; empty where it was interrupted.
    public var quality: [QualityRow]
    /// Each row's neighbour recall, 0...1, `[n]`; nil where the map was interrupted.
    public var recall: [Float]?
    /// Maps of the same rows at other layers, aligned to `layout`, `[n, 2]` each.
    public var otherLayouts: [(layer: String, layout: Matrix<Float>)]
    /// The quality of the maps of several layers; nil of one.
    public var layers: [LayerMapRow]?

    public init(
        pca: PCAResult, layout: Matrix<Float>? = nil, parameters: MapParameters? = nil,
        neighbors: SparseMatrix? = nil, quality: [QualityRow] = [], recall: [Float]? = nil,
        otherLayouts: [(layer: String, layout: Matrix<Float>)] = [],
        layers: [LayerMapRow]? = nil
    ) {
        self.pca = pca
        self.layout = layout
        self.parameters = parameters
        self.neighbors = neighbors
        self.quality = quality
        self.recall = recall
        self.otherLayouts = otherLayouts
        self.layers = layers
    }
}
