internal import CDemoModel
internal import Console
internal import Dense
internal import Digest
internal import Foundation
public import Images
public import Store
public import ViT
internal import Weights

/// A checkpoint made ready: the transformer, its preprocessing, and what is said of both.
public struct LoadedModel: Sendable {
    /// Ready for `ForwardPass`es of its configuration and precision.
    public let transformer: VisionTransformer
    /// How a picture becomes its input.
    public let recipe: Recipe
    /// The checkpoint's file; nil for the demo model.
    public let weightsPath: String?
    /// What a store keeps of the model.
    public let description: ModelDescription
    /// In head order; empty when nobody told them.
    public let classNames: [String]
    /// Whether they are ImageNet-1k's because the head has 1,000 outputs and nobody named them.
    public let hasAssumedClasses: Bool
    /// One line each, for the user: what was assumed and how to say otherwise.
    public let remarks: [String]

    /// What is said wherever the embedded model was used.
    public static let demoNote = "demo model, trained on drawings"

    /// Reads the checkpoint that `options` name, with `--weights` as a path, or the demo model.
    ///
    /// - Parameter expectedSHA256: hexadecimal; a file with another digest is refused unread.
    /// - Throws: `Failure` with one sentence.
    public init(_ options: ModelOptions, expectedSHA256: String? = nil) throws {
        let file: CheckpointFile
        let sha256: [UInt8]
        let settings: CheckpointSettings
        weightsPath = options.weights
        do {
            if let path = options.weights {
                file = try CheckpointFile(path: path)
                sha256 = try SHA256.digest(file: path)
            } else {
                let bytes = Self.embeddedBytes()
                file = try CheckpointFile(bytes: bytes, name: "the demo model")
                sha256 = SHA256.digest(bytes)
            }
            if let expectedSHA256, hexadecimal(sha256) != expectedSHA256 {
                throw Failure(
                    Exit.nothing,
                    "\(options.weights.map { "--weights \($0)" } ?? "the demo model"): expected "
                        + "the checkpoint with SHA-256 \(expectedSHA256), found one with "
                        + "\(hexadecimal(sha256)); its tokens are not comparable.")
            }
            let weights = try VisionTransformerWeights(file)
            settings = try CheckpointSettings(file: file, weights: weights, options: options)
            let choice = options.precision.resolved()
            transformer = try Self.transformer(weights, settings, choice.precision)
            recipe = try settings.recipe(size: transformer.configuration.imageSize)
            var remarks =
                settings.remarks
                + [choice.remark, Self.remark(onDropped: weights.dropped)].compactMap { $0 }
            hasAssumedClasses = settings.isTakenForImageNet(options, classes: weights.classes)
            // A store has the names that it was made with.
            if hasAssumedClasses && expectedSHA256 == nil {
                remarks.append(
                    "the 1,000 classes of the head are named as in ImageNet-1k; --classes FILE "
                        + "sets other names")
            }
            self.remarks = remarks
            classNames = try settings.classNames(options, classes: weights.classes)
            description = Self.describe(
                file, weights, transformer.configuration, settings, recipe,
                sha256: hexadecimal(sha256), isDemo: options.weights == nil,
                precision: choice.precision)
        } catch let error as CheckpointError {
            throw Failure(Exit.nothing, error.description)
        }
    }

    /// What is said of tensors that were left out; nil without any.
    private static func remark(onDropped names: [String]) -> String? {
        if names.isEmpty { return nil }
        // CLIP's text tower alone has 150.
        let more = names.count - 6
        return "ignored tensors that embeddings do not need: "
            + names.prefix(6).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }

    /// The safetensors file that the program carries.
    private static func embeddedBytes() -> [UInt8] {
        unsafe Array(UnsafeBufferPointer(start: demo_model_bytes(), count: demo_model_count()))
    }

    private static func transformer(
        _ weights: VisionTransformerWeights, _ settings: CheckpointSettings,
        _ precision: Precision
    ) throws -> VisionTransformer {
        guard weights.width % settings.heads == 0 else {
            throw Failure(
                Exit.usage,
                "--heads: expected a divisor of the width \(weights.width), found "
                    + "\(settings.heads).")
        }
        guard settings.imageSize % weights.patch == 0 else {
            throw Failure(
                Exit.usage,
                "--image-size: expected a multiple of the patch size \(weights.patch), found "
                    + "\(settings.imageSize).")
        }
        let grid = settings.imageSize / weights.patch
        var configuration = Configuration(
            width: weights.width, depth: weights.depth, heads: settings.heads,
            patch: weights.patch, grid: grid, hidden: weights.mlpWidth,
            eps: Float(settings.eps), activation: settings.activation, classes: weights.classes)
        if weights.isDistilled { configuration.extra = .distillation }
        if weights.registers > 0 { configuration.extra = .registers(weights.registers) }
        configuration.hasClassPosition = weights.positionedPrefix > 0
        configuration.hasLayerScale = weights.hasLayerScale
        configuration.hasStemNorm = weights.hasStemNorm
        configuration.hasPatchBias = weights.hasPatchBias
        configuration.hasDistillationHead = weights.hasDistillationHead
        return try VisionTransformer(configuration, precision: precision) { name, _ in
            let elements = try weights[name].elements
            if name != "pos_embed" || grid == weights.grid { return elements }
            return resizedPositions(
                elements, prefix: weights.positionedPrefix, from: weights.grid, to: grid,
                width: weights.width)
        }
    }

    private static func describe(
        _ file: CheckpointFile, _ weights: VisionTransformerWeights,
        _ configuration: Configuration, _ settings: CheckpointSettings, _ recipe: Recipe,
        sha256: String, isDemo: Bool, precision: Precision
    ) -> ModelDescription {
        let fileName = (file.name as NSString).lastPathComponent
        return ModelDescription(
            family: weights.family.rawValue,
            name: weights.metadata["name"] ?? (fileName as NSString).deletingPathExtension,
            weightsFile: isDemo ? "embedded" : fileName, weightsSHA256: sha256,
            width: configuration.width, depth: configuration.depth, heads: configuration.heads,
            patch: configuration.patch, imageSize: configuration.imageSize,
            registers: configuration.extra.count,
            eps: settings.eps, activation: configuration.activation.rawValue,
            recipe: recipe.kind.rawValue, interpolation: recipe.interpolation.rawValue,
            cropRatio: recipe.kind == .crop ? recipe.cropRatio : 1,
            mean: recipe.mean.map { Double(settings.decimal($0)) ?? Double($0) },
            std: recipe.std.map { Double(settings.decimal($0)) ?? Double($0) },
            precision: precision.rawValue, parameterCount: weights.parameterCount,
            note: isDemo ? Self.demoNote : "",
            positionMethod: configuration.grid == weights.grid
                ? "stored"
                : "bicubic with antialiasing from \(weights.grid) x \(weights.grid)")
    }
}
