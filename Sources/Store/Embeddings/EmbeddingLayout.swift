public import Dense

/// What a file of embeddings will hold, fixed before the first row.
public struct EmbeddingLayout: Sendable {
    public var model: ModelDescription
    public var layers: [LayerName]
    public var tokens: [TokenKind]
    public var precision: TokenPrecision
    /// Rollout and distances.
    public var attention: Bool
    /// Objects on the patch grid.
    public var objects: Bool
    /// The five likeliest classes.
    public var predictions: Bool
    /// Names of the classifier's outputs; may be empty.
    public var classNames: [String]
    /// Outputs of the classifier; nil where that is not known.
    public var classCount: Int?
    /// Names of the labels, in the order of their indices.
    public var labelNames: [String]
    /// Names of further columns that describe the images, kept as texts.
    public var columns: [String] = []
    /// Whether images say that they are of a split.
    public var hasSplits = false
    /// Rows expected at most, which fixes the size of the chunks.
    public var plannedImages: Int
    /// `[patch * patch * 3, width]`, rows in the order (row, column, colour).
    public var patchKernel: Matrix<Float>
    /// `[width]`
    public var patchBias: [Float]
    /// `[tokens, width]`
    public var position: Matrix<Float>

    public init(
        model: ModelDescription, layers: [LayerName], tokens: [TokenKind],
        precision: TokenPrecision, attention: Bool, objects: Bool, predictions: Bool,
        classNames: [String], labelNames: [String], plannedImages: Int,
        patchKernel: Matrix<Float>, patchBias: [Float], position: Matrix<Float>
    ) {
        self.model = model
        self.layers = layers
        self.tokens = tokens
        self.precision = precision
        self.attention = attention
        self.objects = objects
        self.predictions = predictions
        self.classNames = classNames
        self.labelNames = labelNames
        self.plannedImages = plannedImages
        self.patchKernel = patchKernel
        self.patchBias = patchBias
        self.position = position
    }

    /// Bytes that one image's row takes, previews (about 12 KB) included.
    public var bytesPerImage: Int {
        let numbers = tokens.reduce(0) { sum, kind in
            sum + model.count(kind) * model.width
        }
        let tokenBytes = layers.count * numbers * (precision == .f16 ? 2 : 4)
        let attentionBytes =
            attention ? 4 * model.depth * (model.patches + model.heads) : 0
        return tokenBytes + attentionBytes + 12_000
    }
}

extension EmbeddingLayout {
    /// Bytes of one image that is kept in full, or of a variant of it.
    public var bytesPerExplanation: Int {
        let tokens = model.prefix + model.patches
        let attentions = tokens * tokens + model.heads * model.patches
        return 4 * model.depth * (attention ? attentions : 0)
            + 3 * model.imageSize * model.imageSize
    }
}
