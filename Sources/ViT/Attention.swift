internal import Dense

/// Multi-head attention (Vaswani et al. 2017, arXiv 1706.03762) of the encoder block that a
/// micro-batch is in, and what is reported of it.
///
/// For each image and head `softmax(Q · transpose(K) / sqrt(d)) · V` with `d = width / heads`;
/// the softmax, over the keys, is in single precision always. The block's linear layers before and
/// behind it are `VisionTransformer`'s. The memory is that of one worker, for every block in turn.
struct Attention: ~Copyable {
    private let configuration: Configuration
    private let slots: Int
    private let precision: Precision
    /// Whether the three summaries are computed; they are empty otherwise.
    private let keepsSummaries: Bool

    /// `[slots * tokens, width]` each: head beside head.
    var queries: AlignedBuffer
    var keys: AlignedBuffer
    var values: AlignedBuffer
    /// `[slots * tokens, width]`: the heads' results, head beside head.
    private(set) var mixed: AlignedBuffer
    /// `[heads, tokens, tokens]`: one image's attention, in single precision.
    private var scores: AlignedBuffer
    /// The same in bf16; empty where products are in single precision.
    private var rounded: AlignedBuffer

    /// `[slots, tokens, tokens]`: the mean over the heads plus the identity, each row divided by
    /// its sum, which `Rollout` multiplies.
    private(set) var transition: [Float]
    /// `[slots, heads, tokens]`: how the class token's attention is spread over all tokens, each
    /// row with the sum 1.
    private(set) var ofClassToken: [Float]
    /// `[slots, heads]`: the mean attention distance in pixels (Dosovitskiy et al. 2020,
    /// arXiv 2010.11929, figure 7): over the patches `a`, the mean distance of `a`'s centre from
    /// the centres of the patches `b`, weighted by the attention that `a` pays to `b`.
    private(set) var distance: [Float]
    /// `[patches, patches]`: pixels between the centres of two patches.
    private let patchDistances: [Float]

    init(_ c: Configuration, slots: Int, precision: Precision, keepsSummaries: Bool) {
        configuration = c
        self.slots = slots
        self.precision = precision
        self.keepsSummaries = keepsSummaries
        let square = c.tokens * c.tokens
        func rows() -> AlignedBuffer {
            AlignedBuffer(count: slots * c.tokens * c.width, precision: precision)
        }
        queries = rows()
        keys = rows()
        values = rows()
        mixed = rows()
        scores = AlignedBuffer(count: c.heads * square, precision: .f32)
        rounded = AlignedBuffer(
            count: precision == .bf16 ? c.heads * square : 0, precision: .bf16)
        func zeros(_ count: Int) -> [Float] {
            [Float](repeating: 0, count: keepsSummaries ? count : 0)
        }
        transition = zeros(slots * square)
        ofClassToken = zeros(slots * c.heads * c.tokens)
        distance = zeros(slots * c.heads)
        patchDistances = (0..<c.patches).flatMap { a in
            (0..<c.patches).map { b in
                let dy = Float(a / c.grid - b / c.grid)
                let dx = Float(a % c.grid - b % c.grid)
                return (dx * dx + dy * dy).squareRoot() * Float(c.patch)
            }
        }
    }

    /// `queries`, `keys` and `values` to `mixed`, and the summaries on the way.
    mutating func apply(_ products: HeadProducts, _ workspace: inout ProductWorkspace) {
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
            if keepsSummaries { summarize(slot: slot) }
        }
    }

    /// One slot's `scores` to `ofClassToken` and `distance`.
    private mutating func summarize(slot: Int) {
        let c = configuration
        for head in 0..<c.heads {
            let start = head * c.tokens * c.tokens
            copy(
                scores, start..<start + c.tokens, to: &ofClassToken,
                at: (slot * c.heads + head) * c.tokens)
            // Prefix tokens have no place in the image: they are left out and rows renormalised.
            distance[slot * c.heads + head] = meanDistance(
                scores,
                Place(
                    offset: start + c.prefix * (c.tokens + 1), rows: c.patches,
                    columns: c.patches, stride: c.tokens),
                distances: patchDistances)
        }
    }
}
