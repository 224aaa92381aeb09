internal import Dense

/// All tensors of a Vision Transformer under timm's names, checked for name, number and shape.
///
/// The names: `cls_token` `[1, 1, width]`, `pos_embed` `[1, positions, width]`,
/// `patch_embed.proj.weight` `[width, 3, patch, patch]` and `.bias` `[width]`; for each block N
/// `blocks.N.norm1.weight` and `.bias` `[width]`, `blocks.N.attn.qkv.weight` `[3 · width, width]`
/// (rows of the queries, the keys, the values) and `.bias`, `blocks.N.attn.proj.weight`
/// `[width, width]` and `.bias`, `blocks.N.norm2.*`, `blocks.N.mlp.fc1.weight` `[mlpWidth, width]`
/// and `.bias`, `blocks.N.mlp.fc2.weight` `[width, mlpWidth]` and `.bias`; `norm.weight` and
/// `.bias` `[width]`; with a head `head.weight` `[classes, width]` and `.bias` `[classes]`.
/// Where the model has them: `dist_token` `[1, 1, width]` and `head_dist.*` (DeiT), `reg_token`
/// `[1, registers, width]` and `blocks.N.ls1.gamma`, `ls2.gamma` `[width]` (DINOv2),
/// `norm_pre.*` `[width]` (CLIP, which has no `patch_embed.proj.bias`), `fc_norm.*` `[width]` (a
/// norm of the patches' mean, in place of `norm.*`), `attn_pool.latent` `[1, 1, width]` with
/// `attn_pool.qkv.*`, `proj.*`, `norm.*`, `mlp.fc1.*` and `mlp.fc2.*` as in a block (SigLIP), and
/// `rope.periods` `[width / heads / 4]` (DINOv3, which has no `pos_embed`). With gates (SwiGLU)
/// `blocks.N.mlp.fc1.weight` is `[2 · mlpWidth, width]`, the gates first. SigLIP has no class
/// token.
public struct VisionTransformerWeights: Sendable {
    /// The family of checkpoints whose names the file has; raw values are printed and stored.
    public enum Family: String, Sendable, CaseIterable {
        /// Google's `.npz` files: ViT and AugReg.
        case augreg = "google-vit"
        /// The names of timm, DeiT and DINO; with LayerScale those of timm's DINOv2.
        case timm
        /// Hugging Face's ViT.
        case huggingFace = "huggingface-vit"
        /// DeiT with a distillation token.
        case distilled = "deit-distilled"
        /// Hugging Face's DeiT, which has a distillation token always.
        case huggingFaceDeiT = "huggingface-deit"
        /// DINOv2 as its authors name it.
        case dinov2
        /// Hugging Face's DINOv2, with or without registers.
        case huggingFaceDINOv2 = "huggingface-dinov2"
        /// CLIP's vision tower in timm.
        case timmCLIP = "timm-clip"
        /// CLIP's vision tower as OpenAI and OpenCLIP name it.
        case openAICLIP = "openai-clip"
        /// Hugging Face's CLIP.
        case huggingFaceCLIP = "huggingface-clip"
        /// torchvision's ViT.
        case torchvision
        /// SigLIP and SigLIP 2 in timm, with attention pooling, also inside an OpenCLIP model.
        case timmSigLIP = "timm-siglip"
        /// Hugging Face's SigLIP and SigLIP 2.
        case huggingFaceSigLIP = "huggingface-siglip"
        /// DINOv3 as its authors name it.
        case dinov3
        /// DINOv3 in timm.
        case timmDINOv3 = "timm-dinov3"
        /// Hugging Face's DINOv3.
        case huggingFaceDINOv3 = "huggingface-dinov3"
        /// EVA in timm (Fang et al. 2022, arXiv 2211.07636), without rotary positions.
        case timmEVA = "timm-eva"
        /// EVA-02 in timm, with rotary positions and gates.
        case timmEVA02 = "timm-eva02"
        /// BEiT and BEiT v2 in timm.
        case timmBEiT = "timm-beit"
        /// Hugging Face's BEiT and Data2Vec for images.
        case huggingFaceBEiT = "huggingface-beit"
        /// The Perception Encoder in timm, also inside an OpenCLIP model.
        case timmPerception = "timm-pe"
        /// The Perception Encoder as its authors name it.
        case perception = "pe"

        /// Whether queries and keys are turned by DINOv3's rotary positions, which leave no
        /// tensors.
        public var isDINOv3: Bool {
            switch self {
            case .dinov3, .timmDINOv3, .huggingFaceDINOv3: true
            default: false
            }
        }
        /// Whether the family is SigLIP's.
        public var isSigLIP: Bool { self == .timmSigLIP || self == .huggingFaceSigLIP }
        /// Whether the family is the Perception Encoder's, whose rotary positions leave no tensors.
        public var isPerception: Bool { self == .timmPerception || self == .perception }
    }

    /// The family whose table of names fits best: the fewest names missing or extra.
    public let family: Family
    /// Whether the file is a whole model of OpenCLIP around a model of timm.
    public let isInOpenCLIP: Bool
    /// Whether the file is of MoCo v3's training (Chen et al. 2021, arXiv:2104.02057), whose small
    /// model has more heads than others of its width.
    public let isMoCo: Bool
    /// The numbers in a token.
    public let width: Int
    /// The number of encoder blocks.
    public let depth: Int
    /// The side of a patch in pixels.
    public let patch: Int
    /// The patches along each side of the position table: 14 for images of 224 pixels in patches of
    /// 16; nil for models without a table.
    public let grid: Int?
    /// The register tokens before the patches; 0 for most models.
    public let registers: Int
    /// Whether there is a class token.
    public var hasClassToken: Bool { parts["cls_token"] != nil }
    /// Whether a distillation token stands behind the class token.
    public let isDistilled: Bool
    /// The rows of the position table before the patches' own.
    public let positionedPrefix: Int
    /// The tokens before the patches: the class token, the distillation token, the registers.
    public var prefixTokens: Int {
        (hasClassToken ? 1 : 0) + registers + (isDistilled ? 1 : 0)
    }
    /// Whether each block multiplies what it adds by a learned factor per number (LayerScale,
    /// Touvron and others 2021, arXiv:2103.17239).
    public var hasLayerScale: Bool { parts["blocks.0.ls1.gamma"] != nil }
    /// Whether a norm stands before block 0.
    public var hasStemNorm: Bool { parts["norm_pre.weight"] != nil }
    /// Whether the patch embedding has a bias.
    public var hasPatchBias: Bool { parts["patch_embed.proj.bias"] != nil }
    /// The patches along each side that tables of relative biases are for; nil without them.
    public let relativeGrid: Int?
    /// Whether a norm stands behind the gates.
    public var hasInnerNorm: Bool { parts["blocks.0.mlp.norm.weight"] != nil }
    /// Whether a norm stands before the attention's last layer.
    public var hasAttentionNorm: Bool { parts["blocks.0.attn.norm.weight"] != nil }
    /// How many of queries, keys and values have a bias.
    public var attentionBiases: Int {
        guard let rows = parts["blocks.0.attn.qkv.bias"] else { return 0 }
        if rows.contains(where: { $0.layout == .withoutKeys }) { return 2 }
        return rows[0].part == nil ? 3 : rows.count
    }
    /// Whether the feed-forward parts have gates: SwiGLU.
    public let isGated: Bool
    /// Whether a norm stands behind the last block.
    public var hasClosingNorm: Bool { parts["norm.weight"] != nil }
    /// Whether the mean of the patch tokens has a norm of its own before the head.
    public var hasMeanNorm: Bool { parts["fc_norm.weight"] != nil }
    /// Whether attention pooling makes one token of the patches.
    public var hasAttentionPool: Bool { parts["attn_pool.latent"] != nil }
    /// Whether the file has the periods of its rotary positions.
    public var hasPeriods: Bool { parts["rope.periods"] != nil }
    /// Whether the distillation token has a head of its own.
    public var hasDistillationHead: Bool { parts["head_dist.weight"] != nil }
    /// The numbers between the two products of a feed-forward part.
    public let mlpWidth: Int
    /// The numbers between the two products of attention pooling; nil without it.
    public let poolWidth: Int?
    /// The rows of the head; nil without one.
    public let classes: Int?
    /// The rows of the projection into the space of words, where the file has one alone (CLIP);
    /// else nil.
    public let projection: Int?
    /// Whether that projection has a bias.
    public var hasProjectionBias: Bool { parts["joint.bias"] != nil }
    /// The numbers of an image's embedding in the space of words: the projection's, or the token's
    /// that SigLIP pools; nil for models without words.
    public var jointWidth: Int? {
        projection ?? (family.isSigLIP && hasAttentionPool && classes == nil ? width : nil)
    }
    /// The attention heads, where the file has them (in Google's kernels `[C, H, D]`, or the
    /// metadata `heads`); else nil.
    public let heads: Int?
    /// The attention heads, where shapes of tensors fix them; else nil.
    public let tensorHeads: Int?
    /// The file's own settings, such as "eps" and "recipe"; empty where the format has none.
    public let metadata: [String: String]
    /// The numbers in all tensors that are used, the head's included.
    public let parameterCount: Int
    /// The file's tensors that are known and of no use for embeddings (Hugging Face's pooler,
    /// DINO's projection head, CLIP's text tower), sorted.
    public let dropped: [String]
    /// The names of all tensors that are used, which are timm's, sorted.
    public let names: [String]

    private let file: CheckpointFile
    /// A tensor of the file that is one of ours, or a part of one.
    private struct Source {
        let name: String
        let layout: Layout
        let part: NameTable.Part?
    }
    /// The file's tensors of each of ours, in the order of their parts.
    private let parts: [String: [Source]]

    /// A tensor by its name, read from the file each time it is asked for: whoever packs or
    /// converts a model holds one tensor at a time. Tensors in parts (query, key, value) are put
    /// together along the first side; parts that a model does not have are zeros.
    ///
    /// An unknown name is a programming error.
    ///
    /// - Throws: `CheckpointError` when the file cannot be read any more, fails its checksum or
    ///   holds numbers that are not finite.
    public subscript(name: String) -> Tensor {
        get throws {
            guard let parts = parts[name] else {
                preconditionFailure("no tensor \(name) among \(names)")
            }
            let tensors = try parts.map { part in
                let tensor = try file.tensor(part.name)
                guard allFinite(tensor.elements.span) else {
                    throw CheckpointError.damaged(
                        file.name, "the tensor \(part.name) holds numbers that are not finite")
                }
                return part.layout.ours(of: tensor)
            }
            return parts[0].part == nil ? tensors[0] : Self.stacked(tensors, parts)
        }
    }

    /// Checks the names and shapes of a file; no numbers are read, but for the bias of a
    /// head that may be a projection into the space of words.
    ///
    /// - Throws: `CheckpointError` that lists at once all that is missing, extra or of another
    ///   shape; also for models that are not supported, and for a file that claims more than 8
    ///   numbers per byte.
    public init(_ file: CheckpointFile) throws {
        let (fileNames, projections) = Self.unwrapped(file.names)
        let match = NameMatch.nearest(fileNames.keys.sorted())
        let unused = try Self.checkUnsupported(match, file, fileNames)
        let shapes = fileNames.compactMapValues { file.shape(of: $0) }
        let geometry = try Geometry(match, shapes: shapes, file: file, ignoring: unused)

        // The small models of EVA-02 differ from EVA's in their gates alone.
        let isSmallEVA02 = match.table.family == .timmEVA && geometry.isGated
        family = isSmallEVA02 ? .timmEVA02 : match.table.family
        isInOpenCLIP = match.prefix == "visual.trunk."
        isMoCo = file.names.contains { $0.contains("momentum_encoder.") }
        depth = match.depth
        width = geometry.width
        patch = geometry.patch
        grid = geometry.grid
        registers = geometry.registers
        isDistilled = geometry.isDistilled
        isGated = geometry.isGated
        relativeGrid = geometry.relativeGrid
        positionedPrefix = geometry.positionedPrefix
        mlpWidth = geometry.mlpWidth
        poolWidth = geometry.poolWidth
        heads = geometry.heads
        tensorHeads = geometry.tensorHeads
        metadata = file.metadata

        // Rows of one tensor of ours stand in the order of their parts.
        var parts = Dictionary(grouping: match.rows, by: \.ours).mapValues { rows in
            rows.map {
                Source(
                    name: fileNames[$0.theirs] ?? $0.theirs, layout: $0.layout, part: $0.part)
            }
        }
        var unneeded = match.dropped + unused
        var classes = geometry.classes
        var projection = geometry.projection
        // timm keeps the projection to the text's space as a head, whose bias is zero; so does
        // OpenCLIP, beside a text tower.
        let hasWords =
            isInOpenCLIP
            && match.dropped.contains { $0.hasPrefix("text.") || $0.hasPrefix("logit_scale") }
        let mayProject =
            hasWords || family == .timmCLIP
            || family == .timmPerception && parts["attn_pool.latent"] != nil
        let bias = mayProject ? parts["head.bias"] : nil
        let isZero = try bias.map { try file.tensor($0[0].name).elements.allSatisfy { $0 == 0 } }
        if bias != nil, parts["joint.weight"] != nil {
            throw CheckpointError(
                .unsupported, file.name,
                "it has two projections into the space of words, the trunk's head and "
                    + "visual.head.proj; use a file with one")
        }
        if let bias, let isZero, isZero || hasWords {
            if isZero { unneeded += [match.prefix + "head.bias"] }
            parts["joint.weight"] = parts["head.weight"]
            parts["joint.bias"] = isZero ? nil : bias
            parts["head.weight"] = nil
            parts["head.bias"] = nil
            projection = classes
            classes = nil
        }
        self.projection = projection
        self.classes = classes
        self.file = file
        self.parts = parts
        names = parts.keys.sorted()
        dropped = (projections + unneeded.compactMap { fileNames[$0] }).sorted()
        var count = 0
        for part in parts.values.joined() {
            let size = elementCount(of: file.shape(of: part.name) ?? []) ?? 0
            let (sum, overflow) = count.addingReportingOverflow(size)
            guard !overflow else { throw Self.excess("more numbers than can be counted", file) }
            count = sum
        }
        parameterCount = count
        // Deflated members and storages that tensors share let a small file ask for all memory.
        guard count / 8 <= max(2 << 20, file.byteCount) else {
            throw Self.excess("\(count) numbers", file)
        }
    }

    /// The error of a file that claims to hold far more than its own size.
    private static func excess(_ what: String, _ file: CheckpointFile) -> CheckpointError {
        CheckpointError(
            .unsupported, file.name,
            "its \(file.byteCount) bytes claim to hold a model of \(what), more than 32 times "
                + "their own size; save the tensors one by one and without compression")
    }

    /// Parts put together along the first side, zeros where there is none.
    private static func stacked(_ tensors: [Tensor], _ sources: [Source]) -> Tensor {
        var shape = tensors[0].shape
        var elements: [Float] = []
        for (tensor, source) in zip(tensors, sources) {
            guard let part = source.part else { preconditionFailure("a part that is none") }
            let size = tensor.elements.count / part.count
            shape[0] = tensor.shape[0] / part.count * part.all
            if elements.isEmpty { elements = [Float](repeating: 0, count: size * part.all) }
            let start = part.first * size
            elements.replaceSubrange(start..<start + tensor.elements.count, with: tensor.elements)
        }
        return Tensor(shape: shape, elements: elements)
    }

    /// The names without what training scripts put before them, each with the file's own name, and
    /// the names that stand beside a backbone. Where two names would become one, all stay as they
    /// are.
    private static func unwrapped(
        _ names: [String]
    ) -> (inner: [String: String], beside: [String]) {
        var pairs = names.map { (inner: $0[...], name: $0) }
        var beside: [String] = []
        // Wrappers of training: DistributedDataParallel's `module.`, torch.compile's `_orig_mod.`,
        // Lightning's `model.`, whatever stands before all names, one inside another.
        for _ in 0..<4 {
            guard pairs.count > 1, let dot = pairs[0].inner.firstIndex(of: ".") else { break }
            let wrapper = pairs[0].inner[...dot]
            if NameTable.outerPrefixes.contains(String(wrapper)) { break }
            guard pairs.allSatisfy({ $0.inner.hasPrefix(wrapper) }) else { break }
            pairs = pairs.map { ($0.inner.dropFirst(wrapper.count), $0.name) }
        }
        // Training scripts hold a backbone and, beside it, what it was trained with: DINO's
        // projection heads, Depth Anything's decoder, MoCo v3's second encoder and predictor.
        // Whatever else stands there stays, and is refused: it may be a part of the model.
        let backbones = [
            ("backbone.", ["head.", "dino_head.", "ibot_head.", "neck."]),
            ("pretrained.", ["depth_head."]),
            ("base_encoder.", ["momentum_encoder.", "predictor.", "base_encoder.head."]),
        ]
        for (backbone, others) in backbones
        where pairs.contains(where: { $0.inner.hasPrefix(backbone) }) {
            let isBeside = { (name: Substring) in others.contains { name.hasPrefix($0) } }
            beside += pairs.filter { isBeside($0.inner) }.map(\.name)
            pairs = pairs.filter { !isBeside($0.inner) }.map {
                $0.inner.hasPrefix(backbone)
                    ? ($0.inner.dropFirst(backbone.count), $0.name) : $0
            }
            break
        }
        // MAE's training file holds the decoder and, for both, the token of masked patches.
        if pairs.contains(where: { $0.inner.hasPrefix("decoder_embed.") }) {
            func isDecoder(_ name: Substring) -> Bool {
                name.hasPrefix("decoder_") || name == "mask_token"
            }
            beside += pairs.filter { isDecoder($0.inner) }.map(\.name)
            pairs = pairs.filter { !isDecoder($0.inner) }
        }
        pairs = pairs.map { (withoutChunk($0.inner), $0.name) }
        let inner = Dictionary(pairs.map { (String($0.inner), $0.name) }) { first, _ in first }
        guard inner.count == pairs.count else {
            return (Dictionary(uniqueKeysWithValues: names.map { ($0, $0) }), [])
        }
        return (inner, beside)
    }

    /// A name of DINOv2's training, `blocks.CHUNK.N.`, without its chunk; N counts through all
    /// chunks. Other names come back as they are.
    private static func withoutChunk(_ name: Substring) -> Substring {
        let parts = name.split(separator: ".", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "blocks", Int(parts[1]) != nil, Int(parts[2]) != nil
        else { return name }
        return "blocks.\(parts[2]).\(parts[3])"
    }

    /// Throws for a known tensor that cannot be used, unless it is empty; returns the names of the
    /// empty ones.
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
