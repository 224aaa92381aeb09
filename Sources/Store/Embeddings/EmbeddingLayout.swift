public import Dense
public import Tokens

/// What a file of embeddings will hold. It is fixed before the first row is written.
public struct EmbeddingLayout: Sendable {
    /// The model of the embeddings.
    public var model: ModelDescription
    /// Layers whose tokens are stored.
    public var layers: [LayerName]
    /// Kinds of tokens that are stored for each layer.
    public var tokens: [TokenKind]
    /// Precision of the tokens.
    public var precision: TokenPrecision
    /// Whether attention rollout and attention distances are stored.
    public var attention: Bool
    /// Whether objects on the patch grid are stored.
    public var objects: Bool
    /// Whether the embeddings in the space of words are stored.
    public var joint = false
    /// Whether the five likeliest classes are stored.
    public var predictions: Bool
    /// Names of the classes of the classification head; may be empty.
    public var classNames: [String]
    /// Number of classes of the classification head; nil if unknown.
    public var classCount: Int?
    /// Names of the labels; labels are indices into this list.
    public var labelNames: [String]
    /// Names of further columns of texts about the images.
    public var columns: [String] = []
    /// Whether images belong to splits, such as "train".
    public var hasSplits = false
    /// Largest expected number of rows. It determines the chunk sizes.
    public var plannedImages: Int
    /// Kernel of the patch embedding, `[patch * patch * 3, width]`, rows in the order (row, column,
    /// colour); without rows where the model has none of this form.
    public var patchKernel: Matrix<Float>
    /// Bias of the patch embedding, `[width]`.
    public var patchBias: [Float]
    /// Position embeddings, `[tokens, width]`.
    public var position: Matrix<Float>?
    /// The classifier of the model, which a logit lens applies; nil where it is not stored.
    public var head: ClassificationHead?

    public init(
        model: ModelDescription, layers: [LayerName], tokens: [TokenKind],
        precision: TokenPrecision, attention: Bool, objects: Bool, predictions: Bool,
        classNames: [String], labelNames: [String], plannedImages: Int,
        patchKernel: Matrix<Float>, patchBias: [Float], position: Matrix<Float>?
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

    /// Bytes per image in the file, with about 12 KB for the preview.
    public var bytesPerImage: Int {
        let numbers = layers.reduce(0) { sum, layer in
            tokens.reduce(sum) { $0 + model.shape($1, layer).reduce(1, *) }
        }
        let joint = joint ? model.jointWidth : 0
        let tokenBytes = (numbers + joint) * (precision == .f16 ? 2 : 4)
        let attentionBytes =
            attention ? 4 * model.depth * (model.patches + model.heads) : 0
        return tokenBytes + attentionBytes + 12_000
    }
}

extension EmbeddingLayout {
    /// Bytes of one image stored in full, or of one variant.
    public var bytesPerExplanation: Int {
        let tokens = model.prefix + model.patches
        let attentions = tokens * tokens + model.heads * model.patches
        return 4 * model.depth * (attention ? attentions : 0)
            + model.pixelCount
    }
}
