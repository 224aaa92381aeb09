internal import Dense

/// All tensors of a Vision Transformer under timm's names, checked for name, number and shape.
///
/// The names: `cls_token` `[1, 1, width]`, `pos_embed` `[1, tokens, width]`,
/// `patch_embed.proj.weight` `[width, 3, patch, patch]` and `.bias` `[width]`; for each block N
/// `blocks.N.norm1.weight` and `.bias` `[width]`, `blocks.N.attn.qkv.weight` `[3 · width, width]`
/// (rows of the queries, the keys, the values) and `.bias`, `blocks.N.attn.proj.weight`
/// `[width, width]` and `.bias`, `blocks.N.norm2.*`, `blocks.N.mlp.fc1.weight` `[mlpWidth, width]`
/// and `.bias`, `blocks.N.mlp.fc2.weight` `[width, mlpWidth]` and `.bias`; `norm.weight` and
/// `.bias` `[width]`; with a head `head.weight` `[classes, width]` and `.bias` `[classes]`.
public struct VisionTransformerWeights: Sendable {
    /// Whose names the file bears.
    public enum Family: String, Sendable, CaseIterable {
        /// Google's `.npz` files: ViT and AugReg.
        case augreg = "google-vit"
        /// timm, DeiT and DINO.
        case timm
        /// Hugging Face's ViT.
        case huggingFace = "huggingface-vit"
    }

    public let family: Family
    /// Numbers in a token.
    public let width: Int
    /// Blocks.
    public let depth: Int
    /// Pixels a side of a patch.
    public let patch: Int
    /// Patches a side of the position table.
    public let grid: Int
    /// Tokens before the patches: 1, the class token.
    public let prefixTokens: Int
    /// Numbers between the two products of a feed-forward part.
    public let mlpWidth: Int
    /// Rows of the head; nil without one.
    public let classes: Int?
    /// Where the file tells (Google's kernels `[C, H, D]`, the metadata `heads`); else nil.
    public let heads: Int?
    public let metadata: [String: String]
    /// Numbers in all tensors, the head's included.
    public let parameterCount: Int
    /// The file's tensors that are known and of no use for embeddings (Hugging Face's pooler,
    /// DINO's projection head), sorted.
    public let dropped: [String]
    /// Of all tensors, sorted.
    public let names: [String]

    private let tensors: [String: Tensor]

    /// A tensor by its name; an unknown name is a programming error.
    public subscript(name: String) -> Tensor {
        guard let tensor = tensors[name] else {
            preconditionFailure("no tensor \(name) among \(names)")
        }
        return tensor
    }

    /// Reads all tensors of a file; throws `CheckpointError` that lists at once all that is
    /// missing, extra or of another shape.
    public init(_ file: CheckpointFile) throws {
        let (fileNames, projections) = Self.unwrapped(file.names)
        let match = NameMatch.nearest(fileNames.keys.sorted())
        let unused = try Self.checkUnsupported(match, file, fileNames)
        let shapes = fileNames.compactMapValues { file.shape(of: $0) }
        let geometry = try Geometry(match, shapes: shapes, file: file, ignoring: unused)

        family = match.table.family
        depth = match.depth
        width = geometry.width
        patch = geometry.patch
        grid = geometry.grid
        prefixTokens = Geometry.prefixTokens
        mlpWidth = geometry.mlpWidth
        classes = geometry.classes
        heads = geometry.heads
        metadata = file.metadata
        dropped = (projections + (match.dropped + unused).compactMap { fileNames[$0] }).sorted()

        // Rows of one tensor of ours stand in the order of their parts.
        let sources = Dictionary(grouping: match.rows, by: \.ours)
        let names = sources.keys.sorted()
        let loaded = try parallelMap(names.count) { index in
            let parts = try (sources[names[index]] ?? []).map { row in
                let name = fileNames[row.theirs] ?? row.theirs
                let tensor = try file.tensor(name)
                guard tensor.elements.allSatisfy(\.isFinite) else {
                    throw CheckpointError.damaged(
                        file.name, "the tensor \(name) holds numbers that are not finite")
                }
                return row.layout.ours(of: tensor)
            }
            return parts.count == 1 ? parts[0] : Self.stacked(parts)
        }
        self.names = names
        tensors = Dictionary(uniqueKeysWithValues: zip(names, loaded))
        parameterCount = loaded.reduce(0) { $0 + $1.elements.count }
    }

    /// Tensors of equal shape, one behind the other along the first side.
    private static func stacked(_ parts: [Tensor]) -> Tensor {
        var shape = parts[0].shape
        shape[0] *= parts.count
        return Tensor(shape: shape, elements: parts.flatMap(\.elements))
    }

    /// The names without what training scripts put before them, each with the file's own name, and
    /// the names that stand beside a backbone.
    private static func unwrapped(
        _ names: [String]
    ) -> (inner: [String: String], beside: [String]) {
        var pairs = names.map { (inner: $0[...], name: $0) }
        var beside: [String] = []
        // DistributedDataParallel's wrapper stands before all names.
        if !pairs.isEmpty, pairs.allSatisfy({ $0.inner.hasPrefix("module.") }) {
            pairs = pairs.map { ($0.inner.dropFirst("module.".count), $0.name) }
        }
        // DINO's wrapper holds the backbone and, beside it, the projection head of its training.
        if pairs.contains(where: { $0.inner.hasPrefix("backbone.") }) {
            beside = pairs.filter { $0.inner.hasPrefix("head.") }.map(\.name)
            pairs = pairs.filter { !$0.inner.hasPrefix("head.") }.map {
                $0.inner.hasPrefix("backbone.")
                    ? ($0.inner.dropFirst("backbone.".count), $0.name) : $0
            }
        }
        let inner = Dictionary(pairs.map { (String($0.inner), $0.name) }) { first, _ in first }
        guard inner.count == pairs.count else {
            return (Dictionary(uniqueKeysWithValues: names.map { ($0, $0) }), [])
        }
        return (inner, beside)
    }

    /// Throws for a known tensor that cannot be used, unless it is empty; returns the empty ones.
    private static func checkUnsupported(
        _ match: NameMatch, _ file: CheckpointFile, _ fileNames: [String: String]
    ) throws -> [String] {
        var empty: [String] = []
        for entry in match.table.unsupported {
            for name in entry.names {
                let inner = match.prefix + name
                guard let own = fileNames[inner] else { continue }
                if let shape = file.shape(of: own), shape.contains(0) {
                    empty.append(inner)
                } else {
                    throw CheckpointError(
                        .unsupported, file.name, "the tensor \(own) is there: \(entry.text)")
                }
            }
        }
        return empty
    }
}
