internal import HDF5
internal import Tokens

/// A file that becomes a part of another one, and what changes of its rows.
public struct JoinedPart {
    /// The file.
    public let file: EmbeddingReader
    /// Put before each path.
    public let prefix: [UInt8]
    /// The new index of each of the file's labels.
    public let labels: [Int32]
    /// Added to the places of its rows.
    public let firstPlace: Int
    /// Rows of its plan, with those that were rejected.
    public let plannedRows: Int
    /// Rows of all plans: items from there on are variants or have no row.
    public let allRows: Int

    public init(
        file: EmbeddingReader, prefix: [UInt8], labels: [Int32], firstPlace: Int,
        plannedRows: Int, allRows: Int
    ) {
        self.file = file
        self.prefix = prefix
        self.labels = labels
        self.firstPlace = firstPlace
        self.plannedRows = plannedRows
        self.allRows = allRows
    }
}

extension EmbeddingBody {
    /// Appends the rows, rejects and images in full of a file. Rows are checked against their
    /// checksums as they are read.
    func append(_ part: JoinedPart, betweenBlocks: () throws -> Void) throws {
        let base = rows.rowCount
        let file = part.file
        let hasSplits = try file.splits() != nil
        let columns = Set(try file.columnNames())
        try rows.append(count: file.imageCount, betweenBlocks: betweenBlocks) { set, range in
            try values(of: part, set, range, hasSplits: hasSplits, columns: columns)
        }
        for (index, item) in try file.explainedItems().enumerated() {
            try betweenBlocks()
            var image = try file.explained(at: index)
            let isRow = image.isRow
            image.path = part.prefix + image.path
            image.place += part.firstPlace
            image.item = isRow ? image.place : part.allRows + part.firstPlace + item
            try append(image, row: base + image.row)
        }
        for reject in try file.rejects() {
            let hasRow = reject.place < part.plannedRows
            try append(
                Reject(
                    path: part.prefix + reject.path, cause: reject.cause, detail: reject.detail,
                    place: reject.place + (hasRow ? part.firstPlace : part.allRows)))
        }
        saturated += try file.saturated()
        smallerBatches += try file.smallerBatches()
    }

    /// The values of some rows of a data set.
    private func values(
        of part: JoinedPart, _ set: RowSet, _ range: Range<Int>, hasSplits: Bool,
        columns: Set<String>
    ) throws -> RowValues {
        let file = part.file
        let empty = RowValues.variable([[UInt8]](repeating: [], count: range.count))
        let name = set.name
        switch set.groupPath {
        case Schema.Embeddings.images:
            switch name {
            case "path":
                return .variable(
                    try file.rows.byteStrings(set.path, count: nil, rows: range).map {
                        part.prefix + $0
                    })
            case "path_text":
                let path = "\(Schema.Embeddings.images)/path"
                return .variable(
                    try file.rows.byteStrings(path, count: nil, rows: range).map {
                        Array(displayPath(part.prefix + $0).utf8)
                    })
            case "place":
                let places: [Int64] = try file.rows.rows(set.path, count: nil, row: []).read(
                    rows: range)
                return .numbers(bytesOf(places.map { $0 + Int64(part.firstPlace) }))
            case "label":
                let labels: [Int32] = try file.rows.rows(set.path, count: nil, row: []).read(
                    rows: range)
                return .numbers(bytesOf(labels.map { $0 < 0 ? -1 : part.labels[Int($0)] }))
            case "split" where !hasSplits: return empty
            default: break
            }
        case "\(Schema.Embeddings.images)/\(Schema.Embeddings.columns)"
        where !columns.contains(name):
            return empty
        case Schema.Embeddings.objects where !file.hasObjects:
            if name == "names" {
                return .variable([[UInt8]](repeating: Array("[]".utf8), count: range.count))
            }
            let size = set.row.reduce(set.type.size, *)
            return .numbers([UInt8](repeating: 0, count: size * range.count))
        default: break
        }
        return try file.rows.read(set, rows: range)
    }
}

extension EmbeddingReader {
    /// Names of the further columns of the images.
    public func columnNames() throws -> [String] {
        let path = "\(Schema.Embeddings.images)/\(Schema.Embeddings.columns)"
        return root.contains(path) ? try root.group(path).names() : []
    }

    /// Rows whose batch was computed in parts, see `SegmentCounts`; 0 in most files.
    func smallerBatches() throws -> Int {
        guard case .integer(let count)? = try root.attributes.get("smaller_batches") else {
            return 0
        }
        return Int(count)
    }
}
