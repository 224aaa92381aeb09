/// Why a file gave no image.
///
/// One rejected file does not end a run: `extract` keeps it as a row of the group `/rejects` and
/// continues with the next file.
public struct RejectedImage: Error, Sendable, Equatable, CustomStringConvertible {
    /// The category of a rejection. The raw values are what result files contain, so that they must
    /// not change.
    public enum Cause: String, Sendable, CaseIterable {
        /// The file has no bytes.
        case empty
        /// The bytes end before the image does. `DecodeOptions.acceptTruncated` accepts such a JPEG
        /// or PNG.
        case truncated
        /// The first bytes belong to none of the known image formats.
        case notAnImage = "not-an-image"
        /// The format is known, but the bytes contradict it: the decoding library reports damage.
        case corrupt
        /// The image has more pixels or bytes than are allowed, or than memory can be allocated
        /// for.
        case tooLarge = "too-large"
        /// The image is well formed, but of a format or kind that is not read.
        case unsupported
        /// The system refuses to give the bytes, for instance for lack of permission.
        case unreadable
        /// There is no file at the path.
        case missing
        /// Size or time differ from those in the listing, or changed while the file was read.
        case changed
        /// There is a folder, pipe, socket or device at the path.
        case notARegularFile = "not-a-regular-file"
        /// The path is a symbolic link whose target cannot be reached.
        case danglingLink = "dangling-link"
        /// The path is a symbolic link to a folder that was not entered, or had been entered
        /// before.
        case folderLink = "folder-link"
        /// The path is a link in an archive, which has no bytes of its own.
        case archiveLink = "archive-link"
        /// The image's mask, or the file with the names of its objects, cannot be used or lacks
        /// what a variant needs.
        case mask
    }

    /// The category, as the group `/rejects` of result files has it.
    public let cause: Cause
    /// One sentence or a few: what was expected, what was found and what to do, or the text of a
    /// decoding library.
    public let detail: String

    /// Makes the reason from its category and its sentence, which may quote the text of the system
    /// or of a decoding library.
    public init(_ cause: Cause, _ detail: String) {
        self.cause = cause
        self.detail = detail
    }

    /// The cause as result files write it, a colon and the sentence: "truncated: The file ends
    /// ...".
    public var description: String { "\(cause.rawValue): \(detail)" }
}
