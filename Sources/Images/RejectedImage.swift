/// Why a file gave no image.
///
/// One rejected file does not end a run: `extract` keeps it as a row of the group `/rejects` and
/// continues with the next file.
public struct RejectedImage: Error, Sendable, Equatable, CustomStringConvertible {
    /// The raw values are what result files hold.
    public enum Cause: String, Sendable, CaseIterable {
        /// The file has no bytes.
        case empty
        /// The bytes end before the picture does.
        case truncated
        /// The bytes are of no picture format known here.
        case notAnImage = "not-an-image"
        /// A picture format, but the bytes contradict it.
        case corrupt
        /// More pixels or bytes than are allowed, or than the memory holds.
        case tooLarge = "too-large"
        /// A well-formed picture of a kind that is not read.
        case unsupported
        /// The system refuses to give the bytes.
        case unreadable
        /// The file is gone.
        case missing
        /// The file is not the one that was listed.
        case changed
        /// A folder, pipe, socket or device.
        case notARegularFile = "not-a-regular-file"
        /// A symbolic link to nothing.
        case danglingLink = "dangling-link"
        /// A symbolic link to a folder that was not entered.
        case folderLink = "folder-link"
        /// A link in an archive, which has no bytes of its own.
        case archiveLink = "archive-link"
        /// Its mask, or what names the objects, cannot be used, or lacks what is asked of it.
        case mask
    }

    /// What kind of trouble it is, as `/rejects` has it.
    public let cause: Cause
    /// One sentence or a few, each ending in a full stop: what was expected, what was found, what
    /// to do.
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
