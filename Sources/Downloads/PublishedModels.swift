public import Foundation

/// The settings of a published checkpoint that its file does not record; nil where the file or its
/// family has them.
public struct PublishedSettings: Sendable, Equatable {
    /// "squash" or "crop".
    public var recipe: String?
    /// Centre crop over short side.
    public var cropRatio: Double?
    /// "bilinear" or "bicubic".
    public var interpolation: String?
    /// Mean per channel of pixels in 0...1, `[3]`.
    public var mean: [Double]?
    /// Standard deviation per channel of pixels in 0...1, `[3]`.
    public var std: [Double]?
    /// Epsilon of the layer norms.
    public var eps: Double?
    /// Attention heads per block.
    public var heads: Int?
    /// "gelu", "quick_gelu", "gelu_tanh" or "silu".
    public var activation: String?
    /// Side of the input in pixels, where the position embeddings are for another size.
    public var imageSize: Int?
}

/// A published checkpoint that can be given by name.
public struct PublishedModel: Sendable {
    /// Short, lower case: "augreg-b16".
    public let name: String
    /// "ViT", "AugReg", "DeiT", "DINO", "DINOv2", "DINOv3", "CLIP", "SigLIP" or "PE".
    public let family: String
    /// Title for lists: "DeiT-Ti/16".
    public let title: String
    /// timm's name of the same weights, which is accepted as well; nil where timm's file differs.
    public let timmName: String?
    /// The address of the checkpoint.
    public let url: URL
    /// The first digits of the SHA-256 that the publisher gives; nil without one.
    public let sha256: String?
    /// Number of parameters in the file.
    public let parameters: Int
    public let settings: PublishedSettings

    /// Approximate size of the file in bytes: four per parameter.
    public var approximateBytes: Int { 4 * parameters }

    /// The model with this name or timm's name; nil for other texts.
    public static func named(_ text: String) -> PublishedModel? {
        all.first { $0.name == text || $0.timmName == text }
    }

    init(
        _ name: String, _ family: String, _ title: String, timm: String?, _ url: String,
        sha256: String? = nil, parameters: Int, _ settings: PublishedSettings
    ) {
        self.name = name
        self.family = family
        self.title = title
        timmName = timm
        guard let parsed = URL(string: url) else {
            preconditionFailure("the address \"\(url)\" in the table is not valid")
        }
        self.url = parsed
        self.sha256 = sha256
        self.parameters = parameters
        self.settings = settings
    }

    private static let vit = "https://storage.googleapis.com/vit_models/"
    private static let meta = "https://dl.fbaipublicfiles.com/"
    static let hub = "https://huggingface.co/"

    private static func google(heads: Int) -> PublishedSettings {
        PublishedSettings(
            recipe: "squash", interpolation: "bilinear", mean: [0.5, 0.5, 0.5],
            std: [0.5, 0.5, 0.5], eps: 1e-6, heads: heads, activation: "gelu")
    }

    /// DeiT's `datasets.py` and DINO's `eval_linear.py`: short side 256, centre crop 224.
    private static func imageNet(heads: Int, imageSize: Int? = nil) -> PublishedSettings {
        PublishedSettings(
            recipe: "crop", cropRatio: 0.875, interpolation: "bicubic",
            mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225], eps: 1e-6, heads: heads,
            activation: "gelu", imageSize: imageSize)
    }

    /// CLIP's own preprocessing: short side 224, centre crop 224.
    private static func clip(heads: Int) -> PublishedSettings {
        PublishedSettings(
            recipe: "crop", cropRatio: 1, interpolation: "bicubic",
            mean: [0.48145466, 0.4578275, 0.40821073],
            std: [0.26862954, 0.26130258, 0.27577711], eps: 1e-5, heads: heads,
            activation: "quick_gelu")
    }

    /// All names, by family and size.
    ///
    /// Addresses are those of the publishers' own pages and loaders: google-research's
    /// vision_transformer (README, "Available ViT models") and timm 1.0.31's `default_cfgs` for
    /// ViT and AugReg, the READMEs and hub loaders of facebookresearch's deit, dino and dinov2, and
    /// OpenAI's CLIP on Hugging Face at fixed revisions, Google's SigLIP and timm's DINOv3 there.
    /// DeiT's loaders check eight digits of the
    /// SHA-256 that stand in the files' names.
    public static let all: [PublishedModel] =
        augReg + original + deit + dino + dinov2 + dinov3 + clip + siglip + perception

    private static let augReg: [PublishedModel] = [
        PublishedModel(
            "augreg-ti16", "AugReg", "ViT-Ti/16, ImageNet-21k then ImageNet",
            timm: "vit_tiny_patch16_224.augreg_in21k_ft_in1k",
            vit + "augreg/Ti_16-i21k-300ep-lr_0.001-aug_none-wd_0.03-do_0.0-sd_0.0"
                + "--imagenet2012-steps_20k-lr_0.03-res_224.npz",
            parameters: 5_717_416, google(heads: 3)),
        PublishedModel(
            "augreg-s32", "AugReg", "ViT-S/32, ImageNet-21k then ImageNet",
            timm: "vit_small_patch32_224.augreg_in21k_ft_in1k",
            vit + "augreg/S_32-i21k-300ep-lr_0.001-aug_light1-wd_0.03-do_0.0-sd_0.0"
                + "--imagenet2012-steps_20k-lr_0.03-res_224.npz",
            parameters: 22_878_952, google(heads: 6)),
        PublishedModel(
            "augreg-s16", "AugReg", "ViT-S/16, ImageNet-21k then ImageNet",
            timm: "vit_small_patch16_224.augreg_in21k_ft_in1k",
            vit + "augreg/S_16-i21k-300ep-lr_0.001-aug_light1-wd_0.03-do_0.0-sd_0.0"
                + "--imagenet2012-steps_20k-lr_0.03-res_224.npz",
            parameters: 22_050_664, google(heads: 6)),
        PublishedModel(
            "augreg-b32", "AugReg", "ViT-B/32, ImageNet-21k then ImageNet",
            timm: "vit_base_patch32_224.augreg_in21k_ft_in1k",
            vit + "augreg/B_32-i21k-300ep-lr_0.001-aug_medium1-wd_0.03-do_0.0-sd_0.0"
                + "--imagenet2012-steps_20k-lr_0.03-res_224.npz",
            parameters: 88_224_232, google(heads: 12)),
        PublishedModel(
            "augreg-b16", "AugReg", "ViT-B/16, ImageNet-21k then ImageNet",
            timm: "vit_base_patch16_224.augreg_in21k_ft_in1k",
            vit + "augreg/B_16-i21k-300ep-lr_0.001-aug_medium1-wd_0.1-do_0.0-sd_0.0"
                + "--imagenet2012-steps_20k-lr_0.01-res_224.npz",
            parameters: 86_567_656, google(heads: 12)),
        PublishedModel(
            "augreg-b16-in1k", "AugReg", "ViT-B/16, ImageNet alone",
            timm: "vit_base_patch16_224.augreg_in1k",
            vit + "augreg/B_16-i1k-300ep-lr_0.001-aug_strong2-wd_0.1-do_0.1-sd_0.1"
                + "--imagenet2012-steps_20k-lr_0.01-res_224.npz",
            parameters: 86_567_656, google(heads: 12)),
        PublishedModel(
            "augreg-b8", "AugReg", "ViT-B/8, ImageNet-21k then ImageNet",
            timm: "vit_base_patch8_224.augreg_in21k_ft_in1k",
            vit + "augreg/B_8-i21k-300ep-lr_0.001-aug_medium1-wd_0.1-do_0.0-sd_0.0"
                + "--imagenet2012-steps_20k-lr_0.01-res_224.npz",
            parameters: 86_576_872, google(heads: 12)),
        PublishedModel(
            "augreg-l16", "AugReg", "ViT-L/16, ImageNet-21k then ImageNet",
            timm: "vit_large_patch16_224.augreg_in21k_ft_in1k",
            vit + "augreg/L_16-i21k-300ep-lr_0.001-aug_medium1-wd_0.1-do_0.1-sd_0.1"
                + "--imagenet2012-steps_20k-lr_0.01-res_224.npz",
            parameters: 304_326_632, google(heads: 16)),
    ]

    // timm's `orig_in21k_ft_in1k` is a conversion in another format, so no timm name here.
    private static let original: [PublishedModel] = [
        PublishedModel(
            "vit-b16", "ViT", "ViT-B/16 of the first paper, ImageNet-21k then ImageNet", timm: nil,
            vit + "imagenet21k+imagenet2012/ViT-B_16-224.npz",
            parameters: 86_567_656, google(heads: 12)),
        PublishedModel(
            "vit-l16", "ViT", "ViT-L/16 of the first paper, ImageNet-21k then ImageNet", timm: nil,
            vit + "imagenet21k+imagenet2012/ViT-L_16-224.npz",
            parameters: 304_326_632, google(heads: 16)),
    ]

    private static let deit: [PublishedModel] = [
        PublishedModel(
            "deit-ti16", "DeiT", "DeiT-Ti/16, ImageNet", timm: "deit_tiny_patch16_224.fb_in1k",
            meta + "deit/deit_tiny_patch16_224-a1311bcf.pth", sha256: "a1311bcf",
            parameters: 5_717_416, imageNet(heads: 3)),
        PublishedModel(
            "deit-s16", "DeiT", "DeiT-S/16, ImageNet", timm: "deit_small_patch16_224.fb_in1k",
            meta + "deit/deit_small_patch16_224-cd65a155.pth", sha256: "cd65a155",
            parameters: 22_050_664, imageNet(heads: 6)),
        PublishedModel(
            "deit-b16", "DeiT", "DeiT-B/16, ImageNet", timm: "deit_base_patch16_224.fb_in1k",
            meta + "deit/deit_base_patch16_224-b5f2ef4d.pth", sha256: "b5f2ef4d",
            parameters: 86_567_656, imageNet(heads: 12)),
        PublishedModel(
            "deit-ti16-distilled", "DeiT", "DeiT-Ti/16 distilled, ImageNet",
            timm: "deit_tiny_distilled_patch16_224.fb_in1k",
            meta + "deit/deit_tiny_distilled_patch16_224-b40b3cf7.pth", sha256: "b40b3cf7",
            parameters: 5_910_800, imageNet(heads: 3)),
        PublishedModel(
            "deit-s16-distilled", "DeiT", "DeiT-S/16 distilled, ImageNet",
            timm: "deit_small_distilled_patch16_224.fb_in1k",
            meta + "deit/deit_small_distilled_patch16_224-649709d9.pth", sha256: "649709d9",
            parameters: 22_436_432, imageNet(heads: 6)),
        PublishedModel(
            "deit-b16-distilled", "DeiT", "DeiT-B/16 distilled, ImageNet",
            timm: "deit_base_distilled_patch16_224.fb_in1k",
            meta + "deit/deit_base_distilled_patch16_224-df68dfff.pth", sha256: "df68dfff",
            parameters: 87_338_192, imageNet(heads: 12)),
    ]

    private static let dino: [PublishedModel] = [
        PublishedModel(
            "dino-s16", "DINO", "DINO ViT-S/16, ImageNet", timm: "vit_small_patch16_224.dino",
            meta + "dino/dino_deitsmall16_pretrain/dino_deitsmall16_pretrain.pth",
            parameters: 21_665_664, imageNet(heads: 6)),
        PublishedModel(
            "dino-s8", "DINO", "DINO ViT-S/8, ImageNet", timm: "vit_small_patch8_224.dino",
            meta + "dino/dino_deitsmall8_pretrain/dino_deitsmall8_pretrain.pth",
            parameters: 21_670_272, imageNet(heads: 6)),
        PublishedModel(
            "dino-b16", "DINO", "DINO ViT-B/16, ImageNet", timm: "vit_base_patch16_224.dino",
            meta + "dino/dino_vitbase16_pretrain/dino_vitbase16_pretrain.pth",
            parameters: 85_798_656, imageNet(heads: 12)),
        PublishedModel(
            "dino-b8", "DINO", "DINO ViT-B/8, ImageNet", timm: "vit_base_patch8_224.dino",
            meta + "dino/dino_vitbase8_pretrain/dino_vitbase8_pretrain.pth",
            parameters: 85_807_872, imageNet(heads: 12)),
    ]

    // Trained at 518 pixels in the end; the repository evaluates at 224, short side 256, and so
    // does this. `--image-size 518 --crop-ratio 1` is timm's way.
    private static let dinov2: [PublishedModel] =
        [("s", 6, 22_056_192), ("b", 12, 86_579_712), ("l", 16, 304_367_616)].flatMap {
            size, heads, parameters in
            let letter = size.uppercased()
            let long = ["s": "small", "b": "base", "l": "large"][size] ?? size
            let path = meta + "dinov2/dinov2_vit\(size)14/dinov2_vit\(size)14"
            let width = 64 * heads
            return [
                PublishedModel(
                    "dinov2-\(size)14", "DINOv2", "DINOv2 ViT-\(letter)/14, LVD-142M",
                    timm: "vit_\(long)_patch14_dinov2.lvd142m", path + "_pretrain.pth",
                    parameters: parameters, imageNet(heads: heads, imageSize: 224)),
                PublishedModel(
                    "dinov2-\(size)14-reg", "DINOv2",
                    "DINOv2 ViT-\(letter)/14 with 4 registers, LVD-142M",
                    timm: "vit_\(long)_patch14_reg4_dinov2.lvd142m", path + "_reg4_pretrain.pth",
                    parameters: parameters + 4 * width, imageNet(heads: heads, imageSize: 224)),
            ]
        }

    // The files hold the text tower too. Their `main` has no safetensors for the two small ones:
    // the first is a PyTorch zip, the second stands at a revision of its own.
    private static let clip: [PublishedModel] = [
        PublishedModel(
            "clip-b16", "CLIP", "CLIP ViT-B/16, 400 M pairs", timm: nil,
            hub + "openai/clip-vit-base-patch16/resolve/"
                + "57c216476eefef5ab752ec549e440a49ae4ae5f3/pytorch_model.bin",
            parameters: 149_620_737, clip(heads: 12)),
        PublishedModel(
            "clip-b32", "CLIP", "CLIP ViT-B/32, 400 M pairs", timm: nil,
            hub + "openai/clip-vit-base-patch32/resolve/"
                + "d15b5f29721ca72dac15f8526b284be910de18be/model.safetensors",
            parameters: 151_277_313, clip(heads: 12)),
        PublishedModel(
            "clip-l14", "CLIP", "CLIP ViT-L/14, 400 M pairs", timm: nil,
            hub + "openai/clip-vit-large-patch14/resolve/main/model.safetensors",
            parameters: 427_616_513, clip(heads: 16)),
    ]
}
