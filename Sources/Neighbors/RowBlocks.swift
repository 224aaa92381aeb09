public import Dense

/// All rows `[rows, columns]` of a data set, in order, a block at a time, as often as is asked: a
/// matrix in memory, or a file.
public struct RowBlocks {
    /// The number of all rows.
    public let rows: Int
    /// The number of columns of every block.
    public let columns: Int
    private let visit: (_ body: (Matrix<Float>, Int) throws -> Void) throws -> Void

    /// A matrix in memory, given as one block.
    public init(_ matrix: Matrix<Float>) {
        rows = matrix.rows
        columns = matrix.columns
        visit = { body in try body(matrix, 0) }
    }

    /// - Parameter visit: calls its body with each block and the index of its first row, in order
    ///   and without gaps; passes on what the body throws.
    public init(
        rows: Int, columns: Int,
        visit: @escaping (_ body: (Matrix<Float>, Int) throws -> Void) throws -> Void
    ) {
        self.rows = rows
        self.columns = columns
        self.visit = visit
    }

    /// Goes through the blocks, each with the index of its first row; passes on what reading or
    /// `body` throws. A gap, or another total than `rows`, is a programming error.
    public func forEachBlock(_ body: (Matrix<Float>, Int) throws -> Void) throws {
        var next = 0
        try visit { block, first in
            precondition(
                first == next && block.columns == columns,
                "a block of \(block.columns) columns from row \(first) on, expected \(columns) "
                    + "from \(next) on")
            try body(block, first)
            next += block.rows
        }
        precondition(next == rows, "blocks hold \(next) rows, expected \(rows)")
    }

    /// Some of the rows, by ascending index, as rows of their own.
    public func part(_ indices: [Int]) -> RowBlocks {
        let whole = self
        return RowBlocks(rows: indices.count, columns: columns) { body in
            var next = 0
            try whole.forEachBlock { block, first in
                let start = next
                while next < indices.count && indices[next] < first + block.rows { next += 1 }
                if next > start {
                    try body(block.rows(indices[start..<next].map { $0 - first }), start)
                }
            }
        }
    }

    /// Reads some rows, by ascending index, `[indices.count, columns]`, in one pass over all
    /// blocks.
    public func gather(_ indices: [Int]) throws -> Matrix<Float> {
        var picked = PickedRows(indices, columns: columns)
        try forEachBlock { picked.add($0, firstRow: $1) }
        return picked.matrix
    }
}

/// Rows that are picked from blocks as they come.
public struct PickedRows {
    private let indices: [Int]
    private let columns: Int
    private var elements: [Float] = []
    private var next = 0

    /// Picks the rows `indices`, which ascend, of rows of `columns` numbers.
    public init(_ indices: [Int], columns: Int) {
        self.indices = indices
        self.columns = columns
        elements.reserveCapacity(indices.count * columns)
    }

    /// Takes the wanted rows of a block whose first row has the index `firstRow`; blocks come in
    /// order.
    public mutating func add(_ block: Matrix<Float>, firstRow: Int) {
        while next < indices.count && indices[next] < firstRow + block.rows {
            elements += block.row(indices[next] - firstRow)
            next += 1
        }
    }

    /// The picked rows, `[indices, columns]`; complete only after all blocks.
    public var matrix: Matrix<Float> {
        Matrix(rows: indices.count, columns: columns, elements: elements)
    }
}
