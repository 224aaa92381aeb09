// The tables of models without a class token, and of those with rotary positions.

extension NameTable {
    // MARK: - timm's models without a class token

    /// Models whose image is the mean of its patch tokens, behind the closing norm. All have a bias
    /// of queries, keys and values: those without have their norms behind attention and
    /// feed-forward part (`ResPostBlock`), under the same names.
    static let timmMean = NameTable(
        family: .timm, prefixes: ["", "visual.trunk."], blockPrefix: ourBlockPrefix,
        needed: timmNeeded(without: ["cls_token"]), optional: timmMeanOptional,
        beside: besideTrunk)

    /// Models whose mean of the patch tokens has the only norm behind the blocks.
    static let timmMeanNorm = NameTable(
        family: .timm, prefixes: [""], blockPrefix: ourBlockPrefix,
        needed: timmNeeded(
            without: ["cls_token", "norm.weight", "norm.bias"],
            adding: ["fc_norm.weight", "fc_norm.bias"]),
        optional: timmMeanOptional)

    /// As `timmMeanNorm`, with a class token that the head does not read: MAE, fine-tuned.
    static let timmClassMeanNorm = NameTable(
        family: .timm, prefixes: [""], blockPrefix: ourBlockPrefix,
        needed: timmNeeded(
            without: ["norm.weight", "norm.bias"], adding: ["fc_norm.weight", "fc_norm.bias"]),
        optional: timmMeanOptional)

    // MARK: - SigLIP (Zhai et al. 2023, arXiv 2303.15343) and SigLIP 2

    /// SigLIP in timm, also inside an OpenCLIP model, and other models with its attention pooling.
    static let timmSigLIP: NameTable = {
        let needed = timmNeeded(without: ["cls_token"])
        return NameTable(
            family: .timmSigLIP, prefixes: ["", "visual.trunk."], blockPrefix: ourBlockPrefix,
            needed: Group(
                outer: needed.outer + timmAttentionPool, block: needed.block),
            optional: timmMeanOptional, beside: besideTrunk)
    }()

    /// `SiglipVisionModel`, also inside `SiglipModel`, and `SiglipForImageClassification`, whose
    /// classifier reads the mean of the patch tokens.
    static let huggingFaceSigLIP = NameTable(
        family: .huggingFaceSigLIP, prefixes: ["vision_model.", ""],
        blockPrefix: "encoder.layers.{N}.",
        needed: Group(
            outer: [Row("embeddings.position_embedding.weight", "pos_embed", .table)]
                + both([
                    "embeddings.patch_embedding": "patch_embed.proj", "post_layernorm": "norm",
                ]),
            block: huggingFaceCLIPBlock),
        optional: [
            Group(
                outer: [
                    Row("head.probe", "attn_pool.latent"),
                    Row("head.attention.in_proj_weight", "attn_pool.qkv.weight"),
                    Row("head.attention.in_proj_bias", "attn_pool.qkv.bias"),
                ]
                    + both([
                        "head.attention.out_proj": "attn_pool.proj",
                        "head.layernorm": "attn_pool.norm", "head.mlp.fc1": "attn_pool.mlp.fc1",
                        "head.mlp.fc2": "attn_pool.mlp.fc2",
                    ])),
            Group(outer: both(["classifier": "head"]), isPrefixed: false),
        ],
        dropped: ["embeddings.position_ids"],
        beside: ["text_model.", "logit_scale", "logit_bias"])

    // MARK: - DINOv3 (Siméoni et al. 2025, arXiv 2508.10104)

    /// DINOv3 in timm. It has no position table and no bias of the keys; the published files have
    /// none of queries and values either.
    static func timmDINOv3(_ isGated: Bool) -> NameTable {
        let needed = timmNeeded(without: ["pos_embed", "attn.qkv.bias"])
        let gates =
            both(["mlp.fc1_g": "mlp.fc1"], part: .half(0))
            + both(["mlp.fc1_x": "mlp.fc1"], part: .half(1))
        return NameTable(
            family: .timmDINOv3, prefixes: [""], blockPrefix: ourBlockPrefix,
            needed: Group(
                outer: needed.outer + same(["reg_token"]),
                block: needed.block.filter { !isGated || !$0.ours.hasPrefix("mlp.fc1") }
                    + (isGated ? gates : [])
                    + [Row("gamma_1", "ls1.gamma"), Row("gamma_2", "ls2.gamma")]),
            optional: [
                timmHead,
                Group(block: [
                    Row("attn.q_bias", "attn.qkv.bias", part: .third(0)),
                    Row("attn.v_bias", "attn.qkv.bias", part: .third(2)),
                ]),
            ])
    }

    /// DINOv3 as its authors' repository names it, with the periods of its rotary positions and a
    /// mask for the bias of the keys.
    static func dinov3(_ isGated: Bool) -> NameTable {
        let needed = timmNeeded(without: ["pos_embed", "attn.qkv.bias"])
        let gates =
            both(["mlp.w1": "mlp.fc1"], part: .half(0))
            + both(["mlp.w2": "mlp.fc1"], part: .half(1)) + both(["mlp.w3": "mlp.fc2"])
        return NameTable(
            family: .dinov3, prefixes: [""], blockPrefix: ourBlockPrefix,
            needed: Group(
                outer: needed.outer + [
                    Row("storage_tokens", "reg_token"), Row("rope_embed.periods", "rope.periods"),
                ],
                block: needed.block.filter { !isGated || !$0.ours.hasPrefix("mlp.") }
                    + (isGated ? gates : []) + timmLayerScale
                    + [Row("attn.qkv.bias", "attn.qkv.bias", .withoutKeys)]),
            dropped: ["mask_token"], droppedInBlocks: ["attn.qkv.bias_mask"])
    }

    /// `DINOv3ViTModel`.
    static func huggingFaceDINOv3(_ isGated: Bool) -> NameTable {
        let gates =
            both(["mlp.gate_proj": "mlp.fc1"], part: .half(0))
            + both(["mlp.up_proj": "mlp.fc1"], part: .half(1))
        let thirds = ["q", "k", "v"].enumerated().map { index, name in
            Row("attention.\(name)_proj.weight", "attn.qkv.weight", part: .third(index))
        }
        return NameTable(
            family: .huggingFaceDINOv3, prefixes: ["", "dinov3_vit."], blockPrefix: "layer.{N}.",
            needed: Group(
                outer: [
                    Row("embeddings.cls_token", "cls_token"),
                    Row("embeddings.register_tokens", "reg_token"),
                ] + both(["embeddings.patch_embeddings": "patch_embed.proj", "norm": "norm"]),
                block: thirds + [
                    Row("layer_scale1.lambda1", "ls1.gamma"),
                    Row("layer_scale2.lambda1", "ls2.gamma"),
                ]
                    + both([
                        "attention.o_proj": "attn.proj", "norm1": "norm1", "norm2": "norm2",
                        "mlp.down_proj": "mlp.fc2",
                    ]) + (isGated ? gates : both(["mlp.up_proj": "mlp.fc1"]))),
            // The largest model has no biases of queries and values either.
            optional: [
                Group(block: [
                    Row("attention.q_proj.bias", "attn.qkv.bias", part: .third(0)),
                    Row("attention.v_proj.bias", "attn.qkv.bias", part: .third(2)),
                ])
            ],
            dropped: ["embeddings.mask_token"], beside: ["classifier."])
    }
}
