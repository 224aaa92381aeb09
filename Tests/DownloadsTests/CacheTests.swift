import Downloads
import Foundation
import ProgramRunner
import Testing

@Suite("The cache and the table") struct CacheTests {
    @Test("The cache lies where the environment says, and relative paths do not count")
    func places() {
        func folder(_ environment: [String: String]) -> String? {
            DownloadCache(environment: environment)?.folder
        }
        #expect(folder(["XDG_CACHE_HOME": "/c", "HOME": "/h"]) == "/c/vitrine")
        #expect(folder(["XDG_CACHE_HOME": "c", "HOME": "/h"]) == "/h/.cache/vitrine")
        #expect(folder(["HOME": "/h"]) == "/h/.cache/vitrine")
        #expect(folder(["HOME": ""]) == nil)
    }

    @Test("Addresses have paths of their own inside the cache; files of one folder lie together")
    func paths() throws {
        let cache = DownloadCache(folder: "/c")
        let addresses = [
            "https://a/x/m.pth", "https://a/y/m.pth", "http://a/x/m.pth", "https://b/x/m.pth",
            "https://a/x/m.pth?v=1", "https://a/x/m.pth?v=2", "https://a/x/n.pth",
            "https://a/x/m%20.pth", "https://a/x/m%2F.pth", "https://a/x/", "https://a",
            "https://a/x/..", "https://a/x/.m.pth", "https://a/x/m.pth.sha256",
            "https://a/x/" + String(repeating: "m", count: 400),
        ]
        let paths = try addresses.map { cache.path(for: try #require(URL(string: $0))) }
        #expect(Set(paths).count == paths.count)
        for path in paths {
            let parts = path.split(separator: "/")
            #expect(parts.count == 3 && parts[0] == "c" && parts[1].count == 12, "\(path)")
            #expect(parts[2].utf8.count <= 181 && !parts[2].hasPrefix("."), "\(path)")
            #expect(!path.hasSuffix(".sha256"))
        }
        #expect(paths[0].hasSuffix("/m.pth"))
        func folder(_ path: String) -> String { (path as NSString).deletingLastPathComponent }
        #expect(folder(paths[0]) == folder(paths[6]))
        #expect(folder(paths[0]) != folder(paths[1]))
    }

    @Test("Names and addresses of the table are unique, and its settings can be used")
    func table() {
        let all = PublishedModel.all
        #expect(all.count == 29)
        #expect(Set(all.map(\.name) + all.compactMap(\.timmName)).count == 29 + 24)
        #expect(Set(all.map(\.url)).count == all.count)
        for model in all {
            let settings = model.settings
            #expect(model.url.scheme == "https", "\(model.name)")
            #expect(["squash", "crop"].contains(settings.recipe))
            #expect((settings.recipe == "crop") == (settings.cropRatio != nil))
            #expect(["bilinear", "bicubic"].contains(settings.interpolation))
            #expect(settings.mean?.count == 3 && settings.std?.count == 3)
            #expect(["gelu", "quick_gelu"].contains(settings.activation))
            #expect(model.parameters > 5_000_000)
            if let digest = model.sha256 { #expect(model.url.path.contains("-\(digest).")) }
            #expect(PublishedModel.named(model.name)?.url == model.url)
        }
        #expect(
            PublishedModel.named("vit_base_patch16_224.augreg_in21k_ft_in1k")?.name == "augreg-b16")
        #expect(PublishedModel.named("augreg") == nil)
    }

    @Test("The README and verify-published know every name, the README with its size")
    func documents() throws {
        let root = (dataFolder as NSString).deletingLastPathComponent
        let readme = try String(contentsOfFile: root + "/README.md", encoding: .utf8)
            .split(separator: "\n").filter { $0.hasPrefix("| `") }
        let script = try String(
            contentsOfFile: root + "/Scripts/verify-published", encoding: .utf8)
        for model in PublishedModel.all {
            let size = Int((Double(model.approximateBytes) / 1_048_576).rounded())
            let rows = readme.filter { $0.contains("`\(model.name)`") }
            #expect(rows.count == 1 && rows[0].contains("| \(size) |"), "\(model.name), \(size)")
            #expect(script.contains("    \"\(model.name)\": ("), "\(model.name)")
        }
    }
}
