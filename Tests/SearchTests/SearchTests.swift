import Dense
import Foundation
import HDF5
import ProgramRunner
import Store
import Testing
import Tokens

/// The data's cats, dogs and cars, embedded once for all tests.
private enum Shared {
    static let folder = Result { try TemporaryFolder() }

    static let store: Result<String, any Error> = Result {
        let folder = try Self.folder.get()
        let images = try copyImages(labels: ["car", "cat", "dog"], count: 8, to: folder)
        let result = try runProgram("extract", [images, folder.file("out.h5"), "--quiet"])
        #expect(result.code == 0, "\(result.errors)")
        return folder.file("out.h5")
    }

    /// A copy of the store of a test's own: its index is its own, too.
    static func copy(to folder: TemporaryFolder) throws -> String {
        try FileManager.default.copyItem(atPath: store.get(), toPath: folder.file("out.h5"))
        return folder.file("out.h5")
    }
}

@Suite("search") struct SearchTests {
    private func search(_ arguments: [String]) throws -> Finished {
        try runProgram(
            "search", arguments + (arguments.contains("-o") ? [] : ["-o", "none"]))
    }

    /// The lines of a table, without its head, by fields.
    private func fields(_ result: Finished) -> [[String]] {
        #expect(result.code == 0, "\(result.errors)")
        return result.output.split(separator: "\n").dropFirst().map {
            $0.split(separator: " ").map(String.init)
        }
    }

    @Test("A row finds itself first with cosine 1 and then its label, by any of its names")
    func rows() throws {
        let folder = try TemporaryFolder()
        let store = try Shared.copy(to: folder)
        var answers: [String] = []
        for name in ["cat/cat-03.jpg", "cat-03.jpg", "cat-03", "cat/cat-03"] {
            let result = try search([store, name, "-k", "6"])
            let found = fields(result)
            #expect(found.count == 6)
            #expect(found.first == ["1", "1.0000", "cat/cat-03.jpg", "cat"])
            #expect(found.dropFirst().count { $0.last == "cat" } >= 4, "\(found)")
            let cosines = found.compactMap { Double($0[1]) }
            #expect(cosines == cosines.sorted(by: >))
            answers.append(result.output)
        }
        #expect(Set(answers).count == 1)
    }

    @Test("The cosines are those of the stored tokens, of every row, for all sources of rows")
    func cosines() throws {
        let folder = try TemporaryFolder()
        let store = try Shared.copy(to: folder)
        let reader = try EmbeddingReader(store)
        for (layer, token) in [(LayerName.final, TokenKind.classToken), (.block(5), .mean)] {
            let tokens = try reader.tokens(layer, token, rows: 0..<24)
            let rows = (0..<24).map { tokens.row($0).map(Double.init) }
            let query = 13
            func product(_ a: [Double], _ b: [Double]) -> Double {
                zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
            }
            let expected = (0..<24).map { row in
                product(rows[row], rows[query])
                    / (product(rows[row], rows[row]) * product(rows[query], rows[query]))
                    .squareRoot()
            }
            let order = (0..<24).sorted { expected[$0] > expected[$1] }
            let paths = try reader.paths().map(displayPath)
            for index in ["exact", "lists"] {
                let result = try search([
                    store, paths[query], "-k", "24", "--csv", "--layer", layer.text, "--token",
                    token.rawValue, "--index", index,
                ])
                let lines = result.output.split(whereSeparator: \.isNewline).dropFirst()
                    .map { $0.split(separator: ",").map(String.init) }
                #expect(lines.map { $0[2] } == order.map { paths[$0] }, "\(index)")
                for (line, row) in zip(lines, order) {
                    #expect(abs((Double(line[1]) ?? 9) - expected[row]) < 1e-12)
                }
            }
        }
    }

    @Test("A patch finds itself first; of each image one patch, where that is asked for")
    func patches() throws {
        let folder = try TemporaryFolder()
        let store = try Shared.copy(to: folder)
        let sheet = folder.file("sheet.png")
        let result = try search([store, "dog-02", "--patch", "6,9", "-o", sheet])
        let found = fields(result)
        #expect(found.count == 20)
        #expect(found.first == ["1", "1.0000", "6", "9", "dog/dog-02.jpg", "dog"])
        #expect(try Data(contentsOf: URL(filePath: sheet)).starts(with: [0x89, 0x50, 0x4E, 0x47]))
        let single = fields(try search([store, "dog-02", "--patch", "6,9", "--one-per-image"]))
        #expect(single.first == found.first)
        #expect(Set(single.map { $0[4] }).count == 20)
        // The nearest of the others is the nearest other image's.
        let other = found.first { $0[4] != "dog/dog-02.jpg" }
        if let other { #expect(single[1].dropFirst() == other.dropFirst()) }
    }

    @Test("An image of the store is its row; changed by a pixel it is embedded and comes near")
    func images() throws {
        let folder = try TemporaryFolder()
        let store = try Shared.copy(to: folder)
        let same = try search([store, "\(dataFolder)/images/cat/cat-05.jpg", "-k", "3"])
        #expect(fields(same).first == ["1", "1.0000", "cat/cat-05.jpg", "cat"])
        #expect(same.errors.contains("the file is identical to row"))
        // Bytes behind the end change the file and not the image.
        var bytes = try Data(contentsOf: URL(filePath: "\(dataFolder)/images/cat/cat-05.jpg"))
        bytes.append(contentsOf: [0, 0])
        try bytes.write(to: URL(filePath: folder.file("other.jpg")))
        let other = try search([store, folder.file("other.jpg"), "-k", "3"])
        #expect(fields(other).map { $0.dropFirst(2) } == fields(same).map { $0.dropFirst(2) })
        // Alone in the first slot of a batch its last digits may be others than the stored ones.
        for (one, two) in zip(fields(other), fields(same)) {
            let difference = try #require(Double(one[1])) - #require(Double(two[1]))
            #expect(abs(difference) < 2e-4, "\(one) and \(two)")
        }
        #expect(!other.errors.contains("the file is identical to row"))
        // One that the store does not hold.
        let new = try search([store, "\(dataFolder)/images/car/car-20.jpg", "-k", "4"])
        #expect(fields(new).allSatisfy { $0.last == "car" }, "\(new.output)")
        let patch = try search([store, folder.file("other.jpg"), "--patch", "4,4", "-k", "1"])
        #expect(fields(patch) == [["1", "1.0000", "4", "4", "cat/cat-05.jpg", "cat"]])
    }

    @Test("The index is built once, and again when the store has changed or it is damaged")
    func rebuilding() throws {
        let folder = try TemporaryFolder()
        let store = try Shared.copy(to: folder)
        let index = "\(store).search/final-class.index"
        let first = try search([store, "cat-01"])
        #expect(first.errors.contains("built in") && first.errors.contains("searched exactly"))
        let bytes = try Data(contentsOf: URL(filePath: index))
        let second = try search([store, "cat-01"])
        #expect(!second.errors.contains("built"), "\(second.errors)")
        #expect(second.output == first.output)
        // Cut short, with another head, or empty.
        for damaged in [bytes.dropLast(2), Data([0]) + bytes.dropFirst(), Data()] {
            try damaged.write(to: URL(filePath: index))
            let again = try search([store, "cat-01"])
            #expect(again.errors.contains("rebuilt, because"), "\(again.errors)")
            #expect(again.output == first.output)
            #expect(try Data(contentsOf: URL(filePath: index)) == bytes)
        }
        // Another store under the name.
        let images = try copyImages(labels: ["fish"], count: 5, to: folder)
        #expect(try runProgram("extract", [images, store, "--overwrite", "--quiet"]).code == 0)
        let other = try search([store, "fish-01"])
        #expect(other.errors.contains("rebuilt, because"))
        #expect(fields(other).count == 5)
        #expect(fields(other).first?[1] == "1.0000")
        let left = try FileManager.default.contentsOfDirectory(atPath: "\(store).search")
        #expect(left == ["final-class.index"])
    }

    @Test("Where no index can be written the store itself is searched, and it is said")
    func withoutFolder() throws {
        let folder = try TemporaryFolder()
        let store = try Shared.copy(to: folder)
        let expected = try search([store, "cat-01", "--patch", "1,2"])
        try FileManager.default.removeItem(atPath: "\(store).search")
        // A file in the folder's place cannot be written into, by root neither.
        try Data().write(to: URL(filePath: "\(store).search"))
        let result = try search([store, "cat-01", "--patch", "1,2"])
        #expect(result.output == expected.output)
        let line = result.errors.split(separator: "\n").first { $0.hasPrefix("index") } ?? ""
        #expect(line.contains("searching the store directly"), "\(result.errors)")
        // A disk that is full.
        try FileManager.default.removeItem(atPath: "\(store).search")
        let full = try runProgram(
            "search", [store, "cat-01", "--patch", "1,2", "-o", "none"], fileLimit: 64 << 10)
        #expect(full.output == expected.output, "\(full.errors)")
        #expect(full.errors.contains("searching the store directly"), "\(full.errors)")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: "\(store).search") == [])
    }

    @Test(
        "The same answers, index and sheet for 1, 2 and 4 threads", arguments: ["exact", "lists"])
    func threads(kind: String) throws {
        var files: [[Data]] = []
        for threads in [1, 2, 4] {
            let folder = try TemporaryFolder()
            let store = try Shared.copy(to: folder)
            let result = try runProgram(
                "search",
                [
                    store, "dog-03", "--patch", "7,7", "--index", kind, "--threads", "\(threads)",
                    "-o", folder.file("sheet.svg"),
                ])
            #expect(result.code == 0, "\(result.errors)")
            let name = "final-patches\(kind == "lists" ? "-lists" : "").index"
            files.append([
                Data(result.output.utf8),
                try Data(contentsOf: URL(filePath: folder.file("sheet.svg"))),
                try Data(contentsOf: URL(filePath: "\(store).search/\(name)")),
            ])
        }
        #expect(files[0] == files[1] && files[0] == files[2])
    }

    @Test("Lists say their recall, which holds when it is measured on other patches")
    func lists() throws {
        let folder = try TemporaryFolder()
        let store = try Shared.copy(to: folder)
        var found = 0
        for (name, patch) in [("cat-01", "3,3"), ("dog-07", "8,2"), ("car-04", "12,12")] {
            let exact = fields(try search([store, name, "--patch", patch]))
            let result = try search([store, name, "--patch", patch, "--index", "lists"])
            #expect(result.errors.contains("lists searched: recall@10 "), "\(result.errors)")
            let hits = Set(fields(result).map { $0[2...4] })
            found += exact.count { hits.contains($0[2...4]) }
        }
        #expect(found >= 54, "\(found) of 60")
    }

    @Test("What cannot be is said in one sentence with the documented exit code")
    func errors() throws {
        let folder = try TemporaryFolder()
        let store = try Shared.copy(to: folder)
        try Data("no picture".utf8).write(to: URL(filePath: folder.file("text.jpg")))
        let few = folder.file("few.h5")
        let images = try copyImages(labels: ["fish"], count: 2, to: folder)
        let extracted = try runProgram(
            "extract", [images, few, "--quiet", "--tokens", "class", "--layers", "3,final"])
        #expect(extracted.code == 0, "\(extracted.errors)")
        let cases: [(arguments: [String], code: Int32, words: String)] = [
            ([folder.file("none.h5"), "cat-01"], 2, "there is no such file"),
            ([store, "zebra"], 2, "found neither"),
            ([store, "cat-01", "--layers", "12"], 64, "0...11, embedding and final, found 12"),
            ([store, "cat-01", "--layer", "last"], 64, "found \"last\""),
            ([few, "fish-01", "--layer", "4"], 2, "the layers 3, final"),
            ([few, "fish-01", "--token", "mean"], 2, "mean tokens of layer final"),
            ([few, "fish-01", "--patch", "1,1"], 2, "patches tokens of layer final"),
            ([store, "cat-01", "--patch", "14,0"], 64, "0...13 of the grid of 14 x 14"),
            ([store, "cat-01", "--patch=-1,0"], 64, "0...13 of the grid"),
            ([store, "cat-01", "--patch", "1"], 64, "a row and a column such as 3,5"),
            ([store, "cat-01", "--patch", "1,1", "--token", "mean"], 64, "one of them"),
            ([store, "cat-01", "--one-per-image"], 64, "--one-per-image requires --patch"),
            ([store, "cat-01", "-k", "0"], 64, "a whole number of at least 1"),
            ([store, "cat-01", "-k", "25"], 64, "1...24, the number of images"),
            ([store, "cat-01", "-o", "sheet.bmp"], 64, ".png, .svg or .pdf"),
            ([store, folder.file("text.jpg")], 2, "cannot read image:"),
            ([store, folder.path], 2, "cannot read image:"),
            (
                [store, "cat-01", "-o", folder.file("no/sheet.png")], 74,
                "does not exist; create it"
            ),
        ]
        for (arguments, code, words) in cases {
            let result = try search(arguments)
            #expect(result.code == code, "\(arguments): \(result.errors)")
            let text = result.errors.replacing("\n", with: " ")
            #expect(text.contains(words), "\(arguments): \(result.errors)")
        }
        let both = try search([store, "cat"])
        #expect(both.code == 2, "\(both.errors)")
        // The same name in two folders.
        let twice = try TemporaryFolder()
        for label in ["a", "b"] {
            _ = try twice.folder("images/\(label)")
            try FileManager.default.copyItem(
                atPath: "\(dataFolder)/images/cat/cat-01.jpg",
                toPath: twice.file("images/\(label)/one.jpg"))
        }
        let doubled = twice.file("out.h5")
        #expect(
            try runProgram("extract", [twice.file("images"), doubled, "--quiet"]).code == 0)
        let ambiguous = try search([doubled, "one"])
        #expect(ambiguous.code == 64 && ambiguous.errors.contains("found 2: a/one.jpg, b/one.jpg"))
        // Equal rows: the query's own comes first.
        let second = fields(try search([doubled, "b/one.jpg"]))
        #expect(second.map { $0[2] } == ["b/one.jpg", "a/one.jpg"])
        #expect(second.map { $0[1] } == ["1.0000", "1.0000"])
    }

    @Test("NaN in the store is named with its image")
    func notFinite() throws {
        let folder = try TemporaryFolder()
        // A store of format version 1: from version 2 on the checksum of the rows is wrong first.
        let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent()
            .appendingPathComponent("StoreTests/Fixtures/version1/out.h5").path
        let store = folder.file("out.h5")
        try FileManager.default.copyItem(atPath: fixture, toPath: store)
        // The first number of the first row of the class tokens, found by its bytes.
        var data = try Data(contentsOf: URL(filePath: store))
        let row: [UInt16] = Array(
            try File.open(store).root.dataset("layers/final/class").read(as: UInt16.self)
                .prefix(16))
        let pattern = Data(row.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        let place = try #require(data.range(of: pattern)).lowerBound
        data.replaceSubrange(place..<place + 2, with: [0x00, 0x7E])
        try data.write(to: URL(filePath: store))
        for query in ["cat/01.png", "cat/03.png"] {
            let result = try search([store, query])
            #expect(result.code == 2, "\(result.errors)")
            #expect(result.errors.contains("image 0, found NaN or infinity"), "\(result.errors)")
        }
        let left = try? FileManager.default.contentsOfDirectory(atPath: "\(store).search")
        #expect(left ?? [] == [])
    }

    @Test("A checkpoint that did not make the store is refused, the right one is taken")
    func checkpoints() throws {
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat"], count: 3, to: folder)
        let demo =
            dataFolder.replacing("/data", with: "")
            + "/Sources/CDemoModel/demo-model.safetensors"
        let weights = folder.file("model.safetensors")
        try FileManager.default.copyItem(atPath: demo, toPath: weights)
        let store = folder.file("out.h5")
        let made = try runProgram(
            "extract",
            [images, store, "--quiet", "--weights", weights, "--recipe", "crop", "--mean", "0.4"])
        #expect(made.code == 0, "\(made.errors)")
        let image = folder.file("other.jpg")
        var bytes = try Data(contentsOf: URL(filePath: "\(images)/cat/cat-02.jpg"))
        bytes.append(0)
        try bytes.write(to: URL(filePath: image))
        // Where it was when the store was made.
        let found = try search([store, image])
        #expect(fields(found).first == ["1", "1.0000", "cat/cat-02.jpg", "cat"])
        #expect(found.errors.contains("weights  \(weights)\n"), "\(found.errors)")
        // Elsewhere, under another name, is no matter; recipe and mean are the store's.
        try FileManager.default.moveItem(atPath: weights, toPath: folder.file("moved.bin"))
        let untold = try search([store, image])
        #expect(untold.code == 64, "\(untold.errors)")
        #expect(untold.errors.contains("model.safetensors with SHA-256"), "\(untold.errors)")
        #expect(untold.errors.contains("neither at \(weights)"), "\(untold.errors)")
        let right = try search([store, image, "--weights", folder.file("moved.bin")])
        #expect(fields(right).first == ["1", "1.0000", "cat/cat-02.jpg", "cat"])
        var other = try Data(contentsOf: URL(filePath: demo))
        other[other.count - 1] ^= 1
        try other.write(to: URL(filePath: folder.file("changed.safetensors")))
        let wrong = try search([
            store, image, "--weights", folder.file("changed.safetensors"),
        ])
        #expect(wrong.code == 2 && wrong.errors.contains("its tokens are not comparable"))
        // Another file under the old name is none.
        try FileManager.default.moveItem(
            atPath: folder.file("changed.safetensors"), toPath: weights)
        #expect(try search([store, image]).code == 64)
        // The store and its checkpoint moved together.
        let moved = try folder.folder("moved")
        try FileManager.default.moveItem(atPath: store, toPath: moved + "/out.h5")
        try FileManager.default.moveItem(
            atPath: folder.file("moved.bin"), toPath: moved + "/model.safetensors")
        #expect(fields(try search([moved + "/out.h5", image])).count == 3)
        try FileManager.default.moveItem(atPath: moved + "/out.h5", toPath: store)
        // A row of the store needs none.
        #expect(fields(try search([store, "cat-02"])).count == 3)
    }

    @Test("An image is refused by a store of changed images, a row of it is not")
    func changedPictures() throws {
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat"], count: 8, to: folder)
        for (options, words) in [
            (["--shuffle", "2"], "shuffle:2"), (["--occlude", "random:0.5"], "random:0.5"),
            (["--mosaic", "2"], "mosaics of 2 x 2"),
        ] {
            let store = folder.file("out.h5")
            let made = try runProgram(
                "extract", [images, store, "--quiet", "--overwrite", "--tokens", "class"] + options)
            #expect(made.code == 0, "\(made.errors)")
            let refused = try search([store, "\(dataFolder)/images/dog/dog-01.jpg"])
            #expect(refused.code == 64, "\(refused.errors)")
            #expect(refused.errors.contains("modified ones (\(words))"), "\(refused.errors)")
            if words.hasPrefix("mosaics") { continue }
            #expect(fields(try search([store, "cat-02"])).count == 8)
        }
    }

    @Test("Names with line ends keep their line of the table")
    func lineEnds() throws {
        let folder = try TemporaryFolder()
        let images = try folder.folder("images")
        for name in ["new\nline.jpg", "tab\tand.jpg"] {
            try FileManager.default.copyItem(
                atPath: "\(dataFolder)/images/cat/cat-01.jpg", toPath: "\(images)/\(name)")
        }
        let store = folder.file("out.h5")
        #expect(try runProgram("extract", [images, store, "--quiet"]).code == 0)
        let result = try search([store, "new\nline.jpg"])
        #expect(result.output.split(separator: "\n").count == 3, "\(result.output)")
        #expect(result.output.contains("new\\x0aline.jpg"), "\(result.output)")
        #expect(result.output.contains("tab\\x09and.jpg"), "\(result.output)")
    }

    @Test("The help names every option")
    func help() throws {
        let result = try runProgram("search", ["--help"])
        #expect(result.code == 0)
        for option in [
            "<store>", "<query>", "--layer, --layers <L>", "--download-limit", "--download-floor",
            "--token", "--patch <R,C>", "--one-per-image",
            "-k <K>", "-o, --output <SHEET>", "--weights <FILE|URL|NAME>", "--index", "--csv",
            "--quiet", "--threads",
        ] {
            #expect(result.output.contains(option), "\(option) in \(result.output)")
        }
    }
}

@Test("A row whose name is no UTF-8 is a query, and an image kept in full, by its bytes")
func otherBytes() throws {
    let folder = try TemporaryFolder()
    let result = try runShell(
        """
        cd "$1" && mkdir images && cp "$2/images/cat/cat-01.jpg" images/$'b\\xff.jpg' &&
        cp "$2/images/cat/cat-02.jpg" images/c.jpg &&
        $BIN/extract images o.h5 --quiet --explain $'b\\xff.jpg' &&
        $BIN/search o.h5 $'b\\xff.jpg' -o none --quiet && $BIN/search o.h5 $'b\\xff' -o none --quiet
        """, [folder.path, dataFolder])
    #expect(result.code == 0, "\(result.errors)")
    let first = result.output.split(separator: "\n").filter { $0.contains("1.0000") }
    #expect(first.count == 2 && first.allSatisfy { $0.contains("b\\xff.jpg") }, "\(result)")
}

@Test("Folders, files and outputs of every program may have names that are no UTF-8")
func pathsOfOtherBytes() throws {
    let folder = try TemporaryFolder()
    let result = try runShell(
        """
        cd "$1" && mkdir $'d\\xff' && cp -r "$2/images/cat" "$2/images/dog" $'d\\xff' &&
        cd $'d\\xff' &&
        $BIN/extract ../$'d\\xff' $'o\\xff.h5' --quiet --link --segment 8 &&
        $BIN/extract status $'o\\xff.h5' && $BIN/extract verify $'o\\xff.h5' &&
        $BIN/extract explain $'o\\xff.h5' cat/cat-01 --quiet &&
        $BIN/reduce $'o\\xff.h5' -o $'m\\xff.h5' --quiet --iterations 20 &&
        $BIN/reduce --place $'m\\xff.h5' $'o\\xff.h5' -o $'p\\xff.h5' --quiet &&
        $BIN/plot $'m\\xff.h5' -o $'g\\xff/h' --quiet && $BIN/extract verify $'m\\xff.h5' &&
        $BIN/search $'o\\xff.h5' cat/cat-01.jpg -o $'s\\xff.png' --quiet &&
        ls . $'g\\xff/h' | LC_ALL=C sed $'s/\\xff/!/' &&
        mv $'o\\xff.h5' .. && cd .. && $BIN/reduce $'o\\xff.h5'
        """, [folder.path, dataFolder])
    // The rows stayed behind, in the folder of segments.
    #expect(result.code == 2, "\(result.errors)")
    #expect(result.errors.contains("o\\xff.h5: "), "\(result.errors)")
    // What is shown escapes them.
    let page = try runShell("cat \"$1\"/d*/g*/h/index.html", [folder.path]).output
    #expect(page.contains("o\\xff.h5: 48 images"), "\(page.prefix(2000))")
    let names = Set(result.output.split(separator: "\n").map(String.init))
    for name in ["m!.h5", "m!.tables", "o!.h5.parts", "p!.h5", "s!.png", "index.html"] {
        #expect(names.contains(name), "\(name) in \(result.output)")
    }
}
