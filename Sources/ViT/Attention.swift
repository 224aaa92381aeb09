internal import Dense
internal import Tokens

/// Multi-head attention (Vaswani et al. 2017, arXiv 1706.03762) of the current encoder block of a
/// micro-batch, and three summaries of it.
///
/// For each image and head it computes `softmax(Q · transpose(K) / sqrt(d)) · V` with
/// `d = width / heads`. The softmax, over the keys, is always in single precision. The linear
/// layers of the block before and after it belong to `VisionTransformer`. One worker owns the
/// memory and reuses it for every block.
struct Attention: ~Copyable {
    private let configuration: Configuration
    private let slots: Int
    private let precision: Precision
    /// Whether `transition`, `ofImage` and `distance` are computed; they are empty otherwise.
    private let keepsSummaries: Bool

    /// Queries of all heads, head beside head, `[slots * tokens, width]`.
    var queries: AlignedBuffer
    /// Keys, as `queries`.
    var keys: AlignedBuffer
    /// Values, as `queries`.
    var values: AlignedBuffer
    /// Results of the heads, head beside head, `[slots * tokens, width]`.
    var mixed: AlignedBuffer
    /// Attention of one image, `[heads, tokens, tokens]`, in single precision; rows sum to 1.
    private var scores: AlignedBuffer
    /// `scores` in bf16, `[heads, tokens, tokens]`; empty if products are in single precision.
    private var rounded: AlignedBuffer

    /// Mean over the heads plus the identity, each row divided by its sum,
    /// `[slots, tokens, tokens]`; `Rollout` multiplies it.
    private(set) var transition: [Float]
    /// Attention of the class token to all tokens, `[slots, heads, tokens]`; rows sum to 1. In a
    /// model without class token the mean over the attention of the patch tokens.
    private(set) var ofImage: [Float]
    /// Mean attention distance in pixels, `[slots, heads]` (Dosovitskiy et al. 2020, arXiv
    /// 2010.11929, figure 7): the mean over the patches a of the mean distance between the centres
    /// of a and of all patches b, weighted by the attention of a to b.
    private(set) var distance: [Float]
    /// Distances in pixels between the centres of two patches, `[patches, patches]`.
    private let patchDistances: [Float]
    /// The patches of each slot that show the picture, `[slots]`; nil for all.
    var pictures: [PictureArea?]
    /// The row of the tables of relative biases for each two tokens, `[tokens * tokens]`; empty in
    /// most models.
    private let relativeRows: [Int32]

    /// Allocates the memory for a model.
    init(_ c: Configuration, slots: Int, precision: Precision, keepsSummaries: Bool) {
        configuration = c
        self.slots = slots
        pictures = [PictureArea?](repeating: nil, count: slots)
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
        relativeRows = c.hasRelativeBias ? Self.relativeRows(c) : []
        transition = zeros(slots * square)
        ofImage = zeros(slots * c.heads * c.tokens)
        distance = zeros(slots * c.heads)
        patchDistances = (0..<c.patches).flatMap { a in
            (0..<c.patches).map { b in
                let dy = Float(c.grid.row(of: a) - c.grid.row(of: b))
                let dx = Float(c.grid.column(of: a) - c.grid.column(of: b))
                return (dx * dx + dy * dy).squareRoot() * Float(c.patch)
            }
        }
    }

    /// On a grid of m x n, patch i to patch j has row
    /// `(yi - yj + m - 1)(2n - 1) + xi - xj + n - 1`; the last three rows are class token to
    /// patches, patches to class token, and class token to itself (Bao et al. 2021,
    /// arXiv 2106.08254).
    private static func relativeRows(_ c: Configuration) -> [Int32] {
        precondition(c.hasClassToken && c.extra.count == 0, "relative biases with other tokens")
        let (grid, count) = (c.grid, c.relativeDistances)
        return (0..<c.tokens).flatMap { from in
            (0..<c.tokens).map { to in
                if from == 0 { return Int32(to == 0 ? count - 1 : count - 3) }
                if to == 0 { return Int32(count - 2) }
                let (a, b) = (from - 1, to - 1)
                let down = grid.row(of: a) - grid.row(of: b) + grid.rows - 1
                let across = grid.column(of: a) - grid.column(of: b) + grid.columns - 1
                return Int32(down * (2 * grid.columns - 1) + across)
            }
        }
    }

    /// Computes `mixed` from `queries`, `keys` and `values`, slot by slot, and the summaries.
    ///
    /// - Parameters:
    ///   - rotary: turns the queries and keys of the patches before; nil for none.
    ///   - biases: are added to the scores before the softmax, over its factor,
    ///     `[heads, distances]`; nil for none.
    mutating func apply(
        _ products: HeadProducts, _ rotary: RotaryTable?, biases: Matrix<Float>?,
        _ workspace: inout ProductWorkspace
    ) {
        let c = configuration
        let factor = 1 / Float(c.headWidth).squareRoot()
        let square = c.tokens * c.tokens
        for slot in 0..<slots {
            let start = slot * c.tokens * c.width
            if let rotary {
                let patches = start + c.prefix * c.width
                rotatePairs(
                    &queries, at: patches, heads: c.heads, cosines: rotary.cosines,
                    sines: rotary.sines)
                rotatePairs(
                    &keys, at: patches, heads: c.heads, cosines: rotary.cosines,
                    sines: rotary.sines)
            }
            products.scores(queries, keys, at: start, into: &scores, &workspace)
            if let biases { add(biases, at: relativeRows, to: &scores) }
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

    /// Computes `ofImage` and `distance` of one slot from `scores`.
    private mutating func summarize(slot: Int) {
        let c = configuration
        if let picture = pictures[slot] {
            summarize(slot: slot, patches: picture.indices(in: c.grid))
            return
        }
        for head in 0..<c.heads {
            let start = head * c.tokens * c.tokens
            let target = (slot * c.heads + head) * c.tokens
            if c.hasClassToken {
                copy(scores, start..<start + c.tokens, to: &ofImage, at: target)
            } else {
                meanOfRows(
                    scores,
                    Place(
                        offset: start + c.prefix * c.tokens, rows: c.patches, columns: c.tokens),
                    into: &ofImage, at: target)
            }
            // Prefix tokens have no place in the image: they are left out and rows renormalised.
            distance[slot * c.heads + head] = meanDistance(
                scores,
                Place(
                    offset: start + c.prefix * (c.tokens + 1), rows: c.patches,
                    columns: c.patches, stride: c.tokens),
                distances: patchDistances)
        }
    }

    /// The same by the patches of the picture alone.
    private mutating func summarize(slot: Int, patches: [Int]) {
        let c = configuration
        let (count, tokens) = (patches.count, c.tokens)
        let distances = patches.flatMap { a in patches.map { patchDistances[a * c.patches + $0] } }
        // The rows of the patches, and the columns of the patches of these.
        var lines = [Float](repeating: 0, count: count * tokens)
        var square = [Float](repeating: 0, count: count * count)
        var part = AlignedBuffer(count: count * count, precision: .f32)
        for head in 0..<c.heads {
            let start = head * tokens * tokens
            let target = (slot * c.heads + head) * tokens
            for (place, patch) in patches.enumerated() {
                let from = start + (c.prefix + patch) * tokens
                copy(scores, from..<from + tokens, to: &lines, at: place * tokens)
                for (column, other) in patches.enumerated() {
                    square[place * count + column] = lines[place * tokens + c.prefix + other]
                }
            }
            if c.hasClassToken {
                copy(scores, start..<start + tokens, to: &ofImage, at: target)
            } else {
                meanOfRows(
                    lines, Place(offset: 0, rows: count, columns: tokens), into: &ofImage,
                    at: target)
            }
            part.set(square.span, at: 0)
            distance[slot * c.heads + head] = meanDistance(
                part, Place(offset: 0, rows: count, columns: count), distances: distances)
        }
    }
}
