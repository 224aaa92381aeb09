import Foundation
import HDF5
import ProgramRunner
import Testing

/// Where images come from: each source gives the rows that the folder gives.
@Suite("extract's sources") struct SourceTests {
    private let folder: TemporaryFolder
    private let images: String
    private let common = ["--quiet", "--masks", "none", "--tokens", "class", "--layers", "final"]

    init() throws {
        folder = try TemporaryFolder()
        images = try copyImages(labels: ["cat", "dog"], count: 3, to: folder)
    }

    private func extract(
        _ source: String, _ name: String, _ more: [String] = [], input: String? = nil
    ) throws -> Group {
        let out = folder.file(name + ".h5")
        let result = try runProgram("extract", [source, out] + common + more, input: input)
        #expect(result.code == 0, "\(result.errors)")
        return try File.open(out).root
    }

    private func write(_ text: String, _ name: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file(name)))
        return folder.file(name)
    }

    private func rows(_ root: Group) throws -> [UInt16] {
        try root.dataset("layers/final/class").read()
    }

    private func paths(_ root: Group) throws -> [String] {
        try root.readByteStrings("images/path").map { String(decoding: $0, as: UTF8.self) }
    }

    private func labels(_ root: Group) throws -> [String] {
        let names = try root.dataset("images/label_names").readStrings()
        let labels: [Int32] = try root.dataset("images/label").read()
        return labels.map { $0 < 0 ? "" : names[Int($0)] }
    }

    private let names = (["cat", "dog"] as [String]).flatMap { label in
        (1...3).map { "\(label)/\(label)-0\($0).jpg" }
    }

    @Test("A list, one path a line, gives its order; NUL-ended paths come on standard input")
    func lists() throws {
        let whole = try extract(images, "whole")
        #expect(try paths(whole) == names)
        let width = try rows(whole).count / 6
        let list = try write(
            "images/" + names.reversed().joined(separator: "\r\n\nimages/") + "\n", "list.txt")
        let reversed = try extract(list, "reversed")
        #expect(try paths(reversed) == names.reversed().map { "images/" + $0 })
        #expect(try labels(reversed) == ["dog", "dog", "dog", "cat", "cat", "cat"])
        let all = try rows(reversed)
        #expect(all.count == 6 * width)
        let piped = try write(
            names.map { "\(images)/\($0)" }.joined(separator: "\0") + "\0", "input")
        let root = try extract("-", "piped", input: piped)
        // A row depends on its place in the plan, which is the same here.
        #expect(try rows(root) == rows(whole))
        #expect(try paths(root) == names.map { "\(images)/\($0)" })
    }

    @Test("A CSV's columns are kept, its label and split are the images'")
    func tables() throws {
        var text = "note,path,split,label\r\n"
        for (index, name) in names.enumerated() {
            text += "\"a \"\"b\"\", \(index)\",images/\(name),\(index < 4 ? "train" : "val"),"
            text += index == 5 ? "\r\n" : "kind \(index % 2)\r\n"
        }
        let root = try extract(try write(text, "list.csv"), "csv")
        #expect(try rows(root) == rows(try extract(images, "whole")))
        // Without a label of its own an image is called by its folder.
        #expect(
            try labels(root) == ["kind 0", "kind 1", "kind 0", "kind 1", "kind 0", "dog"])
        #expect(
            try root.dataset("images/split").readStrings()
                == ["train", "train", "train", "train", "val", "val"])
        #expect(try root.dataset("images/columns/note").readStrings()[3] == "a \"b\", 3")
        let wrong = try runProgram(
            "extract", [try write("photo,label\na,b\n", "wrong.csv"), folder.file("w.h5")])
        #expect(wrong.code == 2 && wrong.errors.contains("expected a column \"path\""))
        #expect(!FileManager.default.fileExists(atPath: folder.file("w.h5.parts")))
    }

    @Test("--labels FILE.csv describes the images of a folder by their paths")
    func labelFile() throws {
        let text = "path,label,camera\n\(names[4]),puppy,A\n\(names[0]),kitten,B\n"
        let root = try extract(
            images, "labelled", ["--labels", try write(text, "labels.csv")])
        #expect(try labels(root) == ["kitten", "", "", "", "puppy", ""])
        #expect(
            try root.dataset("images/columns/camera").readStrings()
                == ["B", "", "", "", "A", ""])
        let none = try extract(images, "unlabelled", ["--labels", "none"])
        #expect(try labels(none) == ["", "", "", "", "", ""])
    }

    @Test("Tar archives are read where they are; a sample's .cls member is its label")
    func archives() throws {
        let shards = try folder.folder("shards/train")
        let stage = try folder.folder("stage")
        for (index, name) in names.enumerated() {
            try FileManager.default.copyItem(
                atPath: "\(images)/\(name)", toPath: "\(stage)/000\(index).jpg")
            try Data("\(index % 3)\n".utf8).write(
                to: URL(fileURLWithPath: "\(stage)/000\(index).cls"))
        }
        for (shard, range) in [(0, 0..<4), (1, 4..<6)] {
            let members = range.flatMap { ["000\($0).cls", "000\($0).jpg"] }
            let tar = Process()
            tar.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            tar.arguments = ["tar", "-C", stage, "-cf", "\(shards)/\(shard).tar"] + members
            try tar.run()
            tar.waitUntilExit()
            #expect(tar.terminationStatus == 0)
        }
        let root = try extract(folder.file("shards"), "tar")
        #expect(try paths(root).first == "train/0.tar/0000.jpg")
        #expect(try paths(root).last == "train/1.tar/0005.jpg")
        #expect(try labels(root) == ["0", "1", "2", "0", "1", "2"])
        #expect(try Set(root.dataset("images/split").readStrings()) == ["train"])
        #expect(try rows(root) == rows(try extract(images, "whole")))
        let hashes: [UInt8] = try root.dataset("images/sha256").read()
        let whole: [UInt8] = try File.open(folder.file("whole.h5")).root
            .dataset("images/sha256").read()
        #expect(hashes == whole)
        let one = try extract("\(shards)/1.tar", "one")
        #expect(try paths(one) == ["1.tar/0004.jpg", "1.tar/0005.jpg"])
    }

    @Test("A listed file that is not there is rejected as missing, and the rest goes on")
    func missing() throws {
        let list = try write("images/\(names[0])\nimages/nowhere.jpg\n", "list.txt")
        let root = try extract(list, "missing")
        #expect(try paths(root) == ["images/\(names[0])"])
        #expect(try root.dataset("rejects/cause").readStrings() == ["missing"])
    }

    @Test("A view over segments shows the same rows, from anywhere, and tells when one is gone")
    func linked() throws {
        let whole = try extract(images, "whole", ["--segment", "8"])
        let view = try extract(images, "view", ["--segment", "8", "--link"])
        #expect(try rows(view) == rows(whole))
        let parts = folder.file("view.h5.parts")
        let check = try runProgram("extract", ["verify", folder.file("view.h5")])
        #expect(check.code == 0, "\(check.errors)")
        // Two segments are wanted for a hole: seven images make one of eight alone.
        try FileManager.default.removeItem(atPath: "\(parts)/segment-000000.h5")
        let broken = try runProgram("extract", ["verify", folder.file("view.h5")])
        #expect(broken.code == 2 && broken.errors.contains("segment-000000.h5 is missing"))
        let reduced = try runProgram(
            "reduce", ["--layer", "final", folder.file("view.h5"), "-o", folder.file("m.h5")])
        #expect(reduced.code == 2 && reduced.errors.contains("missing"), "\(reduced.errors)")
        // The same command makes the segment again.
        let again = try extract(images, "view", ["--segment", "8", "--link", "--overwrite"])
        #expect(try rows(again) == rows(whole))
    }
}
