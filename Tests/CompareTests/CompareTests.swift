import Foundation
import HDF5
import Profiles
import ProgramRunner
import Store
import Testing

@testable import Compare

@Suite("compare") struct CompareTests {
    private let folder: TemporaryFolder
    private let images: String
    private var out: String { folder.file("compare.h5") }

    init() throws {
        folder = try TemporaryFolder()
        images = try copyImages(labels: ["cat", "dog", "balloon"], count: 14, to: folder)
    }

    private func extract(_ name: String, _ more: [String] = []) throws -> String {
        let path = folder.file(name)
        let result = try runProgram(
            "extract", [images, path, "--tokens", "class,mean", "--quiet"] + more)
        #expect(result.code == 0, "\(result.errors)")
        return path
    }

    private func compare(_ arguments: [String]) throws -> Finished {
        try runProgram("compare", arguments + ["-o", out])
    }

    @Test("A file and its copy agree in everything")
    func copy() throws {
        let a = try extract("a.h5")
        let b = folder.file("b.h5")
        try FileManager.default.copyItem(atPath: a, toPath: b)
        let result = try compare([a, b])
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.errors.contains("matched  42 images: 42 by SHA-256\n"), "\(result.errors)")
        #expect(
            result.output.contains(
                "100 % of the nearest neighbours in common (24 % by chance), CKA 1.00"))
        #expect(result.output.contains("the labels do not separate a and b"), "\(result.output)")
        let found = try #require(try ReductionReader.read(out).comparison)
        #expect(found.models.map(\.name) == ["a", "b"])
        #expect(found.models[0].layer == found.models[1].layer)
        let pair = found.pairs[0]
        #expect(pair.gain == 0 && pair.onlyFirst == 0 && pair.probability == 1)
        #expect(abs(pair.ari - 1) < 1e-12 && abs(pair.nmi - 1) < 1e-12)
        #expect(found.changes.allSatisfy { $0.overlap == 1 })
        for pair in found.layerPairs where pair.firstLayer == pair.secondLayer {
            // The class tokens of the embedding are equal.
            let isEqual = pair.firstLayer == "embedding"
            #expect(isEqual ? pair.cka.isNaN : abs(pair.cka - 1) < 1e-9)
            #expect(isEqual ? pair.overlap.isNaN : pair.overlap == 1)
        }
        #expect(found.layerPairs.count == 14 * 14)
        let again = try compare([a, b])
        #expect(again.code == 0, "\(again.errors)")
    }

    @Test("Rows are matched by content where order and names differ")
    func order() throws {
        let a = try extract("a.h5")
        // The same images in another order under other names, one of them missing.
        let other = folder.file("other")
        try FileManager.default.createDirectory(
            atPath: other, withIntermediateDirectories: true)
        let names = try FileManager.default.subpathsOfDirectory(atPath: images)
            .filter { $0.hasSuffix(".jpg") }.sorted()
        for (index, name) in names.enumerated().dropFirst() {
            try FileManager.default.copyItem(
                atPath: "\(images)/\(name)",
                toPath: "\(other)/\(String(format: "%03d", 100 - index)).jpg")
        }
        let b = folder.file("b.h5")
        let result = try runProgram(
            "extract", [other, b, "--tokens", "class", "--quiet"])
        #expect(result.code == 0, "\(result.errors)")
        let compared = try compare([a, b])
        #expect(compared.code == 0, "\(compared.errors)")
        #expect(compared.errors.contains("matched  41 images: 41 by SHA-256"), "\(compared.errors)")
        let map = try ReductionReader.read(out)
        #expect(map.paths == Array(names.dropFirst()))
        let found = try #require(map.comparison)
        // The same model: what differs is the rounding of the slots at most.
        #expect(found.changes.allSatisfy { $0.overlap > 0.7 })
        #expect(map.map?.otherLayouts.map(\.layer) == ["a"])
    }

    @Test("Vectors of another program, row by row, and a model whose parts are set to zero")
    func vectors() throws {
        let a = try extract("a.h5")
        let b = try extract("b.h5", ["--ablate", "0:0-200,3:0-200"])
        let vectors = folder.file("v.npy")
        let numbers: [Float] = (0..<126).map { place in Float((place * 7919) % 101) / 101 - 0.5 }
        try Data(npy(numbers, rows: 42, columns: 3)).write(to: URL(fileURLWithPath: vectors))
        let result = try compare([vectors, a, b, "--seed", "3"])
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.errors.contains("42 by the number of their row"), "\(result.errors)")
        #expect(result.output.contains("accuracy "), "\(result.output)")
        let map = try ReductionReader.read(out)
        let found = try #require(map.comparison)
        #expect(found.models.map(\.name) == ["v", "a", "b"])
        #expect(found.models[0].parameters == -1 && found.models[0].layer == "vectors")
        #expect(found.pairs.count == 3)
        #expect(map.layer == "b" && map.map?.otherLayouts.map(\.layer) == ["v", "a"])
        #expect(map.rows.labelNames == ["balloon", "cat", "dog"])
        let drawn = try runProgram("plot", [out, "-o", folder.file("figures")])
        #expect(drawn.code == 0, "\(drawn.errors)")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.file("figures"))
        for name in [
            "comparison-accuracy.png", "comparison-layers.png", "comparison-layers-3.png",
            "comparison-changes.png", "map.html", "index.html", "maps.png",
        ] {
            #expect(files.contains(name), "\(files)")
        }
    }

    @Test("What cannot be compared is refused, and nothing is replaced")
    func refusals() throws {
        let a = try extract("a.h5")
        #expect(try compare([a]).code == 64)
        #expect(try compare([a, folder.file("none.h5")]).code != 0)
        let b = folder.file("b.h5")
        let few = try runProgram(
            "extract", [images + "/cat", b, "--limit", "4", "--tokens", "class", "--quiet"])
        #expect(few.code == 0)
        let result = try compare([a, b])
        #expect(result.code == 2)
        #expect(
            result.errors.contains("at least 10 images that all files have"), "\(result.errors)")
        try Data("mine".utf8).write(to: URL(fileURLWithPath: out))
        #expect(try compare([a, a]).code != 0)
        #expect(try Data(contentsOf: URL(fileURLWithPath: out)) == Data("mine".utf8))
        let over = try runProgram("compare", [a, a, "-o", a])
        #expect(over.code != 0 && over.errors.contains(a))
    }

    /// The bytes of a `.npy` file.
    private func npy(_ numbers: [Float], rows: Int, columns: Int) -> [UInt8] {
        var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
        header += String(repeating: " ", count: 118 - header.utf8.count - 1) + "\n"
        var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8)
        bytes += [1, 0, 118, 0]
        bytes += Array(header.utf8)
        for number in numbers {
            for shift in 0..<4 {
                bytes.append(UInt8(truncatingIfNeeded: number.bitPattern >> UInt32(8 * shift)))
            }
        }
        return bytes
    }
}

@Suite("Layers and votes compared") struct LayerChoiceTests {
    /// Three models with these accuracies and costs.
    private func comparison(_ gain: Double, _ p: Double, cost: [Double]) -> ModelComparison {
        let models = zip(["a", "b", "c"], [0.9, 0.88, 0.5]).enumerated().map { index, model in
            var row = ComparedModelRow()
            (row.name, row.accuracy, row.layer) = (model.0, model.1, "7")
            (row.token, row.gigaflops) = ("class", cost[index])
            return row
        }
        let pairs = [("a", "b", gain, p), ("c", "a", -0.4, 0.0001), ("b", "c", 0.38, 0.0001)].map {
            var row = ModelPairRow()
            (row.first, row.second, row.gain, row.probability) = $0
            (row.gainMargin, row.judged) = (0.01, 200)
            return row
        }
        return ModelComparison(
            models: models, layers: [], layerPairs: [], pairs: pairs, changes: [])
    }

    @Test("The sentence recommends only what interval and test support")
    func advice() {
        let sure = ComparisonReport.advice(comparison(0.02, 0.001, cost: [10, 5, 1]))
        #expect(sure.hasPrefix("take a, layer 7, class token: accuracy 0.900 against 0.880 of b"))
        let unsure = ComparisonReport.advice(comparison(0.02, 0.2, cost: [10, 5, 1]))
        #expect(unsure.hasPrefix("the labels do not separate a and b"))
        #expect(unsure.hasSuffix("; b is cheaper; worse than a: c"), "\(unsure)")
        let unknown = ComparisonReport.advice(comparison(0.005, 0.01, cost: [10, .nan, 1]))
        #expect(unknown.hasPrefix("the labels do not separate"))
        #expect(!unknown.contains("cheaper"))
    }

    @Test("McNemar's exact test and the gain")
    func gains() {
        // scipy.stats.binomtest(3, 13, 0.5).pvalue
        let first: [Bool?] = Array(repeating: true, count: 10) + Array(repeating: false, count: 3)
        let second: [Bool?] = first.map { $0.map { !$0 } }
        let gain = PairedGain(
            first + [true, nil, false], second + [true, true, false],
            on: Array(repeating: true, count: 16))
        #expect(gain.onlyFirst == 10 && gain.onlySecond == 3 && gain.rows == 15)
        #expect(abs(gain.gain - 7.0 / 15) < 1e-12)
        #expect(abs(gain.probability - 0.092_285_156_25) < 1e-12)
        #expect(
            bestLayer([[true, false], [true, true], [true, true]], on: [true, true]) == 2)
    }

    @Test("Names of files are distinct")
    func names() {
        #expect(ComparedFile.names(of: ["a.h5", "b.h5"]) == ["a", "b"])
        #expect(ComparedFile.names(of: ["x/out.h5", "y/out.h5"]) == ["x-out", "y-out"])
        #expect(ComparedFile.names(of: ["out.h5", "out.h5"]) == ["out", "out-2"])
    }
}
