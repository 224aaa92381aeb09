internal import COpenBLAS

/// The place of a matrix within a buffer: element (r, c) is at `offset + r * stride + c`.
public struct Place: Sendable, Equatable {
    /// The index of the matrix's first element.
    public var offset: Int
    /// The number of rows.
    public var rows: Int
    /// The number of columns.
    public var columns: Int
    /// The step from one row to the next; at least `columns`.
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

/// Makes OpenBLAS compute each product on the thread that asks for it, since parallel work is cut
/// by us. Programs call it once, before the first product.
public func useSingleThreadedBLAS() {
    openblas_set_num_threads(1)
}

/// The kernels that OpenBLAS chose for this processor, such as "SkylakeX".
public func blasCoreName() -> String {
    guard let name = unsafe openblas_get_corename() else { return "unknown" }
    return unsafe String(cString: name)
}

/// A matrix that stands within an array, and is read transposed where that is asked. It shares the
/// array's elements.
public struct MatrixView<Element: Sendable> {
    /// The whole array.
    let elements: [Element]
    /// The matrix's place in the array, before it is transposed.
    let place: Place
    /// Whether the matrix at `place` is read transposed.
    let isTransposed: Bool

    /// The matrix at `place`, which must lie inside `elements` when the view is used.
    public init(_ elements: [Element], _ place: Place) {
        self.init(elements, place, isTransposed: false)
    }

    /// The matrix `[rows, columns]` whose element (r, c) is at `offset + r * stride + c`; `stride`
    /// is `columns` when it is not given.
    public init(
        _ elements: [Element], offset: Int = 0, rows: Int, columns: Int, stride: Int? = nil
    ) {
        self.init(
            elements, Place(offset: offset, rows: rows, columns: columns, stride: stride))
    }

    /// All of `matrix`, `[rows, columns]`.
    public init(_ matrix: Matrix<Element>) {
        self.init(matrix.elements, rows: matrix.rows, columns: matrix.columns)
    }

    private init(_ elements: [Element], _ place: Place, isTransposed: Bool) {
        self.elements = elements
        self.place = place
        self.isTransposed = isTransposed
    }

    /// The transpose `[columns, rows]` of this view.
    public var transposed: MatrixView {
        MatrixView(elements, place, isTransposed: !isTransposed)
    }
}

/// `c = a · b + beta · c` in single precision, by OpenBLAS, summed in an order of its own.
///
/// Shapes that do not fit, and places outside a buffer, are programming errors.
///
/// - Parameters:
///   - a: `[m, inner]`.
///   - b: `[inner, n]`.
///   - c: a buffer with the result `[m, n]`.
///   - place: the result's place in the buffer; nil for the buffer's head.
///   - beta: the factor of the former content; with 0 it need not be set.
public func multiply(
    _ a: MatrixView<Float>, _ b: MatrixView<Float>, into c: inout MutableSpan<Float>,
    at place: Place? = nil, beta: Float = 0
) {
    let places = ProductPlaces(a, b, place, count: c.count)
    unsafe withPointers(a.elements.span, b.elements.span, &c) { a, b, c in
        unsafe multiply(places, a, b, into: c, beta: beta)
    }
}

/// `c = a · b` in single precision, into an array; shapes and places are those of `multiply` for a
/// span.
public func multiply(
    _ a: MatrixView<Float>, _ b: MatrixView<Float>, into c: inout [Float], at place: Place? = nil
) {
    var span = c.mutableSpan
    multiply(a, b, into: &span, at: place)
}

/// `c = a · b + beta · c` in double precision; shapes and places are those of the product in single
/// precision.
public func multiply(
    _ a: MatrixView<Double>, _ b: MatrixView<Double>, into c: inout MutableSpan<Double>,
    at place: Place? = nil, beta: Double = 0
) {
    let places = ProductPlaces(a, b, place, count: c.count)
    if places.isEmpty { return }
    unsafe withPointers(a.elements.span, b.elements.span, &c) { a, b, c in
        unsafe cblas_dgemm(
            CblasRowMajor, places.aTransposition, places.bTransposition, places.rows,
            places.columns, places.inner, 1, a + places.a.offset, places.a.leading,
            b + places.b.offset, places.b.leading, beta, c + places.c.offset, places.c.leading)
    }
}

/// `c = a · b` in double precision, into an array; shapes and places are those of `multiply` for a
/// span.
public func multiply(
    _ a: MatrixView<Double>, _ b: MatrixView<Double>, into c: inout [Double],
    at place: Place? = nil
) {
    var span = c.mutableSpan
    multiply(a, b, into: &span, at: place)
}

/// The product in single precision by addresses of buffers in which the places lie.
func multiply(
    _ places: ProductPlaces, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    into c: UnsafeMutablePointer<Float>, beta: Float = 0
) {
    if places.isEmpty { return }
    unsafe cblas_sgemm(
        CblasRowMajor, places.aTransposition, places.bTransposition, places.rows, places.columns,
        places.inner, 1, a + places.a.offset, places.a.leading, b + places.b.offset,
        places.b.leading, beta, c + places.c.offset, places.c.leading)
}

/// The places of the three matrices of a product in their buffers, and their shapes, which fit.
struct ProductPlaces {
    let a: Place
    let b: Place
    let c: Place
    let aTransposition: CBLAS_TRANSPOSE
    let bTransposition: CBLAS_TRANSPOSE
    let rows: blasint
    let columns: blasint
    let inner: blasint

    /// Whether the result has no elements; BLAS would refuse it.
    var isEmpty: Bool { rows == 0 || columns == 0 }

    /// The places of `op(a) · op(b)`, where `op` transposes if that is asked; the product's own
    /// shape at the head of its buffer where `c` is nil.
    init(
        _ a: Place, _ b: Place, aTransposed: Bool = false, bTransposed: Bool = false,
        into c: Place? = nil
    ) {
        let (m, inner) = aTransposed ? (a.columns, a.rows) : (a.rows, a.columns)
        let (bInner, n) = bTransposed ? (b.columns, b.rows) : (b.rows, b.columns)
        let c = c ?? Place(rows: m, columns: n)
        precondition(
            inner == bInner && m == c.rows && n == c.columns,
            "a product of \(m) x \(inner) and \(bInner) x \(n) does not give "
                + "\(c.rows) x \(c.columns)")
        (self.a, self.b, self.c) = (a, b, c)
        aTransposition = aTransposed ? CblasTrans : CblasNoTrans
        bTransposition = bTransposed ? CblasTrans : CblasNoTrans
        (rows, columns, self.inner) = (blasint(m), blasint(n), blasint(inner))
    }

    /// The places of two views, and of their product in a buffer of `count` elements.
    init<Element>(
        _ a: MatrixView<Element>, _ b: MatrixView<Element>, _ c: Place?, count: Int
    ) {
        self.init(
            a.place, b.place, aTransposed: a.isTransposed, bTransposed: b.isTransposed, into: c)
        a.place.check(inside: a.elements.count, "a")
        b.place.check(inside: b.elements.count, "b")
        self.c.check(inside: count, "c")
    }
}

extension Place {
    /// The step from one row to the next as BLAS takes it, also for a matrix without columns.
    fileprivate var leading: blasint { blasint(max(1, stride)) }
}

/// Adds the upper triangle of the Gram matrix, `c += transpose(a) · a`, in double precision; what
/// is below the diagonal of `c` stays.
///
/// - Parameters:
///   - a: `[rows, n]`, not transposed.
///   - c: a buffer with the matrix `[n, n]`.
///   - place: the matrix's place in the buffer; nil when it is all of it.
public func addGram(
    _ a: MatrixView<Double>, to c: inout MutableSpan<Double>, at place: Place? = nil
) {
    precondition(!a.isTransposed, "a Gram matrix of a transposed view")
    let n = a.place.columns
    let target = place ?? Place(rows: n, columns: n)
    precondition(
        place != nil || c.count == n * n, "c has \(c.count) elements, expected \(n) x \(n)")
    a.place.check(inside: a.elements.count, "a")
    target.check(inside: c.count, "c")
    precondition(
        target.rows == n && target.columns == n,
        "c is \(target.rows) x \(target.columns), expected \(n) x \(n)")
    if n == 0 || a.place.rows == 0 { return }
    unsafe withPointers(a.elements.span, &c) { values, c in
        unsafe cblas_dsyrk(
            CblasRowMajor, CblasUpper, CblasTrans, blasint(n), blasint(a.place.rows), 1,
            values + a.place.offset, a.place.leading, 1, c + target.offset, target.leading)
    }
}
