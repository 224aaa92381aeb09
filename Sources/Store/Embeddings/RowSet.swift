internal import HDF5

/// Values of some rows of one data set, on their way into a file.
enum RowValues {
    /// Numbers as their bytes in memory.
    case numbers([UInt8])
    /// One text or byte string per row.
    case variable([[UInt8]])
}

/// A data set with one row per image, as a layout determines it.
struct RowSet: Sendable {
    /// Path from the root, without a leading slash.
    let path: String
    /// Element type; `.string` for texts of fixed length, `.bytes` for byte strings.
    let type: ElementType
    /// Shape of one row.
    let row: [Int]
    /// Rows per chunk, which is also the block that has a checksum.
    let rowsPerChunk: Int
    /// Bytes per chunk of a data set of byte strings.
    var bytesPerChunk = 4096

    /// Whether the rows are numbers, not texts or byte strings.
    var isNumbers: Bool { type.isNumber }

    /// Path of the data set of image paths as text.
    static let pathText = "\(Schema.Embeddings.images)/path_text"

    /// Path of the data set of the masks' digests.
    static let maskDigests = "\(Schema.Embeddings.objects)/sha256"

    /// Whether the data set stays in the segments with `extract --link`: tokens and attention.
    var isLarge: Bool {
        path.hasPrefix(Schema.Embeddings.layers + "/")
            || path.hasPrefix(Schema.Embeddings.attention + "/")
    }

    /// Path of the group that contains the data set.
    var groupPath: String { path.split(separator: "/").dropLast().joined(separator: "/") }
    /// Name of the data set in its group.
    var name: String { String(path.split(separator: "/").last ?? "") }
}
