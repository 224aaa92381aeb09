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
