internal import Console
internal import Dense
internal import Images
internal import ModelLoading
internal import Store
internal import Tokens
internal import ViT

/// The tokens of one image at one layer, rounded as in a store of that precision.
///
/// The image is alone in a micro-batch; a row of `extract` does not depend on the others either.
///
/// - Parameters:
///   - square: the input of the model, `[height, width, 3]`.
///   - picture: the patches that show the picture; nil for all.
///   - slot: the image's place in the micro-batch. In the slot of `extract` the result has the
///     bytes of the store. In another one the last digits can differ, where the product rounds the
///     rows of a batch differently (OpenBLAS's kernels for AVX2).
///   - name: the image, for the message.
/// - Returns: `[width]`, or `[patches * width]` for patch tokens.
/// - Throws: `Failure` when a layer has NaN or infinity.
func embedded(
    _ square: RGBImage, by model: LoadedModel, _ layer: LayerName, _ kind: TokenKind,
    _ precision: TokenPrecision, picture: PictureArea? = nil, slot: Int = 0, name: String
) throws -> [Float] {
    var pass = ForwardPass(
        model.transformer.configuration, keepsAttention: false,
        precision: model.transformer.precision)
    var normalized = [Float](repeating: 0, count: square.pixels.count)
    var span = normalized.mutableSpan
    model.recipe.normalize(square, into: &span)
    let start = slot * normalized.count
    pass.pixels.replaceSubrange(start..<start + normalized.count, with: normalized)
    pass.pictures[slot] = picture
    var tokens: [Float] = []
    let outputs = try model.transformer.forward(&pass) { reached, pass in
        guard pass.isFinite(slot: slot) else {
            throw Failure(
                Exit.nothing,
                "\(name): expected finite numbers, found NaN or infinity in layer "
                    + "\(reached.text); the checkpoint is damaged.")
        }
        guard reached == layer, kind != .joint else { return }
        var saturated = 0
        switch storedTokens(pass, slot: slot, kind, precision, saturated: &saturated) {
        case .half(let halves): tokens = fromHalf(halves)
        case .single(let singles): tokens = singles
        }
    }
    if kind == .joint {
        var saturated = 0
        let values = storedJoint(
            outputs, slot: slot, width: model.description.jointWidth, precision,
            saturated: &saturated)
        switch values {
        case .half(let halves): tokens = fromHalf(halves)
        case .single(let singles): tokens = singles
        }
    }
    return tokens
}
