import Foundation
import HDF5
import ProgramRunner
import Testing

/// Images added in full to a finished file.
@Suite("extract explain") struct ExplainTests {
    private let folder: TemporaryFolder
    private let images: String
    private var out: String { folder.file("out.h5") }

    init() throws {
        folder = try TemporaryFolder()
        images = try copyImages(labels: ["cat", "together"], count: 4, to: folder)
    }

    private func extract(_ output: String, _ more: [String] = []) throws {
        let result = try runProgram(
            "extract", [images, output, "--quiet", "--tokens", "class"] + more)
        #expect(result.code == 0, "\(result.errors)")
    }

    private func explain(_ arguments: [String]) throws -> Finished {
        try runProgram("extract", ["explain"] + arguments)
    }

    /// What stands below /explain/K, by names without the number.
    private func explained(_ file: String, _ number: Int) throws -> [String: [UInt8]] {
        let start = "/explain/\(number)/"
        return try Dictionary(
            uniqueKeysWithValues: contents(ofHDF5: file).filter { $0.key.hasPrefix(start) }
                .map { (String($0.key.dropFirst(start.count)), $0.value) })
    }

    /// The same bytes, but for the last digits of computed numbers: a variant added later may stand
    /// in another slot of its micro-batch, whose rows some of OpenBLAS's kernels round differently.
    private func expectEqual(_ added: [String: [UInt8]], _ whole: [String: [UInt8]]) throws {
        #expect(Set(added.keys) == Set(whole.keys))
        for (name, bytes) in added {
            let other = try #require(whole[name])
            guard ["joint ", "heads ", "probabilities "].contains(where: name.hasPrefix) else {
                #expect(bytes == other, "\(name)")
                continue
            }
            func floats(_ bytes: [UInt8]) -> [Float] {
                stride(from: 0, to: bytes.count - 3, by: 4).map { start in
                    Float(
                        bitPattern: (0..<4).reduce(0) {
                            $0 | UInt32(bytes[start + $1]) << (8 * $1)
                        })
                }
            }
            let most = zip(floats(bytes), floats(other)).map { abs($0 - $1) }.max() ?? 1
            #expect(bytes.count == other.count && most < 1e-5, "\(name): \(most)")
        }
    }

    private func attribute(_ file: String, _ number: Int, _ name: String) throws -> AttributeValue?
    {
        try File.open(file).root.group("explain/\(number)").attributes.get(name)
    }

    @Test("An image added later is what extract would have kept, and the rest of the file stays")
    func equals() throws {
        try extract(
            folder.file("both.h5"), ["--explain", "cat-01,cat-03", "--variants", "random:0.5"])
        for link in [false, true] {
            let out = folder.file("out\(link).h5")
            try extract(
                out, ["--explain", "cat-01", "--segment", "8"] + (link ? ["--link"] : []))
            let before = try contents(ofHDF5: out)
            let uuid = try File.open(out).root.attributes.string("uuid")
            let result = try explain([out, "cat/cat-03.jpg", "--variants", "random:0.5"])
            #expect(result.code == 0, "\(result.errors)")
            #expect(
                result.errors.hasSuffix(
                    "wrote    \(out): 1 image in full, cat/cat-03.jpg, 1 variant\n"
                        + "next     reduce \(out) -o tsne.h5 && plot tsne.h5\n"), "\(result.errors)"
            )
            let after = try contents(ofHDF5: out)
            for (name, bytes) in before { #expect(after[name] == bytes, "\(name)") }
            #expect(try File.open(out).root.attributes.string("uuid") == uuid)
            // Both files: cat-01 first; in one its variant stands behind all rows.
            #expect(try explained(out, 1) == explained(folder.file("both.h5"), 1))
            let variant = try explained(out, 2)
            #expect(variant["pixels [224, 224, 3]"] != nil)
            try expectEqual(variant, explained(folder.file("both.h5"), 3))
            #expect(try attribute(out, 2, "variant") == .string("random:0.5"))
            #expect(try attribute(out, 2, "row") == attribute(out, 1, "row"))
            #expect(try runProgram("extract", ["verify", out]).code == 0)
            // A second time there is nothing to add.
            let bytes = try Data(contentsOf: URL(filePath: out))
            let again = try explain([out, "cat-03"])
            #expect(again.code == 0 && again.errors.contains("already stored in full"))
            #expect(try Data(contentsOf: URL(filePath: out)) == bytes)
            // What was added is drawn by plot.
            let map = folder.file("tsne\(link).h5")
            #expect(try runProgram("reduce", [out, "--layer", "final", "-o", map]).code == 0)
            #expect(try contents(ofHDF5: map).keys.count { $0.contains("explain") } > 0)
        }
    }

    @Test("Masks are found where they were, so variants that need them are made")
    func masks() throws {
        try extract(out, ["--explain", "cat-01"])
        let result = try explain([out, "cat-and-dog-02", "--variants", "salient:1"])
        #expect(result.code == 0, "\(result.errors)")
        #expect(try attribute(out, 2, "variant") == .string("salient:1"))
        #expect(try explained(out, 1).keys.contains { $0.hasPrefix("objects ") })
    }

    @Test("A changed, missing or unknown image is refused, and the file stays as it was")
    func refusals() throws {
        try extract(out, ["--explain", "cat-01"])
        let bytes = try Data(contentsOf: URL(filePath: out))
        let image = "\(images)/cat/cat-02.jpg"
        let kept = try Data(contentsOf: URL(filePath: image))
        try (kept + [0]).write(to: URL(filePath: image))
        for (arguments, code, words) in [
            (["cat-02"], Int32(2), "expected the image that was embedded, with SHA-256"),
            (["zebra"], 64, "found no such image; the closest names are cat/cat-0"),
            ([], 64, "--map with a map of the file, or --units"),
            (["cat-03", "--variants", "nonsense"], 64, "--variants"),
            (["cat-03", "--images", folder.file("none")], 2, "pass --images FOLDER"),
            (["cat-03", "--map", out], 2, "out.h5"),
        ] {
            let result = try explain([out] + arguments)
            #expect(result.code == code, "\(arguments): \(result.errors)")
            let text = result.errors.replacing("\n", with: " ")
            #expect(text.contains(words), "\(arguments): \(result.errors)")
        }
        try kept.write(to: URL(filePath: image))
        #expect(try Data(contentsOf: URL(filePath: out)) == bytes)
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!left.contains { $0.contains("partial") }, "\(left)")
        // The images moved; a name is its bytes', too.
        try FileManager.default.moveItem(atPath: images, toPath: folder.file("moved"))
        let moved = try explain([
            out, folder.file("moved/cat/cat-02.jpg"), "--images", folder.file("moved"),
        ])
        #expect(moved.code == 0, "\(moved.errors)")
    }

    @Test("Members of an archive are read from it")
    func archive() throws {
        let tar = Process()
        tar.executableURL = URL(filePath: "/usr/bin/tar")
        tar.arguments = ["-cf", folder.file("shard.tar"), "-C", images, "cat"]
        try tar.run()
        tar.waitUntilExit()
        let source = try folder.folder("shards")
        try FileManager.default.moveItem(
            atPath: folder.file("shard.tar"), toPath: "\(source)/shard.tar")
        let result = try runProgram(
            "extract",
            [source, out, "--quiet", "--tokens", "class", "--masks", "none", "--explain", "cat-01"])
        #expect(result.code == 0, "\(result.errors)")
        let before = try File.open(out).root.group("explain").names().count
        let added = try explain([out, "cat-01", "cat-02", "cat-03", "cat-04"])
        #expect(added.code == 0, "\(added.errors)")
        #expect(before == 1)
        #expect(try File.open(out).root.group("explain").names().count == 4)
    }

    @Test("A map chooses the medoids of its clusters and the labels that it doubts")
    func map() throws {
        let other = try TemporaryFolder()
        let images = try copyImages(labels: ["cat", "dog", "fish"], count: 8, to: other)
        try FileManager.default.moveItem(
            atPath: "\(images)/dog/dog-01.jpg", toPath: "\(images)/fish/dog-01.jpg")
        let made = try runProgram(
            "extract",
            [images, out, "--quiet", "--tokens", "class", "--masks", "none", "--explain", "cat-01"])
        #expect(made.code == 0, "\(made.errors)")
        let map = folder.file("tsne.h5")
        #expect(
            try runProgram(
                "reduce", [out, "--layer", "final", "--cluster", "kmeans:3", "-o", map]
            ).code == 0)
        let result = try explain([out, "--map", map])
        #expect(result.code == 0, "\(result.errors)")
        let medoids: [Int64] = try File.open(map).root
            .dataset("uns/vitrine/tables/clusters/medoid").read()
        let root = try File.open(out).root
        let rows = try (0..<root.group("explain").names().count).map {
            try root.group("explain/\($0)").attributes.integer("row")
        }
        #expect(Set(medoids.map { Int($0) }).isSubset(of: rows), "\(rows) \(medoids)")
        // A map of another file is none of this one's.
        try extract(folder.file("other.h5"))
        #expect(try explain([folder.file("other.h5"), "--map", map]).code == 2)
    }

    @Test("Without --explain images that can be read are kept in full, evenly spaced")
    func defaults() throws {
        for name in ["cat-01", "cat-02"] {
            try Data("no picture".utf8).write(to: URL(filePath: "\(images)/cat/\(name).jpg"))
        }
        for masks in [["--masks", "none"], []] {
            try extract(out, masks + ["--overwrite"])
            let root = try File.open(out).root
            let paths = try (0..<root.group("explain").names().count).map {
                String(
                    decoding: try root.group("explain/\($0)").readByteStrings("path")[0],
                    as: UTF8.self)
            }
            #expect(Set(paths).count == paths.count && !paths.isEmpty, "\(paths)")
            #expect(!paths.contains { $0.hasPrefix("cat/cat-01") || $0.hasPrefix("cat/cat-02") })
        }
    }

    @Test("A rejected image is counted once, however many variants of it were asked for")
    func rejected() throws {
        try Data("no picture".utf8).write(to: URL(filePath: "\(images)/cat/cat-02.jpg"))
        let result = try runProgram(
            "extract",
            [images, out, "--explain", "cat-02,cat-03", "--variants", "random:0.2,random:0.5"])
        #expect(result.code == 0 && result.errors.contains("; 1 rejected"), "\(result.errors)")
        #expect(try File.open(out).root.group("rejects").readByteStrings("path").count == 1)
        let status = try runProgram("extract", ["status", out])
        #expect(status.output.contains("1 rejected"), "\(status.output)")
        // Mended, it comes with its variants.
        try FileManager.default.removeItem(atPath: "\(images)/cat/cat-02.jpg")
        try FileManager.default.copyItem(
            atPath: "\(dataFolder)/images/cat/cat-02.jpg", toPath: "\(images)/cat/cat-02.jpg")
        let options = ["--explain", "cat-02,cat-03", "--variants", "random:0.2,random:0.5"]
        let again = try runProgram("extract", [images, out, "--retry-rejects"] + options)
        #expect(again.code == 0, "\(again.errors)")
        try extract(folder.file("whole.h5"), options + ["--tokens", "class,mean,patches"])
        #expect(try differences(out, folder.file("whole.h5")) == [])
    }

    @Test("The commands stand in the help, and folders of their names stay usable")
    func commands() throws {
        let help = try runProgram("extract", ["--help"])
        for command in [
            "extract status OUT", "extract verify FILE", "extract explain FILE NAME...",
        ] {
            #expect(help.output.contains(command))
        }
        let result = try runProgram("extract", ["explain", "--help"])
        #expect(result.code == 0 && result.output.contains("--variants <LIST>"))
    }
}
