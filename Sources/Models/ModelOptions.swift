public import ArgumentParser
public import Dense
public import Images
public import Store

extension Recipe.Kind: ExpressibleByArgument {}
extension Interpolation: ExpressibleByArgument {}
extension Activation: ExpressibleByArgument {}

/// Which checkpoint, and what its file does not say.
public struct ModelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A checkpoint: .npz, .safetensors or PyTorch .pth, its address, or a published name "
                + "such as augreg-b16, downloaded once. Default: the demo model.",
            valueName: "FILE|URL|NAME"))
    public var weights: String?

    @Option(help: "A text file with the names of the classes, one a line, in head order.")
    public var classes: String?

    @Option(help: "How images become square: squash or crop. Default: the checkpoint's.")
    public var recipe: Recipe.Kind?

    @Option(help: "Centre crop over short side, 0 < R <= 1, with --recipe crop.")
    public var cropRatio: Double?

    @Option(help: "bilinear or bicubic.")
    public var interpolation: Interpolation?

    @Option(help: ArgumentHelp("Mean of the pixels, in 0...1.", valueName: "M[,M,M]"))
    public var mean: String?

    @Option(help: ArgumentHelp("Deviation of the pixels.", valueName: "S[,S,S]"))
    public var std: String?

    @Option(
        help: ArgumentHelp(
            "Pixels a side, a multiple of the patch; the position table is resized. Default: the "
                + "checkpoint's.", valueName: "S"))
    public var imageSize: Int?

    @Option(help: "gelu or quick_gelu, where the checkpoint does not tell.")
    public var activation: Activation?

    @Option(help: "Attention heads, where the file and the width do not tell.")
    public var heads: Int?

    @Option(help: "Epsilon of the layer norms.")
    public var eps: Double?

    @Option(
        help: ArgumentHelp(
            "f32, bf16 (where the processor does it faster; elsewhere f32 is used, and said) or "
                + "auto."))
    public var precision: ComputePrecision = .f32

    public init() {}

    /// The options that make the model of a file again, whatever a checkpoint says of itself.
    ///
    /// - Parameter weights: where the checkpoint is now; nil for the demo model.
    public init(remaking model: ModelDescription, weights: String?) throws {
        // Parsed, because options that were not cannot be read.
        self = try Self.parse([])
        self.weights = weights
        recipe = Recipe.Kind(rawValue: model.recipe)
        // A squashed picture is not cropped, and the file says 1 for it.
        cropRatio = model.cropRatio
        interpolation = Interpolation(rawValue: model.interpolation)
        mean = Self.list(model.mean)
        std = Self.list(model.std)
        imageSize = model.imageSize
        activation = Activation(rawValue: model.activation)
        heads = model.heads
        eps = model.eps
        precision = ComputePrecision(rawValue: model.precision) ?? .f32
    }

    /// Numbers as options take them: "0.5,0.5,0.5".
    static func list(_ numbers: [Double]) -> String {
        numbers.map { "\($0)" }.joined(separator: ",")
    }

    public func validate() throws {
        if let cropRatio, !(cropRatio > 0 && cropRatio <= 1) {
            throw ValidationError("--crop-ratio: expected a number in (0, 1], found \(cropRatio).")
        }
        if let heads, heads < 1 {
            throw ValidationError("--heads: expected a positive number, found \(heads).")
        }
        if let imageSize, !(1...4096).contains(imageSize) {
            throw ValidationError("--image-size: expected 1...4096 pixels, found \(imageSize).")
        }
        if let eps, !(eps > 0 && eps < 1) {
            throw ValidationError("--eps: expected a number between 0 and 1, found \(eps).")
        }
        _ = try Self.colors(mean, "--mean")
        if let std = try Self.colors(std, "--std"), std.contains(where: { $0 <= 0 }) {
            throw ValidationError("--std: expected numbers above 0, found \(std).")
        }
    }

    /// One number for all colours, or three.
    static func colors(_ text: String?, _ option: String) throws -> [Float]? {
        guard let text else { return nil }
        let numbers = text.split(separator: ",").compactMap { Float($0) }
        switch numbers.count {
        case 1: return [numbers[0], numbers[0], numbers[0]]
        case 3: return numbers
        default:
            throw ValidationError("\(option): expected one number or three, found \"\(text)\".")
        }
    }
}
