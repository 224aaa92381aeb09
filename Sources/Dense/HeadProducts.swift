/// The two products of attention for one image, all heads at once (Vaswani and others 2017, arXiv
/// 1706.03762): scores of queries and keys, and mixtures of values.
///
/// Queries, keys, values and results are `[tokens, heads * headWidth]`, head beside head. Sums are
/// in single precision. Immutable: any number of threads may use it, each with its own workspace.
public final class HeadProducts: Sendable {
    /// The number of tokens of an image.
    public let tokens: Int
    /// The number of attention heads.
    public let heads: Int
    /// The numbers of each head's queries, keys and values.
    public let headWidth: Int
    /// The precision of queries, keys, values, weights and results; scores are in single
    /// precision.
    public let precision: Precision
    /// The code that computes the products: oneDNN's name of the kernel, or "openblas".
    public var implementation: String { products?.scores.implementation ?? "openblas" }

    /// The two products as oneDNN computes them.
    private struct Pair: Sendable {
        let scores: OneDNNProduct
        let mixture: OneDNNProduct
    }
    /// oneDNN's products; nil where OpenBLAS computes them.
    private let products: Pair?

    /// Makes the products ready for these sizes.
    ///
    /// oneDNN computes them in bf16, and in f32 where it has kernels for AVX-512; else OpenBLAS
    /// does, head by head. On a processor without bf16 products, `.bf16` is a programming error.
    ///
    /// - Parameter engine: for tests: which of the two is taken where both are possible.
    public init(
        tokens: Int, heads: Int, headWidth: Int, precision: Precision,
        engine: ProductEngine = .fastest
    ) {
        self.tokens = tokens
        self.heads = heads
        self.headWidth = headWidth
        self.precision = precision
        let width = heads * headWidth
        // The orders of axes for which oneDNN has kernels of its own: head beside head in a row.
        let rows = ProductShape(
            sides: [1, heads, tokens, headWidth],
            strides: [tokens * width, headWidth, width, 1], precision: precision)
        let columns = ProductShape(
            sides: [1, heads, headWidth, tokens],
            strides: [tokens * width, headWidth, 1, width], precision: precision)
        func square(_ precision: Precision) -> ProductShape {
            let n = tokens
            return ProductShape(
                sides: [1, heads, n, n], strides: [heads * n * n, n * n, n, 1],
                precision: precision)
        }
        if engine != .openBLAS,
            let scores = OneDNNProduct(
                source: rows, weights: columns, isPacked: false, target: square(.f32)),
            let mixture = OneDNNProduct(
                source: square(precision), weights: rows, isPacked: false, target: rows),
            precision == .bf16 || engine == .oneDNN
                || scores.implementation.hasPrefix("brg:avx512")
        {
            products = Pair(scores: scores, mixture: mixture)
        } else {
            precondition(precision == .f32, "oneDNN has no bf16 product on this processor")
            products = nil
        }
    }

    /// `scores[h] = queries[h] · transpose(keys[h])`, `[heads, tokens, tokens]`, without a scale,
    /// for the image whose first number is at `offset` of both buffers.
    public func scores(
        _ queries: borrowing AlignedBuffer, _ keys: borrowing AlignedBuffer, at offset: Int,
        into scores: inout AlignedBuffer, _ workspace: inout ProductWorkspace
    ) {
        check(queries, offset, "queries")
        check(keys, offset, "keys")
        precondition(
            scores.precision == .f32 && scores.count == heads * tokens * tokens,
            "\(scores.count) scores of \(scores.precision) for \(heads) heads, \(tokens) tokens")
        if let products {
            unsafe products.scores.run(
                queries.address(offset), keys.address(offset), into: scores.base, &workspace)
            return
        }
        for head in 0..<heads {
            unsafe multiply(
                ProductPlaces(place(head), place(head), bTransposed: true, into: square(head)),
                queries.floats + offset, keys.floats + offset, into: scores.floats)
        }
    }

    /// `mixture[h] = weights[h] · values[h]`, `[tokens, heads * headWidth]`, from `offset` on, for
    /// the image whose values begin at `offset`.
    ///
    /// - Parameter weights: `[heads, tokens, tokens]`, in `precision`.
    public func mix(
        _ weights: borrowing AlignedBuffer, _ values: borrowing AlignedBuffer, at offset: Int,
        into mixture: inout AlignedBuffer, _ workspace: inout ProductWorkspace
    ) {
        check(values, offset, "values")
        check(mixture, offset, "mixture")
        precondition(
            weights.precision == precision && weights.count == heads * tokens * tokens,
            "\(weights.count) weights of \(weights.precision) for \(heads) heads, "
                + "\(tokens) tokens")
        if let products {
            unsafe products.mixture.run(
                weights.base, values.address(offset), into: mixture.address(offset), &workspace)
            return
        }
        for head in 0..<heads {
            unsafe multiply(
                ProductPlaces(square(head), place(head), into: place(head)), weights.floats,
                values.floats + offset, into: mixture.floats + offset)
        }
    }

    /// A head's scores or weights `[tokens, tokens]`.
    private func square(_ head: Int) -> Place {
        Place(offset: head * tokens * tokens, rows: tokens, columns: tokens)
    }

    /// A head's queries, keys, values or results `[tokens, headWidth]`, beside the other heads'.
    private func place(_ head: Int) -> Place {
        Place(
            offset: head * headWidth, rows: tokens, columns: headWidth, stride: heads * headWidth)
    }

    /// Stops the program unless an image's numbers lie in the buffer, in the right precision.
    private func check(_ buffer: borrowing AlignedBuffer, _ offset: Int, _ name: String) {
        precondition(
            buffer.precision == precision && offset >= 0
                && offset + tokens * heads * headWidth <= buffer.count,
            "\(name): \(buffer.count) \(buffer.precision) from \(offset) on, expected "
                + "\(tokens) x \(heads * headWidth) \(precision)")
    }
}
