internal import CDemoModel
internal import Console
internal import Dense
internal import Digest
internal import FileSystem
internal import Foundation
public import Images
public import Store
internal import Tokens
public import ViT
internal import Weights

/// A loaded checkpoint: the transformer, its preprocessing and their description.
///
/// A checkpoint becomes a model in four steps: `CheckpointFile` reads the tensors,
/// `VisionTransformerWeights` finds the family and names them as timm does, `CheckpointSettings`
/// adds what tensors do not contain, and `VisionTransformer` packs them for products.
public struct LoadedModel: Sendable {
    /// The parameters, packed for a precision; threads share it, each with a `ForwardPass` of its
    /// own.
    public let transformer: VisionTransformer
    /// How an image becomes the input of the model.
    public let recipe: Recipe
    /// Path of the checkpoint; nil for the demo model.
    public let weightsPath: String?
    /// What a file records of the model.
    public let description: ModelDescription
    /// Names of the head's classes in its order, `[classes]`; empty when they are unknown.
    public let classNames: [String]
    /// Whether the names are those of ImageNet-1k, assumed for a head of 1,000 unnamed outputs.
    public let hasAssumedClasses: Bool
    /// Notes for the user on what was assumed and how to change it, one line each.
    public let remarks: [String]

    /// The note on every result of the demo model.
    public static let demoNote = "demo model, trained on drawings"

    /// Loads the checkpoint at the path `options.weights`, or the demo model.
    ///
    /// - Parameters:
    ///   - options: with a path in `weights`: `ModelOptions.resolved` downloads names and
    ///     addresses.
    ///   - expectedSHA256: hexadecimal; a checkpoint with another digest is refused.
    /// - Throws: `Failure` for a file that is not a supported checkpoint, and for options that do
    ///   not fit it.
    public init(_ options: ModelOptions, expectedSHA256: String? = nil) throws {
        let file: CheckpointFile
        let sha256: [UInt8]
        let settings: CheckpointSettings
        weightsPath = options.weights
        if options.precision == .f16 {
            throw Failure(
                Exit.usage,
                "--precision f16: expected f32, bf16 or auto, or --engine torch with it.")
        }
        do {
            if let path = options.weights {
                file = try CheckpointFile(path: path, takesAverage: options.ema)
                sha256 = try checkpointDigest(path)
            } else {
                let bytes = Self.embeddedBytes()
                file = try CheckpointFile(
                    bytes: bytes, name: "the demo model", takesAverage: options.ema)
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
            transformer = try Self.transformer(weights, settings, options, choice.precision)
            recipe = try settings.recipe(transformer.configuration.grid)
            var remarks =
                settings.remarks
                + [
                    choice.remark, Self.remark(onDropped: weights.dropped),
                    Self.remark(onAverage: file),
                ].compactMap { $0 }
            let names = try settings.classNames(options, classes: weights.classes)
            (classNames, hasAssumedClasses) = (names.names, names.areAssumed)
            // An existing store has its own names.
            if let remark = names.remark, expectedSHA256 == nil { remarks.append(remark) }
            self.remarks = remarks
            description = Self.describe(
                file, weights, transformer.configuration, settings, recipe,
                sha256: hexadecimal(sha256), isDemo: options.weights == nil,
                precision: choice.precision)
        } catch let error as CheckpointError {
            throw Failure(Exit.nothing, error.description)
        }
    }

    /// A note on a moving average of the weights; nil without one.
    private static func remark(onAverage file: CheckpointFile) -> String? {
        guard let key = file.average else { return nil }
        return file.isAverage
            ? "the weights are the moving average of the training (\(key))"
            : "the file also has a moving average of the weights (\(key)); --ema takes it"
    }

    /// A note on the tensors that were ignored; nil without any.
    private static func remark(onDropped names: [String]) -> String? {
        if names.isEmpty { return nil }
        // CLIP's text tower alone has 150.
        let more = names.count - 6
        return "ignored tensors that embeddings of images do not need: "
            + names.prefix(6).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }

    /// The safetensors file of the demo model, which is linked into the program.
    private static func embeddedBytes() -> [UInt8] {
        unsafe Array(UnsafeBufferPointer(start: demo_model_bytes(), count: demo_model_count()))
    }

    /// The transformer of the weights, with position embeddings resized to the image size.
    private static func transformer(
        _ weights: VisionTransformerWeights, _ settings: CheckpointSettings,
        _ options: ModelOptions, _ precision: Precision
    ) throws -> VisionTransformer {
        // SigLIP for 384 pixels in patches of 14 leaves the last 6 columns and rows out.
        let size = settings.imageSize
        let grid = settings.grid(patch: weights.patch)
        guard
            size.isMultiple(of: weights.patch)
                || settings.isOwnSize && weights.grid == grid.rows && grid.isSquare
        else {
            throw Failure(
                Exit.usage,
                "--image-size: expected a multiple of the patch size \(weights.patch), found "
                    + "\(size.text).")
        }
        if let own = weights.relativeGrid, own != grid.rows || own != grid.columns {
            throw Failure(
                Exit.usage,
                "--image-size: expected \(own * weights.patch), for which "
                    + "\(weights.family.rawValue) has relative biases that cannot be resized, "
                    + "found \(size.text).")
        }
        let configuration = try Configuration(weights, settings).ablated(by: options)
            .withRegister(of: options.registerUnits)
        if let pool = configuration.pool, !configuration.width.isMultiple(of: pool.heads) {
            throw Failure(
                Exit.nothing,
                "the attention pooling: expected a width that its \(pool.heads) heads divide, "
                    + "found \(configuration.width); use another checkpoint.")
        }
        if configuration.rotary != nil && configuration.headWidth % 4 != 0 {
            throw Failure(
                Exit.usage,
                "--heads: expected heads of a multiple of 4 numbers for rotary positions, found "
                    + "\(settings.heads) heads of \(configuration.headWidth).")
        }
        return try VisionTransformer(configuration, precision: precision) { name, shape in
            let elements = try weights[name].elements
            if name == "rope.periods" && elements.count != shape[0] {
                throw Failure(
                    Exit.usage,
                    "--heads: expected \(weights.width / 4 / max(1, elements.count)) heads, for "
                        + "which the file has rotary positions, found \(settings.heads).")
            }
            guard name == "pos_embed", let stored = weights.grid,
                stored != grid.rows || stored != grid.columns
            else {
                return elements
            }
            return resizedPositions(
                elements, prefix: weights.positionedPrefix, from: stored, to: grid,
                width: weights.width, PositionResize(weights))
        }
    }

    /// What a file records of the model, its weights and its preprocessing.
    private static func describe(
        _ file: CheckpointFile, _ weights: VisionTransformerWeights,
        _ configuration: Configuration, _ settings: CheckpointSettings, _ recipe: Recipe,
        sha256: String, isDemo: Bool, precision: Precision
    ) -> ModelDescription {
        let fileName = (file.name as NSString).lastPathComponent
        return ModelDescription(
            family: weights.family.rawValue,
            name: weights.metadata["name"] ?? modelName(file.name),
            weightsFile: isDemo ? "embedded" : fileName, weightsSHA256: sha256,
            width: configuration.width, depth: configuration.depth, heads: configuration.heads,
            grid: configuration.grid,
            registers: configuration.extra.count,
            eps: settings.eps, activation: configuration.activation.rawValue,
            recipe: recipe.kind.rawValue, interpolation: recipe.interpolation.rawValue,
            cropRatio: recipe.cropRatio,
            mean: recipe.mean.map { Double(settings.decimal($0)) ?? Double($0) },
            std: recipe.std.map { Double(settings.decimal($0)) ?? Double($0) },
            precision: precision.rawValue, parameterCount: weights.parameterCount,
            note: note(configuration, isDemo: isDemo),
            positionMethod: positionMethod(weights, grid: configuration.grid),
            hasClassToken: configuration.hasClassToken, trim: recipe.trim,
            average: file.isAverage ? file.average ?? "" : "",
            jointWidth: weights.jointWidth ?? 0, headInput: headInput(configuration),
            ablatedUnits: configuration.ablatedUnits.text,
            ablatedHeads: configuration.ablatedHeads.text,
            registerUnits: configuration.registerUnits.text)
    }

    /// What readers of every result must know.
    private static func note(_ configuration: Configuration, isDemo: Bool) -> String {
        let ablated = [
            ("hidden units", configuration.ablatedUnits), ("heads", configuration.ablatedHeads),
        ].filter { !$0.1.isEmpty }.map { name, parts in
            let text = parts.text
            let isShort = text.count <= 40
            return (isShort ? "\(name) \(text)" : "\(parts.count) \(name)") + " set to zero"
        }
        let moved = configuration.registerUnits.count
        let register = moved > 0 ? ["\(counted(moved, "hidden unit")) moved to a register"] : []
        return ((isDemo ? [Self.demoNote] : []) + ablated + register).joined(separator: "; ")
    }

    /// The name of a checkpoint without one: that of its file, or of its folder where the file has
    /// the name that a library gives to all.
    private static func modelName(_ path: String) -> String {
        let usual = [
            "model", "pytorch_model", "open_clip_model", "open_clip_pytorch_model",
            "model.safetensors.index", "pytorch_model.bin.index",
        ]
        let stem = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
        let folder = (folderPath(of: absolutePath(path)) as NSString).lastPathComponent
        return usual.contains(stem) && !["", "/"].contains(folder) ? folder : stem
    }

    /// What the head reads, for `/model`.
    private static func headInput(_ configuration: Configuration) -> String {
        guard configuration.classes != nil else { return "" }
        return switch configuration.headInput {
        case .classToken:
            configuration.hasDistillationHead ? "class and distillation" : "class"
        case .patchMean: "mean"
        case .pooledToken: "pooled"
        }
    }

    /// Where the positions of the patches come from, for `/model`.
    private static func positionMethod(
        _ weights: VisionTransformerWeights, grid: PatchGrid
    ) -> String {
        guard let stored = weights.grid else {
            return weights.relativeGrid == nil ? "rotary" : "relative"
        }
        if stored == grid.rows && grid.isSquare { return "stored" }
        return "\(PositionResize(weights).rawValue) from \(stored) x \(stored)"
    }
}

extension Configuration {
    /// The configuration with the parts set to zero that the options name.
    ///
    /// - Throws: `Failure` for a part that the model does not have.
    fileprivate func ablated(by options: ModelOptions) throws -> Configuration {
        var ablated = self
        ablated.ablatedUnits = options.ablate ?? BlockParts()
        ablated.ablatedHeads = options.ablateHeads ?? BlockParts()
        for (option, parts, count, name) in [
            ("--ablate", ablated.ablatedUnits, hidden, "hidden units"),
            ("--ablate-heads", ablated.ablatedHeads, heads, "heads"),
        ] {
            if let part = parts.first(outsideOf: depth, parts: count) {
                throw Failure(
                    Exit.usage,
                    "\(option): expected blocks of 0 to \(depth - 1) and \(name) of 0 to "
                        + "\(count - 1), found \(part).")
            }
        }
        return ablated
    }

    /// The configuration with an extra token that takes hidden units from the patches; itself for
    /// nil.
    ///
    /// - Throws: `Failure` for units that the model does not have, and for a model that has extra
    ///   tokens, or biases by distance, which an extra token has not.
    fileprivate func withRegister(of units: BlockParts?) throws -> Configuration {
        guard let units else { return self }
        if let part = units.first(outsideOf: depth, parts: hidden) {
            throw Failure(
                Exit.usage,
                "--register-units: expected blocks of 0 to \(depth - 1) and hidden units of 0 to "
                    + "\(hidden - 1), found \(part).")
        }
        guard extra == .none && !hasRelativeBias else {
            throw Failure(
                Exit.usage,
                "--test-time-registers: expected a model without "
                    + (hasRelativeBias
                        ? "biases by the distance of two tokens, found those of BEiT."
                        : "registers and without distillation token, found \(extra.count) extra "
                            + "token\(extra.count == 1 ? "" : "s")."))
        }
        var other = self
        other.extra = .registers(1)
        other.registerUnits = units
        return other
    }

    /// The hyperparameters that a checkpoint's tensors show, and those that its settings add.
    init(_ weights: VisionTransformerWeights, _ settings: CheckpointSettings) {
        self.init(
            width: weights.width, depth: weights.depth, heads: settings.heads,
            grid: settings.grid(patch: weights.patch),
            hidden: weights.mlpWidth, eps: Float(settings.eps), activation: settings.activation,
            classes: weights.classes)
        if weights.isDistilled { extra = .distillation }
        if weights.registers > 0 { extra = .registers(weights.registers) }
        hasClassToken = weights.hasClassToken
        let isDistilled = weights.isDistilled
        hasClassPosition = hasClassToken && weights.positionedPrefix > (isDistilled ? 1 : 0)
        hasRegisterPositions = !hasClassToken && weights.positionedPrefix > 0
        hasPositionTable = weights.grid != nil
        rotary =
            switch weights.family {
            case let family where family.isDINOv3: .dinov3
            case .timmEVA02: .eva02
            case let family where family.isPerception:
                .perception(
                    cells: weights.perceptionCells ?? grid.rows, first: hasClassToken ? 1 : 0)
            default: nil
            }
        hasRelativeBias = weights.relativeGrid != nil
        hasInnerNorm = weights.hasInnerNorm
        hasAttentionNorm = weights.hasAttentionNorm
        hasPeriods = weights.hasPeriods
        hasLayerScale = weights.hasLayerScale
        hasStemNorm = weights.hasStemNorm
        hasPatchBias = weights.hasPatchBias
        attentionBiases = weights.attentionBiases
        isGated = weights.isGated
        hasClosingNorm = weights.hasClosingNorm
        hasMeanNorm = weights.hasMeanNorm
        pool = weights.poolWidth.map {
            weights.family.isPerception
                ? PoolShape(heads: 8, hidden: $0, readsPrefix: true)
                : PoolShape(heads: heads, hidden: $0)
        }
        projection = weights.projection
        hasProjectionBias = weights.hasProjectionBias
        hasDistillationHead = weights.hasDistillationHead
        headInput = settings.headInput
    }
}

extension VisionTransformerWeights {
    /// The cells along each axis for which the rotary positions of the published Perception Encoder
    /// of this form were made, whatever its position table has; nil for a model without a table.
    fileprivate var perceptionCells: Int? {
        if !hasAttentionPool { return 32 }
        switch width {
        case 768: return 14
        case 192, 384, 1024: return 24
        case 1536: return 32
        default: return grid
        }
    }
}
