/// A dense matrix `[rows, columns]`, row-major: row `r` is
/// `elements[r * columns ..< (r + 1) * columns]`. Copies share their elements until one of them
/// changes.
public struct Matrix<Element: Sendable>: Sendable {
    /// The number of rows.
    public let rows: Int
    /// The number of columns.
    public let columns: Int
    /// `[rows * columns]`, row after row; kernels take `elements.span` and `elements.mutableSpan`.
    public var elements: [Element]

    /// Wraps `elements` `[rows * columns]`; another count is a programming error.
    public init(rows: Int, columns: Int, elements: [Element]) {
        precondition(
            elements.count == rows * columns,
            "a \(rows) x \(columns) matrix has \(rows * columns) elements, not \(elements.count)")
        self.rows = rows
        self.columns = columns
        self.elements = elements
    }

    /// A matrix `[rows, columns]` filled with one value.
    public init(rows: Int, columns: Int, repeating value: Element) {
        self.init(
            rows: rows, columns: columns,
            elements: [Element](repeating: value, count: rows * columns))
    }

    /// The element of a row and a column. In inner loops of other modules, spans of `elements` are
    /// several times faster.
    @inlinable
    public subscript(row: Int, column: Int) -> Element {
        get { elements[row * columns + column] }
        set { elements[row * columns + column] = newValue }
    }

    /// One row, `[columns]`, without a copy.
    @inlinable
    public func row(_ index: Int) -> ArraySlice<Element> {
        elements[index * columns..<(index + 1) * columns]
    }

    /// A copy of the rows of the given indices, in that order, `[indices.count, columns]`; an index
    /// may occur again.
    public func rows(_ indices: [Int]) -> Matrix {
        var gathered: [Element] = []
        gathered.reserveCapacity(indices.count * columns)
        for index in indices { gathered.append(contentsOf: row(index)) }
        return Matrix(rows: indices.count, columns: columns, elements: gathered)
    }
}

extension Matrix: Equatable where Element: Equatable {}

extension Matrix where Element == Float {
    /// The same values in double precision, `[rows, columns]`.
    public func asDouble() -> Matrix<Double> {
        Matrix<Double>(rows: rows, columns: columns, elements: elements.map(Double.init))
    }
}

extension Matrix where Element == Double {
    /// The same values rounded to single precision, `[rows, columns]`.
    public func asFloat() -> Matrix<Float> {
        Matrix<Float>(rows: rows, columns: columns, elements: elements.map(Float.init))
    }
}
