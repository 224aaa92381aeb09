import Foundation
import HDF5
import ProgramRunner
import Testing

@testable import Extract

/// `extract join`: finished files of one model in one file.
@Suite("extract join") struct StoreJoiningTests {
    private let folder: TemporaryFolder
    private let images: String
    private var out: String { folder.file("out.h5") }

    /// Folders a (cat, dog) and b (dog, together), each with a file that is rejected.
    init() throws {
        folder = try TemporaryFolder()
        images = try folder.folder("photos")
        let manager = FileManager.default
        for (part, labels) in [("a", ["cat", "dog"]), ("b", ["dog", "together"])] {
            let temporary = try TemporaryFolder()
            let copied = try copyImages(labels: labels, count: 4, to: temporary)
            try manager.copyItem(atPath: copied, toPath: "\(images)/\(part)")
            try Data("no picture".utf8)
                .write(to: URL(fileURLWithPath: "\(images)/\(part)/dog/dog-02.jpg"))
        }
    }

    private func extract(_ source: String, _ output: String, _ more: [String] = []) throws {
        let result = try runProgram(
            "extract",
            [source, output, "--quiet", "--masks", "none", "--explain", "dog-01,dog-03"] + more)
        #expect(result.code == 0, "\(result.errors)")
    }

    private func parts(_ more: [String] = []) throws -> [String] {
        for part in ["a", "b"] {
            try extract("\(images)/\(part)", folder.file("\(part).h5"), more)
        }
        return [folder.file("a.h5"), folder.file("b.h5")]
    }

    private func join(_ files: [String], _ more: [String] = []) throws -> Finished {
        try runProgram("extract", ["join"] + files + more)
    }

    @Test("Files of neighbouring folders give the file of the folder above them")
    func equalsOneRun() throws {
        let files = try parts()
        let result = try join(files + [out])
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.errors.contains("14 images of 2 files, 3 labels"), "\(result.errors)")
        // One picture of a dog is in both folders, three times over.
        #expect(result.errors.contains("3 rows have the bytes of an earlier one"))
        let whole = folder.file("whole.h5")
        try runWhole(whole)
        #expect(try differences(whole, out) == [])
        #expect(try runProgram("extract", ["verify", out]).code == 0)
        // The paths are those below the common folder, by which the images are found again.
        let explained = try runProgram(
            "extract", ["explain", out, "a/cat/cat-01.jpg", "--quiet"])
        #expect(explained.code == 0, "\(explained.errors)")
    }

    /// The run on both folders, with the images in full that the parts have.
    private func runWhole(_ output: String) throws {
        let names = ["a", "b"].flatMap { part in
            ["01", "03"].map { "\(images)/\(part)/dog/dog-\($0).jpg" }
        }
        let below = names.map { String($0.dropFirst(images.count + 1)) }
        let result = try runProgram(
            "extract",
            [
                images, output, "--quiet", "--masks", "none", "--explain",
                below.joined(separator: ","),
            ])
        #expect(result.code == 0, "\(result.errors)")
    }

    @Test("Tables of labels, splits and columns are united")
    func columns() throws {
        for (part, header, line) in [
            ("a", "path,label,split,camera", "dog/dog-01.jpg,hound,train,old"),
            ("b", "path,label,author", "dog/dog-01.jpg,wolf,me"),
        ] {
            let table = folder.file("\(part).csv")
            try Data("\(header)\n\(line)\n".utf8).write(to: URL(fileURLWithPath: table))
            try extract(
                "\(images)/\(part)", folder.file("\(part).h5"), ["--labels", table])
        }
        let result = try join([folder.file("a.h5"), folder.file("b.h5"), out, "--quiet"])
        #expect(result.code == 0, "\(result.errors)")
        let root = try File.open(out).root
        #expect(try root.readStrings("images/label_names") == ["hound", "wolf"])
        let labels: [Int32] = try root.read("images/label", shape: [14])
        #expect(labels.filter { $0 == 0 }.count == 1 && labels.filter { $0 == 1 }.count == 1)
        let split = try root.dataset("images/split").readStrings()
        #expect(split.filter { $0 == "train" }.count == 1)
        let camera = try root.dataset("images/columns/camera").readStrings()
        let author = try root.dataset("images/columns/author").readStrings()
        #expect(camera.filter { $0 == "old" }.count == 1 && author.filter { $0 == "me" }.count == 1)
        #expect(camera.suffix(7).allSatisfy(\.isEmpty) && author.prefix(7).allSatisfy(\.isEmpty))
    }

    @Test("Rows of linked files, and of a joined file, are joined")
    func linked() throws {
        let plain = try parts()
        #expect(try join(plain + [folder.file("first.h5"), "--quiet"]).code == 0)
        try FileManager.default.removeItem(atPath: plain[0])
        try extract("\(images)/a", plain[0], ["--link"])
        #expect(try join(plain + [out, "--quiet"]).code == 0)
        #expect(try differences(folder.file("first.h5"), out) == [])
        let again = try join([out, folder.file("b.h5"), folder.file("third.h5")])
        #expect(again.code == 0 && again.errors.contains("21 images"), "\(again.errors)")
    }

    @Test("What does not fit together is refused, and nothing is written")
    func refusals() throws {
        let files = try parts()
        try extract("\(images)/a", folder.file("f32.h5"), ["--dtype", "f32"])
        try extract("\(images)/a", folder.file("few.h5"), ["--layers", "final"])
        try extract("\(images)/a", folder.file("turned.h5"), ["--exif"])
        let turned = try join([files[1], folder.file("turned.h5"), out])
        #expect(turned.code == 65 && turned.errors.contains("--exif"), "\(turned.errors)")
        try extract("\(images)/a", folder.file("big.h5"), ["--image-size", "160"])
        try extract("\(images)/a", folder.file("dark.h5"), ["--occlude", "random:0.5"])
        for (name, what) in [
            ("f32", "the precision of its tokens"), ("few", "its layers"),
            ("big", "--image-size"), ("dark", "its variant"),
        ] {
            let result = try join([files[0], folder.file("\(name).h5"), out])
            #expect(result.code == 65, "\(result.errors)")
            #expect(result.errors.contains("expected \(what) as in the first file"))
            #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
        }
        #expect(try join([files[0], files[1], files[0]]).code != 0)
        #expect(try join([files[0], files[1]]).code == 64)
        #expect(try join([files[0], folder.file("none.h5"), out]).code != 0)
        #expect(!FileManager.default.fileExists(atPath: out))
        #expect(try join(files + [out, "--quiet"]).code == 0)
        let before = try Data(contentsOf: URL(fileURLWithPath: out))
        #expect(try join(files + [out]).errors.contains("use --overwrite"))
        #expect(try join([files[0], folder.file("f32.h5"), out, "--overwrite"]).code == 65)
        #expect(try Data(contentsOf: URL(fileURLWithPath: out)) == before)
        #expect(try join(files + [out, "--overwrite", "--quiet"]).code == 0)
    }

    @Test("The folder that all roots are below, and what paths need before them")
    func roots() {
        #expect(StoreJoining.common(["/data/a", "/data/b/c"]) == "/data")
        #expect(StoreJoining.common(["/data/a", "/data/ab"]) == "/data")
        #expect(StoreJoining.common(["/data/a", "/data/a"]) == "/data/a")
        #expect(StoreJoining.common(["/x", "/y"]) == "/")
        #expect(StoreJoining.prefix(of: "/data/b/c", below: "/data") == Array("b/c/".utf8))
        #expect(StoreJoining.prefix(of: "/data", below: "/data") == [])
        #expect(StoreJoining.prefix(of: "/x", below: "/") == Array("x/".utf8))
    }
}
