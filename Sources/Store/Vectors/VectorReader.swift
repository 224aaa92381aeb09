public import Dense
internal import Digest
internal import FileSystem
internal import Foundation
internal import HDF5

/// Vectors that another program made: a `.npy` file of one array of two dimensions, an `.npz` file
/// with such an array, or an `.h5ad` file (AnnData), told apart by their first bytes.
///
/// Rows come in half or single precision; numbers of 8 bytes are rounded to single.
public final class VectorReader {
    public let path: String
    private let source: any VectorSource

    /// Vectors longer than that are taken for a damaged file.
    static let maximumColumns = 1 << 20

    /// Opens and checks a file; an error says what was found instead.
    ///
    /// - Parameter array: of an `.h5ad` file, "X" or "obsm/NAME"; nil takes `X` or, where there is
    ///   none, the only array of `obsm`. Of an `.npz` file an array's name; nil takes the only one
    ///   that is a table of vectors.
    public init(_ path: String, array: String? = nil) throws {
        self.path = path
        let file = try FileBytes(path)
        let head = try file.read(min(8, try file.size()), UInt8.zero, at: 0)
        if head.starts(with: NumpyFile.magic) {
            guard array == nil else {
                throw StoreError.notVectors(
                    file: path, found: "a .npy file, whose one array has no name",
                    advice: "leave the name \(array ?? "") out")
            }
            source = try NumpyFile(path)
        } else if head.starts(with: [0x89] + Array("HDF".utf8)) {
            source = try AnnDataFile(path, array: array)
        } else if head.starts(with: Array("PK".utf8)) {
            source = try NumpyArchive(file).vectors(named: array)
        } else {
            throw StoreError.notVectors(
                file: path, found: "a file that begins as neither",
                advice: "save the array with numpy.save")
        }
    }

    public var rowCount: Int { source.rowCount }
    /// Numbers of a row.
    public var columns: Int { source.columns }
    /// The precision in the file.
    public var type: VectorType { source.type }
    /// Which array is read, such as "obsm/X_pca"; "the array" of a `.npy` file.
    public var array: String { source.arrayName }

    /// One pass: `body(rows, block)` for each `blockRows` rows in order, `[rows.count, columns]`.
    ///
    /// A thread of its own reads up to two blocks ahead. A row that holds NaN or infinity is an
    /// error that names it.
    public func forEachBlock(
        rows: Range<Int>? = nil, blockRows: Int = 1024,
        _ body: (_ rows: Range<Int>, _ block: VectorBlock) throws -> Void
    ) throws {
        precondition(blockRows > 0, "blocks of \(blockRows) rows")
        let rows = rows ?? 0..<rowCount
        precondition(
            rows.lowerBound >= 0 && rows.upperBound <= rowCount, "rows \(rows) of \(rowCount)")
        func part(_ index: Int) -> Range<Int> {
            let start = rows.lowerBound + index * blockRows
            return start..<min(rows.upperBound, start + blockRows)
        }
        try readAhead(
            count: (rows.count + blockRows - 1) / blockRows,
            make: { index in
                silenceHDF5OnThisThread()
                return try block(part(index))
            },
            take: { try body(part($0), $1) })
    }

    /// Some rows, `[rows.count, columns]`, all finite.
    public func block(_ rows: Range<Int>) throws -> VectorBlock {
        let block = try source.read(rows)
        if let row = block.firstNonFiniteRow {
            throw StoreError.notFinite(
                file: path, what: source.arrayName, row: rows.lowerBound + row)
        }
        return block
    }

    /// Single rows, `[rows.count, columns]`; `rows` ascend. Runs of rows are read together.
    public func block(rows: [Int]) throws -> VectorBlock {
        precondition(
            zip(rows, rows.dropFirst()).allSatisfy { $0 <= $1 },
            "\(rows.count) rows of \(path) are not in order")
        var gathered = GatheredRows(rows: rows.count, columns: columns, isHalf: type == .f16)
        var start = 0
        while start < rows.count {
            // Gaps of a few rows are read over; a block is never longer than 512 rows.
            var end = start + 1
            while end < rows.count, rows[end] - rows[end - 1] <= 8,
                rows[end] - rows[start] < 512
            { end += 1 }
            let block = try source.read(rows[start]..<rows[end - 1] + 1)
            for row in rows[start..<end] {
                let first = row - rows[start]
                gathered.add(first..<first + 1, of: block)
            }
            start = end
        }
        let block = gathered.block
        if let row = block.firstNonFiniteRow {
            throw StoreError.notFinite(file: path, what: source.arrayName, row: rows[row])
        }
        return block
    }

    /// The rows' names, `[rowCount]`; nil where the file has none.
    public func names() throws -> [String]? { try (source as? AnnDataFile)?.names() }

    /// A column of `obs`, "label" when nil: its values' names and an index into them for each row,
    /// -1 without one, `[rowCount]`; nil where the file has none. Whole numbers and truth values
    /// are named as they are written. A column that was asked for must be there.
    public func labels(column: String? = nil) throws -> (names: [String], indices: [Int32])? {
        if let file = source as? AnnDataFile { return try file.labels(column: column) }
        guard column == nil else {
            throw StoreError.notVectors(
                file: path, found: "\(source.arrayName) alone, without columns of labels",
                advice: "give an .h5ad file for --label-column")
        }
        return nil
    }

    /// SHA-256 of the whole file, hexadecimal: what a map was made from.
    public func contentHash() throws -> String {
        do {
            return hexadecimal(try SHA256.digest(file: path))
        } catch {
            throw StoreError.system(
                file: path, operation: "reading the file", reason: error.localizedDescription)
        }
    }

    /// Names from a text file with a line a row, `[count]`.
    public static func names(lines path: String, count: Int) throws -> [String] {
        guard let data = wholeFile(path) else { throw systemError(path, "reading the file") }
        // A byte order mark is not part of the first name.
        let text = data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data[...]
        var lines = String(decoding: text, as: UTF8.self)
            .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        if lines.last == "" { lines.removeLast() }
        guard lines.count == count else {
            throw StoreError.notVectors(
                file: path, found: "\(lines.count) lines for \(count) rows",
                advice: "give a file with one name a line, as many as there are vectors")
        }
        return lines
    }
}
