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
    /// The segments, in order.
    let segments: [SegmentReader]
    /// What the listing says of the images at some places.
    let images: (Range<Int>) throws -> [KeptImage]

    /// Places whose rows are put together at a time.
    static let window = 1024

    public init(
        file: EmbeddingReader, kept: [Int32], segments: [SegmentReader],
        images: @escaping (Range<Int>) throws -> [KeptImage]
    ) {
        self.file = file
        self.kept = kept
        self.segments = segments
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

/// Source of a row of a window.
private struct RowOrigin {
    /// Its place in the new plan.
    let place: Int
    /// Index of the segment; -1 for the finished file.
    let segment: Int
    /// Index of the row there.
    let row: Int
}

extension EmbeddingBody {
    /// Appends the kept rows of a finished file and those of the segments, in the order of the new
    /// plan. Rows are checked against their checksums as they are read.
    func append(_ update: UpdatedRows, betweenBlocks: () throws -> Void) throws {
        var number = 0
        var places = try update.segments.first?.places() ?? []
        var done = 0
        var rowOfPlace: [Int: Int] = [:]
        for window in update.windows {
            var origins: [RowOrigin] = []
            for place in window {
                if update.kept[place] >= 0 {
                    origins.append(
                        RowOrigin(place: place, segment: -1, row: Int(update.kept[place])))
                    continue
                }
                // The rows of a segment may end before its items do.
                while done == places.count && number < update.segments.count {
                    try appendRest(of: update.segments[number], rowOfPlace, betweenBlocks)
                    number += 1
                    (done, rowOfPlace) = (0, [:])
                    places =
                        number < update.segments.count
                        ? try update.segments[number].places() : []
                }
                if done < places.count && places[done] == place {
                    rowOfPlace[place] = rows.rowCount + origins.count
                    origins.append(RowOrigin(place: place, segment: number, row: done))
                    done += 1
                }
            }
            try append(origins, window, update, betweenBlocks)
        }
        for segment in update.segments.dropFirst(number) {
            try appendRest(of: segment, rowOfPlace, betweenBlocks)
            rowOfPlace = [:]
        }
        saturated += try update.file.saturated()
        smallerBatches += try update.file.smallerBatches()
    }

    /// Appends what a segment has beside its rows.
    private func appendRest(
        of segment: SegmentReader, _ rowOfPlace: [Int: Int], _ betweenBlocks: () throws -> Void
    ) throws {
        for index in 0..<(try segment.explainedCount) {
            try betweenBlocks()
            let image = try segment.explained(at: index, model: layout.model)
            try append(image, row: image.isRow ? rowOfPlace[image.place] : nil)
        }
        for reject in try segment.rejects() { try appendOnce(reject) }
        saturated += segment.saturated
        smallerBatches += segment.counts.smallerBatches
    }

    /// Appends the rows of a window.
    private func append(
        _ origins: [RowOrigin], _ window: Range<Int>, _ update: UpdatedRows,
        _ betweenBlocks: () throws -> Void
    ) throws {
        let images = origins.contains { $0.segment < 0 } ? try update.images(window) : []
        try rows.append(count: origins.count, betweenBlocks: betweenBlocks) { set, part in
            let origins = origins[part]
            var parts: [Int: [Int]] = [:]
            for (index, origin) in origins.enumerated() {
                parts[origin.segment, default: []].append(index)
            }
            var merged = MergedValues(set, count: origins.count)
            for (segment, indices) in parts {
                let chosen = indices.map { origins[part.lowerBound + $0] }
                let values: RowValues
                if segment >= 0 {
                    values = try update.segments[segment].rows.gather(set, rows: chosen.map(\.row))
                } else {
                    let listed = chosen.map { images[$0.place - window.lowerBound] }
                    values =
                        try self.values(set, chosen.map(\.place), listed)
                        ?? update.file.rows.gather(set, rows: chosen.map(\.row))
                }
                merged.set(values, at: indices)
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
    mutating func set(_ values: RowValues, at indices: [Int]) {
        switch values {
        case .numbers(let bytes):
            for (from, to) in indices.enumerated() {
                numbers.replaceSubrange(
                    to * rowBytes..<(to + 1) * rowBytes,
                    with: bytes[from * rowBytes..<(from + 1) * rowBytes])
            }
        case .variable(let strings):
            for (from, to) in indices.enumerated() { texts[to] = strings[from] }
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
            let all = try read(set, rows: first..<rows[order[end - 1]] + 1)
            for index in chosen {
                let row = rows[index] - first
                switch all {
                case .numbers(let bytes):
                    merged.set(
                        .numbers(Array(bytes[row * rowBytes..<(row + 1) * rowBytes])), at: [index])
                case .variable(let texts): merged.set(.variable([texts[row]]), at: [index])
                }
            }
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

    /// Further columns of the images by name, `[N]` each.
    public func columns() throws -> [String: [String]] {
        var columns: [String: [String]] = [:]
        for name in try columnNames() {
            columns[name] = try rows.texts(
                "\(Schema.Embeddings.images)/\(Schema.Embeddings.columns)/\(name)",
                count: imageCount)
        }
        return columns
    }

    /// Whether each image had objects in its mask, `[N]`; nil for a file without masks.
    public func haveObjects() throws -> [Bool]? {
        guard holdsObjects else { return nil }
        return try rows.texts("\(Schema.Embeddings.objects)/names", count: imageCount).map {
            $0 != "[]"
        }
    }
}
