internal import Dense

/// The text tower of a checkpoint of images and words under names of ours: `pos_embed`
/// `[context, width]`, `blocks.N.*` as in `VisionTransformerWeights`, `norm.*`, `proj.weight`
/// `[joint, width]` and where there is one `proj.bias`; and the embeddings of tokens, of which a
/// text needs few.
public struct TextTransformerWeights: Sendable {
    /// Whose names the tower has.
    public enum Form: Sendable {
        /// OpenAI's CLIP and OpenCLIP's plain models: `transformer.resblocks.N.`.
        case openAI
        /// OpenCLIP's other models, whose text tower stands under `text.`.
        case openCLIP
        /// Hugging Face's CLIP.
        case huggingFaceCLIP
        /// Hugging Face's SigLIP.
        case huggingFaceSigLIP
    }

    public let form: Form
    /// The numbers in a token.
    public let width: Int
    /// The number of encoder blocks.
    public let depth: Int
    /// The numbers between the two products of a feed-forward part.
    public let hidden: Int
    /// The tokens of the vocabulary.
    public let vocabulary: Int
    /// The tokens of the longest text.
    public let context: Int
    /// The numbers of an embedding.
    public let joint: Int
    /// Whether the projection has a bias.
    public let hasProjectionBias: Bool

    /// A tensor of the file that is one of ours, or a third of one.
    private struct Source {
        let name: String
        var isTransposed = false
    }
    private let file: CheckpointFile
    /// The name of the embeddings of the tokens.
    private let tokenTable: String
    private let sources: [String: [Source]]

    /// Checks names and shapes; nil for a checkpoint without a text tower that is known.
    ///
    /// - Throws: `CheckpointError` for a tower that lacks tensors or has some of another shape.
    public init?(_ file: CheckpointFile) throws {
        let names = Set(file.names)
        guard let form = Self.form(names) else { return nil }
        self.form = form
        self.file = file
        let table = Self.tables[form] ?? Table()
        func shape(_ name: String, _ sides: Int) throws -> [Int] {
            guard let shape = file.shape(of: name) else {
                throw CheckpointError(
                    .mismatch, file.name,
                    "the text tower lacks the tensor \(name); use a whole file")
            }
            guard shape.count == sides, !shape.contains(0) else {
                throw CheckpointError(
                    .mismatch, file.name,
                    "the tensor \(name) of the text tower has the shape \(text(shape)), expected "
                        + "\(sides) sides")
            }
            return shape
        }
        let tokens = try shape(table.tokens, 2)
        vocabulary = tokens[0]
        width = tokens[1]
        context = try shape(table.positions, 2)[0]
        depth = Self.depth(names, table.block)
        hidden = try shape(table.block + "0" + table.fc1 + ".weight", 2)[0]
        let isMatrix = names.contains(table.projection)
        let projection = try shape(isMatrix ? table.projection : table.projection + ".weight", 2)
        joint = isMatrix ? projection[1] : projection[0]
        hasProjectionBias = !isMatrix && names.contains(table.projection + ".bias")

        tokenTable = table.tokens
        var sources: [String: [Source]] = [
            "pos_embed": [Source(name: table.positions)],
            "proj.weight": [
                Source(
                    name: isMatrix ? table.projection : table.projection + ".weight",
                    isTransposed: isMatrix)
            ],
        ]
        if hasProjectionBias { sources["proj.bias"] = [Source(name: table.projection + ".bias")] }
        for part in ["weight", "bias"] {
            sources["norm.\(part)"] = [Source(name: "\(table.norm).\(part)")]
            for number in 0..<depth {
                let theirs = table.block + "\(number)"
                let ours = "blocks.\(number)."
                sources[ours + "attn.qkv.\(part)"] = table.attention.map {
                    Source(name: theirs + $0 + part)
                }
                for (name, own) in [
                    ("attn.proj", table.proj), ("norm1", table.norm1), ("norm2", table.norm2),
                    ("mlp.fc1", table.fc1), ("mlp.fc2", table.fc2),
                ] {
                    sources["\(ours)\(name).\(part)"] = [Source(name: "\(theirs)\(own).\(part)")]
                }
            }
        }
        guard context >= 2, vocabulary >= 2, width <= 1 << 16, hidden <= 1 << 18,
            joint <= 1 << 16, vocabulary <= 1 << 24
        else {
            throw CheckpointError(
                .mismatch, file.name,
                "the text tower has \(vocabulary) tokens, texts of \(context), a width of "
                    + "\(width), \(hidden) hidden units and \(joint) numbers an embedding, which "
                    + "no model has; use another file")
        }
        self.sources = sources
        let missing = sources.values.joined().map(\.name).filter { !names.contains($0) }.sorted()
        guard missing.isEmpty else {
            throw CheckpointError(
                .mismatch, file.name,
                "the text tower lacks \(missing.count) tensors: "
                    + "\(GroupedNames(missing).list()); use a whole file")
        }
    }

    /// The embeddings of tokens, `[tokens.count, width]`, read from the file.
    ///
    /// - Throws: `CheckpointError` as `numbers`.
    public func embeddings(of tokens: [Int]) throws -> [Float] {
        let elements = try file.rows(tokens, of: tokenTable)
        guard allFinite(elements.span) else {
            throw CheckpointError.damaged(
                file.name, "the tensor \(tokenTable) holds numbers that are not finite")
        }
        return elements
    }

    /// A tensor by its name as numbers of the shape that the tower needs, row by row.
    ///
    /// - Throws: `CheckpointError` for another shape, numbers that are not finite, and a file that
    ///   cannot be read any more.
    public func numbers(_ name: String, shape: [Int]) throws -> [Float] {
        guard let parts = sources[name] else { preconditionFailure("no tensor \(name)") }
        var elements: [Float] = []
        for part in parts {
            let tensor = try file.tensor(part.name)
            var expected = shape
            expected[0] /= parts.count
            if part.isTransposed { expected.reverse() }
            guard tensor.shape == expected else {
                throw CheckpointError(
                    .mismatch, file.name,
                    "the tensor \(part.name) of the text tower has the shape "
                        + "\(text(tensor.shape)), expected \(text(expected))")
            }
            guard allFinite(tensor.elements.span) else {
                throw CheckpointError.damaged(
                    file.name, "the tensor \(part.name) holds numbers that are not finite")
            }
            elements +=
                part.isTransposed
                ? transposed(tensor.elements, rows: expected[0], columns: expected[1])
                : tensor.elements
        }
        return elements
    }

    /// The names of one form. Those of a block stand behind its number.
    private struct Table {
        var tokens = "token_embedding.weight"
        var positions = "positional_embedding"
        var block = "transformer.resblocks."
        var attention = [".attn.in_proj_"]
        var proj = ".attn.out_proj"
        var norm1 = ".ln_1"
        var norm2 = ".ln_2"
        var fc1 = ".mlp.c_fc"
        var fc2 = ".mlp.c_proj"
        var norm = "ln_final"
        var projection = "text_projection"

        /// The same names behind a prefix.
        func behind(_ prefix: String) -> Table {
            var table = self
            table.tokens = prefix + tokens
            table.positions = prefix + positions
            table.block = prefix + block
            table.norm = prefix + norm
            table.projection = prefix + projection
            return table
        }
    }

    private static let huggingFace = Table(
        tokens: "text_model.embeddings.token_embedding.weight",
        positions: "text_model.embeddings.position_embedding.weight",
        block: "text_model.encoder.layers.",
        attention: [".self_attn.q_proj.", ".self_attn.k_proj.", ".self_attn.v_proj."],
        proj: ".self_attn.out_proj", norm1: ".layer_norm1", norm2: ".layer_norm2",
        fc1: ".mlp.fc1", fc2: ".mlp.fc2", norm: "text_model.final_layer_norm",
        projection: "text_projection")

    private static let tables: [Form: Table] = {
        var siglip = huggingFace
        siglip.projection = "text_model.head"
        return [
            .openAI: Table(), .openCLIP: Table().behind("text."), .huggingFaceCLIP: huggingFace,
            .huggingFaceSigLIP: siglip,
        ]
    }()

    /// The form that the names have; nil without a text tower.
    private static func form(_ names: Set<String>) -> Form? {
        if names.contains("text_model.head.weight") { return .huggingFaceSigLIP }
        if names.contains(huggingFace.tokens) { return .huggingFaceCLIP }
        if names.contains("text.token_embedding.weight") { return .openCLIP }
        if names.contains("token_embedding.weight") { return .openAI }
        return nil
    }

    /// The number of blocks: one more than the highest number behind a text.
    private static func depth(_ names: Set<String>, _ block: String) -> Int {
        let numbers = names.compactMap { name -> Int? in
            guard name.hasPrefix(block) else { return nil }
            return Int(name.dropFirst(block.count).prefix { $0.isASCII && $0.isNumber })
        }
        return (numbers.filter { $0 < names.count }.max() ?? 0) + 1
    }
}
