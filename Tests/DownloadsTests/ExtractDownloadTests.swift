import Downloads
import Foundation
import HDF5
import ProgramRunner
import Testing

/// The demo model's file, served as somebody's checkpoint.
private func demoModel() throws -> [UInt8] {
    let path = URL(fileURLWithPath: dataFolder).deletingLastPathComponent()
        .appendingPathComponent("Sources/CDemoModel/demo-model.safetensors")
    return [UInt8](try Data(contentsOf: path))
}

@Suite("extract --weights") struct ExtractDownloadTests {
    @Test("An address is downloaded over cuts, embedded from, and taken from the cache later")
    func address() throws {
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat"], count: 2, to: folder)
        let body = try demoModel()
        let server = try LocalServer { request in
            guard request.path == "/tiny/model.safetensors" else { return .init("404 Not Found") }
            var answer = LocalServer.serving(body, to: request)
            answer.cut = 4_000_000
            return answer
        }
        defer { server.stop() }
        let url = server.url("/tiny/model.safetensors").absoluteString
        let environment = ["XDG_CACHE_HOME": folder.file("cache")]
        let first = try runProgram(
            "extract", [images, folder.file("a.h5"), "--weights", url], environment: environment)
        #expect(first.code == 0, "\(first.errors)")
        #expect(first.errors.contains("download \(url), 4.79 MiB"), "\(first.errors)")
        #expect(first.errors.contains("resuming after 3.81 MiB"), "\(first.errors)")
        #expect(
            server.requests.map(\.path).prefix(5)
                == [
                    "/tiny/config.json", "/tiny/open_clip_config.json",
                    "/tiny/preprocessor_config.json", "/tiny/processor_config.json",
                    "/tiny/model.safetensors",
                ])
        // Without the server now.
        server.stop()
        let second = try runProgram(
            "extract", [images, folder.file("b.h5"), "--weights", url], environment: environment)
        #expect(second.code == 0, "\(second.errors)")
        let cached = DownloadCache(folder: folder.file("cache/vitrine"))
            .path(for: try #require(URL(string: url)))
        #expect(
            try FileManager.default.contentsOfDirectory(
                atPath: (cached as NSString).deletingLastPathComponent
            ).sorted() == ["model.safetensors", "model.safetensors.sha256"])
        #expect(!second.errors.contains("download "))
        let demo = try runProgram("extract", [images, folder.file("c.h5")])
        #expect(demo.code == 0, "\(demo.errors)")
        #expect(try differences(folder.file("a.h5"), folder.file("b.h5")) == [])
        let layer = "layers/11/class"
        let a: [UInt16] = try File.open(folder.file("a.h5")).root.dataset(layer).read()
        let c: [UInt16] = try File.open(folder.file("c.h5")).root.dataset(layer).read()
        #expect(a == c && a.count == 256)
        #expect(
            try File.open(folder.file("a.h5")).root.group("model").attributes.string("weights_file")
                == "model.safetensors")
    }

    @Test("Settings published beside the weights are requested and kept")
    func configuration() throws {
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat"], count: 1, to: folder)
        let body = try demoModel()
        let settings = Array(#" {"id2label": {"0": "x"}, "layer_norm_eps": 0.001}"#.utf8)
        let server = try LocalServer { request in
            switch request.path {
            case "/m/model.safetensors": LocalServer.serving(body, to: request)
            case "/m/config.json": LocalServer.serving(settings, to: request)
            default: .init("404 Not Found")
            }
        }
        defer { server.stop() }
        let result = try runProgram(
            "extract",
            [
                images, folder.file("a.h5"), "--weights",
                server.url("/m/model.safetensors").absoluteString,
            ],
            environment: ["XDG_CACHE_HOME": folder.file("cache")])
        #expect(result.code == 0, "\(result.errors)")
        #expect(server.requests.map(\.path).contains("/m/config.json"))
        let cache = folder.file("cache/vitrine")
        let below = try FileManager.default.contentsOfDirectory(atPath: cache)
        #expect(below.count == 1)
        #expect(
            FileManager.default.contents(atPath: "\(cache)/\(below[0])/config.json")
                == Data(settings))
    }

    @Test("What cannot be had ends with one sentence and its code")
    func refusals() throws {
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat"], count: 1, to: folder)
        let server = try LocalServer { _ in .init("404 Not Found") }
        defer { server.stop() }
        try Data().write(to: URL(fileURLWithPath: folder.file("blocked")))
        let good = folder.file("cache")
        let gone = server.url("/m.npz").absoluteString
        let cases: [(String, String, Int32, String)] = [
            ("augreg-b17", good, 2, "the nearest are augreg-b32 (ViT-B/32"),
            ("deit-tiny", good, 2, "the nearest are deit-ti16 (DeiT-Ti/16, "),
            ("resnet50", good, 2, "found none of them; --weights list prints all"),
            ("none/deit-tiny.pth", good, 2, "found nothing at that path"),
            ("file:///m.npz", good, 64, "give its path: --weights /m.npz"),
            ("ftp://host/m.npz", good, 64, "expected an address such as https://"),
            (gone, good, 2, "found the response 404"),
            (gone, folder.file("blocked"), 74, "set XDG_CACHE_HOME"),
        ]
        for (weights, cache, code, text) in cases {
            let result = try runProgram(
                "extract", [images, folder.file("o.h5"), "--weights", weights],
                environment: ["XDG_CACHE_HOME": cache])
            #expect(result.code == code, "\(weights): \(result.errors)")
            #expect(result.errors.contains(text), "\(result.errors)")
            #expect(!FileManager.default.fileExists(atPath: folder.file("o.h5")))
        }
    }

    @Test("The list of published names is printed without images and output")
    func list() throws {
        for program in ["extract", "search"] {
            let result = try runProgram(program, ["--weights", "list"])
            #expect(result.code == 0, "\(result.errors)")
            let lines = result.output.split(separator: "\n")
            #expect(lines.map { String($0.prefix { $0 != " " }) } == PublishedModel.all.map(\.name))
        }
    }

    @Test("Settings beside the weights that are cut, changed or unreadable end in one sentence")
    func settings() throws {
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat"], count: 1, to: folder)
        let body = try demoModel()
        let whole = Array(#"{"layer_norm_eps": 0.001}"#.utf8)
        let server = try LocalServer { request in
            switch request.path {
            case "/cut/config.json": LocalServer.Answer(body: Array(whole.dropLast(4)))
            case "/page/config.json": LocalServer.Answer(body: Array("<html>Welcome".utf8))
            case let path where path.hasSuffix("/config.json"): LocalServer.Answer(body: whole)
            case let path where path.hasSuffix(".safetensors"):
                LocalServer.serving(body, to: request)
            default: .init("404 Not Found")
            }
        }
        defer { server.stop() }
        func extract(_ name: String, _ more: [String] = []) throws -> Finished {
            try runProgram(
                "extract",
                [
                    images, folder.file("o.h5"), "--overwrite", "--tokens", "class", "--weights",
                    server.url("/\(name)/m.safetensors").absoluteString,
                ] + more,
                environment: ["XDG_CACHE_HOME": folder.file("cache")])
        }
        let cut = try extract("cut")
        #expect(cut.code == 2 && cut.errors.contains("are not one JSON object"), "\(cut.errors)")
        // A server that shows a page for whatever it does not have.
        #expect(try extract("page").code == 0)
        let small = try extract("other", ["--download-limit", "1MiB"])
        #expect(
            small.code == 2 && small.errors.contains("--download-limit BYTES raises"),
            "\(small.errors)")
        #expect(try extract("good").code == 0)
        let cached = DownloadCache(folder: folder.file("cache/vitrine"))
            .path(for: server.url("/good/config.json"))
        try Data(#"{"layer_norm_eps": 0.002}"#.utf8).write(to: URL(filePath: cached))
        let changed = try extract("good")
        #expect(
            changed.code == 2 && changed.errors.contains("in the cache was changed"),
            "\(changed.errors)")
    }

    @Test("An interrupted download ends with 130 and is gone on from by the same command")
    func interrupted() throws {
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat"], count: 1, to: folder)
        let body = try demoModel()
        let marker = folder.file("sent")
        let server = try LocalServer { request in
            guard request.path == "/m.safetensors" else { return .init("404 Not Found") }
            var answer = LocalServer.serving(body, to: request)
            if request.first == nil {
                (answer.cut, answer.stall) = (1_000_000, 10)
                // The bytes before the silence are with the program by then.
                Thread.detachNewThread {
                    usleep(400_000)
                    _ = FileManager.default.createFile(atPath: marker, contents: nil)
                }
            }
            return answer
        }
        defer { server.stop() }
        let url = server.url("/m.safetensors")
        let environment = ["XDG_CACHE_HOME": folder.file("cache")]
        let arguments = [images, folder.file("o.h5"), "--weights", url.absoluteString]
        let stopped = try runProgram(
            "extract", arguments, environment: environment, signal: (SIGINT, marker))
        #expect(stopped.code == 130, "\(stopped.errors)")
        #expect(stopped.errors.contains("repeat the same command to resume"))
        let again = try runProgram("extract", arguments, environment: environment)
        #expect(again.code == 0, "\(again.errors)")
        #expect(server.requests.last?.first == 1_000_000)
    }
}
