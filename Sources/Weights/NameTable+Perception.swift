// The tables of the Perception Encoder (Bolya et al. 2025, arXiv 2504.13181). All have a position
// table, rotary positions beside it, a norm before block 0 and no bias of the patch embedding. The
// core models end with a norm and attention pooling over all tokens; the language and spatial ones
// end with their last block. The largest have no class token.

extension NameTable {
    /// The attention pooling of timm.
    static let timmAttentionPool =
        [Row("attn_pool.latent", "attn_pool.latent")]
        + both(["attn_pool.q": "attn_pool.qkv"], part: .third(0))
        + both(["attn_pool.kv": "attn_pool.qkv"], part: .keysAndValues)
        + same(
            ["proj", "norm", "mlp.fc1", "mlp.fc2"].flatMap {
                ["attn_pool.\($0).weight", "attn_pool.\($0).bias"]
            })

    /// The Perception Encoder in timm, and the core models inside an OpenCLIP model, where the head
    /// is the projection into the space of words.
    static func timmPerception(isCore: Bool) -> NameTable {
        let needed = timmNeeded(
            without: ["cls_token", "patch_embed.proj.bias"]
                + (isCore ? [] : ["norm.weight", "norm.bias"]),
            adding: ["norm_pre.weight", "norm_pre.bias"])
        return NameTable(
            family: .timmPerception, prefixes: isCore ? ["", "visual.trunk."] : [""],
            blockPrefix: ourBlockPrefix,
            needed: Group(
                outer: needed.outer + (isCore ? timmAttentionPool : []), block: needed.block),
            optional: [
                timmHead, Group(outer: same(["cls_token"])),
                Group(block: [Row("gamma_1", "ls1.gamma"), Row("gamma_2", "ls2.gamma")]),
            ],
            beside: isCore ? besideTrunk : [])
    }

    /// The Perception Encoder as its authors name it, alone or beside its text tower.
    static func perception(isCore: Bool) -> NameTable {
        let pool =
            [
                Row("attn_pool.probe", "attn_pool.latent"),
                Row("attn_pool.attn.in_proj_weight", "attn_pool.qkv.weight"),
                Row("attn_pool.attn.in_proj_bias", "attn_pool.qkv.bias"),
            ]
            + both([
                "attn_pool.attn.out_proj": "attn_pool.proj",
                "attn_pool.layernorm": "attn_pool.norm",
                "attn_pool.mlp.c_fc": "attn_pool.mlp.fc1",
                "attn_pool.mlp.c_proj": "attn_pool.mlp.fc2",
            ])
        return NameTable(
            family: .perception, prefixes: ["visual.", ""],
            blockPrefix: openAICLIP.blockPrefix,
            needed: Group(
                outer: openAICLIP.needed.outer.filter {
                    $0.ours != "cls_token" && (isCore || !$0.ours.hasPrefix("norm."))
                } + (isCore ? pool : []),
                block: openAICLIP.needed.block),
            optional: openAICLIP.optional + [
                Group(outer: [Row("class_embedding", "cls_token", .token)]),
                Group(block: [Row("ls_1.gamma", "ls1.gamma"), Row("ls_2.gamma", "ls2.gamma")]),
            ],
            beside: openAICLIP.beside)
    }
}
