/// What of a layer's tokens a data set holds.
public enum TokenKind: String, Sendable, CaseIterable {
    /// The class token, `[N, width]`.
    case classToken = "class"
    /// The mean of the patch tokens, `[N, width]`.
    case mean
    /// The registers or the distillation token, `[N, registers, width]`.
    case extra
    /// The patch tokens, `[N, grid * grid, width]`.
    case patches
}
