/// A layer's tokens of one kind: one data set of a file.
public struct TokenSet: Sendable, Hashable {
    public var layer: LayerName
    public var kind: TokenKind

    public init(_ layer: LayerName, _ kind: TokenKind) {
        self.layer = layer
        self.kind = kind
    }
}
