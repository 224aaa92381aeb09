public import ArgumentParser
public import Tokens

/// The token that represents an image: the value of `--token` of `reduce` and `search`.
public enum ImageToken: String, CaseIterable, Sendable, ExpressibleByArgument {
    case classToken = "class"
    /// The mean of the patch tokens.
    case mean

    /// The kind of token in the file.
    public var kind: TokenKind { self == .classToken ? .classToken : .mean }
}
