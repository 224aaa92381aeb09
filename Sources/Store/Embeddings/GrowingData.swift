internal import Digest
internal import HDF5

/// A data set that grows row by row, with a checksum for each block of rows.
///
/// A block is a chunk. Rows are buffered until a chunk is full, so that each chunk is written once
/// and as a whole.
final class GrowingData {
    /// Path from the root.
    let path: String
    /// Bytes per row.
    private let rowBytes: Int
    /// Rows per chunk and per checksum.
    private let rowsPerChunk: Int
    /// The data set; nil if only checksums are computed.
    private let dataset: Dataset?
    /// Bytes of the rows that do not fill a chunk yet.
    private var buffered: [UInt8] = []
    /// Number of those rows.
    private var bufferedRows = 0
    /// Number of rows in the file.
    private var writtenRows = 0
    /// Checksum of the current block.
    private var check = CRC32C()
    /// Number of rows in the current block.
    private var uncheckedRows = 0
    /// Checksums of the finished blocks.
    private var checks: [UInt32] = []
    /// Number of rows appended.
    private var rowCount = 0

    /// Creates the data set.
    ///
    /// - Parameter group: Group of the data set; nil to compute checksums only.
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

    /// Appends rows, given as their bytes in memory.
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
        // Whole chunks are written without buffering.
        let whole = (rows - done) / rowsPerChunk * rowsPerChunk
        if whole > 0 {
            let all = whole == rows
            try write(
                all ? bytes : Array(bytes[done * rowBytes..<(done + whole) * rowBytes]), whole)
            done += whole
        }
        if done < rows { buffer(bytes, done..<rows) }
    }

    /// Buffers rows that do not fill a chunk.
    private func buffer(_ bytes: [UInt8], _ rows: Range<Int>) {
        buffered.append(contentsOf: bytes[rows.lowerBound * rowBytes..<rows.upperBound * rowBytes])
        bufferedRows += rows.count
    }

    /// Updates the checksums.
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

    /// Finishes the checksum of the current block.
    private func endBlock() {
        checks.append(check.value)
        check = CRC32C()
        uncheckedRows = 0
    }

    /// Appends rows to the data set.
    private func write(_ bytes: [UInt8], _ rows: Int) throws {
        guard let dataset else { return }
        let range = writtenRows..<writtenRows + rows
        try dataset.resize(rows: range.upperBound)
        try dataset.write(raw: bytes, rows: range)
        writtenRows = range.upperBound
    }

    /// Writes the buffered rows.
    private func flush() throws {
        if bufferedRows == 0 { return }
        try write(buffered, bufferedRows)
        buffered.removeAll(keepingCapacity: true)
        bufferedRows = 0
    }

    /// Writes the buffered rows and returns the checksums.
    func finish() throws -> BlockChecks {
        try flush()
        if uncheckedRows > 0 { endBlock() }
        return BlockChecks(path: path, rows: rowCount, rowsPerBlock: rowsPerChunk, checks: checks)
    }
}
