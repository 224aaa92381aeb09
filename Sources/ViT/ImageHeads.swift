internal import Dense

/// What a forward pass computes of an image beside the tokens of its layers.
public struct ImageOutputs: Sendable {
    /// The logits of the classification head, `[slots, classes]`; empty without one.
    public var logits: [Float] = []
    /// The token of attention pooling, `[slots, width]`; empty in models without it.
    public var pooled: [Float] = []
    /// The projection of the image's token (the pooled one, the class token, the mean of the
    /// patches) into the space of words, `[slots, projection]`; empty in models without it.
    public var projected: [Float] = []

    /// Whether the pooled token and the projection of a slot are finite.
    public func isFinite(slot: Int) -> Bool {
        [pooled, projected].allSatisfy { rows in
            let width = rows.count / ForwardPass.slots
            return allFinite(rows.span.extracting(slot * width..<(slot + 1) * width))
        }
    }
}

/// The parts of a model behind its last layer, in single precision.
struct ImageHeads: Sendable {
    private let pool: AttentionPool?
    /// The norm of the mean of the patch tokens.
    let meanNorm: Norm?
    let head: Linear?
    private let distillationHead: Linear?
    private let projection: Linear?

    init(_ reader: ParameterReader, _ c: Configuration) throws {
        pool = try c.pool.map { try AttentionPool(reader, c, $0) }
        meanNorm = c.hasMeanNorm ? try reader.norm("fc_norm", width: c.width) : nil
        head = try c.classes.map { try reader.linear("head", outputs: $0, inputs: c.width) }
        distillationHead =
            try c.hasDistillationHead
            ? c.classes.map { try reader.linear("head_dist", outputs: $0, inputs: c.width) } : nil
        projection = try c.projection.map { outputs in
            Linear(
                weight: try reader.matrix("joint.weight", outputs, c.width),
                bias: c.hasProjectionBias
                    ? try reader.vector("joint.bias", outputs)
                    : [Float](repeating: 0, count: outputs))
        }
    }

    /// The outputs of a pass at its final layer.
    func apply(_ pass: borrowing ForwardPass) -> ImageOutputs {
        let pooled = pool?.apply(pass) ?? []
        let projected = projection.map { layer in
            let rows =
                !pooled.isEmpty
                ? pooled
                : pass.configuration.hasClassToken && meanNorm == nil
                    ? tokens(0, of: pass) : patchMeans(of: pass)
            return layer.apply(rows, rows: pass.slots)
        }
        guard let head else { return ImageOutputs(pooled: pooled, projected: projected ?? []) }
        let rows: [Float]
        switch pass.configuration.headInput {
        case .classToken: rows = tokens(0, of: pass)
        case .patchMean: rows = patchMeans(of: pass)
        case .pooledToken: rows = pooled
        }
        var logits = head.apply(rows, rows: pass.slots)
        if let distillationHead {
            let others = distillationHead.apply(tokens(1, of: pass), rows: pass.slots)
            for i in logits.indices { logits[i] = (logits[i] + others[i]) / 2 }
        }
        return ImageOutputs(logits: logits, pooled: pooled, projected: projected ?? [])
    }

    /// Token `index` of each slot, `[slots, width]`.
    private func tokens(_ index: Int, of pass: borrowing ForwardPass) -> [Float] {
        let c = pass.configuration
        var rows: [Float] = []
        rows.reserveCapacity(pass.slots * c.width)
        for slot in 0..<pass.slots {
            let start = (slot * c.tokens + index) * c.width
            rows += pass.tokens[start..<start + c.width]
        }
        return rows
    }

    /// The mean of the patch tokens of each slot, after its norm where there is one,
    /// `[slots, width]`.
    private func patchMeans(of pass: borrowing ForwardPass) -> [Float] {
        let c = pass.configuration
        var means = [Float](repeating: 0, count: pass.slots * c.width)
        for slot in 0..<pass.slots {
            for i in 0..<c.width {
                var sum = 0.0
                for token in c.prefix..<c.tokens {
                    sum += Double(pass.tokens[(slot * c.tokens + token) * c.width + i])
                }
                means[slot * c.width + i] = Float(sum / Double(c.patches))
            }
        }
        guard let meanNorm else { return means }
        var normed = means
        layerNorm(
            means, into: &normed, rows: pass.slots, scale: meanNorm.scale, shift: meanNorm.shift,
            eps: c.eps)
        return normed
    }
}
