public import ArgumentParser
public import Tokens

/// The token that represents an image: the value of `--token` of `reduce` and `search`.
public enum ImageToken: String, CaseIterable, Sendable, ExpressibleByArgument {
    case classToken = "class"
    /// The mean of the patch tokens.
    case mean

    /// The kind of token in the file.
    public var kind: TokenKind { self == .classToken ? .classToken : .mean }

    /// The value for a kind of token of an image; `mean` for anything but the class token.
    public init(_ kind: TokenKind) { self = kind == .classToken ? .classToken : .mean }
}
