internal import Store
internal import Tokens

/// A setting with the name of its command-line option.
private struct NamedSetting {
    /// Name of the option, such as "--eps", or of the argument.
    let name: String
    /// The value in words, for comparison and messages.
    let text: @Sendable (RunSettings) -> String

    init(_ name: String, _ text: @escaping @Sendable (RunSettings) -> String) {
        self.name = name
        self.text = text
    }
}

extension RunSettings {
    /// All settings in the order in which they are compared: different weights also change the
    /// recipe and the classes.
    private static let named: [NamedSetting] = [
        NamedSetting("version", \.toolVersion),
        NamedSetting("IMAGES", \.images.source),
        NamedSetting("--weights") {
            $0.model.weightsFile == "embedded"
                ? "the demo model"
                : "\($0.model.weightsFile), SHA-256 \($0.model.weightsSHA256)"
        },
        NamedSetting("--engine") { $0.model.engine ?? "native" },
        NamedSetting("--blocks") { $0.model.blocks ?? "those found" },
        NamedSetting("--compile") { "\($0.model.compiles ?? false)" },
        NamedSetting("--prepare") { $0.model.preparation ?? "own" },
        NamedSetting("--recipe", \.model.recipe),
        NamedSetting("--image-size") {
            imageSizeText(
                height: $0.model.imageSize, width: $0.model.imageWidth ?? $0.model.imageSize)
        },
        NamedSetting("--ablate") { $0.model.ablatedUnits ?? "none" },
        NamedSetting("--ablate-heads") { $0.model.ablatedHeads ?? "none" },
        NamedSetting("--register-units") { $0.model.registerUnits ?? "none" },
        NamedSetting("--accept-truncated") { "\($0.images.acceptsTruncated)" },
        NamedSetting("--activation", \.model.activation),
        NamedSetting("--attention") { $0.output.keepsAttention ? "rollout" : "none" },
        NamedSetting("--crop-ratio") { "\($0.model.cropRatio)" },
        NamedSetting("--dtype", \.output.valueType),
        NamedSetting("--ema") { $0.model.average ?? "none" },
        NamedSetting("--except") { list($0.images.exceptSHA256) },
        NamedSetting("--eps") { "\($0.model.eps)" },
        NamedSetting("--exif") { "\($0.images.appliesOrientation)" },
        NamedSetting("--explain") { $0.images.explained ?? "default" },
        NamedSetting("--follow-links") { "\($0.images.followsLinks)" },
        NamedSetting("global_pool in config.json") { $0.model.headInput ?? "none" },
        NamedSetting("--heads") { "\($0.model.heads)" },
        NamedSetting("--interpolation", \.model.interpolation),
        NamedSetting("--label-field", \.images.labelField),
        NamedSetting("--labels", \.images.labels),
        NamedSetting("--labels, the review") { list($0.images.reviewsSHA256) },
        NamedSetting("--layers") { $0.output.layers.joined(separator: ",") },
        NamedSetting("--limit") { text($0.images.limit) },
        NamedSetting("--masks") { $0.images.masks ?? "none" },
        NamedSetting("--max-pixels") { text($0.images.maximumPixels) },
        NamedSetting("--mean") { "\($0.model.mean)" },
        NamedSetting("--mosaic") { text($0.images.mosaic) },
        NamedSetting("--neurons") { text($0.output.neurons) },
        NamedSetting("--neurons-sample") { text($0.output.neuronSample) },
        NamedSetting("--only") { list($0.images.onlySHA256) },
        NamedSetting("--occlude or --shuffle", \.images.inputVariant),
        NamedSetting("--precision", \.model.precision),
        NamedSetting("--seed") { "\($0.output.seed)" },
        NamedSetting("--std") { "\($0.model.std)" },
        NamedSetting("--tokens") { $0.output.tokens.joined(separator: ",") },
        NamedSetting("--variants") { $0.images.variants ?? "none" },
        NamedSetting("--void", \.images.void),
        NamedSetting("--classes") { $0.model.classes ?? "none" },
    ]

    /// The number, or "none".
    private static func text(_ number: Int?) -> String { number.map(String.init) ?? "none" }

    private static func list(_ digest: String?) -> String {
        digest.map { "a file of SHA-256 \($0)" } ?? "none"
    }

    /// The first setting that differs in another run, by the name of its option; nil when all are
    /// equal.
    func difference(from other: RunSettings) -> (name: String, mine: String, its: String)? {
        Self.named.lazy.map { ($0.name, $0.text(self), $0.text(other)) }.first { $0.1 != $0.2 }
    }
}
