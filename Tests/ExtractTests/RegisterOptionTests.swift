import Foundation
import HDF5
import ProgramRunner
import Testing

@Suite("extract --test-time-registers") struct RegisterOptionTests {
    private let folder: TemporaryFolder
    private let images: String

    init() throws {
        folder = try TemporaryFolder()
        images = try copyImages(labels: ["cat", "dog"], count: 6, to: folder)
    }

    @discardableResult private func extract(
        _ name: String, _ options: [String], code: Int32 = 0
    ) throws -> String {
        let result = try runProgram("extract", [images, folder.file(name)] + options)
        #expect(result.code == code, "\(result.errors)")
        return result.errors
    }

    @Test("The file records the units and has the register")
    func records() throws {
        try extract("plain.h5", [])
        let said = try extract("out.h5", ["--register-units", "7:3,7:0-1", "--dtype", "f32"])
        #expect(said.contains("3 hidden units moved to a register"), "\(said)")
        let root = try File.open(folder.file("out.h5")).root
        let model = try root.group("model").attributes
        #expect(try model.get("register_units") == .string("7:0-1,7:3"))
        #expect(try model.get("registers") == .integer(1))
        let extra = try root.dataset("layers/embedding/extra")
        #expect(extra.shape == [12, 1, extra.shape[2]])
        // Zeros before the first block, then what attention and units make of them.
        #expect(try extra.read(as: Float.self).allSatisfy { $0 == 0 })
        #expect(try root.dataset("layers/07/extra").read(as: Float.self).contains { $0 != 0 })
        let verified = try runProgram("extract", ["verify", folder.file("out.h5")])
        #expect(verified.code == 0, "\(verified.errors)")
        let refused = try runProgram(
            "extract",
            ["join", folder.file("plain.h5"), folder.file("out.h5"), folder.file("both.h5")])
        #expect(refused.code != 0 && refused.errors.contains("--register-units"))
    }

    @Test("Threads, shards and resumed runs give the same bytes; other units are refused")
    func sameBytes() throws {
        let options = ["--register-units", "7:3", "--segment", "8"]
        try extract("out.h5", options)
        try extract("shards.h5", options + ["--shard", "0/2", "--threads", "1"])
        #expect(
            try extract("shards.h5", ["--register-units", "7:4", "--segment", "8"], code: 64)
                .contains("--register-units"))
        try extract("shards.h5", options)
        #expect(
            try contents(ofHDF5: folder.file("out.h5"))
                == contents(ofHDF5: folder.file("shards.h5")))
        let found = try runProgram(
            "search", [folder.file("out.h5"), images + "/cat/cat-05.jpg", "-o", "none"])
        #expect(found.code == 0, "\(found.errors)")
    }

    @Test("The units that a search finds stay those of the run, its shards and its updates")
    func search() throws {
        #expect(
            try extract("a.h5", ["--register-units", "12:0"], code: 64)
                .contains("--register-units"))
        // Half of the tokens are above the median.
        let options = ["--test-time-registers", "--register-outliers", "1", "--segment", "8"]
        let said = try extract("b.h5", options + ["--threads", "1"])
        #expect(said.contains("register 10 hidden units of blocks 0 to"), "\(said)")
        func units(_ name: String) throws -> AttributeValue? {
            try File.open(folder.file(name)).root.group("model").attributes.get("register_units")
        }
        let found = try #require(try units("b.h5"))
        try extract("c.h5", options + ["--shard", "0/2"])
        #expect(try extract("c.h5", options).contains("search ") == false)
        #expect(
            try contents(ofHDF5: folder.file("b.h5")) == contents(ofHDF5: folder.file("c.h5")))
        // Another search would find other units without these images.
        for name in ["dog-01", "dog-02", "dog-03"] {
            try FileManager.default.removeItem(atPath: "\(images)/dog/\(name).jpg")
        }
        try extract("b.h5", options + ["--update"])
        #expect(try units("b.h5") == found)
    }

    @Test("A model without tokens of high norm, and a list that can be read once, are refused")
    func refusals() throws {
        #expect(
            try extract("a.h5", ["--test-time-registers", "--register-outliers", "900"], code: 2)
                .contains("needs no register"))
        let result = try runProgram(
            "extract", ["-", folder.file("a.h5"), "--test-time-registers"])
        #expect(result.code == 64 && result.errors.contains("standard input"))
    }
}
