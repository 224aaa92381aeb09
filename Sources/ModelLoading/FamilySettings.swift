internal import Dense
internal import Images
internal import ViT
internal import Weights

/// The settings that the publisher of a model family uses, for checkpoints without their own.
///
/// From the repositories of vision_transformer, DeiT, DINO, DINOv2, CLIP and Transformers;
/// Documentation/Checkpoints.md lists them.
struct FamilySettings: Sendable {
    /// How an image is made square.
    let kind: Recipe.Kind
    /// Side of the centre crop over the short side, for `crop`.
    let cropRatio: Double
    /// Side of the centre over the side that both sides are resized to, where `kind` squashes.
    let squashRatio: Double
    /// Interpolation for resizing.
    let interpolation: Interpolation
    /// Mean of each channel for pixel values in 0...1, `[3]`.
    let mean: [Float]
    /// Standard deviation of each channel for pixel values in 0...1, `[3]`.
    let std: [Float]
    /// Epsilon of the layer norms.
    let eps: Double
    /// Activation of the MLPs.
    let activation: Activation
    /// Side of the input in pixels.
    let imageSize: Int
    /// A note where the tensors do not determine the preprocessing; nil where they do.
    let assumption: String?
    /// A note where the tensors do not determine the activation; nil where they do.
    let activationNote: String?

    /// The settings of the family that names and shapes of the tensors identify.
    init(_ file: CheckpointFile, _ weights: VisionTransformerWeights) {
        // 224 stands for models without a position table.
        let tableSize = (weights.grid ?? weights.relativeGrid).map { $0 * weights.patch } ?? 224
        let row: Row
        switch weights.family {
        case _ where file.format == .npz: row = .google
        case .augreg: row = .google
        case .timm where weights.hasLayerScale && tableSize == Self.dinov2TableSize: row = .dinov2
        case .timm where weights.isMoCo: row = .torchvision
        case .timm, .distilled: row = .deit
        case .huggingFace: row = .huggingFaceViT
        case .huggingFaceDeiT: row = .huggingFaceDeiT
        case .dinov2: row = .dinov2
        case .huggingFaceDINOv2: row = .huggingFaceDINOv2
        case .timmCLIP, .openAICLIP: row = .clip
        case .huggingFaceCLIP: row = .huggingFaceCLIP
        case .torchvision: row = tableSize == 224 ? .torchvision : .torchvisionSWAG
        case .timmSigLIP: row = weights.isInOpenCLIP ? .siglip : .timmSigLIP
        case .huggingFaceSigLIP: row = .siglip
        case .timmEVA, .timmEVA02: row = .timmEVA
        case .timmBEiT: row = .timmBEiT
        case .huggingFaceBEiT: row = .huggingFaceBEiT
        case .timmDINOv3: row = .timmDINOv3
        case .dinov3: row = .dinov3
        case .huggingFaceDINOv3: row = .huggingFaceDINOv3
        case .timmPerception where !weights.isInOpenCLIP: row = .timmPerception
        case .timmPerception, .perception: row = .perception
        }
        (kind, cropRatio, interpolation, eps) = (row.kind, row.ratio, row.interpolation, row.eps)
        squashRatio = row.squashRatio
        (mean, std) = (row.mean, row.std)
        // Its repository trains with 518 pixels at the end and evaluates with 224.
        imageSize =
            row.imageSize
            ?? (row.isDINOv2 && tableSize == Self.dinov2TableSize && 224 % weights.patch == 0
                ? 224 : weights.family == .huggingFaceSigLIP && tableSize == 378 ? 384 : tableSize)
        switch weights.family {
        case _ where weights.isGated: activation = .silu
        case .openAICLIP, .huggingFaceCLIP: activation = .quickGELU
        case .huggingFaceSigLIP: activation = .tanhGELU
        case .timmSigLIP: activation = Self.timmSigLIPActivation(weights)
        // SigLIP without its pooling has the widths and patches of no other model there.
        case .timm where !weights.hasClassToken: activation = Self.timmSigLIPActivation(weights)
        default: activation = .gelu
        }
        let options =
            "--recipe, --crop-ratio, --interpolation, --mean, --std and --eps override it"
        assumption =
            switch weights.family {
            case _ where file.format == .npz: nil
            case .timm where weights.isMoCo: nil
            case .timm where !row.isDINOv2:
                "the file does not define the preprocessing: using that of DeiT and DINO (short "
                    + "side to 1/0.875 of the size, bicubic, centre crop, mean and standard "
                    + "deviation of ImageNet); \(options)"
            case .timmEVA, .timmEVA02, .timmBEiT:
                "the file does not define the preprocessing: using that of most of timm's models "
                    + "of the family; a config.json beside it has the file's own; \(options)"
            case .timmSigLIP where !weights.isInOpenCLIP:
                "the file does not define the preprocessing: using that of timm's SigLIP (short "
                    + "side to 1/0.9 of the size, bicubic, centre crop); OpenCLIP and Hugging Face "
                    + "squash (--recipe squash); \(options)"
            case .timmPerception where !weights.isInOpenCLIP:
                "the file does not define the preprocessing: using that of timm's Perception "
                    + "Encoder (short side to the size, bicubic, centre crop); its authors and "
                    + "OpenCLIP squash (--recipe squash --interpolation bilinear); \(options)"
            case .torchvision where tableSize == 224:
                "the file does not define the preprocessing: using that of torchvision's "
                    + "IMAGENET1K_V1 (short side to 1/0.875 of the size, bilinear, centre crop); "
                    + "for SWAG with a linear head pass --crop-ratio 1 --interpolation bicubic; "
                    + options
            case .huggingFace:
                "the file does not define the preprocessing: using that of Hugging Face's ViT "
                    + "(both sides to the size, bilinear, mean and standard deviation 0.5); "
                    + options
            default: nil
            }
        activationNote =
            switch weights.family {
            case .openAICLIP, .huggingFaceCLIP:
                "the file does not define the activation: using quick_gelu, as OpenAI's CLIP "
                    + "(most OpenCLIP models use gelu); --activation overrides it"
            case .timmCLIP:
                "the file does not define the activation: using gelu; for OpenAI's CLIP pass "
                    + "--activation quick_gelu"
            default: nil
            }
    }

    /// The activation of timm's SigLIP models, which differ: those of patch size 32, the shape-
    /// optimised ones of patch size 16, and the large one for 512 pixels use tanh.
    static func timmSigLIPActivation(_ weights: VisionTransformerWeights) -> Activation {
        switch (weights.width, weights.patch) {
        case (768, 32), (1152, 16), (1536, _): .tanhGELU
        case (1024, 16) where weights.grid == 32: .tanhGELU
        default: .gelu
        }
    }

    /// Side in pixels of the inputs that DINOv2's position embeddings are for.
    private static let dinov2TableSize = 518

    /// A row of the table of families. The defaults are those of DeiT and DINO: a centre crop of
    /// 0.875, mean and standard deviation of ImageNet.
    private struct Row {
        var kind = Recipe.Kind.crop
        var ratio = 0.875
        var squashRatio = 1.0
        var interpolation = Interpolation.bicubic
        var mean: [Float] = [0.485, 0.456, 0.406]
        var std: [Float] = [0.229, 0.224, 0.225]
        var eps = 1e-6
        var isDINOv2 = false
        /// Side of the input in pixels; nil for that of the position table.
        var imageSize: Int?

        /// ViT and AugReg of google-research/vision_transformer.
        static let google = Row(
            kind: .squash, ratio: 0.9, interpolation: .bilinear, mean: [0.5, 0.5, 0.5],
            std: [0.5, 0.5, 0.5])
        /// ViT of Transformers.
        static let huggingFaceViT = Row(
            kind: .squash, ratio: 0.9, interpolation: .bilinear, mean: [0.5, 0.5, 0.5],
            std: [0.5, 0.5, 0.5], eps: 1e-12)
        /// DeiT and DINO.
        static let deit = Row()
        /// DeiT of Transformers: both sides to 256 for 224.
        static let huggingFaceDeiT = Row(kind: .squashFloor, squashRatio: 0.875, eps: 1e-12)
        /// DINOv2, evaluated with 224 pixels.
        static let dinov2 = Row(isDINOv2: true)
        /// DINOv2 of Transformers.
        static let huggingFaceDINOv2 = Row(kind: .cropFloor, isDINOv2: true)
        /// torchvision's `ViT_B_16_Weights.IMAGENET1K_V1` and its kin, and MoCo v3.
        static let torchvision = Row(interpolation: .bilinear)
        /// torchvision's weights of SWAG, which were fine-tuned at 384 pixels or more.
        static let torchvisionSWAG = Row(ratio: 1)
        /// The vision towers of CLIP.
        static let clip = Row(
            ratio: 1, mean: CLIPColors.mean, std: CLIPColors.std, eps: 1e-5)
        /// SigLIP of Transformers and OpenCLIP.
        static let siglip = Row(kind: .squash, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5])
        /// SigLIP of timm.
        static let timmSigLIP = Row(ratio: 0.9, mean: siglip.mean, std: siglip.std)
        /// EVA and EVA-02 of timm.
        static let timmEVA = Row(ratio: 0.9, mean: CLIPColors.mean, std: CLIPColors.std)
        /// BEiT of timm.
        static let timmBEiT = Row(ratio: 0.9, mean: siglip.mean, std: siglip.std)
        /// BEiT of Transformers.
        static let huggingFaceBEiT = Row(
            kind: .squash, mean: siglip.mean, std: siglip.std, eps: 1e-12)
        /// DINOv3 of timm.
        static let timmDINOv3 = Row(ratio: 1, eps: 1e-5, imageSize: 256)
        /// DINOv3 as its repository evaluates it.
        static let dinov3 = Row(
            kind: .squash, interpolation: .bilinear, eps: 1e-5, imageSize: 256)
        /// DINOv3 of Transformers.
        static let huggingFaceDINOv3 = Row(
            kind: .squashFloat, interpolation: .bilinear, eps: 1e-5, imageSize: 224)
        /// The Perception Encoder of timm.
        static let timmPerception = Row(
            ratio: 1, mean: siglip.mean, std: siglip.std, eps: 1e-5)
        /// The Perception Encoder as its repository and OpenCLIP prepare images.
        static let perception = Row(
            kind: .squash, interpolation: .bilinear, mean: siglip.mean, std: siglip.std, eps: 1e-5)
        /// CLIP of Transformers.
        static let huggingFaceCLIP = Row(
            kind: .cropFloor, ratio: 1, mean: clip.mean, std: clip.std, eps: clip.eps)
    }
}

extension PositionResize {
    /// How the library of a family resizes position tables.
    ///
    /// From `Dinov2Embeddings` and the `interpolate_pos_encoding` of ViT, DeiT and CLIP in
    /// Transformers, `dinov2/hub/backbones.py`, torchvision's `interpolate_embeddings` and timm's
    /// `resample_abs_pos_embed`.
    init(_ weights: VisionTransformerWeights) {
        switch weights.family {
        case .huggingFace, .huggingFaceDeiT, .huggingFaceCLIP: self = .plain
        case .huggingFaceDINOv2: self = weights.registers > 0 ? .antialiased : .plain
        case .dinov2: self = weights.registers > 0 ? .antialiased : .offset
        case .torchvision: self = .aligned
        case .huggingFaceSigLIP: self = .plain
        case .augreg, .timm, .distilled, .timmCLIP, .openAICLIP, .timmSigLIP: self = .antialiased
        // They have no table.
        case .dinov3, .timmDINOv3, .huggingFaceDINOv3, .timmBEiT, .huggingFaceBEiT:
            self = .antialiased
        case .timmEVA, .timmEVA02, .timmPerception, .perception: self = .antialiased
        }
    }
}
