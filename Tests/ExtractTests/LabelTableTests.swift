import Foundation
import HDF5
import ProgramRunner
import Testing

/// Labels of a table: none is lost without a word, and none is guessed.
@Suite("extract --labels FILE") struct LabelTableTests {
    private let folder: TemporaryFolder
    private let images: String

    init() throws {
        folder = try TemporaryFolder()
        images = try copyImages(labels: ["cat", "dog"], count: 2, to: folder)
        // "é" of two scalars, as macOS writes it.
        try FileManager.default.moveItem(
            atPath: "\(images)/dog/dog-02.jpg", toPath: "\(images)/dog/e\u{301}.jpg")
    }

    private func extract(_ table: String, _ name: String = "labels.csv") throws -> (
        result: Finished, labels: [String], line: String
    ) {
        try Data(table.utf8).write(to: URL(fileURLWithPath: folder.file(name)))
        let out = folder.file("out.h5")
        let result = try runProgram(
            "extract",
            [
                images, out, "--overwrite", "--labels", folder.file(name), "--masks", "none",
                "--tokens", "class", "--layers", "final",
            ])
        let line = result.errors.split(separator: "\n").first { $0.hasPrefix("labels ") } ?? ""
        guard result.code == 0 else { return (result, [], String(line)) }
        let root = try File.open(out).root
        let names = try root.dataset("images/label_names").readStrings()
        let labels: [Int32] = try root.dataset("images/label").read()
        return (result, labels.map { $0 < 0 ? "" : names[Int($0)] }, String(line))
    }

    @Test("What the table and the images have too much is counted, with the first of each")
    func counts() throws {
        let found = try extract(
            "path,label\ncat/cat-01.jpg,a\nnope.jpg,b\ndog/dog-01.jpg,c\nnope2.jpg,b\n")
        #expect(found.labels == ["a", "", "c", ""])
        #expect(
            found.line.hasSuffix(
                "labels.csv: 2 of 4 images have a line (the first without one is cat/cat-02.jpg); "
                    + "2 lines match no image, or several (the first is line 3, nope.jpg)"),
            "\(found.line)")
        let status = try runProgram("extract", ["status", folder.file("out.h5")]).output
        #expect(status.contains("labels.csv: 2 of 4 images"), "\(status)")
    }

    @Test(
        "Paths written in other ways are matched, and the way is named",
        arguments: [
            ("./cat/cat-01.jpg", "cat//./cat-02.jpg", "without \"./\""),
            ("ROOT/cat/cat-01.jpg", "ROOT/cat/cat-02.jpg", "as absolute paths"),
            ("images/cat/cat-01.jpg", "./images/cat/cat-02.jpg", "behind the folder's own name"),
            ("/data/images/cat/cat-01.jpg", "/x/images/cat/cat-02.jpg", "behind the folder's own"),
            ("cat\\cat-01.jpg", "images\\cat\\cat-02.jpg", "with backslashes"),
            ("dog/\u{E9}.jpg", "dog/\u{E9}.jpg", "in another Unicode form"),
            ("CAT/Cat-01.JPG", "cat/CAT-02.jpg", "in other letter case"),
            ("cat/cat-01", "cat/cat-02.png", "without the extension"),
        ])
    func rules(first: String, second: String, rule: String) throws {
        let paths = [first, second].map { $0.replacing("ROOT", with: images) }
        let found = try extract("path,label\n\(paths[0]),one\n\(paths[1]),one\n")
        #expect(found.result.code == 0, "\(found.result.errors)")
        #expect(found.labels.filter { $0 == "one" }.count == (first == second ? 1 : 2))
        #expect(found.line.contains(rule), "\(found.line)")
    }

    @Test("A loose rule never chooses between two images or two labels")
    func ambiguous() throws {
        try FileManager.default.copyItem(
            atPath: "\(images)/cat/cat-01.jpg", toPath: "\(images)/cat/CAT-01.jpg")
        let found = try extract(
            "path,label\ncat/Cat-01.jpg,x\ndog/dog-01.jpg,y\ncat/CAT-02.jpg,z\ncat/Cat-02.jpg,w\n")
        #expect(found.labels == ["", "", "", "y", ""])
        #expect(found.line.contains("3 lines match no image, or several"), "\(found.line)")
    }

    @Test(
        "Two labels for one image are an error that names both lines",
        arguments: [
            ("cat/cat-01.jpg", "cat/cat-01.jpg"), ("cat/cat-01.jpg", "./cat/cat-01.jpg"),
            ("./cat/cat-01.jpg", "ROOT/cat/cat-01.jpg"),
        ])
    func contradictions(first: String, second: String) throws {
        let paths = [first, second].map { $0.replacing("ROOT", with: images) }
        let found = try extract("path,label\n\(paths[0]),one\ndog/dog-01.jpg,x\n\(paths[1]),two\n")
        #expect(found.result.code == 65, "\(found.result.errors)")
        #expect(
            found.result.errors.contains(
                "line 2 has the label \"one\", line 4 has the label \"two\""),
            "\(found.result.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.file("out.h5.parts")))
        let same = try extract("path,label\n\(paths[0]),one\n\(paths[1]),one\n")
        #expect(same.labels == ["one", "", "", ""])
        #expect(same.line.contains("1 line repeats an earlier one"), "\(same.line)")
    }

    @Test("A table that is about other images is refused, with a path of each side")
    func nothingMatches() throws {
        let found = try extract("path,label\nbird.jpg,x\nwolf.jpg,y\n")
        #expect(found.result.code == 65)
        #expect(found.result.errors.contains("\"cat/cat-01.jpg\""), "\(found.result.errors)")
        #expect(found.result.errors.contains("line 2 has \"bird.jpg\""))
        #expect(!found.result.errors.contains("file names alone"))
        let names = try extract("path,label\ncat-01.jpg,x\n")
        #expect(names.result.code == 65)
        #expect(names.result.errors.contains("found none in 1 line ("), "\(names.result.errors)")
        #expect(names.result.errors.contains("The file names alone of 1 line match"))
    }

    @Test(
        "Semicolons, tabs, other names of the columns and of the file are read",
        arguments: [
            ("filename;class\ncat/cat-01.jpg;one\n", "L.CSV"),
            ("File Name\tTARGET\ncat/cat-01.jpg\tone\n", "l.tsv"),
            ("category,image\none,cat/cat-01.jpg\n", "l.csv"),
            ("\u{FEFF}name\tlabel\r\ncat/cat-01.jpg\tone\r\n", "l.csv"),
        ])
    func dialects(table: String, name: String) throws {
        let found = try extract(table, name)
        #expect(found.labels == ["one", "", "", ""], "\(found.result.errors)")
    }

    @Test("A thousand columns are kept, one more is refused", arguments: [1000, 1001])
    func manyColumns(count: Int) throws {
        let names = (0..<count).map { "c\($0)" }.joined(separator: ",")
        let values = String(repeating: ",x", count: count)
        let found = try extract("path,label,\(names)\ncat/cat-01.jpg,one\(values)\n")
        if count > 1000 {
            #expect(found.result.code == 65 && found.result.errors.contains("at most 1000 columns"))
            return
        }
        #expect(found.result.code == 0, "\(found.result.errors)")
        let columns = try File.open(folder.file("out.h5")).root.group("images/columns").names()
        #expect(columns.count == 1000)
    }

    @Test("A line end within a quoted field is kept as it is")
    func lineEnds() throws {
        let found = try extract("path,label,note\ncat/cat-01.jpg,one,\"two\nlines \\ é\"\n")
        #expect(found.result.code == 0)
        #expect(
            try File.open(folder.file("out.h5")).root.dataset("images/columns/note").readStrings()
                == ["two\nlines \\ é", "", "", ""])
    }
}
