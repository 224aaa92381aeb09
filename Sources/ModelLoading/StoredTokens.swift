internal import Dense
public import Store
public import ViT

/// One slot's tokens of a kind, as they are stored: `[width]` of the class token and the mean,
/// `[count, width]` of patches and extra tokens.
///
/// In half precision a number beyond ±65504 becomes the largest one; how many there were is added
/// to `saturated`.
public func storedTokens(
    _ pass: borrowing ForwardPass, slot: Int, _ kind: TokenKind, _ precision: TokenPrecision,
    saturated: inout Int
) -> TokenValues {
    let place: Place
    switch kind {
    case .classToken: place = pass.classPlace(slot: slot)
    case .extra: place = pass.extraPlace(slot: slot)
    case .patches: place = pass.patchPlace(slot: slot)
    case .mean:
        var mean = [Float](repeating: 0, count: pass.configuration.width)
        meanOfRows(pass.tokens, pass.patchPlace(slot: slot), into: &mean)
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

extension LayerName {
    /// The name in a file of a layer of the model.
    public init(_ layer: Layer) {
        self =
            switch layer {
            case .embedding: .embedding
            case .block(let index): .block(index)
            case .final: .final
            }
    }
}
