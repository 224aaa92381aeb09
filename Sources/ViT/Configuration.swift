public import Dense
public import Tokens

/// The tokens of a model that stand between the class token, if there is one, and the patches.
public enum ExtraTokens: Sendable, Equatable {
    case none
    /// Registers (Darcet et al. 2023, arXiv 2309.16588): most have no position.
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

/// What the classification head reads.
public enum HeadInput: Sendable, Equatable {
    case classToken
    /// The mean of the patch tokens of the final layer, timm's `global_pool` "avg"; with
    /// `hasMeanNorm` after a norm of its own.
    case patchMean
    /// The token that attention pooling makes of the final layer, SigLIP's; see `AttentionPool`.
    case pooledToken
}

/// The hyperparameters of attention pooling.
public struct PoolShape: Sendable, Equatable {
    /// Attention heads; a divisor of the model's width.
    public var heads: Int
    /// Hidden units of its feed-forward part.
    public var hidden: Int
    /// Whether it reads the class token and registers beside the patches (Perception Encoder).
    public var readsPrefix: Bool

    public init(heads: Int, hidden: Int, readsPrefix: Bool = false) {
        self.heads = heads
        self.hidden = hidden
        self.readsPrefix = readsPrefix
    }
}

/// The hyperparameters of a Vision Transformer.
public struct Configuration: Sendable, Equatable {
    /// Width of the residual stream: numbers per token.
    public var width: Int
    /// Encoder blocks.
    public var depth: Int
    /// Attention heads per block; a divisor of `width`.
    public var heads: Int
    /// The patches of an image.
    public var grid: PatchGrid
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
    /// Whether there is a class token (not in SigLIP and I-JEPA).
    public var hasClassToken = true
    /// Whether the class token has a row in the position table (not in timm's models with
    /// registers).
    public var hasClassPosition = true
    /// Whether registers have rows in the position table (in timm's models without class token).
    public var hasRegisterPositions = false
    /// Whether a table of positions is added to the tokens of the embedding (not in DINOv3).
    public var hasPositionTable = true
    /// The rotary positions in every block; nil in most models.
    public var rotary: RotaryPositions?
    /// Whether the checkpoint has the periods of the rotary positions, rounded to its precision.
    public var hasPeriods = false
    /// Whether each block scales what it adds by learned factors (Touvron et al. 2021,
    /// arXiv 2103.17239).
    public var hasLayerScale = false
    /// Whether a layer norm stands before block 0, as in CLIP.
    public var hasStemNorm = false
    /// Whether the patch embedding has a bias (not in CLIP).
    public var hasPatchBias = true
    /// How many of queries, keys and values have a bias: 3, or 2 without the keys', or none.
    public var attentionBiases = 3
    /// Whether the feed-forward part has gates (SwiGLU, Shazeer 2020, arXiv 2002.05202):
    /// `fc2(activation(gate(x)) * fc1(x))`.
    public var isGated = false
    /// Whether a layer norm stands between the values that attention mixes and `proj` (EVA-CLIP).
    public var hasAttentionNorm = false
    /// Whether a layer norm stands between the gated hidden units and `fc2` (EVA-02).
    public var hasInnerNorm = false
    /// Whether each block adds a learned bias to the scores of each head, by the distance of two
    /// patches along both axes (BEiT).
    public var hasRelativeBias = false
    /// Whether a layer norm stands behind the last block, so that layer `final` differs from it
    /// (not in timm's models whose head has a norm of its own).
    public var hasClosingNorm = true
    /// Whether the head has a norm of its own for the mean of the patch tokens, timm's `fc_norm`.
    public var hasMeanNorm = false
    /// The shape of the attention pooling that makes one token of the final layer; nil without it.
    public var pool: PoolShape?
    /// Numbers of the projection of the image's token into the space of words (CLIP); nil without
    /// a projection.
    public var projection: Int?
    /// Whether the projection has a bias.
    public var hasProjectionBias = false
    /// Hidden units that are set to zero, after the activation (and the norm behind gates).
    public var ablatedUnits = BlockParts()
    /// Heads whose values, mixed and where there is a norm normalised, are set to zero before
    /// `proj`. Their attention still counts in rollout and distances.
    public var ablatedHeads = BlockParts()
    /// Hidden units whose activation is moved from the patches to an extra token, a register
    /// without parameters of its own; see `VisionTransformer.moveRegisterUnits`.
    public var registerUnits = BlockParts()
    /// Whether the distillation token has a head of its own; the logits are the mean of both.
    public var hasDistillationHead = false
    /// The tokens that the classification head reads.
    public var headInput = HeadInput.classToken

    public init(
        width: Int, depth: Int, heads: Int, grid: PatchGrid, hidden: Int? = nil,
        eps: Float = 1e-6, activation: Activation = .gelu, classes: Int? = nil
    ) {
        precondition(width % heads == 0, "\(heads) heads do not divide a width of \(width)")
        self.width = width
        self.depth = depth
        self.heads = heads
        self.grid = grid
        self.hidden = hidden ?? 4 * width
        self.eps = eps
        self.activation = activation
        self.classes = classes
    }

    /// Pixels on each side of a patch.
    public var patch: Int { grid.patch }
    /// Patch tokens of an image.
    public var patches: Int { grid.count }
    /// Tokens before the patches: the class token if there is one, and the extra ones.
    public var prefix: Int { (hasClassToken ? 1 : 0) + extra.count }
    /// All tokens of an image: the class token, the extra ones, then the patches row by row.
    public var tokens: Int { prefix + patches }
    /// Rows of the position table before those of the patches: 1 for the class token if it has one,
    /// 1 for the distillation token, and those of registers that have positions.
    public var positionedPrefix: Int {
        let first = hasClassToken && hasClassPosition ? 1 : 0
        switch extra {
        case .none: return first
        case .registers(let count): return first + (hasRegisterPositions ? count : 0)
        case .distillation: return first + 1
        }
    }
    /// Numbers of a head's queries, keys and values.
    public var headWidth: Int { width / heads }
    /// Rows of a block's table of relative biases: the distances of two patches, and three for the
    /// class token.
    public var relativeDistances: Int { (2 * grid.rows - 1) * (2 * grid.columns - 1) + 3 }
    /// Numbers per patch of pixels, three for each pixel.
    public var patchLength: Int { grid.patchLength }

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
        func linear(_ inputs: Int, _ outputs: Int) -> Int { inputs * outputs + outputs }
        let norm = 2 * width
        let attention = 3 * width * width + attentionBiases * width + linear(width, width)
        let feedForward = (isGated ? 2 : 1) * linear(width, hidden) + linear(hidden, width)
        let block =
            attention + feedForward + 2 * norm + (hasLayerScale ? 2 * width : 0)
            + (hasInnerNorm ? 2 * hidden : 0) + (hasAttentionNorm ? norm : 0)
            + (hasRelativeBias ? relativeDistances * heads : 0)
        let table = hasPositionTable ? (positionedPrefix + patches) * width : 0
        let embedding =
            width * patchLength + (hasPatchBias ? width : 0) + prefix * width + table
            + (hasStemNorm ? norm : 0)
        let pool =
            pool.map {
                width + linear(width, 3 * width) + linear(width, width) + norm
                    + linear(width, $0.hidden) + linear($0.hidden, width)
            } ?? 0
        let head = classes.map { linear(width, $0) * (hasDistillationHead ? 2 : 1) } ?? 0
        let periods = hasPeriods ? headWidth / 4 : 0
        let joint = projection.map { $0 * width + (hasProjectionBias ? $0 : 0) } ?? 0
        return periods + joint + embedding + depth * block + (hasClosingNorm ? norm : 0)
            + (hasMeanNorm ? norm : 0) + pool + head
    }
}
