public import Dense

/// What the residual stream has gone through.
public enum Layer: Sendable, Hashable {
    /// The input of block 0.
    case embedding
    /// After the block of this index, before the closing norm.
    case block(Int)
    /// After the closing norm.
    case final
}

/// The scratch memory of one worker and, layer by layer, what stands in it.
///
/// One thread uses it. It is allocated once and reused for every micro-batch; the number of slots
/// is fixed because a product with other rows rounds otherwise.
public struct ForwardPass: ~Copyable {
    /// Pictures of a micro-batch, the empty ones included.
    public static let slots = 8

    public let configuration: Configuration
    public let slots: Int
    /// Whether rollout and distances are computed.
    public let keepsAttention: Bool
    /// `[slots, size, size, 3]`: the normalised pictures, rows of pixels of three colours.
    public var pixels: [Float]
    /// `[slots, tokens, width]`: the current layer.
    public internal(set) var tokens: [Float]
    /// `[slots, tokens, tokens]`: attention rollout up to the current block.
    public internal(set) var joint: [Float]
    /// `[slots, heads, tokens]`: the class token's attention in the current block.
    public internal(set) var classAttention: [Float]
    /// `[slots, heads]`: mean attention distance of the current block in pixels.
    public internal(set) var distance: [Float]

    /// Of the products, as the model's.
    public let precision: Precision
    var workspace = ProductWorkspace()
    /// `[slots * patches, patchLength]`
    var patchPixels: AlignedBuffer
    /// `[rows, width]`: behind a norm.
    var normed: AlignedBuffer
    /// `[rows, width]` each: head beside head.
    var queries: AlignedBuffer
    var keys: AlignedBuffer
    var values: AlignedBuffer
    /// `[heads, tokens, tokens]`: one picture's attention, in single precision.
    private var scores: AlignedBuffer
    /// The same in bf16; empty where products are in single precision.
    private var rounded: AlignedBuffer
    /// `[slots, tokens, tokens]`: mean over the heads plus identity, rows divided by their sums.
    private var transition: [Float]
    private var product: [Float]
    /// `[rows, width]`: the heads' outputs side by side.
    var mixed: AlignedBuffer
    /// `[rows, width]`
    var projected: [Float]
    /// `[rows, hidden]`
    var hidden: AlignedBuffer
    /// `[patches, patches]`: pixels between the centres of two patches.
    private let patchDistances: [Float]

    /// `slots * tokens`
    var rows: Int { slots * configuration.tokens }

    public init(
        _ configuration: Configuration, keepsAttention: Bool = true, precision: Precision = .f32
    ) {
        let c = configuration
        let slots = ForwardPass.slots
        self.configuration = c
        self.slots = slots
        self.precision = precision
        self.keepsAttention = keepsAttention
        func zeros(_ count: Int) -> [Float] { [Float](repeating: 0, count: count) }
        let rows = slots * c.tokens
        let square = c.tokens * c.tokens
        pixels = zeros(slots * c.imageSize * c.imageSize * 3)
        tokens = zeros(rows * c.width)
        joint = zeros(keepsAttention ? slots * square : 0)
        classAttention = zeros(keepsAttention ? slots * c.heads * c.tokens : 0)
        distance = zeros(keepsAttention ? slots * c.heads : 0)
        func buffer(_ count: Int) -> AlignedBuffer {
            AlignedBuffer(count: count, precision: precision)
        }
        patchPixels = buffer(slots * c.patches * c.patchLength)
        normed = buffer(rows * c.width)
        queries = buffer(rows * c.width)
        keys = buffer(rows * c.width)
        values = buffer(rows * c.width)
        scores = AlignedBuffer(count: c.heads * square, precision: .f32)
        rounded = AlignedBuffer(
            count: precision == .bf16 ? c.heads * square : 0, precision: .bf16)
        transition = zeros(keepsAttention ? slots * square : 0)
        product = zeros(keepsAttention ? square : 0)
        mixed = buffer(rows * c.width)
        projected = zeros(rows * c.width)
        hidden = buffer(rows * c.hidden)
        patchDistances = (0..<c.patches).flatMap { a in
            (0..<c.patches).map { b in
                let dy = Float(a / c.grid - b / c.grid)
                let dx = Float(a % c.grid - b % c.grid)
                return (dx * dx + dy * dy).squareRoot() * Float(c.patch)
            }
        }
    }

    /// `pixels` to `patchPixels`: each patch's pixels in one row, order (row, column, colour).
    mutating func cutPatches() {
        let c = configuration
        let size = c.imageSize
        let run = c.patch * 3
        let pictures = pixels
        let source = pictures.span
        for slot in 0..<slots {
            for patch in 0..<c.patches {
                let top = patch / c.grid * c.patch
                let left = patch % c.grid * c.patch
                var to = (slot * c.patches + patch) * c.patchLength
                for y in 0..<c.patch {
                    let from = ((slot * size + top + y) * size + left) * 3
                    patchPixels.set(source.extracting(from..<from + run), at: to)
                    to += run
                }
            }
        }
    }

    /// `queries`, `keys` and `values` to `mixed`: `softmax(Q · transpose(K) / sqrt(d)) · V` for
    /// each slot and head, and the block's attention summaries on the way.
    mutating func attend(_ products: HeadProducts) {
        let c = configuration
        let factor = 1 / Float(c.width / c.heads).squareRoot()
        let square = c.tokens * c.tokens
        for slot in 0..<slots {
            let start = slot * c.tokens * c.width
            products.scores(queries, keys, at: start, into: &scores, &workspace)
            attentionSoftmax(
                &scores, heads: c.heads, tokens: c.tokens, factor: factor, rounded: &rounded,
                transition: &transition, at: slot * square)
            if precision == .f32 {
                products.mix(scores, values, at: start, into: &mixed, &workspace)
            } else {
                products.mix(rounded, values, at: start, into: &mixed, &workspace)
            }
            if keepsAttention { summarize(slot: slot) }
        }
    }

    /// One slot's `scores` to the block's summaries.
    private mutating func summarize(slot: Int) {
        let c = configuration
        for head in 0..<c.heads {
            let start = head * c.tokens * c.tokens
            copy(
                scores, start..<start + c.tokens, to: &classAttention,
                at: (slot * c.heads + head) * c.tokens)
            // Prefix tokens have no place in the picture: they are left out and rows renormalised.
            distance[slot * c.heads + head] = meanDistance(
                scores,
                Place(
                    offset: start + c.prefix * (c.tokens + 1), rows: c.patches,
                    columns: c.patches, stride: c.tokens),
                distances: patchDistances)
        }
    }

    /// `joint = A · joint` with `A` the mean over heads plus the identity, rows divided by their
    /// sums; `joint = A` at the first block (Abnar and Zuidema 2020, arXiv 2005.00928).
    mutating func extendRollout(first: Bool) {
        if first {
            joint = transition
            return
        }
        let n = configuration.tokens
        for slot in 0..<slots {
            let place = Place(offset: slot * n * n, rows: n, columns: n)
            multiply(MatrixView(transition, place), MatrixView(joint, place), into: &product)
            joint.replaceSubrange(slot * n * n..<(slot + 1) * n * n, with: product)
        }
    }

    /// Where a slot's class token stands in `tokens`, `[1, width]`.
    public func classPlace(slot: Int) -> Place { place(slot, 0, 1) }

    /// Where a slot's registers or distillation token stand in `tokens`, `[extra, width]`.
    public func extraPlace(slot: Int) -> Place {
        place(slot, 1, configuration.extra.count)
    }

    /// Where a slot's patch tokens stand in `tokens`, `[patches, width]`.
    public func patchPlace(slot: Int) -> Place {
        place(slot, configuration.prefix, configuration.patches)
    }

    private func place(_ slot: Int, _ first: Int, _ count: Int) -> Place {
        Place(
            offset: (slot * configuration.tokens + first) * configuration.width, rows: count,
            columns: configuration.width)
    }

    /// Numbers of a row of `tokens` columns that belong to the patches.
    public func patchColumns(row: Int) -> Range<Int> {
        row * configuration.tokens + configuration.prefix..<(row + 1) * configuration.tokens
    }

    /// Whether all of a slot's tokens are numbers: no NaN, no infinity.
    public func isFinite(slot: Int) -> Bool {
        let length = configuration.tokens * configuration.width
        return allFinite(tokens.span.extracting(slot * length..<(slot + 1) * length))
    }
}
