// The tables of EVA, EVA-02, BEiT and Data2Vec. In all of them the keys have no bias, and the image
// is the class token behind a closing norm, or the mean of the patches behind a norm of its own.

extension NameTable {
    /// Biases of queries and values.
    private static let queryAndValue = [
        Row("attn.q_bias", "attn.qkv.bias", part: .third(0)),
        Row("attn.v_bias", "attn.qkv.bias", part: .third(2)),
    ]

    /// What stands behind the blocks: `fc_norm`, or `norm`.
    private static func timmOuter(_ hasMeanNorm: Bool, without names: [String]) -> [Row] {
        let needed =
            hasMeanNorm
            ? timmNeeded(
                without: names + ["norm.weight", "norm.bias"],
                adding: ["fc_norm.weight", "fc_norm.bias"])
            : timmNeeded(without: names)
        return needed.outer
    }

    /// A block of timm's without its biases of queries, keys and values.
    private static let timmBlock = timmNeeded(without: ["attn.qkv.bias"]).block

    /// EVA, and with gates the small models of EVA-02, which have the same names.
    static func timmEVA(_ hasMeanNorm: Bool) -> NameTable {
        NameTable(
            family: .timmEVA, prefixes: ["", "visual.trunk."], blockPrefix: ourBlockPrefix,
            needed: Group(
                outer: timmOuter(hasMeanNorm, without: []), block: timmBlock + queryAndValue),
            optional: [timmHead] + trunkProjection, beside: besideTrunk)
    }

    /// EVA-02 with queries, keys and values apart, and a norm behind the gates.
    static func timmEVA02(_ hasMeanNorm: Bool) -> NameTable {
        let thirds = ["q", "k", "v"].enumerated().map { index, name in
            Row("attn.\(name)_proj.weight", "attn.qkv.weight", part: .third(index))
        }
        let biases = [
            Row("attn.q_proj.bias", "attn.qkv.bias", part: .third(0)),
            Row("attn.v_proj.bias", "attn.qkv.bias", part: .third(2)),
        ]
        let gates =
            both(["mlp.fc1_g": "mlp.fc1"], part: .half(0))
            + both(["mlp.fc1_x": "mlp.fc1"], part: .half(1))
            + same(["mlp.norm.weight", "mlp.norm.bias"])
        return NameTable(
            family: .timmEVA02, prefixes: ["", "visual.trunk."], blockPrefix: ourBlockPrefix,
            needed: Group(
                outer: timmOuter(hasMeanNorm, without: []),
                block: timmBlock.filter {
                    !$0.ours.hasPrefix("attn.qkv") && !$0.ours.hasPrefix("mlp.fc1")
                } + thirds + biases + gates),
            // In the models of EVA-CLIP a norm stands before the attention's last layer.
            optional: [timmHead, Group(block: same(["attn.norm.weight", "attn.norm.bias"]))]
                + trunkProjection,
            beside: besideTrunk)
    }

    /// BEiT and BEiT v2, which have relative biases in place of a position table.
    static func timmBEiT(_ hasMeanNorm: Bool) -> NameTable {
        NameTable(
            family: .timmBEiT, prefixes: [""], blockPrefix: ourBlockPrefix,
            needed: Group(
                outer: timmOuter(hasMeanNorm, without: ["pos_embed"]),
                block: timmBlock + queryAndValue
                    + same(["attn.relative_position_bias_table"])
                    + [Row("gamma_1", "ls1.gamma"), Row("gamma_2", "ls2.gamma")]),
            optional: [timmHead])
    }

    /// `BeitModel`, `Data2VecVisionModel` and their classifiers.
    static let huggingFaceBEiT: NameTable = {
        let attention = "attention.attention."
        let outer = huggingFaceOuter.filter {
            $0.ours != "pos_embed" && !$0.ours.hasPrefix("norm.")
        }
        return NameTable(
            family: .huggingFaceBEiT, prefixes: ["beit.", "data2vec_vision.", ""],
            blockPrefix: "encoder.layer.{N}.",
            needed: Group(
                outer: outer,
                block: huggingFaceBlock.filter { $0.theirs != attention + "key.bias" } + [
                    Row(
                        attention + "relative_position_bias.relative_position_bias_table",
                        "attn.relative_position_bias_table"),
                    Row("lambda_1", "ls1.gamma"), Row("lambda_2", "ls2.gamma"),
                ]),
            // Models without pooling have no norm behind the blocks.
            optional: [huggingFaceHead, Group(outer: both(["pooler.layernorm": "fc_norm"]))],
            dropped: ["embeddings.mask_token"])
    }()
}
