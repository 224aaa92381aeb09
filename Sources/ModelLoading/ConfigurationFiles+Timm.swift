internal import Console
internal import Dense
internal import Images
internal import ViT
internal import Weights

/// `config.json` of timm, and `open_clip_config.json`.
extension ConfigurationFiles {
    /// Keys of `model_args` that change nothing, or only what the tensors show.
    private static let harmlessArguments: Set = [
        "img_size", "patch_size", "in_chans", "num_classes", "embed_dim", "depth", "mlp_ratio",
        "qkv_bias", "init_values", "class_token", "reg_tokens", "no_embed_class", "pre_norm",
        "final_norm", "fc_norm", "drop_rate", "pos_drop_rate", "patch_drop_rate",
        "proj_drop_rate", "attn_drop_rate", "drop_path_rate", "weight_init", "fix_init",
        "dynamic_img_size", "dynamic_img_pad", "strict_img_size", "num_heads", "act_layer",
        "global_pool", "features_only", "pretrained",
    ]
    /// Widths by the word in the name of an architecture.
    private static let widths = [
        "tiny": 192, "small": 384, "base": 768, "large": 1024, "huge": 1280, "so400m": 1152,
        "giantopt": 1536,
    ]
    /// Heads by the name of an architecture whose width has another number in most models.
    private static let heads = ["vit_base_patch16_gap_224": 16]

    /// Reads timm's `config.json`; says when those of others are ignored.
    mutating func readTimm(_ folder: String, _ weights: VisionTransformerWeights) throws {
        if let file = try ConfigurationFile(folder, "config.json") {
            if file["architecture"] as? String == nil {
                ignore(file, "it is not timm's, and the checkpoint has timm's names")
            } else if let reason = Self.mismatch(timm: file, weights) {
                ignore(file, reason)
            } else {
                try readTimm(file, weights)
            }
        }
        if let file = try ConfigurationFile(folder, "preprocessor_config.json") {
            ignore(file, "it is Hugging Face's, and the checkpoint has timm's names")
        }
    }

    private static func mismatch(
        timm file: ConfigurationFile, _ weights: VisionTransformerWeights
    ) -> String? {
        let arguments = file.part("model_args")
        let named = sizes(inName: file["architecture"] as? String ?? "")
        let width =
            arguments.integer("embed_dim") ?? file.integer("num_features") ?? named.width
        return mismatch([
            ("width", width, weights.width), ("blocks", arguments.integer("depth"), weights.depth),
            ("patch size", arguments.integer("patch_size") ?? named.patch, weights.patch),
        ])
    }

    /// Width and patch size by the words of timm's name, such as `vit_base_patch16_224`; nil for
    /// other names.
    private static func sizes(inName name: String) -> (width: Int?, patch: Int?) {
        let words = name.split(separator: "_")
        let patch = words.lazy.compactMap { word in
            word.hasPrefix("patch") ? Int(word.dropFirst("patch".count)) : nil
        }.first
        return (words.lazy.compactMap { widths[String($0)] }.first, patch)
    }

    /// Why settings belong to another model; nil where all that are stated fit.
    static func mismatch(_ sizes: [(name: String, stated: Int?, found: Int)]) -> String? {
        sizes.first { $0.stated != nil && $0.stated != $0.found }.map {
            "it is for another model (\($0.name) \($0.stated ?? 0), the checkpoint has "
                + "\($0.found))"
        }
    }

    private mutating func readTimm(
        _ file: ConfigurationFile, _ weights: VisionTransformerWeights
    ) throws {
        let arguments = file.part("model_args")
        for key in arguments.json.keys.sorted()
        where !Self.harmlessArguments.contains(key) && arguments.isSet(key)
            // The tensors show gates.
            && !(key == "mlp_layer" && weights.isGated)
        {
            throw Failure(
                Exit.nothing,
                "\(file.path): model_args has \(key), which is not known here and may change the "
                    + "tokens; use another model.")
        }
        let architecture = file["architecture"] as? String ?? ""
        let isAmbiguous = if case .ambiguous = UsualHeads(weights) { true } else { false }
        heads =
            arguments.integer("num_heads") ?? Self.heads[architecture]
            ?? (isAmbiguous ? Configuration.usualHeads(width: weights.width) : nil)
        switch (arguments["act_layer"] as? String)?.lowercased() {
        case nil:
            activation =
                architecture.contains("quickgelu")
                ? .quickGELU : Self.timmActivation(architecture, weights)
        case "gelu": activation = .gelu
        case "quick_gelu": activation = .quickGELU
        case "gelu_tanh": activation = .tanhGELU
        case "silu", "swish": activation = .silu
        default:
            throw arguments.unsupported(
                "act_layer", expected: "gelu, quick_gelu, gelu_tanh or silu")
        }
        try readPool(file)
        // Older files have the preprocessing beside the architecture, and other names.
        let images = file["pretrained_cfg"] == nil ? file : file.part("pretrained_cfg")
        let names = file["label_names"] ?? images["label_names"] ?? file["labels"]
        if let names = names as? [String] { classNames = names }
        guard var found = try Preprocessing(timm: images) else { return }
        // As timm repairs files whose input_size is that of the model before it was fine-tuned.
        if images["fixed_input_size"] as? Bool == true,
            arguments["dynamic_img_size"] as? Bool != true,
            arguments["strict_img_size"] as? Bool != false
        {
            let sides = arguments["img_size"] as? [Int] ?? []
            let side = sides.first == sides.last ? sides.first : nil
            found.imageSize = arguments.integer("img_size") ?? side ?? found.imageSize
        }
        preprocessing = found
    }

    /// The activation of an architecture of timm without a word on it in its name.
    private static func timmActivation(
        _ architecture: String, _ weights: VisionTransformerWeights
    ) -> Activation {
        if weights.isGated { return .silu }
        return architecture.contains("siglip")
            ? FamilySettings.timmSigLIPActivation(weights) : .gelu
    }

    /// What timm's head reads.
    private mutating func readPool(_ file: ConfigurationFile) throws {
        let places = [file, file.part("model_args"), file.part("pretrained_cfg")]
        guard let place = places.first(where: { $0["global_pool"] is String }) else { return }
        switch place["global_pool"] as? String {
        case "token", "": headInput = .classToken
        case "avg": headInput = .patchMean
        case "map": headInput = .pooledToken
        default: throw place.unsupported("global_pool", expected: "token, avg or map")
        }
    }

    // MARK: - OpenCLIP

    /// Reads `open_clip_config.json`, whose defaults are those of its `CLIPVisionCfg`.
    mutating func readOpenCLIP(
        _ file: ConfigurationFile, _ weights: VisionTransformerWeights
    ) throws {
        let model = file.part("model_cfg")
        let tower = model.part("vision_cfg")
        let name = tower["timm_model_name"] as? String
        if !tower.json.isEmpty, (name != nil) != weights.isInOpenCLIP {
            ignore(file, "it is for another form of model than the checkpoint's")
            return
        }
        if let name {
            let (width, patch) = Self.sizes(inName: name)
            if let reason = Self.mismatch([
                ("width", width, weights.width), ("patch size", patch, weights.patch),
            ]) {
                ignore(file, reason)
                return
            }
            activation =
                name.contains("quickgelu") ? .quickGELU : Self.timmActivation(name, weights)
            let isAmbiguous = if case .ambiguous = UsualHeads(weights) { true } else { false }
            if isAmbiguous { heads = Configuration.usualHeads(width: weights.width) }
        } else {
            let width = tower.integer("width") ?? 768
            let reason = Self.mismatch([
                ("width", width, weights.width),
                ("blocks", tower.integer("layers") ?? 12, weights.depth),
                ("patch size", tower.integer("patch_size") ?? 16, weights.patch),
            ])
            // Without the part nothing is stated of the model.
            if !tower.json.isEmpty, let reason {
                ignore(file, reason)
                return
            }
            if !tower.json.isEmpty {
                let size = tower.integer("head_width") ?? 64
                guard size > 0, width.isMultiple(of: size) else {
                    throw tower.unsupported(
                        "head_width", expected: "a divisor of the width \(width)")
                }
                heads = width / size
            }
            eps = tower.part("norm_kwargs").number("eps")
            if !tower.part("act_kwargs").json.isEmpty {
                throw tower.unsupported("act_kwargs", expected: "no arguments")
            }
            activation = (model["quick_gelu"] as? Bool) == true ? .quickGELU : .gelu
        }
        let images = file.part("preprocess_cfg")
        preprocessing = try Preprocessing(openCLIP: images)
    }
}
