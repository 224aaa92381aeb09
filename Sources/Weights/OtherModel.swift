/// A model that is not read, recognised by names that no other has.
struct OtherModel {
    /// What it is called, for "this is ...".
    let title: String
    /// What of it is not read.
    let reason: String
    /// Parts of names, all of which stand in names of the file.
    private let marks: [String]
    /// Parts of names that no name of the file has.
    private let absent: [String]

    private init(
        _ title: String, _ reason: String, _ marks: [String], without absent: [String] = []
    ) {
        self.title = title
        self.reason = reason
        self.marks = marks
        self.absent = absent
    }

    private static let pooled = "its attention pooling is not read yet"
    private static let rotary = "its rotary positions are not read yet"
    private static let windows = "windowed attention is not read"
    private static let gates = "its feed-forward part is not read yet"
    private static let rootMeanSquare = "RMS norms are not read"

    /// In the order in which they are tried: models whose names contain another's come first. One
    /// model has a row for each library that names its tensors.
    private static let all = [
        OtherModel("SAM", windows, ["rel_pos_h", "neck."]),
        OtherModel("a model with attention pooling", pooled, ["attn_pool.latent"]),
        OtherModel(
            "a model with rotary positions", rotary, ["gamma_1", "blocks.0.attn.qkv.weight"],
            without: ["pos_embed", "relative_position_bias_table"]),
        OtherModel(
            "a Swin Transformer", windows, ["layers.0.blocks.0.", "relative_position_bias_table"]),
        OtherModel(
            "a model with relative position bias", "its other parts are not read",
            ["relative_position_bias_table", "cls_token"]),
        OtherModel("EVA-02", gates, ["q_bias", "mlp.fc1_g"]),
        OtherModel("EVA-02", gates, ["q_proj", "mlp.fc1_g"]),
        OtherModel("AIMv2", rootMeanSquare, ["mlp.fc1_g", "blocks.0.norm1.weight"]),
        OtherModel("AIMv2", rootMeanSquare, ["ffn.gate_proj", "rms_norm"]),
        OtherModel(
            "a text model", "it has no image part", ["embeddings.word_embeddings.weight"],
            without: ["patch_embed", "vision_model.", "visual"]),
    ]

    /// The model that a file with these names is; nil for one that is not recognised.
    static func recognised(in names: [String]) -> OtherModel? {
        func has(_ mark: String) -> Bool { names.contains { $0.contains(mark) } }
        return all.first { $0.marks.allSatisfy(has) && !$0.absent.contains(where: has) }
    }
}
