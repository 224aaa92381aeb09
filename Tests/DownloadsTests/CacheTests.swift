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
        #expect(all.count == 51)
        #expect(Set(all.map(\.name) + all.compactMap(\.timmName)).count == 51 + 35)
        #expect(Set(all.map(\.url)).count == all.count)
        for model in all {
            let settings = model.settings
            #expect(model.url.scheme == "https", "\(model.name)")
            #expect(["squash", "crop"].contains(settings.recipe))
            #expect((settings.recipe == "crop") == (settings.cropRatio != nil))
            #expect(["bilinear", "bicubic"].contains(settings.interpolation))
            #expect(settings.mean?.count == 3 && settings.std?.count == 3)
            #expect(
                ["gelu", "quick_gelu", "gelu_tanh", "silu"].contains(settings.activation))
            #expect(model.parameters > 5_000_000)
            if let digest = model.sha256 { #expect(model.url.path.contains("-\(digest).")) }
            #expect(PublishedModel.named(model.name)?.url == model.url)
        }
        #expect(
            PublishedModel.named("vit_base_patch16_224.augreg_in21k_ft_in1k")?.name == "augreg-b16")
        #expect(PublishedModel.named("augreg") == nil)
    }

    @Test(
        "A name that is none is near the models of its family and size",
        arguments: [
            ("deit-tiny", "deit-ti16"), ("deit_tiny_patch16_224", "deit-ti16"),
            ("facebook/deit-tiny-patch16-224", "deit-ti16"), ("DeiT-Tinny", "deit-ti16"),
            ("vit_tiny", "augreg-ti16"), ("dinov2", "dinov2-s14"), ("dinov2-base", "dinov2-b14"),
            ("dinov2_vitl14_reg", "dinov2-l14-reg"), ("augreg-b17", "augreg-b32"),
            ("openai/clip-vit-base-patch32", "clip-b32"), ("dino_vits8", "dino-s8"),
            ("google/vit-base-patch16-224-in21k", "augreg-b16"),
            ("facebook/dinov3-vitb16-pretrain-lvd1689m", "dinov3-b16"),
            ("google/siglip-base-patch16-224", "siglip-b16"), ("siglip2-base", "siglip2-b16"),
            ("google/siglip2-so400m-patch14-384", "siglip2-so400m-384"),
        ])
    func nearest(text: String, name: String) {
        let near = PublishedModel.nearest(to: text)
        #expect(near.first?.name == name, "\(near.map(\.name))")
        #expect((1...5).contains(near.count))
    }

    @Test("A family has all of its names near, a text that is none of them has none")
    func families() {
        #expect(
            Set(PublishedModel.nearest(to: "dinov2", count: 9).map(\.name))
                == Set(PublishedModel.all.filter { $0.family == "DINOv2" }.map(\.name)))
        for text in ["resnet50", "", "-", "/", "swin_large"] {
            #expect(!PublishedModel.nearest(to: text).contains { $0.family == "DINO" }, "\(text)")
        }
        #expect(PublishedModel.nearest(to: "resnet50").isEmpty)
        #expect(PublishedModel.list.count == PublishedModel.all.count)
        #expect(PublishedModel.list.allSatisfy { $0.contains(" MiB") })
    }

    @Test(
        "The table of weights and verify_published.py have every name, the table with its size"
    )
    func documents() throws {
        let root = (dataFolder as NSString).deletingLastPathComponent
        let table = try String(
            contentsOfFile: root + "/Documentation/Checkpoints.md", encoding: .utf8
        )
        .split(separator: "\n").filter { $0.hasPrefix("| `") }
        let script = try String(
            contentsOfFile: root + "/Scripts/checks/verify_published.py", encoding: .utf8)
        for model in PublishedModel.all {
            let size = Int((Double(model.approximateBytes) / 1_048_576).rounded())
            let rows = table.filter { $0.contains("`\(model.name)`") }
            #expect(rows.count == 1 && rows[0].contains("| \(size) |"), "\(model.name), \(size)")
            #expect(script.contains("    \"\(model.name)\": ("), "\(model.name)")
        }
    }
}
