internal import Digest
internal import HDF5

/// A data set of rows that is checked against its checksums as it is read. Files of format version
/// 1 have checksums for thousands of rows at a time; there only `verify` checks them.
final class CheckedRows {
    /// The data set.
    let dataset: Dataset
    /// Path of the file, for error messages.
    private let file: String
    /// The checksums; nil in format version 1.
    private let checks: BlockChecks?

    /// Opens a data set of the list of checksums.
    init(_ entry: BlockTable.Entry, _ table: BlockTable, below root: Group, file: String) throws {
        dataset = try root.dataset(entry.path)
        self.file = file
        guard dataset.shape.first == entry.rows else {
            throw StoreError.notOurs(
                file: file,
                found: "/\(entry.path) of shape \(dataset.shape) beside checksums of \(entry.rows) "
                    + "rows")
        }
        checks = BlockChecks(
            path: entry.path, rows: entry.rows, rowsPerBlock: entry.rowsPerBlock,
            checks: try table.checks(of: entry, below: root))
    }

    /// Opens a data set of a file of format version 1.
    init(unchecked path: String, below root: Group, file: String) throws {
        dataset = try root.dataset(path)
        self.file = file
        checks = nil
    }

    /// Number of rows.
    var rowCount: Int { dataset.shape.first ?? 1 }
    /// Number of elements per row.
    private var row: Int { dataset.shape.dropFirst().reduce(1, *) }

    /// Numbers of a range of rows, all if nil, `[rows.count, ...]`.
    func read<Element: FileElement>(
        as element: Element.Type = Element.self, rows: Range<Int>? = nil
    ) throws -> [Element] {
        try read(rows ?? 0..<rowCount, Element.elementType, perRow: row) {
            try dataset.read(at: Selection(rows: $0, of: dataset.shape))
        }
    }

    /// Bytes of a range of rows, all if nil, as they are in memory.
    func readRaw(rows: Range<Int>? = nil) throws -> [UInt8] {
        try read(rows ?? 0..<rowCount, dataset.type, perRow: row * dataset.type.size) {
            try dataset.readRaw(rows: $0)
        }
    }

    /// Texts of a range of rows, all if nil.
    func readTexts(rows: Range<Int>? = nil) throws -> [String] {
        if case .text(let width) = dataset.type {
            return texts(of: try readRaw(rows: rows), width: width)
        }
        guard checks == nil else {
            throw StoreError.notOurs(
                file: file,
                found: "\(dataset.path) of \(dataset.type) instead of texts of one length")
        }
        return try dataset.readStrings(at: rows.map { Selection(rows: $0, of: dataset.shape) })
    }

    /// Reads whole blocks, compares their checksums, and returns the requested rows.
    ///
    /// - Throws: `StoreError.damaged` with the rows of the block whose checksum does not match.
    private func read<Element: BitwiseCopyable>(
        _ rows: Range<Int>, _ type: ElementType, perRow: Int,
        _ body: (Range<Int>) throws -> [Element]
    ) throws -> [Element] {
        guard rows.lowerBound >= 0, rows.upperBound <= rowCount, !dataset.shape.isEmpty else {
            throw StoreError.notOurs(
                file: file,
                found: "\(dataset.path) of shape \(dataset.shape), without rows \(rows)")
        }
        guard let checks else { return try body(rows) }
        guard type == dataset.type else {
            throw StoreError.notOurs(
                file: file, found: "\(dataset.path) of \(dataset.type) instead of \(type)")
        }
        if rows.isEmpty { return [] }
        // Blocks are read as a whole, since each has one checksum.
        let size = checks.rowsPerBlock
        let blocks = rows.lowerBound / size..<(rows.upperBound - 1) / size + 1
        let first = blocks.lowerBound * size
        let whole = first..<min(rowCount, blocks.upperBound * size)
        let elements = try body(whole)
        for block in blocks {
            let part = block * size..<min(rowCount, (block + 1) * size)
            var check = CRC32C()
            check.update(
                elements, (part.lowerBound - first) * perRow..<(part.upperBound - first) * perRow)
            guard check.value == checks.checks[block] else {
                throw StoreError.damaged(file: file, what: dataset.path, rows: part)
            }
        }
        if whole == rows { return elements }
        return Array(
            elements[(rows.lowerBound - first) * perRow..<(rows.upperBound - first) * perRow])
    }

    /// Reads all rows and returns an error for each damaged block.
    func damage(betweenBlocks: () throws -> Void) throws -> [StoreError] {
        guard let checks else { return [] }
        let rowBytes = max(1, row * dataset.type.size)
        // Whole blocks of about 4 MiB.
        let count = max(1, (4 << 20) / (rowBytes * checks.rowsPerBlock)) * checks.rowsPerBlock
        var damage: [StoreError] = []
        for start in stride(from: 0, to: rowCount, by: count) {
            try betweenBlocks()
            let rows = start..<min(rowCount, start + count)
            do {
                _ = try readRaw(rows: rows)
            } catch is StoreError {
                // Finds the damaged blocks among them.
                for first in stride(from: start, to: rows.upperBound, by: checks.rowsPerBlock) {
                    do {
                        _ = try readRaw(
                            rows: first..<min(rows.upperBound, first + checks.rowsPerBlock))
                    } catch let error as StoreError {
                        damage.append(error)
                    }
                }
            } catch let error as HDF5Error {
                damage.append(
                    .system(
                        file: file, operation: "reading \(dataset.path)", reason: error.reason))
            }
        }
        return damage
    }
}
