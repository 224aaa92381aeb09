public import Dense
internal import Digest
internal import FileSystem
internal import Foundation
internal import HDF5

/// Reads vectors of another program: a `.npy` file with one two-dimensional array, an `.npz` file
/// with such an array, or an `.h5ad` file of AnnData. The format is recognised by the first bytes.
///
/// Rows are in half or single precision; double precision is rounded to single.
///
///     let vectors = try VectorReader("embeddings.npy")
///     try vectors.forEachBlock { rows, block in print(rows, block.columns) }
public final class VectorReader {
    /// Path of the file.
    public let path: String
    /// Row in the file of each row of a part, ascending, `[rowCount]`; nil for the whole file.
    public let keptRows: [Int]?
    /// The array in the file.
    private let source: any VectorSource
    /// Labels in place of the file's; nil for those of the file.
    private let givenLabels: ImageLabels?

    /// Numbers per row above which a file is taken for damaged.
    static let maximumColumns = 1 << 20

    /// Whether a path is that of vectors of another program, by its ending.
    public static func isVectors(_ path: String) -> Bool {
        [".npy", ".npz", ".h5ad"].contains { path.lowercased().hasSuffix($0) }
    }

    /// Opens a file and checks type and shape of the array.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - array: Name of the array. In an `.h5ad` file "X" or "obsm/NAME", by default `X` or
    ///     else the only array of `obsm`. In an `.npz` file by default the only array of vectors.
    /// - Throws: `StoreError`: `.notVectors` with what was found and how to store it instead,
    ///   `.system`.
    public init(_ path: String, array: String? = nil) throws {
        self.path = path
        (keptRows, givenLabels) = (nil, nil)
        let file = try FileBytes(path)
        let head = try file.read(min(8, try file.size()), UInt8.zero, at: 0)
        if head.starts(with: NumpyFile.magic) {
            guard array == nil else {
                throw StoreError.notVectors(
                    file: path, found: "a .npy file, whose one array has no name",
                    advice: "leave out the name \(array ?? "")")
            }
            source = try NumpyFile(path)
        } else if head.starts(with: [0x89] + Array("HDF".utf8)) {
            source = try AnnDataFile(path, array: array)
        } else if head.starts(with: Array("PK".utf8)) {
            source = try NumpyArchive(file).vectors(named: array)
        } else {
            throw StoreError.notVectors(
                file: path, found: "a file of none of these formats",
                advice: "save the array with numpy.save")
        }
    }

    private init(_ whole: VectorReader, rows kept: [Int]?, labels: ImageLabels?) {
        (path, source) = (whole.path, whole.source)
        (keptRows, givenLabels) = (kept, labels)
    }

    /// A reader of some rows of this file, under other labels. Row i of all its methods is row
    /// `keptRows[i]` of the file; `contentHash` is that of the file.
    ///
    /// - Parameters:
    ///   - kept: Rows of the file, ascending, each once; nil for all.
    ///   - labels: Labels of those rows; nil for the file's.
    public func part(rows kept: [Int]?, labels: ImageLabels? = nil) -> VectorReader {
        precondition(keptRows == nil, "\(path): a part of a part")
        if let kept {
            precondition(
                zip(kept, kept.dropFirst()).allSatisfy { $0 < $1 } && kept.first ?? 0 >= 0
                    && kept.last ?? 0 < rowCount,
                "\(kept.count) rows of \(rowCount) of \(path) are not in order")
        }
        precondition(
            labels.map { $0.indices.count == kept?.count ?? rowCount } ?? true,
            "\(labels?.indices.count ?? 0) labels for the rows of \(path)")
        return VectorReader(self, rows: kept, labels: labels)
    }

    /// The values of the rows of this reader among those of all rows of the file.
    private func kept<Value>(_ all: [Value]) -> [Value] { keptRows?.map { all[$0] } ?? all }

    /// Number of rows.
    public var rowCount: Int { keptRows?.count ?? source.rowCount }
    /// Numbers per row.
    public var columns: Int { source.columns }
    /// Precision of the array in the file.
    public var type: VectorType { source.type }
    /// Name of the array, such as "obsm/X_pca"; "the array" for a `.npy` file.
    public var array: String { source.arrayName }

    /// Reads the rows block by block and calls `body` for each block, in order. A second thread
    /// reads up to two blocks ahead.
    ///
    /// - Parameters:
    ///   - rows: Range of rows; all if nil.
    ///   - blockRows: Rows per block.
    ///   - body: Receives a range of rows and their numbers, `[rows.count, columns]`. An error
    ///     that it throws ends the reading.
    /// - Throws: `StoreError.notFinite` with the first row that contains NaN or infinity.
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

    /// Consecutive rows, `[rows.count, columns]`, all finite.
    public func block(_ rows: Range<Int>) throws -> VectorBlock {
        if keptRows != nil { return try block(rows: Array(rows)) }
        let block = try source.read(rows)
        if let row = block.firstNonFiniteRow {
            throw StoreError.notFinite(
                file: path, what: source.arrayName, row: rows.lowerBound + row)
        }
        return block
    }

    /// Selected rows, `[rows.count, columns]`, all finite; `rows` must ascend. Nearby rows are read
    /// together.
    public func block(rows: [Int]) throws -> VectorBlock {
        precondition(
            zip(rows, rows.dropFirst()).allSatisfy { $0 <= $1 },
            "\(rows.count) rows of \(path) are not in order")
        let rows = keptRows.map { kept in rows.map { kept[$0] } } ?? rows
        var gathered = GatheredRows(rows: rows.count, columns: columns, isHalf: type == .f16)
        var start = 0
        while start < rows.count {
            // Rows in small gaps are read too; a block has at most 512 rows.
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

    /// Names of the rows, `[rowCount]`; nil if the file has none.
    public func names() throws -> [String]? { try (source as? AnnDataFile)?.names().map(kept) }

    /// Labels of the rows from a column of `obs`: their names, and an index into them for each row,
    /// `[rowCount]`, -1 without a label. Whole numbers and truth values become names.
    ///
    /// - Parameter column: Name of the column; if nil, "label" where it exists.
    /// - Returns: nil if the file has no such column and none was requested.
    /// - Throws: `StoreError.notVectors` if a requested column does not exist or has no labels.
    public func labels(column: String? = nil) throws -> (names: [String], indices: [Int32])? {
        if let givenLabels { return (givenLabels.names, givenLabels.indices) }
        if let file = source as? AnnDataFile {
            return try file.labels(column: column).map { ($0.names, kept($0.indices)) }
        }
        guard column == nil else {
            throw StoreError.notVectors(
                file: path, found: "\(source.arrayName) alone, without columns of labels",
                advice: "give an .h5ad file for --label-column")
        }
        return nil
    }

    /// SHA-256 of the whole file, in hexadecimal.
    public func contentHash() throws -> String {
        do {
            return hexadecimal(try SHA256.digest(file: path))
        } catch {
            throw StoreError.system(
                file: path, operation: "reading the file", reason: error.localizedDescription)
        }
    }

    /// Names from a text file with one name for each row of the file, `[rowCount]`.
    ///
    /// - Throws: `StoreError.notVectors` if the number of lines is not that of the file's rows.
    public func names(lines path: String) throws -> [String] {
        kept(try Self.names(lines: path, count: source.rowCount))
    }

    /// Names from a text file with one name per line, `[count]`.
    ///
    /// - Throws: `StoreError.notVectors` if the number of lines is not `count`.
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
                advice: "give a file with one name per line, as many as there are vectors")
        }
        return lines
    }
}
