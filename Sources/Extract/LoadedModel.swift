internal import CDemoModel
internal import Console
internal import Dense
internal import Digest
internal import Foundation
internal import Images
internal import Store
internal import ViT
internal import Weights

/// A checkpoint made ready: the transformer, its preprocessing, and what is said of both.
struct LoadedModel: Sendable {
    let transformer: VisionTransformer
    let recipe: Recipe
    let description: ModelDescription
    /// In head order; empty when nobody told them.
    let classNames: [String]
    /// One line each, for the user: what was assumed and how to say otherwise.
    let remarks: [String]

    /// What is said wherever the embedded model was used.
    static let demoNote = "demo model, trained on drawings"
    /// Where the ViT-B/16 of the papers is published.
    static let publishedWeights =
        "https://storage.googleapis.com/vit_models/augreg/B_16-i21k-300ep-lr_0.001-aug_medium1-"
        + "wd_0.1-do_0.0-sd_0.0--imagenet2012-steps_20k-lr_0.01-res_224.npz"

    init(_ options: ModelOptions) throws {
        let file: CheckpointFile
        let sha256: [UInt8]
        let settings: CheckpointSettings
        do {
            if let path = options.weights {
                guard FileManager.default.fileExists(atPath: path) else {
                    throw Failure(
                        Exit.nothing,
                        "--weights \(path): expected a checkpoint file, found nothing; download "
                            + "one, such as ViT-B/16 from \(Self.publishedWeights).")
                }
                file = try CheckpointFile(path: path)
                sha256 = try SHA256.digest(file: path)
            } else {
                let bytes = Self.embeddedBytes()
                file = try CheckpointFile(bytes: bytes, name: "the demo model")
                sha256 = SHA256.digest(bytes)
            }
            let weights = try VisionTransformerWeights(file)
            settings = try CheckpointSettings(file: file, weights: weights, options: options)
            transformer = try Self.transformer(weights, settings)
            recipe = try settings.recipe(size: weights.grid * weights.patch)
            var remarks = settings.remarks
            if !weights.dropped.isEmpty {
                remarks.append(
                    "tensors that a classifier does not use were left out: "
                        + weights.dropped.joined(separator: ", "))
            }
            self.remarks = remarks
            classNames = try settings.classNames(options, classes: weights.classes)
            description = Self.describe(
                file, weights, transformer.configuration, settings, recipe,
                sha256: hexadecimal(sha256), isDemo: options.weights == nil)
        } catch let error as CheckpointError {
            throw Failure(Exit.nothing, error.description)
        }
    }

    /// The safetensors file that the program carries.
    private static func embeddedBytes() -> [UInt8] {
        unsafe Array(UnsafeBufferPointer(start: demo_model_bytes(), count: demo_model_count()))
    }

    private static func transformer(
        _ weights: VisionTransformerWeights, _ settings: CheckpointSettings
    ) throws -> VisionTransformer {
        guard weights.width % settings.heads == 0 else {
            throw Failure(
                Exit.usage,
                "--heads: expected a divisor of the width \(weights.width), found "
                    + "\(settings.heads).")
        }
        let configuration = Configuration(
            width: weights.width, depth: weights.depth, heads: settings.heads,
            patch: weights.patch, grid: weights.grid, hidden: weights.mlpWidth,
            eps: Float(settings.eps), activation: settings.activation, classes: weights.classes)
        return try VisionTransformer(configuration) { name, _ in weights[name].elements }
    }

    private static func describe(
        _ file: CheckpointFile, _ weights: VisionTransformerWeights,
        _ configuration: Configuration, _ settings: CheckpointSettings, _ recipe: Recipe,
        sha256: String, isDemo: Bool
    ) -> ModelDescription {
        let fileName = (file.name as NSString).lastPathComponent
        return ModelDescription(
            family: weights.family.rawValue,
            name: weights.metadata["name"] ?? (fileName as NSString).deletingPathExtension,
            weightsFile: isDemo ? "embedded" : fileName, weightsSHA256: sha256,
            width: configuration.width, depth: configuration.depth, heads: configuration.heads,
            patch: configuration.patch, imageSize: configuration.imageSize, registers: 0,
            eps: settings.eps, activation: configuration.activation.rawValue,
            recipe: recipe.kind.rawValue, interpolation: recipe.interpolation.rawValue,
            cropRatio: recipe.kind == .crop ? recipe.cropRatio : 1,
            mean: recipe.mean.map { Double(settings.decimal($0)) ?? Double($0) },
            std: recipe.std.map { Double(settings.decimal($0)) ?? Double($0) },
            precision: "f32", parameterCount: weights.parameterCount,
            note: isDemo ? Self.demoNote : "")
    }
}
