internal import Console
internal import Dense
internal import Weights

/// `config.json` and `preprocessor_config.json` or `processor_config.json` of Hugging Face.
extension ConfigurationFiles {
    /// Reads the files of a folder, or says why they are ignored.
    mutating func readHuggingFace(_ folder: String, _ weights: VisionTransformerWeights) throws {
        // A model of images and text has both parts in one file since version 5 of Transformers,
        // which reads it first.
        let both = try ConfigurationFile(folder, "processor_config.json")?.part("image_processor")
        let alone = try ConfigurationFile(folder, "preprocessor_config.json")
        let processor = both?.json.isEmpty == false ? both : alone
        if let file = try ConfigurationFile(folder, "config.json") {
            if let reason = Self.mismatch(huggingFace: file, weights) {
                ignore(file, reason)
                if let processor { ignore(processor, "it belongs to that config.json") }
                return
            }
            try readModel(file, weights)
        }
        guard let processor else { return }
        preprocessing = try HuggingFaceProcessor(processor, weights.family).preprocessing
    }

    /// The part of a configuration that describes the images' model: CLIP's has one for images and
    /// one for text.
    private static func tower(_ file: ConfigurationFile) -> ConfigurationFile {
        file["vision_config"] is [String: Any] ? file.part("vision_config") : file
    }

    /// Why a configuration belongs to another model; nil where it fits the tensors.
    ///
    /// Sizes that a configuration leaves out have the defaults of its class: 768 (DINOv3's 384) and
    /// 12 blocks.
    private static func mismatch(
        huggingFace file: ConfigurationFile, _ weights: VisionTransformerWeights
    ) -> String? {
        if let type = file["model_type"] as? String, !isOf(type, weights.family) {
            return "it is for a model of type \(type.prefix(40)), and the checkpoint is of "
                + weights.family.rawValue
        }
        let tower = tower(file)
        if file["model_type"] == nil, tower["patch_size"] == nil, tower["hidden_size"] == nil {
            return "it states neither a model_type nor sizes"
        }
        let usual = weights.family == .huggingFaceDINOv3 ? 384 : 768
        return mismatch([
            ("width", tower.integer("hidden_size") ?? usual, weights.width),
            ("blocks", tower.integer("num_hidden_layers") ?? 12, weights.depth),
            ("patch size", tower.integer("patch_size"), weights.patch),
        ])
    }

    /// Whether a family of checkpoints has models of this `model_type`.
    private static func isOf(_ type: String, _ family: VisionTransformerWeights.Family) -> Bool {
        switch family {
        case .huggingFace: type.contains("vit") || type == "ijepa"
        case .huggingFaceDeiT: type == "deit"
        case .huggingFaceDINOv2: type.hasPrefix("dinov2")
        case .huggingFaceSigLIP: type.hasPrefix("siglip")
        case .huggingFaceBEiT: type == "beit" || type == "data2vec-vision"
        case .huggingFaceDINOv3: type.hasPrefix("dinov3")
        default: type.contains("clip")
        }
    }

    /// The activation of a model; its class's where the file does not say.
    private static func activation(
        _ model: ConfigurationFile, _ weights: VisionTransformerWeights
    ) throws -> Activation {
        // DINOv2 has SiLU in its gates whatever the file says.
        if weights.isGated && weights.family == .huggingFaceDINOv2 { return .silu }
        if let stated = try activation(of: model) { return stated }
        switch weights.family {
        case .huggingFaceCLIP: return .quickGELU
        case .huggingFaceSigLIP: return .tanhGELU
        default: return .gelu
        }
    }

    /// The activation that a part of `config.json` has; nil where it has none.
    ///
    /// - Throws: `Failure` for one that is not computed here.
    static func activation(of part: ConfigurationFile) throws -> Activation? {
        guard let name = part["hidden_act"] as? String else { return nil }
        guard let activation = activations[name] else {
            throw part.unsupported(
                "hidden_act", expected: "gelu, quick_gelu, gelu_pytorch_tanh or silu")
        }
        return activation
    }

    /// The activations by Transformers' names.
    private static let activations: [String: Activation] = [
        "gelu": .gelu, "quick_gelu": .quickGELU, "gelu_pytorch_tanh": .tanhGELU,
        "gelu_new": .tanhGELU, "silu": .silu, "swish": .silu,
    ]

    private mutating func readModel(
        _ file: ConfigurationFile, _ weights: VisionTransformerWeights
    ) throws {
        let model = Self.tower(file)
        // Parts leave out what equals the default of their class.
        let usualHeads = weights.family == .huggingFaceDINOv3 ? 6 : 12
        heads =
            model.integer("num_attention_heads")
            ?? (model["hidden_size"] == nil ? usualHeads : nil)
        eps = model.number("layer_norm_eps")
        activation = try Self.activation(model, weights)
        // The tensors of the pooler are there either way.
        if weights.family == .huggingFaceBEiT, model["use_mean_pooling"] as? Bool == false {
            throw model.unsupported("use_mean_pooling", expected: "true")
        }
        if weights.family == .huggingFaceDINOv3, let base = model.number("rope_theta"),
            base != 100
        {
            throw model.unsupported("rope_theta", expected: "100")
        }
        classNames = Self.names(file["id2label"])
    }
}
