import Console
import Foundation
import ProgramRunner
import Testing

@testable import Curation

/// Images whose digests are those of their numbers.
private func images(_ paths: [String], digests: [UInt8]? = nil) -> CuratedImages {
    images(bytes: paths.map { Array($0.utf8) }, digests: digests)
}

private func images(bytes paths: [[UInt8]], digests: [UInt8]? = nil) -> CuratedImages {
    CuratedImages(
        paths: paths, root: "/data/photos",
        digests: digests.map { digests in
            { digests.flatMap { [UInt8](repeating: $0, count: 32) } }
        })
}

/// The SHA-256 that stands for a number, in hexadecimal digits.
private func sha(_ number: UInt8, uppercase: Bool = false) -> String {
    let digits = String(number, radix: 16)
    let pair = digits.count == 1 ? "0" + digits : digits
    let text = String(repeating: pair, count: 32)
    return uppercase ? text.uppercased() : text
}

@Suite("Lists of images") struct ListTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func file(_ bytes: [UInt8], _ name: String = "list.txt") throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: folder.file(name)))
        return folder.file(name)
    }

    /// The images that a list of `--only` leaves, and the line on it.
    private func kept(
        _ list: [UInt8], _ images: CuratedImages, name: String = "list.txt"
    ) throws -> (rows: [Int], line: String) {
        let path = try file(list, name)
        let choice = try ImageSelection(only: path, except: nil).choice(of: images)
        let line = choice.lines[0].replacing(path, with: "LIST")
        return (choice.keeps.indices.filter { choice.keeps[$0] }, line)
    }

    private func kept(_ list: String, _ images: CuratedImages) throws -> (rows: [Int], line: String)
    {
        try kept(Array(list.utf8), images)
    }

    private func failure(_ body: () throws -> Void) -> Failure? {
        do {
            try body()
            return nil
        } catch {
            return error as? Failure
        }
    }

    @Test(
        "A byte order mark, CR LF, NUL, blank lines and a missing last line end do not matter",
        arguments: [
            "cat/a.jpg\ndog/a.jpg\n", "\u{FEFF}cat/a.jpg\r\n\r\ndog/a.jpg",
            "cat/a.jpg\0dog/a.jpg\0",
            "\n\ncat/a.jpg\n\n\ndog/a.jpg\r\n",
        ])
    func lines(list: String) throws {
        let all = images(["a.jpg", "cat/a.jpg", "cat/b.jpg", "dog/a.jpg"])
        let found = try kept(list, all)
        #expect(found.rows == [1, 3])
        #expect(found.line == "--only LIST: 2 of 4 images")
    }

    @Test("One file name in two folders is two images, and the name alone is none of them")
    func names() throws {
        let all = images(["cat/a.jpg", "dog/a.jpg", "dog/b.jpg"])
        let found = try kept("dog/a.jpg\na.jpg\nphotos/dog/b.jpg\n", all)
        #expect(found.rows == [1, 2])
        #expect(found.line.contains("1 line names none of the images (a.jpg in line 2)"))
        #expect(found.line.contains("paths matched: 1 as written, 1 behind the folder's own name"))
    }

    @Test("Paths of other bytes are named by their bytes, and as they are printed")
    func otherBytes() throws {
        let names: [[UInt8]] = [
            Array("b".utf8) + [0xFF] + Array(".jpg".utf8), Array("c\nd.jpg".utf8),
            Array("e\\x41.jpg".utf8), Array("eA.jpg".utf8),
        ]
        let all = images(bytes: names)
        #expect(try kept(names[0], all).rows == [0])
        #expect(try kept("b\\xff.jpg", all).rows == [0])
        #expect(try kept("./b\\xFF.jpg\n", all).rows == [0])
        #expect(try kept("/data/photos/c\\x0Ad.jpg\n", all).rows == [1])
        // What stands there as written comes first.
        #expect(try kept("e\\x41.jpg", all).rows == [2])
        #expect(try kept("e\\x5Cx41.jpg", all).rows == [2])
        let mixed = try kept("b\\xff.jpg\nb\\xfe.jpg", all)
        #expect(mixed.rows == [0])
        #expect(mixed.line.contains("b\\x5Cxfe.jpg in line 2"), "\(mixed.line)")
    }

    @Test("A SHA-256 in digits of any case names all copies; one of no image is reported")
    func digests() throws {
        let all = images(["a.jpg", "b.jpg", "c.jpg"], digests: [0xAB, 0xAB, 0])
        let found = try kept("\(sha(0xAB, uppercase: true))\n\(sha(0xAB)) \r\n\(sha(7))\n", all)
        #expect(found.rows == [0, 1])
        #expect(found.line.contains("--only LIST: 2 of 3 images"))
        #expect(found.line.contains("1 line names none"), "\(found.line)")
        #expect(found.line.contains("1 line repeats an earlier one; 2 found by SHA-256"))
        let lines = "\(sha(0xAB)) *sub/b.jpg\n\\\(sha(7))  odd\\nname.jpg\n"
        #expect(try kept(lines, all).rows == [0, 1])
        // A path that only looks like one of those lines.
        let path = sha(0xAB) + "_ b.jpg"
        #expect(try kept(path, images([path, "x"], digests: [0xAB, 0xAB])).rows == [0])
        // Zeros stand for an image that could not be read.
        #expect(failure { _ = try kept(sha(0), all) }?.code == Exit.usage)
        // Vectors have no digests, and may have such names.
        #expect(try kept(sha(7), images([sha(7), "x"])).rows == [0])
    }

    @Test("A path that is listed twice, once in another way, is one image and a repetition")
    func repetitions() throws {
        let all = images(["cat/a.jpg", "cat/b.jpg"], digests: [1, 2])
        let found = try kept("cat/a.jpg\n./cat/a.jpg\ncat/a.jpg\n\(sha(1))\n", all)
        #expect(found.rows == [0])
        #expect(found.line.contains("3 lines repeat an earlier one"), "\(found.line)")
        #expect(!found.line.contains("none of"))
    }

    @Test("Up to three of the lines that name nothing are shown")
    func examples() throws {
        let all = images(["cat/a.jpg"])
        let line = try kept("cat/a.jpg\nw\nx\ny\nz\n", all).line
        #expect(
            line == "--only LIST: 1 of 1 image; 4 lines name none of the images (w in line 2, x in "
                + "line 3, y in line 4, ...)")
    }

    @Test("--only and --except together: what one names and the other does not")
    func both() throws {
        let all = images(["a", "b", "c", "d"])
        let selection = try ImageSelection(
            only: file(Array("a\nb\nc\n".utf8)), except: file(Array("b\nd\n".utf8), "not.txt"))
        let choice = try selection.choice(of: all)
        #expect(choice.keeps == [true, false, true, false])
        #expect(choice.lines[1].hasSuffix("not.txt: 2 of 4 images left out"))
        #expect(choice.onlyCount == 3 && choice.exceptCount == 2)
    }

    @Test("A list that names nothing is wrong usage; lists that leave nothing are refused")
    func nothing() throws {
        let all = images(["cat/a.jpg", "cat/b.jpg"])
        let wrong = failure { _ = try kept("nope.jpg\n", all) }
        #expect(wrong?.code == Exit.usage)
        let text = wrong?.description ?? ""
        for words in ["such as \"cat/a.jpg\"", "line 1 has \"nope.jpg\"", "/data/photos"] {
            #expect(text.contains(words), "\(text)")
        }
        #expect(failure { _ = try kept("\r\n\n", all) }?.code == Exit.usage)
        #expect(failure { _ = try kept([0xFF, 0xFE, 0x61, 0], all) }?.code == Exit.data)
        let long = [UInt8](repeating: 0x61, count: 4097)
        #expect(failure { _ = try kept(long, all) }?.description.contains("4097 bytes") == true)
        let everything = try file(Array("cat/a.jpg\ncat/b.jpg\n".utf8))
        let none = failure {
            _ = try ImageSelection(only: nil, except: everything).choice(of: all)
        }
        #expect(none?.code == Exit.nothing)
        #expect(none?.description.contains("2 images, found none left") == true)
        #expect(
            try ImageSelection(only: everything, except: nil).choice(of: all).keeps == [true, true])
    }

    @Test("A table names the paths of its column")
    func tables() throws {
        let all = images(["cat/a.jpg", "cat/b.jpg", "=c.jpg"])
        let table = Array("score;path\r\n1;cat/b.jpg\r\n2;'=c.jpg\r\n".utf8)
        #expect(try kept(table, all, name: "list.csv").rows == [1, 2])
        let wrong = failure { _ = try kept(Array("cat/b.jpg\n".utf8), all, name: "list.csv") }
        #expect(wrong?.code == Exit.data, "\(wrong?.description ?? "")")
    }

    @Test("A review as a list names what it keeps for --only and what it drops for --except")
    func reviews() throws {
        let all = images(["a", "b", "c", "d"])
        let review = try file(
            Array("path,sha256,decision,label,note\na,,keep,,\nb,,drop,,\nc,,relabel,x,\n".utf8),
            "review.csv")
        #expect(
            try ImageSelection(only: review, except: nil).choice(of: all).keeps
                == [true, false, false, false])
        #expect(
            try ImageSelection(only: nil, except: review).choice(of: all).keeps
                == [true, false, true, true])
        let without = try file(
            Array("path,sha256,decision,label,note\na,,keep,,\n".utf8), "without.csv")
        let refused = failure { _ = try ImageSelection(only: nil, except: without) }
        #expect(refused?.code == Exit.usage)
        #expect(refused?.description.contains("expected rows with the decision drop") == true)
    }
}
