import Foundation
import HDF5
import ProgramRunner
import Testing

/// `extract --only`, `--except` and reviews.
@Suite("extract with lists") struct ImageSelectionTests {
    private let folder: TemporaryFolder
    private let images: String

    init() throws {
        folder = try TemporaryFolder()
        images = try copyImages(labels: ["cat", "dog"], count: 6, to: folder)
    }

    private func write(_ text: String, _ name: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file(name)))
        return folder.file(name)
    }

    private func extract(_ arguments: [String], _ out: String = "out.h5") throws -> Finished {
        try runProgram(
            "extract",
            [
                images, folder.file(out), "--masks", "none", "--tokens", "class", "--layers",
                "final", "--segment", "8",
            ] + arguments)
    }

    private func paths(_ out: String = "out.h5") throws -> [String] {
        try File.open(folder.file(out)).root.dataset("images/path_text").readStrings()
    }

    private func labels(_ out: String = "out.h5") throws -> [String] {
        let root = try File.open(folder.file(out)).root
        let names = try root.dataset("images/label_names").readStrings()
        let labels: [Int32] = try root.dataset("images/label").read()
        return labels.map { $0 < 0 ? "" : names[Int($0)] }
    }

    private func sha(_ path: String) throws -> String {
        String(try runShell("sha256sum \"$1\"", ["\(images)/\(path)"]).output.prefix(64))
    }

    @Test("The images that a list names are planned, and no others; both lists work together")
    func lists() throws {
        let only = try write(
            "\u{FEFF}cat/cat-02.jpg\r\n\r\ndog/dog-01.jpg\r\ndog/dog-03.jpg\r\nnope.jpg", "keep.txt"
        )
        let except = try write("images/dog/dog-03.jpg\n", "bad.txt")
        let result = try extract(["--only", only, "--except", except])
        #expect(result.code == 0, "\(result.errors)")
        #expect(try paths() == ["cat/cat-02.jpg", "dog/dog-01.jpg"])
        #expect(
            result.errors.contains(
                "lists    --only \(only): 3 of 12 images; 1 line names none of the images "
                    + "(nope.jpg in line 5)"), "\(result.errors)")
        #expect(result.errors.contains("--except \(except): 1 of 12 images left out"))
        #expect(!result.errors.contains("hash "))
        let status = try runProgram("extract", ["status", folder.file("out.h5")]).output
        #expect(status.contains("3 of 12 images"), "\(status)")
        // The same bytes as those of a folder with these images only, which fill the same slots.
        let alone = try write("cat/cat-02.jpg\ndog/dog-01.jpg\n", "images/list.txt")
        #expect(
            try runProgram(
                "extract",
                [
                    alone, folder.file("alone.h5"), "--masks", "none", "--tokens", "class",
                    "--layers", "final",
                ]
            ).code == 0)
        let tokens = try #require(
            contents(ofHDF5: folder.file("alone.h5"))["/layers/final/class [2, 128]"])
        #expect(
            try contents(ofHDF5: folder.file("out.h5"))["/layers/final/class [2, 128]"] == tokens)
    }

    @Test("A SHA-256 of any case needs hashing, which is announced; --limit counts what is left")
    func digests() throws {
        let list = try write(
            try sha("dog/dog-02.jpg").uppercased() + "\n" + sha("cat/cat-05.jpg")
                + "\ndog/dog-06.jpg\n", "keep.txt")
        let result = try extract(["--only", list, "--limit", "2"])
        #expect(result.code == 0, "\(result.errors)")
        #expect(try paths() == ["cat/cat-05.jpg", "dog/dog-02.jpg"])
        #expect(result.errors.contains("hash     12 images"), "\(result.errors)")
        #expect(result.errors.contains("3 of 12 images; 2 found by SHA-256"), "\(result.errors)")
    }

    @Test("An unfinished run is not resumed with another list, and is with the same one elsewhere")
    func resume() throws {
        let all = (1...6).map { "cat/cat-0\($0).jpg\ndog/dog-0\($0).jpg\n" }.joined()
        let list = try write(all, "keep.txt")
        #expect(try extract(["--only", list, "--shard", "0/2"]).code == 0)
        for (arguments, words) in [
            ([], ["--only was a file of SHA-256", "now none"]),
            (["--only", try write("cat/cat-01.jpg\n", "other.txt")], ["--only was a file"]),
            (["--only", list, "--except", folder.file("other.txt")], ["--except was none"]),
        ] {
            let refused = try extract(arguments)
            #expect(refused.code == 64, "\(refused.errors)")
            for word in words { #expect(refused.errors.contains(word), "\(refused.errors)") }
        }
        let moved = try write(all, "moved.txt")
        let resumed = try extract(["--only", moved])
        #expect(resumed.code == 0 && resumed.errors.contains("resume "), "\(resumed.errors)")
        // The images that the list leaves out are not new ones.
        #expect(!resumed.errors.contains("added since"), "\(resumed.errors)")
        #expect(try paths().count == 12)
    }

    @Test("Lists that name nothing, leave nothing or are the output are refused before the work")
    func refused() throws {
        let nothing = try write("bird.jpg\n", "nothing.txt")
        let everything = try write(
            (1...6).map { "cat/cat-0\($0).jpg\ndog/dog-0\($0).jpg\n" }.joined(), "all.txt")
        for (arguments, code, words) in [
            (["--only", nothing], Int32(64), "found none in 1 line (line 1 has \"bird.jpg\")"),
            (["--except", nothing], 64, "--except"),
            (["--except", everything], 2, "found none left"),
            (["--only", everything, "--except", everything], 2, "found none left"),
            (["--only", folder.file("missing.txt")], 2, "missing.txt"),
            (["--only", images], 2, "none that can be read"),
        ] {
            let result = try extract(arguments)
            #expect(result.code == code, "\(arguments): \(result.errors)")
            #expect(result.errors.contains(words), "\(result.errors)")
            #expect(!FileManager.default.fileExists(atPath: folder.file("out.h5.parts")))
        }
        #expect(try extract(["--only", everything]).code == 0)
        #expect(try paths().count == 12)
        let same = try extract(["--only", everything, "--overwrite"], "all.txt")
        #expect(same.code == 2 && same.errors.contains("input of this command"), "\(same.errors)")
    }

    @Test("A file name that is no UTF-8 is named by its bytes or as it is printed")
    func otherBytes() throws {
        let result = try runShell(
            """
            cd "$1" && mv images/cat/cat-01.jpg images/cat/$'b\\xff.jpg' &&
            printf 'cat/b\\xff.jpg\\n' > raw.txt && printf 'cat/b\\\\xff.jpg\\n' > printed.txt &&
            for list in raw printed; do
                $BIN/extract images $list.h5 --only $list.txt --quiet --tokens class || exit 1
            done
            """, [folder.path])
        #expect(result.code == 0, "\(result.errors)")
        for list in ["raw", "printed"] { #expect(try paths("\(list).h5") == ["cat/b\\xff.jpg"]) }
    }

    @Test("A review relabels, drops and keeps images, also those that moved, over a label table")
    func review() throws {
        let table = try write("path,label\ncat/cat-01.jpg,one\ncat/cat-02.jpg,two\n", "labels.csv")
        let review = try write(
            "path,sha256,decision,label,note\r\nold/name.jpg,\(try sha("cat/cat-02.jpg")),relabel,"
                + "three,\"a, note\"\r\ndog/dog-01.jpg,,drop,,\r\ncat/cat-01.jpg,,keep,,\r\n",
            "review.csv")
        let result = try extract(["--labels", table, "--labels", review])
        #expect(result.code == 0, "\(result.errors)")
        #expect(try labels() == ["one", "three"] + [String](repeating: "", count: 9))
        #expect(try !paths().contains("dog/dog-01.jpg"))
        #expect(
            result.errors.contains(
                "\(review): decisions about 3 of 12 images, 1 dropped, 1 relabelled, 1 kept"),
            "\(result.errors)")
        #expect(result.errors.contains("labels   \(table): 2 of 12 images"), "\(result.errors)")
        let folders = try extract(["--labels", review, "--overwrite"])
        #expect(folders.code == 0, "\(folders.errors)")
        #expect(try labels().prefix(3) == ["cat", "three", "cat"] && labels().last == "dog")
        let without = try extract(["--labels", "none", "--labels", review, "--overwrite"])
        #expect(without.code == 0, "\(without.errors)")
        #expect(try labels().prefix(3) == ["", "three", ""])
        let wrong = try extract(["--labels", review, "--labels", "folder", "--overwrite"])
        #expect(wrong.code == 64 && wrong.errors.contains("before all files"), "\(wrong.errors)")
        let maybe = try write("path,sha256,decision,label,note\nx,,maybe,,\n", "maybe.csv")
        let refused = try extract(["--labels", maybe, "--overwrite"])
        #expect(refused.code == 65 && refused.errors.contains("line 2"), "\(refused.errors)")
    }

    @Test("A list of images may begin with a byte order mark")
    func byteOrderMark() throws {
        let list = try write("\u{FEFF}cat/cat-01.jpg\r\ncat/cat-02.jpg\r\n", "images/list.txt")
        let result = try runProgram(
            "extract", [list, folder.file("out.h5"), "--tokens", "class", "--masks", "none"])
        #expect(result.code == 0 && result.errors.contains("0 rejected"), "\(result.errors)")
        #expect(try paths() == ["cat/cat-01.jpg", "cat/cat-02.jpg"])
    }
}
