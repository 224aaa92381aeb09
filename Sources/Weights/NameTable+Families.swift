// The tables themselves. A new family is a new table and a new case of `Family`.

extension NameTable {
    /// All tables, in the order in which they are tried; the first of equally near ones is named.
    static let families: [NameTable] = older + newer

    private static let older: [NameTable] = [
        timm, google, huggingFace, distilled, huggingFaceDeiT, dinov2, dinov2Giant,
        huggingFaceDINOv2, huggingFaceDINOv2Giant, timmCLIP, openAICLIP, huggingFaceCLIP,
        torchvision(mlp: "mlp.0", "mlp.3"), torchvision(mlp: "mlp.linear_1", "mlp.linear_2"),
    ]

    private static let newer: [NameTable] = [
        timmMean, timmMeanNorm, timmClassMeanNorm, ijepa, timmSigLIP, huggingFaceSigLIP,
        timmDINOv3(false), timmDINOv3(true), dinov3(false), dinov3(true),
        huggingFaceDINOv3(false), huggingFaceDINOv3(true), timmEVA(false), timmEVA(true),
        timmEVA02(false), timmEVA02(true), timmBEiT(false), timmBEiT(true), huggingFaceBEiT,
        timmPerception(isCore: true), timmPerception(isCore: false), perception(isCore: true),
        perception(isCore: false),
    ]

    /// The first parts of the prefixes, such as `vit.`: they tell families apart.
    static let outerPrefixes = Set(
        families.flatMap(\.prefixes).compactMap { prefix in
            prefix.split(separator: ".").first.map { "\($0)." }
        })

    // MARK: - timm's names, which are ours

    /// Rows for names that the family shares with us.
    static func same(_ names: [String]) -> [Row] { names.map { Row($0, $0) } }

    /// The tensors that every model of timm has, such as `blocks.0.attn.qkv.weight`.
    private static let timmNeeded = Group(
        outer: same(CanonicalNames.outer.map(\.name) + ["patch_embed.proj.bias"]),
        block: same(CanonicalNames.block.map(\.name)))

    /// The classification head; inside an OpenCLIP model the projection into the space of words.
    static let timmHead = Group(outer: same(["head.weight", "head.bias"]))

    /// The factors of LayerScale, in every block.
    static let timmLayerScale = same(["ls1.gamma", "ls2.gamma"])

    /// A group of timm's without some of its tensors.
    static func timmNeeded(without names: [String], adding more: [String] = []) -> Group {
        Group(
            outer: timmNeeded.outer.filter { !names.contains($0.ours) } + same(more),
            block: timmNeeded.block.filter { !names.contains($0.ours) })
    }

    /// The linear projection of OpenCLIP behind a model of timm.
    static let trunkProjection = [
        Group(outer: [Row("visual.head.proj.weight", "joint.weight")], isPrefixed: false),
        Group(outer: [Row("visual.head.proj.bias", "joint.bias")], isPrefixed: false),
    ]

    /// The groups that timm's models without class token may have.
    static let timmMeanOptional =
        [timmHead, Group(block: timmLayerScale), Group(outer: same(["reg_token"]))]
        + trunkProjection

    /// The groups that timm's other models may have. Few (those of MIIL) lack the bias of queries,
    /// keys and values.
    static let timmOptional = timmMeanOptional + [Group(block: same(["attn.qkv.bias"]))]

    /// What stands beside a model of timm inside an OpenCLIP model.
    static let besideTrunk = ["visual.head.", "text.", "logit_scale", "logit_bias"]

    /// The names of timm, DINO and DeiT, also inside an OpenCLIP model (BiomedCLIP); with
    /// LayerScale and registers those of timm's DINOv2.
    static let timm = NameTable(
        family: .timm, prefixes: ["", "visual.trunk."], blockPrefix: ourBlockPrefix,
        needed: timmNeeded(without: ["attn.qkv.bias"]), optional: timmOptional,
        beside: besideTrunk)

    /// DeiT with the distillation token.
    static let distilled = NameTable(
        family: .distilled, prefixes: [""], blockPrefix: ourBlockPrefix,
        needed: Group(
            outer: timmNeeded.outer + same(["dist_token"]), block: timmNeeded.block),
        optional: [
            timmHead,
            Group(outer: same(["head_dist.weight", "head_dist.bias"]), isPrefixed: false),
        ])

    /// DINOv2 as its authors' repository names it.
    static let dinov2 = dinov2Table(mlp: timmNeeded.block.filter { $0.ours.hasPrefix("mlp.") })

    /// Its giant, with gates.
    static let dinov2Giant = dinov2Table(
        mlp: both(["mlp.w12": "mlp.fc1", "mlp.w3": "mlp.fc2"]))

    private static func dinov2Table(mlp: [Row]) -> NameTable {
        NameTable(
            family: .dinov2, prefixes: [""], blockPrefix: ourBlockPrefix,
            needed: Group(
                outer: timmNeeded.outer,
                block: timmNeeded.block.filter { !$0.ours.hasPrefix("mlp.") } + timmLayerScale
                    + mlp),
            optional: [Group(outer: [Row("register_tokens", "reg_token")])],
            dropped: ["mask_token"])
    }

    /// CLIP's vision tower in timm, also inside an OpenCLIP model. It has a norm before block 0 and
    /// no bias of the patch embedding.
    static let timmCLIP = NameTable(
        family: .timmCLIP, prefixes: ["", "visual.trunk."], blockPrefix: ourBlockPrefix,
        needed: Group(
            outer: timmNeeded.outer.filter { $0.ours != "patch_embed.proj.bias" }
                + same(["norm_pre.weight", "norm_pre.bias"]),
            block: timmNeeded.block),
        optional: [timmHead] + trunkProjection, beside: besideTrunk)

    // MARK: - Google

    /// Flax names of the files that Google published (`vit_jax`, AugReg).
    static let google = NameTable(
        family: .augreg,
        prefixes: [""],
        blockPrefix: "Transformer/encoderblock_{N}/",
        needed: Group(
            outer: [
                Row("cls", "cls_token"),
                Row("Transformer/posembed_input/pos_embedding", "pos_embed"),
                Row("embedding/kernel", "patch_embed.proj.weight", .convolution),
                Row("embedding/bias", "patch_embed.proj.bias"),
                Row("Transformer/encoder_norm/scale", "norm.weight"),
                Row("Transformer/encoder_norm/bias", "norm.bias"),
            ],
            block: [
                Row("LayerNorm_0/scale", "norm1.weight"),
                Row("LayerNorm_0/bias", "norm1.bias"),
                Row("\(attention)/query/kernel", "attn.qkv.weight", .headsOut, part: .third(0)),
                Row("\(attention)/key/kernel", "attn.qkv.weight", .headsOut, part: .third(1)),
                Row("\(attention)/value/kernel", "attn.qkv.weight", .headsOut, part: .third(2)),
                Row("\(attention)/query/bias", "attn.qkv.bias", .headsBias, part: .third(0)),
                Row("\(attention)/key/bias", "attn.qkv.bias", .headsBias, part: .third(1)),
                Row("\(attention)/value/bias", "attn.qkv.bias", .headsBias, part: .third(2)),
                Row("\(attention)/out/kernel", "attn.proj.weight", .headsIn),
                Row("\(attention)/out/bias", "attn.proj.bias"),
                Row("LayerNorm_2/scale", "norm2.weight"),
                Row("LayerNorm_2/bias", "norm2.bias"),
                Row("MlpBlock_3/Dense_0/kernel", "mlp.fc1.weight", .transposed),
                Row("MlpBlock_3/Dense_0/bias", "mlp.fc1.bias"),
                Row("MlpBlock_3/Dense_1/kernel", "mlp.fc2.weight", .transposed),
                Row("MlpBlock_3/Dense_1/bias", "mlp.fc2.bias"),
            ]),
        optional: [
            Group(outer: [
                Row("head/kernel", "head.weight", .transposed), Row("head/bias", "head.bias"),
            ])
        ],
        unsupported: [
            Unsupported(
                names: ["pre_logits/kernel", "pre_logits/bias"],
                text: "the layer before the head of the first ImageNet-21k release is not "
                    + "supported; use the fine-tuned or the AugReg file, which have none")
        ])

    /// The attention module of a Flax block.
    private static let attention = "MultiHeadDotProductAttention_1"

    // MARK: - Hugging Face's transformers

    /// `name.weight` and `name.bias` of each pair.
    static func both(_ pairs: KeyValuePairs<String, String>, part: Part? = nil) -> [Row] {
        pairs.flatMap { theirs, ours in
            ["weight", "bias"].map { Row("\(theirs).\($0)", "\(ours).\($0)", part: part) }
        }
    }

    /// The rows of queries, keys and values that stand apart, weights and biases.
    static func threeParts(_ query: String, _ key: String, _ value: String) -> [Row] {
        [query, key, value].enumerated().flatMap { both([$1: "attn.qkv"], part: .third($0)) }
    }

    /// The tensors of ViT, DeiT and DINOv2 that stand once: `embeddings.cls_token` and so on.
    static let huggingFaceOuter =
        [
            Row("embeddings.cls_token", "cls_token"),
            Row("embeddings.position_embeddings", "pos_embed"),
        ]
        + both([
            "embeddings.patch_embeddings.projection": "patch_embed.proj", "layernorm": "norm",
        ])

    /// The attention of a block of these models, with queries, keys and values apart.
    private static let huggingFaceAttention =
        threeParts(
            "attention.attention.query", "attention.attention.key", "attention.attention.value")
        + both(["attention.output.dense": "attn.proj"])

    /// A block of ViT and DeiT, such as `encoder.layer.0.layernorm_before.weight`.
    static let huggingFaceBlock =
        huggingFaceAttention
        + both([
            "layernorm_before": "norm1", "layernorm_after": "norm2",
            "intermediate.dense": "mlp.fc1", "output.dense": "mlp.fc2",
        ])

    /// The classification head, which stands outside the prefix.
    static let huggingFaceHead = Group(
        outer: both(["classifier": "head"]), isPrefixed: false)

    /// `ViTModel`, `ViTForImageClassification` with its prefix, and `ViTMAEForPreTraining`, whose
    /// decoder is left out.
    static let huggingFace = NameTable(
        family: .huggingFace, prefixes: ["vit.", ""], blockPrefix: "encoder.layer.{N}.",
        needed: Group(outer: huggingFaceOuter, block: huggingFaceBlock),
        optional: [huggingFaceHead],
        dropped: ["embeddings.mask_token", "pooler.dense.weight", "pooler.dense.bias"],
        beside: ["decoder."])

    /// `IJepaModel` (Assran et al. 2023, arXiv 2301.08243), which has no class token.
    static let ijepa = NameTable(
        family: .huggingFace, prefixes: ["ijepa.", ""], blockPrefix: "encoder.layer.{N}.",
        needed: Group(
            outer: huggingFaceOuter.filter { $0.ours != "cls_token" }, block: huggingFaceBlock),
        optional: [huggingFaceHead],
        dropped: ["embeddings.mask_token", "pooler.dense.weight", "pooler.dense.bias"])

    /// `DeiTModel`, and the classifiers with one head (on the class token) and with two.
    static let huggingFaceDeiT = NameTable(
        family: .huggingFaceDeiT, prefixes: ["deit.", ""], blockPrefix: "encoder.layer.{N}.",
        needed: Group(
            outer: huggingFaceOuter + [Row("embeddings.distillation_token", "dist_token")],
            block: huggingFaceBlock),
        optional: [
            huggingFaceHead,
            Group(
                outer: both(["cls_classifier": "head", "distillation_classifier": "head_dist"]),
                isPrefixed: false),
        ],
        dropped: ["embeddings.mask_token", "pooler.dense.weight", "pooler.dense.bias"])

    /// `Dinov2Model` and `Dinov2WithRegistersModel`. Their classifier takes the class token beside
    /// the mean of the patches and is left out.
    static let huggingFaceDINOv2 = huggingFaceDINOv2(mlp: "mlp.fc1", "mlp.fc2")

    /// The giant of these, with gates.
    static let huggingFaceDINOv2Giant = huggingFaceDINOv2(mlp: "mlp.weights_in", "mlp.weights_out")

    private static func huggingFaceDINOv2(mlp first: String, _ second: String) -> NameTable {
        NameTable(
            family: .huggingFaceDINOv2, prefixes: ["dinov2.", "dinov2_with_registers.", ""],
            blockPrefix: "encoder.layer.{N}.",
            needed: Group(
                outer: huggingFaceOuter,
                block: huggingFaceAttention
                    + both(["norm1": "norm1", "norm2": "norm2"]) + both([first: "mlp.fc1"])
                    + both([second: "mlp.fc2"])
                    + [
                        Row("layer_scale1.lambda1", "ls1.gamma"),
                        Row("layer_scale2.lambda1", "ls2.gamma"),
                    ]),
            optional: [Group(outer: [Row("embeddings.register_tokens", "reg_token")])],
            dropped: ["embeddings.mask_token"], beside: ["classifier."])
    }

    /// A block of CLIP and SigLIP, such as `encoder.layers.0.self_attn.q_proj.weight`.
    static let huggingFaceCLIPBlock =
        threeParts("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj")
        + both([
            "self_attn.out_proj": "attn.proj", "layer_norm1": "norm1", "layer_norm2": "norm2",
            "mlp.fc1": "mlp.fc1", "mlp.fc2": "mlp.fc2",
        ])

    /// `CLIPVisionModel`, and inside `CLIPModel` and `CLIPVisionModelWithProjection`.
    static let huggingFaceCLIP = NameTable(
        family: .huggingFaceCLIP, prefixes: ["vision_model.", ""],
        blockPrefix: "encoder.layers.{N}.",
        needed: Group(
            outer: [
                Row("embeddings.class_embedding", "cls_token", .token),
                Row("embeddings.position_embedding.weight", "pos_embed", .table),
                Row("embeddings.patch_embedding.weight", "patch_embed.proj.weight"),
            ] + both(["pre_layrnorm": "norm_pre", "post_layernorm": "norm"]),
            block: huggingFaceCLIPBlock),
        optional: [
            Group(outer: [Row("visual_projection.weight", "joint.weight")], isPrefixed: false)
        ],
        dropped: ["embeddings.position_ids"],
        beside: ["text_model.", "text_projection.", "logit_scale"])

    // MARK: - CLIP as OpenAI and OpenCLIP name it

    /// The vision tower of a whole model or alone; `proj` leads to the text's space.
    static let openAICLIP = NameTable(
        family: .openAICLIP, prefixes: ["visual.", ""],
        blockPrefix: "transformer.resblocks.{N}.",
        needed: Group(
            outer: [
                Row("class_embedding", "cls_token", .token),
                Row("positional_embedding", "pos_embed", .table),
                Row("conv1.weight", "patch_embed.proj.weight"),
            ] + both(["ln_pre": "norm_pre", "ln_post": "norm"]),
            block: [
                Row("attn.in_proj_weight", "attn.qkv.weight"),
                Row("attn.in_proj_bias", "attn.qkv.bias"),
            ]
                + both([
                    "attn.out_proj": "attn.proj", "ln_1": "norm1", "ln_2": "norm2",
                    "mlp.c_fc": "mlp.fc1", "mlp.c_proj": "mlp.fc2",
                ])),
        optional: [Group(outer: [Row("proj", "joint.weight", .transposed)])],
        beside: [
            "transformer.", "text.", "token_embedding.", "positional_embedding", "ln_final.",
            "text_projection", "logit_scale", "logit_bias", "input_resolution", "context_length",
            "vocab_size",
        ])

    // MARK: - torchvision

    /// `VisionTransformer` of torchvision. The published files are older than the names that it
    /// writes today, and call the linear layers of the feed-forward part otherwise.
    private static func torchvision(mlp first: String, _ second: String) -> NameTable {
        NameTable(
            family: .torchvision, prefixes: [""], blockPrefix: "encoder.layers.encoder_layer_{N}.",
            needed: Group(
                outer: [
                    Row("class_token", "cls_token"), Row("encoder.pos_embedding", "pos_embed"),
                ] + both(["conv_proj": "patch_embed.proj", "encoder.ln": "norm"]),
                block: [
                    Row("self_attention.in_proj_weight", "attn.qkv.weight"),
                    Row("self_attention.in_proj_bias", "attn.qkv.bias"),
                ]
                    + both([
                        "self_attention.out_proj": "attn.proj", "ln_1": "norm1", "ln_2": "norm2",
                    ]) + both([first: "mlp.fc1"]) + both([second: "mlp.fc2"])),
            optional: [Group(outer: both(["heads.head": "head"]))])
    }
}
