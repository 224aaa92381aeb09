// Checkpoints of 2024 and later, whose files stand on Hugging Face.

extension PublishedModel {
    /// DINOv3's own licence requires consent for Meta's files (facebook/dinov3-...); timm's
    /// copies have the same numbers but for biases that are zero, under the same licence.
    static let dinov3: [PublishedModel] = [
        ("s16", "small", "ViT-S/16", 6, 21_586_944, "gelu"),
        ("s16-plus", "small_plus", "ViT-S+/16", 6, 28_683_264, "silu"),
        ("b16", "base", "ViT-B/16", 12, 85_641_216, "gelu"),
        ("l16", "large", "ViT-L/16", 16, 303_079_424, "gelu"),
    ].map { size, long, title, heads, parameters, activation in
        let timm = "vit_\(long)_patch16_dinov3.lvd1689m"
        return PublishedModel(
            "dinov3-\(size)", "DINOv3", "DINOv3 \(title), LVD-1689M, DINOv3 licence", timm: timm,
            hub + "timm/\(timm)/resolve/main/model.safetensors", parameters: parameters,
            PublishedSettings(
                recipe: "crop", cropRatio: 1, interpolation: "bicubic",
                mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225], eps: 1e-5, heads: heads,
                activation: activation, imageSize: 256))
    }

    /// Google's files in the names of Transformers, both towers.
    static let siglip: [PublishedModel] = [
        ("siglip-b16", "siglip-base-patch16-224", "SigLIP ViT-B/16", 12, 224, 203_155_970),
        (
            "siglip-l16-256", "siglip-large-patch16-256", "SigLIP ViT-L/16, 256 pixels", 16, 256,
            652_150_786
        ),
        (
            "siglip-so400m-384", "siglip-so400m-patch14-384", "SigLIP So400m/14, 384 pixels", 16,
            384, 877_960_498
        ),
        ("siglip2-b16", "siglip2-base-patch16-224", "SigLIP 2 ViT-B/16", 12, 224, 375_187_970),
        (
            "siglip2-l16-256", "siglip2-large-patch16-256", "SigLIP 2 ViT-L/16, 256 pixels", 16,
            256, 881_526_786
        ),
        (
            "siglip2-so400m-384", "siglip2-so400m-patch14-384",
            "SigLIP 2 So400m/14, 384 pixels", 16, 384, 1_136_008_498
        ),
    ].map { name, repository, title, heads, size, parameters in
        PublishedModel(
            name, "SigLIP", title, timm: nil,
            hub + "google/\(repository)/resolve/main/model.safetensors", parameters: parameters,
            PublishedSettings(
                recipe: "squash", interpolation: "bicubic", mean: [0.5, 0.5, 0.5],
                std: [0.5, 0.5, 0.5], eps: 1e-6, heads: heads, activation: "gelu_tanh",
                imageSize: size))
    }

    /// The core models with their text towers, as OpenCLIP published them; the spatial and language
    /// ones as timm did. Its authors' own files (facebook/PE-...) have the same numbers.
    static let perception: [PublishedModel] =
        [
            ("t16", "T-16-384", "T/16, 384 pixels", 3, 384, 69_546_113),
            ("s16", "S-16-384", "S/16, 384 pixels", 6, 384, 87_188_225),
            ("b16", "B-16", "B/16", 12, 224, 447_660_545),
            ("l14", "L-14-336", "L/14, 336 pixels", 16, 336, 671_138_817),
            ("g14", "bigG-14-448", "G/14, 448 pixels", 16, 448, 2_419_267_841),
        ].map { name, long, title, heads, size, parameters in
            PublishedModel(
                "pe-core-\(name)", "PE", "Perception Encoder core \(title)", timm: nil,
                hub + "timm/PE-Core-\(long)/resolve/main/open_clip_model.safetensors",
                parameters: parameters,
                perceptionSettings("squash", "bilinear", heads: heads, size: size))
        }
        + [
            ("spatial-t16", "spatial_tiny_patch16_512", "spatial T/16", 3, 512, 5_683_200),
            ("spatial-s16", "spatial_small_patch16_512", "spatial S/16", 6, 512, 21_983_232),
            ("spatial-b16", "spatial_base_patch16_512", "spatial B/16", 12, 512, 86_433_792),
            ("spatial-l14", "spatial_large_patch14_448", "spatial L/14", 16, 448, 303_964_160),
            ("spatial-g14", "spatial_gigantic_patch14_448", "spatial G/14", 16, 448, 1_851_887_104),
            ("lang-l14", "lang_large_patch14_448", "language L/14", 16, 448, 291_415_040),
            ("lang-g14", "lang_gigantic_patch14_448", "language G/14", 16, 448, 1_740_922_624),
        ].map { name, long, title, heads, size, parameters in
            PublishedModel(
                "pe-\(name)", "PE", "Perception Encoder \(title), \(size) pixels",
                timm: "vit_pe_\(long).fb",
                hub + "timm/vit_pe_\(long).fb/resolve/main/model.safetensors",
                parameters: parameters,
                perceptionSettings("crop", "bicubic", heads: heads, size: size))
        }

    private static func perceptionSettings(
        _ recipe: String, _ interpolation: String, heads: Int, size: Int
    ) -> PublishedSettings {
        PublishedSettings(
            recipe: recipe, cropRatio: recipe == "crop" ? 1 : nil, interpolation: interpolation,
            mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5], eps: 1e-5, heads: heads,
            activation: "gelu", imageSize: size)
    }
}
