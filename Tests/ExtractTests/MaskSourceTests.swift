import Foundation
import HDF5
import ProgramRunner
import Testing

/// Where masks and their names are looked for, with the program itself.
@Suite("mask sources") struct MaskSourceTests {
    /// Two scenes with their masks, flat, in folders of these names.
    private func scenes(images: String, masks: String, in folder: TemporaryFolder) throws {
        for name in ["cat-and-dog-01", "cat-and-dog-02"] {
            for (kind, target, ending) in [("images", images, "jpg"), ("masks", masks, "png")] {
                try FileManager.default.copyItem(
                    atPath: "\(dataFolder)/\(kind)/together/\(name).\(ending)",
                    toPath: "\(try folder.folder(target))/\(name).\(ending)")
            }
        }
    }

    private func extract(
        _ folder: TemporaryFolder, _ images: String, masks: String
    ) throws -> Group {
        let result = try runProgram(
            "extract",
            [
                folder.file(images), folder.file("o.h5"), "--masks", folder.file(masks),
                "--layers", "0", "--tokens", "class", "--attention", "none",
            ])
        #expect(result.code == 0 || result.code == 2, "\(result.errors)")
        return try File.open(folder.file("o.h5")).root
    }

    @Test("Pascal VOC's folders: names come from Annotations, a broken one rejects its image")
    func annotations() throws {
        let folder = try TemporaryFolder()
        try scenes(images: "JPEGImages", masks: "SegmentationObject", in: folder)
        let annotations = try folder.folder("Annotations")
        for (name, objects) in [("01", ["Katze", "Hund", "Maus", "Ball"]), ("02", ["Katze"])] {
            let xml = objects.map { "<object><name>\($0)</name></object>" }.joined()
            try Data("<annotation>\(xml)</annotation>".utf8).write(
                to: URL(fileURLWithPath: "\(annotations)/cat-and-dog-\(name).xml"))
        }
        let root = try extract(folder, "JPEGImages", masks: "SegmentationObject/")
        #expect(
            try root.dataset("objects/names").readStrings() == [
                #"["Katze","Hund","Maus","Ball"]"#
            ])
        #expect(try root.dataset("rejects/cause").readStrings() == ["mask"])
        let detail = try root.dataset("rejects/detail").readStrings()[0]
        #expect(detail.contains("SegmentationObject/cat-and-dog-02.png"), "\(detail)")
        #expect(detail.contains("names 1 object;"), "\(detail)")
    }

    /// A grey PNG of 8 bits, `[size, size]`, without compression.
    private func png(_ pixels: [UInt8], size: Int) -> Data {
        func big(_ value: UInt32) -> [UInt8] {
            (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
        }
        func chunk(_ kind: String, _ body: [UInt8]) -> [UInt8] {
            let bytes = Array(kind.utf8) + body
            var check = UInt32.max
            for byte in bytes {
                check ^= UInt32(byte)
                for _ in 0..<8 { check = check >> 1 ^ (check & 1 == 0 ? 0 : 0xEDB8_8320) }
            }
            return big(UInt32(body.count)) + bytes + big(~check)
        }
        var rows: [UInt8] = []
        for y in 0..<size { rows += [0] + pixels[y * size..<(y + 1) * size] }
        var (a, b) = (UInt32(1), UInt32(0))
        for byte in rows { (a, b) = ((a + UInt32(byte)) % 65521, (b + a + UInt32(byte)) % 65521) }
        var packed: [UInt8] = [0x78, 1]
        for start in stride(from: 0, to: rows.count, by: 65_535) {
            let block = rows[start..<min(rows.count, start + 65_535)]
            let (low, high) = (UInt8(block.count & 0xFF), UInt8(block.count >> 8))
            packed += [block.endIndex == rows.count ? 1 : 0, low, high, ~low, ~high] + block
        }
        packed += big(b << 16 | a)
        let header: [UInt8] = big(UInt32(size)) + big(UInt32(size)) + [8, 0, 0, 0, 0]
        return Data(
            [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10] + chunk("IHDR", header)
                + chunk("IDAT", packed) + chunk("IEND", []))
    }

    @Test("Masks of the model's own size are said to be cropped, lost objects are counted")
    func cropped() throws {
        let folder = try TemporaryFolder()
        let images = try folder.folder("images")
        let masks = try folder.folder("masks")
        /// One object in a corner, one in the middle; of squares with this many times the side.
        func write(times: Int) throws {
            let side = 224 * times
            let pixels = (0..<side * side).map { index -> UInt8 in
                let (x, y) = (index % side / times, index / side / times)
                if x < 10 && y < 10 { return 1 }
                return (100..<124).contains(x) && (100..<124).contains(y) ? 2 : 0
            }
            for name in ["a.png", "b.png"] {
                try png(pixels, size: side).write(to: URL(filePath: "\(images)/\(name)"))
                try png(pixels, size: side).write(to: URL(filePath: "\(masks)/\(name)"))
            }
        }
        try write(times: 1)
        func notes(_ options: [String]) throws -> [Substring] {
            let result = try runProgram(
                "extract", [images, folder.file("o.h5"), "--dry-run"] + options)
            #expect(result.code == 0, "\(result.errors)")
            return result.errors.split(separator: "\n").filter { $0.contains("--recipe squash") }
        }
        #expect(try notes(["--recipe", "squash"]) == [])
        #expect(try notes(["--recipe", "crop", "--crop-ratio", "1"]) == [])
        let found = try notes(["--recipe", "crop", "--crop-ratio", "0.875"])
        try #require(found.count == 2, "\(found)")
        #expect(found[0].contains("which fits the model's input"), "\(found)")
        #expect(found[0].contains("crops away 23 % of them"), "\(found)")
        #expect(found[1].contains("removes 2 of 4 objects in the first 2 masks"), "\(found)")
        // 100 of 676 pixels lie in the corner.
        #expect(found[0].contains("and 15 % of the objects' area"), "\(found)")
        try write(times: 2)
        let larger = try notes(["--recipe", "crop", "--crop-ratio", "0.875"])
        #expect(larger.count == 2 && larger[0].contains("the masks are 448 x 448"), "\(larger)")
    }

    @Test("Masks of samples in archives are found, by --masks archives and without it")
    func archives() throws {
        let folder = try TemporaryFolder()
        let made = try runShell(
            """
            cd "$1" && mkdir stage tars && for n in 01 02 03; do
                cp "$2/images/together/cat-and-dog-$n.jpg" stage/$n.jpg &&
                cp "$2/masks/together/cat-and-dog-$n.png" stage/$n.seg.png; done &&
            rm stage/03.seg.png && mkdir images drawn && cp stage/*.jpg images &&
            for n in 01 02; do cp stage/$n.seg.png drawn/$n.png; done &&
            tar -C stage -cf tars/a.tar 01.jpg 01.seg.png 02.jpg 02.seg.png 03.jpg &&
            $BIN/extract images f.h5 --quiet --masks drawn &&
            $BIN/extract tars t.h5 --explain 01,03 &&
            $BIN/extract tars/a.tar u.h5 --masks archives &&
            $BIN/extract explain t.h5 02 --quiet && $BIN/extract tars n.h5 --masks none
            """, [folder.path, dataFolder])
        #expect(made.code == 0, "\(made.errors)")
        #expect(made.errors.contains("masks from the archives"), "\(made.errors)")
        // Only of the run without masks are they left out, which its status prints again.
        let status = try runProgram("extract", ["status", folder.file("n.h5")]).output
        #expect(status.contains("2 masks of samples"), "\(status)")
        let other = try runProgram("extract", ["status", folder.file("t.h5")]).output
        #expect(!other.contains("masks of samples"), "\(other)")
        func objects(_ name: String) throws -> [UInt8] {
            try File.open(folder.file(name)).root.dataset("objects/patches").read()
        }
        let expected = try objects("f.h5")
        #expect(Set(expected).count > 2)
        #expect(try objects("t.h5") == expected && objects("u.h5") == expected)
        #expect(try !File.open(folder.file("n.h5")).root.contains("objects"))
        let drawn = try File.open(folder.file("t.h5")).root.group("explain")
        #expect(try drawn.names().count == 3)
    }

    @Test("Without names objects are numbered; indices of classes take none from Annotations")
    func classes() throws {
        let folder = try TemporaryFolder()
        try scenes(images: "JPEGImages", masks: "SegmentationClass", in: folder)
        _ = try folder.folder("Annotations")
        let root = try extract(folder, "JPEGImages", masks: "SegmentationClass")
        let names = try root.dataset("objects/names").readStrings()
        #expect(names.count == 2 && names.allSatisfy { $0.hasPrefix(#"["object 1","object 2""#) })
    }

    @Test("COCO's panoptic JSON beside its folder is used, and its silence rejects the image")
    func panoptic() throws {
        let folder = try TemporaryFolder()
        try scenes(images: "val", masks: "panoptic_val", in: folder)
        for (file, words) in [
            ("cat-and-dog-01.png", "palette or grey PNG"),
            ("cat-and-dog-09.png", "no annotation of cat-and-dog-01"),
        ] {
            let json = """
                {"annotations": [{"file_name": "\(file)", "segments_info": []}], "categories": []}
                """
            try Data(json.utf8).write(to: URL(fileURLWithPath: folder.file("panoptic_val.json")))
            for masks in ["panoptic_val", "panoptic_val.json"] {
                let result = try runProgram(
                    "extract",
                    [folder.file("val"), folder.file("o.h5"), "--masks", folder.file(masks)])
                #expect(result.code == 2 && result.errors.contains(words), "\(result.errors)")
            }
        }
    }
}
