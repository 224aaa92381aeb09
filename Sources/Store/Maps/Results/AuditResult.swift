/// What was measured over the layers of a model, beside the map.
public struct AuditResult: Sendable, Equatable {
    public var headDistances: HeadDistances?
    public var layerMeasures: LayerMeasureTable?
    public var tokenNorms: TokenNorms?
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
