internal import COneDNN
internal import Glibc

// The only file that calls oneDNN 2 (https://uxlfoundation.github.io/oneDNN/v2.6).

/// The engine that all products share, and checks of return codes.
enum OneDNN {
    /// The engine of the processor; any number of threads may use it, and it is never released.
    nonisolated(unsafe) static let engine: dnnl_engine_t = {
        var engine: dnnl_engine_t?
        unsafe check(dnnl_engine_create(&engine, dnnl_cpu, 0), "engine")
        return unsafe engine!
    }()

    /// Stops the program on a failure: every one here is a shape or an attribute that we made.
    static func check(_ status: dnnl_status_t, _ operation: String) {
        precondition(
            status == dnnl_success, "oneDNN, \(operation): status \(status.rawValue)")
    }

    private typealias ThreadSetter = @convention(c) (Int32) -> Void

    /// `omp_set_num_threads` of the OpenMP library that oneDNN was linked with; nil where it uses
    /// none. It is looked up because its link name lies in the folders of one compiler.
    private static let setThreads: ThreadSetter? = {
        guard let symbol = unsafe dlsym(nil, "omp_set_num_threads") else { return nil }
        return unsafe unsafeBitCast(symbol, to: ThreadSetter.self)
    }()

    /// Keeps the products of the calling thread on it. OpenMP keeps that number for each thread.
    static func stayOnThisThread() { setThreads?(1) }
}

/// The instruction set for which oneDNN makes its kernels here, such as "avx512_core_vnni".
public func oneDNNCoreName() -> String {
    let names: [(dnnl_cpu_isa_t, String)] = [
        (dnnl_cpu_isa_sse41, "sse41"), (dnnl_cpu_isa_avx, "avx"), (dnnl_cpu_isa_avx2, "avx2"),
        (dnnl_cpu_isa_avx2_vnni, "avx2_vnni"), (dnnl_cpu_isa_avx512_core, "avx512_core"),
        (dnnl_cpu_isa_avx512_core_vnni, "avx512_core_vnni"),
        (dnnl_cpu_isa_avx512_core_bf16, "avx512_core_bf16"),
        (dnnl_cpu_isa_avx512_core_amx, "avx512_core_amx"),
    ]
    let isa = dnnl_get_effective_cpu_isa()
    return names.first { $0.0 == isa }?.1 ?? "isa_\(isa.rawValue)"
}

/// The stream and the scratch memory that one thread needs to run products; the scratch memory
/// grows to what the largest product needs.
@safe
public struct ProductWorkspace: ~Copyable {
    fileprivate let stream: dnnl_stream_t
    fileprivate var scratch = AlignedBuffer(count: 0, precision: .f32)

    /// A workspace without scratch memory.
    public init() {
        var stream: dnnl_stream_t?
        OneDNN.check(
            unsafe dnnl_stream_create(
                &stream, OneDNN.engine, UInt32(dnnl_stream_default_flags.rawValue)),
            "stream")
        unsafe self.stream = unsafe stream!
    }

    deinit { unsafe dnnl_stream_destroy(stream) }
}

/// The shape of one factor or of the result of a batched product.
struct ProductShape {
    /// The extent of each axis; the last two are those of the matrices.
    let sides: [Int]
    /// The step along each axis, in elements.
    let strides: [Int]
    let precision: Precision

    /// The shape as oneDNN takes it.
    fileprivate var descriptor: dnnl_memory_desc_t {
        var descriptor = dnnl_memory_desc_t()
        OneDNN.check(
            unsafe dnnl_memory_desc_init_by_strides(
                &descriptor, Int32(sides.count), sides.map(Int64.init), precision.code,
                strides.map(Int64.init)),
            "shape \(sides) by \(strides)")
        return descriptor
    }
}

extension Precision {
    fileprivate var code: dnnl_data_type_t { self == .f32 ? dnnl_f32 : dnnl_bf16 }
}

/// A product `target = source · weights` of fixed shapes with what is fused to it, as oneDNN
/// carries it out. Any number of threads may run it, each with its own workspace.
@safe
final class OneDNNProduct: @unchecked Sendable {
    /// The operations on the sums before they are written.
    struct Finish {
        /// Whether a bias `[columns]` is added.
        var hasBias = false
        /// The activation, after the bias; nil for none.
        var activation: Activation?
        /// Whether the former content of the target is added.
        var accumulates = false
    }

    /// oneDNN's name of the code that runs, such as "brg:avx512_core_amx_bf16".
    let implementation: String
    private let primitive: dnnl_primitive_t
    private let source: dnnl_memory_desc_t
    private let weights: dnnl_memory_desc_t
    private let bias: dnnl_memory_desc_t
    private let target: dnnl_memory_desc_t
    /// The memory that a run needs beside its operands.
    private let scratch: dnnl_memory_desc_t
    private let hasBias: Bool

    /// Makes the code of a product; nil where oneDNN has none for it on this processor.
    ///
    /// - Parameter isPacked: whether oneDNN chooses the order of the weights in memory, in place of
    ///   their strides; `pack` then gives it.
    init?(
        source: ProductShape, weights: ProductShape, isPacked: Bool, target: ProductShape,
        _ finish: Finish = Finish()
    ) {
        OneDNN.stayOnThisThread()
        var sourceShape = source.descriptor
        var weightShape = weights.descriptor
        var targetShape = target.descriptor
        var biasShape = dnnl_memory_desc_t()
        if isPacked {
            OneDNN.check(
                unsafe dnnl_memory_desc_init_by_tag(
                    &weightShape, Int32(weights.sides.count), weights.sides.map(Int64.init),
                    weights.precision.code, dnnl_format_tag_any), "weights")
        }
        if finish.hasBias {
            biasShape =
                ProductShape(
                    sides: [1, target.sides[1]], strides: [target.sides[1], 1], precision: .f32
                ).descriptor
        }
        var operation = dnnl_matmul_desc_t()
        OneDNN.check(
            finish.hasBias
                ? unsafe dnnl_matmul_desc_init(
                    &operation, &sourceShape, &weightShape, &biasShape, &targetShape)
                : unsafe dnnl_matmul_desc_init(
                    &operation, &sourceShape, &weightShape, nil, &targetShape), "product")
        guard let description = unsafe Self.description(of: &operation, finish) else {
            return nil
        }
        defer { unsafe dnnl_primitive_desc_destroy(description) }
        var name: UnsafePointer<CChar>?
        OneDNN.check(
            unsafe dnnl_primitive_desc_query(
                description, dnnl_query_impl_info_str, 0, &name), "name of a product")
        implementation = unsafe name.map { unsafe String(cString: $0) } ?? ""
        func chosen(_ query: dnnl_query_t) -> dnnl_memory_desc_t {
            unsafe dnnl_primitive_desc_query_md(description, query, 0)!.pointee
        }
        self.source = sourceShape
        self.weights = chosen(dnnl_query_weights_md)
        self.target = targetShape
        self.bias = biasShape
        scratch = chosen(dnnl_query_scratchpad_md)
        hasBias = finish.hasBias
        var primitive: dnnl_primitive_t?
        OneDNN.check(unsafe dnnl_primitive_create(&primitive, description), "code of a product")
        unsafe self.primitive = unsafe primitive!
    }

    deinit { unsafe dnnl_primitive_destroy(primitive) }

    /// oneDNN's description of the code for a product; nil where it has none on this processor.
    private static func description(
        of operation: inout dnnl_matmul_desc_t, _ finish: Finish
    ) -> dnnl_primitive_desc_t? {
        let attributes = unsafe Self.attributes(finish)
        defer { unsafe dnnl_primitive_attr_destroy(attributes) }
        var description: dnnl_primitive_desc_t?
        let status = unsafe dnnl_primitive_desc_create(
            &description, &operation, attributes, OneDNN.engine, nil)
        if status == dnnl_unimplemented { return nil }
        OneDNN.check(status, "description of a product")
        return unsafe description
    }

    /// oneDNN's attributes of a product: scratch memory of the caller, and what is fused to the
    /// sums.
    private static func attributes(_ finish: Finish) -> dnnl_primitive_attr_t {
        var attributes: dnnl_primitive_attr_t?
        OneDNN.check(unsafe dnnl_primitive_attr_create(&attributes), "attributes")
        // The library's own scratch memory would bind the product to one thread.
        OneDNN.check(
            unsafe dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user),
            "scratch mode")
        var steps: dnnl_post_ops_t?
        OneDNN.check(unsafe dnnl_post_ops_create(&steps), "steps")
        defer { unsafe dnnl_post_ops_destroy(steps) }
        switch finish.activation {
        case nil: break
        case .gelu:
            OneDNN.check(
                unsafe dnnl_post_ops_append_eltwise(steps, 1, dnnl_eltwise_gelu_erf, 0, 0), "GELU")
        case .quickGELU:
            OneDNN.check(
                unsafe dnnl_post_ops_append_eltwise(steps, 1, dnnl_eltwise_swish, 1.702, 0),
                "quick GELU")
        case .tanhGELU:
            OneDNN.check(
                unsafe dnnl_post_ops_append_eltwise(steps, 1, dnnl_eltwise_gelu_tanh, 0, 0),
                "GELU with tanh")
        case .silu:
            OneDNN.check(
                unsafe dnnl_post_ops_append_eltwise(steps, 1, dnnl_eltwise_swish, 1, 0), "SiLU")
        }
        if finish.accumulates {
            OneDNN.check(unsafe dnnl_post_ops_append_sum(steps, 1), "sum")
        }
        OneDNN.check(unsafe dnnl_primitive_attr_set_post_ops(attributes, steps), "steps")
        return unsafe attributes!
    }

    /// `values` of `shape`, single precision, rounded and laid as the product wants its weights.
    func pack(_ values: [Float], _ shape: ProductShape) -> PackedNumbers {
        OneDNN.stayOnThisThread()
        let size = unsafe withUnsafePointer(to: weights) { unsafe dnnl_memory_desc_get_size($0) }
        let packed = PackedNumbers(byteCount: size)
        var from = shape.descriptor
        var to = weights
        var description: dnnl_primitive_desc_t?
        OneDNN.check(
            unsafe dnnl_reorder_primitive_desc_create(
                &description, &from, OneDNN.engine, &to, OneDNN.engine, nil),
            "description of a packing")
        defer { unsafe dnnl_primitive_desc_destroy(description) }
        var primitive: dnnl_primitive_t?
        OneDNN.check(unsafe dnnl_primitive_create(&primitive, description), "code of a packing")
        defer { unsafe dnnl_primitive_destroy(primitive) }
        let workspace = ProductWorkspace()
        unsafe values.withUnsafeBytes { values in
            unsafe Self.execute(
                primitive!, workspace.stream,
                [
                    (DNNL_ARG_FROM, from, UnsafeMutableRawPointer(mutating: values.baseAddress!)),
                    (DNNL_ARG_TO, to, packed.base),
                ])
        }
        return packed
    }

    /// Runs the product on the calling thread; the addresses are those of the first elements, which
    /// must have the shapes that the product was made for.
    func run(
        _ sourceAddress: UnsafeRawPointer, _ weightAddress: UnsafeRawPointer,
        bias biasAddress: UnsafeRawPointer? = nil, into targetAddress: UnsafeMutableRawPointer,
        _ workspace: inout ProductWorkspace
    ) {
        OneDNN.stayOnThisThread()
        let bytes = unsafe withUnsafePointer(to: scratch) { unsafe dnnl_memory_desc_get_size($0) }
        if workspace.scratch.count * 4 < bytes {
            workspace.scratch = AlignedBuffer(count: (bytes + 3) / 4, precision: .f32)
        }
        var arguments = unsafe [
            (DNNL_ARG_SRC, source, UnsafeMutableRawPointer(mutating: sourceAddress)),
            (DNNL_ARG_WEIGHTS, weights, UnsafeMutableRawPointer(mutating: weightAddress)),
            (DNNL_ARG_DST, target, targetAddress),
            (DNNL_ARG_SCRATCHPAD, scratch, workspace.scratch.base),
        ]
        if hasBias, let biasAddress = unsafe biasAddress {
            unsafe arguments.append(
                (DNNL_ARG_BIAS, bias, UnsafeMutableRawPointer(mutating: biasAddress)))
        }
        unsafe Self.execute(primitive, workspace.stream, arguments)
    }

    /// Runs a primitive with its operands and waits for its end.
    private static func execute(
        _ primitive: dnnl_primitive_t, _ stream: dnnl_stream_t,
        _ arguments: [(Int32, dnnl_memory_desc_t, UnsafeMutableRawPointer)]
    ) {
        var memories = unsafe arguments.map { argument in
            var shape = unsafe argument.1
            var memory: dnnl_memory_t?
            check(
                unsafe dnnl_memory_create(&memory, &shape, OneDNN.engine, argument.2),
                "memory")
            return unsafe dnnl_exec_arg_t(arg: argument.0, memory: memory)
        }
        check(
            unsafe dnnl_primitive_execute(primitive, stream, Int32(memories.count), &memories),
            "product")
        check(unsafe dnnl_stream_wait(stream), "end of a product")
        for index in unsafe memories.indices {
            unsafe dnnl_memory_destroy(memories[index].memory)
        }
    }

    private static func check(_ status: dnnl_status_t, _ operation: String) {
        OneDNN.check(status, operation)
    }
}

/// Weights in the order and precision that a product wants; read by any number of threads.
@safe
final class PackedNumbers: @unchecked Sendable {
    let base: UnsafeMutableRawPointer

    fileprivate init(byteCount: Int) {
        unsafe base = .allocate(byteCount: max(64, byteCount), alignment: 64)
        // Packed layouts pad with zeros.
        unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    }

    deinit { unsafe base.deallocate() }
}
