internal import CKernels

/// Rows of vectors in the precision they are stored in, `[rows, columns]`, row-major.
public struct VectorBlock: Sendable, Equatable {
    /// The numbers of a block, in the precision they are stored in.
    public enum Values: Sendable, Equatable {
        /// Half precision, by its bits.
        case half([HalfBits])
        /// Single precision.
        case single([Float])

        /// The number of numbers.
        public var count: Int {
            switch self {
            case .half(let values): values.count
            case .single(let values): values.count
            }
        }
    }

    /// The number of rows.
    public let rows: Int
    /// The number of columns.
    public let columns: Int
    /// `[rows * columns]`: the numbers, row after row.
    public let values: Values

    /// Wraps `values` `[rows * columns]`; another count is a programming error.
    public init(rows: Int, columns: Int, values: Values) {
        precondition(
            values.count == rows * columns,
            "a \(rows) x \(columns) block has \(rows * columns) values, not \(values.count)")
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    /// The rows of `matrix` `[rows, columns]`, in single precision.
    public init(_ matrix: Matrix<Float>) {
        self.init(rows: matrix.rows, columns: matrix.columns, values: .single(matrix.elements))
    }

    /// The same numbers in single precision, `[rows, columns]`; exact.
    public var matrix: Matrix<Float> {
        switch values {
        case .half(let halves):
            Matrix(rows: rows, columns: columns, elements: fromHalf(halves))
        case .single(let singles): Matrix(rows: rows, columns: columns, elements: singles)
        }
    }

    /// The first row, from 0, that holds NaN or infinity; nil when there is none.
    public var firstNonFiniteRow: Int? {
        if allFinite(rows: 0..<rows) { return nil }
        return (0..<rows).first { !allFinite(rows: $0..<$0 + 1) }
    }

    /// Whether the rows of a range hold neither NaN nor infinity.
    private func allFinite(rows range: Range<Int>) -> Bool {
        let numbers = range.lowerBound * columns..<range.upperBound * columns
        switch values {
        case .half(let halves):
            return unsafe halves[numbers].withUnsafeBufferPointer {
                unsafe kernels_all_finite_half($0.baseAddress, $0.count) != 0
            }
        case .single(let singles):
            return unsafe singles[numbers].withUnsafeBufferPointer {
                unsafe kernels_all_finite($0.baseAddress, $0.count) != 0
            }
        }
    }

    /// Stops the program unless rows lie in the block and a scaling is one of all its rows.
    fileprivate func check(_ range: Range<Int>, _ scaling: RowScaling?) {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= rows,
            "rows \(range) of a block of \(rows)")
        if let scaling {
            precondition(
                scaling.shifts.count == rows && scaling.factors.count == rows,
                "\(scaling.shifts.count) shifts, \(scaling.factors.count) factors, \(rows) rows")
        }
    }

    /// The address of a row, and whether numbers there are in half precision.
    fileprivate func withRow(_ row: Int, _ body: (UnsafeRawPointer?, Int32) -> Void) {
        switch values {
        case .half(let halves):
            unsafe halves.withUnsafeBufferPointer { halves in
                unsafe body(
                    UnsafeRawPointer(halves.baseAddress.map { unsafe $0 + row * columns }), 1)
            }
        case .single(let singles):
            unsafe singles.withUnsafeBufferPointer { singles in
                unsafe body(
                    UnsafeRawPointer(singles.baseAddress.map { unsafe $0 + row * columns }), 0)
            }
        }
    }
}

/// A shift and a factor for each row of a block: its numbers become `(x - shift) · factor`.
public struct RowScaling: Sendable, Equatable {
    /// `[rows]`, subtracted first.
    public var shifts: [Double]
    /// `[rows]`, multiplied then.
    public var factors: [Double]

    /// Wraps a shift and a factor for each row.
    public init(shifts: [Double], factors: [Double]) {
        self.shifts = shifts
        self.factors = factors
    }

    fileprivate func withRow(
        _ row: Int, _ body: (UnsafePointer<Double>?, UnsafePointer<Double>?) -> Void
    ) {
        unsafe shifts.withUnsafeBufferPointer { shifts in
            unsafe factors.withUnsafeBufferPointer { factors in
                unsafe body(
                    shifts.baseAddress.map { unsafe $0 + row },
                    factors.baseAddress.map { unsafe $0 + row })
            }
        }
    }
}

extension RowScaling? {
    fileprivate func withRow(
        _ row: Int, _ body: (UnsafePointer<Double>?, UnsafePointer<Double>?) -> Void
    ) {
        if let self { unsafe self.withRow(row, body) } else { body(nil, nil) }
    }
}

/// The mean of each row of a range and the sum of its squared distances from that mean, both
/// `[range.count]`, in double precision.
public func rowMoments(
    of block: VectorBlock, rows range: Range<Int>
) -> (means: [Double], squares: [Double]) {
    block.check(range, nil)
    var means = [Double](repeating: 0, count: range.count)
    var squares = means
    unsafe block.withRow(range.lowerBound) { values, half in
        unsafe kernels_row_moments(values, half, &means, &squares, range.count, block.columns)
    }
    return (means, squares)
}

/// The sum of each column over a range of rows, `[columns]`, in double precision; each number is
/// shifted and multiplied first where `scaling` is given.
public func columnSums(
    of block: VectorBlock, rows range: Range<Int>, scaling: RowScaling?
) -> [Double] {
    block.check(range, scaling)
    var sums = [Double](repeating: 0, count: block.columns)
    unsafe block.withRow(range.lowerBound) { values, half in
        unsafe scaling.withRow(range.lowerBound) { shifts, factors in
            unsafe kernels_add_column_sums(
                values, half, shifts, factors, &sums, range.count, block.columns)
        }
    }
    return sums
}

/// Rows of a range, scaled where `scaling` is given, less `center` `[columns]`, in double
/// precision, to the head of `output`, `[range.count, columns]`.
public func centerRows(
    of block: VectorBlock, rows range: Range<Int>, scaling: RowScaling?, center: [Double],
    into output: inout MutableSpan<Double>
) {
    checkCenter(block, range, scaling, center, output.count)
    unsafe output.withUnsafeMutableBufferPointer { output in
        unsafe block.withRow(range.lowerBound) { values, half in
            unsafe scaling.withRow(range.lowerBound) { shifts, factors in
                unsafe kernels_center_rows(
                    values, half, shifts, factors, center, output.baseAddress, range.count,
                    block.columns)
            }
        }
    }
}

/// Rows of a range, scaled where `scaling` is given, less `center` `[columns]`, computed in double
/// precision and rounded to single, to the head of `output`, `[range.count, columns]`.
public func centerRows(
    of block: VectorBlock, rows range: Range<Int>, scaling: RowScaling?, center: [Double],
    into output: inout MutableSpan<Float>
) {
    checkCenter(block, range, scaling, center, output.count)
    unsafe output.withUnsafeMutableBufferPointer { output in
        unsafe block.withRow(range.lowerBound) { values, half in
            unsafe scaling.withRow(range.lowerBound) { shifts, factors in
                unsafe kernels_center_rows_single(
                    values, half, shifts, factors, center, output.baseAddress, range.count,
                    block.columns)
            }
        }
    }
}

private func checkCenter(
    _ block: VectorBlock, _ range: Range<Int>, _ scaling: RowScaling?, _ center: [Double],
    _ count: Int
) {
    block.check(range, scaling)
    precondition(
        center.count == block.columns && count >= range.count * block.columns,
        "\(range.count) rows of \(block.columns): a center of \(center.count), room for \(count)")
}
