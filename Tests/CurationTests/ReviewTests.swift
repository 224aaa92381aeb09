import Console
import Foundation
import ProgramRunner
import Testing

@testable import Curation

/// Reviews: which image each row is about, and what is refused.
@Suite("Reviews") struct ReviewTests {
    private let folder: TemporaryFolder
    private static let head = "path,sha256,decision,label,note\n"

    init() throws { folder = try TemporaryFolder() }

    private func file(_ text: String, _ name: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file(name)))
        return folder.file(name)
    }

    private func sha(_ number: UInt8) -> String {
        String(repeating: "0\(number)", count: 32)
    }

    private func images(_ paths: [String], _ digests: [UInt8]) -> CuratedImages {
        CuratedImages(
            paths: paths.map { Array($0.utf8) }, root: "photos",
            digests: { digests.flatMap { [UInt8](repeating: $0, count: 32) } })
    }

    /// The labels after the files, "-" for an image that is left out; all were "old" before.
    private func labels(_ files: [(String, String)], _ images: CuratedImages) throws -> [String] {
        let paths = try files.map { try file($0.1, $0.0) }
        let matched = try LabelFiles(paths).matched(with: images)
        return (0..<images.count).map {
            matched.isDropped($0) ? "-" : matched.label(of: $0, before: "old")
        }
    }

    private func failure(_ text: String, _ images: CuratedImages) -> Failure? {
        do {
            _ = try labels([("review.csv", text)], images)
            return nil
        } catch {
            return error as? Failure
        }
    }

    @Test("Rows are matched by SHA-256 first, then by path; copies by both")
    func matching() throws {
        let all = images(["moved/a.jpg", "b.jpg", "c.jpg", "copy/c.jpg"], [1, 2, 3, 3])
        let found = try labels(
            [
                (
                    "review.csv",
                    Self.head + "a.jpg,\(sha(1).uppercased()),relabel,new,\n"
                        // Other bytes stand at its path now.
                        + "b.jpg,\(sha(9)),drop,,gone\ncopy/c.jpg,\(sha(3)),drop,,a copy\n"
                        + "c.jpg,\(sha(3)),keep,,\n"
                )
            ], all)
        #expect(found == ["new", "-", "old", "-"])
        // Of two copies under other paths none is guessed.
        let unclear = try LabelFiles([
            file(Self.head + "x.jpg,\(sha(3)),drop,,\nb.jpg,,keep,,\n", "review.csv")
        ]).matched(with: all)
        #expect(!(0..<4).contains { unclear.isDropped($0) })
        #expect(unclear.reviews[0].contains("1 line names none of the images (x.jpg in line 2)"))
        // A row about an image that moved is not about the one that is at its path now.
        let swapped = images(["b.jpg", "a.jpg"], [1, 2])
        #expect(
            try labels(
                [("r.csv", Self.head + "a.jpg,\(sha(1)),drop,,\nb.jpg,\(sha(2)),keep,,\n")], swapped
            )
                == ["-", "old"])
    }

    @Test("A later file overrides an earlier one; a table replaces all labels")
    func order() throws {
        let all = images(["a.jpg", "b.jpg", "c.jpg"], [1, 2, 3])
        let table = ("labels.csv", "path,label\na.jpg,one\nb.jpg,two\n")
        let review = (
            "review.csv", Self.head + "a.jpg,,drop,,\nb.jpg,,relabel,new,\nc.jpg,,keep,,\n"
        )
        let second = ("second.csv", Self.head + "a.jpg,,keep,,\nb.jpg,,drop,,\n")
        #expect(try labels([table], all) == ["one", "two", ""])
        #expect(try labels([review], all) == ["-", "new", "old"])
        #expect(try labels([table, review], all) == ["-", "new", ""])
        #expect(try labels([review, table], all) == ["-", "two", ""])
        #expect(try labels([table, review, second], all) == ["one", "-", ""])
        let other = ("other.csv", "path,label\nb.jpg,six\nc.jpg,\n")
        #expect(try labels([table, other], all) == ["one", "six", ""])
    }

    @Test("Semicolons, a byte order mark, other letter case and order of columns are read")
    func dialects() throws {
        let all = images(["a.jpg", "b.jpg"], [1, 2])
        let text = "\u{FEFF}Decision;note;Label;PATH;SHA256\r\n Relabel ;\"x;y\";'-1;a.jpg;\r\n"
        #expect(try labels([("review.csv", text)], all) == ["-1", "old"])
    }

    @Test(
        "What is malformed is refused with file, line, what was expected and what to do",
        arguments: [
            (
                "a.jpg,,maybe,,\n",
                ["line 2", "keep, drop or relabel", "found \"maybe\"", "correct"]
            ),
            ("a.jpg,,,,\n", ["line 2", "found \"\""]),
            ("b.jpg,,keep,,\na.jpg,,relabel,,\n", ["line 3", "new label", "found none", "add it"]),
            ("a.jpg,12ab,drop,,\n", ["line 2", "64 hexadecimal digits", "\"12ab\""]),
            (",,drop,,\n", ["line 2", "path or the SHA-256", "found neither"]),
            (
                "a.jpg,,drop,,\nb.jpg,,keep,,\n./a.jpg,,keep,,\n",
                ["one decision for each image", "line 2 has drop", "line 4 has keep", "keep one"]
            ),
            (
                "a.jpg,,relabel,x,\nz.jpg,0101,keep,,\n",
                ["\"x\"", "line 3"]
            ),
            ("a.jpg,,drop\n", ["Line 2", "3 fields where the first row has 5"]),
            ("", ["expected decisions, found none"]),
            ("nope.jpg,,drop,,\n", ["these 2 images", "found none in 1 row", "\"nope.jpg\""]),
        ])
    func refused(rows: String, words: [String]) throws {
        let rows = rows.replacing("0101", with: sha(1))
        let wrong = try #require(failure(Self.head + rows, images(["a.jpg", "b.jpg"], [1, 2])))
        #expect(wrong.code == Exit.data, "\(wrong.description)")
        #expect(wrong.description.contains("review.csv"))
        for word in words { #expect(wrong.description.contains(word), "\(wrong.description)") }
    }

    @Test("A review without one of its columns is no label table")
    func columns() throws {
        let all = images(["a.jpg"], [1])
        for (head, missing) in [
            ("path,decision,label", "without sha256"),
            ("path,sha256,label,note", "without decision"),
            ("sha256,decision,note", "without path and label"),
        ] {
            let wrong = try #require(failure("\(head)\na.jpg,,,\n", all))
            #expect(wrong.code == Exit.data)
            #expect(wrong.description.contains(missing), "\(wrong.description)")
        }
        #expect(try labels([("review.csv", "path,label,sha256\na.jpg,x,\n")], all) == ["x"])
    }
}
