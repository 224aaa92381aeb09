import Foundation
import Testing

@testable import Weights

@Suite("Damaged and hostile files") struct HostileTests {
    // MARK: PyTorch

    @Test("a pickle that would run a program is refused by the name it calls for")
    func attack() throws {
        let error = try #require(refusal(ofFile: try Fixtures.attack.bytes()))
        #expect(error.kind == .unsupported)
        #expect(error.description.contains("calls for posix.system"))
    }

    @Test(
        "names outside the list are refused",
        arguments: [
            ("builtins", "eval"), ("torch", "load"), ("torch", "Storage"), ("torch", "Size.x"),
            ("os", "system"), ("numpy.core.multiarray", "frombuffer"), ("torch", ""),
            ("__builtin__", "getattr"), ("torch.storage", "_load_from_bytes"),
            ("pathlib", "Path.x"),
            ("torch.jit._script", "unpackage_script_module"), ("numpy", "load"), ("", ""),
        ])
    func otherNames(_ module: String, _ name: String) throws {
        let pickle = [UInt8]("\u{80}\u{2}c\(module)\n\(name)\n)R.")
        let error = try #require(refusal(ofFile: Made.pytorch(pickle)))
        #expect(error.kind == .unsupported)
        #expect(error.description.contains("calls for \(module).\(name),"))
        // Beside the tensors too, and where it is only named.
        let model = "}X\u{5}\u{0}\u{0}\u{0}model}sX\u{4}\u{0}\u{0}\u{0}args"
        let named = [UInt8]("\u{80}\u{2}\(model)c\(module)\n\(name)\ns.")
        let text = try #require(refusal(ofFile: Made.pytorch(named))).description
        #expect(text.contains("calls for \(module).\(name),"))
    }

    @Test(
        "settings and optimizers beside the model are passed over, and refused in its place",
        arguments: [
            "argparse\nNamespace", "collections\ndefaultdict", "torch.optim.adamw\nAdamW",
            "numpy.core.multiarray\nscalar", "numpy._core.multiarray\n_reconstruct",
            "numpy\nfloat64", "numpy\ndtype", "pathlib\nPosixPath", "pathlib._local\nPosixPath",
            "__builtin__\nset", "builtins\nset", "_codecs\nencode", "copy_reg\n_reconstructor",
            "torch\ndevice", "torch.cuda.amp.grad_scaler\nGradScaler",
        ])
    func inertNames(_ name: String) throws {
        let bytes = pickle(offset: "K\u{0}", shape: "K\u{4}", strides: "K\u{1}", count: "K\u{4}")
        // One scalar a byte, as `[UInt8].init(_: String...)` takes them; less protocol and end.
        let tensor = bytes.dropFirst(2).dropLast().map { String(UnicodeScalar($0)) }.joined()
        let key = { (text: String) in "X\(UnicodeScalar(UInt8(text.count)))\u{0}\u{0}\u{0}\(text)" }
        let storage = (1...4).flatMap { Made.littleEndian(Float($0).bitPattern) }
        // Called, called as a class with attributes, and only named.
        for object in ["c\(name)\n)R", "c\(name)\n)\u{81}}K\u{1}K\u{2}sb", "c\(name)\n"] {
            let beside = "\u{80}\u{2}}\(key("model"))\(tensor)s\(key("args"))\(object)s."
            let file = try CheckpointFile(
                bytes: Made.pytorch([UInt8](beside), storage: storage), name: "file")
            #expect(try file.tensor("t").elements == [1, 2, 3, 4])
            for place in ["\(object).", "}\(key("u"))\(object)s."] {
                let error = refusal(ofFile: Made.pytorch([UInt8]("\u{80}\u{2}" + place)))
                #expect(error?.kind == .unsupported)
            }
            let among = "\(tensor)\(key("u"))\(object)s."
            let error = refusal(
                ofFile: Made.pytorch([UInt8]("\u{80}\u{2}" + among), storage: storage))
            let called = name.replacing("\n", with: ".")
            #expect(error?.description.contains("calls for \(called) where") == true)
        }
    }

    @Test("a pickle of more tensors than any training holds is refused")
    func manyTensors() {
        // The name and its arguments are memoized, then called again and again.
        let start = "\u{80}\u{2}ctorch._utils\n_rebuild_tensor_v2\nq\u{0}((X\u{7}\u{0}\u{0}\u{0}"
        let storage = "storagectorch\nFloatStorage\nX\u{1}\u{0}\u{0}\u{0}0NK\u{4}tQ"
        let end = "K\u{0}(K\u{4}t(K\u{1}ttq\u{1}R"
        let bytes =
            [UInt8](start + storage + end)
            + Array(repeating: [UInt8]("h\u{0}h\u{1}R"), count: 40_000).joined() + [UInt8](".")
        let text = refusal(ofFile: Made.pytorch(bytes))?.description ?? ""
        #expect(text.contains("more than 40000 tensors"), "\(text)")
    }

    @Test("dictionaries as Python 2 wrote them are read")
    func pairs() throws {
        let tensor = pickle(
            offset: "K\u{0}", shape: "K\u{4}", strides: "K\u{1}", count: "K\u{4}")
        // `}X...t` + value + `s.` becomes OrderedDict([["t", value]]).
        let pair = [UInt8]("(") + tensor[3..<tensor.count - 2] + [UInt8]("t")
        let bytes =
            [UInt8]("\u{80}\u{2}ccollections\nOrderedDict\n(](") + pair + [UInt8]("etR.")
        let storage = (1...4).flatMap { Made.littleEndian(Float($0).bitPattern) }
        let file = try CheckpointFile(bytes: Made.pytorch(bytes, storage: storage), name: "file")
        #expect(try file.tensor("t").elements == [1, 2, 3, 4])
        for list in ["K\u{1}", "](K\u{1}e", "](]e"] {
            let wrong = [UInt8]("\u{80}\u{2}ccollections\nOrderedDict\n(\(list)tR.")
            #expect(refusal(ofFile: Made.pytorch(wrong))?.kind == .damaged)
        }
    }

    @Test("other protocols, operations and shapes of pickle are refused without a crash")
    func otherPickles() {
        let pickles: [[UInt8]] = [
            [UInt8]("\u{80}\u{4}."), [UInt8]("(lp0\n."), [], [UInt8]("."), [UInt8]("t."),
            [UInt8]("h\u{0}."), [UInt8]("}K\u{1}s."), [UInt8]("}(K\u{1}u."), [UInt8]("N)R."),
            [UInt8]("X\u{ff}\u{ff}\u{ff}\u{ff}a."), [UInt8]("\u{8a}\u{ff}."), [UInt8]("Nb."),
            [UInt8]("(s."), [UInt8](")Q."), [UInt8]("ctorch._utils\n_rebuild_tensor_v2\n)R."),
            [UInt8]("}q\u{0}X\u{5}\u{0}\u{0}\u{0}modelh\u{0}s."), [UInt8]("ccollections\n"),
        ]
        for pickle in pickles {
            #expect(refusal(ofFile: Made.pytorch(pickle)) != nil, "\(pickle)")
        }
    }

    @Test("a tree of modules that holds itself ends, and placeholders take items without harm")
    func moduleLoop() {
        // An object that is its own attribute "a".
        let loop = [UInt8](
            "\u{80}\u{2}c__torch__\nM\n)\u{81}q\u{0}}X\u{1}\u{0}\u{0}\u{0}ah\u{0}sb.")
        #expect(refusal(ofFile: Made.pytorch(loop))?.description.contains("no end") == true)
        // Attributes, keys and elements of a placeholder, at the root and under a wrapper.
        for end in [")\u{81}}b.", ")R(K\u{1}K\u{2}u.", ")R(K\u{1}e.", ")RK\u{1}a."] {
            let root = [UInt8]("\u{80}\u{2}cnumpy\nndarray\n" + end)
            let text = refusal(ofFile: Made.pytorch(root))?.description ?? ""
            #expect(text.contains("calls for numpy.ndarray"), "\(text)")
            let inner = [UInt8](
                "\u{80}\u{2}}X\u{5}\u{0}\u{0}\u{0}modelcnumpy\nndarray\n"
                    + end.dropLast() + "s.")
            #expect(refusal(ofFile: Made.pytorch(inner))?.kind == .unsupported)
        }
    }

    @Test("a million nested tuples do not exhaust the stack")
    func nested() {
        let pickle = [UInt8](")") + [UInt8](repeating: 0x85, count: 1_000_000) + [UInt8](".")
        #expect(refusal(ofFile: Made.pytorch(pickle))?.kind == .unsupported)
    }

    /// A state dict of one tensor `t` over a storage of 4 floats.
    private func pickle(offset: String, shape: String, strides: String, count: String) -> [UInt8] {
        [UInt8](
            "\u{80}\u{2}}X\u{1}\u{0}\u{0}\u{0}tctorch._utils\n_rebuild_tensor_v2\n((",
            "X\u{7}\u{0}\u{0}\u{0}storagectorch\nFloatStorage\nX\u{1}\u{0}\u{0}\u{0}0",
            "X\u{3}\u{0}\u{0}\u{0}cpu\(count)tQ\(offset)(\(shape)t(\(strides)t\u{89})tRs.")
    }

    private func number(_ value: Int) -> String {
        let bytes = Made.littleEndian(Int64(value)).map { String(UnicodeScalar($0)) }
        return "\u{8a}\u{8}" + bytes.joined()
    }

    private func view(_ offset: Int, _ shape: [Int], _ strides: [Int], count: Int = 4) -> [UInt8] {
        let pickle = pickle(
            offset: number(offset), shape: shape.map(number).joined(),
            strides: strides.map(number).joined(), count: number(count))
        let storage = (1...4).flatMap { Made.littleEndian(Float($0).bitPattern) }
        return Made.pytorch(pickle, storage: storage)
    }

    @Test("strided views are gathered")
    func views() throws {
        let cases: [([UInt8], [Int], [Float])] = [
            (view(0, [2, 2], [2, 1]), [2, 2], [1, 2, 3, 4]),
            (view(0, [2, 2], [1, 2]), [2, 2], [1, 3, 2, 4]),
            (view(1, [2], [2]), [2], [2, 4]),
            (view(1, [2, 1], [1, 77]), [2, 1], [2, 3]),
            (view(2, [3], [0]), [3], [3, 3, 3]),
            (view(3, [], []), [], [4]),
            (view(9, [0, 5], [5, 1]), [0, 5], []),
        ]
        for (bytes, shape, elements) in cases {
            let file = try CheckpointFile(bytes: bytes, name: "file")
            #expect(try file.tensor("t") == Tensor(shape: shape, elements: elements))
        }
    }

    @Test("views that reach beyond their storage are refused")
    func wildViews() {
        let half = Int.max / 2
        let wild = [
            view(1, [2, 2], [2, 1]), view(0, [5], [1]), view(0, [2], [4]), view(-1, [2], [1]),
            view(3, [2], [-1]), view(0, [5], [0]), view(0, [half, 8], [0, 0]),
            view(0, [3], [half]), view(0, [2, 2, 2], [half, half, half]), view(0, [2], [1, 1]),
            view(0, [-2], [1]), view(half, [1], [1]), view(Int.max, [2], [1]),
            view(0, [2], [1], count: 5), view(0, [2], [1], count: 3), view(0, [2], [1], count: -1),
            view(0, [2], [1], count: Int.max),
        ]
        for (index, bytes) in wild.enumerated() {
            #expect(refusal(ofFile: bytes)?.kind == .damaged, "case \(index)")
        }
    }

    // MARK: safetensors

    @Test(
        "safetensors headers that lie are refused",
        arguments: [
            // The product of these sides is 4 in 64 bits, which is what the data would fit.
            (
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[4194305,4194305,211106198978564],"
                    + "\"data_offsets\":[0,4]}}", 4
            ),
            (
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                    + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}}", 6
            ),
            (
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                    + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[5,9]}}", 9
            ),
            ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 5),
            ("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 4),
            ("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", 4),
            ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}", 4),
            ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}", 4),
            ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}", 4),
            (
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],"
                    + "\"data_offsets\":[0,4]}}", 4
            ),
            ("{\"a\":{\"shape\":[1],\"data_offsets\":[0,4]}}", 4),
            ("{\"a\":7}", 0), ("{\"a\":", 0), ("{\"__metadata__\":{\"a\":1}}", 0),
            ("{" + String(repeating: "[", count: 5000), 0),
            ("{\"a\":" + String(repeating: "[", count: 100_000), 0),
        ])
    func lyingHeader(_ header: String, _ count: Int) {
        let bytes = Made.safetensors(header: header, data: [UInt8](repeating: 0, count: count))
        #expect(refusal(ofFile: bytes)?.kind == .damaged)
    }

    @Test("unknown element types and too many tensors are refused as unsupported")
    func unsupportedSafetensors() {
        let type = "{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[1],\"data_offsets\":[0,1]}}"
        let text = refusal(ofFile: Made.safetensors(header: type, data: [0]))?.description ?? ""
        #expect(text.contains("F8_E4M3"))
        let many = (0...10_000).map {
            "\"\($0)\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}"
        }
        let header = "{\(many.joined(separator: ","))}"
        #expect(
            refusal(ofFile: Made.safetensors(header: header, data: []))?.kind == .unsupported)
    }

    @Test(
        "safetensors headers that say things twice, too little or too much are refused",
        arguments: [
            ("{\"a\":T,\"a\":T}", "has a twice"), ("{\"a\":T,\"\\u0061\":T}", "has a twice"),
            ("{\"__metadata__\":{},\"__metadata__\":{}}", "has __metadata__ twice"),
            ("{\"__metadata__\":{\"b\":\"\",\"b\":\"\"}}", "has b twice"),
            ("{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\"}}", "one each of dtype"),
            ("{\"a\":{\"dtype\":\"U8\",\"name\":\"x\"}}", "one each of dtype"),
            ("{\"a\":{\"dtype\":\"U8\",\"shape\":[1]}}", "lacks one of dtype"),
            ("{\"a\":T}}", "the end"), ("{\"a\":T,}", "expected: \""), ("{\"a\" T}", "expected: :"),
            ("{\"\\ud83d\\ud83d\":T}", "second half"), ("{\"\\ud83d\":T}", "escaped character"),
            ("{\"\\x\":T}", "escaped character"), ("{\"\\u00+1\":T}", "four hexadecimal"),
            ("{\"a\n\":T}", "end of a text"),
            ("{\"a\":{\"shape\":[1\(String(repeating: ",1", count: 64))]}}", "at most 64"),
        ])
    func wrongHeader(_ header: String, _ words: String) {
        let tensor = "{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}"
        let text = header.replacing("T", with: tensor)
        let bytes = Made.safetensors(header: text, data: [1, 2, 3, 4])
        let error = refusal(ofFile: bytes)
        #expect(error?.kind == .damaged)
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test("names with every escape of JSON, and spaces between, are read")
    func escapes() throws {
        let header =
            " { \"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00é\" : { \"shape\" : [ 2 , 2 ] ,\n"
            + "\"data_offsets\":[0,4],\"dtype\":\"U8\"}}  "
        // The ninth byte of a file tells that it is safetensors.
        let bytes = Made.safetensors(header: String(header.dropFirst()), data: [1, 2, 3, 4])
        let file = try CheckpointFile(bytes: bytes, name: "file")
        #expect(file.names == ["\"\\/\u{8}\u{C}\n\r\té😀é"])
        #expect(try file.tensor(file.names[0]).elements == [1, 2, 3, 4])
    }

    @Test("sides of empty tensors may be any number without a crash")
    func emptySides() {
        let empty = { (name: String, shape: [Int]) in
            "\"\(name)\":{\"dtype\":\"F32\",\"shape\":\(shape),\"data_offsets\":[0,0]}"
        }
        let names = [
            "blocks.0.mlp.fc1.weight", "blocks.0.mlp.fc2.weight", "pos_embed", "reg_token",
            "patch_embed.proj.weight", "head.weight", "blocks.0.attn.qkv.weight", "dist_token",
        ]
        for shape in [[0, Int.max], [Int.max, 0], [0, Int.max, 1], [Int.max, 1, 0, 1]] {
            let fields = names.map { empty($0, shape) }.joined(separator: ",")
            let bytes = Made.safetensors(header: "{\(fields)}", data: [])
            #expect(refusal { _ = try weights(bytes) }?.kind == .mismatch, "\(shape)")
        }
    }

    @Test("a header longer than the file or the limit is refused before memory is taken")
    func longHeader() {
        for length: UInt64 in [100, 9_999_999, 1 << 40, .max] {
            let bytes = Made.littleEndian(length) + Array("{}".utf8)
            #expect(refusal(ofFile: bytes)?.kind == .damaged, "\(length)")
        }
    }

    // MARK: npz

    @Test("arrays of Python objects are refused by name")
    func objects() throws {
        let error = try #require(refusal(ofFile: try Fixtures.objectNpz.bytes()))
        #expect(error.kind == .unsupported)
        #expect(error.description.contains("bad.npy holds Python objects (|O)"))
    }

    @Test(
        "npy headers that lie are refused",
        arguments: [
            "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296, 4), }",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }",
            "{'descr': '>f4', 'fortran_order': False, 'shape': (2,), }",
            "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }",
            "{'descr': '<f4', 'fortran_order': 0, 'shape': (2,), }",
            "{'descr': '<f4', 'shape': (2,), }", "{'descr': '<f4'", "{", "", "__import__('os')",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'more': 1}",
        ])
    func lyingArray(_ header: String) {
        let data = [UInt8](repeating: 0, count: 8)
        let file = Made.zip([("a.npy", Made.npy(header, data: data))])
        #expect(refusal(ofFile: file) != nil)
        let fine = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }"
        #expect(refusal(ofFile: Made.zip([("a.npy", Made.npy(fine, data: data))])) == nil)
    }

    @Test("zip files with duplicates, strangers or a wrong checksum are refused")
    func oddZips() throws {
        let array = Made.npy("{'descr':'|u1','fortran_order':False,'shape':(2,)}", data: [1, 2])
        #expect(
            refusal(ofFile: Made.zip([("a.npy", array), ("a.npy", array)]))?.kind == .damaged)
        #expect(
            refusal(ofFile: Made.zip([("a.npy", array), ("run.sh", [])]))?.kind == .unsupported)
        #expect(refusal(ofFile: Made.zip([("run.sh", [])]))?.kind == .unrecognised)
        let many = (0...10_000).map { (name: "\($0).npy", bytes: array) }
        #expect(refusal(ofFile: Made.zip(many))?.kind == .unsupported)

        var bytes = Made.zip([("a.npy", array)])
        #expect(try CheckpointFile(bytes: bytes, name: "file").tensor("a").elements == [1, 2])
        let last = 30 + 5 + array.count - 1
        bytes[last] ^= 1
        let file = try CheckpointFile(bytes: bytes, name: "file")
        #expect(refusal { _ = try file.tensor("a") }?.kind == .damaged)
    }

    @Test("64-bit zip fields are read, and wild ones refused")
    func wideZip() throws {
        let array = Made.npy("{'descr':'|u1','fortran_order':False,'shape':(2,)}", data: [1, 2])
        let bytes = Made.zip([("a.npy", array), ("b.npy", array)], isWide: true)
        let file = try CheckpointFile(bytes: bytes, name: "file")
        #expect(try file.tensor("b").elements == [1, 2])
        for place in (bytes.count - 200)..<bytes.count {
            var mutated = bytes
            mutated[place] ^= 0xFF
            if let file = try? CheckpointFile(bytes: mutated, name: "file") {
                for name in file.names { _ = try? file.tensor(name) }
            }
        }
    }

    @Test("bytes behind the zip directory's last entry are refused")
    func longDirectory() {
        let array = Made.npy("{'descr':'|u1','fortran_order':False,'shape':(2,)}", data: [1, 2])
        var bytes = Made.zip([("a.npy", array), ("b.npy", array)])
        // The end record counts one entry of the two.
        bytes[bytes.count - 14] = 1
        bytes[bytes.count - 12] = 1
        let text = refusal(ofFile: bytes)?.description ?? ""
        #expect(text.contains("behind its 1 entries"), "\(text)")
    }

    @Test("members that would unpack to more than 4 GiB are refused before they are unpacked")
    func unpackedSize() {
        let packed = [UInt8](repeating: 0, count: 5 << 20)
        var bytes = Made.zip([("a.npy", packed)])
        let directory = 30 + 5 + packed.count
        // Deflated, of the largest size that is no 64-bit field's sign.
        bytes[directory + 10] = 8
        for (index, byte) in Made.littleEndian(UInt32.max - 1).enumerated() {
            bytes[directory + 24 + index] = byte
        }
        #expect(refusal(ofFile: bytes)?.kind == .damaged)
        let wide = Made.zip([("a.npy", packed)], isWide: true)
        var wider = wide
        let extra = 30 + 5 + 20 + packed.count + 46 + 5 + 4
        wider[extra - 51 + 6] = 8
        for (index, byte) in Made.littleEndian(UInt64(5 << 30)).enumerated() {
            wider[extra + index] = byte
        }
        let text = refusal(ofFile: wider)?.description ?? ""
        #expect(text.contains("at most 4294967296"), "\(text)")
    }

    @Test("a path in an archive is a name and nothing else")
    func paths() throws {
        let array = Made.npy("{'descr':'|u1','fortran_order':False,'shape':(2,)}", data: [1, 2])
        let bytes = Made.zip([("../../a.npy", array), ("/b.npy", array)])
        let file = try CheckpointFile(bytes: bytes, name: "file")
        #expect(file.names == ["../../a", "/b"])
        #expect(try file.tensor("../../a").elements == [1, 2])
    }

    @Test("zip members that overlap are refused")
    func overlap() {
        let array = Made.npy("{'descr':'|u1','fortran_order':False,'shape':(2,)}", data: [1, 2])
        var bytes = Made.zip([("a.npy", array), ("b.npy", array)])
        // The first member's sizes in the directory, ten more each.
        let directory = 2 * (30 + 5 + array.count)
        bytes[directory + 20] += 10
        bytes[directory + 24] += 10
        #expect(refusal(ofFile: bytes)?.description.contains("overlap") == true)
    }

    // MARK: All

    static let small: [(name: String, fixture: Fixture)] = [
        ("safetensors", Fixtures.safetensors32), ("npz", Fixtures.npz),
        ("packed npz", Fixtures.packedNpz), ("PyTorch", Fixtures.pytorch),
        ("training", Fixtures.pytorchTraining), ("odd npz", Fixtures.oddNpz),
    ]

    @Test("a file cut short anywhere is refused", arguments: 0..<6)
    func cut(_ index: Int) throws {
        let bytes = try Self.small[index].fixture.bytes()
        for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 97)) {
            let error = refusal(ofFile: Array(bytes[..<length]))
            #expect(error != nil, "\(Self.small[index].name) of \(length) bytes")
        }
    }

    @Test("2,000 mutations of a byte never crash", arguments: 0..<6)
    func mutations(_ index: Int) throws {
        let bytes = try Self.small[index].fixture.bytes()
        var state: UInt64 = 20_261_121 + UInt64(index)
        func random(below limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(limit))
        }
        var refused = 0
        for _ in 0..<2000 {
            var mutated = bytes
            // Every other one near the head or the tail, where the directories are.
            let reach = min(bytes.count, 2000)
            let place =
                switch random(below: 4) {
                case 0: random(below: reach)
                case 1: bytes.count - 1 - random(below: reach)
                default: random(below: bytes.count)
                }
            mutated[place] = UInt8(random(below: 256))
            do {
                let file = try CheckpointFile(bytes: mutated, name: "file")
                for name in file.names { _ = try file.tensor(name) }
                let weights = try VisionTransformerWeights(file)
                for name in weights.names { _ = try weights[name] }
            } catch is CheckpointError {
                refused += 1
            }
        }
        #expect(refused > 100, "\(Self.small[index].name)")
    }

    @Test("a small file whose tensors share their numbers is no model of gigabytes")
    func sharedStorage() throws {
        let (width, mlp, side) = (128, 2048, 1 << 18)
        func number(_ value: Int) -> String {
            "J" + Made.littleEndian(Int32(value)).map { String(UnicodeScalar($0)) }.joined()
        }
        var entries = ""
        func add(_ name: String, _ shape: [Int]) {
            var strides: [Int] = shape.map { _ in 1 }
            for axis in (0..<shape.count - 1).reversed() {
                strides[axis] = strides[axis + 1] * shape[axis + 1]
            }
            entries += "X\(UnicodeScalar(UInt8(name.count)))\u{0}\u{0}\u{0}\(name)"
            entries += "ctorch._utils\n_rebuild_tensor_v2\n((X\u{7}\u{0}\u{0}\u{0}storagectorch\n"
            entries += "FloatStorage\nX\u{1}\u{0}\u{0}\u{0}0N\(number(side))tQK\u{0}("
            entries += shape.map(number).joined() + "t(" + strides.map(number).joined() + "ttRs"
        }
        add("cls_token", [1, 1, width])
        add("pos_embed", [1, 2, width])
        add("patch_embed.proj.weight", [width, 3, 1, 1])
        add("patch_embed.proj.bias", [width])
        add("norm.weight", [width])
        add("norm.bias", [width])
        let depth = 30
        for block in 0..<depth {
            for norm in ["norm1", "norm2"] {
                add("blocks.\(block).\(norm).weight", [width])
                add("blocks.\(block).\(norm).bias", [width])
            }
            for (name, rows, columns) in [
                ("attn.qkv", 3 * width, width), ("attn.proj", width, width),
                ("mlp.fc1", mlp, width), ("mlp.fc2", width, mlp),
            ] {
                add("blocks.\(block).\(name).weight", [rows, columns])
                add("blocks.\(block).\(name).bias", [rows])
            }
        }
        let storage = [UInt8](repeating: 0, count: 4 * side)
        let bytes = Made.pytorch([UInt8]("\u{80}\u{2}}" + entries + "."), storage: storage)
        let error = refusal { _ = try weights(bytes) }
        #expect(error?.kind == .unsupported)
        #expect(error?.description.contains("32 times") == true, "\(error?.description ?? "")")
    }

    @Test("a file that shrinks behind its reader is an error at the tensor that is gone")
    func shrinking() throws {
        let path = "/tmp/weights-\(UInt64.random(in: 0 ... .max)).safetensors"
        let bytes = try Fixtures.safetensors32.bytes()
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let weights = try VisionTransformerWeights(CheckpointFile(path: path))
        #expect(try weights["pos_embed"] == goldenTensors()["pos_embed"])
        let handle = try #require(FileHandle(forUpdatingAtPath: path))
        try handle.truncate(atOffset: UInt64(bytes.count - 1))
        let lost = weights.names.filter { name in refusal { _ = try weights[name] } != nil }
        #expect(lost.count == 1)
        let name = try #require(lost.first)
        #expect(refusal { _ = try weights[name] }?.kind == .unreadable)
    }

    @Test("what people hand over by mistake is named")
    func mistakes() throws {
        let cases: [([UInt8], String)] = [
            (try Fixtures.legacy.bytes(), "torch.save(torch.load(sys.argv[1]"),
            (
                [UInt8]("\u{80}\u{2}\u{8a}\nl\u{fc}\u{9c}F\u{f9} j\u{a8}P\u{19}."),
                "weights_only=True)"
            ),
            (
                [UInt8]("\u{80}\u{3}\u{8a}\nl\u{fc}\u{9c}F\u{f9} j\u{a8}P\u{19}."),
                "trust it, since its pickles are run, convert it with python3 -c"
            ),
            (
                [UInt8]("\u{80}\u{4}\u{95}\u{d}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}")
                    + [UInt8]("\u{8a}\nl\u{fc}\u{9c}F\u{f9} j\u{a8}P\u{19}."),
                "weights_only=False)"
            ),
            (
                [UInt8]("sys_info") + [UInt8](repeating: 0, count: 249) + [UInt8]("ustar\u{0}00"),
                "weights_only=False)"
            ),
            ([0x1F, 0x8B, 8, 0], "gunzip"),
            ([UInt8]("\u{80}\u{4}\u{95}"), "bare Python pickle"),
            ([UInt8]("\u{93}NUMPY\u{1}"), "one NumPy array"),
            ([UInt8]("\u{89}HDF\r\n\u{1a}\n"), "HDF5"),
            ([UInt8]("version https://git-lfs.github.com/spec/v1\n"), "git lfs pull"),
            ([UInt8]("<!DOCTYPE html>"), "web page"),
            ([], "0 bytes"), ([0, 1, 2], "3 bytes"),
        ]
        for (bytes, text) in cases {
            let error = try #require(refusal(ofFile: bytes))
            #expect(error.kind == .unrecognised)
            #expect(error.description.contains(text), "\(error)")
        }
    }

    @Test("a thousand strange names do not fill a terminal")
    func longMessage() throws {
        let fields = (0..<1000).map {
            "\"blocks.\($0).norm1.weight\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}"
        }
        let header = "{\(fields.joined(separator: ","))}"
        let error = refusal { _ = try weights(Made.safetensors(header: header, data: [])) }
        let text = try #require(error).description
        // Names that differ by a number stand as one.
        #expect(text.count < 1000, "\(text)")
        #expect(text.hasSuffix("use a file of that family or rename its tensors."))
        #expect(try #require(error?.mismatch).extra.count == 1000)
    }

    @Test("control characters in names do not reach a terminal")
    func controlCharacters() {
        let text = refusal {
            _ = try CheckpointFile(path: "/nowhere/\u{1B}]0;title\u{7}.npz")
        }?.description
        #expect(text?.contains("\u{1B}") == false && text?.contains("\u{7}") == false)
    }
}
