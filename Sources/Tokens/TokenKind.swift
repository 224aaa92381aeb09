/// A kind of tokens of a layer; each kind is a data set. N is the number of images; the raw value
/// is the name of the data set.
public enum TokenKind: String, Sendable, CaseIterable {
    /// The class token, `[N, width]`.
    case classToken = "class"
    /// The mean of the patch tokens, `[N, width]`.
    case mean
    /// The register tokens or the distillation token, `[N, registers, width]`.
    case extra
    /// The patch tokens in row-major order, `[N, grid * grid, width]`.
    case patches
    /// The image's embedding in the space of words, `[N, E]`, of models that have one; of layer
    /// `final` alone. The data set stands at the root.
    case joint

    /// The kinds that each layer has, and that options name.
    public static let ofLayers: [TokenKind] = [.classToken, .mean, .extra, .patches]
}
