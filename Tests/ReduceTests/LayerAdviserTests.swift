import Foundation
import HDF5
import ProgramRunner
import Testing
import Tokens

@testable import Reduce

/// The layer that `reduce` takes without `--layer`.
@Suite("the layer of a map") struct LayerAdviserTests {
    /// Hits of 200 images: right for the first `count` of each half.
    private func hits(_ count: Int) -> [Bool?] { (0..<200).map { $0 / 2 < count } }

    @Test("The best layer on one half is taken if its gain on the other exceeds the interval")
    func decision() {
        let halves = (0..<200).map { $0 % 2 == 0 }
        func choice(_ counts: [Int]) -> LayerChoice {
            let layers: [LayerName] = [.block(0), .block(1), .final]
            return LayerChoice(
                zip(layers, counts).map { ($0, hits($1)) }, last: .final, isForChoice: halves)
        }
        // By numpy: gains of 0.2 in 20 of 100 pairs, 1.96 · sd(ddof=1) / 10 = 0.0788.
        let clear = choice([50, 90, 70])
        #expect(clear.layer == .block(1) && clear.best == .block(1))
        #expect(abs(clear.gain - 0.2) < 1e-12 && abs(clear.margin - 0.07879) < 1e-4)
        #expect(clear.accuracy == 0.9 && clear.images == 100)
        let unclear = choice([50, 72, 70])
        #expect(unclear.layer == .final && unclear.best == .block(1))
        #expect(unclear.text.contains("1 predicts the labels no better (gain 0.020"))
        let equal = choice([50, 70, 70])
        #expect(equal.layer == .final && equal.best == .final && equal.gain == 0)
        // The half that is looked at does not count.
        let lucky = LayerChoice(
            [
                (.block(0), (0..<200).map { $0 % 2 == 0 || $0 < 100 }),
                (.final, (0..<200).map { _ in true }.enumerated().map { $0.offset % 2 == 1 }),
            ], last: .final, isForChoice: halves)
        #expect(lucky.best == .block(0) && lucky.layer == .final && lucky.gain < 0)
    }

    @Test("Of many images evenly spaced pieces are looked at")
    func sample() {
        let all = LayerAdviser.Sample(of: 5000)
        #expect(all.rows == Array(0..<5000))
        // Of labels on every other image, half of the labelled ones are in each half.
        let halves = all.halves(labels: (0..<5000).map { $0 % 2 == 0 ? 1 : -1 })
        #expect((0..<5000).count { $0 % 2 == 0 && halves[$0] } == 1250)
        for count in [5001, 70_000, 1_000_003] {
            let sample = LayerAdviser.Sample(of: count)
            #expect(sample.rows.first == 0 && sample.rows.last == count - 1)
            #expect(zip(sample.rows, sample.rows.dropFirst()).allSatisfy { $0 < $1 })
            #expect((4500...5000).contains(sample.rows.count))
            let count = sample.halves(labels: []).count { $0 }
            #expect(abs(count - sample.rows.count / 2) < 32)
        }
    }

    @Test("Labels that an early layer tells apart choose that layer, which the file records")
    func choosesEarlyLayer() throws {
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat", "dog", "car"], count: 50, to: folder)
        let store = folder.file("out.h5")
        let made = try runProgram(
            "extract",
            [images, store, "--quiet", "--tokens", "class,mean", "--dtype", "f32"])
        #expect(made.code == 0, "\(made.errors)")
        // By the number that varies most in the mean of block 0: its median divides the images.
        let root = try File.open(store).root
        let paths = try root.dataset("images/path_text").readStrings()
        let dataset = try root.dataset("layers/00/mean")
        let width = dataset.shape[1]
        let values: [Float] = try dataset.read()
        func column(_ index: Int) -> [Float] {
            paths.indices.map { values[$0 * width + index] }
        }
        func variance(_ numbers: [Float]) -> Float {
            let mean = numbers.reduce(0, +) / Float(numbers.count)
            return numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        }
        let widest = (0..<width).max { variance(column($0)) < variance(column($1)) } ?? 0
        let numbers = column(widest)
        let median = numbers.sorted()[numbers.count / 2]
        let table = folder.file("labels.csv")
        let lines = zip(paths, numbers).map { "\($0),\($1 < median ? "low" : "high")\n" }
        try Data(("path,label\n" + lines.joined()).utf8).write(to: URL(fileURLWithPath: table))
        let map = folder.file("tsne.h5")
        let result = try runProgram(
            "reduce", [store, "-o", map, "--labels", table, "--token", "mean"])
        #expect(result.code == 0, "\(result.errors)")
        let line = try #require(
            result.errors.split(separator: "\n").first { $0.hasPrefix("layer    ") })
        #expect(line.contains("not given: it predicts the labels best"), "\(line)")
        let own = try File.open(map).root.group("uns/vitrine")
        let layer = try own.dataset("layer").readStrings()[0]
        #expect(layer != "final" && line.hasPrefix("layer    \(layer),"))
        #expect(try own.dataset("parameters/layer_best").readStrings() == [layer])
        let gain: [Double] = try own.dataset("parameters/layer_gain").read()
        let margin: [Double] = try own.dataset("parameters/layer_gain_margin").read()
        #expect(gain[0] > margin[0] && margin[0] > 0)
        // A given layer is not compared, and the map's own layer stays.
        let given = try runProgram("reduce", [store, "-o", map, "--layer", "final"])
        #expect(given.code == 0 && !given.errors.contains("was not given"))
        let names = try File.open(map).root.group("uns/vitrine/parameters").names()
        #expect(!names.contains("layer_best"))
    }
}
