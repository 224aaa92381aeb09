internal import HDF5

/// One property of the rows of a file, growing row by row: a data set of numbers or texts, or for
/// byte strings a group of two data sets, `bytes` and `offsets`.
final class GrowingRows {
    /// Path, type and shape of the rows.
    let rowSet: RowSet
    /// The data sets that store the property.
    private enum Parts {
        case numbers(GrowingData)
        case byteStrings(bytes: GrowingData, offsets: GrowingData)
        case texts(GrowingData, width: Int)
        /// Texts whose longest is not known before the end.
        case buffered(Group)
    }
    /// The data sets of this property.
    private let parts: Parts
    /// Texts whose longest is not known yet.
    private var bufferedTexts: [[UInt8]] = []
    /// Number of bytes of all byte strings so far.
    private var byteCount = 0

    /// Creates the data sets.
    ///
    /// - Parameters:
    ///   - group: Group of the data sets; nil to compute checksums only.
    ///   - textWidth: Length in bytes of the longest text. If nil, texts stay in memory until
    ///     `finish`.
    init(_ set: RowSet, below group: Group?, textWidth: Int? = nil) throws {
        rowSet = set
        switch set.type {
        case .bytes:
            let pair = try group?.createGroup(set.name)
            let bytes = try GrowingData(
                set.path + "/bytes", .uint8, row: [], rowsPerChunk: set.bytesPerChunk, below: pair)
            let offsets = try GrowingData(
                set.path + "/offsets", .int64, row: [], rowsPerChunk: set.rowsPerChunk, below: pair)
            try offsets.append([UInt8](repeating: 0, count: 8), rows: 1)
            parts = .byteStrings(bytes: bytes, offsets: offsets)
        case .string:
            guard let group else { preconditionFailure("\(set.path): texts that are not written") }
            parts =
                if let textWidth {
                    .texts(try Self.texts(set, textWidth, group), width: textWidth)
                } else {
                    .buffered(group)
                }
        default:
            parts = .numbers(
                try GrowingData(
                    set.path, set.type, row: set.row, rowsPerChunk: set.rowsPerChunk, below: group))
        }
    }

    /// A data set of texts of at most `width` bytes.
    private static func texts(_ set: RowSet, _ width: Int, _ group: Group) throws -> GrowingData {
        try GrowingData(
            set.path, .text(width), row: [],
            rowsPerChunk: max(1, min(set.rowsPerChunk, (1 << 16) / width)), below: group)
    }

    /// Bytes per row of numbers; 0 for texts and byte strings.
    private var rowBytes: Int { rowSet.isNumbers ? rowSet.row.reduce(rowSet.type.size, *) : 0 }

    /// Rows to copy at a time: whole chunks of about 4 MiB.
    var rowsPerBlock: Int {
        let chunkBytes = max(1, rowBytes * rowSet.rowsPerChunk)
        return rowSet.rowsPerChunk * max(1, rowBytes == 0 ? 1 : (4 << 20) / chunkBytes)
    }

    /// Appends rows; the values must have the kind of the data set.
    func append(_ values: RowValues, rows: Int) throws {
        switch (parts, values) {
        case (.numbers(let data), .numbers(let bytes)): try data.append(bytes, rows: rows)
        case (.byteStrings(let bytes, let offsets), .variable(let strings)):
            var ends: [Int64] = []
            for string in strings {
                byteCount += string.count
                ends.append(Int64(byteCount).littleEndian)
            }
            let all = strings.count == 1 ? strings[0] : Array(strings.joined())
            try bytes.append(all, rows: all.count)
            try offsets.append(bytesOf(ends), rows: rows)
        case (.texts(let data, let width), .variable(let texts)):
            let texts = texts.map(Self.text)
            precondition(
                texts.allSatisfy { $0.count <= width },
                "\(rowSet.path): a text of more than \(width) bytes")
            try data.append(paddedTexts(texts, width: width), rows: rows)
        case (.buffered, .variable(let texts)):
            bufferedTexts.append(contentsOf: texts.map(Self.text))
        default: preconditionFailure("\(rowSet.path): values of another kind")
        }
    }

    /// The bytes of a text up to the first NUL.
    private static func text(_ bytes: [UInt8]) -> [UInt8] { Array(bytes.prefix { $0 != 0 }) }

    /// Writes what is buffered and returns the checksums.
    func finish() throws -> [BlockChecks] {
        switch parts {
        case .numbers(let data), .texts(let data, _): return [try data.finish()]
        case .byteStrings(let bytes, let offsets):
            return [try bytes.finish(), try offsets.finish()]
        case .buffered(let group):
            let width = bufferedTexts.reduce(1) { max($0, $1.count) }
            let data = try Self.texts(rowSet, width, group)
            try data.append(paddedTexts(bufferedTexts, width: width), rows: bufferedTexts.count)
            return [try data.finish()]
        }
    }
}

/// The bytes of elements as they are in memory.
func bytesOf<Element: BitwiseCopyable>(_ elements: [Element]) -> [UInt8] {
    unsafe elements.withUnsafeBytes { unsafe Array($0) }
}

extension Group {
    /// The group at a path below this one; missing groups are created. "" is this group.
    func requireGroup(_ path: String) throws -> Group {
        var group = self
        for part in path.split(separator: "/") {
            let name = String(part)
            group = group.contains(name) ? try group.group(name) : try group.createGroup(name)
        }
        return group
    }
}
