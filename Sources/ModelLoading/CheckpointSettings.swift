internal import Console
internal import Dense
internal import FileSystem
internal import Foundation
internal import Images
internal import ViT
internal import Weights

/// What tensors do not tell: heads, eps, activation and preprocessing, from the options, the file's
/// own metadata, a `config.json` beside it, or what the family published; in this order.
struct CheckpointSettings: Sendable {
    let heads: Int
    let eps: Double
    let activation: Activation
    /// Pixels a side; not yet known to be a multiple of the patch.
    let imageSize: Int
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
        let beside = try ConfigurationFiles(besides: options.weights)
        let published = FamilySettings(file, weights)
        var remarks: [String] = []

        heads = try Self.heads(
            options.heads ?? weights.heads ?? beside.heads, width: weights.width, file)
        eps = options.eps ?? own["eps"].flatMap(Double.init) ?? beside.eps ?? published.eps
        let told = options.activation ?? beside.activation
        activation = told ?? published.activation
        if told == nil, let note = published.activationNote { remarks.append(note) }

        imageSize =
            options.imageSize ?? own["image_size"].flatMap(Int.init) ?? beside.imageSize
            ?? published.imageSize
        kind =
            options.recipe ?? own["recipe"].flatMap(Recipe.Kind.init) ?? beside.kind
            ?? published.kind
        cropRatio =
            options.cropRatio ?? own["crop_ratio"].flatMap(Double.init) ?? beside.cropRatio
            ?? published.cropRatio
        interpolation =
            options.interpolation ?? own["interpolation"].flatMap(Interpolation.init)
            ?? beside.interpolation ?? published.interpolation
        mean =
            try ModelOptions.colors(options.mean ?? own["mean"], "--mean") ?? beside.mean
            ?? published.mean
        std =
            try ModelOptions.colors(options.std ?? own["std"], "--std") ?? beside.std
            ?? published.std
        if let assumption = published.assumption, own["recipe"] == nil, !beside.hasPreprocessing,
            options.recipe == nil
        {
            remarks.append(assumption)
        }
        if imageSize != weights.grid * weights.patch {
            remarks.append(
                "the position embeddings for \(weights.grid * weights.patch) pixels are resized "
                    + "to \(imageSize) (bicubic, antialiased, as in timm); --image-size sets the "
                    + "input size")
        }
        self.remarks = remarks
        knownClasses = own["classes"].flatMap(Self.list) ?? beside.classNames
    }

    /// The heads that are `stated`, or those that published models of this width have.
    private static func heads(_ stated: Int?, width: Int, _ file: CheckpointFile) throws -> Int {
        guard let heads = stated ?? Configuration.usualHeads(width: width) else {
            throw Failure(
                Exit.usage,
                "\(file.name): expected a width of 192, 384, 768, 1024 or 1280, whose number of "
                    + "heads is known, found \(width); pass --heads.")
        }
        return heads
    }

    /// The texts of a JSON array; nil of anything else.
    private static func list(_ json: String) -> [String]? {
        try? JSONDecoder().decode([String].self, from: Data(json.utf8))
    }

    func recipe(size: Int) throws -> Recipe {
        Recipe(
            kind: kind, size: size, cropRatio: cropRatio, interpolation: interpolation,
            mean: mean, std: std)
    }

    /// The shortest decimal that gives this number: 0.485 and not 0.48500001.
    func decimal(_ number: Float) -> String { "\(number)" }

    /// Whether a head of 1,000 outputs, which nobody named, gets the names of ImageNet-1k.
    func isTakenForImageNet(_ options: ModelOptions, classes: Int?) -> Bool {
        classes == imageNetNames.count && options.classes == nil && knownClasses.isEmpty
    }

    /// The names of the head's outputs.
    func classNames(_ options: ModelOptions, classes: Int?) throws -> [String] {
        guard let classes else { return [] }
        guard let path = options.classes else {
            if isTakenForImageNet(options, classes: classes) { return imageNetNames }
            return knownClasses.count == classes ? knownClasses : []
        }
        guard let bytes = wholeFile(path) else {
            throw Failure(
                Exit.nothing,
                "--classes \(path): expected a text file, found nothing that can be read.")
        }
        let names = String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: true)
            .map { $0.trimmingCharacters(in: .whitespaces) }
        guard names.count == classes else {
            throw Failure(
                Exit.usage,
                "--classes \(path): expected \(classes) names, one per line, found \(names.count).")
        }
        return names
    }
}
