internal import Console
internal import Digest
internal import FileSystem
internal import Foundation
internal import Images
internal import ModelLoading
internal import Store
internal import ViT

/// A setting under the name by which the command line has it.
private struct NamedSetting {
    let name: String
    let text: @Sendable (RunSettings) -> String

    init(_ name: String, _ text: @escaping @Sendable (RunSettings) -> String) {
        self.name = name
        self.text = text
    }
}

extension RunSettings {
    /// All settings, those first that matter most: other weights bring another recipe and other
    /// classes with them.
    private static let named: [NamedSetting] = [
        NamedSetting("version", \.toolVersion),
        NamedSetting("IMAGES", \.images.source),
        NamedSetting("--weights") {
            $0.model.weightsFile == "embedded"
                ? "the demo model"
                : "\($0.model.weightsFile), SHA-256 \($0.model.weightsSHA256)"
        },
        NamedSetting("--recipe", \.model.recipe),
        NamedSetting("--image-size") { "\($0.model.imageSize)" },
        NamedSetting("--accept-truncated") { "\($0.images.acceptsTruncated)" },
        NamedSetting("--activation", \.model.activation),
        NamedSetting("--attention") { $0.output.keepsAttention ? "rollout" : "none" },
        NamedSetting("--crop-ratio") { "\($0.model.cropRatio)" },
        NamedSetting("--dtype", \.output.valueType),
        NamedSetting("--eps") { "\($0.model.eps)" },
        NamedSetting("--exif") { "\($0.images.appliesOrientation)" },
        NamedSetting("--explain") { $0.images.explained ?? "default" },
        NamedSetting("--follow-links") { "\($0.images.followsLinks)" },
        NamedSetting("--heads") { "\($0.model.heads)" },
        NamedSetting("--interpolation", \.model.interpolation),
        NamedSetting("--label-field", \.images.labelField),
        NamedSetting("--labels", \.images.labels),
        NamedSetting("--layers") { $0.output.layers.joined(separator: ",") },
        NamedSetting("--limit") { text($0.images.limit) },
        NamedSetting("--masks") { $0.images.masks ?? "none" },
        NamedSetting("--max-pixels") { text($0.images.maximumPixels) },
        NamedSetting("--mean") { "\($0.model.mean)" },
        NamedSetting("--mosaic") { text($0.images.mosaic) },
        NamedSetting("--occlude or --shuffle", \.images.inputVariant),
        NamedSetting("--precision", \.model.precision),
        NamedSetting("--seed") { "\($0.output.seed)" },
        NamedSetting("--std") { "\($0.model.std)" },
        NamedSetting("--tokens") { $0.output.tokens.joined(separator: ",") },
        NamedSetting("--variants") { $0.images.variants ?? "none" },
        NamedSetting("--void", \.images.void),
        NamedSetting("--classes") { $0.model.classes ?? "none" },
    ]

    private static func text(_ number: Int?) -> String { number.map(String.init) ?? "none" }

    /// The first setting that another run has differently, by the name of its option.
    func difference(from other: RunSettings) -> (name: String, mine: String, its: String)? {
        Self.named.lazy.map { ($0.name, $0.text(self), $0.text(other)) }.first { $0.1 != $0.2 }
    }

    /// How image files are decoded.
    var decoding: DecodeOptions {
        var options = DecodeOptions()
        options.applyOrientation = images.appliesOrientation
        options.acceptTruncated = images.acceptsTruncated
        if let most = images.maximumPixels { options.maximumPixels = most }
        return options
    }
}

extension PlanHeader {
    /// The settings of a run, as the command has them and with what they came to.
    static func settings(
        source: String, images: ImageOptions, output: OutputOptions, masks: Masks?,
        model: LoadedModel, layout: EmbeddingLayout
    ) throws -> RunSettings {
        var settings = RunSettings()
        settings.images.source = source == "-" ? "-" : absolutePath(source)
        settings.images.limit = output.limit
        settings.images.labels = images.labels
        settings.images.labelField = images.labelField
        settings.images.followsLinks = images.followLinks
        settings.images.masks = masks?.text
        settings.images.void = images.void
        settings.images.explained = images.explain
        settings.images.variants = images.variants
        settings.images.inputVariant = try images.rowVariant().description
        settings.images.mosaic = images.mosaic
        settings.images.appliesOrientation = images.exif
        settings.images.maximumPixels = images.maxPixels
        settings.images.acceptsTruncated = images.acceptTruncated
        let description = model.description
        settings.model.weightsFile = description.weightsFile
        settings.model.weightsSHA256 = description.weightsSHA256
        settings.model.recipe = description.recipe
        settings.model.interpolation = description.interpolation
        settings.model.cropRatio = description.cropRatio
        settings.model.mean = description.mean
        settings.model.std = description.std
        settings.model.imageSize = description.imageSize
        settings.model.heads = description.heads
        settings.model.eps = description.eps
        settings.model.activation = description.activation
        settings.model.precision = description.precision
        if !layout.classNames.isEmpty && !model.hasAssumedClasses {
            let text = layout.classNames.joined(separator: "\n")
            settings.model.classes =
                "\(layout.classNames.count) names, SHA-256 "
                + hexadecimal(SHA256.digest(Array(text.utf8)))
        }
        settings.output.layers = layout.layers.map(\.text)
        settings.output.tokens = layout.tokens.map(\.rawValue)
        settings.output.valueType = layout.precision.rawValue
        settings.output.keepsAttention = layout.attention
        settings.output.seed = output.seed
        settings.toolVersion = Console.toolVersion
        return settings
    }

    private static func absolutePath(_ path: String) -> String {
        canonicalPath(path) ?? FileSystem.absolutePath(path)
    }

    /// Items of a segment: about 256 MB or 256 items, whichever is less, whole micro-batches; more
    /// where the segments would become too many files.
    static func segmentItems(bytesPerImage: Int, items: Int) -> Int {
        let slots = ForwardPass.slots
        let bySize = min(256, (256 << 20) / max(1, bytesPerImage))
        let byCount = (items + 3999) / 4000
        let wanted = min(4096, max(bySize, byCount, slots))
        return max(slots, wanted / slots * slots)
    }
}
