internal import Foundation
internal import FoundationNetworking
internal import Synchronization

/// Judges one answer by what was asked and what is at hand, and lays its bytes into the partial
/// file.
final class Reception: Transfer.Receiver, @unchecked Sendable {
    private let url: URL
    private let partial: PartialFile
    private let expected: Downloader.Expectation
    /// First byte asked for.
    private let first: Int
    private var isRecognized = false
    // What the waiting thread may look at while bytes come.
    private let shown = Mutex<(first: Int, total: Int?, done: Int)?>(nil)

    init(_ url: URL, _ partial: PartialFile, _ expected: Downloader.Expectation) {
        self.url = url
        self.partial = partial
        self.expected = expected
        first = partial.origin.validator == nil ? 0 : partial.count
    }

    /// All bytes came in an earlier run, which ended before it could give the file its name.
    var isComplete: Bool { first > 0 && first == partial.origin.total && isKindRight }

    /// The values of `Range` and `If-Range`, when there is something to go on from.
    var resumption: (range: String, validator: String)? {
        guard first > 0, let validator = partial.origin.validator else { return nil }
        return ("bytes=\(first)-", validator)
    }

    var state: (first: Int, total: Int?, done: Int)? { shown.withLock { $0 } }

    func begin(_ head: HTTPURLResponse) throws {
        switch head.statusCode {
        case 200: try beginWhole(head)
        case 206: try beginPart(head)
        case 416:
            throw StaleParts(reason: "the server has no bytes from \(first) on")
        case 408, 425, 429, 500...599:
            throw PassingFailure(reason: "the server answered \(status(head))")
        default:
            throw refusal(
                "expected \(expected.kind.expectation), found the answer \(status(head)); check "
                    + "the address, or download the file by hand and give its path")
        }
        let seen = (partial.count, partial.origin.total, partial.count)
        shown.withLock { $0 = seen }
    }

    func receive(_ bytes: [UInt8]) throws {
        if let total = partial.origin.total, partial.count + bytes.count > total {
            throw StaleParts(reason: "the server sent more than the \(total) bytes it announced")
        }
        try partial.append(bytes)
        let done = partial.count
        shown.withLock { $0?.done = done }
        if !isRecognized && partial.count >= ContentKind.prefixLength { try recognize() }
    }

    /// The connection ended in order: is the file whole?
    func end() throws {
        if let total = partial.origin.total, partial.count != total {
            throw PassingFailure(
                reason: "the connection ended after \(partial.count) of \(total) bytes")
        }
        try checkLength(partial.count)
        try recognize()
    }

    private func beginWhole(_ head: HTTPURLResponse) throws {
        try checkForm(head)
        let total = header(head, "Content-Length").flatMap { Int($0) }
        if let total { try checkLength(total) }
        try checkRoom(total ?? 0)
        try partial.restart(
            PartialFile.Origin(
                etag: header(head, "ETag"), lastModified: header(head, "Last-Modified"),
                total: total))
    }

    private func beginPart(_ head: HTTPURLResponse) throws {
        try checkForm(head)
        // "bytes 100-199/200"
        let text = header(head, "Content-Range") ?? ""
        let numbers = text.split { !$0.isNumber && $0 != "*" }.compactMap { Int($0) }
        guard text.lowercased().hasPrefix("bytes"), numbers.count >= 2, first > 0,
            numbers[0] == first
        else {
            throw StaleParts(
                reason: "the server sent \"\(text)\" where bytes from \(first) on were asked for")
        }
        let origin = partial.origin
        if numbers.count == 3, let total = origin.total, numbers[2] != total {
            throw StaleParts(reason: "the file grew or shrank from \(total) to \(numbers[2]) bytes")
        }
        if let etag = header(head, "ETag"), let known = origin.etag, etag != known {
            throw StaleParts(reason: "the file behind the address changed")
        }
        try checkRoom((origin.total ?? first) - first)
    }

    private func checkForm(_ head: HTTPURLResponse) throws {
        if let coding = header(head, "Content-Encoding"), coding.lowercased() != "identity" {
            throw refusal(
                "expected the file as it is, found it packed with \(coding), which was not asked "
                    + "for; download it by hand and give its path")
        }
        if let type = header(head, "Content-Type"), type.lowercased().hasPrefix("text/html") {
            throw refusal(
                "expected \(expected.kind.expectation), found a web page (\(type)); give the "
                    + "address of the file itself")
        }
    }

    private func checkLength(_ found: Int) throws {
        guard let bytes = expected.bytes, bytes != found else { return }
        partial.discard()
        throw refusal(
            "expected a file of \(bytes) bytes, found \(found); compare with where it is "
                + "published, or download it by hand and give its path")
    }

    /// Refuses with numbers before the disk is full.
    private func checkRoom(_ needed: Int) throws {
        let folder = (partial.path as NSString).deletingLastPathComponent
        let system = try? FileManager.default.attributesOfFileSystem(forPath: folder)
        guard let free = (system?[.systemFreeSize] as? NSNumber)?.intValue, free < needed else {
            return
        }
        throw DownloadError(
            .disk,
            "\(folder): expected \(needed) free bytes for \(url), found \(free); make room or set "
                + "XDG_CACHE_HOME to a folder on another disk.")
    }

    private var isKindRight: Bool {
        expected.kind.refusal(prefix: partial.prefix(ContentKind.prefixLength)) == nil
    }

    private func recognize() throws {
        guard !isRecognized else { return }
        isRecognized = true
        let prefix = partial.prefix(ContentKind.prefixLength)
        guard let found = expected.kind.refusal(prefix: prefix) else { return }
        partial.discard()
        throw refusal(
            "expected \(expected.kind.expectation), found \(found); give the address of the file "
                + "itself")
    }

    private func refusal(_ text: String) -> DownloadError {
        DownloadError(.refused, "\(url): \(text).")
    }

    private func status(_ head: HTTPURLResponse) -> String {
        "\(head.statusCode) \(HTTPURLResponse.localizedString(forStatusCode: head.statusCode))"
    }

    private func header(_ head: HTTPURLResponse, _ name: String) -> String? {
        head.value(forHTTPHeaderField: name)
    }
}
