internal import Dense
internal import Foundation

/// Attention pooling (Zhai et al. 2022, arXiv 2106.04560, "MAP head"): one learned query gathers an
/// image's patch tokens, in the Perception Encoder all tokens, and a feed-forward part with a norm
/// follows. The image embedding of both SigLIP and the Perception Encoder.
///
///     token = proj(attention(probe, tokens)) ; token + fc2(activation(fc1(norm(token))))
///
/// Since the query is the same for all images, each head's part of the key kernel is multiplied
/// with it once: scores are `tokens · transpose(probes)`. Likewise a head's mixture of tokens
/// is taken before its part of the value kernel. Both are the same sums in another order.
struct AttentionPool: Sendable {
    /// For each head the query times its keys' kernel, over the root of its width,
    /// `[heads, width]`. What biases of the keys add is the same for all tokens, and the
    /// softmax does not depend on it.
    private let probes: Matrix<Float>
    private let shape: PoolShape
    private let value: Linear
    private let proj: Linear
    private let norm: Norm
    private let fc1: Linear
    private let fc2: Linear

    /// Reads the tensors `attn_pool.*`: `latent` `[1, 1, width]`, `qkv` as a block's, `proj`,
    /// `norm`, `mlp.fc1` and `mlp.fc2`.
    init(_ reader: ParameterReader, _ c: Configuration, _ shape: PoolShape) throws {
        precondition(
            c.width % shape.heads == 0, "\(shape.heads) heads do not divide \(c.width)")
        self.shape = shape
        let probe = try reader.source("attn_pool.latent", [1, 1, c.width])
        let qkv = try reader.linear("attn_pool.qkv", outputs: 3 * c.width, inputs: c.width)
        let query = qkv.outputs(from: 0, count: c.width)
        let key = qkv.outputs(from: c.width, count: c.width)
        let headWidth = c.width / shape.heads
        let factor = 1 / Double(headWidth).squareRoot()
        var probes = Matrix<Float>(rows: shape.heads, columns: c.width, repeating: 0)
        for head in 0..<shape.heads {
            var sums = [Double](repeating: 0, count: c.width)
            for row in head * headWidth..<(head + 1) * headWidth {
                var own = Double(query.bias[row])
                for i in 0..<c.width { own += Double(query.weight[row, i]) * Double(probe[i]) }
                for i in 0..<c.width { sums[i] += own * Double(key.weight[row, i]) }
            }
            for i in 0..<c.width { probes[head, i] = Float(sums[i] * factor) }
        }
        self.probes = probes
        value = qkv.outputs(from: 2 * c.width, count: c.width)
        proj = try reader.linear("attn_pool.proj", outputs: c.width, inputs: c.width)
        norm = try reader.norm("attn_pool.norm", width: c.width)
        fc1 = try reader.linear("attn_pool.mlp.fc1", outputs: shape.hidden, inputs: c.width)
        fc2 = try reader.linear("attn_pool.mlp.fc2", outputs: c.width, inputs: shape.hidden)
    }

    /// The pooled tokens of a pass at its final layer, `[slots, width]`.
    func apply(_ pass: borrowing ForwardPass) -> [Float] {
        let c = pass.configuration
        var mixed = [Float](repeating: 0, count: pass.slots * c.width)
        for slot in 0..<pass.slots { mix(pass, slot: slot, into: &mixed) }
        var tokens = proj.apply(mixed, rows: pass.slots)
        var normed = tokens
        layerNorm(
            tokens, into: &normed, rows: pass.slots, scale: norm.scale, shift: norm.shift,
            eps: c.eps)
        let hidden = fc1.apply(normed, rows: pass.slots, activation: c.activation)
        for (i, more) in fc2.apply(hidden, rows: pass.slots).enumerated() { tokens[i] += more }
        return tokens
    }

    /// The values of all heads of one image, mixed by their attention, to row `slot` of `mixed`.
    private func mix(_ pass: borrowing ForwardPass, slot: Int, into mixed: inout [Float]) {
        let c = pass.configuration
        let heads = shape.heads
        let headWidth = c.width / heads
        let count = shape.readsPrefix ? c.tokens : c.patches
        let tokens = MatrixView(
            pass.tokens,
            shape.readsPrefix ? pass.tokenPlace(slot: slot) : pass.patchPlace(slot: slot))
        var scores = [Float](repeating: 0, count: heads * count)
        multiply(MatrixView(probes), tokens.transposed, into: &scores)
        for head in 0..<heads { softmax(&scores, head * count..<(head + 1) * count) }
        var means = [Float](repeating: 0, count: heads * c.width)
        multiply(MatrixView(scores, rows: heads, columns: count), tokens, into: &means)
        for head in 0..<heads {
            for row in head * headWidth..<(head + 1) * headWidth {
                var sum = Double(value.bias[row])
                for i in 0..<c.width {
                    sum += Double(value.weight[row, i]) * Double(means[head * c.width + i])
                }
                mixed[slot * c.width + row] = Float(sum)
            }
        }
    }

    /// Softmax of a part of some numbers, in place.
    private func softmax(_ values: inout [Float], _ part: Range<Int>) {
        let largest = Double(values[part].max() ?? 0)
        let powers = part.map { exp(Double(values[$0]) - largest) }
        let sum = powers.reduce(0, +)
        for (i, power) in zip(part, powers) { values[i] = Float(power / sum) }
    }
}
