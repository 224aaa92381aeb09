internal import Console
internal import Dense
internal import FileSystem
internal import Foundation
internal import Images
internal import Store

/// The settings in `config.json`, `open_clip_config.json` and `preprocessor_config.json` beside a
/// checkpoint, in the formats of Hugging Face, timm and OpenCLIP; nil where they have none.
struct ConfigurationFiles {
    /// Attention heads per block.
    private(set) var heads: Int?
    /// Epsilon of the layer norms.
    private(set) var eps: Double?
    /// Activation of the MLPs.
    private(set) var activation: Activation?
    /// Side of the input in pixels.
    private(set) var imageSize: Int?
    /// How an image is made square.
    private(set) var kind: Recipe.Kind?
    /// Side of the centre crop over the short side, 0...1.
    private(set) var cropRatio: Double?
    /// Interpolation for resizing.
    private(set) var interpolation: Interpolation?
    /// Mean of each channel for pixel values in 0...1, `[3]`.
    private(set) var mean: [Float]?
    /// Standard deviation of each channel, `[3]`.
    private(set) var std: [Float]?
    /// Names of the classes in the order of the head; empty without any.
    private(set) var classNames: [String] = []
    /// Whether a file defines the preprocessing.
    private(set) var hasPreprocessing = false

    /// Reads the files in the folder of a checkpoint; nil, the demo model, has none.
    ///
    /// - Throws: `Failure` for a file that cannot be read, or an activation that is not supported.
    init(besides path: String?) throws {
        guard let path else { return }
        let folder = path.contains("/") ? folderPath(of: path) : ""
        if let model = try Self.read(folder, "config.json") { try readModel(model, folder) }
        if let model = try Self.read(folder, "open_clip_config.json") { readOpenCLIP(model) }
        if let images = try Self.read(folder, "preprocessor_config.json") { readImages(images) }
    }

    /// The JSON object in a file; nil when it does not exist.
    ///
    /// - Throws: `Failure` when it exists and cannot be read: other settings would be wrong
    ///   silently.
    private static func read(_ folder: String, _ name: String) throws -> [String: Any]? {
        let path = folder.isEmpty ? name : folder + "/" + name
        let found: String
        switch FileKind(path) {
        case .missing: return nil
        case .danglingLink: found = "a dangling link"
        case .folder, .special: found = "something that is not a file"
        case .regular:
            let size = regularFileSize(path) ?? 0
            if size >= 10 << 20 {
                found = "a file of \(byteCount(size))"
            } else if let bytes = wholeFile(path) {
                let json = try? JSONSerialization.jsonObject(with: Data(bytes))
                if let json = json as? [String: Any] { return json }
                found = "other content (\(counted(bytes.count, "byte")))"
            } else {
                found = "a file that cannot be read"
            }
        }
        throw Failure(
            Exit.nothing,
            "\(path): expected the checkpoint's settings as a JSON object, found \(found); correct "
                + "it, or move the checkpoint or this file to another folder.")
    }

    /// The numbers of a JSON array; nil for other values.
    private static func floats(_ value: Any?) -> [Float]? {
        (value as? [Any])?.compactMap { ($0 as? NSNumber)?.floatValue }
    }

    /// Reads `config.json` of Hugging Face, or of timm, which has `pretrained_cfg`.
    ///
    /// - Throws: `Failure` for an activation that is not supported.
    private mutating func readModel(_ json: [String: Any], _ folder: String) throws {
        // CLIP's has one part for images and one for text.
        let model = json["vision_config"] as? [String: Any] ?? json
        heads = model["num_attention_heads"] as? Int
        eps = (model["layer_norm_eps"] as? NSNumber)?.doubleValue
        switch model["hidden_act"] as? String {
        case nil: break
        case "gelu": activation = .gelu
        case "quick_gelu": activation = .quickGELU
        case .some(let other):
            throw Failure(
                Exit.nothing,
                "\(folder.isEmpty ? "" : folder + "/")config.json: expected the hidden_act gelu "
                    + "or quick_gelu, found \(other), which is not supported; use another model.")
        }
        if let architecture = json["architecture"] as? String {
            // timm names it in the architecture.
            activation = architecture.contains("quickgelu") ? .quickGELU : .gelu
        }
        if let names = json["id2label"] as? [String: String] {
            classNames = names.sorted { (Int($0.key) ?? 0) < (Int($1.key) ?? 0) }.map(\.value)
            // What Hugging Face writes where nobody named the classes.
            if classNames.allSatisfy({ $0.hasPrefix("LABEL_") }) { classNames = [] }
        }
        // timm's form: the numbers of the pretrained configuration.
        guard let timm = json["pretrained_cfg"] as? [String: Any] else { return }
        hasPreprocessing = true
        kind = .crop
        cropRatio = (timm["crop_pct"] as? NSNumber)?.doubleValue
        interpolation = (timm["interpolation"] as? String).flatMap(Interpolation.init)
        mean = Self.floats(timm["mean"])
        std = Self.floats(timm["std"])
        imageSize = (timm["input_size"] as? [Int])?.last
        if timm["crop_mode"] as? String == "squash" { kind = .squash }
        if let names = json["label_names"] as? [String] { classNames = names }
    }

    /// Reads `open_clip_config.json` of OpenCLIP.
    private mutating func readOpenCLIP(_ json: [String: Any]) {
        let model = json["model_cfg"] as? [String: Any] ?? [:]
        activation = (model["quick_gelu"] as? Bool) == true ? .quickGELU : .gelu
        guard let images = json["preprocess_cfg"] as? [String: Any] else { return }
        hasPreprocessing = true
        mean = Self.floats(images["mean"])
        std = Self.floats(images["std"])
        interpolation = (images["interpolation"] as? String).flatMap(Interpolation.init)
        if images["resize_mode"] as? String == "squash" { kind = .squash }
    }

    /// Reads `preprocessor_config.json` of Hugging Face.
    private mutating func readImages(_ json: [String: Any]) {
        hasPreprocessing = true
        mean = Self.floats(json["image_mean"])
        std = Self.floats(json["image_std"])
        kind = (json["do_center_crop"] as? Bool) == true ? .crop : .squash
        // Pillow's numbers: 2 is bilinear, 3 is bicubic.
        switch json["resample"] as? Int {
        case 2: interpolation = .bilinear
        case 3: interpolation = .bicubic
        default: break
        }
        let size = Self.side(json["size"])
        if kind == .crop, let crop = Self.side(json["crop_size"]), let size, size > 0 {
            cropRatio = min(1, Double(crop) / Double(size))
            imageSize = crop
        } else {
            imageSize = size
        }
    }

    /// A size in pixels, given as `n`, `{"height": n}` or `{"shortest_edge": n}`.
    private static func side(_ value: Any?) -> Int? {
        if let number = value as? Int { return number }
        let sides = value as? [String: Int]
        return sides?["shortest_edge"] ?? sides?["height"]
    }
}
