/// A model that is not read, recognised by names that no other has.
struct OtherModel {
    /// What it is called, for "this is ...".
    let title: String
    /// What of it is not read.
    let reason: String
    /// Parts of names, all of which stand in names of the file.
    let marks: [String]
    /// Parts of names that no name of the file has.
    var absent: [String] = []

    /// In the order in which they are tried: models whose names contain another's come first.
    private static let all = [
        OtherModel(
            title: "Depth Anything", reason: "its backbone is not read yet",
            marks: ["pretrained.", "depth_head."]),
        OtherModel(
            title: "SAM", reason: "windowed attention is not read", marks: ["rel_pos_h", "neck."]),
        OtherModel(
            title: "SigLIP", reason: "models without a class token are not read yet",
            marks: ["vision_model.head.probe"]),
        OtherModel(
            title: "SigLIP", reason: "models without a class token are not read yet",
            marks: ["attn_pool.latent", "attn_pool.kv."]),
        OtherModel(
            title: "a Perception Encoder", reason: "rotary positions are not read yet",
            marks: ["attn_pool.probe"]),
        OtherModel(
            title: "DINOv3", reason: "rotary positions are not read yet",
            marks: ["rope_embed.periods"]),
        OtherModel(
            title: "DINOv3", reason: "rotary positions are not read yet",
            marks: ["embeddings.register_tokens", "layer.0.attention.k_proj"]),
        OtherModel(
            title: "DINOv3", reason: "rotary positions are not read yet",
            marks: ["reg_token", "gamma_1", "blocks.0.attn.qkv.weight"],
            absent: ["fc_norm.", "pos_embed"]),
        OtherModel(
            title: "a model with rotary positions", reason: "these are not read yet",
            marks: ["gamma_1", "blocks.0.attn.qkv.weight"],
            absent: ["pos_embed", "relative_position_bias_table"]),
        OtherModel(
            title: "a Swin Transformer", reason: "windowed attention is not read",
            marks: ["layers.0.blocks.0.", "relative_position_bias_table"]),
        OtherModel(
            title: "BEiT or Data2Vec", reason: "relative position bias is not read yet",
            marks: ["relative_position_bias_table", "cls_token"]),
        OtherModel(
            title: "EVA-02", reason: "its feed-forward part is not read yet",
            marks: ["q_bias", "mlp.fc1_g"]),
        OtherModel(
            title: "EVA-02", reason: "its feed-forward part is not read yet",
            marks: ["q_proj", "mlp.fc1_g"]),
        OtherModel(
            title: "AIMv2", reason: "RMS norms are not read",
            marks: ["mlp.fc1_g", "blocks.0.norm1.weight"]),
        OtherModel(
            title: "AIMv2", reason: "RMS norms are not read", marks: ["ffn.gate_proj", "rms_norm"]),
        OtherModel(
            title: "a text model", reason: "it has no image part",
            marks: ["embeddings.word_embeddings.weight"],
            absent: ["patch_embed", "vision_model.", "visual"]),
    ]

    /// The model that a file with these names is; nil for one that is not recognised.
    static func recognised(in names: [String]) -> OtherModel? {
        all.first { model in
            model.marks.allSatisfy { mark in names.contains { $0.contains(mark) } }
                && !model.absent.contains { mark in names.contains { $0.contains(mark) } }
        }
    }
}
