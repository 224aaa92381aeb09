public import ArgumentParser
internal import Console
public import Dense
public import Images
public import Store
public import Tokens

extension Recipe.Kind: ExpressibleByArgument {}
extension Interpolation: ExpressibleByArgument {}
extension Activation: ExpressibleByArgument {}
extension BlockParts: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

/// The options that choose the checkpoint, and settings that override or complete its own. nil
/// means that of the checkpoint or its family.
public struct ModelOptions: ParsableArguments {
    /// A path, an address or a published name; nil for the demo model. `resolved` turns it into a
    /// path.
    @Option(
        help: ArgumentHelp(
            "The checkpoint: a .safetensors, .npz or PyTorch .pth file, an address, or a published "
                + "name such as augreg-b16, which is downloaded once; --weights list prints all "
                + "names. Default: the demo model.",
            valueName: "FILE|URL|NAME"))
    public var weights: String?

    /// Refused for a file without one.
    @Flag(
        help: """
            Take the moving average of the weights that a training checkpoint has beside them \
            (state_dict_ema, model_ema).
            """)
    public var ema = false

    /// Blocks and hidden units count from 0; stored in the file.
    @Option(
        help: ArgumentHelp(
            "Set hidden units of the MLPs to zero, after the activation: unit 112 of block 7 and "
                + "units 0 to 3 of block 9. The file records it.",
            valueName: "7:112,9:0-3"))
    public var ablate: BlockParts?

    @Option(
        help: ArgumentHelp(
            "Set the output of attention heads to zero: heads 0 and 2 of block 11. The file "
                + "records it.", valueName: "11:0,11:2"))
    public var ablateHeads: BlockParts?

    @Flag(
        help: """
            Move the hidden units that make patch tokens of high norm to an extra token without \
            position, a register; they are found on 100 of the images. The file records them.
            """)
    public var testTimeRegisters = false

    /// Range: 1...1000.
    @Option(
        help: ArgumentHelp(
            "With --test-time-registers: a norm above F times the median of the image is high.",
            valueName: "F"))
    public var registerOutliers = 3.0

    /// Blocks and hidden units count from 0.
    @Option(
        help: ArgumentHelp(
            "Hidden units that are moved to the register, in place of those that "
                + "--test-time-registers finds.", valueName: "7:112,9:0-3"))
    public var registerUnits: BlockParts?

    @OptionGroup public var downloads: DownloadOptions

    /// Path of the file; its lines must be as many as the head has outputs.
    @Option(help: "A text file with the names of the head's classes in order, one per line.")
    public var classes: String?

    @Option(
        help: """
            How images get the size of the input: squash (both sides resized) or crop (the short \
            side), then the centre kept; with -floor its place is rounded down, as in Hugging \
            Face; squash-float does not round resized pixels, as DINOv3 in Hugging Face; pad (the \
            long side resized, the rest filled with the mean colour). Default: the checkpoint's.
            """)
    public var recipe: Recipe.Kind?

    /// The same as `--recipe pad --crop-ratio 1`.
    @Flag(
        help: """
            Keep the whole image and its proportions: fill the rest of the input with the mean \
            colour, and leave the patches of this border out of all results.
            """)
    public var pad = false

    /// Range: 0.01...1.
    @Option(
        help: """
            Side of the centre that is kept over the resized side, 0 < R <= 1. Default: the \
            checkpoint's.
            """)
    public var cropRatio: Double?

    @Option(help: "Interpolation for resizing, with Pillow's names: bilinear, bicubic, ...")
    public var interpolation: Interpolation?

    /// One number for all channels or three, for pixel values in 0...1; `colors` parses it.
    @Option(help: ArgumentHelp("Mean of the pixel values, in 0...1.", valueName: "M[,M,M]"))
    public var mean: String?

    /// One number for all channels or three, 10^-6...1000.
    @Option(help: ArgumentHelp("Standard deviation of the pixel values.", valueName: "S[,S,S]"))
    public var std: String?

    /// Each side in 1...4096, a multiple of the patch size.
    @Option(
        help: ArgumentHelp(
            "Input size in pixels, multiples of the patch size: 448, or 224x336 (height x width); "
                + "position embeddings are resized. Default: the checkpoint's.",
            valueName: "S|HxW"))
    public var imageSize: ImageSize?

    @Option(
        help: ArgumentHelp(
            "Activation, if the checkpoint does not define it.",
            valueName: "gelu|quick_gelu|gelu_tanh|silu"))
    public var activation: Activation?

    /// Range: 1...1024, a divisor of the width.
    @Option(help: "Attention heads, if the checkpoint does not define them.")
    public var heads: Int?

    /// Range: 10^-30...1.
    @Option(help: "Epsilon of the layer norms. Default: the model family's.")
    public var eps: Double?

    /// Precision of the matrix products. The stored tokens have that of `--dtype`.
    @Option(
        help: ArgumentHelp(
            "Precision of the products: f32, bf16 (only if it is faster on this processor, with a "
                + "note otherwise), auto, or with --engine torch f16."))
    public var precision: ComputePrecision = .f32

    public init() {}

    /// The options with which a checkpoint gives the model of a store again, whatever its own
    /// settings are.
    ///
    /// - Parameter weights: path of the checkpoint; nil for the demo model.
    public init(remaking model: ModelDescription, weights: String?) throws {
        // Option groups must be parsed before their values can be read.
        self = try Self.parse([])
        self.weights = weights
        recipe = Recipe.Kind(rawValue: model.recipe)
        // A file has 1 for a recipe without crop.
        cropRatio = model.cropRatio
        interpolation = Interpolation(rawValue: model.interpolation)
        mean = Self.list(model.mean)
        std = Self.list(model.std)
        imageSize = ImageSize(
            height: model.grid.height + model.trim, width: model.grid.width + model.trim)
        ema = !model.average.isEmpty
        ablate = BlockParts(model.ablatedUnits)
        ablateHeads = BlockParts(model.ablatedHeads)
        registerUnits = BlockParts(model.registerUnits)
        activation = Activation(rawValue: model.activation)
        heads = model.heads
        eps = model.eps
        precision = ComputePrecision(rawValue: model.precision) ?? .f32
    }

    /// The given options that only Vitrine's own computation of a model has.
    public var ofNativeEngine: [String] {
        [
            ("--ema", ema), ("--ablate", ablate != nil), ("--ablate-heads", ablateHeads != nil),
            ("--test-time-registers", testTimeRegisters),
            ("--register-units", registerUnits != nil),
            ("--activation", activation != nil), ("--heads", heads != nil), ("--eps", eps != nil),
        ].filter(\.1).map(\.0)
    }

    /// Numbers as the value of an option: "0.5,0.5,0.5".
    static func list(_ numbers: [Double]) -> String {
        numbers.map { "\($0)" }.joined(separator: ",")
    }

    /// Checks the ranges of all numbers.
    public func validate() throws {
        try checkNumber("--crop-ratio", cropRatio, in: 0.01...1)
        try checkNumber("--heads", heads, in: 1...1024)
        try checkNumber("--register-outliers", registerOutliers, in: 1...1000)
        try checkNumber("--image-size", imageSize?.height, in: 1...4096)
        try checkNumber("--image-size", imageSize?.width, in: 1...4096)
        if pad, let recipe, recipe != .pad {
            throw ValidationError("--pad: expected no other --recipe, found \(recipe.rawValue).")
        }
        if pad, let cropRatio, cropRatio != 1 {
            throw ValidationError("--pad: expected no --crop-ratio, found \(cropRatio).")
        }
        try checkNumber("--eps", eps, in: 1e-30...1)
        for value in try Self.colors(mean, "--mean") ?? [] {
            try checkNumber("--mean", Double(value), in: -1000...1000)
        }
        for value in try Self.colors(std, "--std") ?? [] {
            try checkNumber("--std", Double(value), in: 1e-6...1000)
        }
    }

    /// Parses one number for all channels, or three: `[3]`; nil for nil.
    ///
    /// - Throws: `ValidationError` with the name of the option.
    static func colors(_ text: String?, _ option: String) throws -> [Float]? {
        guard let text else { return nil }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Float($0) }
        guard numbers.count == parts.count else {
            throw ValidationError("\(option): expected one number or three, found \"\(text)\".")
        }
        switch numbers.count {
        case 1: return [numbers[0], numbers[0], numbers[0]]
        case 3: return numbers
        default:
            throw ValidationError("\(option): expected one number or three, found \"\(text)\".")
        }
    }
}
