import Foundation
import HDF5
import ProgramRunner
import Testing

@Suite("extract with variants of the input") struct VariantTests {
    /// What `/explain` holds of an image.
    private struct Explained {
        let path: String
        let row: Int64
        let variant: String
        let pixels: [UInt8]
        let objects: [UInt8]
    }

    private func explained(_ file: String) throws -> [Explained] {
        let group = try File.open(file).root.group("explain")
        return try group.names().sorted { Int($0)! < Int($1)! }.map { name in
            let one = try group.group(name)
            guard case .integer(let row)? = try one.attributes.get("row"),
                case .string(let variant)? = try one.attributes.get("variant")
            else { throw CocoaError(.fileReadCorruptFile) }
            return Explained(
                path: String(decoding: try one.readByteStrings("path")[0], as: UTF8.self),
                row: row, variant: variant, pixels: try one.dataset("pixels").read(),
                objects: try one.dataset("objects").read())
        }
    }

    /// Whether all pixels of a patch are black.
    private func isBlack(_ pixels: [UInt8], _ patch: Int) -> Bool {
        let (top, left) = (patch / 14 * 16, patch % 14 * 16)
        return (top..<top + 16).allSatisfy { y in
            pixels[(y * 224 + left) * 3..<(y * 224 + left + 16) * 3].allSatisfy { $0 == 0 }
        }
    }

    @Test(
        "Variants of the explained images stand behind them, image and objects changed together")
    func explainedVariants() throws {
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat", "together"], count: 3, to: folder)
        let out = folder.file("out.h5")
        let variants = "original,random:0.25,salient:1,background:1,shuffle:2,patches:0-2,195"
        let result = try runProgram(
            "extract", [images, out, "--explain", "cat-and-dog-01", "--variants", variants])
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.errors.contains("plus 5 variants"))
        let found = try explained(out)
        #expect(
            found.map(\.variant) == [
                "original", "random:0.25", "salient:1", "background:1", "shuffle:2",
                "patches:0-2,195",
            ])
        try #require(found.count == 6)
        #expect(Set(found.map(\.row)) == [3] && Set(found.map(\.path)).count == 1)
        let original = found[0]
        let black = found.map { image in (0..<196).filter { isBlack(image.pixels, $0) } }
        #expect(black[1].count == 49)
        #expect(black[5] == [0, 1, 2, 195])
        // What objects mostly cover is gone with the objects, and stays without the background.
        #expect(found[2].objects.allSatisfy { $0 == 0 })
        #expect(found[3].objects == original.objects)
        let isObject = original.objects.map { $0 != 0 }
        #expect(black[2].filter { isObject[$0] }.count == isObject.count { $0 })
        #expect(black[3].allSatisfy { !isObject[$0] })
        #expect(Set(black[2]).union(black[3]).count == 196)
        #expect(Set(black[2]).isDisjoint(with: black[3]))
        // Shuffled: the same pixels and as many patches of each object in other places.
        #expect(found[4].pixels != original.pixels)
        #expect(found[4].pixels.sorted() == original.pixels.sorted())
        #expect(found[4].objects.sorted() == original.objects.sorted())
    }

    @Test("Rows do not depend on variants, and variants not on threads; another seed draws others")
    func seeds() throws {
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat", "together"], count: 5, to: folder)
        let plain = folder.file("plain.h5")
        #expect(try runProgram("extract", [images, plain, "--quiet"]).code == 0)
        var files: [String] = []
        for (threads, seed) in [(1, 0), (2, 0), (2, 1)] {
            files.append(folder.file("\(threads)\(seed).h5"))
            let result = try runProgram(
                "extract",
                [
                    images, files.last!, "--quiet", "--threads", "\(threads)", "--seed", "\(seed)",
                    "--variants", "random:0.5,shuffle:4",
                ])
            #expect(result.code == 0, "\(result.errors)")
        }
        #expect(try differences(files[0], files[1]) == [])
        let layers = try differences(plain, files[0]).filter {
            !$0.hasPrefix("/explain") && !$0.hasPrefix("/segments")
        }
        #expect(layers == [])
        let (a, b) = (try explained(files[0]), try explained(files[2]))
        let rows = Dictionary(uniqueKeysWithValues: a.prefix(4).map { ($0.path, $0.row) })
        #expect(rows.count == 4 && a.allSatisfy { $0.row == rows[$0.path] })
        for (one, other) in zip(a, b) {
            #expect((one.pixels == other.pixels) == (one.variant == "original"), "\(one.variant)")
        }
    }

    @Test("--occlude and --shuffle change every row, and the file says so")
    func rows() throws {
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat"], count: 4, to: folder)
        for (arguments, name) in [
            (["--occlude", "salient:0.5"], "salient:0.5"), (["--shuffle", "4"], "shuffle:4"),
        ] {
            let out = folder.file("\(name).h5")
            let result = try runProgram("extract", [images, out] + arguments)
            #expect(result.code == 0, "\(result.errors)")
            let file = try File.open(out)
            guard case .string(let variant)? = try file.root.attributes.get("input_variant") else {
                Issue.record("no input_variant")
                continue
            }
            #expect(variant == name && result.errors.contains(name))
            #expect(try explained(out).allSatisfy { $0.variant == name })
        }
    }

    @Test("Mosaics join neighbours of the list with their objects")
    func mosaics() throws {
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat", "dog"], count: 5, to: folder)
        let out = folder.file("out.h5")
        let result = try runProgram("extract", [images, out, "--mosaic", "2"])
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.errors.contains("the last 2 images fill no mosaic of 2 x 2"))
        let root = try File.open(out).root
        let paths = try root.readByteStrings("images/path").map {
            String(decoding: $0, as: UTF8.self)
        }
        #expect(
            paths == [
                "cat/cat-01.jpg+cat/cat-02.jpg+cat/cat-03.jpg+cat/cat-04.jpg",
                "cat/cat-05.jpg+dog/dog-01.jpg+dog/dog-02.jpg+dog/dog-03.jpg",
            ])
        let names = try root.dataset("objects/names").readStrings()
        #expect(names[1].hasPrefix(#"["cat","#) && names[1].contains("dog"))
        let objects: [UInt8] = try root.dataset("objects/patches").read()
        #expect(Set(objects[..<196]).count >= 4)
        let labels: [Int32] = try root.dataset("images/label").read()
        #expect(labels == [-1, -1])
    }

    @Test("A variant that cannot be is one sentence and a usage error")
    func failures() throws {
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat"], count: 2, to: folder)
        let cases: [(arguments: [String], words: String)] = [
            (["--occlude", "salient"], "--occlude"),
            (["--occlude", "random:2"], "--occlude"),
            (["--occlude", "shuffle:2"], "or patches:LIST, found"),
            (["--occlude", "salient:1", "--masks", "none"], "--masks"),
            (["--variants", "salient:1", "--masks", "none"], "--masks"),
            (["--occlude", "patches:0-196"], "195"),
            (["--variants", "blur:3"], "--variants"),
            (["--shuffle", "1"], "--shuffle"),
            (["--shuffle", "2", "--occlude", "random:1"], "expected one of them"),
            (["--mosaic", "1"], "--mosaic"),
        ]
        for (arguments, words) in cases {
            let result = try runProgram("extract", [images, folder.file("o.h5")] + arguments)
            #expect(result.code == 64, "\(arguments): \(result.errors)")
            #expect(result.errors.contains(words), "\(arguments): \(result.errors)")
            #expect(!FileManager.default.fileExists(atPath: folder.file("o.h5")))
        }
        let few = try runProgram("extract", [images, folder.file("o.h5"), "--mosaic", "2"])
        #expect(few.code == 2 && few.errors.contains("at least 4 images"))
    }
}
