internal import COpenBLAS

/// Where a matrix stands within a buffer: element (r, c) is at `offset + r * stride + c`.
public struct Place: Sendable, Equatable {
    public var offset: Int
    public var rows: Int
    public var columns: Int
    /// From one row to the next; at least `columns`.
    public var stride: Int

    /// `stride` is `columns` when it is not given.
    @inlinable
    public init(offset: Int = 0, rows: Int, columns: Int, stride: Int? = nil) {
        self.offset = offset
        self.rows = rows
        self.columns = columns
        self.stride = stride ?? columns
    }

    /// One past the last element.
    @inlinable
    var end: Int { rows == 0 ? offset : offset + (rows - 1) * stride + columns }

    /// Stops the program when the matrix does not lie inside a buffer of `count` elements.
    func check(inside count: Int, _ name: String) {
        precondition(
            offset >= 0 && rows >= 0 && columns >= 0 && stride >= columns && end <= count,
            "\(name): \(rows) x \(columns), stride \(stride) at \(offset) exceeds \(count) elements"
        )
    }
}

/// OpenBLAS computes each product on the thread that asks for it; parallel work is cut by us.
/// Programs call it once, before the first product.
public func useSingleThreadedBLAS() {
    openblas_set_num_threads(1)
}

/// The kernels that OpenBLAS chose for this processor, such as "SkylakeX".
public func blasCoreName() -> String {
    guard let name = unsafe openblas_get_corename() else { return "unknown" }
    return unsafe String(cString: name)
}

/// `c = alpha · op(a) · op(b) + beta · c` in single precision; `op` transposes where it is asked.
///
/// After `op`, `a` is `[c.rows, inner]` and `b` `[inner, c.columns]`. All row-major.
public func multiply(
    _ a: borrowing Span<Float>, _ aPlace: Place, transposed aTransposed: Bool = false,
    _ b: borrowing Span<Float>, _ bPlace: Place, transposed bTransposed: Bool = false,
    into c: inout MutableSpan<Float>, _ cPlace: Place, alpha: Float = 1, beta: Float = 0
) {
    let inner = checkProduct(
        aPlace, aTransposed, a.count, bPlace, bTransposed, b.count, cPlace, c.count)
    if cPlace.rows == 0 || cPlace.columns == 0 { return }
    unsafe a.withUnsafeBufferPointer { a in
        unsafe b.withUnsafeBufferPointer { b in
            unsafe c.withUnsafeMutableBufferPointer { c in
                unsafe cblas_sgemm(
                    CblasRowMajor, aTransposed ? CblasTrans : CblasNoTrans,
                    bTransposed ? CblasTrans : CblasNoTrans, blasint(cPlace.rows),
                    blasint(cPlace.columns), blasint(inner), alpha, a.baseAddress! + aPlace.offset,
                    blasint(max(1, aPlace.stride)), b.baseAddress! + bPlace.offset,
                    blasint(max(1, bPlace.stride)), beta, c.baseAddress! + cPlace.offset,
                    blasint(max(1, cPlace.stride)))
            }
        }
    }
}

/// The product in single precision by addresses that the caller has checked.
func multiply(
    _ a: UnsafePointer<Float>, _ aPlace: Place, _ b: UnsafePointer<Float>, _ bPlace: Place,
    transposed bTransposed: Bool, into c: UnsafeMutablePointer<Float>, _ cPlace: Place
) {
    let a = unsafe UnsafeBufferPointer(start: a, count: aPlace.end)
    let b = unsafe UnsafeBufferPointer(start: b, count: bPlace.end)
    let c = unsafe UnsafeMutableBufferPointer(start: c, count: cPlace.end)
    var span = unsafe MutableSpan(_unsafeElements: c)
    unsafe multiply(
        Span(_unsafeElements: a), aPlace, transposed: false, Span(_unsafeElements: b), bPlace,
        transposed: bTransposed, into: &span, cPlace)
}

/// The product in single precision over whole arrays.
public func multiply(
    _ a: [Float], _ aPlace: Place, transposed aTransposed: Bool = false,
    _ b: [Float], _ bPlace: Place, transposed bTransposed: Bool = false,
    into c: inout [Float], _ cPlace: Place
) {
    var span = c.mutableSpan
    multiply(
        a.span, aPlace, transposed: aTransposed, b.span, bPlace, transposed: bTransposed,
        into: &span, cPlace)
}

/// `c = alpha · op(a) · op(b) + beta · c` in double precision, as the one in single precision.
public func multiply(
    _ a: borrowing Span<Double>, _ aPlace: Place, transposed aTransposed: Bool = false,
    _ b: borrowing Span<Double>, _ bPlace: Place, transposed bTransposed: Bool = false,
    into c: inout MutableSpan<Double>, _ cPlace: Place, alpha: Double = 1, beta: Double = 0
) {
    let inner = checkProduct(
        aPlace, aTransposed, a.count, bPlace, bTransposed, b.count, cPlace, c.count)
    if cPlace.rows == 0 || cPlace.columns == 0 { return }
    unsafe a.withUnsafeBufferPointer { a in
        unsafe b.withUnsafeBufferPointer { b in
            unsafe c.withUnsafeMutableBufferPointer { c in
                unsafe cblas_dgemm(
                    CblasRowMajor, aTransposed ? CblasTrans : CblasNoTrans,
                    bTransposed ? CblasTrans : CblasNoTrans, blasint(cPlace.rows),
                    blasint(cPlace.columns), blasint(inner), alpha, a.baseAddress! + aPlace.offset,
                    blasint(max(1, aPlace.stride)), b.baseAddress! + bPlace.offset,
                    blasint(max(1, bPlace.stride)), beta, c.baseAddress! + cPlace.offset,
                    blasint(max(1, cPlace.stride)))
            }
        }
    }
}

/// The upper triangle of `c += transpose(a) · a`, `a` `[rows, n]`, `c` `[n, n]`, double precision.
public func addGram(_ a: borrowing Span<Double>, _ aPlace: Place, to c: inout MutableSpan<Double>) {
    let n = aPlace.columns
    precondition(c.count == n * n, "c has \(c.count) elements, expected \(n) x \(n)")
    addGram(a, aPlace, to: &c, Place(rows: n, columns: n))
}

/// The same where `c` is a part of a buffer.
public func addGram(
    _ a: borrowing Span<Double>, _ aPlace: Place, to c: inout MutableSpan<Double>, _ cPlace: Place
) {
    let n = aPlace.columns
    aPlace.check(inside: a.count, "a")
    cPlace.check(inside: c.count, "c")
    precondition(
        cPlace.rows == n && cPlace.columns == n,
        "c is \(cPlace.rows) x \(cPlace.columns), expected \(n) x \(n)")
    if n == 0 || aPlace.rows == 0 { return }
    unsafe a.withUnsafeBufferPointer { a in
        unsafe c.withUnsafeMutableBufferPointer { c in
            unsafe cblas_dsyrk(
                CblasRowMajor, CblasUpper, CblasTrans, blasint(n), blasint(aPlace.rows), 1,
                a.baseAddress! + aPlace.offset, blasint(aPlace.stride), 1,
                c.baseAddress! + cPlace.offset, blasint(cPlace.stride))
        }
    }
}

private func checkProduct(
    _ a: Place, _ aTransposed: Bool, _ aCount: Int, _ b: Place, _ bTransposed: Bool, _ bCount: Int,
    _ c: Place, _ cCount: Int
) -> Int {
    a.check(inside: aCount, "a")
    b.check(inside: bCount, "b")
    c.check(inside: cCount, "c")
    let (m, inner) = aTransposed ? (a.columns, a.rows) : (a.rows, a.columns)
    let (bInner, n) = bTransposed ? (b.columns, b.rows) : (b.rows, b.columns)
    precondition(
        inner == bInner && m == c.rows && n == c.columns,
        "a product of \(m) x \(inner) and \(bInner) x \(n) does not give \(c.rows) x \(c.columns)")
    return inner
}
