internal import Console
internal import Dense
internal import PCA

/// The section "vectors": rows of the store as they are stored, `[rows, columns]`.
extension PartWriter {
    /// Begins the section, in the precision of the store.
    func beginVectors(_ input: StagePlan.Input, rows: Int) throws {
        let shape = [rows, input.columns]
        if input.isHalf {
            try begin("vectors", of: HalfBits.self, shape: shape)
        } else {
            try begin("vectors", of: Float.self, shape: shape)
        }
    }

    /// Appends some rows of a block.
    func append(_ block: VectorBlock, rows: [Int]) throws {
        switch block.values {
        case .half(let all): try append(Self.rows(rows, of: all, columns: block.columns))
        case .single(let all): try append(Self.rows(rows, of: all, columns: block.columns))
        }
    }

    private static func rows<Number: PartNumber>(
        _ rows: [Int], of all: [Number], columns: Int
    ) -> [Number] {
        var chosen: [Number] = []
        chosen.reserveCapacity(rows.count * columns)
        for row in rows { chosen += all[row * columns..<(row + 1) * columns] }
        return chosen
    }
}

extension PartReader {
    /// Rows of the section "vectors", all if nil.
    func vectors(_ input: StagePlan.Input, rows: Range<Int>?) throws -> VectorBlock {
        let count = try rows?.count ?? section("vectors").shape[0]
        let range = rows ?? 0..<count
        let values: VectorBlock.Values =
            input.isHalf
            ? .half(try read("vectors", HalfBits(0), rows: range))
            : .single(try read("vectors", Float(0), rows: range))
        return VectorBlock(rows: range.count, columns: input.columns, values: values)
    }
}

extension VectorBlock {
    /// The rows of length 1 in single precision, `[rows, columns]`: what cells and graph compare.
    var unitRows: Matrix<Float> {
        var rows = matrix
        RowNormalization.l2.apply(&rows)
        return rows
    }
}
