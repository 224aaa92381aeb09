/// Why a file could not be had, as one sentence: the address, what was expected, what was found
/// and what to do.
public struct DownloadError: Error, CustomStringConvertible, Sendable {
    public enum Kind: Sendable, Equatable {
        /// The server gave something else, or nothing: another try would end the same way.
        case refused
        /// The file's SHA-256 is not the one that was published or noted.
        case changed
        /// The connection failed as often as is tried; what came is kept.
        case unreachable
        /// The cache could not be read or written.
        case disk
        /// The file is larger than the limit.
        case tooLarge
        /// Bytes come too slowly; what came is kept where a later try can go on from it.
        case tooSlow
        /// Somebody asked to stop; what came is kept.
        case stopped
    }

    /// What went wrong, by which a caller chooses its exit code.
    public let kind: Kind
    public let description: String
    /// Whether nothing like the file is published at the address: no answer with success, or one
    /// with something else altogether, such as a web page.
    public let isAbsent: Bool

    init(_ kind: Kind, _ message: String, isAbsent: Bool = false) {
        self.kind = kind
        self.isAbsent = isAbsent
        description = message
    }
}

/// A failure that a later try may not meet again; never leaves the module.
struct PassingFailure: Error {
    let reason: String
    /// Whether bytes came, but more slowly than is accepted: they do not count as progress.
    var isSlow = false
}

/// What a server sent cannot go on from the bytes at hand: the next try starts from zero.
struct StaleParts: Error {
    let reason: String
}
