internal import Console
internal import Dense
internal import Foundation
internal import Images
internal import ViT
internal import Weights

/// What tensors do not tell: heads, eps, activation and preprocessing, from the options, the file's
/// own metadata, a `config.json` beside it, or the family's table; in this order.
struct CheckpointSettings: Sendable {
    let heads: Int
    let eps: Double
    let activation: Activation
    let kind: Recipe.Kind
    let cropRatio: Double
    let interpolation: Interpolation
    let mean: [Float]
    let std: [Float]
    /// What was assumed, a line each.
    let remarks: [String]
    private let knownClasses: [String]

    init(file: CheckpointFile, weights: VisionTransformerWeights, options: ModelOptions) throws {
        let own = weights.metadata
        let beside = ConfigurationFiles(besides: options.weights)
        var remarks: [String] = []

        guard
            let heads = options.heads ?? weights.heads ?? beside.heads
                ?? Configuration.usualHeads(width: weights.width)
        else {
            throw Failure(
                Exit.usage,
                "\(file.name): expected a width of 192, 384, 768, 1024 or 1280, whose number of "
                    + "heads is known, found \(weights.width); say it with --heads.")
        }
        self.heads = heads

        let familyEps = weights.family == .huggingFace ? 1e-12 : 1e-6
        eps = options.eps ?? own["eps"].flatMap(Double.init) ?? beside.eps ?? familyEps
        activation = beside.activation ?? .gelu

        // The tables of DESIGN's families: Google's files squash, others are read as DeiT's.
        let table = file.format == .npz ? Self.google : Self.deit
        let told = own["recipe"] != nil || beside.hasPreprocessing || file.format == .npz
        kind =
            options.recipe ?? own["recipe"].flatMap(Recipe.Kind.init) ?? beside.kind ?? table.kind
        cropRatio =
            options.cropRatio ?? own["crop_ratio"].flatMap(Double.init) ?? beside.cropRatio
            ?? table.cropRatio
        interpolation =
            options.interpolation ?? own["interpolation"].flatMap(Interpolation.init)
            ?? beside.interpolation ?? table.interpolation
        mean =
            try ModelOptions.colors(options.mean ?? own["mean"], "--mean") ?? beside.mean
            ?? table.mean
        std = try ModelOptions.colors(options.std ?? own["std"], "--std") ?? beside.std ?? table.std
        if !told && options.recipe == nil {
            remarks.append(
                "the file does not say how images were prepared: taking DeiT's way (short side to "
                    + "1/0.875 of the size, bicubic, centre crop, ImageNet mean and deviation); "
                    + "--recipe, --crop-ratio, --interpolation, --mean, --std and --eps change it")
        }
        self.remarks = remarks
        if let list = own["classes"],
            let names = try? JSONDecoder().decode([String].self, from: Data(list.utf8))
        {
            knownClasses = names
        } else {
            knownClasses = beside.classNames
        }
    }

    private struct Table {
        let kind: Recipe.Kind
        let cropRatio: Double
        let interpolation: Interpolation
        let mean: [Float]
        let std: [Float]
    }

    private static let google = Table(
        kind: .squash, cropRatio: 0.9, interpolation: .bilinear, mean: [0.5, 0.5, 0.5],
        std: [0.5, 0.5, 0.5])
    private static let deit = Table(
        kind: .crop, cropRatio: 0.875, interpolation: .bicubic, mean: [0.485, 0.456, 0.406],
        std: [0.229, 0.224, 0.225])

    func recipe(size: Int) throws -> Recipe {
        Recipe(
            kind: kind, size: size, cropRatio: cropRatio, interpolation: interpolation,
            mean: mean, std: std)
    }

    /// The shortest decimal that gives this number: 0.485 and not 0.48500001.
    func decimal(_ number: Float) -> String { "\(number)" }

    /// The names of the head's outputs.
    func classNames(_ options: ModelOptions, classes: Int?) throws -> [String] {
        guard let classes else { return [] }
        guard let path = options.classes else {
            return knownClasses.count == classes ? knownClasses : []
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(
                Exit.nothing, "--classes \(path): expected a text file, found nothing to read.")
        }
        let names = String(decoding: data, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: true)
            .map { $0.trimmingCharacters(in: .whitespaces) }
        guard names.count == classes else {
            throw Failure(
                Exit.usage,
                "--classes \(path): expected \(classes) names, one a line, found \(names.count).")
        }
        return names
    }
}

/// A `config.json` and a `preprocessor_config.json` beside a checkpoint, in Hugging Face's and
/// timm's forms; what they do not say is nil.
struct ConfigurationFiles {
    private(set) var heads: Int?
    private(set) var eps: Double?
    private(set) var activation: Activation?
    private(set) var kind: Recipe.Kind?
    private(set) var cropRatio: Double?
    private(set) var interpolation: Interpolation?
    private(set) var mean: [Float]?
    private(set) var std: [Float]?
    private(set) var classNames: [String] = []
    private(set) var hasPreprocessing = false

    init(besides path: String?) {
        guard let path else { return }
        let folder = (path as NSString).deletingLastPathComponent
        if let model = Self.read(folder, "config.json") { readModel(model) }
        if let images = Self.read(folder, "preprocessor_config.json") { readImages(images) }
    }

    private static func read(_ folder: String, _ name: String) -> [String: Any]? {
        let path = folder.isEmpty ? name : folder + "/" + name
        guard let data = FileManager.default.contents(atPath: path), data.count < 10 << 20 else {
            return nil
        }
        return (try? JSONSerialization.jsonObject(with: data)) as? [String: Any]
    }

    private static func floats(_ value: Any?) -> [Float]? {
        (value as? [Any])?.compactMap { ($0 as? NSNumber)?.floatValue }
    }

    private mutating func readModel(_ json: [String: Any]) {
        heads = json["num_attention_heads"] as? Int
        eps = (json["layer_norm_eps"] as? NSNumber)?.doubleValue
        switch json["hidden_act"] as? String {
        case "gelu": activation = .gelu
        case "quick_gelu": activation = .quickGELU
        default: break
        }
        if let names = json["id2label"] as? [String: String] {
            classNames = names.sorted { (Int($0.key) ?? 0) < (Int($1.key) ?? 0) }.map(\.value)
        }
        // timm's form: the numbers of the pretrained configuration.
        guard let timm = json["pretrained_cfg"] as? [String: Any] else { return }
        hasPreprocessing = true
        kind = .crop
        cropRatio = (timm["crop_pct"] as? NSNumber)?.doubleValue
        interpolation = (timm["interpolation"] as? String).flatMap(Interpolation.init)
        mean = Self.floats(timm["mean"])
        std = Self.floats(timm["std"])
        if timm["crop_mode"] as? String == "squash" { kind = .squash }
        if let names = json["label_names"] as? [String] { classNames = names }
    }

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
        if kind == .crop, let crop = Self.side(json["crop_size"]),
            let size = Self.side(json["size"])
        {
            cropRatio = Double(crop) / Double(size)
        }
    }

    /// A size as a number or as `{"height": n}` or `{"shortest_edge": n}`.
    private static func side(_ value: Any?) -> Int? {
        if let number = value as? Int { return number }
        let sides = value as? [String: Int]
        return sides?["shortest_edge"] ?? sides?["height"]
    }
}
