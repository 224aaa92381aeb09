public import Dense
public import Tokens

/// A Vision Transformer (Dosovitskiy et al. 2020, arXiv 2010.11929): its parameters and the forward
/// pass of a micro-batch of images.
///
/// `forward` is the whole model: patch embedding, then `depth` times attention and feed-forward,
/// each after a layer norm and added to the residual stream, then the closing norm and the heads. A
/// callback receives every layer.
public struct VisionTransformer: Sendable {
    public let configuration: Configuration
    /// Kernel of the patch embedding, `[patch * patch * 3, width]`; its rows are a patch's pixels
    /// in the order (row, column, colour).
    public let patchKernel: Matrix<Float>
    /// Bias of the patch embedding, `[width]`; zeros in models without one.
    public let patchBias: [Float]
    /// The class token if there is one, then the distillation token or the registers,
    /// `[prefix, width]`.
    public let prefixTokens: Matrix<Float>
    /// Position embeddings in the order of the tokens, `[tokens, width]`: class token, extra
    /// tokens, patches row by row; zeros for tokens without a position, and for all in models
    /// without a table.
    public let position: Matrix<Float>
    let stemNorm: Norm?
    let blocks: [Block]
    let norm: Norm?
    let heads: ImageHeads
    /// The precision of the matrix products. Norms, softmax, the residual stream and the
    /// classification heads are always in `.f32`.
    public let precision: Precision
    private let patchEmbedding: PackedLinear
    private let headProducts: HeadProducts
    private let rotary: RotaryTable?

    /// Name of the kernel that computes the products: oneDNN's, or "openblas".
    public var implementation: String { blocks.first?.fc1.implementation ?? "" }

    /// Reads the parameters from a source by timm's names.
    ///
    /// Several threads call `parameters` at once. The single-precision weights of the blocks are
    /// not kept.
    ///
    /// - Parameters:
    ///   - precision: precision of the products.
    ///   - engine: the library of the products; only tests set it.
    ///   - parameters: returns a parameter by its name and shape.
    /// - Throws: what `parameters` throws.
    public init(
        _ configuration: Configuration, precision: Precision = .f32,
        engine: ProductEngine = .fastest, parameters: @escaping ParameterSource
    ) throws {
        let c = configuration
        let reader = ParameterReader(source: parameters)
        let plan = ProductPlan(
            precision: precision, engine: engine, slots: ForwardPass.slots)
        self.configuration = c
        self.precision = precision
        patchKernel = Self.pixelMajor(
            try parameters("patch_embed.proj.weight", [c.width, 3, c.patch, c.patch]), c)
        patchBias =
            c.hasPatchBias
            ? try reader.vector("patch_embed.proj.bias", c.width)
            : [Float](repeating: 0, count: c.width)
        patchEmbedding = PackedLinear(
            weight: patchKernel, layout: .inputsFirst, bias: patchBias,
            rows: plan.slots * c.patches, precision: precision, output: .f32, engine: engine)
        headProducts = HeadProducts(
            tokens: c.tokens, heads: c.heads, headWidth: c.headWidth,
            precision: precision, engine: engine)
        rotary = RotaryTable(
            c, periods: c.hasPeriods ? try reader.vector("rope.periods", c.headWidth / 4) : nil)
        var prefix = c.hasClassToken ? try parameters("cls_token", [1, 1, c.width]) : []
        switch c.extra {
        case .none: break
        case .distillation: prefix += try parameters("dist_token", [1, 1, c.width])
        case .registers(let count):
            // A register of `registerUnits` starts as zeros.
            prefix +=
                try c.registerUnits.isEmpty
                ? parameters("reg_token", [1, count, c.width])
                : [Float](repeating: 0, count: count * c.width)
        }
        prefixTokens = Matrix(rows: c.prefix, columns: c.width, elements: prefix)
        position =
            c.hasPositionTable
            ? Self.position(
                try parameters("pos_embed", [1, c.positionedPrefix + c.patches, c.width]), c)
            : Matrix(rows: c.tokens, columns: c.width, repeating: 0)
        stemNorm = c.hasStemNorm ? try reader.norm("norm_pre", width: c.width) : nil
        blocks = try parallelMap(c.depth) { try reader.block($0, c, plan) }
        norm = c.hasClosingNorm ? try reader.norm("norm", width: c.width) : nil
        heads = try ImageHeads(reader, c)
    }

    /// A position table `[positionedPrefix + patches, width]` with rows of zeros inserted for
    /// tokens without a position, `[tokens, width]`.
    private static func position(_ table: [Float], _ c: Configuration) -> Matrix<Float> {
        let none = [Float](repeating: 0, count: (c.prefix - c.positionedPrefix) * c.width)
        let split = c.positionedPrefix * c.width
        return Matrix(
            rows: c.tokens, columns: c.width,
            elements: Array(table[..<split]) + none + Array(table[split...]))
    }

    /// `[width, 3, patch, patch]` to `[patch, patch, 3, width]`.
    private static func pixelMajor(_ kernel: [Float], _ c: Configuration) -> Matrix<Float> {
        let area = c.patch * c.patch
        var result = Matrix<Float>(rows: area * 3, columns: c.width, repeating: 0)
        for filter in 0..<c.width {
            for color in 0..<3 {
                for pixel in 0..<area {
                    result[pixel * 3 + color, filter] = kernel[(filter * 3 + color) * area + pixel]
                }
            }
        }
        return result
    }

    /// Computes all layers of a micro-batch.
    ///
    /// - Parameters:
    ///   - pass: the memory of the pass, with the normalised images in `pass.pixels`; unused slots
    ///     are zero.
    ///   - onLayer: receives `pass` after each layer. `pass.tokens` are the tokens of that layer;
    ///     after a block, `joint`, `imageAttention` and `distance` are those of the block.
    /// - Returns: what the heads make of the final layer.
    public func forward(
        _ pass: inout ForwardPass, onLayer: (LayerName, borrowing ForwardPass) throws -> Void
    ) rethrows -> ImageOutputs {
        precondition(
            pass.configuration == configuration && pass.precision == precision,
            "the pass was made for another configuration, or for \(pass.precision)")
        let c = configuration
        embed(&pass)
        if let stemNorm { normalizeTokens(stemNorm, &pass) }
        try onLayer(.embedding, pass)
        for (index, block) in blocks.enumerated() {
            attend(block, &pass)
            feedForward(block, &pass, c.registerUnits[index])
            if pass.keepsAttention { extendRollout(&pass, after: index) }
            try onLayer(.block(index), pass)
        }
        if let norm { normalizeTokens(norm, &pass) }
        try onLayer(.final, pass)
        return heads.apply(pass)
    }

    /// Pixels to tokens: the prefix tokens, then each patch times the kernel plus bias; all plus
    /// their positions.
    private func embed(_ pass: inout ForwardPass) {
        let c = configuration
        let slots = pass.slots
        cutPatches(&pass)
        patchEmbedding.apply(pass.patchPixels, into: &pass.projected, &pass.workspace)
        let embedded = pass.projected
        var tokens = pass.tokens.mutableSpan
        let source = embedded.span
        let positions = position.elements.span
        let prefix = prefixTokens.elements.span
        let split = c.prefix * c.width
        for slot in 0..<slots {
            let start = slot * c.tokens * c.width
            for i in 0..<split { tokens[start + i] = prefix[i] + positions[i] }
            let from = slot * c.patches * c.width
            for i in 0..<c.patches * c.width {
                tokens[start + split + i] = source[from + i] + positions[split + i]
            }
        }
    }

    /// `pass.pixels` to `pass.patchPixels`: each patch's pixels in one row, order (row, column,
    /// colour).
    private func cutPatches(_ pass: inout ForwardPass) {
        let c = configuration
        let grid = c.grid
        let run = c.patch * 3
        let pixels = pass.pixels
        let source = pixels.span
        for slot in 0..<pass.slots {
            for patch in 0..<c.patches {
                let (top, left) = (grid.top(of: patch), grid.left(of: patch))
                var to = (slot * c.patches + patch) * c.patchLength
                for y in 0..<c.patch {
                    let from = ((slot * grid.height + top + y) * grid.width + left) * 3
                    pass.patchPixels.set(source.extracting(from..<from + run), at: to)
                    to += run
                }
            }
        }
    }

    /// The block's attention, added to the residual stream.
    private func attend(_ block: Block, _ pass: inout ForwardPass) {
        normalize(block.norm1, &pass)
        block.query.apply(pass.normed, into: &pass.attention.queries, &pass.workspace)
        block.key.apply(pass.normed, into: &pass.attention.keys, &pass.workspace)
        block.value.apply(pass.normed, into: &pass.attention.values, &pass.workspace)
        pass.attention.apply(headProducts, rotary, biases: block.scoreBiases, &pass.workspace)
        if let norm = block.attentionNorm {
            layerNorm(
                &pass.attention.mixed, rows: pass.rows, scale: norm.scale, shift: norm.shift,
                eps: configuration.eps)
        }
        block.proj.apply(pass.attention.mixed, into: &pass.tokens, &pass.workspace)
    }

    /// The rollout after block `block`, from that of the blocks before and its attention.
    private func extendRollout(_ pass: inout ForwardPass, after block: Int) {
        if block == 0 {
            pass.rollout.begin(pass.attention.transition)
        } else {
            pass.rollout.extend(by: pass.attention.transition)
        }
    }

    /// The block's feed-forward part, added to the residual stream.
    ///
    /// - Parameter registerUnits: Hidden units that are moved to the register.
    private func feedForward(
        _ block: Block, _ pass: inout ForwardPass, _ registerUnits: [Int]
    ) {
        normalize(block.norm2, &pass)
        block.fc1.apply(pass.normed, into: &pass.hidden, &pass.workspace)
        if let gate = block.gate {
            gate.apply(pass.normed, into: &pass.gates, &pass.workspace)
            multiply(&pass.hidden, by: pass.gates, count: pass.rows * configuration.hidden)
        }
        if let norm = block.innerNorm {
            layerNorm(
                &pass.hidden, rows: pass.rows, scale: norm.scale, shift: norm.shift,
                eps: configuration.eps)
        }
        if !registerUnits.isEmpty { moveRegisterUnits(registerUnits, &pass) }
        block.fc2.apply(pass.hidden, into: &pass.tokens, &pass.workspace)
    }

    /// `pass.normed = norm(pass.tokens)`, in the precision of the products.
    private func normalize(_ norm: Norm, _ pass: inout ForwardPass) {
        layerNorm(
            pass.tokens, into: &pass.normed, rows: pass.rows, scale: norm.scale,
            shift: norm.shift, eps: configuration.eps)
    }

    /// `pass.tokens = norm(pass.tokens)`
    private func normalizeTokens(_ norm: Norm, _ pass: inout ForwardPass) {
        layerNorm(
            pass.tokens, into: &pass.projected, rows: pass.rows, scale: norm.scale,
            shift: norm.shift, eps: configuration.eps)
        swap(&pass.tokens, &pass.projected)
    }
}
