import Foundation
import HDF5
import ProgramRunner
import Testing

/// `extract --update`: the file that it writes is that of a run over the collection as it is now.
@Suite("extract --update") struct UpdateTests {
    private let folder: TemporaryFolder
    private let images: String
    private var out: String { folder.file("out.h5") }
    private var whole: String { folder.file("whole.h5") }
    private let manager = FileManager.default

    /// Cats and dogs, one of them rejected, and a folder of further pictures to add.
    init() throws {
        folder = try TemporaryFolder()
        images = try copyImages(labels: ["cat", "dog", "together"], count: 9, to: folder)
        try manager.moveItem(atPath: "\(images)/together", toPath: folder.file("more"))
        try Data("no picture".utf8).write(to: URL(fileURLWithPath: "\(images)/cat/cat-03.jpg"))
    }

    private func extract(_ output: String, _ more: [String] = []) throws -> Finished {
        try runProgram("extract", [images, output] + more)
    }

    private func update(_ more: [String] = []) throws -> Finished {
        try extract(out, ["--update"] + more)
    }

    private func first(_ more: [String] = []) throws {
        let result = try extract(out, more)
        #expect(result.code == 0, "\(result.errors)")
    }

    /// Adds, changes, moves, touches and removes images.
    private func change() throws {
        let more = folder.file("more")
        for name in try manager.contentsOfDirectory(atPath: more).prefix(3) {
            try manager.copyItem(atPath: "\(more)/\(name)", toPath: "\(images)/cat/a-\(name)")
        }
        try manager.moveItem(atPath: "\(images)/dog/dog-02.jpg", toPath: "\(images)/dog/x.jpg")
        try manager.moveItem(
            atPath: folder.file("masks/dog/dog-02.png"), toPath: folder.file("masks/dog/x.png"))
        try manager.removeItem(atPath: "\(images)/dog/dog-05.jpg")
        try manager.removeItem(atPath: "\(images)/cat/cat-06.jpg")
        try manager.copyItem(
            atPath: "\(images)/cat/cat-07.jpg", toPath: "\(images)/cat/cat-06.jpg")
        try manager.setAttributes(
            [.modificationDate: Date()], ofItemAtPath: "\(images)/cat/cat-01.jpg")
    }

    /// Compares with a run over the images as they are now. Row by row, the kernels of processors
    /// without AVX-512 round by the place in a batch; only the numbers of others are equal then.
    private func expectNewRun(_ more: [String] = []) throws {
        let result = try extract(whole, ["--quiet", "--overwrite"] + more)
        #expect(result.code == 0, "\(result.errors)")
        let set = try File.open(out).root.attributes.string("instruction_set")
        // Only an update has a record of the rows that it kept.
        let differing = try differences(whole, out).filter { path in
            !path.drop { $0 == "/" }.hasPrefix("update/kept_from")
                && (set.hasPrefix("x86-64-v4")
                    || !["layers/", "attention/", "predictions/", "explain/", "segments/"].contains
                    {
                        path.drop { $0 == "/" }.hasPrefix($0)
                    })
        }
        #expect(differing == [])
        #expect(try runProgram("extract", ["verify", out]).code == 0)
    }

    @Test(
        "New, changed, moved and deleted images: the file is that of a new run",
        arguments: [[], ["--by-hash"]])
    func equalsNewRun(_ more: [String]) throws {
        let options = ["--variants", "random:0.3", "--segment", "8"]
        try first(options)
        let uuid = try File.open(out).root.attributes.string("uuid")
        try change()
        let plan = try update(options + more + ["--dry-run"])
        let result = try update(options + more)
        #expect(result.code == 0, "\(result.errors)")
        // cat-06 has become a copy of cat-07, whose mask is another one.
        // dog-02 has no names of objects under its new name.
        let copies = more.isEmpty ? "1 changed, 1" : "0 changed, 2"
        let counts =
            "update   11 kept, 3 new, \(copies) with another mask, 1 rejected before, "
            + "3 again to be stored in full, 1 dropped"
        #expect(result.errors.contains(counts), "\(result.errors)")
        #expect(plan.errors.contains(counts), "\(plan.errors)")
        #expect(result.errors.contains("embedded, 11 kept"), "\(result.errors)")
        let root = try File.open(out).root
        #expect(try root.attributes.string("updated_from") == uuid)
        #expect(try root.attributes.integer("kept_rows") == 11)
        try expectNewRun(options)
        let again = try update(options + more)
        #expect(again.code == 0 && again.errors.contains("nothing has changed"), "\(again.errors)")
        #expect(try File.open(out).root.attributes.string("uuid") != uuid)
        let left = try manager.contentsOfDirectory(atPath: folder.path)
        #expect(left.filter { $0.hasPrefix("out") } == ["out.h5"])
    }

    @Test("bf16 and f32 tokens, too", arguments: [["--precision", "bf16"], ["--dtype", "f32"]])
    func precisions(_ options: [String]) throws {
        try first(options)
        try change()
        #expect(try update(options).code == 0)
        try expectNewRun(options)
    }

    @Test("A file that nothing has happened to stays as it is")
    func unchanged() throws {
        try first()
        let before = try Data(contentsOf: URL(fileURLWithPath: out))
        for more in [[], ["--by-hash"], ["--shard", "0/2"]] {
            let result = try update(more)
            #expect(result.code == 0, "\(result.errors)")
            #expect(
                result.errors.contains("nothing has changed: 17 images, 1 rejected as before"),
                "\(result.errors)")
            #expect(try Data(contentsOf: URL(fileURLWithPath: out)) == before)
        }
        // A rejected image that was repaired is a change.
        try manager.removeItem(atPath: "\(images)/cat/cat-03.jpg")
        try manager.copyItem(
            atPath: "\(images)/cat/cat-02.jpg", toPath: "\(images)/cat/cat-03.jpg")
        try manager.setAttributes(
            [.modificationDate: Date() + 2], ofItemAtPath: "\(images)/cat/cat-03.jpg")
        #expect(try update().errors.contains("1 rejected before"))
        try expectNewRun()
    }

    @Test("Labels, splits and columns are read anew, and a change of them alone is one")
    func descriptions() throws {
        let table = folder.file("table.csv")
        func write(_ text: String) throws {
            try Data(text.utf8).write(to: URL(fileURLWithPath: table))
        }
        try write("path,label,split,camera\ncat/cat-01.jpg,lion,train,old\n")
        try first(["--labels", table])
        try write("path,label,split,camera\ncat/cat-01.jpg,tiger,train,newest of all\n")
        let result = try update(["--labels", table])
        #expect(result.errors.contains("13 kept, 0 new, 0 changed, 1 rejected before, 4 again"))
        try expectNewRun(["--labels", table])
        // Without a table, the folders are the labels again.
        #expect(try update().code == 0)
        try expectNewRun()
    }

    @Test("Another mask, a new one and one that is gone have their image embedded again")
    func masks() throws {
        try first()
        // Another spelling of the folder is the same folder, and its place does not matter.
        let spelt = try update(["--masks", folder.file("images/../masks")])
        #expect(spelt.errors.contains("nothing has changed"), "\(spelt.errors)")
        try manager.removeItem(atPath: folder.file("masks/cat/cat-02.png"))
        let mask = try Data(contentsOf: URL(fileURLWithPath: folder.file("masks/cat/cat-04.png")))
        try mask.write(to: URL(fileURLWithPath: folder.file("masks/cat/cat-05.png")))
        let result = try update()
        #expect(result.errors.contains("2 with another mask"), "\(result.errors)")
        try expectNewRun()
        // A folder that takes the place of another one, without a new time anywhere.
        let others = folder.file("others")
        try manager.copyItem(atPath: folder.file("masks"), toPath: others)
        try manager.removeItem(atPath: "\(others)/cat/cat-04.png")
        try manager.copyItem(
            atPath: "\(others)/cat/cat-08.png", toPath: "\(others)/cat/cat-04.png")
        #expect(try update().errors.contains("nothing has changed"))
        try manager.moveItem(atPath: folder.file("masks"), toPath: folder.file("earlier"))
        try manager.moveItem(atPath: others, toPath: folder.file("masks"))
        #expect(try update().errors.contains("1 with another mask"))
        try expectNewRun()
        // The names of the objects belong to the masks.
        try manager.removeItem(atPath: folder.file("masks/objects.json"))
        #expect(try update().code == 0)
        try expectNewRun()
    }

    @Test("An image that was rejected for its mask is tried again when the mask is repaired")
    func repairedMask() throws {
        let mask = folder.file("masks/dog/dog-04.png")
        let good = try Data(contentsOf: URL(fileURLWithPath: mask))
        try Data("no mask".utf8).write(to: URL(fileURLWithPath: mask))
        try first()
        #expect(try update(["--strict"]).code == 1)
        try good.write(to: URL(fileURLWithPath: mask))
        #expect(try update().errors.contains("2 rejected before"))
        try expectNewRun()
    }

    @Test("Images in full that were added stay, and another choice of them is a change")
    func explained() throws {
        try first(["--explain", "cat-01"])
        #expect(try runProgram("extract", ["explain", out, "dog-04", "--quiet"]).code == 0)
        try change()
        #expect(try update(["--explain", "cat-01"]).code == 0)
        func paths() throws -> [String] {
            let root = try File.open(out).root
            return try root.group("explain").names().map {
                let bytes = try root.group("explain/\($0)").dataset("path/bytes").read() as [UInt8]
                return String(decoding: bytes, as: UTF8.self)
            }
        }
        #expect(try paths() == ["cat/cat-01.jpg", "dog/dog-04.jpg"])
        let again = try update(["--explain", "cat-01"])
        #expect(again.errors.contains("nothing has changed"), "\(again.errors)")
        #expect(try update(["--explain", "cat-02"]).code == 0)
        #expect(try paths() == ["cat/cat-02.jpg", "dog/dog-04.jpg"])
        // Also when the image itself has changed, and without the variants, which is said.
        let more = try runProgram(
            "extract", ["explain", out, "dog-04", "--variants", "random:0.5", "--quiet"])
        #expect(more.code == 0, "\(more.errors)")
        try manager.removeItem(atPath: "\(images)/dog/dog-04.jpg")
        try manager.copyItem(
            atPath: "\(images)/dog/dog-07.jpg", toPath: "\(images)/dog/dog-04.jpg")
        let masks = folder.file("masks/dog")
        try manager.removeItem(atPath: "\(masks)/dog-04.png")
        try manager.copyItem(atPath: "\(masks)/dog-07.png", toPath: "\(masks)/dog-04.png")
        let changed = try update(["--explain", "cat-02", "--masks", folder.file("masks")])
        #expect(changed.errors.contains("1 variant of extract explain left out"))
        #expect(try paths() == ["cat/cat-02.jpg", "dog/dog-04.jpg"])
    }

    @Test("A joined file is brought to what a new run writes, too")
    func joined() throws {
        for label in ["cat", "dog"] {
            let result = try runProgram(
                "extract",
                ["\(images)/\(label)", folder.file("\(label).h5"), "--masks", "none", "--quiet"])
            #expect(result.code == 0, "\(result.errors)")
        }
        let join = try runProgram(
            "extract", ["join", folder.file("cat.h5"), folder.file("dog.h5"), out, "--quiet"])
        #expect(join.code == 0, "\(join.errors)")
        try change()
        let result = try update(["--masks", "none", "--quiet"])
        #expect(result.code == 0, "\(result.errors)")
        try expectNewRun(["--masks", "none"])
    }

    @Test("More than half of the images, or an archive that is cut off, are not dropped unasked")
    func dropped() throws {
        try manager.moveItem(atPath: "\(images)/dog", toPath: folder.file("dog"))
        let archive = "\(images)/dog.tar"
        let tar = try runShell("tar -cf '\(archive)' -C '\(folder.path)' dog")
        #expect(tar.code == 0, "\(tar.errors)")
        try first(["--masks", "none"])
        try manager.setAttributes([.posixPermissions: 0o640], ofItemAtPath: out)
        let before = try Data(contentsOf: URL(fileURLWithPath: out))
        let whole = try Data(contentsOf: URL(fileURLWithPath: archive))
        try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: archive))
        let cut = try update(["--masks", "none"])
        #expect(cut.code == 2 && cut.errors.contains("pass --overwrite"), "\(cut.errors)")
        try manager.removeItem(atPath: archive)
        let half = try update(["--masks", "none"])
        #expect(half.code == 2 && half.errors.contains("at least half of its 17 images"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: out)) == before)
        let asked = try update(["--masks", "none", "--overwrite"])
        #expect(asked.code == 0, "\(asked.errors)")
        let attributes = try manager.attributesOfItem(atPath: out)
        #expect(attributes[.posixPermissions] as? Int == 0o640)
        try expectNewRun(["--masks", "none"])
    }

    @Test("Many segments are joined one by one")
    func fewDescriptors() throws {
        try first(["--limit", "4", "--masks", "none"])
        let command = "$BIN/extract '\(images)' '\(out)' --update --masks none --quiet --segment 8"
        let result = try runShell("ulimit -n 14; \(command) --threads 1")
        #expect(result.code == 0, "\(result.errors)")
        try expectNewRun(["--masks", "none"])
    }

    @Test("Shards embed their part of what is new")
    func shards() throws {
        try first()
        try change()
        for shard in [1, 0] {
            let result = try update(["--segment", "8", "--shard", "\(shard)/2"])
            #expect(result.code == 0, "\(result.errors)")
        }
        #expect(try update(["--segment", "8"]).code == 0)
        try expectNewRun()
    }

    @Test("Killed at many instants, the old file stays until the new one is whole")
    func killed() throws {
        try first()
        let old = try contents(ofHDF5: out)
        try change()
        #expect(try extract(whole, ["--quiet"]).code == 0)
        let new = try contents(ofHDF5: whole)
        var kills = 0
        for attempt in 0..<20 {
            let delay = 20 + 41 * attempt % 300
            let result = try runProgram(
                "extract", [images, out, "--update", "--segment", "8", "--quiet"],
                signal: (SIGKILL, afterMilliseconds: delay))
            if result.code == 0 { break }
            #expect(result.code == SIGKILL, "\(result.code) \(result.errors)")
            let now = try contents(ofHDF5: out)
            #expect(now == old || now.keys == new.keys)
            kills += 1
        }
        #expect(kills > 2)
        #expect(try update(["--segment", "8"]).code == 0)
        try expectNewRun()
        let left = try manager.contentsOfDirectory(atPath: folder.path)
        #expect(left.filter { $0.hasPrefix("out") } == ["out.h5"])
    }

    @Test("What was embedded in another way is refused, and the file stays")
    func refusals() throws {
        try first()
        let before = try Data(contentsOf: URL(fileURLWithPath: out))
        try change()
        for (options, code, words) in [
            (["--dtype", "f32"], Int32(64), "--dtype was f16, now f32"),
            (["--layers", "final"], 64, "--layers was"),
            (["--exif"], 64, "--exif was false, now true"),
            (["--masks", "none"], 64, "embedded with masks"),
            (["--link"], 64, "cannot be combined"),
            (["--mosaic", "2"], 64, "expected no --mosaic"),
            (["--shuffle", "4"], 64, "expected no --mosaic"),
        ] {
            let result = try update(options)
            #expect(result.code == code, "\(options) \(result.code) \(result.errors)")
            #expect(result.errors.contains(words), "\(result.errors)")
            #expect(try Data(contentsOf: URL(fileURLWithPath: out)) == before)
        }
        #expect(try extract(folder.file("b.h5"), ["--by-hash"]).code == 64)
        // Without a file it is a first run.
        #expect(try extract(folder.file("b.h5"), ["--update", "--quiet"]).code == 0)
        // An update that another file came in between of does not go on.
        #expect(try update(["--segment", "8", "--shard", "0/2", "--quiet"]).code == 0)
        try manager.removeItem(atPath: out)
        try manager.copyItem(atPath: folder.file("b.h5"), toPath: out)
        let other = try update(["--segment", "8"])
        #expect(other.code == 2 && other.errors.contains("found another one"), "\(other.errors)")
    }
}
