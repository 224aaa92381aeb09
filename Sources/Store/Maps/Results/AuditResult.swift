/// Measurements of the model over its layers, independent of the map. Each is nil if the parent
/// file lacks the data for it.
public struct AuditResult: Sendable, Equatable {
    /// Attention distance of each head.
    public var headDistances: HeadDistances?
    /// How patch tokens cluster by object, layer by layer.
    public var layerMeasures: LayerMeasureTable?
    /// Norms of the tokens, layer by layer.
    public var tokenNorms: TokenNorms?
    /// Principal components of patch tokens as colours: the layer of the map first; empty without.
    public var patchColors: [PatchColors]

    /// The classification head applied to every layer.
    public var lens: LensResult?
    /// Objects of patches by their nearest patches in images with masks.
    public var segmentation: SegmentationResult?

    public init(
        headDistances: HeadDistances? = nil, layerMeasures: LayerMeasureTable? = nil,
        tokenNorms: TokenNorms? = nil, patchColors: [PatchColors] = [],
        lens: LensResult? = nil
    ) {
        self.headDistances = headDistances
        self.layerMeasures = layerMeasures
        self.tokenNorms = tokenNorms
        self.patchColors = patchColors
        self.lens = lens
    }
}
