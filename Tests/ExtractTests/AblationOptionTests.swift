import HDF5
import ProgramRunner
import Testing

@Suite("extract --ablate and --ablate-heads") struct AblationOptionTests {
    private let folder: TemporaryFolder
    private let images: String

    init() throws {
        folder = try TemporaryFolder()
        images = try copyImages(labels: ["cat", "dog"], count: 6, to: folder)
    }

    @discardableResult private func extract(
        _ name: String, _ options: [String], code: Int32 = 0
    ) throws -> String {
        let result = try runProgram(
            "extract", [images, folder.file(name), "--tokens", "class"] + options)
        #expect(result.code == code, "\(result.errors)")
        return result.errors
    }

    @Test("The file records what was set to zero; later layers change, earlier ones do not")
    func records() throws {
        try extract("plain.h5", [])
        let said = try extract(
            "ablated.h5", ["--ablate", "7:3,7:0-1", "--ablate-heads", "9:2"])
        #expect(said.contains("hidden units 7:0-1,7:3 set to zero; heads 9:2 set to zero"))
        let (plain, ablated) = try (
            File.open(folder.file("plain.h5")).root, File.open(folder.file("ablated.h5")).root
        )
        let model = try ablated.group("model").attributes
        #expect(try model.get("ablated_units") == .string("7:0-1,7:3"))
        #expect(try model.get("ablated_heads") == .string("9:2"))
        #expect(try plain.group("model").attributes.get("ablated_units") == nil)
        func same(_ layer: String) throws -> Bool {
            let name = "layers/\(layer)/class"
            return try plain.dataset(name).read(as: UInt16.self)
                == ablated.dataset(name).read(as: UInt16.self)
        }
        #expect(try same("06"))
        #expect(try !same("07"))
        #expect(try !same("final"))
        let again = try runProgram("extract", ["verify", folder.file("ablated.h5")])
        #expect(again.code == 0, "\(again.errors)")
        // An image that is added in full goes through the same model.
        let more = try runProgram("extract", ["explain", folder.file("ablated.h5"), "cat-05"])
        #expect(more.code == 0, "\(more.errors)")
    }

    @Test("A run that was begun with other parts is not resumed, and a query goes the same way")
    func resuming() throws {
        try extract("out.h5", ["--ablate", "7:3", "--segment", "8", "--shard", "0/2"])
        #expect(
            try extract("out.h5", ["--segment", "8"], code: 64).contains("--ablate"))
        try extract("out.h5", ["--ablate", "7:3", "--segment", "8"])
        let found = try runProgram(
            "search", [folder.file("out.h5"), images + "/cat/cat-05.jpg", "-o", "none"])
        #expect(found.code == 0, "\(found.errors)")
        // Its own row is at distance 0 by the same model.
        let first = found.output.split(separator: "\n").dropFirst().first ?? ""
        #expect(first.contains("1.0000") && first.contains("cat-05"), "\(found.output)")
    }

    @Test("Parts that the model does not have, and other texts, are refused")
    func refusals() throws {
        #expect(
            try extract("a.h5", ["--ablate", "12:0"], code: 64).contains("blocks of 0 to 11"))
        #expect(
            try extract("a.h5", ["--ablate-heads", "0:99"], code: 64).contains("found 0:99"))
        try extract("a.h5", ["--ablate", "7"], code: 64)
    }

    @Test("A map of the plain model takes no rows of the ablated one")
    func placing() throws {
        try extract("plain.h5", [])
        try extract("ablated.h5", ["--ablate", "7:3"])
        let reduced = try runProgram(
            "reduce", ["--layer", "11", folder.file("plain.h5"), "-o", folder.file("map.h5")])
        #expect(reduced.code == 0, "\(reduced.errors)")
        let placed = try runProgram(
            "reduce",
            [
                "--place", folder.file("map.h5"), folder.file("ablated.h5"), "-o",
                folder.file("placed.h5"),
            ])
        #expect(placed.code != 0 && placed.errors.contains("--ablate"), "\(placed.errors)")
    }
}
