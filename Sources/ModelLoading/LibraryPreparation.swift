internal import Console
internal import Foundation
public import Images
internal import Weights

/// How a library prepares images for a model that it has loaded, by the settings that it publishes,
/// carried out by our own resampling.
public struct LibraryPreparation {
    private let preprocessing: Preprocessing
    /// Whether the library prepares the images itself.
    private let isMeasured: Bool

    /// Reads the settings.
    ///
    /// - Parameters:
    ///   - format: "timm" (a data config), "transformers" (an image processor), "open_clip" (a
    ///     `preprocess_cfg`), or "measured" (mean and std alone).
    ///   - settings: a JSON object.
    ///   - name: the model, for messages.
    /// - Throws: `Failure` for a preparation that is not supported.
    public init(format: String, settings: String, name: String) throws {
        let json = try? JSONSerialization.jsonObject(with: Data(settings.utf8)) as? [String: Any]
        let file = ConfigurationFile(path: "--weights \(name)", json: json ?? [:])
        isMeasured = format == "measured"
        do {
            switch format {
            case "transformers":
                preprocessing = try HuggingFaceProcessor(file, .huggingFace).preprocessing
            case "open_clip": preprocessing = try Preprocessing(openCLIP: file)
            case "measured":
                preprocessing = Preprocessing(
                    kind: .squash, cropRatio: 1, mean: try file.colors("mean")?.map { Float($0) },
                    std: try file.colors("std")?.map { Float($0) })
            default: preprocessing = try Preprocessing(timm: file) ?? Preprocessing()
            }
        } catch let failure as Failure {
            let reason = failure.description.components(separatedBy: ", which is not supported")[0]
            throw Failure(
                Exit.nothing,
                clause(reason) + "; --prepare python has the model's library prepare the images.")
        }
    }

    /// The recipe, with what the options change.
    ///
    /// - Parameter size: of the input; nil for that of the settings.
    /// - Throws: `Failure` for options that the library's own preparation does not have, and where
    ///   no size is known.
    public func recipe(size: ImageSize?, options: ModelOptions) throws -> Recipe {
        let changes = [
            ("--recipe", options.recipe != nil), ("--pad", options.pad),
            ("--crop-ratio", options.cropRatio != nil), ("--mean", options.mean != nil),
            ("--interpolation", options.interpolation != nil), ("--std", options.std != nil),
        ]
        if isMeasured, let change = changes.first(where: \.1) {
            throw Failure(
                Exit.usage, "\(change.0): expected --prepare own with it, found --prepare python.")
        }
        guard let size = size ?? preprocessing.imageSize.map(ImageSize.init(side:)) else {
            throw Failure(
                Exit.usage,
                "--image-size: expected the size of the model's input, found none in its settings; "
                    + "pass it.")
        }
        let own = preprocessing.kind ?? .squash
        let kind = options.pad ? .pad : options.recipe ?? own
        let isOwn = kind == own || kind.isSquash && own.isSquash
        return Recipe(
            kind: kind, height: size.height, width: size.width,
            cropRatio: options.cropRatio ?? (isOwn ? preprocessing.cropRatio : nil) ?? 1,
            interpolation: options.interpolation ?? preprocessing.interpolation ?? .bilinear,
            mean: try ModelOptions.colors(options.mean, "--mean") ?? preprocessing.mean
                ?? [0.5, 0.5, 0.5],
            std: try ModelOptions.colors(options.std, "--std") ?? preprocessing.std
                ?? [0.5, 0.5, 0.5])
    }
}
