internal import Digest
internal import HDF5

/// A data set that grows by rows, with the checks of its rows.
///
/// Rows wait until they fill a chunk: a chunk is written once and whole.
final class GrowingRows {
    let rowSet: RowSet
    /// Nil where the rows are only checked and counted.
    private let dataset: Dataset?
    private var numbers: [UInt8] = []
    private var variable: [[UInt8]] = []
    private var pending = 0
    private var written = 0
    private var check = CRC32C()
    private var checkedFrom = 0
    /// The check of each `rowsPerCheck` rows.
    private(set) var checks: [CheckLine] = []

    /// Rows under one check: few enough that a damaged place is found, and a number that does not
    /// depend on how the work was cut.
    static let rowsPerCheck = 4096

    /// Rows that are checked and counted, and written nowhere.
    init(checking set: RowSet) {
        rowSet = set
        dataset = nil
    }

    init(_ set: RowSet, below group: Group) throws {
        rowSet = set
        dataset = try group.createDataset(
            set.name, set.type, shape: [0] + set.row, chunk: [set.rowsPerChunk] + set.row,
            growing: true)
    }

    /// Bytes of one row of numbers; 0 of texts and byte strings.
    private var rowBytes: Int {
        rowSet.type == .bytes || rowSet.type == .string ? 0 : rowSet.row.reduce(rowSet.type.size, *)
    }

    /// Rows to copy at a time: whole chunks, of about 4 MiB.
    var rowsPerBlock: Int {
        let chunkBytes = max(1, rowBytes * rowSet.rowsPerChunk)
        return rowSet.rowsPerChunk * max(1, rowBytes == 0 ? 1 : (4 << 20) / chunkBytes)
    }

    /// Adds rows.
    func append(_ values: RowValues, rows: Int) throws {
        // A check and a chunk end at fixed rows: the values are cut there.
        var offset = 0
        while offset < rows {
            let total = written + pending
            let toCheck = checkedFrom + Self.rowsPerCheck - total
            let toChunk = rowSet.rowsPerChunk - total % rowSet.rowsPerChunk
            // Large blocks skip the waiting room.
            let whole = pending == 0 && toChunk == rowSet.rowsPerChunk
            let room = whole ? max(toChunk, (rows - offset) / toChunk * toChunk) : toChunk
            let count = min(rows - offset, toCheck, room)
            let part = values.part(offset..<offset + count, of: rows)
            check.update(part)
            switch part {
            case _ where dataset == nil: break
            case .numbers(let bytes):
                precondition(
                    bytes.count == count * rowBytes,
                    "\(rowSet.path): \(bytes.count) bytes for \(count) rows of \(rowBytes)")
                numbers.append(contentsOf: bytes)
            case .variable(let rows): variable.append(contentsOf: rows)
            }
            pending += count
            offset += count
            if (written + pending) % rowSet.rowsPerChunk == 0 { try write() }
            if written + pending == checkedFrom + Self.rowsPerCheck { endCheck() }
        }
    }

    /// Writes the rows that wait and ends the last check.
    func flush() throws {
        try write()
        if written > checkedFrom { endCheck() }
    }

    private func endCheck() {
        checks.append(
            CheckLine(
                path: rowSet.path, rows: checkedFrom..<written + pending, check: check.value))
        checkedFrom = written + pending
        check = CRC32C()
    }

    private func write() throws {
        if pending == 0 { return }
        let rows = written..<written + pending
        guard let dataset else {
            written = rows.upperBound
            pending = 0
            return
        }
        try dataset.resize(rows: rows.upperBound)
        let selection = Selection(rows: rows, of: dataset.shape)
        switch rowSet.type {
        case .bytes: try dataset.write(bytes: variable, at: selection)
        case .string:
            try dataset.write(
                strings: variable.map { String(decoding: $0, as: UTF8.self) }, at: selection)
        default: try dataset.write(raw: numbers, rows: rows)
        }
        numbers.removeAll(keepingCapacity: true)
        variable.removeAll(keepingCapacity: true)
        written = rows.upperBound
        pending = 0
    }
}

extension RowValues {
    /// Some of `rows` rows.
    func part(_ range: Range<Int>, of rows: Int) -> RowValues {
        if range == 0..<rows { return self }
        switch self {
        case .numbers(let bytes):
            let size = bytes.count / rows
            return .numbers(Array(bytes[range.lowerBound * size..<range.upperBound * size]))
        case .variable(let values): return .variable(Array(values[range]))
        }
    }
}

/// A finished file whose rows can be read set by set.
final class RowSource {
    let path: String
    private let root: Group
    private var open: [String: Dataset] = [:]

    init(_ path: String, _ root: Group) {
        self.path = path
        self.root = root
    }

    /// A data set as it stands in the file.
    func rowSet(_ path: String) throws -> RowSet {
        let dataset = try dataset(path)
        return RowSet(
            path: path, type: dataset.type, row: Array(dataset.shape.dropFirst()), rowsPerChunk: 1)
    }

    private func dataset(_ path: String) throws -> Dataset {
        if let found = open[path] { return found }
        let dataset = try root.dataset(path)
        open[path] = dataset
        return dataset
    }

    /// Rows of a data set; an error when it has another shape or type than `set`.
    func read(_ set: RowSet, rows: Range<Int>) throws -> RowValues {
        let dataset = try dataset(set.path)
        guard dataset.type == set.type, Array(dataset.shape.dropFirst()) == set.row,
            rows.upperBound <= dataset.shape.first ?? 0
        else {
            throw StoreError.notOurs(
                file: path,
                found: "/\(set.path) of \(dataset.type) \(dataset.shape) instead of \(set.type) "
                    + "with rows \(set.row)")
        }
        let selection = Selection(rows: rows, of: dataset.shape)
        switch set.type {
        case .bytes: return .variable(try dataset.readBytes(at: selection))
        case .text, .string:
            return .variable(try dataset.readStrings(at: selection).map { Array($0.utf8) })
        default: return .numbers(try dataset.readRaw(rows: rows))
        }
    }
}

extension Group {
    /// The group at a path below this one, made where it is missing; "" is this one.
    func requireGroup(_ path: String) throws -> Group {
        var group = self
        for part in path.split(separator: "/") {
            let name = String(part)
            group = group.contains(name) ? try group.group(name) : try group.createGroup(name)
        }
        return group
    }
}
