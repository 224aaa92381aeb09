internal import Console
internal import Dense
internal import FileSystem
internal import Foundation
internal import Images
internal import Tokens
internal import ViT
internal import Weights

/// The settings that tensors do not contain: heads, epsilon, activation and preprocessing.
///
/// Each comes from the first that has it: the options, the metadata of the file, the `config.json`
/// and similar files beside it, the published settings of the model family.
struct CheckpointSettings: Sendable {
    /// Attention heads per block.
    let heads: Int
    /// Epsilon of the layer norms.
    let eps: Double
    /// Activation between the linear layers of the MLPs.
    let activation: Activation
    /// The tokens that the classification head reads.
    let headInput: HeadInput
    /// The input in pixels; not checked to be a multiple of the patch.
    let imageSize: ImageSize
    /// Whether it is the checkpoint's own, or that of SigLIP So400m/14: such a size need not be a
    /// multiple of the patch.
    let isOwnSize: Bool
    /// How an image gets the size of the input.
    let kind: Recipe.Kind
    /// Side of the centre crop over the resized side.
    let cropRatio: Double
    /// Interpolation for resizing.
    let interpolation: Interpolation
    /// Mean of each channel for pixel values in 0...1, `[3]`.
    let mean: [Float]
    /// Standard deviation of each channel for pixel values in 0...1, `[3]`.
    let std: [Float]
    /// Notes on assumed settings, one line each.
    let remarks: [String]
    /// Names of the classes in the file or beside it; empty without any.
    private let knownClasses: [String]

    /// Resolves all settings of a checkpoint.
    ///
    /// - Parameters:
    ///   - file: the checkpoint.
    ///   - weights: its tensors and metadata.
    ///   - options: settings that override those of the checkpoint.
    /// - Throws: `Failure` for a file of settings that cannot be read, or a width whose number of
    ///   heads is not known.
    init(file: CheckpointFile, weights: VisionTransformerWeights, options: ModelOptions) throws {
        let metadata = weights.metadata
        let beside = try ConfigurationFiles(besides: options.weights, weights)
        let images = beside.preprocessing ?? Preprocessing()
        let published = FamilySettings(file, weights)
        var remarks = beside.remarks

        heads = try Self.heads(
            options.heads ?? weights.heads ?? beside.heads, weights, file, notes: beside.remarks)
        eps = options.eps ?? metadata["eps"].flatMap(Double.init) ?? beside.eps ?? published.eps
        guard (1e-30...1).contains(eps) else {
            throw Failure(
                Exit.usage,
                "\(file.name): expected an epsilon of the layer norms in 1e-30...1 in the settings "
                    + "beside it, found \(eps); correct it, or pass --eps.")
        }
        let stated = options.activation ?? beside.activation
        activation = stated ?? published.activation
        if stated == nil, let note = published.activationNote { remarks.append(note) }

        headInput = try Self.headInput(beside.headInput, weights, file)
        if headInput == .patchMean, weights.hasClassToken, weights.classes != nil {
            remarks.append("the head reads the mean of the patch tokens (global_pool avg)")
        }
        if !weights.hasClassToken {
            remarks.append(
                "the model has no class token: the mean of the patch tokens stands for an image")
        }

        let ownSize =
            metadata["image_size"].flatMap(Int.init) ?? images.imageSize ?? published.imageSize
        imageSize = options.imageSize ?? ImageSize(side: ownSize)
        isOwnSize =
            imageSize == ImageSize(side: ownSize)
            || weights.patch == 14 && imageSize == ImageSize(side: 384)
        let own = metadata["recipe"].flatMap(Recipe.Kind.init) ?? images.kind ?? published.kind
        kind = options.pad ? .pad : options.recipe ?? own
        // Another kind than the checkpoint's has no use for its ratio, and metadata of "squash" may
        // have one that is not meant.
        let ratio =
            metadata["recipe"] == Recipe.Kind.squash.rawValue
            ? nil : metadata["crop_ratio"].flatMap(Double.init) ?? images.cropRatio
        let isOwn =
            kind.isSquash || kind == .pad ? kind == own : !own.isSquash && own != .pad
        let usual =
            switch kind {
            case .pad: 1.0
            case _ where kind.isSquash: kind == published.kind ? published.squashRatio : 1
            default: published.cropRatio
            }
        cropRatio = options.cropRatio ?? (isOwn ? ratio : nil) ?? usual
        interpolation =
            options.interpolation ?? metadata["interpolation"].flatMap(Interpolation.init)
            ?? images.interpolation ?? published.interpolation
        mean =
            try ModelOptions.colors(options.mean ?? metadata["mean"], "--mean") ?? images.mean
            ?? published.mean
        std =
            try ModelOptions.colors(options.std ?? metadata["std"], "--std") ?? images.std
            ?? published.std
        if let assumption = published.assumption, metadata["recipe"] == nil,
            beside.preprocessing == nil,
            options.recipe == nil
        {
            remarks.append(assumption)
        }
        let (rows, columns) = (
            imageSize.height / weights.patch, imageSize.width / weights.patch
        )
        if let grid = weights.grid, rows != grid || columns != grid {
            remarks.append(
                "the position embeddings for \(grid * weights.patch) pixels are resized "
                    + "to \(imageSize.text) (\(PositionResize(weights).rawValue)); --image-size "
                    + "sets the input size")
        }
        self.remarks = remarks
        knownClasses = metadata["classes"].flatMap(Self.list) ?? beside.classNames
    }

    /// The number of heads: `stated`, or that of published models of the family and width.
    ///
    /// - Parameter notes: why files beside the checkpoint, which may have the number, are ignored.
    /// - Throws: `Failure` for another width without `stated`.
    private static func heads(
        _ stated: Int?, _ weights: VisionTransformerWeights, _ file: CheckpointFile,
        notes: [String]
    ) throws -> Int {
        if let stated {
            guard (1...1024).contains(stated), weights.width.isMultiple(of: stated) else {
                throw Failure(
                    Exit.usage,
                    "\(file.name): expected a number of heads (--heads, or in the settings beside "
                        + "it) that divides the width \(weights.width), found \(stated).")
            }
            if let own = weights.tensorHeads, own != stated {
                throw Failure(
                    Exit.usage,
                    "\(file.name): expected --heads \(own), by the shapes of the tensors, found "
                        + "\(stated); leave the option out.")
            }
            return stated
        }
        let notes = notes.map { " (\($0))" }.joined()
        switch UsualHeads(weights) {
        case .known(let heads): return heads
        case .ambiguous(let choices):
            throw Failure(
                Exit.usage,
                "\(file.name): expected the number of heads in a config.json beside it, found "
                    + "none, and models of this form have \(choices); pass --heads\(notes).")
        case .unknown:
            throw Failure(
                Exit.usage,
                "\(file.name): expected the width of a published model, whose number of "
                    + "heads is known (such as 384, 768 or 1024), found \(weights.width); pass "
                    + "--heads\(notes).")
        }
    }

    /// What the head reads: `stated`, or what the tensors of the head show.
    ///
    /// - Throws: `Failure` where the file beside names what the model does not have.
    private static func headInput(
        _ stated: HeadInput?, _ weights: VisionTransformerWeights, _ file: CheckpointFile
    ) throws -> HeadInput {
        let usual: HeadInput =
            weights.family == .timmSigLIP || weights.family.isPerception && weights.hasAttentionPool
            ? .pooledToken
            : weights.hasMeanNorm || !weights.hasClassToken || weights.family.isPerception
                ? .patchMean : .classToken
        let input = stated ?? usual
        guard weights.classes != nil else { return usual }
        let fits =
            switch input {
            case .classToken: weights.hasClassToken && !weights.hasMeanNorm
            case .patchMean: true
            case .pooledToken: weights.hasAttentionPool
            }
        guard fits else {
            throw Failure(
                Exit.nothing,
                "\(file.name): expected a global_pool in config.json that fits the tensors, found "
                    + "another (class token: \(weights.hasClassToken ? "yes" : "no"), attention "
                    + "pooling: \(weights.hasAttentionPool ? "yes" : "no")); correct it.")
        }
        return input
    }

    /// The texts of a JSON array; nil for other JSON.
    private static func list(_ json: String) -> [String]? {
        try? JSONDecoder().decode([String].self, from: Data(json.utf8))
    }

    /// The patches of the input.
    func grid(patch: Int) -> PatchGrid {
        PatchGrid(
            rows: imageSize.height / patch, columns: imageSize.width / patch, patch: patch)
    }

    /// The preprocessing for the patches of `grid`.
    func recipe(_ grid: PatchGrid) throws -> Recipe {
        Recipe(
            kind: kind, height: imageSize.height, width: imageSize.width,
            trim: imageSize.height - grid.height, cropRatio: cropRatio,
            interpolation: interpolation, mean: mean, std: std)
    }

    /// The shortest decimal that gives this number: 0.485 and not 0.48500001.
    func decimal(_ number: Float) -> String { "\(number)" }

    /// The names of the head's classes; see `ClassNames`.
    func classNames(_ options: ModelOptions, classes: Int?) throws -> ClassNames {
        try ClassNames(options: options, known: knownClasses, count: classes)
    }
}
