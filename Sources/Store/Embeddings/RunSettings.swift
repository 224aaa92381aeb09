internal import Foundation
internal import Tokens

/// Settings that determine the rows of a file: two runs with equal settings give equal rows.
///
/// `extract` writes them into the plan of a run and into the finished file. An interrupted run is
/// resumed, and rejects are retried, only with equal settings. `search` and `extract explain`
/// preprocess images with these settings.
public struct RunSettings: Codable, Sendable, Equatable {
    /// Which images there are, and how they are read.
    public var images = ImageSettings()
    /// The checkpoint and the preprocessing.
    public var model = ModelSettings()
    /// What is stored for each image.
    public var output = OutputSettings()
    /// Version of the program.
    public var toolVersion = ""

    public init() {}

    /// Which images there are, and how they are read.
    public struct ImageSettings: Codable, Sendable, Equatable {
        /// Absolute path of the folder or list; "-" for a list from standard input.
        public var source = ""
        /// Largest number of images; nil for all.
        public var limit: Int?
        /// Source of the labels, as the option `--labels` has it.
        public var labels = ""
        /// SHA-256 of the reviews among the files of `--labels`, hexadecimal; nil without any.
        public var reviewsSHA256: String?
        /// SHA-256 of the list of `--only`, hexadecimal; nil without one.
        public var onlySHA256: String?
        /// SHA-256 of the list of `--except`, hexadecimal; nil without one.
        public var exceptSHA256: String?
        /// Field of a JSON file that has the label.
        public var labelField = "label"
        /// Whether symbolic links to folders are followed.
        public var followsLinks = false
        /// Path of the masks; nil without masks.
        public var masks: String?
        /// Value of mask pixels that belong to no object.
        public var void = "255"
        /// Images to store in full, as the option `--explain` has it; nil for the default.
        public var explained: String?
        /// Variants of the images stored in full, as the option `--variants` has it; nil for none.
        public var variants: String?
        /// Variant of every image: "original", "random:0.5", "shuffle:4".
        public var inputVariant = "original"
        /// Images per side of each mosaic; nil without mosaics.
        public var mosaic: Int?
        /// Whether the EXIF orientation is applied.
        public var appliesOrientation = false
        /// Number of pixels above which an image is rejected; nil in early files, which have the
        /// default.
        public var maximumPixels: Int?
        /// Whether truncated images are accepted.
        public var acceptsTruncated = false

        public init() {}

        /// These images, their labels and those stored in full, but read from their files as
        /// others are.
        public func read(like other: Self) -> Self {
            var images = self
            images.void = other.void
            images.appliesOrientation = other.appliesOrientation
            images.maximumPixels = other.maximumPixels
            images.acceptsTruncated = other.acceptsTruncated
            return images
        }
    }

    /// The checkpoint and the preprocessing.
    public struct ModelSettings: Codable, Sendable, Equatable {
        /// Name of the checkpoint file; "embedded" for the demo model.
        public var weightsFile = ""
        /// SHA-256 of the checkpoint, in hexadecimal.
        public var weightsSHA256 = ""
        /// The key of the moving average that was taken; nil for the weights themselves.
        public var average: String?
        /// Hidden units and heads that are set to zero; nil for none.
        public var ablatedUnits: String?
        public var ablatedHeads: String?
        /// Hidden units that are moved to a register; nil for none.
        public var registerUnits: String?
        /// What the classification head reads, as in the model's description.
        public var headInput: String?
        /// How images are resized and cropped.
        public var recipe = ""
        /// Interpolation of the resizing.
        public var interpolation = ""
        /// Size of the centre crop divided by the shorter side.
        public var cropRatio = 1.0
        /// Mean of each channel, for pixel values in 0...1, `[3]`.
        public var mean: [Double] = []
        /// Standard deviation of each channel, `[3]`.
        public var std: [Double] = []
        /// Side of the input image in pixels; its height with `imageWidth`.
        public var imageSize = 0
        /// Width of the input image in pixels; nil for a square.
        public var imageWidth: Int?
        /// Number of attention heads.
        public var heads = 0
        /// Epsilon of the layer norms.
        public var eps = 0.0
        /// Activation of the MLPs.
        public var activation = ""
        /// Precision of the matrix products: "f32" or "bf16".
        public var precision = ""
        /// Who computed the model: "torch"; nil for `extract` itself.
        public var engine: String?
        /// The blocks that `--blocks` named; nil for those found.
        public var blocks: String?
        /// Who prepared the images: "own" or "python"; nil for `extract` itself.
        public var preparation: String?
        /// Whether the blocks were compiled; nil for no.
        public var compiles: Bool?
        /// Number of class names and the SHA-256 of the names; nil without names.
        public var classes: String?

        public init() {}
    }

    /// What is stored for each image.
    public struct OutputSettings: Codable, Sendable, Equatable {
        /// Layers, as in `LayerName.text`.
        public var layers: [String] = []
        /// Kinds of tokens, as in `TokenKind`.
        public var tokens: [String] = []
        /// Precision of the tokens: "f16" or "f32".
        public var valueType = ""
        /// Whether attention rollout is stored.
        public var keepsAttention = false
        /// Seed for the patches and blocks that variants draw.
        public var seed = 0
        /// How many patches each unit keeps; nil without statistics of units.
        public var neurons: Int?
        /// How many images their sample has at most; nil without statistics of units.
        public var neuronSample: Int?

        public init() {}
    }

    private enum CodingKeys: String, CodingKey {
        case images, model, output, toolVersion
    }

    /// Decodes settings. Early files have a dictionary of options in their place, which is read
    /// too.
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
    /// Settings from the options in files of early versions. New settings never get a key here.
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
