import Foundation
import HDF5
import ProgramRunner
import Testing

/// What `reduce` finds in a folder with planted mistakes.
@Suite("reduce's findings") struct FindingsJobTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// `train` and `val` with a folder a label; the copies, one wrong label and one picture of its
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
        // Drawings of cats are alike across the splits too; only one picture is there twice.
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
}
