public import Dense

/// The tokens of a model that stand between the class token and the patches.
public enum ExtraTokens: Sendable, Equatable {
    case none
    /// Registers (Darcet et al. 2023, arXiv 2309.16588): they have no position.
    case registers(Int)
    /// The distillation token of DeiT (Touvron et al. 2020, arXiv 2012.12877): it has a position.
    case distillation

    /// Tokens of the kind, 0 or more.
    public var count: Int {
        switch self {
        case .none: 0
        case .registers(let count): count
        case .distillation: 1
        }
    }
}

/// The tokens of the final layer that the classification head reads.
public enum HeadInput: Sendable, Equatable {
    case classToken
    /// The mean of the patch tokens, as timm's `global_pool` "avg" without a norm of its own.
    case patchMean
}

/// The hyperparameters of a Vision Transformer.
public struct Configuration: Sendable, Equatable {
    /// Width of the residual stream: numbers per token.
    public var width: Int
    /// Encoder blocks.
    public var depth: Int
    /// Attention heads per block; a divisor of `width`.
    public var heads: Int
    /// Pixels on each side of a patch.
    public var patch: Int
    /// Patches on each side of the image.
    public var grid: Int
    /// Hidden units of the feed-forward part.
    public var hidden: Int
    /// The epsilon of every layer norm, added to the variance; 1e-6 in ViT, DeiT, DINO and DINOv2,
    /// 1e-5 in CLIP.
    public var eps: Float
    /// The activation between the two linear layers of the feed-forward part.
    public var activation: Activation
    /// Number of classes of the classification head; nil without a head.
    public var classes: Int?
    /// The kind of tokens between the class token and the patch tokens.
    public var extra = ExtraTokens.none
    /// Whether the class token has a row in the position table (not in timm's models with
    /// registers).
    public var hasClassPosition = true
    /// Whether each block scales what it adds by learned factors (Touvron et al. 2021,
    /// arXiv 2103.17239).
    public var hasLayerScale = false
    /// Whether a layer norm stands before block 0, as in CLIP.
    public var hasStemNorm = false
    /// Whether the patch embedding has a bias (not in CLIP).
    public var hasPatchBias = true
    /// Whether the distillation token has a head of its own; the logits are the mean of both.
    public var hasDistillationHead = false
    /// The tokens that the classification head reads.
    public var headInput = HeadInput.classToken

    public init(
        width: Int, depth: Int, heads: Int, patch: Int, grid: Int, hidden: Int? = nil,
        eps: Float = 1e-6, activation: Activation = .gelu, classes: Int? = nil
    ) {
        precondition(width % heads == 0, "\(heads) heads do not divide a width of \(width)")
        self.width = width
        self.depth = depth
        self.heads = heads
        self.patch = patch
        self.grid = grid
        self.hidden = hidden ?? 4 * width
        self.eps = eps
        self.activation = activation
        self.classes = classes
    }

    /// Pixels on each side of the image.
    public var imageSize: Int { grid * patch }
    /// Patch tokens of an image.
    public var patches: Int { grid * grid }
    /// Tokens before the patches: the class token and the extra ones.
    public var prefix: Int { 1 + extra.count }
    /// All tokens of an image: the class token, the extra ones, then the patches row by row.
    public var tokens: Int { prefix + patches }
    /// Rows of the position table before those of the patches: 1 for the class token if it has one,
    /// 1 for the distillation token.
    public var positionedPrefix: Int {
        (hasClassPosition ? 1 : 0) + (extra == .distillation ? 1 : 0)
    }
    /// Numbers per patch of pixels, three for each pixel.
    public var patchLength: Int { patch * patch * 3 }

    /// The heads that published models of a width have; nil for other widths.
    public static func usualHeads(width: Int) -> Int? {
        switch width {
        case 192: 3
        case 384: 6
        case 768: 12
        case 1024, 1280: 16
        default: nil
        }
    }

    /// All trained numbers, the heads included where there are some.
    public var parameterCount: Int {
        let scales = hasLayerScale ? 2 * width : 0
        let block = 4 * width * width + 4 * width + 2 * width * hidden + hidden + width + 4 * width
        let embedding =
            width * patchLength + (hasPatchBias ? width : 0) + prefix * width
            + (positionedPrefix + patches) * width + (hasStemNorm ? 2 * width : 0)
        let head = classes.map { ($0 * width + $0) * (hasDistillationHead ? 2 : 1) } ?? 0
        return embedding + depth * (block + scales) + 2 * width + head
    }
}
