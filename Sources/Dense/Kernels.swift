internal import CKernels

// The elementwise kernels of CKernels, with shapes checked. `Referee` has each in plain Swift.

/// The instruction set whose kernels run here: "x86-64-v4", "x86-64-v3" or "baseline".
public func instructionSet() -> String {
    guard let name = unsafe kernels_instruction_set() else { return "unknown" }
    return unsafe String(cString: name)
}

/// Layer normalisation of each row (Ba, Kiros and Hinton 2016, arXiv 1607.06450):
///
///     (x - mean) / sqrt(variance + eps) · scale + shift
///
/// `input` and `output` `[rows, columns]`; `scale` and `shift` `[columns]`; the variance is the
/// biased one, as in PyTorch. Arrays may be longer; shorter ones are a programming error.
public func layerNorm(
    _ input: [Float], into output: inout [Float], rows: Int,
    scale: [Float], shift: [Float], eps: Float
) {
    checkLayerNorm(rows, scale.count, input: input.count, output: output.count, shift: shift.count)
    unsafe kernels_layer_norm(input, &output, scale, shift, rows, scale.count, eps)
}

/// Layer normalisation of each row of an array, `[rows, columns]`, into working memory, rounded to
/// its precision; the formula is that of `layerNorm` for two arrays.
public func layerNorm(
    _ input: [Float], into output: inout AlignedBuffer, rows: Int,
    scale: [Float], shift: [Float], eps: Float
) {
    checkLayerNorm(rows, scale.count, input: input.count, output: output.count, shift: shift.count)
    switch output.precision {
    case .f32:
        unsafe kernels_layer_norm(input, output.floats, scale, shift, rows, scale.count, eps)
    case .bf16:
        unsafe kernels_layer_norm_bf16(input, output.bf16, scale, shift, rows, scale.count, eps)
    }
}

/// Layer normalisation of each row of working memory, `[rows, columns]`, in place; numbers in bf16
/// are read exactly and rounded once. The formula is that of `layerNorm` for two arrays.
public func layerNorm(
    _ values: inout AlignedBuffer, rows: Int, scale: [Float], shift: [Float], eps: Float
) {
    let count = rows * scale.count
    precondition(values.count >= count, "\(rows) rows of \(scale.count) of \(values.count)")
    layerNorm(
        values.values(0..<count), into: &values, rows: rows, scale: scale, shift: shift, eps: eps)
}

/// Adds `table[h, indices[i]]` to each number i of part h of a buffer of `.f32`,
/// `[table.rows, indices.count]`.
public func add(_ table: Matrix<Float>, at indices: [Int32], to values: inout AlignedBuffer) {
    precondition(values.count == table.rows * indices.count, "\(values.count) numbers")
    let floats = unsafe values.floats
    for row in 0..<table.rows {
        let (own, start) = (row * table.columns, row * indices.count)
        for (place, index) in indices.enumerated() {
            unsafe floats[start + place] += table.elements[own + Int(index)]
        }
    }
}

private func checkLayerNorm(_ rows: Int, _ columns: Int, input: Int, output: Int, shift: Int) {
    precondition(
        input >= rows * columns && output >= rows * columns && shift == columns,
        "\(rows) rows of \(columns): input \(input), output \(output), shift \(shift)")
}

/// Softmax of `factor · scores` over each row of each head, `scores` `[heads, tokens, tokens]`,
/// in place.
///
/// - Parameters:
///   - rounded: takes the same numbers in bf16, `[heads, tokens, tokens]`; empty where nobody
///     needs them.
///   - transition: takes, from `offset` on, what rollout multiplies (Abnar and Zuidema 2020,
///     arXiv 2005.00928): the mean over the heads plus the identity, each row divided by its sum,
///     `[tokens, tokens]`; untouched where it is empty.
public func attentionSoftmax(
    _ scores: inout AlignedBuffer, heads: Int, tokens: Int, factor: Float,
    rounded: inout AlignedBuffer, transition: inout [Float], at offset: Int
) {
    let square = tokens * tokens
    precondition(
        scores.count == heads * square && (rounded.count == 0 || rounded.count == heads * square)
            && (transition.isEmpty || offset >= 0 && offset + square <= transition.count),
        "\(scores.count) scores of \(heads) heads and \(tokens) tokens, \(rounded.count) rounded, "
            + "\(transition.count) transitions from \(offset) on")
    let target16 = unsafe rounded.count == 0 ? nil : rounded.bf16
    unsafe transition.withUnsafeMutableBufferPointer { transition in
        let target = unsafe transition.isEmpty ? nil : transition.baseAddress! + offset
        unsafe kernels_attention_softmax(scores.floats, target16, target, heads, tokens, factor)
    }
}

/// Copies the numbers `range` of a buffer of `.f32` to an array, from `offset` on.
public func copy(
    _ values: borrowing AlignedBuffer, _ range: Range<Int>, to target: inout [Float],
    at offset: Int
) {
    values.check(range)
    precondition(
        offset >= 0 && offset + range.count <= target.count,
        "\(range.count) numbers at \(offset) of \(target.count)")
    unsafe target.withUnsafeMutableBufferPointer { target in
        unsafe (target.baseAddress! + offset).update(
            from: values.floats + range.lowerBound, count: range.count)
    }
}

/// The activation of a feed-forward part.
public enum Activation: String, Sendable, CaseIterable {
    /// `x · Φ(x)` with the exact normal distribution function (erf; Hendrycks and Gimpel 2016,
    /// arXiv 1606.08415).
    case gelu
    /// `x · sigmoid(1.702 x)`, CLIP's.
    case quickGELU = "quick_gelu"
    /// `x · (1 + tanh(sqrt(2 / π) (x + 0.044715 x³))) / 2`, the older approximation of `gelu`:
    /// SigLIP's.
    case tanhGELU = "gelu_tanh"
    /// `x · sigmoid(x)`: that of the gates of SwiGLU (Shazeer 2020, arXiv 2002.05202).
    case silu
}

/// `values[i] *= factors[i]` for the first `count` numbers of two buffers of one precision, each
/// product rounded to it.
public func multiply(
    _ values: inout AlignedBuffer, by factors: borrowing AlignedBuffer, count: Int
) {
    precondition(
        values.precision == factors.precision && count <= min(values.count, factors.count),
        "\(count) of \(values.count) \(values.precision) and \(factors.count) "
            + "\(factors.precision)")
    switch values.precision {
    case .f32: unsafe kernels_multiply(values.floats, factors.floats, count)
    case .bf16: unsafe kernels_multiply_bf16(values.bf16, factors.bf16, count)
    }
}

/// Rotates pairs of numbers of an image's queries or keys, as rotary positions do (Su et al. 2021,
/// arXiv 2104.09864), in place.
///
/// With D the width of a head, numbers i and i + D / 2 of each head are a pair, which is turned by
/// the angle of its row: `(a, b)` becomes `(a cos - b sin, b cos + a sin)`.
///
/// - Parameters:
///   - values: rows of `heads * D` numbers, head beside head.
///   - offset: the first number of the first row.
///   - cosines: of the angles, `[rows, D / 2]`.
///   - sines: as `cosines`.
public func rotatePairs(
    _ values: inout AlignedBuffer, at offset: Int, heads: Int, cosines: Matrix<Float>,
    sines: Matrix<Float>
) {
    let (rows, half) = (cosines.rows, cosines.columns)
    precondition(sines.rows == rows && sines.columns == half, "\(sines.rows) rows of sines")
    values.check(offset..<offset + rows * heads * 2 * half)
    switch values.precision {
    case .f32:
        unsafe kernels_rotate_pairs(
            values.floats + offset, cosines.elements, sines.elements, rows, heads, half)
    case .bf16:
        unsafe kernels_rotate_pairs_bf16(
            values.bf16 + offset, cosines.elements, sines.elements, rows, heads, half)
    }
}

/// Adds `bias` `[columns]` to each row of `values` `[rows, columns]` and applies `activation`, in
/// place; nil applies none.
public func addBias(
    _ bias: [Float], to values: inout [Float], rows: Int,
    activation: Activation? = nil
) {
    var span = values.mutableSpan
    addBias(bias, to: &span, rows: rows, activation: activation)
}

/// `addBias` for a span, such as a part of a longer array.
public func addBias(
    _ bias: [Float], to values: inout MutableSpan<Float>, rows: Int,
    activation: Activation? = nil
) {
    let columns = bias.count
    precondition(
        values.count >= rows * columns,
        "\(rows) rows of \(columns) exceed \(values.count) values")
    unsafe values.withUnsafeMutableBufferPointer { values in
        let values = values.baseAddress
        switch activation {
        case nil: unsafe kernels_add_bias(values, bias, rows, columns)
        case .gelu: unsafe kernels_bias_gelu(values, bias, rows, columns)
        case .quickGELU: unsafe kernels_bias_quick_gelu(values, bias, rows, columns)
        case .tanhGELU: unsafe kernels_bias_gelu_tanh(values, bias, rows, columns)
        case .silu: unsafe kernels_bias_silu(values, bias, rows, columns)
        }
    }
}

/// A number in IEEE half precision, by its bits.
public typealias HalfBits = UInt16

/// Rounds to half precision (to nearest, ties to even) and returns how many values lay beyond
/// ±65504, which they were set to.
@discardableResult
public func toHalf(
    _ input: borrowing Span<Float>, into output: inout MutableSpan<HalfBits>
) -> Int {
    precondition(output.count >= input.count, "\(input.count) values for \(output.count) halves")
    let count = input.count
    return unsafe withPointers(input, &output) { unsafe kernels_to_half($0, $1, count) }
}

/// Rounds values to half precision (to nearest, ties to even), `[values.count]`, and counts those
/// beyond ±65504, which become that.
public func toHalf(_ values: borrowing Span<Float>) -> (bits: [HalfBits], saturated: Int) {
    let count = values.count
    var saturated = 0
    let bits = unsafe values.withUnsafeBufferPointer { values in
        unsafe [HalfBits](unsafeUninitializedCapacity: count) { bits, initialized in
            unsafe saturated = kernels_to_half(values.baseAddress, bits.baseAddress, count)
            initialized = count
        }
    }
    return (bits, saturated)
}

/// Rounds values to half precision, as the function for spans does.
public func toHalf(_ values: [Float]) -> (bits: [HalfBits], saturated: Int) { toHalf(values.span) }

/// Half precision as single, exactly, `[halves.count]`.
public func fromHalf(_ halves: [HalfBits]) -> [Float] {
    var values = [Float](repeating: 0, count: halves.count)
    var span = values.mutableSpan
    fromHalf(halves.span, into: &span)
    return values
}

/// Half precision as single, exactly, to the head of `output`, which has room for all.
public func fromHalf(_ input: borrowing Span<HalfBits>, into output: inout MutableSpan<Float>) {
    precondition(output.count >= input.count, "\(input.count) halves for \(output.count) values")
    let count = input.count
    unsafe withPointers(input, &output) { unsafe kernels_from_half($0, $1, count) }
}

/// Whether no value is NaN or infinite; true for no values.
public func allFinite(_ values: borrowing Span<Float>) -> Bool {
    let count = values.count
    return unsafe values.withUnsafeBufferPointer {
        unsafe kernels_all_finite($0.baseAddress, count) != 0
    }
}

/// The mean of the rows of `place` (contiguous) of `values`, `[columns]`, written to `mean` from
/// `offset` on.
public func meanOfRows(
    _ values: [Float], _ place: Place, into mean: inout [Float],
    at offset: Int = 0
) {
    place.check(inside: values.count, "values")
    precondition(
        place.stride == place.columns && offset >= 0 && offset + place.columns <= mean.count,
        "\(place.columns) means at \(offset) exceed \(mean.count), or rows are not contiguous")
    unsafe values.withUnsafeBufferPointer { values in
        unsafe mean.withUnsafeMutableBufferPointer { mean in
            unsafe kernels_mean_of_rows(
                values.baseAddress! + place.offset, mean.baseAddress! + offset, place.rows,
                place.columns)
        }
    }
}

/// The mean of the rows of `place` (contiguous) of a buffer of `.f32`, as that of an array.
public func meanOfRows(
    _ values: borrowing AlignedBuffer, _ place: Place, into mean: inout [Float], at offset: Int
) {
    place.check(inside: values.count, "values")
    precondition(
        place.stride == place.columns && offset >= 0 && offset + place.columns <= mean.count,
        "\(place.columns) means at \(offset) exceed \(mean.count), or rows are not contiguous")
    unsafe mean.withUnsafeMutableBufferPointer { mean in
        unsafe kernels_mean_of_rows(
            values.floats + place.offset, mean.baseAddress! + offset, place.rows, place.columns)
    }
}

/// The mean attention distance of one head (Dosovitskiy and others 2020, arXiv 2010.11929, appendix
/// D): the mean over rows of each row's mean distance, weighted by the `weights` of `place` and
/// divided by the row's sum of weights. A row whose weights sum to 0 counts 0.
///
/// - Parameter distances: `[rows, columns]`, in any unit, which is also the result's.
public func meanDistance(
    _ weights: borrowing AlignedBuffer, _ place: Place, distances: [Float]
) -> Float {
    place.check(inside: weights.count, "weights")
    precondition(
        distances.count == place.rows * place.columns,
        "\(distances.count) distances for \(place.rows) x \(place.columns)")
    return unsafe kernels_mean_distance(
        weights.floats + place.offset, distances, place.rows, place.columns, place.stride)
}

/// The conditions of `nextWithin`: entries of other groups whose bound and core lie within limits.
public struct WithinLimits: Sendable {
    /// The largest `half - product`.
    public var limit: Float
    /// The largest core.
    public var core: Float
    /// The group that is left out.
    public var group: Int32

    /// Wraps the three conditions.
    public init(limit: Float, core: Float, group: Int32) {
        self.limit = limit
        self.core = core
        self.group = group
    }
}

/// The first of `columns` from `start` on with `halves - product <= limit`, `cores <= core` and
/// another group; `columns.upperBound` when there is none.
///
/// `halves`, `cores` and `groups` `[all columns]`; `products` has the entry of column `c` at
/// `offset + c - columns.lowerBound`.
public func nextWithin(
    _ products: borrowing Span<Float>, at offset: Int, columns: Range<Int>, from start: Int,
    halves: borrowing Span<Float>, cores: borrowing Span<Float>, groups: borrowing Span<Int32>,
    _ limits: WithinLimits
) -> Int {
    precondition(
        columns.lowerBound >= 0 && start >= columns.lowerBound && start <= columns.upperBound
            && columns.upperBound <= halves.count && cores.count == halves.count
            && groups.count == halves.count && offset >= 0
            && offset + columns.count <= products.count,
        "columns \(columns) from \(start) of \(halves.count), \(products.count) products")
    let first = columns.lowerBound
    return unsafe withPointers(products, halves) { products, halves in
        unsafe withPointers(cores, groups) { cores, groups in
            unsafe first
                + kernels_next_within(
                    products + offset, halves + first, cores + first, groups + first,
                    start - first, columns.count, limits.limit, limits.core, limits.group)
        }
    }
}

/// For each row of `products` `[rows, halves.count]`, the column of the least
/// `halves - product` (ties: the first) and that value, into `nearest` and `scores` from `offset`
/// on.
public func nearestCentroids(
    _ products: borrowing Span<Float>, rows: Int, halves: borrowing Span<Float>,
    into nearest: inout [Int32], scores: inout [Float], at offset: Int
) {
    let count = halves.count
    precondition(
        offset >= 0 && offset + rows <= nearest.count && offset + rows <= scores.count
            && products.count >= rows * count && count > 0,
        "\(products.count) products, \(rows) rows at \(offset), \(count) centroids, "
            + "\(nearest.count) and \(scores.count) results")
    unsafe withPointers(products, halves) { products, halves in
        unsafe kernels_nearest_centroids(
            products, halves, rows, count, &nearest, &scores, offset)
    }
}

/// Adds each row of `values` from `offset` on, `[groups.count, columns]`, to the row of `sums`
/// `[all groups, columns]` that its group names, in the order of the rows.
public func addRows(
    _ values: borrowing Span<Float>, at offset: Int, columns: Int,
    groups: borrowing Span<Int32>, to sums: inout MutableSpan<Double>
) {
    let rows = groups.count
    precondition(
        offset >= 0 && offset + rows * columns <= values.count,
        "\(rows) rows of \(columns) at \(offset) of \(values.count)")
    for r in 0..<rows {
        precondition(
            groups[r] >= 0 && (Int(groups[r]) + 1) * columns <= sums.count,
            "group \(groups[r]) of \(columns) columns in \(sums.count) sums")
    }
    unsafe withPointers(values, groups, &sums) { values, groups, sums in
        unsafe kernels_add_rows(values + offset, groups, rows, columns, sums)
    }
}

/// The products of `rows` `[products.count, columns]` in half precision with `vector` `[columns]`,
/// summed in single precision in an order of the instruction set's own.
public func halfProducts(
    _ rows: borrowing Span<HalfBits>, _ vector: borrowing Span<Float>,
    into products: inout MutableSpan<Float>
) {
    let (count, columns) = (products.count, vector.count)
    precondition(
        rows.count == count * columns,
        "\(rows.count) numbers in \(count) rows of \(columns)")
    unsafe withPointers(rows, vector, &products) { rows, vector, products in
        unsafe kernels_half_products(rows, vector, count, columns, products)
    }
}
