import Digest
import Downloads
import Foundation
import ProgramRunner
import Synchronization
import Testing

/// Bytes that pass for a checkpoint: a safetensors header and noise.
private let weights: [UInt8] = {
    let header = Array(#"{"a":{"dtype":"U8","shape":[300000],"data_offsets":[0,300000]}}"#.utf8)
    var bytes: [UInt8] = [UInt8(header.count), 0, 0, 0, 0, 0, 0, 0] + header
    var state: UInt32 = 1
    for _ in 0..<300_000 {
        state = state &* 1_664_525 &+ 1_013_904_223
        bytes.append(UInt8(state >> 24))
    }
    return bytes
}()
private let digestOfWeights = hexadecimal(SHA256.digest(weights))

/// A cache of its own and a server that answers the n-th request by `answer(n, request)`.
private struct Trial {
    let folder: TemporaryFolder
    let server: LocalServer
    var downloader: Downloader

    init(
        _ answer: @escaping @Sendable (Int, LocalServer.Request) -> LocalServer.Answer
    ) throws {
        folder = try TemporaryFolder()
        let count = Counter()
        server = try LocalServer { answer(count.next(), $0) }
        downloader = Downloader(cache: DownloadCache(folder: folder.path))
        downloader.firstPause = 0.01
        downloader.silence = 5
    }

    var url: URL { server.url("/models/tiny.safetensors") }
    var path: String { downloader.cache.path(for: url) }
    var partial: String { path + ".partial" }

    /// Names in the folder of the file, sorted.
    func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(
            atPath: (path as NSString).deletingLastPathComponent
        ).sorted()
    }

    /// The sentence of a download that must fail.
    func refusal(
        _ kind: DownloadError.Kind, _ expected: Downloader.Expectation = .init()
    ) -> String {
        do {
            _ = try downloader.file(at: url, expected)
        } catch let error as DownloadError {
            #expect(error.kind == kind, "\(error)")
            return error.description
        } catch {
            Issue.record(error)
        }
        Issue.record("expected a refusal, found a file")
        return ""
    }
}

private final class Counter: Sendable {
    private let value = Atomic<Int>(0)
    func next() -> Int { value.add(1, ordering: .relaxed).oldValue }
}

private func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
}

@Suite("Downloader") struct DownloaderTests {
    @Test("A file comes once, keeps its name, and its SHA-256 is noted as sha256sum reads it")
    func once() throws {
        let trial = try Trial { LocalServer.serving(weights, to: $1) }
        defer { trial.server.stop() }
        for _ in 0..<2 {
            #expect(try bytes(try trial.downloader.file(at: trial.url)) == weights)
        }
        #expect(trial.server.requests.count == 1)
        #expect(trial.server.requests[0].headers["accept-encoding"] == "identity")
        #expect(try trial.names() == ["tiny.safetensors", "tiny.safetensors.sha256"])
        #expect(
            try String(contentsOfFile: trial.path + ".sha256", encoding: .utf8)
                == "\(digestOfWeights)  tiny.safetensors\n")
    }

    @Test("A cut connection goes on where it ended, as often as bytes come")
    func cut() throws {
        let trial = try Trial { _, request in
            var answer = LocalServer.serving(weights, to: request)
            answer.cut = 60_000
            return answer
        }
        defer { trial.server.stop() }
        #expect(try bytes(try trial.downloader.file(at: trial.url)) == weights)
        let requests = trial.server.requests
        #expect(requests.map(\.first) == [nil, 60_000, 120_000, 180_000, 240_000, 300_000])
        #expect(requests.dropFirst().allSatisfy { $0.ifRange == "\"one\"" })
    }

    @Test("What an earlier run left is gone on from, and the date serves where there is no tag")
    func laterRun() throws {
        let trial = try Trial { count, request in
            var answer = LocalServer.serving(weights, etag: "Mon, 06 Jan 2020", to: request)
            answer.headers[0] = ("Last-Modified", "Mon, 06 Jan 2020")
            if count == 0 { answer.cut = 100_000 }
            if count == 1 { answer = LocalServer.Answer("503 Busy") }
            return answer
        }
        defer { trial.server.stop() }
        var impatient = trial
        impatient.downloader.tries = 1
        // The first try brings bytes, the second none: that is one fruitless try.
        let sentence = impatient.refusal(.unreachable)
        #expect(sentence.contains("expected \(weights.count) bytes, found 100000"))
        #expect(sentence.contains("503"))
        #expect(
            try trial.names() == ["tiny.safetensors.partial", "tiny.safetensors.partial.json"])
        #expect(try bytes(try trial.downloader.file(at: trial.url)) == weights)
        #expect(trial.server.requests.map(\.first) == [nil, 100_000, 100_000])
        #expect(trial.server.requests[2].ifRange == "Mon, 06 Jan 2020")
    }

    @Test("A server without ranges, or with a tag that changed, starts the file again")
    func again() throws {
        for changes in [false, true] {
            let trial = try Trial { count, request in
                let etag = changes && count > 0 ? "\"two\"" : "\"one\""
                let body = count == 0 && changes ? weights.map { $0 &* 3 } : weights
                var answer = LocalServer.serving(
                    count == 0 ? Array(weights[..<64]) + body[64...] : body, etag: etag,
                    to: request)
                if !changes {
                    answer = LocalServer.Answer(body: weights)
                    answer.headers = [("ETag", etag)]
                }
                if count == 0 { answer.cut = 100_000 }
                return answer
            }
            defer { trial.server.stop() }
            #expect(try bytes(try trial.downloader.file(at: trial.url)) == weights)
            #expect(trial.server.requests.map(\.first) == [nil, 100_000])
        }
    }

    @Test("A part that is not the one asked for, or of another file, is thrown away")
    func wrongPart() throws {
        for wrong in [
            "bytes 99999-300070/300071", "bytes 0-9/10", "bytes 100000-300070/999999", "nonsense",
            "tag",
        ] {
            let trial = try Trial { count, request in
                var answer = LocalServer.serving(weights, to: request)
                if count == 0 { answer.cut = 100_000 }
                if count == 1 {
                    answer.headers =
                        wrong == "tag"
                        ? [answer.headers[2], ("ETag", "\"two\"")]
                        : [("ETag", "\"one\""), ("Content-Range", wrong)]
                }
                return answer
            }
            defer { trial.server.stop() }
            #expect(try bytes(try trial.downloader.file(at: trial.url)) == weights)
            #expect(trial.server.requests.map(\.first) == [nil, 100_000, nil], "\(wrong)")
        }
    }

    @Test("Bytes that nobody can vouch for are not gone on from")
    func noValidator() throws {
        let trial = try Trial { count, request in
            var answer = LocalServer.serving(weights, to: request)
            answer.headers = [("ETag", "W/\"weak\"")]
            if count == 0 { answer.cut = 100_000 }
            return answer
        }
        defer { trial.server.stop() }
        #expect(try bytes(try trial.downloader.file(at: trial.url)) == weights)
        #expect(trial.server.requests.map(\.first) == [nil, nil])
    }

    @Test("A partial file that is whole already, or too long, is dealt with")
    func oddPartial() throws {
        for extra in [0, 5] {
            let trial = try Trial { LocalServer.serving(weights, to: $1) }
            defer { trial.server.stop() }
            try FileManager.default.createDirectory(
                atPath: (trial.path as NSString).deletingLastPathComponent,
                withIntermediateDirectories: true)
            try Data(weights + [UInt8](repeating: 0, count: extra)).write(
                to: URL(fileURLWithPath: trial.partial))
            try Data(#"{"etag":"\"one\"","total":\#(weights.count)}"#.utf8).write(
                to: URL(fileURLWithPath: trial.partial + ".json"))
            #expect(try bytes(try trial.downloader.file(at: trial.url)) == weights)
            #expect(trial.server.requests.count == (extra == 0 ? 0 : 2))
        }
    }

    @Test("Another file than expected is refused in one sentence, and nothing of it stays")
    func wrongFiles() throws {
        let page = Array("<!DOCTYPE html><html><body>Please sign in to go on</body></html>".utf8)
        let cases: [(LocalServer.Answer, Downloader.Expectation, String)] = [
            (.init("404 Not Found"), .init(), "the response 404"),
            (.init("403 Forbidden"), .init(), "the response 403"),
            (.init(body: page), .init(), "a web page that begins with \"<!DOCTYPE html>"),
            (
                .init(body: Array("version https://git-lfs.github.com/spec/v1\n".utf8)), .init(),
                "text that begins with \"version https"
            ),
            (.init(body: []), .init(), "an empty file"),
            (.init(body: [0, 1, 2, 3]), .init(), "begins with the bytes 00 01 02 03"),
            (.init(body: weights), .init(bytes: 7), "expected a file of 7 bytes, found"),
            (
                .init(body: weights), .init(sha256: "00000000"),
                "a file whose SHA-256 begins with 00000000, found \(digestOfWeights)"
            ),
            (.init(body: weights), .init(kind: .json), "expected a JSON object, found"),
        ]
        for (answer, expected, text) in cases {
            let trial = try Trial { _, _ in answer }
            defer { trial.server.stop() }
            let sentence = trial.refusal(
                text.contains("SHA-256") ? .changed : .refused, expected)
            #expect(sentence.hasPrefix("\(trial.url): expected "), "\(sentence)")
            #expect(sentence.contains(text), "\(sentence)")
            #expect(trial.server.requests.count == 1)
            #expect(try trial.names() == [], "\(text)")
        }
        for (header, text) in [
            ("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "br"),
        ] {
            let trial = try Trial { _, _ in
                var answer = LocalServer.Answer(body: weights)
                answer.headers = [(header, text)]
                return answer
            }
            defer { trial.server.stop() }
            #expect(trial.refusal(.refused).contains(text))
        }
    }

    @Test("A published beginning of the SHA-256 is enough, and right bytes pass it")
    func digestPrefix() throws {
        let trial = try Trial { LocalServer.serving(weights, to: $1) }
        defer { trial.server.stop() }
        let expected = Downloader.Expectation(
            bytes: weights.count, sha256: String(digestOfWeights.prefix(8)))
        #expect(try bytes(try trial.downloader.file(at: trial.url, expected)) == weights)
    }

    @Test("A file changed in the cache, or changed where it is published, is refused")
    func changed() throws {
        let other = Array(weights.dropLast()) + [weights[weights.count - 1] ^ 1]
        let trial = try Trial { count, request in
            LocalServer.serving(count == 0 ? weights : other, to: request)
        }
        defer { trial.server.stop() }
        _ = try trial.downloader.file(at: trial.url)
        var damaged = weights
        damaged[200_000] ^= 1
        try Data(damaged).write(to: URL(fileURLWithPath: trial.path))
        #expect(trial.refusal(.changed).contains("the file in the cache was changed"))
        try FileManager.default.removeItem(atPath: trial.path)
        let sentence = trial.refusal(.changed)
        for part in [
            "the published file changed", digestOfWeights, hexadecimal(SHA256.digest(other)),
            "delete \(trial.path).sha256",
        ] {
            #expect(sentence.contains(part), "\(sentence)")
        }
        #expect(try trial.names() == ["tiny.safetensors.sha256"])
        try FileManager.default.removeItem(atPath: trial.path + ".sha256")
        #expect(try bytes(try trial.downloader.file(at: trial.url)) == other)
    }

    @Test("Silence is given up and tried again; a server that is away is told with its reason")
    func silence() throws {
        var trial = try Trial { count, request in
            var answer = LocalServer.serving(weights, to: request)
            if count == 0 { (answer.cut, answer.stall) = (100_000, 8) }
            return answer
        }
        trial.downloader.silence = 1.5
        #expect(try bytes(try trial.downloader.file(at: trial.url)) == weights)
        #expect(trial.server.requests.prefix(2).map(\.first) == [nil, 100_000])
        trial.server.stop()
        try FileManager.default.removeItem(atPath: trial.path)
        let pauses = Mutex(0)
        trial.downloader.report = { event in
            if case .pausing = event { pauses.withLock { $0 += 1 } }
        }
        let sentence = trial.refusal(.unreachable)
        #expect(sentence.contains("found 0 bytes before the connection failed"), "\(sentence)")
        #expect(pauses.withLock { $0 } == trial.downloader.tries - 1)
    }

    @Test("Redirections are followed with the range, but never away from http and https")
    func redirections() throws {
        let trial = try Trial { count, request in
            if request.path != "/elsewhere" {
                var answer = LocalServer.Answer("302 Found")
                answer.headers = [("Location", "/elsewhere")]
                return answer
            }
            var answer = LocalServer.serving(weights, to: request)
            if count < 2 { answer.cut = 100_000 }
            return answer
        }
        defer { trial.server.stop() }
        #expect(try bytes(try trial.downloader.file(at: trial.url)) == weights)
        #expect(trial.server.requests.map(\.first) == [nil, nil, 100_000, 100_000])
        for target in ["ftp://127.0.0.1/x", "file:///etc/passwd", "/models/tiny.safetensors"] {
            let bad = try Trial { _, _ in
                var answer = LocalServer.Answer("302 Found")
                answer.headers = [("Location", target)]
                return answer
            }
            defer { bad.server.stop() }
            let sentence = bad.refusal(.refused)
            #expect(sentence.contains("redirection"), "\(target): \(sentence)")
            #expect(bad.server.requests.count <= 11)
        }
    }

    @Test("A wish to stop ends a download at once and keeps what came")
    func stopping() throws {
        var trial = try Trial { count, request in
            var answer = LocalServer.serving(weights, to: request)
            if count == 0 { (answer.cut, answer.stall) = (100_000, 8) }
            return answer
        }
        defer { trial.server.stop() }
        let partial = trial.partial
        let start = ContinuousClock.now
        trial.downloader.shouldStop = {
            let size = try? FileManager.default.attributesOfItem(atPath: partial)[.size] as? Int
            return size == 100_000
        }
        #expect(trial.refusal(.stopped).contains("repeat the same command to resume"))
        #expect(ContinuousClock.now - start < .seconds(4))
        trial.downloader.shouldStop = { false }
        #expect(try bytes(try trial.downloader.file(at: trial.url)) == weights)
        #expect(trial.server.requests.map(\.first) == [nil, 100_000])
    }

    @Test("Refusals, cuts and stops at any moment of an answer end in order")
    func anyMoment() throws {
        let rounds = Int(ProcessInfo.processInfo.environment["VITRINE_ROUNDS"] ?? "") ?? 24
        for round in 0..<rounds {
            var trial = try Trial { count, request in
                var answer = LocalServer.serving(weights, to: request)
                switch (round % 4, count) {
                case (0, _):
                    answer = .init("302 Found")
                    answer.headers = [("Location", "ftp://127.0.0.1/")]
                case (1, _): answer = .init("404 Not Found", body: weights)
                case (2, 0):
                    answer = .init("302 Found")
                    answer.headers = [("Location", "/next")]
                default: answer.cut = 100_000
                }
                return answer
            }
            defer { trial.server.stop() }
            let moment = ContinuousClock.now + .microseconds(137 * (round / 4))
            if round % 4 >= 2 { trial.downloader.shouldStop = { ContinuousClock.now > moment } }
            do {
                _ = try trial.downloader.file(at: trial.url)
                #expect(round % 4 >= 2)
            } catch let error as DownloadError {
                #expect(error.kind == (round % 4 < 2 ? .refused : .stopped), "round \(round)")
            }
        }
    }

    @Test("Four at once download a file once")
    func atOnce() async throws {
        let trial = try Trial { _, request in
            var answer = LocalServer.serving(weights, to: request)
            (answer.cut, answer.stall) = (100_000, 0.3)
            return answer
        }
        defer { trial.server.stop() }
        let (folder, url) = (trial.folder.path, trial.url)
        let found = Mutex<[[UInt8]]>([])
        let group = DispatchGroup()
        for _ in 0..<4 {
            group.enter()
            Thread.detachNewThread {
                defer { group.leave() }
                let own = Downloader(cache: DownloadCache(folder: folder))
                guard let path = try? own.file(at: url), let read = try? bytes(path) else { return }
                found.withLock { $0.append(read) }
            }
        }
        await withCheckedContinuation { done in group.notify(queue: .global()) { done.resume() } }
        #expect(found.withLock { $0.count } == 4)
        #expect(found.withLock { $0.allSatisfy { $0 == weights } })
        #expect(trial.server.requests.count == 1)
        #expect(try trial.names() == ["tiny.safetensors", "tiny.safetensors.sha256"])
    }

    @Test("A cache that cannot be written is a failure of the disk")
    func disk() throws {
        var trial = try Trial { LocalServer.serving(weights, to: $1) }
        defer { trial.server.stop() }
        let file = trial.folder.file("file")
        try Data().write(to: URL(fileURLWithPath: file))
        trial.downloader = Downloader(cache: DownloadCache(folder: file + "/below"))
        #expect(trial.refusal(.disk).contains("XDG_CACHE_HOME"))
    }
}
