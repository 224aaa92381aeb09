internal import ViT
internal import Weights

/// The attention heads of published models, which tensors do not show.
enum UsualHeads {
    case known(Int)
    /// Models of equal tensors have different numbers, which the text names.
    case ambiguous(String)
    case unknown

    init(_ weights: VisionTransformerWeights) {
        let width = weights.width
        let heads: Int?
        switch weights.family {
        case _ where weights.isMoCo && width == 384: heads = 12
        case .dinov3, .timmDINOv3, .huggingFaceDINOv3:
            // 64 numbers each, but for the largest.
            heads = width == 4096 ? 32 : width.isMultiple(of: 64) ? width / 64 : nil
        case .timm where !weights.hasClassToken && width == 768 && weights.hasClosingNorm:
            self = .ambiguous("12 (SigLIP) or 16 (vit_base_patch16_gap_224)")
            return
        case .timmSigLIP, .huggingFaceSigLIP: heads = width == 1536 ? 16 : Self.ofTimm(width)
        case .timm where !weights.hasClassToken && width == 1536:
            // SigLIP 2's giant without its pooling.
            heads = 16
        case .timmPerception, .perception: heads = width == 1536 ? 16 : Self.ofTimm(width)
        case _ where weights.isGated && width == 1536:
            // DINOv2's giant and the pathology models of its form.
            heads = 24
        case .timm, .distilled, .timmCLIP, .openAICLIP, .timmEVA, .timmEVA02, .timmBEiT:
            heads = Self.ofTimm(width)
        default: heads = Configuration.usualHeads(width: width)
        }
        self = heads.map { .known($0) } ?? .unknown
    }

    /// The heads of timm's and OpenCLIP's architectures of a width, which agree; nil for widths of
    /// none.
    private static func ofTimm(_ width: Int) -> Int? {
        switch width {
        case 256, 320, 512, 640, 832, 896: width / 64
        case 1152, 1408, 1664: 16
        default: Configuration.usualHeads(width: width)
        }
    }
}
