// The tables themselves. A new family is a new table and a new case of `Family`.

extension NameTable {
    /// In the order in which they are tried; the first of equally near ones is named.
    static let families = [timm, google, huggingFace]

    private static let distilled =
        "distilled models are not supported yet; use the model without distillation"

    /// timm's names, which are also DeiT's and DINO's, and ours.
    static let timm = NameTable(
        family: .timm,
        prefixes: [""],
        blockPrefix: "blocks.{N}.",
        outer: CanonicalNames.outer.filter { !$0.name.hasPrefix("head.") }.map {
            Row($0.name, $0.name)
        },
        block: CanonicalNames.block.map { Row($0.name, $0.name) },
        head: [
            Row("head.weight", "head.weight"),
            Row("head.bias", "head.bias"),
        ],
        dropped: [],
        unsupported: [
            Unsupported(
                names: ["dist_token", "head_dist.weight", "head_dist.bias"], text: distilled)
        ])

    /// Flax names of the files that Google published (`vit_jax`, AugReg).
    static let google = NameTable(
        family: .augreg,
        prefixes: [""],
        blockPrefix: "Transformer/encoderblock_{N}/",
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
            Row("\(attention)/query/kernel", "attn.qkv.weight", .headsOut, part: 0),
            Row("\(attention)/key/kernel", "attn.qkv.weight", .headsOut, part: 1),
            Row("\(attention)/value/kernel", "attn.qkv.weight", .headsOut, part: 2),
            Row("\(attention)/query/bias", "attn.qkv.bias", .headsBias, part: 0),
            Row("\(attention)/key/bias", "attn.qkv.bias", .headsBias, part: 1),
            Row("\(attention)/value/bias", "attn.qkv.bias", .headsBias, part: 2),
            Row("\(attention)/out/kernel", "attn.proj.weight", .headsIn),
            Row("\(attention)/out/bias", "attn.proj.bias"),
            Row("LayerNorm_2/scale", "norm2.weight"),
            Row("LayerNorm_2/bias", "norm2.bias"),
            Row("MlpBlock_3/Dense_0/kernel", "mlp.fc1.weight", .transposed),
            Row("MlpBlock_3/Dense_0/bias", "mlp.fc1.bias"),
            Row("MlpBlock_3/Dense_1/kernel", "mlp.fc2.weight", .transposed),
            Row("MlpBlock_3/Dense_1/bias", "mlp.fc2.bias"),
        ],
        head: [
            Row("head/kernel", "head.weight", .transposed),
            Row("head/bias", "head.bias"),
        ],
        dropped: [],
        unsupported: [
            Unsupported(
                names: ["pre_logits/kernel", "pre_logits/bias"],
                text: "the layer before the head of the first ImageNet-21k release is not "
                    + "supported; use the fine-tuned or the AugReg file, which have none")
        ])

    private static let attention = "MultiHeadDotProductAttention_1"

    /// Hugging Face's `ViTModel`, and `ViTForImageClassification` with its prefix.
    static let huggingFace = NameTable(
        family: .huggingFace,
        prefixes: ["vit.", ""],
        blockPrefix: "encoder.layer.{N}.",
        outer: [
            Row("embeddings.cls_token", "cls_token"),
            Row("embeddings.position_embeddings", "pos_embed"),
            Row("embeddings.patch_embeddings.projection.weight", "patch_embed.proj.weight"),
            Row("embeddings.patch_embeddings.projection.bias", "patch_embed.proj.bias"),
            Row("layernorm.weight", "norm.weight"),
            Row("layernorm.bias", "norm.bias"),
        ],
        block: [
            Row("layernorm_before.weight", "norm1.weight"),
            Row("layernorm_before.bias", "norm1.bias"),
            Row("attention.attention.query.weight", "attn.qkv.weight", part: 0),
            Row("attention.attention.key.weight", "attn.qkv.weight", part: 1),
            Row("attention.attention.value.weight", "attn.qkv.weight", part: 2),
            Row("attention.attention.query.bias", "attn.qkv.bias", part: 0),
            Row("attention.attention.key.bias", "attn.qkv.bias", part: 1),
            Row("attention.attention.value.bias", "attn.qkv.bias", part: 2),
            Row("attention.output.dense.weight", "attn.proj.weight"),
            Row("attention.output.dense.bias", "attn.proj.bias"),
            Row("layernorm_after.weight", "norm2.weight"),
            Row("layernorm_after.bias", "norm2.bias"),
            Row("intermediate.dense.weight", "mlp.fc1.weight"),
            Row("intermediate.dense.bias", "mlp.fc1.bias"),
            Row("output.dense.weight", "mlp.fc2.weight"),
            Row("output.dense.bias", "mlp.fc2.bias"),
        ],
        head: [
            Row("classifier.weight", "head.weight"),
            Row("classifier.bias", "head.bias"),
        ],
        dropped: ["pooler.dense.weight", "pooler.dense.bias"],
        unsupported: [
            Unsupported(names: ["embeddings.distillation_token"], text: distilled)
        ])
}
