/// The change of shape and order by which a tensor of another family becomes one of ours, as data
/// for the name tables.
///
/// C = width, H = heads, D = width of a head (C = H · D), `in` and `out` the sides of a product.
enum Layout: CaseIterable, Sendable {
    /// The same on both sides.
    case asIs
    /// A bias of queries, keys and values whose part for the keys is masked: zeros there.
    case withoutKeys
    /// A vector `[n]` -> `[1, 1, n]`: CLIP's class token.
    case token
    /// A table `[rows, n]` -> `[1, rows, n]`: CLIP's position table.
    case table
    /// A Flax dense kernel `[in, out]` -> `[out, in]`.
    case transposed
    /// A Flax convolution kernel `[height, width, in, out]` -> `[out, in, height, width]`.
    case convolution
    /// A Flax query, key or value kernel `[C, H, D]` -> `[H · D, C]`.
    case headsOut
    /// A Flax query, key or value bias `[H, D]` -> `[H · D]`.
    case headsBias
    /// The Flax kernel after the heads, `[H, D, C]` -> `[C, H · D]`.
    case headsIn

    /// The shape on our side of a shape on theirs; nil where the number of sides is another, or a
    /// product of sides exceeds an `Int`.
    func ours(of theirs: [Int]) -> [Int]? {
        switch (self, theirs.count) {
        case (.asIs, _), (.withoutKeys, 1): theirs
        case (.token, 1), (.table, 2): [Int](repeating: 1, count: 3 - theirs.count) + theirs
        case (.transposed, 2): [theirs[1], theirs[0]]
        case (.convolution, 4): [theirs[3], theirs[2], theirs[0], theirs[1]]
        case (.headsOut, 3): elementCount(of: [theirs[1], theirs[2]]).map { [$0, theirs[0]] }
        case (.headsBias, 2): elementCount(of: theirs).map { [$0] }
        case (.headsIn, 3): elementCount(of: [theirs[0], theirs[1]]).map { [theirs[2], $0] }
        default: nil
        }
    }

    /// The shape on their side of a shape on ours: the other direction of `ours(of:)`. The sides of
    /// `ours` must be as many as the layout has, and `heads` must divide the width.
    func theirs(of ours: [Int], heads: Int) -> [Int] {
        switch self {
        case .asIs, .withoutKeys: ours
        case .token: [ours[2]]
        case .table: [ours[1], ours[2]]
        case .transposed: [ours[1], ours[0]]
        case .convolution: [ours[2], ours[3], ours[1], ours[0]]
        case .headsOut: [ours[1], heads, ours[0] / heads]
        case .headsBias: [heads, ours[0] / heads]
        case .headsIn: [heads, ours[1] / heads, ours[0]]
        }
    }

    /// Their tensor as ours, its elements put into our order; a shape with another number of sides
    /// is a programming error.
    func ours(of theirs: Tensor) -> Tensor {
        let shape = theirs.shape
        guard let result = ours(of: shape) else {
            preconditionFailure("layout \(self) of a tensor \(text(shape))")
        }
        switch self {
        case .asIs, .headsBias, .token, .table:
            return Tensor(shape: result, elements: theirs.elements)
        case .withoutKeys:
            let third = theirs.elements.count / 3
            var elements = theirs.elements
            for i in third..<2 * third { elements[i] = 0 }
            return Tensor(shape: result, elements: elements)
        case .transposed, .headsOut, .headsIn:
            // The heads' two sides are one side of ours, on whichever end they stand.
            return Tensor(
                shape: result,
                elements: Weights.transposed(
                    theirs.elements, rows: result[1], columns: result[0]))
        case .convolution:
            let strides = [1, shape[3], shape[1] * shape[2] * shape[3], shape[2] * shape[3]]
            return Tensor(
                shape: result, elements: gather(theirs.elements, shape: result, strides: strides))
        }
    }
}
