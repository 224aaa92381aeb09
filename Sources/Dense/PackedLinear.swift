internal import CKernels

/// A linear layer made ready for inputs of a fixed number of rows:
/// `output = activation(input · transpose(weight) + bias)`, or that added to what the output holds.
///
/// The weights are rounded to the precision and laid out once, as oneDNN's kernels read them; the
/// single-precision ones are not kept. Sums are in single precision. In `.f32`, where oneDNN has
/// no such kernels (it has them for AVX-512), OpenBLAS computes the product. Immutable: any number
/// of threads may apply it.
public final class PackedLinear: Sendable {
    /// The order of a weight matrix in memory.
    public enum Layout: Sendable {
        /// `[outputs, inputs]`, PyTorch's.
        case outputsFirst
        /// `[inputs, outputs]`, the transpose of PyTorch's.
        case inputsFirst
    }

    /// The rows of every input: the products' shapes are fixed.
    public let rows: Int
    /// The numbers of each input row.
    public let inputs: Int
    /// The numbers of each output row.
    public let outputs: Int
    /// The precision of input and weights.
    public let precision: Precision
    /// The precision of the output.
    public let output: Precision
    /// The code that computes the layer: oneDNN's name of the kernel, or "openblas".
    public var implementation: String { engine.implementation }

    private let engine: any LinearEngine

    /// Packs the weights of a layer.
    ///
    /// - Parameters:
    ///   - weight: in the order that `layout` gives.
    ///   - bias: `[outputs]`.
    ///   - rows: the rows of every input.
    ///   - output: the precision of the output; nil is `precision`, or `.f32` where it accumulates.
    ///   - accumulates: whether the result is added to the output, which must be `.f32`, without an
    ///     activation.
    ///   - choice: for tests: which of the two libraries is taken where both are possible.
    public init(
        weight: Matrix<Float>, layout: Layout = .outputsFirst, bias: [Float], rows: Int,
        precision: Precision, output: Precision? = nil, activation: Activation? = nil,
        accumulates: Bool = false, engine choice: ProductEngine = .fastest
    ) {
        let isOutputsFirst = layout == .outputsFirst
        inputs = isOutputsFirst ? weight.columns : weight.rows
        outputs = isOutputsFirst ? weight.rows : weight.columns
        self.rows = rows
        self.precision = precision
        self.output = output ?? (accumulates ? .f32 : precision)
        precondition(
            bias.count == outputs, "\(bias.count) numbers of bias for \(outputs) outputs")
        precondition(
            !accumulates || (self.output == .f32 && activation == nil),
            "a sum is kept in f32, without an activation")
        let problem = LinearProblem(
            weight: weight, isOutputsFirst: isOutputsFirst, bias: bias, rows: rows, inputs: inputs,
            outputs: outputs, precision: precision, output: self.output, activation: activation,
            accumulates: accumulates)
        let packed = choice == .openBLAS ? nil : PackedEngine(problem)
        if let packed, packed.isFast || precision == .bf16 || choice == .oneDNN {
            engine = packed
        } else {
            precondition(precision == .f32, "oneDNN has no bf16 product on this processor")
            engine = BLASEngine(problem)
        }
    }

    /// Computes the layer: `input` `[rows, inputs]` to `output` `[rows, outputs]`. Buffers may be
    /// longer; shorter ones and other precisions are a programming error.
    public func apply(
        _ input: borrowing AlignedBuffer, into output: inout AlignedBuffer,
        _ workspace: inout ProductWorkspace
    ) {
        checkInput(input)
        precondition(
            output.precision == self.output && output.count >= rows * outputs,
            "an output of \(output.count) \(output.precision), expected \(rows) x \(outputs) "
                + "\(self.output)")
        unsafe engine.run(input.base, output.base, &workspace)
    }

    /// Computes the layer into an array in single precision: `input` `[rows, inputs]` to `output`
    /// `[rows, outputs]`.
    public func apply(
        _ input: borrowing AlignedBuffer, into output: inout [Float],
        _ workspace: inout ProductWorkspace
    ) {
        checkInput(input)
        precondition(
            self.output == .f32 && output.count >= rows * outputs,
            "an output of \(output.count) f32, expected \(rows) x \(outputs) \(self.output)")
        unsafe output.withUnsafeMutableBytes { output in
            unsafe engine.run(input.base, output.baseAddress!, &workspace)
        }
    }

    private func checkInput(_ input: borrowing AlignedBuffer) {
        precondition(
            input.precision == precision && input.count >= rows * inputs,
            "an input of \(input.count) \(input.precision), expected \(rows) x \(inputs) "
                + "\(precision)")
    }
}

/// The library that computes a product of packed weights.
public enum ProductEngine: Sendable {
    /// oneDNN where it has a kernel made for packed weights, else OpenBLAS.
    case fastest
    /// oneDNN, also where its kernel is slower.
    case oneDNN
    /// OpenBLAS, in `.f32` only.
    case openBLAS
}

/// The numbers and settings of a linear layer, from which an engine packs its weights.
struct LinearProblem {
    /// The weights, in single precision.
    let weight: Matrix<Float>
    /// Whether `weight` is `[outputs, inputs]`, else its transpose.
    let isOutputsFirst: Bool
    let bias: [Float]
    let rows: Int
    let inputs: Int
    let outputs: Int
    let precision: Precision
    let output: Precision
    let activation: Activation?
    let accumulates: Bool
}

/// One library's way to compute a linear layer.
private protocol LinearEngine: Sendable {
    var implementation: String { get }

    /// Computes the layer, from the address of `[rows, inputs]` to that of `[rows, outputs]`.
    func run(
        _ input: UnsafeMutableRawPointer, _ output: UnsafeMutableRawPointer,
        _ workspace: inout ProductWorkspace)
}

/// oneDNN with the weights in its own layout, bias and activation fused.
private struct PackedEngine: LinearEngine {
    let product: OneDNNProduct
    let weights: PackedNumbers
    let bias: [Float]

    var implementation: String { product.implementation }
    /// Whether the kernel is one for packed weights on AVX-512, which is faster than OpenBLAS.
    var isFast: Bool { implementation.hasPrefix("brg:avx512") }

    /// Packs the weights; nil where oneDNN has no such product on this processor.
    init?(_ problem: LinearProblem) {
        let (k, n) = (problem.inputs, problem.outputs)
        func shape(_ rows: Int, _ columns: Int, _ precision: Precision) -> ProductShape {
            ProductShape(sides: [rows, columns], strides: [columns, 1], precision: precision)
        }
        let product = OneDNNProduct(
            source: shape(problem.rows, k, problem.precision),
            weights: shape(k, n, problem.precision), isPacked: true,
            target: shape(problem.rows, n, problem.output),
            OneDNNProduct.Finish(
                hasBias: true, activation: problem.activation, accumulates: problem.accumulates))
        guard let product else { return nil }
        self.product = product
        bias = problem.bias
        weights = product.pack(
            problem.weight.elements,
            ProductShape(
                sides: [k, n], strides: problem.isOutputsFirst ? [1, k] : [n, 1], precision: .f32))
    }

    func run(
        _ input: UnsafeMutableRawPointer, _ output: UnsafeMutableRawPointer,
        _ workspace: inout ProductWorkspace
    ) {
        unsafe bias.withUnsafeBytes { bias in
            unsafe product.run(
                input, weights.base, bias: bias.baseAddress, into: output, &workspace)
        }
    }
}

/// OpenBLAS, then bias and activation in a pass of their own.
private struct BLASEngine: LinearEngine {
    let problem: LinearProblem

    var implementation: String { "openblas" }

    init(_ problem: LinearProblem) { self.problem = problem }

    func run(
        _ input: UnsafeMutableRawPointer, _ output: UnsafeMutableRawPointer,
        _ workspace: inout ProductWorkspace
    ) {
        let p = problem
        let outputs = unsafe output.assumingMemoryBound(to: Float.self)
        let places = ProductPlaces(
            Place(rows: p.rows, columns: p.inputs),
            Place(rows: p.weight.rows, columns: p.weight.columns), bTransposed: p.isOutputsFirst)
        unsafe multiply(
            places, input.assumingMemoryBound(to: Float.self), p.weight.elements, into: outputs,
            beta: p.accumulates ? 1 : 0)
        var span = unsafe MutableSpan(_unsafeStart: outputs, count: p.rows * p.outputs)
        addBias(p.bias, to: &span, rows: p.rows, activation: p.activation)
    }
}

/// oneDNN's name of the kernel that computes bf16 products here, such as
/// "brg:avx512_core_amx_bf16"; nil where the processor allows none. It is asked for the shape of a
/// product in ViT-B/16 with 8 images.
public func bfloat16Kernel() -> String? {
    func shape(_ rows: Int, _ columns: Int, _ precision: Precision) -> ProductShape {
        ProductShape(sides: [rows, columns], strides: [columns, 1], precision: precision)
    }
    // The shape of a block's product in ViT-B/16.
    return OneDNNProduct(
        source: shape(1576, 768, .bf16), weights: shape(768, 768, .bf16), isPacked: true,
        target: shape(1576, 768, .bf16))?.implementation
}

/// Whether a kernel of `bfloat16Kernel` is faster than those in f32: where it runs on AMX tiles, or
/// on a processor whose bf16 products have the rate of f32's.
///
/// - Parameter isFullRate: nil to ask the processor.
public func isFast(bfloat16Kernel kernel: String, isFullRate: Bool? = nil) -> Bool {
    kernel.contains("amx")
        || kernel.contains("avx512_core_bf16")
            && (isFullRate ?? (kernels_has_full_rate_bf16() != 0))
}
