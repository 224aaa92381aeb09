import Foundation
import ProgramRunner
import Testing

/// `search --only` and `--except`.
@Suite("search with lists") struct ListedSearchTests {
    private let folder: TemporaryFolder
    private let store: String

    init() throws {
        folder = try TemporaryFolder()
        store = folder.file("out.h5")
        let images = try copyImages(labels: ["car", "cat", "dog"], count: 4, to: folder)
        let result = try runProgram("extract", [images, store, "--quiet", "--layers", "final"])
        #expect(result.code == 0, "\(result.errors)")
    }

    private func list(_ lines: [String], _ name: String = "list.txt") throws -> String {
        try Data(lines.map { $0 + "\r\n" }.joined().utf8)
            .write(to: URL(fileURLWithPath: folder.file(name)))
        return folder.file(name)
    }

    /// Path, and place of a patch, of each answer, with the cosine.
    private func answers(_ arguments: [String]) throws -> [String] {
        let result = try runProgram("search", [store, "-o", "none", "--csv"] + arguments)
        #expect(result.code == 0, "\(result.errors)")
        return result.output.split(whereSeparator: \.isNewline).dropFirst().map {
            $0.split(separator: ",").dropFirst().joined(separator: ",")
        }
    }

    @Test("The answers are those of the whole store that the lists name, for all indexes")
    func filtered() throws {
        let all = try answers(["cat-02", "-k", "12"])
        #expect(all.count == 12)
        let index = folder.file("out.h5.search/final-class.index")
        let before = try Data(contentsOf: URL(filePath: index))
        let only = try list([
            "dog/dog-01.jpg", "cat/cat-04.jpg", "dog/dog-02.jpg", "car/car-03.jpg",
        ])
        let except = try list(["./dog/dog-02.jpg"], "not.txt")
        let names = ["dog/dog-01", "cat/cat-04", "car/car-03"]
        let expected = all.filter { line in names.contains { line.contains($0) } }
        for index in ["exact", "lists", "auto"] {
            let found = try answers([
                "cat-02", "--only", only, "--except", except, "--index", index,
            ])
            #expect(found == expected, "\(index)")
        }
        #expect(try Data(contentsOf: URL(filePath: index)) == before)
        // The query is an answer where the lists leave it.
        let without = try answers(["cat-02", "--except", except])
        #expect(without == all.filter { !$0.contains("dog-02") })
        #expect(without[0].contains("cat-02"))
    }

    @Test("Patches of the images that are left; one per image where that is asked for")
    func patches() throws {
        let all = try answers(["cat-02", "--patch", "6,9", "-k", "\(12 * 196)"])
        let only = try list(["dog/dog-01.jpg", "car/car-03.jpg"])
        let expected = all.filter { $0.contains("dog-01") || $0.contains("car-03") }
        let query = ["cat-02", "--patch", "6,9", "--only", only]
        #expect(try answers(query + ["-k", "392"]) == expected)
        let single = try answers(query + ["--one-per-image"])
        #expect(single.count == 2 && single[0] == expected[0])
    }

    @Test(
        "What was left out is printed; a -k beyond what is left, and lists of nothing, are refused")
    func messages() throws {
        let only = try list(["dog/dog-01.jpg", "nope"])
        let sheet = folder.file("sheet.png")
        let result = try runProgram("search", [store, "cat-02", "--only", only, "-o", sheet])
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.errors.contains("--only \(only): 1 of 12 images; 1 line names none"))
        let wrong = try runProgram("search", [store, "cat-02", "--only", only, "-k", "2"])
        #expect(
            wrong.code == 64 && wrong.errors.contains("that the lists leave"), "\(wrong.errors)")
        let none = try runProgram("search", [store, "cat-02", "--only", list(["x"], "x.txt")])
        #expect(none.code == 64 && none.errors.contains("found none"), "\(none.errors)")
        let same = try runProgram(
            "search", [store, "cat-02", "--only", list(["x"], "x.png"), "-o", folder.file("x.png")])
        #expect(same.code == 2 && same.errors.contains("input of this command"), "\(same.errors)")
    }
}
