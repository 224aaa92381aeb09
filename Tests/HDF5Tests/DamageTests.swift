import Foundation
import Testing

@testable import HDF5

/// A path in the temporary folder, removed at the end.
private func withTemporaryFile<Result>(_ body: (String) throws -> Result) rethrows -> Result {
    let path = FileManager.default.temporaryDirectory
        .appendingPathComponent("vitrine-\(UUID().uuidString).h5").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
}

/// A file of format version 1, with texts and byte strings of variable length.
private let version1 = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("StoreTests/Fixtures/version1/out.h5").path

@Suite struct DamageTests {
    /// All that a file holds, as text.
    private func contents(_ path: String, hasChecks: Bool = false) throws -> [String] {
        let file = try File.open(path)
        file.hasChecks = hasChecks
        let root = file.root
        var found = try root.group("images").readByteStrings("path").map { "\($0)" }
        found += try root.group("images").readStrings("split")
        found.append("\(String(describing: try root.attributes.get("command_line")))")
        found.append(try root.attributes.string("uuid"))
        return found
    }

    @Test("Elements of variable length of version 1 are read without the library's heaps")
    func version1Elements() throws {
        let file = try File.open(version1)
        let paths = try file.root.group("images").readByteStrings("path", count: 14)
        #expect(paths[6] == Array("cat/13-".utf8) + [0xFF] + Array(".png".utf8))
        #expect(paths[13] == Array("dög/12.png".utf8))
        #expect(
            try file.root.readStrings("images/columns/camera", shape: [14]).prefix(3)
                == ["Canon 5D", "ä", "Canon 5D"])
        #expect(try file.root.attributes.string("tool") == "vitrine extract")
    }

    @Test("A damaged heap of version 1 gives as many texts or an error, and no crash or hang")
    func damagedHeaps() throws {
        let good = try Data(contentsOf: URL(fileURLWithPath: version1))
        let expected = try contents(version1)
        var heaps: [Int] = []
        var start = good.startIndex
        while let found = good[start...].firstRange(of: Data("GCOL".utf8)) {
            heaps.append(found.lowerBound)
            start = found.upperBound
        }
        #expect(heaps.count > 1)
        try withTemporaryFile { path in
            var refused = 0
            // Sizes, indices, counts. The texts themselves bear no checksums.
            for heap in heaps {
                for place in 8..<120 {
                    for bit in [UInt8(1), 0x80] {
                        var bytes = good
                        bytes[heap + place] ^= bit
                        try bytes.write(to: URL(fileURLWithPath: path))
                        do {
                            let found = try contents(path)
                            #expect(found.count == expected.count, "\(heap) + \(place)")
                        } catch is HDF5Error {
                            refused += 1
                        }
                    }
                }
            }
            #expect(refused > 5)
        }
    }

    @Test("Whichever of many bytes of a new file is damaged, it reads right or not at all")
    func everyByte() throws {
        try withTemporaryFile { path in
            do {
                let file = try File.create(path, hasChecks: true)
                try file.root.attributes.set("uuid", .string("zwölf"))
                try file.root.attributes.set("command_line", .strings(["extract", "a b"]))
                let images = try file.root.createGroup("images")
                try images.write("path", byteStrings: [[1, 2, 3], [], [0xFF]])
                try images.write("split", strings: ["train", "", "val"])
            }
            let expected = try contents(path, hasChecks: true)
            #expect(expected.contains("zwölf") && expected.contains("train"))
            let good = try Data(contentsOf: URL(fileURLWithPath: path))
            for place in stride(from: 0, to: good.count, by: 7) {
                var bytes = good
                bytes[place] ^= 1 << (UInt8(place % 8))
                try bytes.write(to: URL(fileURLWithPath: path))
                if let found = try? contents(path, hasChecks: true) {
                    #expect(found == expected, "byte \(place)")
                }
            }
        }
    }

    @Test("What a data set claims is held against the file's size before memory is asked for")
    func claims() throws {
        try withTemporaryFile { path in
            do {
                let file = try File.create(path)
                let root = file.root
                _ = try root.createDataset("contiguous", .float64, shape: [1 << 40])
                _ = try root.createDataset(
                    "chunked", .float64, shape: [1 << 40], chunk: [1 << 10])
                _ = try root.createDataset(
                    "overflowing", .float64, shape: [1 << 40, 1 << 40], chunk: [1, 1])
                _ = try root.createDataset(
                    "rowless", .float64, shape: [0, 1 << 40, 1 << 40], chunk: [1, 1, 1])
                _ = try root.createDataset(
                    "chunk", .uint8, shape: [1], chunk: [1 << 30], growing: true)
                _ = try root.createDataset("zeros", .uint8, shape: [100], chunk: [10])
                _ = try root.createDataset("texts", .text(1 << 30), shape: [4])
            }
            let root = try File.open(path).root
            for name in ["contiguous", "chunked", "overflowing", "rowless", "chunk", "texts"] {
                #expect(throws: HDF5Error.self, "\(name)") { _ = try root.dataset(name) }
            }
            // The library would show zeros.
            let error = #expect(throws: HDF5Error.self) {
                _ = try root.read("zeros", as: UInt8.self, shape: [100])
            }
            #expect(error?.description.contains("the file holds 0") == true)
        }
    }

    @Test("Another type or shape than the caller expects is an error that names both")
    func expectations() throws {
        try withTemporaryFile { path in
            do {
                let file = try File.create(path)
                try file.root.write("x", [Float(1), 2], shape: [2, 1])
                try file.root.write("t", strings: ["a", "bc"])
                try file.root.createGroup("b").write("offsets", [Int64(0), 9])
                try file.root.group("b").write("bytes", [UInt8(1)])
            }
            let root = try File.open(path).root
            #expect(try root.read("x", as: Double.self, shape: [nil, 1]) == [1, 2])
            #expect(throws: HDF5Error.self) {
                _ = try root.read("x", as: Float.self, shape: [3, 1])
            }
            #expect(throws: HDF5Error.self) { _ = try root.read("x", as: Float.self, shape: [nil]) }
            #expect(throws: HDF5Error.self) {
                _ = try root.read("x", as: Int32.self, shape: [2, 1])
            }
            #expect(throws: HDF5Error.self) { _ = try root.read("t", as: UInt8.self, shape: [2]) }
            #expect(throws: HDF5Error.self) { _ = try root.readStrings("x", shape: [2, 1]) }
            #expect(throws: HDF5Error.self) { _ = try root.readByteStrings("b") }
            let dataset = try root.dataset("x")
            #expect(throws: HDF5Error.self) {
                _ = try dataset.read(
                    as: Float.self, at: Selection(rows: 1..<3, of: dataset.shape))
            }
            let error = #expect(throws: HDF5Error.self) { try dataset.expect(shape: [2, nil, 3]) }
            #expect(
                error?.description.contains("expected the shape [2, any, 3], found [2, 1]") == true)
        }
    }

    @Test("What stands in a damaged group or header does not pass for missing")
    func nothingMissing() throws {
        try withTemporaryFile { path in
            do {
                let file = try File.create(path)
                let group = try file.root.createGroup("group")
                try group.attributes.set("text", .string("a"))
                try group.write("numbers", [Int32](0..<3))
            }
            let good = try Data(contentsOf: URL(fileURLWithPath: path))
            for place in stride(from: 0, to: good.count, by: 3) {
                var bytes = good
                bytes[place] ^= 0x20
                try bytes.write(to: URL(fileURLWithPath: path))
                guard let file = try? File.open(path), let group = try? file.root.group("group")
                else { continue }
                #expect(group.contains("numbers"), "byte \(place)")
                if let found = try? group.attributes.get("text") {
                    #expect(found == .string("a"), "byte \(place)")
                } else {
                    #expect(throws: HDF5Error.self) { try group.attributes.get("text") }
                }
            }
            try good.write(to: URL(fileURLWithPath: path))
            let root = try File.open(path).root
            #expect(!root.contains("group/numbers/below") && !root.contains("other/numbers"))
        }
    }

    @Test("Rows of other files are shown only where they are a file's own segments")
    func segments() {
        for name in ["a.h5", "a.h5.partial", "a.h5.some.host-123.partial"] {
            #expect(isSegment("a.h5.parts/segment-000000.h5", of: name), "\(name)")
            for source in [
                "/a.h5.parts/x", "../a.h5.parts/x", "a.h5.parts/", "a.h5.parts/../x",
                "b.h5.parts/x", "a.parts/x.h5", "a.h5.part/x", "x.h5", "",
            ] where name == "a.h5" || source != "a.parts/x.h5" {
                #expect(!isSegment(source, of: name), "\(source) of \(name)")
            }
        }
    }

    @Test("A pipe is refused and not waited for")
    func pipe() {
        withTemporaryFile { path in
            #expect(unsafe mkfifo(path, 0o600) == 0)
            #expect(throws: HDF5Error.self) { _ = try File.open(path) }
        }
    }

    @Test("Bytes in front of a file are left alone")
    func userBlock() throws {
        try withTemporaryFile { path in
            do {
                let file = try File.create(path, userBlock: 512)
                try file.root.write("t", strings: ["a"])
            }
            let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
            try handle.write(contentsOf: Data("in front".utf8))
            try handle.close()
            let file = try File.open(path)
            #expect(try file.userBlock == 512)
            #expect(try file.root.readStrings("t") == ["a"])
        }
    }
}
