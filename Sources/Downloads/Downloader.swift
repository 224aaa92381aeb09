internal import Digest
public import Foundation
internal import FoundationNetworking

/// What a download reports while it runs.
public enum DownloadEvent: Sendable {
    /// Bytes come; `first` are here from an earlier try, `total` is nil when the server does not
    /// say.
    case started(URL, first: Int, total: Int?)
    case progress(done: Int)
    /// The connection failed; the next try follows after so many seconds.
    case pausing(URL, reason: String, seconds: Double)
    /// Another process downloads the same file.
    case waitingForOther(URL)
}

/// Brings files into the cache, each once: whole, checked and noted, or not at all.
///
/// A file under way is `NAME.partial`; a cut connection, a later run and another process go on
/// where it ended, when the server allows it and the file behind the address is still the same.
public struct Downloader {
    /// What is known of a file before it is asked for.
    public struct Expectation: Sendable {
        /// What the first bytes must look like.
        public var kind: ContentKind
        /// The file's size; nil where it is not known.
        public var bytes: Int?
        /// Hexadecimal digits with which the SHA-256 begins: all 64, or the eight that torch.hub
        /// keeps in a file's name.
        public var sha256: String?

        public init(kind: ContentKind = .checkpoint, bytes: Int? = nil, sha256: String? = nil) {
            self.kind = kind
            self.bytes = bytes
            self.sha256 = sha256
        }
    }

    /// Where the files are kept.
    public let cache: DownloadCache
    /// Seconds without a byte after which a connection is given up.
    public var silence = 60.0
    /// Bytes that a file may have at most; 16 GiB unless it is set.
    public var limit = 16 << 30
    /// Bytes a second, over `floorWindow`, below which a connection is given up and does not count
    /// as progress; 0 for none.
    public var floor = 1024
    /// Seconds over which `floor` is measured.
    public var floorWindow = 60.0
    /// Seconds before the second try; each later pause is twice as long.
    public var firstPause = 1.0
    /// Tries in a row that bring no byte, after which it ends.
    public var tries = 4
    /// Tries in all; a server that cuts more often than this is not worth more.
    public var mostTries = 100
    /// Called for each event, on the thread that downloads.
    public var report: (DownloadEvent) -> Void = { _ in }
    /// True when somebody asked to stop.
    public var shouldStop: () -> Bool = { false }

    public init(cache: DownloadCache) { self.cache = cache }

    /// The local path of a file: at once when it is in the cache, else after its download.
    ///
    /// The SHA-256 of a file is noted when it is first downloaded; a file in the cache that has
    /// another is refused, and so is a new download.
    ///
    /// - Throws: `DownloadError`.
    public func file(at url: URL, _ expected: Expectation = Expectation()) throws -> String {
        let path = cache.path(for: url)
        let folder = (path as NSString).deletingLastPathComponent
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw DownloadError(
                .disk,
                "\(folder): could not create the cache folder (\(error.localizedDescription)); set "
                    + "XDG_CACHE_HOME to a writable folder.")
        }
        // Before any byte is asked for: a note that is none would make all of them worthless.
        _ = try DigestNote(of: path).read()
        var isFirstLook = true
        while true {
            if FileManager.default.fileExists(atPath: path) {
                try check(cached: path, url, expected)
                return path
            }
            if let partial = try PartialFile.take(path + ".partial") {
                // It may have been finished between the two looks.
                if FileManager.default.fileExists(atPath: path) {
                    partial.discard()
                    continue
                }
                do {
                    try download(url, into: partial, expected)
                    try finish(partial, as: path, url, expected)
                } catch {
                    if partial.count == 0 { partial.discard() }
                    throw error
                }
                return path
            }
            if isFirstLook { report(.waitingForOther(url)) }
            isFirstLook = false
            if shouldStop() { throw stopped(url) }
            usleep(100_000)
        }
    }

    /// True when the file needs no download.
    public func has(_ url: URL) -> Bool {
        FileManager.default.fileExists(atPath: cache.path(for: url))
    }

    private func check(cached path: String, _ url: URL, _ expected: Expectation) throws {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw DownloadError(
                .disk,
                "\(path): expected a file in the cache, found something else; remove it to "
                    + "download the file.")
        }
        let digest = try digest(of: path)
        let note = DigestNote(of: path)
        let noted = try note.read()
        if let wanted = expected.sha256 ?? noted, !digest.hasPrefix(wanted) {
            throw DownloadError(
                .changed,
                "\(path): expected the file from \(url), whose SHA-256 \(Self.said(wanted)), found "
                    + "\(digest): the file in the cache was changed; delete it to download it "
                    + "again.")
        }
        if noted == nil { try write(note, digest, path) }
    }

    private func write(_ note: DigestNote, _ digest: String, _ path: String) throws {
        do {
            try note.write(digest, name: (path as NSString).lastPathComponent)
        } catch {
            throw PartialFile.diskError("write", note.path, 0, error.localizedDescription)
        }
    }

    private func digest(of path: String) throws -> String {
        do {
            return hexadecimal(try SHA256.digest(file: path))
        } catch {
            throw PartialFile.diskError("read", path, 0, error.localizedDescription)
        }
    }

    /// Tries until all bytes are there.
    private func download(
        _ url: URL, into partial: PartialFile, _ expected: Expectation
    ) throws {
        var fruitless = 0
        var reason = ""
        var isSlow = false
        for attempt in 0..<mostTries {
            if shouldStop() { throw stopped(url) }
            let before = partial.count
            let reception = Reception(url, partial, expected, limit: limit)
            do {
                if reception.isComplete { return }
                try ask(url, reception)
                try reception.end()
                return
            } catch let stale as StaleParts {
                (reason, isSlow) = (stale.reason, false)
                try partial.restart(PartialFile.Origin())
                fruitless += 1
            } catch let passing as PassingFailure {
                if reception.isWholeByItself { return }
                (reason, isSlow) = (passing.reason, passing.isSlow)
                // Only bytes that a later try can go on from are worth the tries they cost.
                let isProgress = partial.count > before && partial.origin.validator != nil
                fruitless = isProgress && !isSlow ? 0 : fruitless + 1
            } catch let error as DownloadError where error.kind == .stopped {
                throw stopped(url)
            }
            if fruitless >= tries || attempt + 1 == mostTries { break }
            let pause = firstPause * Double(1 << min(max(fruitless, 1) - 1, 6))
            report(.pausing(url, reason: reason, seconds: pause))
            try sleep(pause, url)
        }
        throw failure(partial, reason, isSlow: isSlow, url)
    }

    /// The sentence after the last try; bytes that no later try can go on from are thrown away.
    private func failure(
        _ partial: PartialFile, _ reason: String, isSlow: Bool, _ url: URL
    ) -> DownloadError {
        let count = partial.count
        let total = partial.origin.total.map { "\($0) bytes" } ?? "a whole file"
        let advice: String
        if count > 0 && partial.origin.validator != nil {
            advice = "they are kept; repeat the same command to resume"
        } else {
            partial.discard()
            advice =
                "check the address and the connection, or download the file by hand and give its "
                + "path"
        }
        if isSlow {
            return DownloadError(
                .tooSlow,
                "\(url): expected at least \(floor) bytes/s, found \(reason); \(count) bytes were "
                    + "received; \(advice).")
        }
        return DownloadError(
            .unreachable,
            "\(url): expected \(total), found \(count) bytes before the connection failed for the "
                + "last time (\(reason)); \(advice).")
    }

    private func ask(_ url: URL, _ reception: Reception) throws {
        var request = URLRequest(url: url)
        // Compressed on the way, lengths and ranges would count something else.
        request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
        request.setValue("vitrine", forHTTPHeaderField: "User-Agent")
        if let (range, validator) = reception.resumption {
            request.setValue(range, forHTTPHeaderField: "Range")
            request.setValue(validator, forHTTPHeaderField: "If-Range")
        }
        var isAnnounced = false
        func reportState() {
            guard let (first, total, done) = reception.state else { return }
            if !isAnnounced { report(.started(url, first: first, total: total)) }
            isAnnounced = true
            report(.progress(done: done))
        }
        // What comes between the last two looks is told too.
        defer { reportState() }
        var pace = Pace(floor: floor, window: floorWindow)
        try Transfer(request, receiver: reception).run(silence: silence) {
            reportState()
            if shouldStop() { return DownloadError(.stopped, "stopped") }
            return reception.state.flatMap { pace.objection(done: $0.done) }
        }
    }

    /// Finds out whether bytes come too slowly, over one window after the other.
    private struct Pace {
        let floor: Int
        let window: Double
        private var start: (time: ContinuousClock.Instant, done: Int)?

        init(floor: Int, window: Double) {
            self.floor = floor
            self.window = window
        }

        mutating func objection(done: Int) -> PassingFailure? {
            let now = ContinuousClock.now
            guard let first = start else {
                start = (now, done)
                return nil
            }
            let seconds = (now - first.time) / .seconds(1)
            if seconds < window { return nil }
            start = (now, done)
            let rate = Double(done - first.done) / seconds
            if rate >= Double(floor) { return nil }
            return PassingFailure(
                reason: "\(Int(rate)) bytes/s for \(Int(seconds.rounded())) s", isSlow: true)
        }
    }

    private func sleep(_ length: Double, _ url: URL) throws {
        let end = ContinuousClock.now + .seconds(length)
        while ContinuousClock.now < end {
            if shouldStop() { throw stopped(url) }
            usleep(UInt32(min(length, 0.1) * 1e6))
        }
    }

    /// Checks the whole file, notes its digest and gives it its name.
    private func finish(
        _ partial: PartialFile, as path: String, _ url: URL, _ expected: Expectation
    ) throws {
        let digest = try digest(of: partial.path)
        let note = DigestNote(of: path)
        if let wanted = try expected.sha256 ?? note.read(), !digest.hasPrefix(wanted) {
            partial.discard()
            let advice =
                expected.sha256 != nil
                ? "the published file changed; check it at its publisher, then download it by hand "
                    + "and give its path"
                : "the published file changed since it was first downloaded; delete \(note.path) "
                    + "to accept the new one, whose tokens are not comparable with those of the old"
            throw DownloadError(
                .changed,
                "\(url): expected a file whose SHA-256 \(Self.said(wanted)), found \(digest); "
                    + "\(advice).")
        }
        // The note first: no finished file is ever without one.
        try write(note, digest, path)
        try partial.publish(as: path)
    }

    /// "is" all 64 digits or "begins with" fewer.
    private static func said(_ digits: String) -> String {
        (digits.count == 64 ? "is " : "begins with ") + digits
    }

    private func stopped(_ url: URL) -> DownloadError {
        DownloadError(
            .stopped,
            "\(url): stopped; the bytes received so far are kept; repeat the same command to "
                + "resume."
        )
    }
}
