internal import Digest
internal import HDF5

/// One data set of a file that grows by rows, with the checksums of its blocks.
///
/// A block is the rows of one chunk. Rows wait until they fill a chunk: a chunk is written once
/// and whole.
final class GrowingData {
    let path: String
    private let rowBytes: Int
    private let rowsPerChunk: Int
    /// Nil where the rows are only checked and counted.
    private let dataset: Dataset?
    private var buffered: [UInt8] = []
    private var bufferedRows = 0
    private var writtenRows = 0
    private var check = CRC32C()
    private var uncheckedRows = 0
    private var checks: [UInt32] = []
    private var rowCount = 0

    /// - Parameter group: where the data set is made; nil to check and count rows only.
    init(
        _ path: String, _ type: ElementType, row: [Int], rowsPerChunk: Int, below group: Group?
    ) throws {
        self.path = path
        self.rowsPerChunk = rowsPerChunk
        rowBytes = row.reduce(type.size, *)
        let name = String(path.split(separator: "/").last ?? "")
        dataset = try group?.createDataset(
            name, type, shape: [0] + row, chunk: [rowsPerChunk] + row, growing: true)
    }

    /// Adds rows, as they lie in memory.
    func append(_ bytes: [UInt8], rows: Int) throws {
        precondition(
            bytes.count == rows * rowBytes, "\(path): \(bytes.count) bytes for \(rows) rows")
        addChecks(bytes, rows)
        rowCount += rows
        guard dataset != nil else { return }
        var done = 0
        if bufferedRows > 0 {
            done = min(rows, rowsPerChunk - bufferedRows)
            buffer(bytes, 0..<done)
            if bufferedRows == rowsPerChunk { try flush() }
        }
        // Whole chunks do not wait.
        let whole = (rows - done) / rowsPerChunk * rowsPerChunk
        if whole > 0 {
            let all = whole == rows
            try write(
                all ? bytes : Array(bytes[done * rowBytes..<(done + whole) * rowBytes]), whole)
            done += whole
        }
        if done < rows { buffer(bytes, done..<rows) }
    }

    private func buffer(_ bytes: [UInt8], _ rows: Range<Int>) {
        buffered.append(contentsOf: bytes[rows.lowerBound * rowBytes..<rows.upperBound * rowBytes])
        bufferedRows += rows.count
    }

    private func addChecks(_ bytes: [UInt8], _ rows: Int) {
        var done = 0
        while done < rows {
            let count = min(rows - done, rowsPerChunk - uncheckedRows)
            check.update(bytes, done * rowBytes..<(done + count) * rowBytes)
            done += count
            uncheckedRows += count
            if uncheckedRows == rowsPerChunk { endBlock() }
        }
    }

    private func endBlock() {
        checks.append(check.value)
        check = CRC32C()
        uncheckedRows = 0
    }

    private func write(_ bytes: [UInt8], _ rows: Int) throws {
        guard let dataset else { return }
        let range = writtenRows..<writtenRows + rows
        try dataset.resize(rows: range.upperBound)
        try dataset.write(raw: bytes, rows: range)
        writtenRows = range.upperBound
    }

    /// Writes the rows that wait.
    private func flush() throws {
        if bufferedRows == 0 { return }
        try write(buffered, bufferedRows)
        buffered.removeAll(keepingCapacity: true)
        bufferedRows = 0
    }

    /// Writes the rows that wait and ends the last block.
    func finish() throws -> BlockChecks {
        try flush()
        if uncheckedRows > 0 { endBlock() }
        return BlockChecks(path: path, rows: rowCount, rowsPerBlock: rowsPerChunk, checks: checks)
    }
}
