public import Tokens

/// The token that stands for an image: the class token, or the mean of the patch tokens in a model
/// without one. All programs use this.
extension ModelDescription {
    /// Its kind.
    public var imageToken: TokenKind { hasClassToken ? .classToken : .mean }

    /// Its name in a sentence: "class token".
    public var imageTokenName: String {
        hasClassToken ? "class token" : "mean of the patch tokens"
    }

    /// Whose attention stands for the image's, behind "attention": "of the class token".
    public var attentionSource: String {
        hasClassToken ? "of the class token" : "that a patch receives from all patches on average"
    }

    /// The tokens of images that files have, as `--tokens` lists them: "class,mean".
    public var imageTokenList: String { hasClassToken ? "class,mean" : "mean" }

    /// How much it gathered of each patch after `blocks` blocks, `[patches]`; see `imageRow`.
    ///
    /// - Parameters:
    ///   - joint: `[depth, tokens, tokens]`, attention rollout.
    ///   - blocks: 1 or more.
    ///   - picture: the patches that show the picture; nil for all.
    public func imageRollout(
        _ joint: [Float], afterBlocks blocks: Int, picture: PictureArea? = nil
    ) -> [Float] {
        imageRow(
            joint.span, at: (blocks - 1) * tokens * tokens, tokens: tokens, prefix: prefix,
            hasClassToken: hasClassToken, patches: picture.map { $0.indices(in: grid) })
    }
}

extension EmbeddingReader {
    /// Whether the file has the patch tokens of a layer, and its class token where the model has
    /// one.
    public func holdsAllTokens(_ layer: LayerName) -> Bool {
        holds(layer, .patches) && (!model.hasClassToken || holds(layer, .classToken))
    }
}
