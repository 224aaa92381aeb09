public import ArgumentParser
public import Store

/// The token that stands for an image, as `--token` of `reduce` and `search` has it.
public enum ImageToken: String, CaseIterable, Sendable, ExpressibleByArgument {
    case classToken = "class"
    /// The mean of the patch tokens.
    case mean

    public var kind: TokenKind { self == .classToken ? .classToken : .mean }
}
