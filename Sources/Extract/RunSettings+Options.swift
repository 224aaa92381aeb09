internal import Console
internal import Digest
internal import FileSystem
internal import Images
internal import Store
internal import Tokens

extension RunSettings {
    /// The settings of a run: the options as they were given, and what the defaults resolved to.
    ///
    /// - Parameters:
    ///   - source: the folder, list or archive of the images, or "-" for standard input.
    ///   - masks: those that `--masks` or its default found; nil without masks.
    init(
        source: String, images: ImageOptions, output: OutputOptions, masks: Masks?,
        model: Engine, engine: EngineOptions, layout: EmbeddingLayout
    ) throws {
        self.init()
        self.images.source = source == "-" ? "-" : Self.absolutePath(source)
        self.images.limit = output.limit
        self.images.labels = images.labelsText
        self.images.labelField = images.labelField
        self.images.followsLinks = images.followLinks
        self.images.masks = masks?.text
        self.images.void = images.void
        self.images.explained = images.explain
        self.images.variants = images.variants
        self.images.inputVariant = try images.rowVariant().description
        self.images.mosaic = images.mosaic
        self.images.appliesOrientation = images.exif
        self.images.maximumPixels = images.maxPixels
        self.images.acceptsTruncated = images.acceptTruncated
        let description = model.description
        self.model.weightsFile = description.weightsFile
        self.model.weightsSHA256 = description.weightsSHA256
        self.model.average = description.average.isEmpty ? nil : description.average
        self.model.ablatedUnits =
            description.ablatedUnits.isEmpty ? nil : description.ablatedUnits
        self.model.ablatedHeads =
            description.ablatedHeads.isEmpty ? nil : description.ablatedHeads
        self.model.registerUnits =
            description.registerUnits.isEmpty ? nil : description.registerUnits
        self.model.headInput = description.headInput
        self.model.recipe = description.recipe
        self.model.interpolation = description.interpolation
        self.model.cropRatio = description.cropRatio
        self.model.mean = description.mean
        self.model.std = description.std
        let grid = description.grid
        self.model.imageSize = grid.height + description.trim
        self.model.imageWidth = grid.isSquare ? nil : grid.width + description.trim
        self.model.heads = description.heads
        self.model.eps = description.eps
        self.model.activation = description.activation
        self.model.precision = description.precision
        if engine.engine == .torch {
            self.model.engine = engine.engine.rawValue
            self.model.blocks = engine.blocks
            self.model.preparation = engine.prepare.rawValue
            self.model.compiles = engine.compile ? true : nil
        }
        if !layout.classNames.isEmpty && !model.hasAssumedClasses {
            let text = layout.classNames.joined(separator: "\n")
            self.model.classes =
                "\(layout.classNames.count) names, SHA-256 "
                + hexadecimal(SHA256.digest(Array(text.utf8)))
        }
        self.output.layers = layout.layers.map(\.text)
        self.output.tokens = layout.tokens.map(\.rawValue)
        self.output.valueType = layout.precision.rawValue
        self.output.keepsAttention = layout.attention
        self.output.seed = output.seed
        self.output.neurons = output.neurons
        self.output.neuronSample = output.neurons == nil ? nil : output.neuronsSampleSize
        toolVersion = Console.toolVersion
    }

    /// The path without links if it exists, so that one folder has one name.
    private static func absolutePath(_ path: String) -> String {
        canonicalPath(path) ?? FileSystem.absolutePath(path)
    }
}
