import Dense
import Foundation
import HDF5
import Testing
import Tokens

@testable import Store

private func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let path = FileManager.default.temporaryDirectory
        .appendingPathComponent("vitrine-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
}

/// A `.npy` file as numpy.save writes it.
private func npy(
    _ type: String, shape: String, fortran: String = "False", version: UInt8 = 1, _ numbers: [UInt8]
) -> [UInt8] {
    let start = version == 1 ? 10 : 12
    var text = "{'descr': '\(type)', 'fortran_order': \(fortran), 'shape': \(shape), }"
    text += String(repeating: " ", count: 63 - (start + text.utf8.count) % 64) + "\n"
    let length = text.utf8.count
    let sizes = (0..<(version == 1 ? 2 : 4)).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + sizes + Array(text.utf8) + numbers
}

private func bytes<Number: BitwiseCopyable>(_ numbers: [Number]) -> [UInt8] {
    unsafe numbers.withUnsafeBytes { unsafe Array($0) }
}

private func write(_ bytes: [UInt8], _ path: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
}

private let numbers: [Float] = [1, -2, 0.5, 4, 5, 6, 7.25, 8, 9, 10, 11, 12]

@Suite struct NumpyVectorTests {
    @Test("two, four and eight bytes a number, versions 1 to 3", arguments: [1, 2, 3] as [UInt8])
    func types(version: UInt8) throws {
        try withFolder { folder in
            let files: [(String, VectorType, [UInt8])] = [
                ("<f2", .f16, bytes(toHalf(numbers).bits)), ("<f4", .f32, bytes(numbers)),
                ("<f8", .f64, bytes(numbers.map { Double($0) })),
            ]
            for (name, type, numbersBytes) in files {
                let path = folder + "/\(type).npy"
                try write(npy(name, shape: "(4, 3)", version: version, numbersBytes), path)
                let reader = try VectorReader(path)
                #expect(reader.rowCount == 4 && reader.columns == 3 && reader.type == type)
                #expect(try reader.names() == nil && reader.labels() == nil)
                var found: [Float] = []
                var seen: [Range<Int>] = []
                try reader.forEachBlock(blockRows: 3) { rows, block in
                    seen.append(rows)
                    found += block.matrix.elements
                }
                #expect(found == numbers && seen == [0..<3, 3..<4])
                #expect(try reader.block(1..<3).matrix.elements == Array(numbers[3..<9]))
                let single = try reader.block(rows: [0, 3, 3])
                #expect(
                    single.matrix.elements == Array(numbers[0..<3] + numbers[9...] + numbers[9...]))
                #expect(try reader.contentHash().count == 64)
            }
        }
    }

    @Test("a row that is not finite is named, for eight bytes beyond single precision too")
    func notFinite() throws {
        try withFolder { folder in
            let path = folder + "/a.npy"
            for value in [Double.nan, .infinity, 1e39] {
                var doubles = [Double](repeating: 1, count: 4000)
                doubles[2 * 1500 + 1] = value
                try write(npy("<f8", shape: "(2000, 2)", bytes(doubles)), path)
                let reader = try VectorReader(path)
                var taken = 0
                #expect {
                    try reader.forEachBlock { _, _ in taken += 1 }
                } throws: {
                    "\($0)".contains("row 1500 (counted from 0)")
                }
                #expect(taken == 1)
                #expect(throws: StoreError.self) { try reader.block(rows: [3, 1500]) }
                #expect(try reader.block(rows: [3, 1499]).rows == 2)
            }
        }
    }

    @Test("what is no such array is said in a sentence")
    func refused() throws {
        let good = bytes(numbers)
        let cases: [([UInt8], String)] = [
            ([], "a file of none of these formats"),
            (Array("PK\u{3}\u{4}....".utf8), "a zip file whose directory is not whole"),
            (Array(npy("<f4", shape: "(4, 3)", good).prefix(11)), "found 11 bytes"),
            (Array(npy("<f4", shape: "(4, 3)", good).prefix(40)), "a header of 118 bytes"),
            (npy("<f4", shape: "(4, 3)", version: 4, good), "version 4 of the .npy format"),
            (npy("<f4", shape: "(4, 3)", Array(good.dropLast())), "and 47 bytes behind the header"),
            (npy("<f4", shape: "(4, 3)", good + [0]), "and 49 bytes behind the header"),
            (npy(">f4", shape: "(4, 3)", good), "numpy's type >f4"),
            (npy("|O", shape: "(4, 3)", good), "numpy's type |O"),
            (npy("<i4", shape: "(4, 3)", good), "numpy's type <i4"),
            (npy("<f4", shape: "(12,)", good), "shape (12)"),
            (npy("<f4", shape: "(2, 2, 3)", good), "shape (2, 2, 3)"),
            (npy("<f4", shape: "(0, 3)", []), "shape (0, 3)"),
            (npy("<f4", shape: "(4, 3)", fortran: "True", good), "Fortran order"),
            // 2^62 rows of 4 columns: the count overflows; (2^61, 2) only its bytes do.
            (npy("<f4", shape: "(4611686018427387904, 4)", good), "and 48 bytes behind"),
            (npy("<f4", shape: "(2305843009213693952, 2)", good), "and 48 bytes behind"),
            (npy("<f4", shape: "(99999999999999999999, 4)", good), "a header that is not numpy's"),
            (npy("<f4", shape: "(-4, 3)", good), "a header that is not numpy's"),
            (npy("<f4", shape: "(1, 2000000)", good), "rows of at most 1048576 numbers"),
        ]
        try withFolder { folder in
            let path = folder + "/a.npy"
            for (bytes, words) in cases {
                try write(bytes, path)
                #expect {
                    _ = try VectorReader(path)
                } throws: { error in
                    "\(error)".hasPrefix("\(path): expected") && "\(error)".contains(words)
                }
            }
            #expect(throws: StoreError.self) { _ = try VectorReader(folder) }
            #expect(throws: StoreError.self) { _ = try VectorReader(folder + "/none") }
        }
    }

    @Test("headers are read as Python would, and nothing else is")
    func headers() {
        func header(_ text: String) -> NumpyHeader? { NumpyHeader(Array(text.utf8)) }
        let found = header(#"{"shape":(7,8) , 'fortran_order':True,"descr":'<f2'}   "#)
        #expect(found?.shape == [7, 8] && found?.isFortranOrder == true && found?.type == "<f2")
        #expect(
            header("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': ()}")?.shape == [])
        for text in [
            "", "{", "{}", "{'descr': '<f4', 'fortran_order': False}",
            "{'descr': '<f4', 'fortran_order': 1, 'shape': (1,)}",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (1 2)}",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)", "{'descr",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} x",
            "{'descr': '<f4', 'more': 1, 'fortran_order': False, 'shape': (1,)}",
        ] { #expect(header(text) == nil, "\(text)") }
    }

    /// A zip file as numpy.savez writes it, 64-bit fields in its local headers; methods by name.
    private func npz(_ arrays: [(name: String, bytes: [UInt8], method: Int)]) -> [UInt8] {
        func number(_ value: Int, _ size: Int) -> [UInt8] {
            (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for (name, bytes, method) in arrays {
            let start = file.count
            let common = number(method, 2) + number(0, 8)
            file += number(0x0403_4B50, 4) + number(45, 2) + number(0, 2) + common
            file += number(0xFFFF_FFFF, 4) + number(0xFFFF_FFFF, 4) + number(name.utf8.count, 2)
            file += number(20, 2) + Array(name.utf8)
            file += number(1, 2) + number(16, 2) + number(bytes.count, 8) + number(bytes.count, 8)
            file += bytes
            directory += number(0x0201_4B50, 4) + number(45, 4) + number(0, 2) + common
            directory += number(bytes.count, 4) + number(bytes.count, 4)
            directory += number(name.utf8.count, 2) + number(0, 12) + number(start, 4)
            directory += Array(name.utf8)
        }
        let start = file.count
        return file + directory + number(0x0605_4B50, 4) + number(0, 4)
            + number(arrays.count, 2) + number(arrays.count, 2) + number(directory.count, 4)
            + number(start, 4) + number(0, 2)
    }

    @Test("of an .npz file the only table of vectors is read, or the one that is named")
    func archives() throws {
        let table = npy("<f4", shape: "(4, 3)", bytes(numbers))
        let labels = npy("<i8", shape: "(4,)", bytes([1, 2, 3, 4] as [Int64]))
        let other = npy("<f8", shape: "(2, 2)", bytes([1, 2, 3, 4] as [Double]))
        try withFolder { folder in
            let path = folder + "/a.npz"
            try write(npz([("x.npy", table, 0), ("y.npy", labels, 0)]), path)
            let reader = try VectorReader(path)
            #expect(reader.rowCount == 4 && reader.array == "the array x")
            #expect(try reader.block(0..<4).matrix.elements == numbers)
            #expect(try VectorReader(path, array: "x").rowCount == 4)
            let two = npz([("x.npy", table, 0), ("z.npy", other, 0)])
            let cases: [(bytes: [UInt8], array: String?, words: String)] = [
                (two, nil, "2 arrays (x, z), 2 of which are vectors; name one with --array"),
                (two, "y", "without the array y; name one of those in it: x, z"),
                (npz([("y.npy", labels, 0)]), nil, "numpy's type <i8"),
                (npz([("x.npy", table, 8)]), nil, "the compressed array x; save it with"),
                (npz([]), nil, "an archive of 0 arrays (none)"),
                (Array(two.dropLast(3)), nil, "directory is not whole"),
                (Array(two.dropFirst(7)), nil, "a file of none of these formats"),
            ]
            for (bytes, array, words) in cases {
                try write(bytes, path)
                #expect {
                    _ = try VectorReader(path, array: array)
                } throws: {
                    "\($0)".contains(words)
                }
            }
            try write(two, path)
            #expect(try VectorReader(path, array: "z").columns == 2)
            // A directory whose numbers lead anywhere is refused, never followed.
            for place in two.indices.suffix(150) {
                for value in [0, 0x7F, 0xFF] as [UInt8] {
                    var bytes = two
                    bytes[place] = value
                    try write(bytes, path)
                    if let reader = try? VectorReader(path, array: "x") {
                        #expect(try reader.block(0..<reader.rowCount).columns == 3)
                    }
                }
            }
        }
    }

    @Test("names come from a file with a line a row")
    func names() throws {
        try withFolder { folder in
            try write(Array("\u{FEFF}a\nb".utf8), folder + "/marked")
            #expect(try VectorReader.names(lines: folder + "/marked", count: 2) == ["a", "b"])
            try write(Array("a\nb c\r\nü\n".utf8), folder + "/ids")
            #expect(try VectorReader.names(lines: folder + "/ids", count: 3) == ["a", "b c", "ü"])
            #expect {
                _ = try VectorReader.names(lines: folder + "/ids", count: 4)
            } throws: {
                "\($0)".contains("found 3 lines for 4 rows")
            }
        }
    }
}

@Suite struct AnnDataVectorTests {
    /// As anndata 0.12 writes it; `body` changes it before it is closed.
    private func make(_ path: String, _ body: (HDF5.Group, _ obs: HDF5.Group) throws -> Void)
        throws
    {
        let file = try File.create(path)
        do {
            try file.root.attributes.set("encoding-type", .string("anndata"))
            let obs = try file.root.createGroup("obs")
            try obs.attributes.set("_index", .string("cell"))
            try obs.write("cell", strings: ["p", "q", "r", "s"])
            try body(file.root, obs)
        }
        try file.close()
    }

    private func addLabels(_ obs: HDF5.Group, codes: [Int8]) throws {
        let label = try obs.createGroup("label")
        try label.attributes.set("encoding-type", .string("categorical"))
        try label.write("codes", codes)
        try label.write("categories", strings: ["cat", "dog"])
    }

    @Test("X, names and labels are read; obsm by name, or alone where there is no X")
    func arrays() throws {
        try withFolder { folder in
            let path = folder + "/a.h5ad"
            try make(path) { root, obs in
                try root.write("X", numbers, shape: [4, 3])
                try root.createGroup("obsm").write(
                    "emb", numbers.prefix(8).map { Double($0) }, shape: [4, 2])
                try addLabels(obs, codes: [0, 1, -1, 0])
            }
            let reader = try VectorReader(path)
            #expect(reader.type == .f32 && reader.array == "X")
            #expect(try reader.block(0..<4).matrix.elements == numbers)
            #expect(try reader.names() == ["p", "q", "r", "s"])
            let found = try #require(try reader.labels())
            #expect(found.names == ["cat", "dog"] && found.indices == [0, 1, -1, 0])
            let named = try VectorReader(path, array: "obsm/emb")
            #expect(named.type == .f64 && named.columns == 2)
            #expect(try named.block(rows: [1, 3]).matrix.elements == [0.5, 4, 7.25, 8])
            #expect {
                _ = try VectorReader(path, array: "obsm/umap")
            } throws: {
                "\($0)".contains(
                    "found no array obsm/umap; name one of those in the file: X, obsm/emb")
            }
            let second = folder + "/b.h5ad"
            try make(second) { root, obs in
                try root.createGroup("obsm").write("emb", toHalf(numbers).bits, shape: [4, 3])
                try obs.write("label", strings: ["b", "a", "b", "b"])
            }
            let alone = try VectorReader(second)
            #expect(alone.array == "obsm/emb" && alone.type == .f16)
            #expect(try alone.block(0..<4).matrix.elements == numbers)
            #expect(try alone.labels()?.names == ["a", "b"])
            #expect(try alone.labels()?.indices == [1, 0, 1, 1])
        }
    }

    @Test("labels are texts, whole numbers or categories of them, in a column of any name")
    func labels() throws {
        try withFolder { folder in
            let path = folder + "/a.h5ad"
            try make(path) { root, obs in
                try root.write("X", numbers, shape: [4, 3])
                try obs.write("label", [10, 2, 10, -1] as [Int64])
                try obs.write("leiden", [3, 0, 0, 3] as [UInt8])
                try obs.write("missing", [7, .nan, 7, 8] as [Double])
                try obs.write("share", [0.5, 0.25, 1, 2] as [Double])
                let masked = try obs.createGroup("masked")
                try masked.write("values", [1, 1, 5, 1] as [Int32])
                try masked.write("mask", [0, 1, 0, 0] as [UInt8])
                let kinds = try obs.createGroup("kind")
                try kinds.write("codes", [1, 0, 0, -1] as [Int8])
                try kinds.write("categories", [40, 50] as [Int64])
            }
            let reader = try VectorReader(path)
            func labels(_ column: String?) throws -> [String?]? {
                try reader.labels(column: column).map { found in
                    found.indices.map { $0 < 0 ? nil : found.names[Int($0)] }
                }
            }
            #expect(try labels(nil) == ["10", "2", "10", "-1"])
            #expect(try reader.labels()?.names == ["-1", "2", "10"])
            #expect(try labels("leiden") == ["3", "0", "0", "3"])
            #expect(try labels("missing") == ["7", nil, "7", "8"])
            #expect(try labels("masked") == ["1", nil, "5", "1"])
            #expect(try labels("kind") == ["50", "40", "40", nil])
            #expect { _ = try labels("share") } throws: {
                "\($0)".contains("obs/share with numbers with fractions")
            }
            #expect { _ = try labels("type") } throws: {
                "\($0)".contains("no column obs/type; name one of kind, label, leiden")
            }
        }
    }

    @Test("what cannot be read is said in a sentence")
    func refused() throws {
        try withFolder { folder in
            let path = folder + "/a.h5ad"
            let cases: [((HDF5.Group, HDF5.Group) throws -> Void, String)] = [
                ({ _, _ in }, "neither X nor obsm"),
                (
                    { root, _ in
                        let obsm = try root.createGroup("obsm")
                        try obsm.write("a", numbers, shape: [4, 3])
                        try obsm.write("b", numbers, shape: [4, 3])
                    }, "name one of obsm/a, obsm/b"
                ),
                ({ root, _ in _ = try root.createGroup("X") }, "a sparse matrix or a table"),
                ({ root, _ in try root.write("X", numbers) }, "X of shape [12]"),
                (
                    { root, _ in
                        try root.write("X", [Int32](repeating: 1, count: 12), shape: [4, 3])
                    },
                    "numbers of type int32"
                ),
                (
                    { root, _ in
                        _ = try root.createDataset(
                            "X", .float32, shape: [1 << 40, 3], chunk: [512, 3])
                    }, "is damaged"
                ),
            ]
            for (body, words) in cases {
                try make(path, body)
                #expect {
                    _ = try VectorReader(path)
                } throws: {
                    "\($0)".contains(words)
                }
            }
            try make(path) { root, obs in
                try root.write("X", numbers, shape: [4, 3])
                try addLabels(obs, codes: [0, 1, 2, 0])
            }
            let reader = try VectorReader(path)
            #expect { _ = try reader.labels() } throws: {
                "\($0)".contains("beyond its 2 categories")
            }
            // HDF5 holds the first file open.
            let cut = folder + "/cut.h5ad"
            try write([0x89] + Array("HDF\r\n\u{1A}\n".utf8), cut)
            #expect(throws: StoreError.self) { _ = try VectorReader(cut) }
        }
    }
}
