internal import Console
internal import Dense
internal import Images
internal import ModelLoading
internal import Store
internal import ViT

/// All tokens of a kind that `model` gives a picture of its size at a layer, rounded as a store of
/// that precision has them: `[width]`, or `[patches * width]`.
///
/// The picture stands alone in a micro-batch: a row of `extract` depends on no other, either.
///
/// - Parameter slot: the picture's place in the micro-batch. In the slot that `extract` gave it, a
///   picture gets the bytes that are stored; where the library's product rounds the rows of a batch
///   differently (OpenBLAS's kernels for AVX2), another slot changes the last digits.
/// - Throws: `Failure` when they are not finite.
func embedded(
    _ square: RGBImage, by model: LoadedModel, _ layer: LayerName, _ kind: TokenKind,
    _ precision: TokenPrecision, slot: Int = 0, name: String
) throws -> [Float] {
    var pass = ForwardPass(
        model.transformer.configuration, keepsAttention: false,
        precision: model.transformer.precision)
    var normalized = [Float](repeating: 0, count: square.pixels.count)
    var span = normalized.mutableSpan
    model.recipe.normalize(square, into: &span)
    let start = slot * normalized.count
    pass.pixels.replaceSubrange(start..<start + normalized.count, with: normalized)
    var tokens: [Float] = []
    _ = try model.transformer.forward(&pass) { reached, pass in
        guard pass.isFinite(slot: slot) else {
            throw Failure(
                Exit.nothing,
                "\(name): expected finite numbers, found NaN or infinity in layer "
                    + "\(LayerName(reached).text); the checkpoint is damaged.")
        }
        guard LayerName(reached) == layer else { return }
        var saturated = 0
        switch storedTokens(pass, slot: slot, kind, precision, saturated: &saturated) {
        case .half(let halves): tokens = fromHalf(halves)
        case .single(let singles): tokens = singles
        }
    }
    return tokens
}
