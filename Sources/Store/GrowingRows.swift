internal import Digest
internal import HDF5

/// A data set of numbers that grows a row at a time, with the check of all its rows.
final class GrowingRows {
    private let dataset: Dataset
    private let row: [Int]
    private var count = 0
    private(set) var checksum = CRC32C()

    var path: String { dataset.path }

    /// `row` is the shape of one row.
    init(
        _ group: Group, _ name: String, _ type: ElementType, row: [Int], rowsPerChunk: Int
    ) throws {
        self.row = row
        dataset = try group.createDataset(
            name, type, shape: [0] + row, chunk: [rowsPerChunk] + row, growing: true)
    }

    /// Adds a row, `[product of row]`.
    func append<Element: FileElement>(_ elements: [Element]) throws {
        try dataset.resize(rows: count + 1)
        try dataset.write(elements, at: Selection(rows: count..<count + 1, of: dataset.shape))
        checksum.update(elements)
        count += 1
    }
}

/// A column of one value a row, written 256 rows at a time.
final class GrowingColumn<Value> {
    private let dataset: Dataset
    private let writeRows: (Dataset, [Value], Selection) throws -> Void
    private var pending: [Value] = []
    private var written = 0

    init(
        _ group: Group, _ name: String, _ type: ElementType, row: [Int] = [],
        write: @escaping (Dataset, [Value], Selection) throws -> Void
    ) throws {
        dataset = try group.createDataset(
            name, type, shape: [0] + row, chunk: [256] + row, growing: true)
        writeRows = write
    }

    func append(_ value: Value) throws {
        pending.append(value)
        if pending.count == 256 { try flush() }
    }

    func flush() throws {
        if pending.isEmpty { return }
        let end = written + pending.count
        try dataset.resize(rows: end)
        try writeRows(dataset, pending, Selection(rows: written..<end, of: dataset.shape))
        written = end
        pending = []
    }
}
