import Console
import Dense
import Foundation
import ProgramRunner
import Store
import TestSupport
import Testing

@testable import Explore

/// The data's cats and dogs with a map, made once for all tests.
private enum Shared {
    static let made = Result { () -> (folder: TemporaryFolder, images: String) in
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat", "dog"], count: 12, to: folder)
        for (program, arguments) in [
            ("extract", [images, folder.file("out.h5"), "--quiet"]),
            (
                "reduce",
                ["--layer", "5,11", folder.file("out.h5"), "-o", folder.file("tsne.h5"), "--quiet"]
            ),
        ] {
            let result = try runProgram(program, arguments)
            #expect(result.code == 0, "\(result.errors)")
        }
        return (folder, images)
    }

    static func map() throws -> String { try made.get().folder.file("tsne.h5") }
    static func images() throws -> String { try made.get().images }
}

@Suite("explore") struct ExploreTests {
    private func explore(_ arguments: [String] = []) throws -> RunningExplore {
        try RunningExplore([try Shared.map(), "--no-open"] + arguments)
    }

    private func rows(_ answer: LocalHTTP.Answer) -> [Int] {
        #expect(answer.status == 200)
        return (0..<answer.body.count * 8).filter { answer.body[$0 / 8] >> ($0 % 8) & 1 == 1 }
    }

    @Test("The page, its description, chunks, tiles and rows come from the map")
    func answers() throws {
        let server = try explore()
        let map = try ReductionReader.read(try Shared.map())
        let page = try server.get("/")
        #expect(page.status == 200 && page.header("Content-Type") == "text/html; charset=utf-8")
        #expect(page.header("X-Content-Type-Options") == "nosniff")
        let html = String(decoding: page.body, as: UTF8.self)
        #expect(html.contains("\"chunks\":\"server\"") && html.contains("connect-src 'self'"))
        #expect(html.contains("0/tiles/11") && !html.contains("0/layout/11"))
        #expect(!html.contains("file: data:"))
        let paths = try server.get("/chunks/0/paths/0")
        #expect(String(decoding: paths.body, as: UTF8.self) == map.paths.joined(separator: "\0"))
        #expect(try server.get("/chunks/0/digests/0").body == map.rows.digests)
        for layer in ["5", "11"] {
            let tiles = try server.json("/chunks/0/tiles/\(layer)")
            #expect((tiles["tiles"] as? [[Any]])?.first?.last as? Int == 24)
            #expect(try server.get("/chunks/0/tile/\(layer)/root").body.count == 24 * 12)
            let whole = "outline=-999,-999,999,-999,999,999,-999,999"
            #expect(rows(try server.get("/rows?layer=\(layer)&\(whole)")) == Array(0..<24))
        }
        let layout = try #require(map.layout)
        let (x, y) = (layout[3, 0], layout[3, 1])
        let around = [(-1, -1), (1, -1), (1, 1), (-1, 1)].map { right, up in
            "\(x + Float(right) * 0.001),\(y + Float(up) * 0.001)"
        }.joined(separator: ",")
        #expect(rows(try server.get("/rows?layer=11&outline=\(around)")) == [3])
        let dogs = map.labels.indices.filter { map.labelNames[Int(map.labels[$0])] == "dog" }
        #expect(rows(try server.get("/rows?query=DOG")) == dogs)
        #expect(rows(try server.get("/rows?query=cat-03")).count == 1)
        let records = try server.json("/records?layer=11&rows=3,0")["records"] as? [[Any]]
        #expect(records?.map { $0[0] as? String } == [map.paths[3], map.paths[0]])
        #expect((records?[0][1] as? String)?.count == 64)
        #expect((records?[0][2] as? Double).map { Float($0) } == x)
        #expect((records?[0][4] as? [Any])?.first as? Int == Int(map.labels[3]))
        #expect(server.stop() == 0)
        #expect(try server.printed().hasSuffix("ended\n"))
    }

    @Test("Pictures are those of the map, and no file outside of its images is sent")
    func pictures() throws {
        let images = try Shared.images()
        let secret = images + "/../secret.jpg"
        let bytes = try Data(contentsOf: URL(fileURLWithPath: images + "/cat/cat-03.jpg"))
        try bytes.write(to: URL(fileURLWithPath: secret))
        let server = try explore()
        let map = try ReductionReader.read(try Shared.map())
        let row = try #require(map.paths.firstIndex(of: "cat/cat-03.jpg"))
        let original = try server.get("/originals/\(row)")
        #expect(original.status == 200 && original.header("Content-Type") == "image/jpeg")
        #expect(Data(original.body) == bytes)
        #expect(try server.get("/chunks/0/preview/\(row)").body.starts(with: [0xFF, 0xD8]))
        #expect(try server.get("/chunks/0/sheet/0").body.starts(with: [0xFF, 0xD8]))
        for path in [
            "/originals/24", "/originals/-1", "/originals/cat%2Fcat-03.jpg", "/originals/",
            "/originals/../secret.jpg", "/originals/%2e%2e%2fsecret.jpg", "/../secret.jpg",
            "//etc/passwd", "/etc/passwd", "/chunks/../secret.jpg", "/chunks/0/preview/24",
            "/chunks/0/tile/11/q9", "/chunks/0/tile/12/root", "/chunks/1/paths/0", "/nothing",
        ] {
            let answer = try server.get(path)
            #expect(answer.status == 404, "\(path): \(answer.status)")
            #expect(String(decoding: answer.body, as: UTF8.self).hasPrefix("{\"error\":"))
        }
        // A link in the folder that leads out of it is not followed.
        let linked = images + "/cat/cat-03.jpg"
        try FileManager.default.moveItem(atPath: linked, toPath: linked + ".kept")
        defer {
            try? FileManager.default.removeItem(atPath: linked)
            try? FileManager.default.moveItem(atPath: linked + ".kept", toPath: linked)
        }
        try FileManager.default.createSymbolicLink(atPath: linked, withDestinationPath: secret)
        #expect(try server.get("/originals/\(row)").status == 404)
        try FileManager.default.removeItem(atPath: linked)
        try Data("<svg onload='1'/>".utf8).write(to: URL(fileURLWithPath: linked))
        #expect(try server.get("/originals/\(row)").status == 404)
    }

    @Test("A row and a picture find their nearest images in the store")
    func search() throws {
        let server = try explore()
        let map = try ReductionReader.read(try Shared.map())
        func hits(_ answer: LocalHTTP.Answer) throws -> [[Double]] {
            #expect(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
            let object = try JSONSerialization.jsonObject(with: Data(answer.body))
            return (object as? [String: [[Double]]])?["hits"] ?? []
        }
        let found = try hits(server.get("/search?row=5&count=6"))
        #expect(found.count == 6 && found[0][0] == 5 && abs(found[0][1] - 1) < 1e-6)
        #expect(found.map { $0[1] } == found.map { $0[1] }.sorted(by: >))
        #expect(try hits(server.get("/search?row=5&count=1000")).count == 24)
        let file = try Shared.images() + "/" + map.paths[7]
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
        let same = try server.http.answer("POST", "/search?count=3", body: bytes)
        #expect(try hits(same).first?[0] == 7)
        // Other bytes of the same picture are embedded by the model.
        let changed = bytes + [0]
        let near = try server.http.answer("POST", "/search?count=3", body: changed)
        let nearest = try hits(near)
        #expect(nearest.first?[0] == 7 && abs((nearest.first?[1] ?? 0) - 1) < 0.01)
        let wrong = try server.http.answer("POST", "/search", body: Array("text".utf8))
        #expect(wrong.status == 422)
        #expect(String(decoding: wrong.body, as: UTF8.self).contains("cannot read image"))
        for query in ["row=24", "row=-1", "row=x", "", "row=1&count=0", "row=1&count=1001"] {
            #expect([400, 404].contains(try server.get("/search?\(query)").status), "\(query)")
        }
    }

    @Test("Only GET and HEAD, and POST of a picture that is not too large")
    func methods() throws {
        let server = try explore()
        let head = try server.http.answer("HEAD", "/")
        #expect(head.status == 200 && head.body.isEmpty)
        #expect(head.header("Content-Length") == "\(try server.get("/").body.count)")
        for (method, path) in [
            ("PUT", "/"), ("DELETE", "/"), ("POST", "/"), ("POST", "/rows"), ("OPTIONS", "/search"),
        ] {
            #expect(try server.http.answer(method, path).status == 405, "\(method) \(path)")
        }
        let large = try server.http.answer(
            "POST", "/search", headers: ["Content-Length": "\(1 << 40)"])
        #expect(large.status == 413)
        for path in ["/rows", "/rows?outline=1,2", "/records?layer=11", "/records?rows=a&layer=11"]
        {
            #expect(try server.get(path).status == 400, "\(path)")
        }
        #expect(try server.get("/records?layer=9&rows=1").status == 404)
        #expect(try server.get("/rows?layer=9&outline=0,0,1,0,1,1").status == 404)
        #expect(try server.get("/", headers: ["Host": "evil.example"]).status == 403)
        #expect(try server.get("/", headers: ["Origin": "http://evil.example"]).status == 403)
    }

    @Test("A port that is taken leads to the next; other addresses need the token")
    func listening() throws {
        let first = try explore()
        let second = try explore(["--port", "\(first.port)", "--host", "0.0.0.0"])
        #expect(second.port > first.port)
        #expect(try second.get("/").status == 403)
        #expect(try second.get("/?token=wrong").status == 403)
        let query = try #require(second.address.query)
        let entry = try second.get("/?\(query)")
        #expect(entry.status == 303 && entry.header("Location") == "/")
        let cookie = try #require(entry.header("Set-Cookie")).split(separator: ";")[0]
        let host = ["Host": "machine.example:\(second.port)", "Cookie": String(cookie)]
        #expect(try second.get("/", headers: host).status == 200)
        #expect(try second.get("/chunks/0/paths/0", headers: host).status == 200)
        #expect(try second.get("/chunks/0/paths/0").status == 403)
        #expect(try second.prints("ssh -L \(second.port):localhost:\(second.port) "))
        #expect(try second.prints("then http://localhost:\(second.port)/?\(query)\n"))
        #expect(second.stop(SIGTERM) == 0)
        let other = try explore(["--host", "127.0.0.2"])
        #expect(try other.prints("ssh -L \(other.port):127.0.0.2:\(other.port) "))
        #expect(other.address.host == "127.0.0.2" && other.address.query == nil)
    }

    @Test("Of images with patches on the map, all are hits, and no others")
    func patches() throws {
        let folder = try TemporaryFolder()
        let map = folder.file("patches.h5")
        let store = try Shared.made.get().folder.file("out.h5")
        let made = try runProgram(
            "reduce",
            ["--rows", "patches", "--layer", "11", "--limit", "40", store, "-o", map, "--quiet"])
        #expect(made.code == 0, "\(made.errors)")
        let reduction = try ReductionReader.read(map)
        let images = Set(try #require(reduction.rows.patches).map(\.image))
        #expect(images.count < 24 && images.count > 3)
        let server = try RunningExplore([map, "--no-open"])
        for row in [0, 5, 39] {
            let hits = try server.json("/search?row=\(row)&count=100")["hits"] as? [[Double]] ?? []
            #expect(hits.first?.first == Double(row))
            let found = hits.compactMap { reduction.rows.patches?[Int($0[0])].image }
            #expect(Set(found) == images && found.count == images.count)
        }
        let image = try #require(reduction.rows.patches)[5].image
        #expect(try server.get("/originals/\(image)").status == 200)
        let inside = try server.json("/chunks/0/inside/\(image)")
        #expect((inside["path"] as? String).map { reduction.paths[5].hasPrefix($0 + ":") } == true)
    }

    @Test("A store without a map gets one of its final layer in the cache, once")
    func store() throws {
        let folder = try TemporaryFolder()
        let store = folder.file("out.h5")
        try FileManager.default.copyItem(
            atPath: try Shared.made.get().folder.file("out.h5"), toPath: store)
        let before = try Data(contentsOf: URL(fileURLWithPath: store))
        let first = try RunningExplore([store, "--no-open"])
        #expect(try first.json("/chunks/0/tiles/final")["bounds"] != nil)
        #expect(try first.printed().contains("no map yet"))
        #expect(first.stop() == 0)
        let again = try RunningExplore([store, "--no-open", "--quiet"])
        #expect(try again.printed().split(separator: "\n").count == 1)
        #expect(again.stop() == 0)
        #expect(try Data(contentsOf: URL(fileURLWithPath: store)) == before)
        #expect(
            try Set(FileManager.default.contentsOfDirectory(atPath: folder.path))
                == ["out.h5", "out.h5.explore"])
        let cached = folder.file("out.h5.explore/map.h5")
        // A map that was interrupted is made again.
        var unfinished = try ReductionReader.read(cached)
        unfinished.map?.parameters?.isFinished = false
        try ReductionWriter.write(unfinished, to: cached)
        let third = try RunningExplore([store, "--no-open", "--threads", "1"])
        #expect(try third.printed().contains("no map yet"))
        #expect(try third.printed().contains("1 thread"))
        #expect(try ReductionReader.read(cached).isFinished)
        #expect(third.stop() == 0)
        let notes = Data("my notes".utf8)
        try notes.write(to: URL(fileURLWithPath: cached))
        let refused = try runProgram("explore", [store, "--no-open"])
        #expect(refused.code == Exit.nothing && refused.errors.contains("map.h5"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: cached)) == notes)
    }

    @Test("Without the store, the map is shown with what it has")
    func mapAlone() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.file("x"), withIntermediateDirectories: true)
        let map = folder.file("x/map.h5")
        var reduction = try ReductionReader.read(try Shared.map())
        reduction.origin.file = "/nowhere/out.h5"
        reduction.parameters.imageFolder = "/nowhere"
        reduction.parameters.imageSource = "/nowhere"
        try ReductionWriter.write(reduction, to: map)
        let server = try RunningExplore([map, "--no-open"])
        #expect(try server.printed().contains("does not exist"))
        let html = String(decoding: try server.get("/").body, as: UTF8.self)
        #expect(html.contains("\"search\":null") && html.contains("\"originals\":null"))
        #expect(try server.get("/chunks/0/sheet/0").status == 200)
        #expect(try server.get("/originals/0").status == 404)
        #expect(try server.get("/search?row=1").status == 404)
    }

    @Test("Files that are no map, and options that are wrong, end the program with a sentence")
    func wrong() throws {
        let folder = try TemporaryFolder()
        try Data("text".utf8).write(to: URL(fileURLWithPath: folder.file("a.txt")))
        for (arguments, code) in [
            ([folder.file("a.txt")], Exit.nothing), ([folder.file("none.h5")], Exit.nothing),
            ([try Shared.map(), "--port", "0"], Exit.usage),
            ([try Shared.map(), "--port", "65536"], Exit.usage),
            ([try Shared.map(), "--host", "example.org"], Exit.usage),
            ([try Shared.map(), "--host", "203.0.113.1"], Exit.inputOutput),
        ] {
            let result = try runProgram("explore", arguments + ["--no-open"])
            #expect(result.code == code, "\(arguments): \(result.code) \(result.errors)")
            #expect(
                result.errors.hasPrefix("explore: ") || result.errors.contains("\nexplore: ")
                    || result.errors.hasPrefix("Error: "), "\(result.errors)")
        }
    }
}
