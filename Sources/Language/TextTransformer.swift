public import Dense
internal import Foundation
public import ViT

/// The hyperparameters of the text tower of a model of images and words.
public struct TextConfiguration: Sendable, Equatable {
    /// Numbers per token.
    public var width: Int
    /// Encoder blocks.
    public var depth: Int
    /// Attention heads per block; a divisor of `width`.
    public var heads: Int
    /// Hidden units of the feed-forward part.
    public var hidden: Int
    /// Tokens of the vocabulary.
    public var vocabulary: Int
    /// Tokens of the longest text, the marks at its start and end included.
    public var context: Int
    /// Numbers of an embedding in the space that images share.
    public var joint: Int
    /// The epsilon of the layer norms: 1e-5 in CLIP, 1e-6 in SigLIP.
    public var eps: Float
    public var activation: Activation
    /// Whether a token attends only to itself and those before it (CLIP), and the text is read to
    /// its end; else all tokens attend to each other, and the context is filled up (SigLIP).
    public var isCausal: Bool
    /// Whether the projection has a bias (SigLIP).
    public var hasProjectionBias: Bool

    public init(
        width: Int, depth: Int, heads: Int, hidden: Int, vocabulary: Int, context: Int, joint: Int,
        eps: Float = 1e-5, activation: Activation = .quickGELU, isCausal: Bool = true,
        hasProjectionBias: Bool = false
    ) {
        precondition(width % heads == 0, "\(heads) heads do not divide a width of \(width)")
        self.width = width
        self.depth = depth
        self.heads = heads
        self.hidden = hidden
        self.vocabulary = vocabulary
        self.context = context
        self.joint = joint
        self.eps = eps
        self.activation = activation
        self.isCausal = isCausal
        self.hasProjectionBias = hasProjectionBias
    }
}

/// The text tower of CLIP (Radford et al. 2021, arXiv 2103.00020) and SigLIP (Zhai et al. 2023,
/// arXiv 2303.15343): tokens to the embedding of a text in the space that images share.
///
/// It has the linear layers and norms of the Vision Transformer's blocks, in single precision.
/// Texts are computed up to their end.
public struct TextTransformer: Sendable {
    public let configuration: TextConfiguration
    /// Reads the embeddings of tokens, `[tokens, width]`: a text has few of a large table.
    private let tokenEmbeddings: TokenEmbeddings
    /// Embedding of each place, `[context, width]`.
    private let positions: Matrix<Float>
    private let blocks: [TextBlock]
    private let norm: Norm
    private let projection: Linear

    /// Returns the embeddings of tokens by their numbers, `[tokens.count, width]`.
    public typealias TokenEmbeddings = @Sendable (_ tokens: [Int]) throws -> [Float]

    /// Reads the parameters from a source: `pos_embed` `[context, width]`, blocks as timm's Vision
    /// Transformer names them, `norm`, `proj`.
    ///
    /// - Parameter tokens: reads the embeddings of the tokens of a text, each time.
    /// - Throws: what `parameters` throws.
    public init(
        _ c: TextConfiguration, tokens: @escaping TokenEmbeddings,
        parameters: @escaping ParameterSource
    ) throws {
        configuration = c
        let reader = ParameterReader(source: parameters)
        tokenEmbeddings = tokens
        positions = try reader.matrix("pos_embed", c.context, c.width)
        blocks = try (0..<c.depth).map { try TextBlock(reader, "blocks.\($0)", c) }
        norm = try reader.norm("norm", width: c.width)
        projection = Linear(
            weight: try reader.matrix("proj.weight", c.joint, c.width),
            bias: c.hasProjectionBias
                ? try reader.vector("proj.bias", c.joint)
                : [Float](repeating: 0, count: c.joint))
    }

    /// The embedding of a text, `[joint]`, not normalised.
    ///
    /// - Parameter tokens: their numbers, at most `context`; the last one is what the embedding is
    ///   read from.
    /// - Throws: what reading the tokens' embeddings throws.
    public func embedding(of tokens: [Int]) throws -> [Float] {
        try embeddings(of: [tokens])[0]
    }

    /// The embeddings of some texts, `[texts, joint]`, which are computed together: products of
    /// many rows take less time than as many of few. They do not attend to each other.
    ///
    /// - Parameter texts: the tokens of each, as of `embedding`.
    /// - Throws: what reading the tokens' embeddings throws.
    public func embeddings(of texts: [[Int]]) throws -> [[Float]] {
        let c = configuration
        var stream: [Float] = []
        var parts: [Range<Int>] = []
        for tokens in texts {
            precondition(
                !tokens.isEmpty && tokens.count <= c.context
                    && tokens.allSatisfy { (0..<c.vocabulary).contains($0) },
                "\(tokens.count) tokens of a vocabulary of \(c.vocabulary), at most \(c.context)")
            let rows = try tokenEmbeddings(tokens)
            precondition(rows.count == tokens.count * c.width, "\(rows.count) numbers of tokens")
            let first = stream.count / c.width
            parts.append(first..<first + tokens.count)
            stream += rows.indices.map { rows[$0] + positions.elements[$0] }
        }
        for block in blocks { block.apply(&stream, parts, c) }
        let last = parts.flatMap { stream[($0.upperBound - 1) * c.width..<$0.upperBound * c.width] }
        var normed = last
        layerNorm(
            last, into: &normed, rows: texts.count, scale: norm.scale, shift: norm.shift,
            eps: c.eps)
        let joint = projection.apply(normed, rows: texts.count)
        return texts.indices.map { Array(joint[$0 * c.joint..<($0 + 1) * c.joint]) }
    }
}

/// One encoder block on the tokens of some texts.
private struct TextBlock: Sendable {
    let norm1: Norm
    let qkv: Linear
    let proj: Linear
    let norm2: Norm
    let fc1: Linear
    let fc2: Linear

    init(_ reader: ParameterReader, _ name: String, _ c: TextConfiguration) throws {
        norm1 = try reader.norm(name + ".norm1", width: c.width)
        qkv = try reader.linear(name + ".attn.qkv", outputs: 3 * c.width, inputs: c.width)
        proj = try reader.linear(name + ".attn.proj", outputs: c.width, inputs: c.width)
        norm2 = try reader.norm(name + ".norm2", width: c.width)
        fc1 = try reader.linear(name + ".mlp.fc1", outputs: c.hidden, inputs: c.width)
        fc2 = try reader.linear(name + ".mlp.fc2", outputs: c.width, inputs: c.hidden)
    }

    /// Adds attention and feed-forward part to the residual stream, `[rows, width]`.
    ///
    /// - Parameter parts: the rows of each text, one after the other.
    func apply(_ stream: inout [Float], _ parts: [Range<Int>], _ c: TextConfiguration) {
        let rows = parts.last?.upperBound ?? 0
        let projected = qkv.apply(normalized(stream, norm1, rows, c), rows: rows)
        var mixed = [Float](repeating: 0, count: rows * c.width)
        for part in parts { attend(projected, part, c, into: &mixed) }
        let attended = proj.apply(mixed, rows: rows)
        for i in stream.indices { stream[i] += attended[i] }
        let hidden = fc1.apply(
            normalized(stream, norm2, rows, c), rows: rows, activation: c.activation)
        let fed = fc2.apply(hidden, rows: rows)
        for i in stream.indices { stream[i] += fed[i] }
    }

    private func normalized(
        _ stream: [Float], _ norm: Norm, _ rows: Int, _ c: TextConfiguration
    ) -> [Float] {
        var result = stream
        layerNorm(
            stream, into: &result, rows: rows, scale: norm.scale, shift: norm.shift, eps: c.eps)
        return result
    }

    /// The values of all heads of one text mixed by their attention, from queries, keys and values
    /// `[rows, 3 * width]` into `mixed` `[rows, width]`.
    private func attend(
        _ parts: [Float], _ text: Range<Int>, _ c: TextConfiguration, into mixed: inout [Float]
    ) {
        let (size, rows) = (c.width / c.heads, text.count)
        let factor = 1 / Float(size).squareRoot()
        var scores = [Float](repeating: 0, count: rows * rows)
        func part(_ index: Int, _ head: Int) -> MatrixView<Float> {
            MatrixView(
                parts, offset: (text.lowerBound * 3 + index) * c.width + head * size, rows: rows,
                columns: size,
                stride: 3 * c.width)
        }
        for head in 0..<c.heads {
            multiply(part(0, head), part(1, head).transposed, into: &scores)
            for row in 0..<rows {
                let end = c.isCausal ? row + 1 : rows
                softmax(&scores, row * rows..<row * rows + end, factor: factor)
                for column in end..<rows { scores[row * rows + column] = 0 }
            }
            multiply(
                MatrixView(scores, rows: rows, columns: rows), part(2, head), into: &mixed,
                at: Place(
                    offset: text.lowerBound * c.width + head * size, rows: rows, columns: size,
                    stride: c.width))
        }
    }

    /// Softmax of `factor` times a part of some numbers, in place.
    private func softmax(_ values: inout [Float], _ part: Range<Int>, factor: Float) {
        let largest = values[part].max() ?? 0
        var sum: Float = 0
        for i in part {
            values[i] = exp((values[i] - largest) * factor)
            sum += values[i]
        }
        for i in part { values[i] /= sum }
    }
}
