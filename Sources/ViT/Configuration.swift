public import Dense

/// The numbers that make a Vision Transformer, as data.
public struct Configuration: Sendable, Equatable {
    /// Numbers in a token, the residual stream's width.
    public var width: Int
    /// Encoder blocks.
    public var depth: Int
    /// Attention heads a block; a divisor of `width`.
    public var heads: Int
    /// Pixels a side of a patch.
    public var patch: Int
    /// Patches a side of the picture.
    public var grid: Int
    /// Hidden units of the feed-forward part.
    public var hidden: Int
    /// Added to the variance in every layer norm.
    public var eps: Float
    public var activation: Activation
    /// Outputs of the classifier head; nil without a head.
    public var classes: Int?

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

    /// Pixels a side of the picture.
    public var imageSize: Int { grid * patch }
    /// Patch tokens of a picture.
    public var patches: Int { grid * grid }
    /// All tokens of a picture: the class token, then the patches row by row.
    public var tokens: Int { patches + 1 }
    /// Numbers in a patch's pixels.
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

    /// All trained numbers, the head included where there is one.
    public var parameterCount: Int {
        let block = 4 * width * width + 4 * width + 2 * width * hidden + hidden + width + 4 * width
        let head = classes.map { $0 * width + $0 } ?? 0
        return width * patchLength + width + width + tokens * width + depth * block + 2 * width
            + head
    }
}
