import Foundation
import HDF5
import ProgramRunner
import Testing

/// What a source lost before an image was opened is in /rejects, whatever way the run took.
@Suite("extract's rejects of the listing") struct ListingRejectTests {
    private let folder: TemporaryFolder
    private let images: String
    private let common = ["--masks", "none", "--tokens", "class", "--layers", "final"]

    init() throws {
        folder = try TemporaryFolder()
        images = try copyImages(labels: ["cat", "dog"], count: 6, to: folder)
        let manager = FileManager.default
        try manager.createSymbolicLink(
            atPath: "\(images)/cat/00.jpg", withDestinationPath: "/annex/00.jpg")
        try manager.createSymbolicLink(
            atPath: "\(images)/bird", withDestinationPath: folder.file("masks"))
        #expect(unsafe mkfifo("\(images)/pipe", 0o600) == 0)
        try shell("tar -C '\(images)' -cf '\(folder.file("t.tar"))' dog/dog-01.jpg dog/dog-02.jpg")
        try shell("head -c 1000 '\(folder.file("t.tar"))' > '\(images)/cut.tar'")
    }

    private func shell(_ command: String) throws {
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/bash")
        shell.arguments = ["-c", command]
        try shell.run()
        shell.waitUntilExit()
        try #require(shell.terminationStatus == 0, "\(command)")
    }

    private func extract(_ name: String, _ more: [String] = []) throws -> Finished {
        try runProgram("extract", [images, folder.file(name)] + common + more)
    }

    private func rejects(_ name: String) throws -> [String] {
        let group = try File.open(folder.file(name)).root.group("rejects")
        let causes = try group.dataset("cause").readStrings()
        return zip(try group.readByteStrings("path"), causes).map {
            "\(String(decoding: $0, as: UTF8.self)) \($1)"
        }
    }

    private let expected = [
        "cat/00.jpg dangling-link", "bird folder-link", "cut.tar truncated",
        "pipe not-a-regular-file",
    ]

    @Test("They are rows of /rejects, counted at the end, in status and by --strict")
    func counted() throws {
        let result = try extract("whole.h5", ["--strict"])
        #expect(result.code == 1, "\(result.errors)")
        #expect(try rejects("whole.h5") == expected)
        let last = result.errors.split(separator: "\n").last { $0.contains(" rejected") } ?? ""
        #expect(
            last.contains("4 rejected (1 dangling-link, 1 folder-link, 1 not-a-regular-file, 1"),
            "\(last)")
        let status = try runProgram("extract", ["status", folder.file("whole.h5")]).output
        #expect(status.contains("12 images, 4 rejected (1 dangling-link"), "\(status)")
        #expect(status.contains("cut.tar: truncated: The archive ends inside member 1"))
    }

    @Test("Segments, shards and a resumed run give the same file; images without rows cost none")
    func equalFiles() throws {
        #expect(try extract("whole.h5", ["--quiet"]).code == 0)
        for shard in [1, 0] {
            #expect(
                try extract("out.h5", ["--segment", "8", "--shard", "\(shard)/2", "--quiet"]).code
                    == 0)
        }
        let status = try runProgram("extract", ["status", folder.file("out.h5")]).output
        #expect(status.contains("12 images embedded, 4 rejected"), "\(status)")
        #expect(try extract("out.h5", ["--segment", "8", "--quiet"]).code == 0)
        #expect(try differences(folder.file("whole.h5"), folder.file("out.h5")) == [])
    }

    @Test("A link that leads somewhere again is tried again in its place; a folder is not")
    func retried() throws {
        #expect(try extract("out.h5", ["--quiet"]).code == 0)
        let manager = FileManager.default
        try manager.removeItem(atPath: "\(images)/cat/00.jpg")
        try manager.copyItem(
            atPath: "\(dataFolder)/images/cat/cat-07.jpg", toPath: "\(images)/cat/00.jpg")
        let again = try extract("out.h5", ["--retry-rejects", "--quiet"])
        #expect(again.code == 0, "\(again.errors)")
        #expect(try rejects("out.h5") == Array(expected.dropFirst()))
        let paths = try File.open(folder.file("out.h5")).root.readByteStrings("images/path")
        #expect(String(decoding: paths[0], as: UTF8.self) == "cat/00.jpg")
        #expect(try extract("whole.h5", ["--quiet"]).code == 0)
        // The first image, which is kept in full, could not be read when the run was planned.
        let different = try differences(folder.file("whole.h5"), folder.file("out.h5"))
            .filter { !$0.hasPrefix("/explain/") && !$0.hasPrefix("/segments/") }
        #expect(different == [])
        let none = try extract("out.h5", ["--retry-rejects"])
        #expect(none.code == 2 && none.errors.contains("run again with --overwrite"))
    }

    @Test("Mosaics are of images only; what has no row is rejected beside them")
    func mosaics() throws {
        let result = try extract("mosaic.h5", ["--mosaic", "2", "--quiet"])
        #expect(result.code == 0, "\(result.errors)")
        let found = try rejects("mosaic.h5")
        #expect(found.count == 4 && found[0].hasPrefix("cat/00.jpg+cat/cat-01.jpg+"))
        #expect(found.dropFirst() == expected.dropFirst())
    }

    @Test("--follow-links enters the link's folder; another value on the same output is refused")
    func followed() throws {
        let result = try extract("links.h5", ["--follow-links", "--quiet", "--limit", "2"])
        #expect(result.code == 0, "\(result.errors)")
        let labels = try File.open(folder.file("links.h5")).root
            .dataset("images/label_names").readStrings()
        #expect(labels == ["cat"])
        #expect(try rejects("links.h5") == [])
        #expect(try extract("f.h5", ["--segment", "8", "--shard", "0/2", "--quiet"]).code == 0)
        let other = try extract("f.h5", ["--follow-links", "--quiet"])
        #expect(
            other.code == 64 && other.errors.contains("--follow-links was false, now true"),
            "\(other.errors)")
    }

    @Test("A source of nothing but lost things names the first")
    func nothingLeft() throws {
        let source = try folder.folder("links")
        try FileManager.default.createSymbolicLink(
            atPath: source + "/cat", withDestinationPath: images + "/cat")
        let result = try runProgram("extract", [source, folder.file("n.h5")])
        #expect(result.code == 2)
        #expect(result.errors.contains("1 folder-link"), "\(result.errors)")
        #expect(result.errors.contains("--follow-links enters it); give"), "\(result.errors)")
        let followed = try runProgram(
            "extract", [source, folder.file("n.h5"), "--follow-links", "--quiet"] + common)
        #expect(followed.code == 0, "\(followed.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.file("n.h5.parts")))
    }

    @Test("Files that come while a run is ended are counted when it goes on, and not embedded")
    func added() throws {
        #expect(try extract("out.h5", ["--segment", "8", "--shard", "0/2", "--quiet"]).code == 0)
        for name in ["aa.jpg", "dog/zz.jpg"] {
            try FileManager.default.copyItem(
                atPath: "\(dataFolder)/images/cat/cat-07.jpg", toPath: "\(images)/\(name)")
        }
        let result = try extract("out.h5", ["--segment", "8"])
        #expect(result.code == 0)
        #expect(
            result.errors.contains(
                "2 files were added since the run started and are not part of it (the first is "
                    + "aa.jpg)"), "\(result.errors)")
        #expect(result.errors.contains("12 images"))
    }
}
