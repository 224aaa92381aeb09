internal import Foundation
internal import FoundationNetworking
internal import Synchronization

/// Checks one HTTP response against the request and the bytes received so far, and appends its body
/// to the partial file.
final class Reception: Transfer.Receiver, @unchecked Sendable {
    private let url: URL
    private let partial: PartialFile
    private let expected: Downloader.Expectation
    /// Largest accepted file in bytes.
    private let limit: Int
    /// Offset of the first requested byte; 0 for the whole file.
    private let first: Int
    private var isRecognized = false
    /// Offset of the end of a partial response (206); nil for others.
    private var partEnd: Int?
    // Shared with the thread that waits for the transfer.
    private let shared = Mutex<(first: Int, total: Int?, done: Int)?>(nil)

    init(
        _ url: URL, _ partial: PartialFile, _ expected: Downloader.Expectation, limit: Int
    ) {
        self.url = url
        self.partial = partial
        self.expected = expected
        self.limit = expected.kind == .json ? min(limit, FileContents.jsonLimit) : limit
        first = partial.origin.validator == nil ? 0 : partial.count
    }

    /// Whether an earlier run received all bytes and ended before it could rename the file.
    var isComplete: Bool {
        guard first > 0, first == partial.origin.total, isKindRight else { return false }
        if case .incomplete = partial.completeness(as: expected.kind) { return false }
        return true
    }

    /// Whether the file is complete although the connection failed: after a Content-Length that is
    /// too large, both sides wait for more.
    var isWholeByItself: Bool {
        state != nil && partial.count > 0 && isKindRight
            && partial.completeness(as: expected.kind) == .whole
    }

    /// The values of `Range` and `If-Range`; nil to request the whole file.
    var resumption: (range: String, validator: String)? {
        guard first > 0, let validator = partial.origin.validator else { return nil }
        return ("bytes=\(first)-", validator)
    }

    /// First offset of the response, size of the file if known, and bytes received; nil before the
    /// response.
    var state: (first: Int, total: Int?, done: Int)? { shared.withLock { $0 } }

    /// Checks status and header fields.
    ///
    /// - Throws: `PassingFailure` for a status that may change, `StaleParts` when the bytes so far
    ///   do not fit, `DownloadError` otherwise.
    func begin(_ head: HTTPURLResponse) throws {
        switch head.statusCode {
        case 200: try beginWhole(head)
        case 206: try beginPart(head)
        case 416:
            throw StaleParts(reason: "the server has no bytes from \(first) on")
        case 408, 425, 429, 500...599:
            throw PassingFailure(reason: "the server responded \(status(head))")
        case 401, 403:
            throw refusal(
                "expected \(expected.kind.expectation), found the response \(status(head)): the "
                    + "file may have a licence that must be accepted on its page; download it "
                    + "there and give its path",
                isAbsent: true)
        default:
            throw refusal(
                "expected \(expected.kind.expectation), found the response \(status(head)); check "
                    + "the address, or download the file by hand and give its path",
                isAbsent: true)
        }
        let state = (partial.count, partial.origin.total, partial.count)
        shared.withLock { $0 = state }
    }

    /// Appends a piece of the body; the kind is checked as soon as 64 bytes are there.
    func receive(_ bytes: [UInt8]) throws {
        let count = partial.count + bytes.count
        if let total = partial.origin.total, count > total {
            throw StaleParts(reason: "the server sent more than the \(total) bytes it announced")
        }
        if let partEnd, count > partEnd {
            throw StaleParts(reason: "the server sent more than the part it announced")
        }
        if count > limit {
            partial.discard()
            throw tooLarge("more")
        }
        try partial.append(bytes)
        let done = partial.count
        shared.withLock { $0?.done = done }
        if !isRecognized && partial.count >= ContentKind.prefixLength { try recognize() }
    }

    /// Checks the file after the connection was closed in order.
    ///
    /// - Throws: `PassingFailure` for an incomplete file, `DownloadError` for a wrong one.
    func end() throws {
        if let total = partial.origin.total, partial.count != total {
            throw PassingFailure(
                reason: "the connection ended after \(partial.count) of \(total) bytes")
        }
        try checkLength(partial.count)
        if partial.count == 0 && partial.origin.total == nil {
            throw PassingFailure(reason: "the connection ended before the first byte")
        }
        try recognize()
        try checkWhole()
    }

    /// Checks by the format that the file is complete.
    private func checkWhole() throws {
        let isAnnounced = partial.origin.total != nil
        switch partial.completeness(as: expected.kind) {
        case .whole: return
        case .unknown where isAnnounced: return
        case .incomplete(let reason) where !isAnnounced:
            throw PassingFailure(
                reason: "the connection ended, and the file is incomplete: \(reason)")
        case .incomplete(let reason):
            let count = partial.count
            partial.discard()
            throw refusal(
                "expected a complete file, found the \(count) bytes that the server announces, "
                    + "which are truncated or damaged: \(reason); check it at its publisher, or "
                    + "download it by hand and give its path")
        case .unknown:
            partial.discard()
            throw refusal(
                "expected a Content-Length, since this format does not record its own length, "
                    + "found none; download it by hand and give its path")
        }
    }

    /// A response with the whole file: earlier bytes are removed.
    private func beginWhole(_ head: HTTPURLResponse) throws {
        try checkForm(head)
        let total = header(head, "Content-Length").flatMap { Int($0) }
        if let total {
            try checkLength(total)
            if total > limit { throw tooLarge("one of \(total)") }
        }
        try checkRoom(total ?? 0)
        try partial.restart(
            PartialFile.Origin(
                etag: header(head, "ETag"), lastModified: header(head, "Last-Modified"),
                total: total))
    }

    /// A response with the rest of the file, which must continue at the last byte and be of the
    /// same file.
    private func beginPart(_ head: HTTPURLResponse) throws {
        try checkForm(head)
        // "bytes 100-199/200"
        let text = header(head, "Content-Range") ?? ""
        let numbers = text.split { !$0.isNumber && $0 != "*" }.compactMap { Int($0) }
        guard text.lowercased().hasPrefix("bytes"), numbers.count >= 2, first > 0,
            numbers[0] == first
        else {
            throw StaleParts(
                reason: "the server sent \"\(text)\" where bytes from \(first) on were requested")
        }
        let origin = partial.origin
        if numbers.count == 3, let total = origin.total, numbers[2] != total {
            throw StaleParts(reason: "the file grew or shrank from \(total) to \(numbers[2]) bytes")
        }
        if numbers.count == 3, let total = partial.origin.total ?? numbers.last, total > limit {
            throw tooLarge("one of \(total)")
        }
        if let etag = header(head, "ETag"), let known = origin.etag, etag != known {
            throw StaleParts(reason: "the file behind the address changed")
        }
        guard numbers[1] >= first, numbers[1] < (origin.total ?? numbers.last ?? .max) else {
            throw StaleParts(reason: "the server sent the impossible part \"\(text)\"")
        }
        if numbers.count == 3, origin.total == nil { try partial.note(total: numbers[2]) }
        partEnd = numbers[1] + 1
        try checkRoom((origin.total ?? numbers[1] + 1) - first)
    }

    /// Refuses compressed responses and web pages.
    private func checkForm(_ head: HTTPURLResponse) throws {
        if let coding = header(head, "Content-Encoding"), coding.lowercased() != "identity" {
            throw refusal(
                "expected no content encoding, found \(coding), which was not requested; download "
                    + "it by hand and give its path")
        }
        if let type = header(head, "Content-Type"), type.lowercased().hasPrefix("text/html") {
            throw refusal(
                "expected \(expected.kind.expectation), found a web page (\(type)); give the "
                    + "address of the file itself", isAbsent: true)
        }
    }

    private func checkLength(_ found: Int) throws {
        guard let bytes = expected.bytes, bytes != found else { return }
        partial.discard()
        throw refusal(
            "expected a file of \(bytes) bytes, found \(found); check it at its "
                + "publisher, or download it by hand and give its path")
    }

    private func tooLarge(_ found: String) -> DownloadError {
        DownloadError(
            expected.kind == .json ? .refused : .tooLarge,
            "\(url): expected \(expected.kind.expectation) of at most \(limit) bytes, found "
                + "\(found).")
    }

    /// Refuses a file for which the disk has too little space.
    private func checkRoom(_ needed: Int) throws {
        let folder = (partial.path as NSString).deletingLastPathComponent
        let system = try? FileManager.default.attributesOfFileSystem(forPath: folder)
        guard let free = (system?[.systemFreeSize] as? NSNumber)?.intValue, free < needed else {
            return
        }
        throw DownloadError(
            .disk,
            "\(folder): expected \(needed) free bytes for \(url), found \(free); free some space, "
                + "or set XDG_CACHE_HOME to a folder on another disk.")
    }

    private var isKindRight: Bool {
        expected.kind.refusal(prefix: partial.bytes(at: 0, ContentKind.prefixLength)) == nil
    }

    /// Checks the kind of the file once.
    private func recognize() throws {
        guard !isRecognized else { return }
        isRecognized = true
        let prefix = partial.bytes(at: 0, ContentKind.prefixLength)
        guard let found = expected.kind.refusal(prefix: prefix) else { return }
        partial.discard()
        throw refusal(
            "expected \(expected.kind.expectation), found \(found); give the address of the file "
                + "itself", isAbsent: true)
    }

    private func refusal(_ text: String, isAbsent: Bool = false) -> DownloadError {
        DownloadError(.refused, "\(url): \(text).", isAbsent: isAbsent)
    }

    private func status(_ head: HTTPURLResponse) -> String {
        "\(head.statusCode) \(HTTPURLResponse.localizedString(forStatusCode: head.statusCode))"
    }

    private func header(_ head: HTTPURLResponse, _ name: String) -> String? {
        head.value(forHTTPHeaderField: name)
    }
}
