internal import Dense

/// Collects single rows of blocks into one block, in the precision of the blocks.
struct GatheredRows {
    private let columns: Int
    private let isHalf: Bool
    private var halves: [HalfBits] = []
    private var singles: [Float] = []

    /// Makes room for `rows` rows of `columns` numbers.
    init(rows: Int, columns: Int, isHalf: Bool) {
        self.columns = columns
        self.isHalf = isHalf
        if isHalf {
            halves.reserveCapacity(rows * columns)
        } else {
            singles.reserveCapacity(rows * columns)
        }
    }

    /// Appends some rows of a block.
    mutating func add(_ rows: Range<Int>, of block: VectorBlock) {
        let numbers = rows.lowerBound * columns..<rows.upperBound * columns
        switch block.values {
        case .half(let values): halves.append(contentsOf: values[numbers])
        case .single(let values): singles.append(contentsOf: values[numbers])
        }
    }

    /// The rows that were added, `[rows, columns]`.
    var block: VectorBlock {
        let values: VectorBlock.Values = isHalf ? .half(halves) : .single(singles)
        return VectorBlock(rows: values.count / columns, columns: columns, values: values)
    }
}
