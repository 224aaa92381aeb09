import Digest
import Foundation
import ProgramRunner
import Synchronization
import Testing

@testable import Downloads

/// A safetensors file of one tensor of 300,000 bytes.
private let weights: [UInt8] = {
    let header = Array(#"{"a":{"dtype":"U8","shape":[300000],"data_offsets":[0,300000]}}"#.utf8)
    return [UInt8(header.count), 0, 0, 0, 0, 0, 0, 0] + header
        + (0..<300_000).map { UInt8($0 * 7 % 251) }
}()

/// Downloads from a server that answers the n-th request by `answer(n, request)`.
private final class Trial: Sendable {
    let folder: TemporaryFolder
    let server: LocalServer

    init(
        _ answer: @escaping @Sendable (Int, LocalServer.Request) -> LocalServer.Answer
    ) throws {
        folder = try TemporaryFolder()
        let count = Mutex(0)
        server = try LocalServer { request in
            answer(
                count.withLock { count in
                    count += 1
                    return count - 1
                }, request)
        }
    }

    deinit { server.stop() }

    var downloader: Downloader {
        var downloader = Downloader(cache: DownloadCache(folder: folder.path))
        downloader.firstPause = 0.01
        downloader.silence = 5
        return downloader
    }

    var url: URL { server.url("/m/tiny.safetensors") }
    var path: String { downloader.cache.path(for: url) }

    /// Names in the folder of the file, sorted.
    var names: [String] {
        let folder = (path as NSString).deletingLastPathComponent
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    func download(_ expected: Downloader.Expectation = .init()) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: try downloader.file(at: url, expected))))
    }

    func refusal(
        _ kind: DownloadError.Kind, _ downloader: Downloader? = nil,
        _ expected: Downloader.Expectation = .init()
    ) throws -> String {
        do {
            _ = try (downloader ?? self.downloader).file(at: url, expected)
        } catch let error as DownloadError {
            #expect(error.kind == kind, "\(error)")
            return error.description
        }
        Issue.record("expected a refusal, found a file")
        return ""
    }
}

@Suite("Servers that lie") struct HostileServerTests {
    @Test("A body without a length that was cut, or with too short a one, is never kept")
    func cut() throws {
        for isAnnounced in [false, true] {
            let trial = try Trial { _, _ in
                var answer = LocalServer.Answer(body: Array(weights[..<100_000]))
                if !isAnnounced { answer.length = nil }
                return answer
            }
            let sentence = try trial.refusal(isAnnounced ? .refused : .unreachable)
            #expect(
                sentence.contains("its header requires 300071 bytes, but it has 100000"),
                "\(sentence)")
            #expect(trial.names == [])
            #expect(trial.server.requests.count == (isAnnounced ? 1 : 4))
        }
    }

    @Test("A whole body is taken without a length, and with too large a one")
    func whole() throws {
        for length in [nil, weights.count + 1000] {
            let trial = try Trial { _, _ in
                var answer = LocalServer.Answer(body: weights)
                answer.length = length
                return answer
            }
            #expect(try trial.download() == weights)
            #expect(trial.names == ["tiny.safetensors", "tiny.safetensors.sha256"])
            #expect(trial.server.requests.count == 1)
        }
    }

    @Test("A cut body without a length is gone on from, and its part tells the length")
    func goingOn() throws {
        let trial = try Trial { count, request in
            if count > 0 { return LocalServer.serving(weights, to: request) }
            var answer = LocalServer.Answer(body: Array(weights[..<100_000]))
            answer.length = nil
            answer.headers = [("ETag", "\"one\"")]
            return answer
        }
        #expect(try trial.download() == weights)
        #expect(trial.server.requests.map(\.first) == [nil, 100_000])
    }

    @Test("A format without an end of its own needs a length")
    func endless() throws {
        let pickle: [UInt8] = [0x80, 2] + [UInt8](repeating: 7, count: 100)
        let without = try Trial { _, _ in
            var answer = LocalServer.Answer(body: pickle)
            answer.length = nil
            return answer
        }
        #expect(try without.refusal(.refused).contains("Content-Length"))
        #expect(without.names == [])
        let with = try Trial { _, _ in LocalServer.Answer(body: pickle) }
        #expect(try with.download() == pickle)
    }

    @Test("Chunks that end too early, and empty bodies without a length, are tried again")
    func chunks() throws {
        let chunk =
            Array("\(String(100_000, radix: 16))\r\n".utf8) + weights[..<100_000] + [13, 10]
        for body in [chunk, []] {
            let trial = try Trial { _, _ in
                var answer = LocalServer.Answer(body: body)
                answer.length = nil
                if !body.isEmpty { answer.headers = [("Transfer-Encoding", "chunked")] }
                return answer
            }
            let sentence = try trial.refusal(.unreachable)
            #expect(!sentence.contains("are kept"), "\(sentence)")
            #expect(trial.server.requests.count == 4)
            #expect(trial.names == [])
        }
    }

    @Test("A part longer than it says, or of impossible ends, starts the file again")
    func parts() throws {
        for range in [
            "bytes 100000-150000/300071", "bytes 100000-300071/300071", "bytes 100000-5/*",
        ] {
            let trial = try Trial { count, request in
                var answer = LocalServer.serving(weights, to: request)
                if count == 0 { answer.cut = 100_000 }
                if count == 1 { answer.headers[2] = ("Content-Range", range) }
                return answer
            }
            #expect(try trial.download() == weights)
            #expect(trial.server.requests.map(\.first) == [nil, 100_000, nil], "\(range)")
        }
    }

    @Test("A file beyond the limit is refused, announced or not")
    func limit() throws {
        for isAnnounced in [true, false] {
            let trial = try Trial { _, _ in
                var answer = LocalServer.Answer(body: weights)
                if !isAnnounced { answer.length = nil }
                return answer
            }
            var downloader = trial.downloader
            downloader.limit = 200_000
            let sentence = try trial.refusal(.tooLarge, downloader)
            #expect(sentence.contains("of at most 200000 bytes"), "\(sentence)")
            #expect(trial.names == [])
            downloader.limit = weights.count
            #expect(try downloader.file(at: trial.url) == trial.path)
        }
        let large = Array(("{\"a\": \"" + String(repeating: "x", count: 11 << 20) + "\"}").utf8)
        let json = try Trial { _, _ in LocalServer.Answer(body: large) }
        #expect(try json.refusal(.refused, nil, .init(kind: .json)).contains("JSON"))
    }

    @Test("Bytes that drip are given up after some tries; without a floor they are waited for")
    func floor() throws {
        let trial = try Trial { _, request in
            var answer = LocalServer.serving(weights, to: request)
            (answer.cut, answer.drip) = (max(0, answer.body.count - 60), 0.04)
            return answer
        }
        var downloader = trial.downloader
        downloader.tries = 2
        downloader.floorWindow = 0.4
        downloader.floor = 1000
        let sentence = try trial.refusal(.tooSlow, downloader)
        #expect(sentence.contains("expected at least 1000 bytes/s, found"), "\(sentence)")
        #expect(sentence.contains("they are kept"), "\(sentence)")
        #expect(trial.server.requests.count == 2)
        downloader.floor = 0
        #expect(try downloader.file(at: trial.url) == trial.path)
    }

    @Test("A redirection to anything but http and https is refused by its own words")
    func redirections() throws {
        for target in [
            "file:///etc/passwd", "FILE:/etc/passwd", "data:,x", "https:///x", "ftp://a/b",
        ] {
            let trial = try Trial { _, request in
                guard request.path == "/m/tiny.safetensors" else { return .init(body: weights) }
                var answer = LocalServer.Answer("302 Found")
                answer.headers = [("Location", target)]
                return answer
            }
            let sentence = try trial.refusal(.refused)
            #expect(sentence.contains("a redirection to \(target)"), "\(sentence)")
            #expect(trial.server.requests.count == 1, "\(target)")
        }
        for target in ["/m/other", "other", "//127.0.0.1:PORT/m/other", "?other"] {
            let ports = Mutex<UInt16>(0)
            let trial = try Trial { count, _ in
                if count > 0 { return .init(body: weights) }
                var answer = LocalServer.Answer("307 Temporary Redirect")
                let port = ports.withLock { $0 }
                answer.headers = [("Location", target.replacing("PORT", with: "\(port)"))]
                return answer
            }
            ports.withLock { $0 = trial.server.port }
            #expect(try trial.download() == weights, "\(target)")
        }
    }

    @Test("A note beside the file that is no SHA-256 is a sentence, before any download")
    func notes() throws {
        let trial = try Trial { _, request in LocalServer.serving(weights, to: request) }
        #expect(try trial.download() == weights)
        let note = trial.path + ".sha256"
        let digest = hexadecimal(SHA256.digest(weights))
        for text in ["", "garbage", String(digest.dropLast()), "x" + digest.dropFirst()] {
            try Data(text.utf8).write(to: URL(filePath: note))
            let sentence = try trial.refusal(.changed)
            #expect(sentence.hasPrefix("\(note): expected a SHA-256"), "\(sentence)")
        }
        try FileManager.default.removeItem(atPath: trial.path)
        _ = try trial.refusal(.changed)
        try FileManager.default.removeItem(atPath: note)
        try FileManager.default.createDirectory(
            atPath: note, withIntermediateDirectories: false)
        #expect(try trial.refusal(.changed).contains("found something else"))
        #expect(trial.server.requests.count == 1)
        try FileManager.default.removeItem(atPath: note)
        // Upper case and nothing else is what other programs write.
        try Data(digest.uppercased().utf8).write(to: URL(filePath: note))
        #expect(try trial.download() == weights)
    }

    @Test("What is no file in the cache's place is a sentence, and a pipe does not block")
    func places() throws {
        let trial = try Trial { _, request in LocalServer.serving(weights, to: request) }
        let folder = (trial.path as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        #expect(unsafe mkfifo(trial.path, 0o644) == 0)
        #expect(try trial.refusal(.disk).contains("found something else"))
        try FileManager.default.removeItem(atPath: trial.path)
        try FileManager.default.createDirectory(
            atPath: trial.path, withIntermediateDirectories: false)
        #expect(try trial.refusal(.disk).contains("found something else"))
        #expect(trial.server.requests.isEmpty)
    }
}
