public import Dense
public import Tokens

extension PatchGrid {
    /// Where the pixels of a patch begin in `[height, width, 3]`.
    func start(of index: Int) -> Int { (top(of: index) * width + left(of: index)) * 3 }
}

/// The pixels of each patch in one row, `[patches, patch * patch * 3]`, order (row, column,
/// colour). `pixels` `[height, width, 3]`.
public func patchRows(_ pixels: [Float], _ grid: PatchGrid) -> Matrix<Float> {
    precondition(
        pixels.count == grid.height * grid.width * 3,
        "\(pixels.count) numbers for an image of \(grid.sizeInWords) pixels")
    var elements: [Float] = []
    elements.reserveCapacity(pixels.count)
    for index in 0..<grid.count {
        var at = grid.start(of: index)
        for _ in 0..<grid.patch {
            elements.append(contentsOf: pixels[at..<at + 3 * grid.patch])
            at += 3 * grid.width
        }
    }
    return Matrix(rows: grid.count, columns: grid.patchLength, elements: elements)
}

/// The layer-0 views of all patches by one filter, laid on the grid: the filter's view of the
/// image, `[height, width, 3]` (Nguyen et al. 2022, arXiv 2210.07646).
///
/// Each patch's view is the elementwise product of the filter and the patch times the patch's
/// weight; all weights are 1 when `weights` is nil. With the row of a token in the attention
/// rollout as `weights` `[patches]` it is that token's global view.
///
/// - Parameters:
///   - pixels: `[height, width, 3]` in the model's normalised range.
///   - filter: `[patch * patch * 3]`, a column of the patch kernel.
public func imageView(
    _ pixels: [Float], filter: [Float], weights: [Float]? = nil, _ grid: PatchGrid
) -> [Float] {
    precondition(
        pixels.count == grid.height * grid.width * 3 && filter.count == grid.patchLength
            && (weights.map { $0.count == grid.count } ?? true),
        "\(pixels.count) pixels, a filter of \(filter.count), \(weights?.count ?? 0) weights")
    var view = [Float](repeating: 0, count: pixels.count)
    let run = 3 * grid.patch
    for index in 0..<grid.count {
        let weight = weights.map { $0[index] } ?? 1
        var at = grid.start(of: index)
        for row in 0..<grid.patch {
            for i in 0..<run { view[at + i] = weight * (filter[row * run + i] * pixels[at + i]) }
            at += 3 * grid.width
        }
    }
    return view
}

/// The weights of a token's global view after `blocks` blocks, `[patches]`.
///
/// Before the first block a token has seen its own patch only, and the class token none: nil.
/// After b blocks the weights are the token's row of the rollout of block b - 1, patches only.
///
/// - Parameters:
///   - joint: `[depth, tokens, tokens]`, attention rollout.
///   - prefix: tokens before the first patch.
public func globalViewWeights(
    joint: [Float], token: Int, afterBlocks blocks: Int, prefix: Int, patches: Int
) -> [Float]? {
    let tokens = patches + prefix
    precondition(
        token >= 0 && token < tokens && joint.count >= blocks * tokens * tokens,
        "token \(token) of \(tokens) after \(blocks) blocks of \(joint.count) numbers")
    if blocks == 0 {
        guard token >= prefix else { return nil }
        return (0..<patches).map { $0 == token - prefix ? 1 : 0 }
    }
    let start = ((blocks - 1) * tokens + token) * tokens + prefix
    return Array(joint[start..<start + patches])
}
