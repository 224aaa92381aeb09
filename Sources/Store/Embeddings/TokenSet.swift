public import Tokens

/// A data set of tokens: a layer and a kind of tokens.
public struct TokenSet: Sendable, Hashable {
    /// The layer.
    public var layer: LayerName
    /// The kind of tokens.
    public var kind: TokenKind

    /// Names a data set; the file may not have it.
    public init(_ layer: LayerName, _ kind: TokenKind) {
        self.layer = layer
        self.kind = kind
    }
}
