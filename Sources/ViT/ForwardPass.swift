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

    /// `[slots * patches, patchLength]`
    var patchPixels: [Float]
    /// `[rows, width]`: behind a norm.
    var normed: [Float]
    /// `[rows, 3 * width]`
    var qkv: [Float]
    /// `[tokens, tokens]`: one head's attention.
    private var weights: [Float]
    /// `[slots, tokens, tokens]`: the sum over the heads.
    private var headSum: [Float]
    private var product: [Float]
    /// `[rows, width]`: the heads' outputs side by side.
    var mixed: [Float]
    /// `[rows, width]`
    var projected: [Float]
    /// `[rows, hidden]`
    var hidden: [Float]
    /// `[patches, patches]`: pixels between the centres of two patches.
    private let patchDistances: [Float]

    /// `slots * tokens`
    var rows: Int { slots * configuration.tokens }

    public init(
        _ configuration: Configuration, keepsAttention: Bool = true, slots: Int = ForwardPass.slots
    ) {
        let c = configuration
        self.configuration = c
        self.slots = slots
        self.keepsAttention = keepsAttention
        func zeros(_ count: Int) -> [Float] { [Float](repeating: 0, count: count) }
        let rows = slots * c.tokens
        let square = c.tokens * c.tokens
        pixels = zeros(slots * c.imageSize * c.imageSize * 3)
        tokens = zeros(rows * c.width)
        joint = zeros(keepsAttention ? slots * square : 0)
        classAttention = zeros(keepsAttention ? slots * c.heads * c.tokens : 0)
        distance = zeros(keepsAttention ? slots * c.heads : 0)
        patchPixels = zeros(slots * c.patches * c.patchLength)
        normed = zeros(rows * c.width)
        qkv = zeros(rows * 3 * c.width)
        weights = zeros(square)
        headSum = zeros(keepsAttention ? slots * square : 0)
        product = zeros(keepsAttention ? square : 0)
        mixed = zeros(rows * c.width)
        projected = zeros(rows * c.width)
        hidden = zeros(rows * c.hidden)
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
        let slots = slots
        let pictures = pixels
        let source = pictures.span
        var target = patchPixels.mutableSpan
        for slot in 0..<slots {
            for patch in 0..<c.patches {
                let top = patch / c.grid * c.patch
                let left = patch % c.grid * c.patch
                var to = (slot * c.patches + patch) * c.patchLength
                for y in 0..<c.patch {
                    let from = ((slot * size + top + y) * size + left) * 3
                    for i in 0..<run { target[to + i] = source[from + i] }
                    to += run
                }
            }
        }
    }

    /// `qkv` to `mixed`: `softmax(Q · transpose(K) / sqrt(d)) · V` for each slot and head, and the
    /// block's attention summaries on the way.
    mutating func attention() {
        let c = configuration
        let d = c.width / c.heads
        let factor = 1 / Float(d).squareRoot()
        let square = Place(rows: c.tokens, columns: c.tokens)
        for slot in 0..<slots {
            for head in 0..<c.heads {
                let start = slot * c.tokens * 3 * c.width + head * d
                func part(_ index: Int) -> Place {
                    Place(
                        offset: start + index * c.width, rows: c.tokens, columns: d,
                        stride: 3 * c.width)
                }
                multiply(
                    qkv, part(0), transposed: false, qkv, part(1), transposed: true, into: &weights,
                    square)
                softmax(&weights, square, factor: factor)
                multiply(
                    weights, square, qkv, part(2), into: &mixed,
                    Place(
                        offset: slot * c.tokens * c.width + head * d, rows: c.tokens, columns: d,
                        stride: c.width))
                if keepsAttention { summarize(slot: slot, head: head) }
            }
        }
    }

    /// Adds one head's `weights` to the block's summaries.
    private mutating func summarize(slot: Int, head: Int) {
        let c = configuration
        let square = c.tokens * c.tokens
        if head == 0 {
            for i in slot * square..<(slot + 1) * square { headSum[i] = 0 }
        }
        add(weights, to: &headSum, at: slot * square)
        let at = (slot * c.heads + head) * c.tokens
        for i in 0..<c.tokens { classAttention[at + i] = weights[i] }
        // Prefix tokens have no place in the picture: they are left out and rows renormalised.
        distance[slot * c.heads + head] = meanDistance(
            weights,
            Place(
                offset: c.prefix * (c.tokens + 1), rows: c.patches, columns: c.patches,
                stride: c.tokens),
            distances: patchDistances)
    }

    /// `joint = A · joint` with `A` the mean over heads plus the identity, rows divided by their
    /// sums; `joint = A` at the first block (Abnar and Zuidema 2020, arXiv 2005.00928).
    mutating func extendRollout(first: Bool) {
        let c = configuration
        let n = c.tokens
        let square = Place(rows: n, columns: n)
        for slot in 0..<slots {
            let start = slot * n * n
            addIdentityAndNormalize(slot: slot)
            if first {
                for i in start..<start + n * n { joint[i] = headSum[i] }
            } else {
                multiply(
                    headSum, Place(offset: start, rows: n, columns: n),
                    joint, Place(offset: start, rows: n, columns: n), into: &product, square)
                for i in 0..<n * n { joint[start + i] = product[i] }
            }
        }
    }

    /// One slot's sum over heads to mean plus identity, each row divided by its sum.
    private mutating func addIdentityAndNormalize(slot: Int) {
        let n = configuration.tokens
        let heads = Float(configuration.heads)
        var mean = headSum.mutableSpan
        for row in 0..<n {
            let start = (slot * n + row) * n
            var sum: Float = 0
            for i in start..<start + n {
                mean[i] /= heads
                if i == start + row { mean[i] += 1 }
                sum += mean[i]
            }
            for i in start..<start + n { mean[i] /= sum }
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

    /// `projected` times `factors` `[width]`, column by column; nothing without factors.
    mutating func scaleProjected(_ factors: [Float]?) {
        guard let factors else { return }
        let width = configuration.width
        let rows = rows
        let source = factors.span
        var values = projected.mutableSpan
        for row in 0..<rows {
            for i in 0..<width { values[row * width + i] *= source[i] }
        }
    }

    /// Whether all of a slot's tokens are numbers: no NaN, no infinity.
    public func isFinite(slot: Int) -> Bool {
        let length = configuration.tokens * configuration.width
        return allFinite(tokens.span.extracting(slot * length..<(slot + 1) * length))
    }
}
