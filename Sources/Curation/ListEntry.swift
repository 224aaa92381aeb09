internal import Text

/// A line of a list, or a row of a review: an image by its SHA-256, by its path, or by both.
struct ListEntry {
    /// The line of the file, from 1.
    let line: Int
    /// The path; of a line that is only a SHA-256 the line itself.
    let path: [UInt8]
    let digest: FileDigest?
    /// Whether the line is only a SHA-256, which names all images with it.
    let isDigestOnly: Bool

    /// The path or SHA-256 for messages.
    var text: String { displayText(path) }
}
