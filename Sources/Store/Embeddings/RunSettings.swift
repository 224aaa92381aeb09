internal import Foundation

/// What decides about the rows of a file: two runs that agree in all of it give the same ones.
///
/// `extract` writes it into the plan of a run and into the finished file; an unfinished run is
/// continued, and rejects are tried again, with equal settings alone. `search` and
/// `extract explain` prepare images as it has them.
public struct RunSettings: Codable, Sendable, Equatable {
    public var images = ImageSettings()
    public var model = ModelSettings()
    public var output = OutputSettings()
    public var toolVersion = ""

    public init() {}

    /// Which images there are, and how they are read.
    public struct ImageSettings: Codable, Sendable, Equatable {
        /// Absolute path of the folder or list; "-" for a list from standard input.
        public var source = ""
        /// Most images that are taken; nil for all.
        public var limit: Int?
        /// Where labels come from.
        public var labels = ""
        /// Field of a JSON label file.
        public var labelField = "label"
        public var followsLinks = false
        /// Path of the masks; nil without masks.
        public var masks: String?
        /// Index of the masks' pixels that belong to no object.
        public var void = "255"
        /// Images that are kept in full, as they were asked for; nil for the default.
        public var explained: String?
        /// Further variants of the images kept in full, as they were asked for; nil for none.
        public var variants: String?
        /// What is done to every image: "original", "occlude:random:0.5", "shuffle:4".
        public var inputVariant = "original"
        /// Images a side of each mosaic; nil without mosaics.
        public var mosaic: Int?
        /// Whether the EXIF orientation is applied.
        public var appliesOrientation = false
        /// Pixels beyond which an image is rejected; nil in early files, which have the default.
        public var maximumPixels: Int?
        public var acceptsTruncated = false

        public init() {}
    }

    /// The checkpoint and how it was run.
    public struct ModelSettings: Codable, Sendable, Equatable {
        /// "embedded" for the demo model.
        public var weightsFile = ""
        /// Hexadecimal.
        public var weightsSHA256 = ""
        public var recipe = ""
        public var interpolation = ""
        public var cropRatio = 1.0
        /// Per channel, of pixels in 0...1.
        public var mean: [Double] = []
        public var std: [Double] = []
        /// Pixels a side.
        public var imageSize = 0
        public var heads = 0
        /// Of the layer norms.
        public var eps = 0.0
        public var activation = ""
        public var precision = ""
        /// How many classes were named, and the SHA-256 of the names; nil without names.
        public var classes: String?

        public init() {}
    }

    /// What is kept of each image.
    public struct OutputSettings: Codable, Sendable, Equatable {
        /// Layers by `LayerName.text`.
        public var layers: [String] = []
        /// Tokens by `TokenKind`.
        public var tokens: [String] = []
        /// "f16" or "f32".
        public var valueType = ""
        /// Whether attention rollout is kept.
        public var keepsAttention = false
        /// For the patches and blocks that variants draw.
        public var seed = 0

        public init() {}
    }

    private enum CodingKeys: String, CodingKey {
        case images, model, output, toolVersion
    }

    /// Reads also what files had before these types: a dictionary of the command's options.
    public init(from decoder: any Decoder) throws {
        if let options = try? decoder.singleValueContainer().decode([String: String].self) {
            self = RunSettings(earlierOptions: options)
            return
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        images = try container.decode(ImageSettings.self, forKey: .images)
        model = try container.decode(ModelSettings.self, forKey: .model)
        output = try container.decode(OutputSettings.self, forKey: .output)
        toolVersion = try container.decode(String.self, forKey: .toolVersion)
    }
}

extension RunSettings {
    /// The keys are those of files that were written before version 2 had this type; new ones
    /// are never added.
    private init(earlierOptions options: [String: String]) {
        func given(_ name: String, unless none: String) -> String? {
            options[name].flatMap { $0 == none ? nil : $0 }
        }
        func numbers(_ name: String) -> [Double] {
            (options[name] ?? "").split { "[], ".contains($0) }.compactMap { Double($0) }
        }
        func list(_ name: String) -> [String] {
            (options[name] ?? "").split(separator: ",").map(String.init)
        }
        images.source = options["IMAGES"] ?? ""
        images.limit = options["--limit"].flatMap { Int($0) }
        images.labels = options["--labels"] ?? ""
        images.labelField = options["--label-field"] ?? "label"
        images.followsLinks = options["--follow-links"] == "true"
        images.masks = given("--masks", unless: "none")
        images.void = options["--void"] ?? "255"
        images.explained = given("--explain", unless: "default")
        images.variants = given("--variants", unless: "none")
        images.inputVariant = options["--occlude or --shuffle"] ?? "original"
        images.mosaic = options["--mosaic"].flatMap { Int($0) }
        images.appliesOrientation = options["--exif"] == "true"
        images.maximumPixels = options["--max-pixels"].flatMap { Int($0) }
        images.acceptsTruncated = options["--accept-truncated"] == "true"
        let weights = options["--weights"] ?? ""
        if let comma = weights.range(of: ", SHA-256 ", options: .backwards) {
            model.weightsFile = String(weights[..<comma.lowerBound])
            model.weightsSHA256 = String(weights[comma.upperBound...])
        }
        model.recipe = options["--recipe"] ?? ""
        model.interpolation = options["--interpolation"] ?? ""
        model.cropRatio = options["--crop-ratio"].flatMap { Double($0) } ?? 1
        model.mean = numbers("--mean")
        model.std = numbers("--std")
        model.imageSize = options["--image-size"].flatMap { Int($0) } ?? 0
        model.heads = options["--heads"].flatMap { Int($0) } ?? 0
        model.eps = options["--eps"].flatMap { Double($0) } ?? 0
        model.activation = options["--activation"] ?? ""
        model.precision = options["--precision"] ?? ""
        model.classes = options["--classes"]
        output.layers = list("--layers")
        output.tokens = list("--tokens")
        output.valueType = options["--dtype"] ?? ""
        output.keepsAttention = options["--attention"] == "rollout"
        output.seed = options["--seed"].flatMap { Int($0) } ?? 0
        toolVersion = options["version"] ?? ""
    }
}
