import Foundation
import HDF5
import Images
import ProgramRunner
import Testing

/// What `reduce` finds in a folder with planted mistakes.
@Suite("reduce's findings") struct FindingsJobTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// `train` and `val` with a folder a label; the copies, one wrong label and one image of its
    /// own kind are planted.
    private func plantedFolder() throws -> String {
        let images = try copyImages(labels: ["cat", "car"], count: 16, to: folder)
        let files = FileManager.default
        for label in ["cat", "car"] {
            let names = try files.contentsOfDirectory(atPath: "\(images)/\(label)").sorted()
            for (place, name) in names.enumerated() {
                let split = place % 4 == 0 ? "val" : "train"
                let target = "\(images)/\(split)/\(label)"
                try files.createDirectory(atPath: target, withIntermediateDirectories: true)
                try files.moveItem(
                    atPath: "\(images)/\(label)/\(name)", toPath: "\(target)/\(name)")
            }
            try files.removeItem(atPath: "\(images)/\(label)")
        }
        func first(_ path: String) throws -> String {
            let names = try files.contentsOfDirectory(atPath: "\(images)/\(path)")
            return "\(images)/\(path)/" + (names.min() ?? "")
        }
        try files.copyItem(
            atPath: try first("train/cat"), toPath: "\(images)/val/cat/leak.jpg")
        try files.copyItem(
            atPath: try first("train/car"), toPath: "\(images)/train/car/again.jpg")
        try files.moveItem(
            atPath: try first("val/car"), toPath: "\(images)/val/cat/wrong.jpg")
        let odd = "\(images)/train/mushroom"
        try files.createDirectory(atPath: odd, withIntermediateDirectories: true)
        try files.copyItem(
            atPath: "\(dataFolder)/images/mushroom/mushroom-01.jpg", toPath: "\(odd)/odd.jpg")
        try files.removeItem(atPath: folder.file("masks"))
        return images
    }

    @Test("Copies, leaks between splits, wrong labels and outliers are in their tables")
    func planted() throws {
        let images = try plantedFolder()
        let store = folder.file("out.h5")
        let map = folder.file("tsne.h5")
        for (program, arguments) in [
            ("extract", [images, store]), ("reduce", ["--layer", "11", store, "-o", map]),
        ] {
            let result = try runProgram(program, arguments + ["--quiet"])
            #expect(result.code == 0, "\(result.errors)")
        }
        let tables = try File.open(map).root.group("uns/vitrine/tables")
        func column(_ name: String) throws -> [String] {
            try tables.dataset(name).readStrings()
        }
        let kinds = try column("duplicates/kind")
        let copies = zip(try column("duplicates/second_path"), kinds).filter { $0.1 == "exact" }
        #expect(copies.count == 2, "\(copies)")
        // Only one image is there twice.
        let cosines: [Double] = try tables.dataset("leaks/cosine").read()
        let leaks = zip(try column("leaks/first_path"), try column("leaks/second_path"))
        let same = zip(leaks, cosines).filter { $0.1 > 0.99999 }.map(\.0)
        #expect(same.count == 1 && same.allSatisfy { ($0.0 + $0.1).contains("leak.jpg") })
        #expect(
            try Set(column("leaks/first_split") + column("leaks/second_split"))
                == ["train", "val"])
        // The wrong label is doubted most, with that of which there is one only.
        let doubted = zip(try column("labels/path"), try column("labels/suggested_label"))
            .prefix(2).map { "\($0.0) \($0.1)" }
        #expect(doubted.contains("val/cat/wrong.jpg car"), "\(doubted)")
        let distances: [Double] = try tables.dataset("outliers/distance").read()
        #expect(distances == distances.sorted(by: >) && distances.count == 35)
        #expect(try column("outliers/path").first == "train/mushroom/odd.jpg")
        let text = try String(contentsOfFile: folder.file("tsne.tables/leaks.csv"), encoding: .utf8)
        #expect(text.contains("leak.jpg"))
    }

    /// A file's image, changed and written as JPEG.
    private func copy(
        _ source: String, to target: String, _ change: (RGBImage) -> RGBImage
    ) throws {
        let image = try decodeImage([UInt8](Data(contentsOf: URL(fileURLWithPath: source))))
            .image
        try Data(encodeJPEG(change(image), quality: 80))
            .write(to: URL(fileURLWithPath: target))
    }

    @Test("Copies of half the size and mirrored ones are found by their pixels, with the labels")
    func nearCopies() throws {
        let images = try copyImages(labels: ["cat", "car"], count: 12, to: folder)
        try FileManager.default.removeItem(atPath: folder.file("masks"))
        let cat = "\(images)/cat/cat-03.jpg"
        try copy(cat, to: "\(images)/car/half.jpg") {
            resample(
                $0, width: $0.width / 2, height: $0.height / 2, interpolation: .bicubic)
        }
        try copy("\(images)/car/car-05.jpg", to: "\(images)/car/mirrored.jpg") { image in
            var turned = image
            for pixel in 0..<image.width * image.height {
                let other =
                    pixel - pixel % image.width + image.width - 1
                    - pixel % image.width
                for channel in 0..<3 {
                    turned.pixels[3 * pixel + channel] = image.pixels[3 * other + channel]
                }
            }
            return turned
        }
        let store = folder.file("out.h5")
        let map = folder.file("tsne.h5")
        let made = try runProgram("extract", [images, store, "--quiet", "--masks", "none"])
        #expect(made.code == 0, "\(made.errors)")
        func duplicates(_ arguments: [String]) throws -> (lines: Set<String>, messages: String) {
            let result = try runProgram(
                "reduce", ["--layer", "final", store, "-o", map] + arguments)
            #expect(result.code == 0, "\(result.errors)")
            let table = try File.open(map).root.group("uns/vitrine/tables/duplicates")
            func column(_ name: String) throws -> [String] {
                try table.dataset(name).readStrings()
            }
            let (first, second) = (try column("first_path"), try column("second_path"))
            let (kinds, transforms) = (try column("kind"), try column("transform"))
            let labels = zip(try column("first_label"), try column("second_label"))
            let lines = zip(first.indices, labels).map { row, labels in
                "\(first[row]) \(second[row]) \(kinds[row]) \(transforms[row])"
                    + " \(labels.0) \(labels.1)"
            }
            return (Set(lines), result.output + result.errors)
        }
        let found = try duplicates([])
        #expect(
            found.lines == [
                "car/half.jpg cat/cat-03.jpg near  car cat",
                "car/car-05.jpg car/mirrored.jpg near mirrored car car",
            ])
        #expect(
            found.messages.contains("0 exact and 2 near duplicate pairs"), "\(found.messages)")
        #expect(found.messages.contains("candidates compared by pixels"))
        #expect(try duplicates(["--duplicates", "1"]).lines.isEmpty)
        let wrong = try runProgram(
            "reduce", ["--layer", "final", store, "-o", map, "--duplicates", "1.5"])
        #expect(wrong.code == 64, "\(wrong.errors)")
    }
}
