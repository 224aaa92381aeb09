import Foundation
import Testing

@testable import HDF5

/// A path in the temporary folder, removed by `body`'s caller.
private func withTemporaryFile<Result>(_ body: (String) throws -> Result) rethrows -> Result {
    let path = FileManager.default.temporaryDirectory
        .appendingPathComponent("vitrine-\(UUID().uuidString).h5").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
}

@Suite struct HDF5Tests {
    @Test("Numbers, texts and bytes come back as they were written")
    func roundTrip() throws {
        try withTemporaryFile { path in
            do {
                let file = try File.create(path)
                let group = try file.root.createGroup("a").createGroup("b")
                try group.write("floats", [Float(1.5), -2, 3], shape: [3])
                try group.write("doubles", [1.0, 2, 3, 4], shape: [2, 2])
                try group.write("bytes", [UInt8](0...5), shape: [2, 3])
                try group.write("halves", [Float16(1.5).bitPattern, Float16(-65504).bitPattern])
                try group.write("texts", strings: ["", "zwölf", "a\nb"])
                try group.write("rows", byteStrings: [[], [0, 255], [1]])
                try group.write("one", string: "x")
                try group.write("none", [Int32]())
            }
            let group = try File.open(path).root.group("a/b")
            #expect(
                try group.names() == [
                    "bytes", "doubles", "floats", "halves", "none", "one", "rows", "texts",
                ])
            #expect(try group.dataset("floats").read(as: Float.self) == [1.5, -2, 3])
            #expect(try group.dataset("doubles").shape == [2, 2])
            #expect(try group.dataset("bytes").read(as: UInt8.self) == [0, 1, 2, 3, 4, 5])
            #expect(try group.dataset("halves").type == .float16)
            #expect(
                try group.dataset("halves").read(as: UInt16.self)
                    .map { Float(Float16(bitPattern: $0)) } == [1.5, -65504])
            #expect(try group.dataset("texts").readStrings() == ["", "zwölf", "a\nb"])
            #expect(try group.readByteStrings("rows", count: 3) == [[], [0, 255], [1]])
            #expect(try group.dataset("one").shape == [])
            #expect(try group.dataset("none").read(as: Int32.self) == [])
        }
    }

    @Test("Rows are appended and boxes are read")
    func growing() throws {
        try withTemporaryFile { path in
            do {
                let file = try File.create(path)
                let dataset = try file.root.createDataset(
                    "rows", .float32, shape: [0, 3], chunk: [2, 3], growing: true)
                for row in 0..<5 {
                    try dataset.resize(rows: row + 1)
                    try dataset.write(
                        [Float](repeating: Float(row), count: 3),
                        at: Selection(rows: row..<row + 1, of: dataset.shape))
                }
            }
            let dataset = try File.open(path).root.dataset("rows")
            #expect(dataset.shape == [5, 3])
            #expect(
                try dataset.read(as: Float.self, at: Selection(start: [1, 2], count: [3, 1]))
                    == [1, 2, 3])
        }
    }

    @Test("Attributes come back, and a missing or wrong one is a sentence")
    func attributes() throws {
        try withTemporaryFile { path in
            let file = try File.create(path)
            let attributes = file.root.attributes
            try attributes.set("text", .string("ä"))
            try attributes.set("number", .integer(-7))
            try attributes.set("real", .real(0.25))
            try attributes.set("list", .strings(["a", "b"]))
            try attributes.set("reals", .reals([1, 2]))
            try attributes.set("integers", .integers([3, 4]))
            #expect(try attributes.string("text") == "ä")
            #expect(try attributes.integer("number") == -7)
            #expect(try attributes.real("real") == 0.25)
            #expect(try attributes.get("list") == .strings(["a", "b"]))
            #expect(try attributes.get("reals") == .reals([1, 2]))
            #expect(try attributes.get("integers") == .integers([3, 4]))
            #expect(try attributes.get("nothing") == nil)
            let error = #expect(throws: HDF5Error.self) { try attributes.integer("text") }
            #expect(error?.description.contains("a whole number was expected") == true)
        }
    }

    @Test("Equal contents are equal bytes a second later")
    func sameBytes() async throws {
        func write(_ path: String) throws -> Data {
            do {
                let file = try File.create(path)
                try file.root.createGroup("g").write("x", [Float](repeating: 1, count: 1000))
                try file.root.write("y", strings: ["a", "b"])
            }
            return try Data(contentsOf: URL(fileURLWithPath: path))
        }
        let first = try withTemporaryFile(write)
        try await Task.sleep(for: .seconds(1.1))
        #expect(try withTemporaryFile(write) == first)
    }

    @Test("What is no HDF5 file, or not there, is an error with the library's words")
    func errors() throws {
        try withTemporaryFile { path in
            try Data("no HDF5".utf8).write(to: URL(fileURLWithPath: path))
            let error = #expect(throws: HDF5Error.self) { _ = try File.open(path) }
            #expect(error?.reason.isEmpty == false)
            #expect(error?.file == path)
        }
        try withTemporaryFile { path in
            let file = try File.create(path)
            #expect(throws: HDF5Error.self) { _ = try file.root.dataset("nothing") }
            #expect(!file.root.contains("a/b"))
            try file.root.write("x", [Float(1)])
            let dataset = try file.root.dataset("x")
            #expect(throws: HDF5Error.self) { _ = try dataset.readStrings() }
            #expect(throws: HDF5Error.self) { _ = try dataset.read(as: UInt16.self) }
        }
    }
}
