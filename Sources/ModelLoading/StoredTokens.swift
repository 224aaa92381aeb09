internal import Dense
public import Store
public import Tokens
public import ViT

/// The tokens of one image at the current layer of a forward pass, rounded to the precision of the
/// store.
///
/// - Parameters:
///   - pass: the forward pass, in the callback of a layer.
///   - slot: the image's place in the micro-batch.
///   - kind: `mean` is the mean of the patch tokens in single precision, without those of a border.
///   - saturated: increased by the number of values beyond the range of f16, which become ±65504.
/// - Returns: `[rows * width]`, with one row for the class token and the mean.
public func storedTokens(
    _ pass: borrowing ForwardPass, slot: Int, _ kind: TokenKind, _ precision: TokenPrecision,
    saturated: inout Int
) -> TokenValues {
    let place: Place
    switch kind {
    case .classToken: place = pass.classPlace(slot: slot)
    case .extra: place = pass.extraPlace(slot: slot)
    case .joint: preconditionFailure("the space of words is no layer's")
    case .patches: place = pass.patchPlace(slot: slot)
    case .mean:
        let mean = pass.patchMean(slot: slot)
        if precision == .f32 { return .single(mean) }
        let halves = toHalf(mean.span)
        saturated += halves.saturated
        return .half(halves.bits)
    }
    let range = place.offset..<place.offset + place.rows * place.columns
    if precision == .f32 { return .single(Array(pass.tokens[range])) }
    let halves = toHalf(pass.tokens.span.extracting(range))
    saturated += halves.saturated
    return .half(halves.bits)
}

/// The embedding of one image in the space of words, rounded to the precision of the store,
/// `[width]`: the projection of its token, or the token of attention pooling.
///
/// - Parameter saturated: as in `storedTokens`.
public func storedJoint(
    _ outputs: ImageOutputs, slot: Int, width: Int, _ precision: TokenPrecision,
    saturated: inout Int
) -> TokenValues {
    let rows = outputs.projected.isEmpty ? outputs.pooled : outputs.projected
    let range = slot * width..<(slot + 1) * width
    if precision == .f32 { return .single(Array(rows[range])) }
    let halves = toHalf(rows.span.extracting(range))
    saturated += halves.saturated
    return .half(halves.bits)
}
