internal import HDF5
internal import Tokens

/// What a new listing says of an image whose row is kept.
public struct KeptImage: Sendable {
    let path: [UInt8]
    /// Index into the label names of the new file, -1 without a label.
    let label: Int32
    let split: String
    /// Nanoseconds since 1970.
    let modified: Int64
    /// In the order of `EmbeddingLayout.columns`.
    let columns: [String]

    public init(
        path: [UInt8], label: Int32, split: String, modified: Int64, columns: [String]
    ) {
        self.path = path
        self.label = label
        self.split = split
        self.modified = modified
        self.columns = columns
    }
}

/// A finished file whose rows are kept where they fit a new listing, and the segments of the rest.
public struct UpdatedRows {
    /// The finished file.
    let file: EmbeddingReader
    /// Row of the finished file for each place of the new plan; -1 where only a segment has one.
    let kept: [Int32]
    /// Number of segments.
    let segmentCount: Int
    /// Opens a segment. One is open at a time.
    let segment: (Int) throws -> SegmentReader
    /// What the listing says of the images at some places.
    let images: (Range<Int>) throws -> [KeptImage]

    /// Places whose rows are put together at a time.
    static let window = 1024

    public init(
        file: EmbeddingReader, kept: [Int32], segmentCount: Int,
        segment: @escaping (Int) throws -> SegmentReader,
        images: @escaping (Range<Int>) throws -> [KeptImage]
    ) {
        self.file = file
        self.kept = kept
        self.segmentCount = segmentCount
        self.segment = segment
        self.images = images
    }

    /// Ranges of consecutive places.
    var windows: [Range<Int>] {
        stride(from: 0, to: kept.count, by: Self.window).map {
            $0..<min(kept.count, $0 + Self.window)
        }
    }

    /// Lengths of the longest texts of the joined file.
    ///
    /// - Parameter segments: those of the segments.
    public func textWidths(_ segments: TextWidths, columns: [String]) throws -> TextWidths {
        var widths = segments
        let images = Schema.Embeddings.images
        let names = "\(Schema.Embeddings.objects)/names"
        let hasNames = file.root.contains(names)
        for window in windows {
            let rows = window.compactMap { kept[$0] < 0 ? nil : Int(kept[$0]) }
            if rows.isEmpty { continue }
            for (place, image) in zip(window, try self.images(window)) where kept[place] >= 0 {
                widths.add(displayPath(image.path).utf8.count, RowSet.pathText)
                widths.add(image.split.utf8.count, "\(images)/split")
                for (name, value) in zip(columns, image.columns) {
                    widths.add(
                        value.utf8.count, "\(images)/\(Schema.Embeddings.columns)/\(name)")
                }
            }
            guard hasNames else { continue }
            let set = RowSet(
                path: names, type: .string, row: [], rowsPerChunk: 256, bytesPerChunk: 1024)
            if case .variable(let texts) = try file.rows.gather(set, rows: rows) {
                for text in texts { widths.add(text.count, names) }
            }
        }
        return widths
    }
}

/// Source of a row.
private struct RowOrigin {
    /// Its place in the new plan.
    let place: Int
    /// Whether the row is in the open segment, not in the finished file.
    let isNew: Bool
    /// Index of the row there.
    let row: Int
}

/// The segment whose rows come next.
private struct OpenSegment {
    let number: Int
    let reader: SegmentReader
    /// Places of its rows, ascending.
    let places: [Int]
    /// Rows that were appended.
    var done = 0
    /// New row of each of its places.
    var rowOfPlace: [Int: Int] = [:]

    init?(_ number: Int, of update: UpdatedRows) throws {
        guard number < update.segmentCount else { return nil }
        self.number = number
        reader = try update.segment(number)
        places = try reader.places()
    }
}

extension EmbeddingBody {
    /// Appends the kept rows of a finished file and those of the segments, in the order of the new
    /// plan. Rows are checked against their checksums as they are read.
    func append(_ update: UpdatedRows, betweenBlocks: () throws -> Void) throws {
        var open = try OpenSegment(0, of: update)
        for window in update.windows {
            var origins: [RowOrigin] = []
            for place in window {
                if update.kept[place] >= 0 {
                    origins.append(
                        RowOrigin(place: place, isNew: false, row: Int(update.kept[place])))
                    continue
                }
                // The rows of a segment may end before its items do.
                while let segment = open, segment.done == segment.places.count {
                    try append(origins, window, update, segment.reader, betweenBlocks)
                    origins = []
                    try appendRest(of: segment, betweenBlocks)
                    open = try OpenSegment(segment.number + 1, of: update)
                }
                if let segment = open, segment.places[segment.done] == place {
                    open?.rowOfPlace[place] = rows.rowCount + origins.count
                    origins.append(RowOrigin(place: place, isNew: true, row: segment.done))
                    open?.done += 1
                }
            }
            try append(origins, window, update, open?.reader, betweenBlocks)
        }
        while let segment = open {
            try appendRest(of: segment, betweenBlocks)
            open = try OpenSegment(segment.number + 1, of: update)
        }
        saturated += try update.file.saturated()
        smallerBatches += try update.file.smallerBatches()
    }

    /// Appends what a segment has beside its rows.
    private func appendRest(of segment: OpenSegment, _ betweenBlocks: () throws -> Void) throws {
        let reader = segment.reader
        for index in 0..<(try reader.explainedCount) {
            try betweenBlocks()
            let image = try reader.explained(at: index, model: layout.model)
            try append(image, row: image.isRow ? segment.rowOfPlace[image.place] : nil)
        }
        for reject in try reader.rejects() { try appendOnce(reject) }
        saturated += reader.saturated
        smallerBatches += reader.counts.smallerBatches
    }

    /// Appends rows of a window.
    private func append(
        _ origins: [RowOrigin], _ window: Range<Int>, _ update: UpdatedRows,
        _ segment: SegmentReader?, _ betweenBlocks: () throws -> Void
    ) throws {
        if origins.isEmpty { return }
        keptFrom += origins.map { $0.isNew ? -1 : Int64($0.row) }
        let images = origins.contains { !$0.isNew } ? try update.images(window) : []
        try rows.append(count: origins.count, betweenBlocks: betweenBlocks) { set, part in
            let origins = Array(origins[part])
            var merged = MergedValues(set, count: origins.count)
            let kept = origins.indices.filter { !origins[$0].isNew }
            if !kept.isEmpty {
                let listed = kept.map { images[origins[$0].place - window.lowerBound] }
                let values =
                    try self.values(set, kept.map { origins[$0].place }, listed)
                    ?? update.file.rows.gather(set, rows: kept.map { origins[$0].row })
                merged.set(values, at: kept)
            }
            let new = origins.indices.filter { origins[$0].isNew }
            if !new.isEmpty, let segment {
                merged.set(
                    try segment.rows.gather(set, rows: new.map { origins[$0].row }), at: new)
            }
            return merged.values
        }
    }

    /// The values of kept images that the listing has; nil for a data set of the finished file.
    private func values(
        _ set: RowSet, _ places: [Int], _ images: [KeptImage]
    ) throws -> RowValues? {
        let folder = Schema.Embeddings.images
        if set.groupPath == "\(folder)/\(Schema.Embeddings.columns)" {
            let column = layout.columns.firstIndex(of: set.name) ?? 0
            return .variable(images.map { Array($0.columns[column].utf8) })
        }
        guard set.groupPath == folder else { return nil }
        return switch set.name {
        case "path": .variable(images.map(\.path))
        case "path_text": .variable(images.map { Array(displayPath($0.path).utf8) })
        case "place": .numbers(bytesOf(places.map { Int64($0) }))
        case "label": .numbers(bytesOf(images.map(\.label)))
        case "mtime": .numbers(bytesOf(images.map(\.modified)))
        case "split": .variable(images.map { Array($0.split.utf8) })
        default: nil
        }
    }
}

/// Values of the rows of a window, from several sources.
private struct MergedValues {
    private var numbers: [UInt8] = []
    private var texts: [[UInt8]] = []
    private let rowBytes: Int

    init(_ set: RowSet, count: Int) {
        rowBytes = set.isNumbers ? set.row.reduce(set.type.size, *) : 0
        if set.isNumbers {
            numbers = [UInt8](repeating: 0, count: rowBytes * count)
        } else {
            texts = [[UInt8]](repeating: [], count: count)
        }
    }

    /// Puts the values of one source at their places.
    ///
    /// - Parameter rows: which of the values, in the order of `indices`; nil for all.
    mutating func set(
        _ values: RowValues, rows: [Int]? = nil, at indices: some Collection<Int>
    ) {
        for (from, to) in zip(rows ?? Array(0..<indices.count), indices) {
            switch values {
            case .numbers(let bytes):
                numbers.replaceSubrange(
                    to * rowBytes..<(to + 1) * rowBytes,
                    with: bytes[from * rowBytes..<(from + 1) * rowBytes])
            case .variable(let strings): texts[to] = strings[from]
            }
        }
    }

    var values: RowValues { rowBytes > 0 ? .numbers(numbers) : .variable(texts) }
}

extension StoredRows {
    /// The values of any rows, in their order. Rows near each other are read together, because a
    /// block is checked as a whole.
    func gather(_ set: RowSet, rows: [Int]) throws -> RowValues {
        let rowBytes = set.isNumbers ? set.row.reduce(set.type.size, *) : 0
        let gap = rowBytes == 0 ? 64 : max(1, min(64, (1 << 16) / rowBytes))
        let order = rows.indices.sorted { rows[$0] < rows[$1] }
        var merged = MergedValues(set, count: rows.count)
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count && rows[order[end]] - rows[order[end - 1]] <= gap { end += 1 }
            let chosen = order[start..<end]
            let first = rows[order[start]]
            merged.set(
                try read(set, rows: first..<rows[order[end - 1]] + 1),
                rows: chosen.map { rows[$0] - first }, at: chosen)
            start = end
        }
        return merged.values
    }
}

extension EmbeddingReader {
    /// Size in bytes and time of change (nanoseconds since 1970) of the file of each image, `[N]`.
    public func fileStates() throws -> (bytes: [Int64], modified: [Int64]) {
        func numbers(_ name: String) throws -> [Int64] {
            try rows.rows(
                "\(Schema.Embeddings.images)/\(name)", count: imageCount, row: []
            ).read()
        }
        return (try numbers("bytes"), try numbers("mtime"))
    }

    /// The values of a further column in some rows.
    public func column(_ name: String, rows range: Range<Int>) throws -> [String] {
        try rows.texts(
            "\(Schema.Embeddings.images)/\(Schema.Embeddings.columns)/\(name)",
            count: imageCount, rows: range)
    }

    /// SHA-256 of each image's mask with its names, `[N * 32]`, zeros without one; nil for files
    /// without masks, and for earlier ones.
    public func maskDigests() throws -> [UInt8]? {
        guard root.contains(RowSet.maskDigests) else { return nil }
        return try rows.rows(RowSet.maskDigests, count: imageCount, row: [32]).read()
    }

    /// Whether each image had objects in its mask, `[N]`; nil for a file without masks.
    public func haveObjects() throws -> [Bool]? {
        guard hasObjects else { return nil }
        return try rows.texts("\(Schema.Embeddings.objects)/names", count: imageCount).map {
            $0 != "[]"
        }
    }
}
