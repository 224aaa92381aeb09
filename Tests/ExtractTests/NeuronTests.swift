import Dense
import Foundation
import HDF5
import ProgramRunner
import Testing

/// `extract --neurons`: the statistics do not depend on how the work was cut, ended or resumed.
@Suite("extract --neurons") struct NeuronTests {
    private let folder: TemporaryFolder
    private let images: String
    private var out: String { folder.file("out.h5") }
    private var parts: String { folder.file("out.h5.parts") }
    private let fold = ["VITRINE_FOLD_AFTER": "2"]

    init() throws {
        folder = try TemporaryFolder()
        images = try copyImages(labels: ["cat", "dog", "together"], count: 11, to: folder)
        // Two without rows, so that rows and places differ.
        try Data("no picture".utf8).write(to: URL(fileURLWithPath: "\(images)/cat/cat-03.jpg"))
        try Data().write(to: URL(fileURLWithPath: "\(images)/dog/aa.jpg"))
    }

    private func extract(
        _ output: String, _ more: [String] = [], environment: [String: String] = [:]
    ) throws -> Finished {
        try runProgram(
            "extract",
            [images, output, "--neurons", "6", "--neurons-sample", "9", "--quiet"] + more,
            environment: environment)
    }

    private func whole() throws -> String {
        let result = try extract(folder.file("whole.h5"))
        #expect(result.code == 0, "\(result.errors)")
        return folder.file("whole.h5")
    }

    private func partials() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: parts)
            .filter { $0.hasPrefix("neurons-") }.sorted()
    }

    @Test("Segments, shards, folds and threads leave no trace")
    func cuts() throws {
        let whole = try whole()
        let one = try extract(folder.file("one.h5"), ["--segment", "8", "--threads", "1"])
        #expect(one.code == 0, "\(one.errors)")
        #expect(try differences(whole, folder.file("one.h5")) == [])
        for shard in [1, 0] {
            let result = try extract(
                out, ["--segment", "8", "--shard", "\(shard)/2"], environment: fold)
            #expect(result.code == 0, "\(result.errors)")
        }
        #expect(
            try partials().map { $0.filter { !$0.isHexDigit } } == [
                "nurons---ol.h", "nurons---ol.h", "nurons-.h",
            ])
        let joined = try extract(out, ["--segment", "8"])
        #expect(joined.code == 0, "\(joined.errors)")
        #expect(try differences(whole, out) == [])
        #expect(!FileManager.default.fileExists(atPath: parts))
        #expect(try runProgram("extract", ["verify", out]).code == 0)
    }

    @Test("Damaged, missing and superseded partials are mended", arguments: ["damage", "remove"])
    func partials(fault: String) throws {
        let whole = try whole()
        #expect(try extract(out, ["--segment", "8", "--shard", "0/1"]).code == 0)
        #expect(try partials().count == 5)
        let one = "\(parts)/neurons-000001.h5"
        let other = "\(parts)/neurons-000003.h5"
        if fault == "remove" {
            try FileManager.default.removeItem(atPath: one)
            try Data().write(to: URL(fileURLWithPath: other))
        } else {
            // In the middle, which is read only when the segments are joined.
            var bytes = try Data(contentsOf: URL(fileURLWithPath: one))
            for place in bytes.count / 2..<bytes.count / 2 + 64 { bytes[place] ^= 0x55 }
            try bytes.write(to: URL(fileURLWithPath: one))
        }
        let result = try extract(out, ["--segment", "8"], environment: fold)
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.errors.contains("its statistics of units are missing or damaged"))
        #expect(try differences(whole, out) == [])
    }

    @Test("Sums that a killed run left are not taken for those of other images")
    func stale() throws {
        #expect(
            try extract(out, ["--segment", "8", "--shard", "0/1"], environment: fold).code == 0)
        // As if the run had been killed between the sums and the segment; then an image breaks.
        try FileManager.default.removeItem(atPath: "\(parts)/segment-000001.h5")
        let images = try FileManager.default.contentsOfDirectory(atPath: "\(self.images)/cat")
            .sorted()
        try Data("broken".utf8).write(
            to: URL(fileURLWithPath: "\(self.images)/cat/\(images[9])"))
        let resumed = try extract(out, ["--segment", "8"])
        #expect(resumed.code == 0, "\(resumed.errors)")
        let fresh = folder.file("fresh.h5")
        #expect(try extract(fresh).code == 0)
        let found = try differences(fresh, out)
        #expect(found.filter { $0.contains("neurons") } == [], "\(found)")
        let root = try File.open(out).root
        let count = try root.dataset("images/label").shape[0]
        #expect(try root.group("neurons").attributes.integer("images") == count)
    }

    @Test("Folds with a segment in common, as of shards of different numbers, count it once")
    func otherShards() throws {
        let whole = try whole()
        func shard(_ place: String, _ fold: String) throws {
            let result = try extract(
                out, ["--segment", "8", "--shard", place],
                environment: ["VITRINE_FOLD_AFTER": fold])
            #expect(result.code == 0, "\(result.errors)")
        }
        // Of three and of two: both have segment 4, as if they had run at once.
        try shard("0/2", "3")
        let aside = folder.file("aside")
        try FileManager.default.createDirectory(atPath: aside, withIntermediateDirectories: true)
        let made = try FileManager.default.contentsOfDirectory(atPath: parts)
            .filter { $0.hasPrefix("neurons-") || $0.hasPrefix("segment-") }
        for name in made {
            try FileManager.default.moveItem(atPath: "\(parts)/\(name)", toPath: "\(aside)/\(name)")
        }
        try shard("1/3", "2")
        for name in made where !FileManager.default.fileExists(atPath: "\(parts)/\(name)") {
            try FileManager.default.moveItem(atPath: "\(aside)/\(name)", toPath: "\(parts)/\(name)")
        }
        #expect(try partials().filter { $0.hasSuffix("-fold.h5") }.count == 2)
        let joined = try extract(out, ["--segment", "8"])
        #expect(joined.code == 0, "\(joined.errors)")
        #expect(try differences(whole, out) == [])
    }

    @Test("A partial that a fold has counts once")
    func superseded() throws {
        let whole = try whole()
        #expect(try extract(out, ["--segment", "8", "--shard", "0/1"]).code == 0)
        let kept = try Data(contentsOf: URL(fileURLWithPath: "\(parts)/neurons-000000.h5"))
        try FileManager.default.removeItem(atPath: "\(parts)/segment-000004.h5")
        // The missing segment is computed, and with it everything is folded.
        #expect(
            try extract(out, ["--segment", "8", "--shard", "0/1"], environment: fold).code == 0)
        let left = try partials()
        #expect(left.count == 1 && left[0].hasSuffix("-fold.h5"), "\(left)")
        try kept.write(to: URL(fileURLWithPath: "\(parts)/neurons-000000.h5"))
        #expect(try extract(out, ["--segment", "8"]).code == 0)
        #expect(try differences(whole, out) == [])
    }

    @Test("The strongest patches are those of the whole file, and its rows")
    func meaning() throws {
        let path = try whole()
        let file = try File.open(path)
        let root = file.root
        let rows: [Int32] = try root.read("neurons/00/top_row", shape: [nil, nil])
        let values: [Float] = try root.read("neurons/00/top_value", shape: [nil, nil])
        let sample: [Int64] = try root.read("neurons/sample_rows", shape: [nil])
        let count = try root.dataset("images/label").shape[0]
        #expect(count == 32)
        #expect(sample.count == 9 && sample == sample.sorted() && Set(sample).count == 9)
        #expect(rows.allSatisfy { (0..<Int32(count)).contains($0) })
        #expect(Set(rows).count > count / 2)
        for start in stride(from: 0, to: values.count, by: 6) {
            let own = Array(values[start..<start + 6])
            #expect(own == own.sorted(by: >))
        }
        // The labels with at least five images.
        let images: [Int64] = try root.read("neurons/label_images", shape: [nil])
        #expect(images == [10, 11, 11])
        // The largest value in the sample is one of the strongest patches or below the last.
        let halves: [UInt16] = try root.read("neurons/00/sample", shape: [9, nil])
        #expect(halves.count == 9 * values.count / 6)
    }

    @Test("Fewer patches than asked for, no sample, no attention")
    func few() throws {
        let one = folder.file("one.h5")
        let result = try runProgram(
            "extract",
            [
                images, one, "--limit", "1", "--neurons", "1000", "--neurons-sample", "0",
                "--attention", "none",
            ])
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.errors.contains("neurons  1000 patches of each of "), "\(result.errors)")
        let root = try File.open(one).root
        let rows: [Int32] = try root.read("neurons/00/top_row", shape: [nil, 1000])
        #expect(rows[0] == 0 && rows[999] == -1)
        #expect(!root.contains("attention/rollout"))
        #expect(try runProgram("extract", ["verify", one]).code == 0)
    }

    @Test("extract explain --units: values at the patches, whose largest is that of the sample")
    func explainedUnits() throws {
        let path = folder.file("u.h5")
        let made = try runProgram(
            "extract", [images, path, "--neurons", "3", "--explain", "cat-01", "--quiet"])
        #expect(made.code == 0, "\(made.errors)")
        let names = ["3:7", "2:attention1", "0:value0"]
        let result = try runProgram(
            "extract",
            [
                "explain", path, "dog-02", "--units",
                "3:07," + names.dropFirst().joined(separator: ","),
            ]
        )
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.errors.contains("values of 3 units for 1 image"), "\(result.errors)")
        // Without names it is the images that are in full: one of two lacks them.
        let rest = try runProgram(
            "extract", ["explain", path, "--units", names.joined(separator: ",")])
        #expect(rest.code == 0 && rest.errors.contains("already stored in full"), "\(rest.errors)")
        #expect(try runProgram("extract", ["verify", path]).code == 0)
        let root = try File.open(path).root
        let sample: [Int64] = try root.read("neurons/sample_rows", shape: [nil])
        let heads = 4
        for image in ["0", "1"] {
            guard
                case .integer(let row)? = try root.group("explain/\(image)").attributes.get("row")
            else {
                Issue.record("no row")
                continue
            }
            let place = try #require(sample.firstIndex(of: row))
            for (name, block) in [("3:7", 3), ("2:attention1", 2), ("0:value0", 0)] {
                let values: [Float] = try root.read(
                    "explain/\(image)/units/\(name)", shape: [196])
                let means: [Double] = try root.read(
                    String(format: "neurons/%02d/mean", block), shape: [nil])
                let hidden = means.count - 2 * heads
                let unit = ["3:7": 7, "2:attention1": hidden + 1, "0:value0": hidden + heads][name]!
                let halves: [UInt16] = try root.read(
                    String(format: "neurons/%02d/sample", block), shape: [nil, means.count])
                let largest = fromHalf([halves[place * means.count + unit]])[0]
                #expect(abs(largest - values.max()!) <= 1e-3 * abs(largest) + 1e-6, "\(name)")
            }
        }
        let wrong = try runProgram("extract", ["explain", path, "--units", "3:999999"])
        #expect(wrong.code == 64 && wrong.errors.contains("hidden units 0 to"), "\(wrong.errors)")
    }

    @Test("What would make the statistics wrong is refused, and nothing is lost")
    func refusals() throws {
        let path = try whole()
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        let updated = try runProgram("extract", [images, path, "--update"])
        #expect(updated.code == 2)
        #expect(updated.errors.contains("without statistics of units"), "\(updated.errors)")
        let retried = try runProgram("extract", [images, path, "--retry-rejects"])
        #expect(retried.code == 2 && retried.errors.contains("without statistics of units"))
        #expect(try extract(path, ["--update"]).code == 64)
        #expect(try extract(folder.file("b.h5"), ["--neurons", "0"]).code == 64)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        // A resumed run keeps its number.
        #expect(try extract(out, ["--segment", "8", "--shard", "0/2"]).code == 0)
        let other = try extract(out, ["--segment", "8", "--neurons", "7"])
        #expect(other.code == 64 && other.errors.contains("--neurons was 6, now 7"))
    }
}
