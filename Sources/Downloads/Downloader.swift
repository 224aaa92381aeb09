internal import Digest
public import Foundation
internal import FoundationNetworking

/// The progress of a download, for the caller's messages.
public enum DownloadEvent: Sendable {
    /// A response began. `first` bytes are from earlier attempts; `total` is the size of the file,
    /// nil if the server does not announce it.
    case started(URL, first: Int, total: Int?)
    /// `done` bytes of the file are received.
    case progress(done: Int)
    /// The connection failed; the next attempt follows after `seconds`.
    case pausing(URL, reason: String, seconds: Double)
    /// Another process is downloading the same file.
    case waitingForOther(URL)
}

/// Downloads files into the cache, each once. A file gets its name only when it is complete, its
/// SHA-256 is checked against the published one, and the note with its SHA-256 is written.
///
/// An unfinished file is `NAME.partial`. After a lost connection, in a later run or in another
/// process the download resumes there, if the server supports ranges and the file is unchanged.
public struct Downloader {
    /// What the caller knows of a file in advance.
    public struct Expectation: Sendable {
        /// What the first bytes must look like.
        public var kind: ContentKind
        /// Size in bytes; nil if unknown.
        public var bytes: Int?
        /// The first hexadecimal digits of the SHA-256, lower-case: all 64, or the eight that
        /// torch.hub has in file names; nil if unknown.
        public var sha256: String?

        public init(kind: ContentKind = .checkpoint, bytes: Int? = nil, sha256: String? = nil) {
            self.kind = kind
            self.bytes = bytes
            self.sha256 = sha256
        }
    }

    /// Where the files are kept.
    public let cache: DownloadCache
    /// Seconds without data after which a connection is closed; 60 by default.
    public var silence = 60.0
    /// Largest accepted file in bytes; 16 GiB by default.
    public var limit = 16 << 30
    /// Slowest accepted rate in bytes/s over `floorWindow`; a slower connection is closed and does
    /// not count as progress. 1,024 by default, 0 for no limit.
    public var floor = 1024
    /// Seconds over which the rate is measured; 60 by default.
    public var floorWindow = 60.0
    /// Seconds before the second attempt, doubled with each further attempt without progress, at
    /// most 64-fold; 1 by default.
    public var firstPause = 1.0
    /// Attempts in a row without progress after which the download fails; 4 by default.
    public var tries = 4
    /// Attempts in all; 100 by default.
    public var mostTries = 100
    /// Called on the calling thread with each event.
    public var report: (DownloadEvent) -> Void = { _ in }
    /// Polled about ten times per second; true ends the download.
    public var shouldStop: () -> Bool = { false }

    public init(cache: DownloadCache) { self.cache = cache }

    /// The path of a file in the cache, after downloading it if it is missing.
    ///
    /// The SHA-256 is noted at the first download; later a cached file or a download with another
    /// one is refused. Waits while another process downloads the same file.
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
        // First, because no download could be verified with a damaged note.
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

    /// Whether the file is in the cache.
    public func has(_ url: URL) -> Bool {
        FileManager.default.fileExists(atPath: cache.path(for: url))
    }

    /// Compares a cached file with the expected or the noted SHA-256, and writes a missing note.
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
                "\(path): expected the file from \(url), whose SHA-256 "
                    + "\(Self.digestClause(wanted)), found \(digest): the file in the cache was "
                    + "changed; delete it to download it again.")
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

    /// Makes attempts until the file is complete.
    ///
    /// - Throws: `DownloadError` after `tries` attempts without progress, or `mostTries` in all.
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
                try request(url, reception)
                try reception.end()
                return
            } catch let stale as StaleParts {
                (reason, isSlow) = (stale.reason, false)
                try partial.restart(PartialFile.Origin())
                fruitless += 1
            } catch let passing as PassingFailure {
                if reception.isWholeByItself { return }
                (reason, isSlow) = (passing.reason, passing.isSlow)
                // Bytes count as progress only if a later attempt can resume after them.
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

    /// The error after the last attempt; bytes after which no attempt can resume are removed.
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

    /// One request, which resumes after the received bytes where that is possible.
    private func request(_ url: URL, _ reception: Reception) throws {
        var request = URLRequest(url: url)
        // With a content encoding, lengths and ranges would count the encoded bytes.
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
        // The last bytes arrive after the last call of `watch`.
        defer { reportState() }
        var pace = Pace(floor: floor, window: floorWindow)
        try Transfer(request, receiver: reception).run(silence: silence) {
            reportState()
            if shouldStop() { return DownloadError(.stopped, "stopped") }
            return reception.state.flatMap { pace.objection(done: $0.done) }
        }
    }

    /// Measures the rate of a transfer over consecutive windows.
    private struct Pace {
        let floor: Int
        let window: Double
        private var start: (time: ContinuousClock.Instant, done: Int)?

        init(floor: Int, window: Double) {
            self.floor = floor
            self.window = window
        }

        /// The failure for a window that was too slow; nil within a window and for a fast one.
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

    /// Waits `length` seconds, or throws when the caller stops the download.
    private func sleep(_ length: Double, _ url: URL) throws {
        let end = ContinuousClock.now + .seconds(length)
        while ContinuousClock.now < end {
            if shouldStop() { throw stopped(url) }
            usleep(UInt32(min(length, 0.1) * 1e6))
        }
    }

    /// Verifies the SHA-256 of a complete file, writes its note and gives the file its name.
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
                "\(url): expected a file whose SHA-256 \(Self.digestClause(wanted)), found "
                    + "\(digest); \(advice).")
        }
        // The note comes first, so that no finished file is without one.
        try write(note, digest, path)
        try partial.publish(as: path)
    }

    /// "is" and all 64 digits, or "begins with" and fewer.
    private static func digestClause(_ digits: String) -> String {
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
