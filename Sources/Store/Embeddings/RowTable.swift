internal import HDF5
internal import Tokens

/// All data sets of a file that have one row per image. They grow together.
final class RowTable {
    /// What the file holds.
    private let layout: EmbeddingLayout
    /// The data sets, in the order of `EmbeddingLayout.rowSets`; empty after `finish`.
    private var sets: [GrowingRows] = []
    /// Number of rows so far.
    private(set) var rowCount = 0
    /// Whether large data sets link to the rows of segments.
    private let isLinked: Bool
    /// Segments that the large data sets link to, with their numbers of rows.
    private var linked: [(file: String, rows: Int)] = []

    /// Creates the data sets and their groups.
    ///
    /// - Parameter textWidths: Length in bytes of the longest text of each data set of texts. Texts
    ///   of other data sets stay in memory until `finish`.
    init(
        _ layout: EmbeddingLayout, below root: Group, textWidths: [String: Int], isLinked: Bool
    ) throws {
        self.layout = layout
        self.isLinked = isLinked
        for set in layout.rowSets {
            let group = try root.requireGroup(set.groupPath)
            sets.append(
                try GrowingRows(
                    set, below: isLinked && set.isLarge ? nil : group,
                    textWidth: textWidths[set.path]))
        }
    }

    /// Appends the row of an image.
    func append(_ image: EmbeddedImage) throws {
        precondition(
            image.tokens.count == layout.layers.count,
            "\(image.tokens.count) layers for \(layout.layers.count) in the file")
        for set in sets { try set.append(values(of: image, set.rowSet.path), rows: 1) }
        rowCount += 1
    }

    /// Appends rows of another file with the same layout, in blocks of about 4 MiB. Each block is
    /// checked against its checksum as it is read.
    func append(
        rows: Range<Int>, of source: StoredRows, betweenBlocks: () throws -> Void = {}
    ) throws {
        try append(count: rows.count, betweenBlocks: betweenBlocks) { set, part in
            try source.read(
                set, rows: rows.lowerBound + part.lowerBound..<rows.lowerBound + part.upperBound)
        }
        if isLinked {
            let parts = source.path.split(separator: "/").suffix(2)
            linked.append((parts.joined(separator: "/"), rows.count))
        }
    }

    /// Appends rows in blocks of about 4 MiB.
    ///
    /// - Parameter values: The values of a range of the `count` rows for a data set.
    func append(
        count: Int, betweenBlocks: () throws -> Void = {},
        values: (RowSet, Range<Int>) throws -> RowValues
    ) throws {
        for set in sets {
            let block = set.rowsPerBlock
            for start in stride(from: 0, to: count, by: block) {
                try betweenBlocks()
                let part = start..<min(count, start + block)
                try set.append(try values(set.rowSet, part), rows: part.count)
            }
        }
        rowCount += count
    }

    /// Writes what is buffered, closes the data sets and returns their checksums.
    func finish(below root: Group) throws -> [BlockChecks] {
        defer { sets = [] }
        return try sets.flatMap { set in
            let checks = try set.finish()
            let rowSet = set.rowSet
            if isLinked && rowSet.isLarge {
                try root.group(rowSet.groupPath).createVirtualDataset(
                    rowSet.name, rowSet.type, row: rowSet.row, path: "/" + rowSet.path,
                    sources: linked)
            }
            return checks
        }
    }

    /// Paths of the segments that large data sets link to; empty if the file has all rows itself.
    var linkedFiles: [String] { linked.map(\.file) }

    /// The part of an image that the data set at `path` stores.
    private func values(of image: EmbeddedImage, _ path: String) -> RowValues {
        let parts = path.split(separator: "/").map(String.init)
        switch parts[0] {
        case Schema.Embeddings.images:
            return imageValues(of: image, parts[1...])
        case Schema.Embeddings.layers:
            let layer = layout.layers.firstIndex {
                Schema.Embeddings.layerName($0) == parts[1]
            }
            let kind = layout.tokens.firstIndex { $0.rawValue == parts[2] }
            guard let layer, let kind else { preconditionFailure("no tokens for \(path)") }
            return Self.numbers(image.tokens[layer][kind])
        case Schema.Embeddings.joint:
            guard let joint = image.joint else { preconditionFailure("no joint embedding") }
            return Self.numbers(joint)
        case Schema.Embeddings.attention:
            return .numbers(bytesOf(parts[1] == "rollout" ? image.rollout : image.distance))
        case Schema.Embeddings.objects:
            if parts[1] == "names" { return .variable([Array(nameList(image.objectNames).utf8)]) }
            if parts[1] == "sha256" {
                return .numbers(image.maskSHA256 ?? [UInt8](repeating: 0, count: 32))
            }
            let patches = parts[1] == "patches" ? image.objects : image.measuredObjects
            return .numbers(patches ?? [UInt8](repeating: 0, count: layout.model.patches))
        case Schema.Embeddings.predictions:
            return parts[1] == "label"
                ? .numbers(bytesOf(image.predictions.map(\.label)))
                : .numbers(bytesOf(image.predictions.map(\.probability)))
        default: preconditionFailure("no part of an image for \(path)")
        }
    }

    private static func numbers(_ values: TokenValues) -> RowValues {
        switch values {
        case .half(let halves): .numbers(bytesOf(halves))
        case .single(let singles): .numbers(bytesOf(singles))
        }
    }

    /// The part of an image that a data set below `/images` stores.
    private func imageValues(of image: EmbeddedImage, _ parts: ArraySlice<String>) -> RowValues {
        func number(_ value: Int64) -> RowValues { .numbers(bytesOf([value])) }
        switch parts.first ?? "" {
        case "path": return .variable([image.path])
        case "path_text": return .variable([Array(displayPath(image.path).utf8)])
        case "preview": return .variable([image.preview])
        case "place": return number(Int64(image.place))
        case "width": return number(Int64(image.width))
        case "height": return number(Int64(image.height))
        case "bytes": return number(Int64(image.bytes))
        case "mtime": return number(image.modified)
        case "label": return .numbers(bytesOf([image.label]))
        case "sha256": return .numbers(image.sha256)
        case Schema.Embeddings.picture:
            let picture = image.picture ?? PictureArea(all: layout.model.grid)
            return .numbers(bytesOf(picture.stored))
        case "split": return .variable([Array(image.split.utf8)])
        case Schema.Embeddings.columns:
            guard let column = layout.columns.firstIndex(of: parts.last ?? "") else { break }
            return .variable([Array(image.columns[column].utf8)])
        default: break
        }
        preconditionFailure("no part of an image for \(parts.joined(separator: "/"))")
    }
}
