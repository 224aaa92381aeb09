internal import HDF5

/// Values of some rows of one data set.
enum RowValues {
    /// Numbers, as their bytes lie in memory.
    case numbers([UInt8])
    /// One text or byte string a row.
    case variable([[UInt8]])
}

/// One data set that has a row an image, as a layout asks for it.
struct RowSet: Sendable {
    /// Slash-separated names from the root.
    let path: String
    let type: ElementType
    /// The shape of one row.
    let row: [Int]
    let rowsPerChunk: Int
    /// Of byte strings, bytes in a chunk.
    var bytesPerChunk = 4096

    /// `.string` stands for texts, as long as the longest, `.bytes` for byte strings.
    var isNumbers: Bool { type.isNumber }

    /// The paths as texts.
    static let pathText = "\(Schema.Embeddings.images)/path_text"

    /// Whether its rows are large: such sets are not copied where `--link` keeps the segments.
    var isLarge: Bool {
        path.hasPrefix(Schema.Embeddings.layers + "/")
            || path.hasPrefix(Schema.Embeddings.attention + "/")
    }

    var groupPath: String { path.split(separator: "/").dropLast().joined(separator: "/") }
    var name: String { String(path.split(separator: "/").last ?? "") }
}
