/// Measurements of the model over its layers, independent of the map. Each is nil if the parent
/// file lacks the data for it.
public struct AuditResult: Sendable, Equatable {
    /// Attention distance of each head.
    public var headDistances: HeadDistances?
    /// How patch tokens cluster by object, layer by layer.
    public var layerMeasures: LayerMeasureTable?
    /// Norms of the tokens, layer by layer.
    public var tokenNorms: TokenNorms?
    /// Principal components of patch tokens as colours.
    public var patchColors: PatchColors?

    public init(
        headDistances: HeadDistances? = nil, layerMeasures: LayerMeasureTable? = nil,
        tokenNorms: TokenNorms? = nil, patchColors: PatchColors? = nil
    ) {
        self.headDistances = headDistances
        self.layerMeasures = layerMeasures
        self.tokenNorms = tokenNorms
        self.patchColors = patchColors
    }
}
