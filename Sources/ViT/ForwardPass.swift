public import Dense
public import Tokens

/// The memory of one worker for the forward pass of a `VisionTransformer`: the images of a
/// micro-batch, and the tokens and attention of its current layer.
///
/// One thread uses it. It is allocated once and reused for every micro-batch; the number of slots
/// is fixed because a product with other rows rounds otherwise.
public struct ForwardPass: ~Copyable {
    /// Number of slots for images in a micro-batch, empty slots included.
    public static let slots = 8

    /// The configuration of the model.
    public let configuration: Configuration
    /// `ForwardPass.slots`.
    public let slots: Int
    /// Whether rollout and attention distances are computed.
    public let keepsAttention: Bool
    /// The normalised images, `[slots, height, width, 3]`, row by row, red, green and blue.
    public var pixels: [Float]
    /// The patches of each slot that show the picture, `[slots]`; nil for all. The others are left
    /// out of means and distances.
    public var pictures: [PictureArea?] {
        get { attention.pictures }
        set { attention.pictures = newValue }
    }
    /// The tokens of the current layer, `[slots, tokens, width]`.
    public internal(set) var tokens: [Float]
    /// `[slots, tokens, tokens]`: attention rollout up to the current block; see `Rollout`.
    public var joint: [Float] { rollout.joint }
    /// `[slots, heads, tokens]`: the attention of the token that stands for the image in the
    /// current block; see `Attention`.
    public var imageAttention: [Float] { attention.ofImage }
    /// `[slots, heads]`: mean attention distance of the current block in pixels; see `Attention`.
    public var distance: [Float] { attention.distance }

    /// The precision of the products, which must be the model's.
    public let precision: Precision
    var workspace = ProductWorkspace()
    /// The pixels of each patch in one row, `[slots * patches, patchLength]`.
    var patchPixels: AlignedBuffer
    /// The tokens after a block's layer norm, `[rows, width]`.
    var normed: AlignedBuffer
    var attention: Attention
    var rollout: Rollout
    /// The patch embedding, and the residual stream after a norm, `[rows, width]`.
    var projected: [Float]
    /// The hidden units of the feed-forward part, `[rows, hidden]`.
    var hidden: AlignedBuffer
    /// The gates of the hidden units, `[rows, hidden]`; empty in models without gates.
    var gates: AlignedBuffer

    /// Rows of a micro-batch in products, `slots * tokens`.
    var rows: Int { slots * configuration.tokens }

    /// Allocates the memory of a model.
    ///
    /// - Parameter keepsAttention: whether `joint`, `imageAttention` and `distance` are computed;
    ///   they are empty otherwise.
    public init(
        _ configuration: Configuration, keepsAttention: Bool = true, precision: Precision = .f32
    ) {
        let c = configuration
        let slots = ForwardPass.slots
        let rows = slots * c.tokens
        self.configuration = c
        self.slots = slots
        self.precision = precision
        self.keepsAttention = keepsAttention
        pixels = [Float](repeating: 0, count: slots * c.grid.height * c.grid.width * 3)
        tokens = [Float](repeating: 0, count: rows * c.width)
        patchPixels = AlignedBuffer(
            count: slots * c.patches * c.patchLength, precision: precision)
        normed = AlignedBuffer(count: rows * c.width, precision: precision)
        attention = Attention(
            c, slots: slots, precision: precision, keepsSummaries: keepsAttention)
        rollout = Rollout(slots: slots, tokens: c.tokens, isKept: keepsAttention)
        projected = [Float](repeating: 0, count: rows * c.width)
        hidden = AlignedBuffer(count: rows * c.hidden, precision: precision)
        gates = AlignedBuffer(count: c.isGated ? rows * c.hidden : 0, precision: precision)
    }

    /// Where a slot's class token stands in `tokens`, `[1, width]`; a model without one is a
    /// programming error.
    public func classPlace(slot: Int) -> Place {
        precondition(configuration.hasClassToken, "the model has no class token")
        return place(slot, 0, 1)
    }

    /// Where a slot's registers or distillation token stand in `tokens`, `[extra, width]`.
    public func extraPlace(slot: Int) -> Place {
        let count = configuration.extra.count
        return place(slot, configuration.prefix - count, count)
    }

    /// Where a slot's patch tokens stand in `tokens`, `[patches, width]`.
    public func patchPlace(slot: Int) -> Place {
        place(slot, configuration.prefix, configuration.patches)
    }

    /// Where all tokens of a slot stand in `tokens`, `[tokens, width]`.
    func tokenPlace(slot: Int) -> Place { place(slot, 0, configuration.tokens) }

    private func place(_ slot: Int, _ first: Int, _ count: Int) -> Place {
        Place(
            offset: (slot * configuration.tokens + first) * configuration.width, rows: count,
            columns: configuration.width)
    }

    /// The rollout of a slot from the token that stands for the image to the patches, `[patches]`;
    /// see `imageRow`.
    public func imageRollout(slot: Int) -> [Float] {
        let c = configuration
        return imageRow(
            joint.span, at: slot * c.tokens * c.tokens, tokens: c.tokens, prefix: c.prefix,
            hasClassToken: c.hasClassToken,
            patches: pictures[slot].map { $0.indices(in: c.grid) })
    }

    /// The mean of a slot's patch tokens in single precision, `[width]`, without those of a border.
    public func patchMean(slot: Int) -> [Float] {
        let c = configuration
        var mean = [Float](repeating: 0, count: c.width)
        guard let picture = pictures[slot] else {
            meanOfRows(tokens, patchPlace(slot: slot), into: &mean)
            return mean
        }
        let start = patchPlace(slot: slot).offset
        let rows = picture.rows.flatMap { row in
            let first = row * c.grid.columns + picture.columns.lowerBound
            let end = first + picture.columns.count
            return tokens[start + first * c.width..<start + end * c.width]
        }
        meanOfRows(rows, Place(offset: 0, rows: picture.count, columns: c.width), into: &mean)
        return mean
    }

    /// Indices of the patches in row `row` of a table with `tokens` columns, such as `joint`.
    public func patchColumns(row: Int) -> Range<Int> {
        row * configuration.tokens + configuration.prefix..<(row + 1) * configuration.tokens
    }

    /// Whether all tokens of a slot are finite: no NaN, no infinity.
    public func isFinite(slot: Int) -> Bool {
        let length = configuration.tokens * configuration.width
        return allFinite(tokens.span.extracting(slot * length..<(slot + 1) * length))
    }
}
