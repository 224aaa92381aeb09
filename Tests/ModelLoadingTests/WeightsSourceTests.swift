import ArgumentParser
import Console
import Downloads
import Foundation
import Images
import ProgramRunner
import Testing

@testable import ModelLoading

/// No test asks the network: what is downloaded stands in a cache already.
@Suite("--weights by path, name or address") struct WeightsSourceTests {
    private func resolved(_ weights: String?, home: String = "/nowhere") throws -> ModelOptions {
        let arguments = weights.map { ["--weights", $0] } ?? []
        return try ModelOptions.parse(arguments).resolved(quiet: true, environment: ["HOME": home])
    }

    @Test("A path stays as it is, and so does no option at all")
    func paths() throws {
        let folder = try ModelFolder()
        #expect(try resolved(folder.weights).weights == folder.weights)
        #expect(try resolved(nil).weights == nil)
    }

    @Test("A published name, or timm's, becomes the cached file with the settings of the name")
    func names() throws {
        let folder = try TemporaryFolder()
        let model = try #require(
            PublishedModel.all.first { $0.sha256 == nil && $0.timmName != nil })
        let cache = try #require(DownloadCache(environment: ["HOME": folder.path]))
        let path = cache.path(for: model.url)
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try smallCheckpoint().write(to: URL(fileURLWithPath: path))
        for name in [model.name, model.timmName ?? ""] {
            let options = try resolved(name, home: folder.path)
            #expect(options.weights == path)
            #expect(options.heads == model.settings.heads && options.eps == model.settings.eps)
            #expect(options.recipe?.rawValue == model.settings.recipe)
            #expect(options.cropRatio == model.settings.cropRatio)
            #expect(options.interpolation?.rawValue == model.settings.interpolation)
            #expect(
                try ModelOptions.colors(options.mean, "") == model.settings.mean?.map(Float.init))
        }
        // An option goes before the name's settings.
        let asked = try ModelOptions.parse([
            "--weights", model.name, "--heads", "2", "--mean", "0.5", "--interpolation", "bilinear",
        ]).resolved(quiet: true, environment: ["HOME": folder.path])
        #expect(asked.heads == 2 && asked.mean == "0.5" && asked.interpolation == .bilinear)
        #expect(asked.std == ModelOptions.list(model.settings.std ?? []))
    }

    @Test("An address becomes the cached file, without settings of its own")
    func addresses() throws {
        let folder = try TemporaryFolder()
        let address = "https://host.example/a/model.pth"
        let cache = try #require(DownloadCache(environment: ["HOME": folder.path]))
        let path = cache.path(for: try #require(URL(string: address)))
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try smallCheckpoint().write(to: URL(fileURLWithPath: path))
        let options = try resolved(address, home: folder.path)
        #expect(options.weights == path)
        #expect(options.heads == nil && options.recipe == nil)
        // A file that is no longer the one that was downloaded is refused.
        try Data([1]).write(to: URL(fileURLWithPath: path))
        let changed = failure { _ = try resolved(address, home: folder.path) }
        #expect(changed?.description.contains("was changed") == true, "\(changed as Any)")
    }

    @Test(
        "What is neither a file nor an address nor a name is refused with what comes near",
        arguments: [
            ("/no/such/file", Exit.nothing, "found nothing at that path"),
            ("model.pth", Exit.nothing, "found nothing at that path"),
            ("deit-tiny", Exit.nothing, "the nearest are deit-ti16 ("),
            ("resnet50", Exit.nothing, "found none of them; --weights list"),
            ("file:///a/b.pth", Exit.usage, "--weights /a/b.pth"),
            ("ftp://host/a.pth", Exit.usage, "found an unsupported one"),
            ("http:///a.pth", Exit.usage, "found an unsupported one"),
        ])
    func refusals(_ weights: String, _ code: Int32, _ words: String) {
        let error = failure { _ = try resolved(weights) }
        #expect(error?.code == code)
        #expect(error?.description.contains(words) == true, "\(error as Any)")
    }

    @Test("Without a folder for downloads a name is refused with the variables to set")
    func noCache() throws {
        let options = try ModelOptions.parse(["--weights", "deit-ti16"])
        let error = failure { _ = try options.resolved(quiet: true, environment: ["HOME": "x"]) }
        #expect(error?.description.contains("absolute path in XDG_CACHE_HOME or HOME") == true)
    }
}
