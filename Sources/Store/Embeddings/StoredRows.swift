internal import HDF5

/// The data sets of a file or segment that have one row per image, of either format version. Opened
/// data sets are kept.
final class StoredRows {
    /// Path of the file, for error messages.
    let path: String
    /// Root group of the file.
    private let root: Group
    /// The list of checksums; nil in format version 1.
    let table: BlockTable?
    /// Data sets that were opened, by path.
    private var open: [String: CheckedRows] = [:]

    /// The rows of a file whose list of checksums was read.
    init(_ path: String, _ root: Group, _ table: BlockTable?) {
        self.path = path
        self.root = root
        self.table = table
    }

    /// A data set.
    ///
    /// - Throws: `StoreError.notOurs` if the file has no checksums for it.
    func rows(_ name: String) throws -> CheckedRows {
        if let rows = open[name] { return rows }
        let opened: CheckedRows
        if let table {
            guard let entry = table[name] else {
                throw StoreError.notOurs(file: path, found: "no checksums of /\(name)")
            }
            opened = try CheckedRows(entry, table, below: root, file: path)
        } else {
            opened = try CheckedRows(unchecked: name, below: root, file: path)
        }
        open[name] = opened
        return opened
    }

    /// A data set whose rows have the shape `row`, with `count` rows if that is known.
    func rows(_ name: String, count: Int?, row: [Int]) throws -> CheckedRows {
        let stored = try rows(name)
        let shape = stored.dataset.shape
        guard Array(shape.dropFirst()) == row, count ?? shape.first == shape.first,
            !shape.isEmpty
        else {
            let rows = count.map(String.init) ?? "any"
            throw StoreError.notOurs(
                file: path,
                found: "/\(name) of shape \(shape) instead of "
                    + "[\(([rows] + row.map(String.init)).joined(separator: ", "))]")
        }
        return stored
    }

    /// Byte strings of a range of rows, all if nil. They are stored as one array of bytes with
    /// offsets.
    func byteStrings(_ name: String, count: Int?, rows: Range<Int>? = nil) throws -> [[UInt8]] {
        guard table != nil else {
            let stored = try self.rows(name, count: count, row: [])
            return try stored.dataset.readBytes(
                at: rows.map { Selection(rows: $0, of: stored.dataset.shape) })
        }
        let ends = try self.rows(name + "/offsets", count: count.map { $0 + 1 }, row: [])
        let bytes = try self.rows(name + "/bytes", count: nil, row: [])
        let rows = rows ?? 0..<max(0, ends.rowCount - 1)
        let offsets: [Int64] = try ends.read(rows: rows.lowerBound..<rows.upperBound + 1)
        guard let first = offsets.first, let last = offsets.last, first >= 0,
            last <= Int64(bytes.rowCount),
            zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 })
        else {
            throw StoreError.notOurs(
                file: path, found: "offsets in /\(name) beyond its \(bytes.rowCount) bytes")
        }
        let all: [UInt8] = try bytes.read(rows: Int(first)..<Int(last))
        return zip(offsets, offsets.dropFirst()).map {
            Array(all[Int($0 - first)..<Int($1 - first)])
        }
    }

    /// Texts of a range of rows, all if nil.
    func texts(_ name: String, count: Int?, rows: Range<Int>? = nil) throws -> [String] {
        try self.rows(name, count: count, row: []).readTexts(rows: rows)
    }

    /// Rows of a data set of a layout, in the form in which they are copied to another file.
    func read(_ set: RowSet, rows: Range<Int>) throws -> RowValues {
        switch set.type {
        case .bytes: return .variable(try byteStrings(set.path, count: nil, rows: rows))
        case .string:
            if table == nil && set.path == RowSet.pathText {
                let path = "\(Schema.Embeddings.images)/path"
                return .variable(
                    try byteStrings(path, count: nil, rows: rows).map {
                        Array(displayPath($0).utf8)
                    })
            }
            return .variable(
                try texts(set.path, count: nil, rows: rows).map { Array($0.utf8) })
        default:
            // Earlier files have no digests of masks.
            if set.path == RowSet.maskDigests && !root.contains(set.path) {
                return .numbers([UInt8](repeating: 0, count: 32 * rows.count))
            }
            let stored = try self.rows(set.path, count: nil, row: set.row)
            guard stored.dataset.type == set.type else {
                throw StoreError.notOurs(
                    file: path,
                    found: "/\(set.path) of \(stored.dataset.type) instead of \(set.type)")
            }
            return .numbers(try stored.readRaw(rows: rows))
        }
    }

    /// Length in bytes of the longest text of each data set of texts; empty in format version 1.
    var textWidths: [String: Int] {
        get throws {
            var widths: [String: Int] = [:]
            let numbers = ["layers/", "attention/", "predictions/", "joint"]
            for entry in table?.entries ?? [] where !numbers.contains(where: entry.path.hasPrefix) {
                if case .text(let width) = try root.dataset(entry.path).type {
                    widths[entry.path] = width
                }
            }
            return widths
        }
    }
}
