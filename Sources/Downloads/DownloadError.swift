/// Why a download failed, as one sentence: the address, what was expected, what was found and what
/// to do.
public struct DownloadError: Error, CustomStringConvertible, Sendable {
    /// The cause of a failed download.
    public enum Kind: Sendable, Equatable {
        /// The server sent something else, or an error that another attempt would repeat.
        case refused
        /// The SHA-256 of the file differs from the published or the noted one.
        case changed
        /// All attempts failed; the received bytes are kept.
        case unreachable
        /// The cache could not be read or written.
        case disk
        /// The file is larger than the limit.
        case tooLarge
        /// The server is too slow; the received bytes are kept if a later attempt can resume.
        case tooSlow
        /// The caller stopped the download; the received bytes are kept.
        case stopped
    }

    /// What went wrong, by which a caller chooses its exit code.
    public let kind: Kind
    /// The sentence.
    public let description: String
    /// Whether the address has no such file: the response is an error, or something else, such as a
    /// web page.
    public let isAbsent: Bool

    init(_ kind: Kind, _ message: String, isAbsent: Bool = false) {
        self.kind = kind
        self.isAbsent = isAbsent
        description = message
    }
}

/// A failure after which another attempt may succeed; internal to the module.
struct PassingFailure: Error {
    let reason: String
    /// Whether the server was too slow; its bytes do not count as progress.
    var isSlow = false
}

/// The response does not continue the bytes received so far: the next attempt starts from zero.
struct StaleParts: Error {
    let reason: String
}
